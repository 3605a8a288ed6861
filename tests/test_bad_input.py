"""What cannot be answered is refused with a status, a kind, a place and a sentence that helps."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, NamedTuple

import pytest

from app.api import workshop
from tests.conftest import Client, Json, array_object, document, node

X = {"x": [1.0, 2.0, 3.0]}
SUM = node("s", "sum", "x")
GOOD = document(SUM, parameters=X)


class Bad(NamedTuple):
    """A request that is refused, and how."""

    case: str
    request: Any
    status: int
    slug: str
    pointer: str | None
    parts: Sequence[str]


def unreadable(case: str, body: bytes, *parts: str) -> Bad:
    return Bad(case, body, 400, "malformed-body", None, ("the body is not JSON", *parts))


def misfit(case: str, request: Json, pointer: str, *parts: str) -> Bad:
    return Bad(case, request, 422, "invalid-document", pointer, parts)


def no_value(case: str, value: Json, pointer: str, *parts: str, group: str = "parameters") -> Bad:
    request = {**document(SUM), group: {"x": value}}
    return Bad(case, request, 422, "invalid-value", f"/{group}/x{pointer}", parts)


def no_name(case: str, request: Json, pointer: str, *parts: str) -> Bad:
    return Bad(case, request, 422, "unknown-name", pointer, parts)


def unsuited(case: str, request: Json, pointer: str, *parts: str) -> Bad:
    return Bad(case, request, 422, "operation-error", pointer, parts)


def unknown(case: str, op: Any, *parts: str) -> Bad:
    request = document(node("h", op, "x"), parameters=X)
    return Bad(case, request, 422, "unknown-operation", "/graph/nodes/0/op", parts)


def too_much(case: str, *nodes: Json) -> Bad:
    request = document(*nodes, parameters={"x": 1.0})
    place = f"/graph/nodes/{len(nodes) - 1}"
    return Bad(
        case,
        request,
        422,
        "budget-exceeded",
        place,
        ("node 'big'", "would have 1e+12 elements; the limit is 1e+08"),
    )


def with_member(request: Json, **members: Any) -> Json:
    return {**request, **members}


def in_graph(**members: Any) -> Json:
    return {**GOOD, "graph": {**GOOD["graph"], **members}}


def nested(depth: int) -> Json:
    value: Json = 1.0
    for _ in range(depth):
        value = [value]
    return value


DOES_NOT_BROADCAST = (
    "node 's' (add): x has shape (3,) and y has shape (2,); the shapes do not broadcast: axis -1 has lengths 3 "
    "and 2; they must be equal, or one of them 1"
)
MATMUL = (
    "node 'h' (matmul): x has shape (128, 784) and W1 has shape (748, 256); the last axis of the first (784) must "
    "equal the second-last axis of the second (748)"
)
MATRICES = [node("x", "zeros", shape=[128, 784]), node("W1", "zeros", shape=[748, 256])]

BODIES = [
    unreadable("empty body", b"", "empty document"),
    unreadable("not JSON", b"graph: x", "line 1 column 1"),
    unreadable("cut off", b'{"graph": {"nodes": [', "unexpected end of data"),
    unreadable("two documents", b"{} {}"),
    unreadable("single quotes", b"{'graph': 1}"),
    unreadable("a trailing comma", b'{"graph": 1,}'),
    unreadable("not UTF-8", b'{"graph": "\xff"}', "not valid UTF-8"),
    unreadable("a bare NaN", b'{"parameters": {"x": NaN}}', "column 22", 'is written "NaN", "Infinity"'),
    unreadable("a bare Infinity", b'{"x": Infinity}', 'is written "NaN", "Infinity"'),
    unreadable("a bare -Infinity", b'{"x": -Infinity}', 'or "-Infinity"'),
    unreadable("beyond float64", b'{"parameters": {"x": 1e999}}', "infinity"),
    unreadable("nested too deep", b"[" * 5000 + b"]" * 5000, "depth limit"),
    unreadable("objects nested too deep", b'{"graph":' * 5000 + b"1" + b"}" * 5000, "depth limit"),
]

DOCUMENTS = [
    misfit("a list", [1], "", "must be a JSON object with a 'graph'"),
    misfit("a number", 1, "", "must be a JSON object"),
    misfit("null", None, "", "must be a JSON object"),
    misfit("no graph", {"parameters": X}, "/graph", "'graph' is missing"),
    misfit("graph is a list", {"graph": []}, "/graph", "'graph' must be an object; got []"),
    misfit("no nodes", {"graph": {}}, "/graph/nodes", "'nodes' is missing"),
    misfit("nodes is an object", {"graph": {"nodes": {}}}, "/graph/nodes", "'nodes' must be a list"),
    misfit("empty graph", document(parameters=X), "/graph/nodes", "no nodes; it needs at least one"),
    misfit(
        "parameters is a list", with_member(GOOD, parameters=[1]), "/parameters", "must be an object; got [1]"
    ),
    misfit("unknown field", with_member(GOOD, parametrs={}), "/parametrs", "did you mean 'parameters'?"),
    misfit("unknown field of the graph", in_graph(output=["s"]), "/graph/output", "did you mean 'outputs'?"),
    misfit(
        "unknown option", with_member(GOOD, unconnected="zero"), "/unconnected", "unknown field 'unconnected'"
    ),
    misfit(
        "option of the wrong type", with_member(GOOD, target=5), "/target", "'target' must be text; got 5"
    ),
    misfit("target of numbers", with_member(GOOD, target=["s", 5]), "/target/1", "must be text; got 5"),
    misfit(
        "sources is text", with_member(GOOD, sources="x"), "/sources", "'sources' must be a list; got 'x'"
    ),
    misfit("outputs is text", with_member(GOOD, outputs="x"), "/outputs", "must be a list"),
    misfit(
        "unknown dtype", with_member(GOOD, dtype="float16"), "/dtype", "'float64' or 'float32'; got 'float16'"
    ),
    misfit(
        "unknown choice",
        with_member(GOOD, unconnected_gradients="zeros"),
        "/unconnected_gradients",
        "'none' or 'zero'; got 'zeros'",
    ),
    misfit(
        "negative timeout",
        with_member(GOOD, timeout_seconds=-1),
        "/timeout_seconds",
        "greater than 0; got -1",
    ),
    misfit("no time", with_member(GOOD, timeout_seconds=0), "/timeout_seconds", "greater than 0"),
    misfit(
        "timeout as text", with_member(GOOD, timeout_seconds="5"), "/timeout_seconds", "valid number; got '5'"
    ),
    misfit("NaN seconds", with_member(GOOD, timeout_seconds="NaN"), "/timeout_seconds", "valid number"),
    misfit(
        "timeout too long",
        with_member(GOOD, timeout_seconds=1000),
        "/timeout_seconds",
        "is 1000",
        "asked for is 120",
    ),
]

NODES = [
    misfit(
        "a node is a number", document(SUM, 7), "/graph/nodes/1", "node number 1: must be an object; got 7"
    ),
    misfit("a node is null", document(None), "/graph/nodes/0", "node number 0: must be an object; got null"),
    misfit("no name", document({"op": "sum", "inputs": ["x"]}), "/graph/nodes/0/name", "'name' is missing"),
    misfit("name is a number", document(node(5, "sum")), "/graph/nodes/0/name", "must be text; got 5"),  # type: ignore[arg-type]
    misfit("empty name", document(node("", "sum", "x")), "/graph/nodes/0/name", "must not be empty"),
    misfit(
        "long name", document(node("n" * 201, "sum", "x")), "/graph/nodes/0/name", "at most 200 characters"
    ),
    misfit(
        "name with a colon",
        document(node("s:1", "sum")),
        "/graph/nodes/0/name",
        "must not contain ':'; got 's:1'",
    ),
    misfit(
        "parameter with a colon", document(SUM, parameters={"x:1": 1.0}), "/parameters/x:1", "nor contain ':'"
    ),
    misfit("constant without a name", document(SUM, constants={"": 1.0}), "/constants/", "must not be empty"),
    misfit("no inputs", document({"name": "s", "op": "sum"}), "/graph/nodes/0/inputs", "'inputs' is missing"),
    misfit(
        "inputs is text",
        document({**SUM, "inputs": "x"}, parameters=X),
        "/graph/nodes/0/inputs",
        "node 's' (sum): an input is a name or a number; got 'x'",
    ),
    misfit(
        "input is null",
        document(node("s", "add", "x", None), parameters=X),  # type: ignore[arg-type]
        "/graph/nodes/0/inputs/1",
        "an input is a name or a number; got null",
    ),
    misfit(
        "input is a boolean",
        document(node("s", "add", "x", True), parameters=X),
        "/graph/nodes/0/inputs/1",
        "a name or a number; got true",
    ),
    misfit(
        "input is a list",
        document({**SUM, "inputs": [["x"]]}),
        "/graph/nodes/0/inputs/0",
        "a name or a number",
    ),
    misfit(
        "unknown attribute",
        document(node("s", "sum", "x", axes=0), parameters=X),
        "/graph/nodes/0/axes",
        "node 's' (sum): unknown attribute 'axes'; did you mean 'axis'? (it takes axis, keepdims)",
    ),
    misfit(
        "attribute of an operation that takes none",
        document(node("s", "sin", "x", axis=0), parameters=X),
        "/graph/nodes/0/axis",
        "unknown attribute 'axis' (it takes none)",
    ),
    misfit(
        "required attribute left out",
        document(node("s", "reshape", "x"), parameters=X),
        "/graph/nodes/0/shape",
        "node 's' (reshape): 'shape' is missing",
    ),
    misfit(
        "attribute as text",
        document(node("s", "sum", "x", axis="0"), parameters=X),
        "/graph/nodes/0/axis",
        "attribute 'axis' must be an integer, a list of integers or null; got '0'",
    ),
    misfit(
        "attribute with a fraction",
        document(node("s", "sum", "x", axis=1.5), parameters=X),
        "/graph/nodes/0/axis",
        "must be an integer",
    ),
    misfit(
        "boolean for an integer",
        document(node("s", "sum", "x", axis=True), parameters=X),
        "/graph/nodes/0/axis",
        "must be an integer, a list of integers or null; got true",
    ),
    misfit(
        "integer for a boolean",
        document(node("s", "sum", "x", keepdims=1), parameters=X),
        "/graph/nodes/0/keepdims",
        "must be true or false; got 1",
    ),
    misfit(
        "text in a list attribute",
        document(node("s", "sum", "x", axis=[0, "1"]), parameters=X),
        "/graph/nodes/0/axis/1",
        "attribute 'axis' must be",
        "got '1'",
    ),
    misfit(
        "an object that is no index",
        document(node("s", "getitem", "x", key=[0, {"from": 1}]), parameters=X),
        "/graph/nodes/0/key/1",
        "attribute 'key' must be a list of integers",
        "got {'from': 1}",
    ),
    unknown("unknown operation", "tnh", "node 'h': unknown operation 'tnh'; did you mean 'tanh'?"),
    unknown("unknown alias", "reduce_meen", "did you mean 'reduce_mean'?"),
    unknown("nothing like it", "qqqqqqq", "unknown operation 'qqqqqqq'; GET /ops lists all"),
    unknown("operation is a number", 3, "'op' must be the name of an operation"),
    unknown("dunder", "__class__", "unknown operation '__class__'"),
    Bad(
        "no operation",
        document({"name": "s", "inputs": ["x"]}),
        422,
        "unknown-operation",
        "/graph/nodes/0",
        ["node 's' has no 'op'"],
    ),
    Bad(
        "a name twice",
        document(SUM, node("s", "sin", "x"), parameters=X),
        422,
        "duplicate-name",
        "/graph/nodes/1/name",
        ["the name 's' is given twice: an earlier node has this name"],
    ),
    Bad(
        "a node named as a parameter",
        document(node("x", "sum", "x"), parameters=X),
        422,
        "duplicate-name",
        "/graph/nodes/0/name",
        ["the name 'x' is given twice: a value has this name too"],
    ),
    Bad(
        "a parameter named as a constant",
        document(SUM, parameters=X, constants=X),
        422,
        "duplicate-name",
        "/constants/x",
        ["'x' is both a parameter and a constant"],
    ),
]

NAMES = [
    no_name(
        "neither node nor value",
        document(SUM, node("t", "add", "s", "y_prd"), parameters={**X, "y_pred": 1.0}),
        "/graph/nodes/1/inputs/1",
        "node 't' (add): nothing is named 'y_prd': it is neither a node nor in parameters or constants; "
        "did you mean 'y_pred'?",
    ),
    no_name("nothing like it", document(SUM), "/graph/nodes/0/inputs/0", "nothing is named 'x'"),
    no_name(
        "a forward reference",
        document(node("s", "sum", "t"), node("t", "sin", "x"), parameters=X),
        "/graph/nodes/0/inputs/0",
        "node 's' (sum): uses 't', which comes later (node number 1); a node may use only names that come before it",
    ),
    no_name(
        "a cycle",
        document(node("a", "sin", "b"), node("b", "sin", "a")),
        "/graph/nodes/0/inputs/0",
        "uses 'b', which comes later",
    ),
    no_name(
        "itself", document(node("s", "add", 1, "s")), "/graph/nodes/0/inputs/1", "node 's' (add): uses itself"
    ),
    no_name(
        "a result that is not there",
        document(node("u", "unstack", "x"), node("s", "sum", "u:7"), parameters=X),
        "/graph/nodes/1/inputs/0",
        "'u:7': 'u' has 3 results, 'u:0' to 'u:2'",
    ),
    no_name(
        "a result of one",
        document(node("s", "sum", "x:1"), parameters=X),
        "/graph/nodes/0/inputs/0",
        "'x' has 1 result",
    ),
    no_name(
        "a result by name",
        document(node("s", "sum", "x:a"), parameters=X),
        "/graph/nodes/0/inputs/0",
        "'x:a'",
    ),
    no_name("unknown target", with_member(GOOD, target="loss"), "/target", "nothing is named 'loss'"),
    no_name(
        "unknown target in a list", with_member(GOOD, target=["s", "t"]), "/target/1", "nothing is named 't'"
    ),
    no_name("unknown source", with_member(GOOD, sources=["x", "ss"]), "/sources/1", "did you mean 's'?"),
    no_name("unknown output", with_member(GOOD, outputs=["y"]), "/outputs/0", "nothing is named 'y'"),
    no_name("unknown graph output", in_graph(outputs=["z", "s"]), "/graph/outputs/0", "nothing is named 'z'"),
]

VALUES = [
    no_value("ragged list", [[1, 2], [3]], "/1", "the lists are ragged: expected a list of length 2"),
    no_value("null inside a list", [1, None], "/1", "expected a number, got null"),
    no_value("null", None, "", "got null"),
    no_value("string of digits", [1, "2"], "/1", "got the text '2'"),
    no_value("text", "one", "", "got the text 'one'"),
    no_value("boolean among numbers", [1, True], "/1", "a boolean among numbers"),
    no_value("lists too deep", nested(33), "", "nested more than 32 deep"),
    no_value("rank over 32", array_object([1] * 33, [1.0]), "/shape", "at most 32 axes"),
    no_value("integer too large", [[1], [2**63]], "/1/0", "does not fit int64", group="constants"),
    no_value("wrong base64", array_object([1], "?", "float64", "base64"), "/data/buffer", "this is not base64"),
    no_value(
        "shape and data disagree",
        array_object([2], "AAAAAAAAAAA=", "float64", "base64"),
        "/data/buffer",
        "shape [2] of float64 needs 16 bytes, the buffer holds 8",
    ),
    no_value("shape and list disagree", array_object([3], [1.0]), "/data/buffer", "needs 3 elements"),
    no_value("dtype unknown", array_object([1], [1.0], "float46"), "/dtype", "did you mean 'float64'?"),
    no_value("encoding unknown", array_object([1], [1.0], "float64", "hex"), "/data/encoding", "'base64' or 'json'"),
    no_value("unknown field", {**array_object([1], [1.0]), "url": "http://a/b"}, "/url", "unknown field 'url'"),
    Bad(
        "a name that pointers escape",
        document(SUM, parameters={"a/b~c": [0, None]}),
        422,
        "invalid-value",
        "/parameters/a~1b~0c/1",
        ["got null"],
    ),
]  # fmt: skip

OPERATIONS = [
    unsuited(
        "missing operand",
        document(node("s", "add", "x"), parameters=X),
        "/graph/nodes/0",
        "takes 2 inputs",
        "got 1",
    ),
    unsuited(
        "too many operands",
        document(node("s", "sum", "x", "x"), parameters=X),
        "/graph/nodes/0/inputs/1",
        "takes 1 input (x); got 2",
    ),
    unsuited(
        "shapes do not broadcast",
        document(node("s", "add", "x", "y"), parameters={**X, "y": [1.0, 2.0]}),
        "/graph/nodes/0/inputs/1",
        DOES_NOT_BROADCAST,
    ),
    unsuited(
        "matmul", document(*MATRICES, node("h", "matmul", "x", "W1")), "/graph/nodes/2/inputs/1", MATMUL
    ),
    unsuited(
        "axis out of range",
        document(node("s", "sum", "x", axis=3), parameters=X),
        "/graph/nodes/0/axis",
        "x has shape (3,); axis 3 is out of range for 1 dimension; it must lie between -1 and 0",
    ),
    unsuited(
        "index out of range",
        document(node("s", "take", "x", "i"), parameters=X, constants={"i": [0, 7]}),
        "/graph/nodes/0/inputs/1",
        "index 7 at position (1,) is out of range for an axis of length 3",
    ),
    unsuited(
        "a fraction as index",
        document(node("s", "take", "x", "x"), parameters=X),
        "/graph/nodes/0/inputs/1",
        "must hold integers, not float64",
    ),
    unsuited(
        "rank over 32",
        document(node("s", "reshape", "x", shape=[1] * 33), parameters={"x": 1.0}),
        "/graph/nodes/0/shape",
        "shape has 33 axes; arrays have at most 32",
    ),
    unsuited(
        "unknown dtype",
        document(node("s", "astype", "x", dtype="float46"), parameters=X),
        "/graph/nodes/0/dtype",
        "unknown dtype 'float46'; did you mean 'float64'?",
    ),
    unsuited(
        "an integer literal too large",
        document(node("s", "add", "x", 10**19), constants={"x": 1}),
        "/graph/nodes/0",
        "the literal 10000000000000000000 does not fit int64",
    ),
]

WIDE = [node("a", "zeros", shape=[10**6, 1]), node("b", "zeros", shape=[1, 10**6])]

TOO_LARGE = [
    too_much("broadcast_to", node("big", "broadcast_to", "x", shape=[10**6, 10**6])),
    too_much("full", node("big", "full", shape=[10**6, 10**6], value=1.0)),
    too_much("outer", *WIDE, node("big", "multiply", "a", "b")),
    too_much("tile", node("big", "tile", "x", repetitions=[10**12])),
    too_much("arange", node("big", "arange", start=0, stop=10**12)),
    too_much("one_hot", node("i", "arange", start=10**6), node("big", "one_hot", "i", depth=10**6)),
    too_much("eye", node("big", "eye", n=10**6)),
]

ROWS = [*BODIES, *DOCUMENTS, *NODES, *NAMES, *VALUES, *OPERATIONS]


@pytest.mark.parametrize("bad", ROWS, ids=lambda bad: bad.case)
def test_is_refused(bad: Bad, client: Client) -> None:
    check(bad, client)


@pytest.mark.parametrize("bad", TOO_LARGE, ids=lambda bad: bad.case)
def test_is_refused_before_anything_is_allocated(bad: Bad, client: Client) -> None:
    tracemalloc.start()
    try:
        check(bad, client)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2**20


def check(bad: Bad, client: Client) -> None:
    response = client.post("/gradient", bad.request)
    body = client.problem(response, bad.status, bad.slug)
    for part in bad.parts:
        assert part in body["detail"]
    if bad.pointer is None:
        assert "errors" not in body
    else:
        [fault] = body["errors"]
        assert fault == {"pointer": bad.pointer, "detail": body["detail"]}


def test_every_place_is_listed(client: Client) -> None:
    request = document(node("a", "sum", "x", axes=0), 7, node("b", "sim", "x"), parameters=X, extra=1)
    body = client.problem(client.post("/gradient", request), 422, "unknown-operation")
    places = [fault["pointer"] for fault in body["errors"]]
    assert sorted(places) == ["/extra", "/graph/nodes/0/axes", "/graph/nodes/1", "/graph/nodes/2/op"]
    assert body["detail"].endswith("(and 3 more)")


def test_places_are_counted_beyond_twenty(client: Client) -> None:
    request = document(*[node(f"n{i}", "sum", "x", axes=0) for i in range(500)], parameters=X)
    body = client.problem(client.post("/gradient", request), 422, "invalid-document")
    assert len(body["errors"]) == 20
    assert body["detail"].endswith("(and 499 more)")


def test_evaluate_refuses_in_the_same_words(client: Client) -> None:
    request = document(node("h", "tnh", "x"), parameters=X)
    answers = [client.post(path, request).json() for path in ("/gradient", "/evaluate")]
    assert answers[0] == answers[1]


class TestMessages:
    """What is refused before the document is looked at."""

    def test_a_body_over_the_limit(self, client_with: Callable[..., Client]) -> None:
        client = client_with(max_body_bytes=1000)
        body = client.problem(client.post("/gradient", b" " * 1001), 413, "body-too-large")
        assert "longer than 1000 bytes" in body["detail"]

    def test_a_chunked_body_over_the_limit(self, client_with: Callable[..., Client]) -> None:
        sent = 0

        async def chunks() -> AsyncIterator[bytes]:
            nonlocal sent
            for _ in range(1000):
                sent += 100
                yield b" " * 100

        client = client_with(max_body_bytes=1000)
        client.problem(client.post("/gradient", chunks()), 413, "body-too-large")
        assert sent < 2000, "the body was read on after the limit"

    def test_a_length_that_is_not_true(self, client_with: Callable[..., Client]) -> None:
        client = client_with(max_body_bytes=1000)
        response = client.post("/gradient", b" " * 1001, content_length="10")
        client.problem(response, 413, "body-too-large")

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"]
    )
    def test_content_type(self, kind: str, client: Client) -> None:
        body = client.problem(
            client.post("/gradient", GOOD, content_type=kind), 415, "unsupported-media-type"
        )
        assert repr(kind) in body["detail"]
        assert "application/json" in body["detail"]

    def test_content_encoding(self, client: Client) -> None:
        response = client.post("/gradient", GOOD, content_encoding="br")
        assert "'br'" in client.problem(response, 415, "unsupported-media-type")["detail"]

    @pytest.mark.parametrize(
        "accept", ["text/html", "application/json;q=0", "application/json;q=x", ";", "image/*"]
    )
    def test_accept(self, accept: str, client: Client) -> None:
        body = client.problem(client.post("/gradient", GOOD, accept=accept), 406, "not-acceptable")
        assert "application/json, application/json+base64" in body["detail"]

    @pytest.mark.parametrize("path", ["/nope", "/gradients", "/problems/x/y", "/../etc/passwd", "/%00"])
    def test_nothing_there(self, path: str, client: Client) -> None:
        client.problem(client.get(path), 404, "not-found")

    def test_no_such_operation(self, client: Client) -> None:
        body = client.problem(client.get("/ops/tnh"), 404, "not-found")
        assert "did you mean 'tanh'?" in body["detail"]

    def test_no_such_problem(self, client: Client) -> None:
        body = client.problem(client.get("/problems/not-fond"), 404, "not-found")
        assert "did you mean 'not-found'?" in body["detail"]

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [("GET", "/gradient", "POST"), ("DELETE", "/evaluate", "POST"), ("POST", "/ops", "GET")],
    )
    def test_method(self, method: str, path: str, allowed: str, client: Client) -> None:
        response = client.request(method, path)
        body = client.problem(response, 405, "method-not-allowed")
        assert response.headers["allow"] == allowed
        assert f"{path} does not answer {method}" in body["detail"]


def test_too_many_nodes(client_with: Callable[..., Client]) -> None:
    client = client_with(max_nodes=3)
    nodes = [node(f"n{i}", "sin", "x") for i in range(4)]
    body = client.problem(client.post("/gradient", document(*nodes, parameters=X)), 422, "budget-exceeded")
    assert body["errors"] == [{"pointer": "/graph/nodes", "detail": "the graph has 4 nodes; the limit is 3"}]


def test_too_much_work(client_with: Callable[..., Client]) -> None:
    client = client_with(max_flops=1e9)
    nodes = [node("A", "zeros", shape=[1000, 1000]), node("B", "matmul", "A", "A")]
    body = client.problem(client.post("/evaluate", document(*nodes)), 422, "budget-exceeded")
    assert body["errors"][0]["pointer"] == "/graph/nodes/1"
    assert "2e+09 floating-point operations; the limit is 1e+09" in body["detail"]


def test_the_deadline_stops_the_work(client: Client) -> None:
    first = node("m0", "full", shape=[500, 500], value=0.001)
    products = [node(f"m{i + 1}", "matmul", f"m{i}", "m0") for i in range(1000)]
    start = time.monotonic()
    response = client.post("/evaluate", document(first, *products, timeout_seconds=0.05))
    body = client.problem(response, 504, "deadline-exceeded")
    assert "stopped after its deadline of 0.05 seconds" in body["detail"]
    assert time.monotonic() - start < 3


def test_a_bug_says_nothing_of_the_inside(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("secret: /srv/inside")

    monkeypatch.setattr(workshop, "read_request", fail)
    response = client.post("/gradient", GOOD)
    body = client.problem(response, 500, "internal-error")
    assert set(body) == {"type", "title", "status", "detail", "request_id"}
    for inside in ("secret", "srv", "RuntimeError", "Traceback", ".py"):
        assert inside not in response.text
    assert body["request_id"] in caplog.text
    assert "secret" in caplog.text
