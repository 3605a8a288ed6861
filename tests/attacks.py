"""Requests that mean harm, and what is promised for each."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import cbor2

JSON, CBOR = "application/json", "application/cbor"
# What asks for time gets this much.
SECONDS = 1.0
BAD, UNFIT, LATE = (400,), (422,), (504,)
# Either is refused beforehand, or stopped at its deadline.
BOUNDED = (422, 504)


@dataclass(frozen=True)
class Attack:
    """A body sent to a route, and the statuses that it may be answered with."""

    name: str
    body: Callable[[], bytes]
    statuses: tuple[int, ...]
    said: str = ""
    path: str = "/gradient"
    headers: dict[str, str] = field(default_factory=dict)


def dumped(document: Any) -> bytes:
    """A document as JSON, with code points that stand alone."""
    return json.dumps(document).encode("utf-8", "surrogatepass")


def fixed(body: bytes) -> Callable[[], bytes]:
    """Gives this body; those that are large are made when they are sent."""
    return lambda: body


def graph(*nodes: dict[str, Any], **members: Any) -> bytes:
    """A request whose graph has these nodes."""
    return dumped({"graph": {"nodes": nodes}, "timeout_seconds": SECONDS, **members})


def op(name: str, kind: str, *inputs: Any, **attributes: Any) -> dict[str, Any]:
    """A node."""
    return {"name": name, "op": kind, "inputs": list(inputs), **attributes}


def program(text: str, **members: Any) -> bytes:
    """A request with a program."""
    request = {"program": text, "timeout_seconds": SECONDS, "parameters": {"x": 1.5}, **members}
    return dumped(request)


def doubled(times: int, kind: str, **attributes: Any) -> bytes:
    """A value that an operation makes larger again and again."""
    nodes = [op("n0", "ones", shape=[10])]
    nodes += [op(f"n{i + 1}", kind, f"n{i}", **attributes) for i in range(times)]
    return graph(*nodes)


def nested(value: Any, depth: int) -> Any:
    """A value in so many lists."""
    for _ in range(depth):
        value = [value]
    return value


def empty_array(shape: list[int], dtype: str = "float64") -> dict[str, Any]:
    """An array object without elements."""
    return {
        "object_type": "array",
        "shape": shape,
        "dtype": dtype,
        "data": {"buffer": "", "encoding": "base64"},
    }


def nested_loops() -> bytes:
    """A loop in a loop in a loop, a hundred thousand steps each."""
    inner = "def f0(c, t):\n    return sin(c), None\n"
    for level in (1, 2):
        inner += f"def f{level}(c, t):\n    c, _ = scan(f{level - 1}, c, None, length=100000)\n    return c, None\n"
    return program(f"{inner}y, _ = scan(f2, x, None, length=100000)")


def gradients_of_gradients(kind: str, depth: int) -> bytes:
    """Derivatives of derivatives."""
    lines = ["v = sum(exp(sin(x)) ** 3)"]
    for level in range(depth):
        lines += [f"g{level} = {kind}(v, x)", f"v = sum(g{level} ** 2)"]
    return program("\n".join(lines), parameters={"x": [0.1 * i for i in range(60)]})


def calls_twice(levels: int) -> bytes:
    """Functions each of which calls the one before it twice."""
    lines = ["def f0(a):\n    return sin(a)"]
    lines += [f"def f{n}(a):\n    return f{n - 1}(f{n - 1}(a))" for n in range(1, levels + 1)]
    return program("\n".join([*lines, f"y = f{levels}(x)"]))


def squeezed(size: int, layers: int = 1) -> bytes:
    """Zeros, compressed."""
    packer = zlib.compressobj(9, wbits=31)
    block = b" " * (1 << 20)
    found = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    for _ in range(layers - 1):
        found = gzip.compress(found)
    return found


NAMES = {
    "prototype": "__proto__",
    "constructor": "constructor",
    "class": "__class__",
    "builtins": "__builtins__",
    "path": "../../../../etc/passwd",
    "url": "file:///etc/passwd",
    "format": "%s%n{0.__class__}{x!r}",
    "quotes": "'\"; DROP TABLE graphs; --",
    "markup": "<script>alert(1)</script>",
    "template": "{{7*7}}${7*7}",
    "escape": "\x1b[2J\x1b[31m",
    "line": "a\r\nSet-Cookie: a=b\r\n\r\n{}",
    "zero": "a\x00b",
    "right to left": "\u202ecba",
    "zero width": "x\u200b",
    "look-alike": "\u0445",
    "surrogate": "\ud800",
    "long": "n" * 100_000,
    "empty": "",
    "blank": " ",
    "number": "0",
    "output": "x:0",
}

PROGRAMS = {
    "import": "import os\ny = os.system('id')",
    "dunder": "y = ().__class__.__bases__[0].__subclasses__()",
    "attribute": "y = x.__init__.__globals__",
    "eval": "y = eval('1')",
    "open": "y = open('/etc/passwd')",
    "lambda": "y = (lambda: x)()",
    "string": "y = f'{x.__class__}'",
    "walrus": "y = (z := x)",
    "comprehension": "y = [i for i in range(10**9)]",
    "loop": "for i in range(10**12):\n    x = sin(x)\ny = x",
    "endless": "while True:\n    pass\ny = x",
    "power": "y = 9**9**9**9",
    "huge integer": "y = x * " + "9" * 100_000,
    "shift": "y = 1 << 10**9",
    "text times number": "y = 'a' * 10**10",
    "deep": "y = " + "(" * 50_000 + "x" + ")" * 50_000,
    "deep calls": "y = " + "sin(" * 5_000 + "x" + ")" * 5_000,
    "long sum": "y = " + "+".join(["x"] * 300_000),
    "unary": "y = " + "-" * 50_000 + "x",
    "brackets": "y = " + "[" * 5_000 + "x" + "]" * 5_000,
    "indentation": "\n".join(" " * i + "if x:" for i in range(200)),
    "zero byte": "y = x\x00",
    "recursion": "def f(a):\n    return f(a)\ny = f(x)",
    "exec": "exec('y=1')",
    "decorator": "@print\ndef f(a):\n    return a\ny = f(x)",
    "class": "class A:\n    pass\ny = x",
    "global": "global os\ny = x",
    "star": "y = sin(*[x])",
    "keywords": "y = sin(**{'x': x})",
    "async": "async def f():\n    await g\ny = x",
}

# Of these the reader knows what they mean.
MEANINGFUL = {"lambda", "star"}

CBOR_BODIES: dict[str, bytes] = {
    "unknown tag": cbor2.dumps({"graph": cbor2.CBORTag(4711, 1)}),
    "pattern": bytes.fromhex("d8236528612b292b24"),
    "big number": cbor2.dumps({"parameters": {"x": 10**400}, "program": "y = x"}),
    "cycle": bytes.fromhex("d81c81d81d00"),
    "endless array": b"\x9f" + b"\x01" * 1000,
    "endless map": b"\xbf\x61a\x01",
    "endless text": b"\x7f\x61a",
    "long array": b"\x9b\x10\x00\x00\x00\x00\x00\x00\x00",
    "long map": b"\xbb\x10\x00\x00\x00\x00\x00\x00\x00",
    "long text": b"\x7b\x10\x00\x00\x00\x00\x00\x00\x00",
    "long bytes": b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
    "deep arrays": b"\x81" * 100_000 + b"\x01",
    "deep maps": b"\xa1\x61a" * 50_000 + b"\x01",
    "deep tags": b"\xc1" * 100_000 + b"\x01",
    "twice the same key": b"\xa2\x61a\x01\x61a\x02",
    "key that is a list": b"\xa1\x81\x01\x01",
    "rest": cbor2.dumps({"program": "y = x", "parameters": {"x": 1.0}}) + b"\x00",
    "typed array of odd length": bytes.fromhex("d85647") + b"1234567",
    "shape that disagrees": bytes.fromhex("d82882820304d85648") + b"12345678",
    "shape that is huge": bytes.fromhex("d828821bffffffffffffffff") + b"",
    "reserved": b"\x1c",
    "break": b"\xff",
    "simple value": b"\xf8\x18",
    "nothing": b"",
    "text that is none": b"\x62\xff\xfe",
    "date": cbor2.dumps(cbor2.CBORTag(0, "9999999-01-01T00:00:00Z")),
    "share": cbor2.dumps(cbor2.CBORTag(28, [cbor2.CBORTag(29, 0)])),
}


def attacks() -> Iterator[Attack]:
    """All of them."""
    yield from bodies()
    yield from sizes()
    yield from work()
    yield from minimizing()
    yield from names()
    for name, text in PROGRAMS.items():
        yield Attack(f"program: {name}", fixed(program(text)), (200,) if name in MEANINGFUL else (400, 422))
    for name, body in CBOR_BODIES.items():
        yield Attack(f"cbor: {name}", fixed(body), (400, 422), headers={"content-type": CBOR})


def bodies() -> Iterator[Attack]:
    """Bodies that are no documents, or that grow."""
    packed = {"content-encoding": "gzip"}
    yield Attack("gzip: bomb", lambda: squeezed(1 << 30), (413,), headers=packed)
    yield Attack("gzip: bomb in a bomb", lambda: squeezed(1 << 28, 2), BAD, headers=packed)
    yield Attack("gzip: cut off", lambda: squeezed(1 << 20)[:-9], BAD, headers=packed)
    yield Attack("gzip: rubbish", lambda: b"\x1f\x8b" + b"a" * 1000, BAD, headers=packed)
    yield Attack("gzip: with a rest", lambda: gzip.compress(b"{}") + b"rest", BAD, headers=packed)
    yield Attack("gzip: empty parts", lambda: gzip.compress(b"") * 100_000, (400, 413), headers=packed)
    yield Attack("gzip: twice", lambda: b"", (415,), headers={"content-encoding": "gzip, gzip"})
    yield Attack("other compression", lambda: b"", (415,), headers={"content-encoding": "br"})
    yield Attack("json: deep arrays", lambda: b"[" * 1_000_000, BAD)
    yield Attack("json: deep objects", lambda: b'{"a":' * 500_000, BAD)
    yield Attack(
        "json: deep value",
        lambda: (
            dumped({"program": "y = x"})[:-1] + b',"parameters":{"x":' + b"[" * 90_000 + b"]" * 90_000 + b"}}"
        ),
        (400, 422),
    )
    yield Attack(
        "json: deep attribute",
        lambda: graph(op("y", "ones", shape=[])).replace(b"[]}", b"[" * 200 + b"]" * 200 + b"}"),
        (400, 422),
    )
    yield Attack("json: a million members", lambda: dumped({f"m{i}": i for i in range(10**6)}), UNFIT)
    yield Attack(
        "json: a million values",
        lambda: program("y = x", parameters={f"m{i}": 1 for i in range(10**6)}),
        UNFIT,
    )
    yield Attack("json: the same member", lambda: b"{" + b'"graph":1,' * 100_000 + b'"graph":1}', UNFIT)
    yield Attack("json: long text", lambda: dumped({"graph": "a" * 10_000_000}), (404, 422))
    yield Attack(
        "json: long number",
        lambda: b'{"program":"y = x","parameters":{"x":' + b"9" * 100_000 + b"}}",
        (400, 422),
    )
    yield Attack(
        "json: long fraction",
        lambda: b'{"program":"y = x","parameters":{"x":0.' + b"9" * 100_000 + b"}}",
        (200, 400, 422),
    )
    for number in ("1e999", "-1e999", "NaN", "Infinity", "0x10", "01", "1.", ".5", "+1", "1e", "--1"):
        yield Attack(
            f"json: {number}", fixed(b'{"program":"y = x","parameters":{"x":%b}}' % number.encode()), BAD
        )
    for number in ("9223372036854775808", "18446744073709551616", "1" + "0" * 400, "-9223372036854775809"):
        yield Attack(
            f"json: integer {number[:25]}",
            fixed(b'{"program":"y = x","parameters":{"x":%b}}' % number.encode()),
            (200, 400, 422),
        )
    for name, body in {
        "nothing": b"",
        "null": b"null",
        "number": b"1",
        "text": b'"graph"',
        "list": b"[]",
        "mark": b"\xef\xbb\xbf{}",
        "utf-16": '{"graph": 1}'.encode("utf-16"),
        "utf-32": '{"graph": 1}'.encode("utf-32"),
        "not utf-8": b'{"graph": "\xff\xfe"}',
        "overlong": b'{"graph": "\xc0\xaf"}',
        "zero byte": b'{"graph": 1}\x00',
        "comment": b'{"graph": 1} // a',
        "lone half": b'{"graph": "\\ud800"}',
        "two documents": b'{"graph": 1}{"graph": 1}',
    }.items():
        yield Attack(f"json: {name}", fixed(body), (400, 404, 422))
    for name, value in {
        "file": {"buffer": "file:///etc/passwd", "encoding": "base64"},
        "url": {"buffer": "http://127.0.0.1:1/", "encoding": "base64"},
        "rubbish": {"buffer": "!!!!", "encoding": "base64"},
        "too short": {"buffer": "AAAA", "encoding": "base64"},
        "other encoding": {"buffer": "/etc/passwd", "encoding": "path"},
        "reference": {"$ref": "file:///etc/passwd"},
    }.items():
        array = {"object_type": "array", "shape": [2], "dtype": "float64", "data": value}
        yield Attack(f"array: {name}", fixed(program("y = x", parameters={"x": array})), UNFIT)
    for shape in (
        [10**12],
        [2**63],
        [2**64],
        [-1],
        [0, 10**18],
        [2**32, 2**32],
        [1.5],
        ["2"],
        [None],
        [[2]],
        "2",
        [2] * 100,
    ):
        array = {"shape": shape, "dtype": "float64", "data": {"buffer": "", "encoding": "base64"}}
        yield Attack(
            f"array: shape {str(shape)[:30]}",
            fixed(program("y = x", parameters={"x": array})),
            (200, 400, 422),
        )
    for dtype in (
        "object",
        "O",
        "S10",
        "datetime64",
        "float128",
        "V8",
        ">f8",
        "complex256",
        "__import__",
        "",
    ):
        array = {"shape": [1], "dtype": dtype, "data": {"buffer": "AAAAAAAAAAA=", "encoding": "base64"}}
        yield Attack(f"array: dtype {dtype}", fixed(program("y = x", parameters={"x": array})), UNFIT)


def sizes() -> Iterator[Attack]:
    """Small documents that make large arrays."""
    huge = 10**12
    for name, node in {
        "broadcast": op("y", "broadcast_to", "x", shape=[huge]),
        "zeros": op("y", "zeros", shape=[huge]),
        "ones": op("y", "ones", shape=[10**6, 10**6]),
        "full": op("y", "full", shape=[2**62, 4], value=1),
        "overflow": op("y", "zeros", shape=[2**32, 2**32]),
        "empty and huge": op("y", "zeros", shape=[0, 2**62, 2**62]),
        "negative": op("y", "zeros", shape=[-1]),
        "eye": op("y", "eye", n=10**7),
        "arange": op("y", "arange", start=0, stop=1e18),
        "arange, fine steps": op("y", "arange", start=0, stop=1, step=1e-300),
        "linspace": op("y", "linspace", start=0, stop=1, num=huge),
        "tile": op("y", "tile", "x", reps=[huge]),
        "repeat": op("y", "repeat", "x", repeats=huge),
        "pad": op("y", "pad", "x", pad_width=[[huge, huge]]),
        "one hot": op("y", "one_hot", [1, 2], depth=huge),
        "random": op("y", "random_normal", shape=[huge], seed=1),
        "many axes": op("y", "zeros", shape=[1] * 1000),
    }.items():
        yield Attack(f"size: {name}", fixed(graph(node, parameters={"x": [1.0]})), (422,), path="/evaluate")
    yield Attack("size: tile again and again", lambda: doubled(60, "tile", reps=[2]), UNFIT)
    yield Attack("size: repeat again and again", lambda: doubled(60, "repeat", repeats=2), UNFIT)
    yield Attack(
        "size: outer of outer",
        lambda: program("y = x\nfor i in range(8):\n    y = outer(y, y)", parameters={"x": [1.0] * 100}),
        UNFIT,
    )
    yield Attack(
        "size: kron of kron",
        lambda: program("y = x\nfor i in range(8):\n    y = kron(y, y)", parameters={"x": [[1.0] * 10] * 10}),
        UNFIT,
    )
    yield Attack(
        "size: einsum",
        lambda: program("y = einsum('a,b,c,d,e->abcde', x, x, x, x, x)", parameters={"x": [1.0] * 1000}),
        UNFIT,
    )
    yield Attack(
        "size: einsum that sums",
        lambda: program("y = einsum('a,b,c,d,e->', x, x, x, x, x)", parameters={"x": [1.0] * 10000}),
        (200, 422, 504),
    )
    yield Attack(
        "size: folded",
        lambda: graph(
            op("a", "ones", shape=[7000, 7000]),
            *[op(f"b{i}", "matmul", "a", "a") for i in range(50)],
            op("y", "sum", "b0"),
        ),
        BOUNDED,
    )
    yield Attack(
        "size: folded again and again",
        lambda: graph(
            op("n0", "ones", shape=[1000, 1000]),
            *[op(f"n{i + 1}", "matmul", f"n{i}", "n0") for i in range(2000)],
        ),
        BOUNDED,
    )
    yield Attack(
        "size: jacobian",
        lambda: program("y = outer(x, x)", parameters={"x": [1.0] * 2000}),
        BOUNDED,
        path="/jacobian",
    )
    yield Attack(
        "size: hessian",
        lambda: program("y = sum(x) ** 2", parameters={"x": [1.0] * 20_000}),
        BOUNDED,
        path="/hessian",
    )
    yield Attack(
        "size: cotangents",
        lambda: program("y = x", parameters={"x": [1.0]}, output_gradients={"y": [[1.0]] * 300_000}),
        (200, 422, 504),
        path="/vjp",
    )
    yield Attack("size: determinant", lambda: program("y = det(ones([9000, 9000]))"), BOUNDED)
    yield Attack(
        "size: convolution",
        lambda: program("y = conv(ones([1, 1, 30000]), ones([1, 1, 30000]), padding=[[29999, 29999]])"),
        (200, 422, 504),
        path="/evaluate",
    )


def work() -> Iterator[Attack]:
    """Little to say, and much to do."""
    endless = "def go(s):\n    return s > -1.0\ndef body(s):\n    return s + 1.0\n"
    yield Attack("work: while without end", lambda: program(f"{endless}y = while_loop(go, body, x)"), UNFIT)
    yield Attack(
        "work: while with a large bound",
        lambda: program(f"{endless}y = while_loop(go, body, x, max_iterations=10**15)"),
        BOUNDED,
    )
    yield Attack("work: scan in scan in scan", lambda: nested_loops(), BOUNDED)
    yield Attack(
        "work: long scan",
        lambda: program("def f(c, t):\n    return sin(c), None\ny, _ = scan(f, x, None, length=10**15)"),
        UNFIT,
    )
    shared = "a = (x,)\nfor i in range(60):\n    a = (a, a)\n"
    for name, rest in {
        "answered": "return a",
        "a state": "y = while_loop(lambda s: x > 5, lambda s: s, a)",
        "mapped": "y = map(lambda s: s, a)",
        "operands": "y = cond(x > 1, lambda s: s, lambda s: s, a)",
        "results": "y = checkpoint(lambda s: a)(x)",
        "arguments": "y = call(lambda s: x, a)",
        "a carry": "y = scan(lambda c, t: (c, None), a, None, length=3)",
        "a value": "y = x + a",
        "an attribute": "y = pad(x, a)",
        "a keyword": "y = pad(x, pad_width=a)",
    }.items():
        yield Attack(f"work: shared tuples, {name}", fixed(program(shared + rest)), UNFIT, path="/evaluate")
    for name, text in {
        "stars": "a = [1]\nfor i in range(40):\n    a = [*a, *a]\ny = x",
        "zip": "a = [1] * 99999\nb = [a] * 9999\nc = zip(*b)\ny = x",
        "enumerate": "a = [1] * 99999\nb = [list(enumerate(a)) for i in range(20000)]\ny = x",
        "an array": "a = [1] * 99999\nb = [a] * 9999\ny = array(b)",
        "a sum": "a = [1] * 99999\nb = [a] * 9999\ny = x + b",
        "deep": "a = (x,)\nfor i in range(9999):\n    a = (a,)\nreturn a",
        "a keyword twice": "y = sum(x, axis=0, axis=1)",
        "long": "y=x\n" * 499_999,
    }.items():
        yield Attack(f"work: {name}", fixed(program(text)), UNFIT, path="/evaluate")
    many = [op(f"s{i}", "stack", *["x"] * 2000) for i in range(500)]
    yield Attack(
        "work: nodes of many inputs",
        lambda: graph(*many, op("y", "stack", *[f"s{i}" for i in range(500)]), parameters={"x": 1.5}),
        BOUNDED,
    )
    equal = "a = [1] * 99999\nb = [1] * 99999\nfor i in range(10**5):\n    c = a == b\ny = x"
    yield Attack("work: comparisons", fixed(program(equal)), UNFIT, path="/evaluate")
    for shape in ([9000, 10000, 0], [20_000_000, 0]):
        empty = graph(op("y", "zeros", shape=shape))
        yield Attack(f"size: nothing, {shape}", fixed(empty), (200, 422), path="/evaluate")
    for name, node in {
        "arange": op("y", "arange", start=2**64 - 1, stop=1e18),
        "arange of integers": op("y", "arange", start=2**64, stop=2**64 + 3, step=2**64 - 1),
        "dot": op("y", "dot", "a", "a"),
        "unpool": op("y", "max_unpool", "none", "nowhere", lengths=[3]),
        "cosine": op("y", "cosine_similarity", "empty", "empty", axis=1),
        "pad": op("y", "pad", "empty", pad_width=2**62),
        "power": op("y", "power", "complex", 1e300),
    }.items():
        values = {
            "a": {
                "object_type": "array",
                "shape": [1] * 32,
                "dtype": "float64",
                "data": {"buffer": nested(1.0, 32), "encoding": "json"},
            },
            "none": empty_array([0, 1, 2]),
            "nowhere": empty_array([0, 1, 2], "int64"),
            "empty": empty_array([0] * 32),
            "complex": {
                "object_type": "array",
                "shape": [1],
                "dtype": "complex64",
                "data": {"buffer": "AACAPwAAAAA=", "encoding": "base64"},
            },
        }
        used = {key: values[key] for key in node["inputs"] if key in values}
        yield Attack(f"op: {name}", fixed(graph(node, constants=used)), (200, 422), path="/evaluate")
    yield Attack(
        "minimize: no room between bounds",
        fixed(
            program(
                "y = x ** 2",
                parameters={"x": [1.5, 2.0]},
                method="least-squares",
                bounds={"x": [[1.5, 0.0], [1.5, 3.0]]},
            )
        ),
        (200,),
        path="/minimize",
    )
    for text in (
        "f = checkpoint(lambda a: sin(a))\ny = f(f(x))",
        "y = while_loop(lambda s: s < 100, checkpoint(lambda s: s * x), x)",
    ):
        for path in ("/check", "/minimize", "/gradient"):
            body = program(text, parameters={"x": 1.5})
            yield Attack(
                f"work: checkpoints of numbers, {path} {text[:3]}", fixed(body), (200, 422), path=path
            )
    yield Attack(
        "work: a sum of as many terms as the argument is far below 0",
        fixed(program("y = sum(polygamma(x, n=2))", parameters={"x": [-1e15 - 0.5]})),
        (200,),
        path="/evaluate",
    )
    yield Attack("work: calls twice", lambda: calls_twice(40), (200, 422, 504))
    yield Attack("work: hessian of hessian of hessian", lambda: gradients_of_gradients("hessian", 3), BOUNDED)
    yield Attack("work: gradient of gradient of …", lambda: gradients_of_gradients("gradient", 12), BOUNDED)
    yield Attack(
        "work: jacobian of jacobian of …", lambda: gradients_of_gradients("jacobian", 4), (200, 422, 504)
    )
    yield Attack(
        "work: a chain",
        lambda: graph(
            op("n0", "sin", "x"),
            *[op(f"n{i + 1}", "sin", f"n{i}") for i in range(99_998)],
            parameters={"x": 1.0},
        ),
        (200, 504),
    )
    yield Attack(
        "work: too long a chain",
        lambda: graph(*[op(f"n{i}", "sin", "x") for i in range(200_000)], parameters={"x": 1.0}),
        UNFIT,
    )
    yield Attack(
        "work: one value, many readers",
        lambda: graph(*[op(f"n{i}", "multiply", "x", "x") for i in range(90_000)], parameters={"x": 1.0}),
        (200, 504),
    )
    yield Attack(
        "work: many operands",
        lambda: graph(op("y", "stack", *["x"] * 500_000), parameters={"x": 1.0}),
        (200, 422, 504),
    )
    yield Attack(
        "work: every node an output",
        lambda: graph(
            *[op(f"n{i}", "sin", "x") for i in range(20_000)],
            parameters={"x": 1.0},
            outputs=[f"n{i}" for i in range(20_000)],
        ),
        (200, 422, 504),
    )
    yield Attack(
        "work: every node a source",
        lambda: graph(
            *[op(f"n{i + 1}", "sin", f"n{i}" if i else "x") for i in range(5000)],
            parameters={"x": 1.0},
            sources=[f"n{i + 1}" for i in range(5000)],
        ),
        (200, 422, 504),
    )
    yield Attack(
        "work: forward references",
        lambda: graph(*[op(f"n{i}", "sin", f"n{i + 1}") for i in range(50_000)], parameters={"x": 1.0}),
        UNFIT,
    )
    yield Attack(
        "work: check of many elements",
        lambda: program("y = sum(sin(x) @ sin(x).T)", parameters={"x": [[1.0] * 300] * 300}),
        (200, 422, 504),
        path="/check",
    )
    yield Attack(
        "work: picture of many nodes",
        lambda: graph(
            *[
                op(f"n{i}", "add", f"n{i - 1}" if i else "x", f"n{i // 2}" if i > 1 else "x")
                for i in range(30_000)
            ],
            parameters={"x": 1.0},
        ),
        (200, 422, 504),
        path="/graph/picture",
    )
    yield Attack(
        "work: power",
        lambda: program("y = matrix_power(x, 10**18)", parameters={"x": [[1.0, 1.0], [0.0, 1.0]]}),
        (200, 422, 504),
    )
    yield Attack("work: more time than there is", lambda: program("y = x", timeout_seconds=1e9), UNFIT)
    yield Attack("work: no time", lambda: program("y = x", timeout_seconds=0), UNFIT)
    yield Attack(
        "work: colliding names",
        lambda: graph(*[op(f"n{i * (2**61 - 1)}", "sin", "x") for i in range(50_000)], parameters={"x": 1.0}),
        (200, 504),
    )


def minimizing() -> Iterator[Attack]:
    """Searches that would never end, or hold too much."""
    forever = {"method": "sgd", "learning_rate": 1e-12, "max_steps": 10**15}
    yield Attack(
        "minimize: without end",
        lambda: program("y = x ** 2", **forever),
        (200,),
        "the time is up",
        "/minimize",
    )
    yield Attack(
        "minimize: a matrix of all parameters",
        lambda: program("y = sum(x ** 2)", parameters={"x": [1.0] * 20_000}, method="BFGS"),
        UNFIT,
        path="/minimize",
    )
    yield Attack(
        "minimize: a Jacobian of many residuals",
        lambda: program("y = outer(x, x)", parameters={"x": [1.0] * 1000}, method="least-squares"),
        UNFIT,
        path="/minimize",
    )
    yield Attack(
        "minimize: without end, told step by step",
        lambda: program("y = x ** 2", **forever),
        (200,),
        "event: answer",
        "/minimize",
        {"accept": "text/event-stream"},
    )


def names() -> Iterator[Attack]:
    """Names that might mean something to somebody."""
    for name, text in NAMES.items():
        yield Attack(
            f"name of a node: {name}",
            fixed(graph(op(text, "sin", "x"), parameters={"x": 1.0})),
            (200, 400, 422),
        )
        yield Attack(
            f"name of a value: {name}",
            fixed(graph(op("y", "sin", text), parameters={text: 1.0})),
            (200, 400, 422),
        )
        yield Attack(
            f"name of an operation: {name}",
            fixed(graph(op("y", text, "x"), parameters={"x": 1.0})),
            (400, 422),
        )
        yield Attack(
            f"name of an attribute: {name}",
            fixed(graph(op("y", "sin", "x", **{text: 1}), parameters={"x": 1.0})),
            (400, 422),
        )
        yield Attack(
            f"name of a member: {name}", fixed(dumped({"graph": {"nodes": []}, text: 1})), (400, 422)
        )
        yield Attack(f"name of a graph: {name}", fixed(dumped({"graph": text})), (400, 404, 422))
        yield Attack(
            f"in a picture: {name}",
            fixed(graph(op(text, "sin", "x"), parameters={"x": 1.0})),
            (200, 400, 422),
            path="/graph/picture",
        )
