"""What /gradient and /evaluate answer, against closed forms."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.closed_forms import CLOSED_FORMS, NODES, Array
from tests.conftest import Client, Json, array_object, document, node

EXAMPLES = {
    path.stem: json.loads(path.read_text())
    for path in sorted((Path(__file__).parents[1] / "openapi" / "examples").glob("*.json"))
}
SUCCESSES = [name for name, example in EXAMPLES.items() if example["status"] == 200]
WITHOUT_VALUES = [name for name in SUCCESSES if EXAMPLES[name]["path"] in ("/graph", "/estimate")]
WITH_VALUES = [name for name in SUCCESSES if name not in WITHOUT_VALUES]

SQUARES = node("y", "multiply", "x", "x")
TOTAL = node("loss", "sum", "y")


def assert_same(found: Json, expected: Json, place: str = "") -> None:
    """The same structure, with numbers that agree to 1e-12."""
    if isinstance(expected, dict):
        assert isinstance(found, dict), place
        assert list(found) == list(expected), place
        for key, value in expected.items():
            assert_same(found[key], value, f"{place}/{key}")
    elif isinstance(expected, list):
        assert isinstance(found, list), place
        assert len(found) == len(expected), place
        for i, value in enumerate(expected):
            assert_same(found[i], value, f"{place}/{i}")
    elif isinstance(expected, float):
        assert isinstance(found, float), f"{place}: {found!r}"
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-12), place
    else:
        assert type(found) is type(expected), f"{place}: {found!r}"
        assert found == expected, place


def array(value: Json) -> Array:
    """The array that a value of an example stands for."""
    if not isinstance(value, dict):
        return np.array(value)
    raw = base64.b64decode(value["data"]["buffer"])
    return np.frombuffer(raw, value["dtype"]).reshape(value["shape"])


def plain(value: Any) -> Json:
    """Arrays as lists."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


class TestExamples:
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_gives_its_answer(self, name: str, client: Client) -> None:
        example = EXAMPLES[name]
        response = client.post(example["path"], example["request"])
        assert response.status_code == example["status"]
        assert_same(response.json(), example["answer"])

    @pytest.mark.parametrize("name", WITH_VALUES)
    def test_answers_what_mathematics_says(self, name: str) -> None:
        assert name in CLOSED_FORMS, "CLOSED_FORMS must say what this example answers"
        request = EXAMPLES[name]["request"]
        values = {**request.get("parameters", {}), **request.get("constants", {})}
        expected = CLOSED_FORMS[name]({key: array(value) for key, value in values.items()})
        assert_same(EXAMPLES[name]["answer"], plain(expected))

    @pytest.mark.parametrize("name", WITHOUT_VALUES)
    def test_answers_the_shapes_that_numpy_gives(self, name: str) -> None:
        assert name in NODES, "NODES must say what this example computes"
        declared, answer = EXAMPLES[name]["request"]["inputs"], EXAMPLES[name]["answer"]
        values = NODES[name]({key: np.zeros(entry["shape"]) for key, entry in declared.items()})
        shapes = {key: list(value.shape) for key, value in values.items()}
        assert_same(answer["shapes"], shapes)
        if EXAMPLES[name]["path"] == "/graph":
            assert_same(answer["estimate"]["shapes"], shapes)
            assert_same(answer["dtypes"], {key: str(value.dtype) for key, value in values.items()})
            assert_same(answer["inputs"], {key: {"dtype": "float64", **declared[key]} for key in declared})

    def test_a_graph_takes_what_its_arrays_say(self) -> None:
        rows, columns = EXAMPLES["21-graph-of-a-program"]["request"]["inputs"]["X"]["shape"]
        estimate = EXAMPLES["21-graph-of-a-program"]["answer"]["estimate"]
        flops = {"t1": 2.0 * rows * columns, **dict.fromkeys(("y_pred", "t2", "t3", "loss"), float(rows))}
        assert_same({entry["node"]: entry["flops"] for entry in estimate["most_expensive"]}, flops)
        assert estimate["operations"] == len(flops)
        assert estimate["flops"] == sum(flops.values())
        inputs, operand_and_result = rows * columns + columns + 1 + rows, 2 * rows
        assert estimate["peak_bytes"] == 8 * (inputs + operand_and_result)

    def test_a_loop_takes_what_its_steps_take(self) -> None:
        steps, size = EXAMPLES["22-estimate-of-a-loop"]["request"]["inputs"]["xs"]["shape"]
        estimate = EXAMPLES["22-estimate-of-a-loop"]["answer"]
        # W h + x and its tanh, which counts as 25; back: sech² times the adjoint g, where sech counts as 30, W^T g,
        # and the outer product that is added to the gradient of W.
        forward = 2 * size**2 + size + 25 * size
        back = 32 * size + 2 * size**2 + 2 * size**2
        loop, power, total = (entry["flops"] for entry in estimate["most_expensive"])
        assert loop == pytest.approx(steps * (forward + back), rel=0.01)
        assert (power, total) == (2 * size, size), "squares and their slopes; a sum, whose slope is 1"
        assert estimate["flops"] == loop + power + total
        assert 3 + 4 <= estimate["operations"] / steps <= 2 * (3 + 4)
        # The inputs and all states; at most as much again for the gradients.
        kept = 8 * (2 * steps * size + size**2)
        assert kept <= estimate["peak_bytes"] <= 2.1 * kept

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_is_written_like_the_others(self, name: str) -> None:
        keys = ["summary", "description", "path", "request", "status", "answer"]
        assert list(EXAMPLES[name]) == keys

    def test_the_first_one_is_the_line(self) -> None:
        assert EXAMPLES["01-one-line"]["answer"] == {"loss": 1.0, "gradients": {"w": -4.0, "b": -2.0}}


class TestTarget:
    NODES = (
        node("a", "square", "x"),
        node("b", "sin", "x"),
        node("c", "add", "a", "b"),
    )
    X = 0.7

    def asked(self, client: Client, **options: Any) -> Json:
        return client.gradient(document(*self.NODES, parameters={"x": self.X}, **options))

    def test_default_is_the_last_node(self, client: Client) -> None:
        answer = self.asked(client)
        assert_same(
            answer,
            {"loss": self.X**2 + math.sin(self.X), "gradients": {"x": 2 * self.X + math.cos(self.X)}},
        )

    def test_default_is_the_first_declared_output(self, client: Client) -> None:
        answer = self.asked(client, graph_outputs=["b", "c"])
        assert_same(answer, {"loss": math.sin(self.X), "gradients": {"x": math.cos(self.X)}})

    def test_an_intermediate_node(self, client: Client) -> None:
        answer = self.asked(client, target="a")
        assert_same(answer, {"loss": self.X**2, "gradients": {"x": 2 * self.X}})

    def test_a_list_is_summed_and_answered_as_a_list(self, client: Client) -> None:
        answer = self.asked(client, target=["a", "b", "a"])
        loss = [self.X**2, math.sin(self.X), self.X**2]
        assert_same(answer, {"loss": loss, "gradients": {"x": 4 * self.X + math.cos(self.X)}})

    def test_a_list_of_one_stays_a_list(self, client: Client) -> None:
        assert_same(self.asked(client, target=["a"]), {"loss": [self.X**2], "gradients": {"x": 2 * self.X}})

    def test_a_parameter(self, client: Client) -> None:
        assert_same(self.asked(client, target="x"), {"loss": self.X, "gradients": {"x": 1.0}})

    def test_the_loss_keeps_its_shape(self, client: Client) -> None:
        x = [[1.0, 2.0], [3.0, 4.0]]
        answer = client.gradient(document(SQUARES, parameters={"x": x}))
        assert answer == {"loss": [[1.0, 4.0], [9.0, 16.0]], "gradients": {"x": [[2.0, 4.0], [6.0, 8.0]]}}

    def test_an_integer_target(self, client: Client) -> None:
        answer = client.gradient(document(node("i", "argmax", "x"), parameters={"x": [1.0, 3.0]}))
        assert answer["loss"] == 1
        assert answer["gradients"] == {"x": None}
        assert answer["warnings"] == ["the target 'i' has dtype int64; nothing can be differentiated"]


class TestSources:
    def test_every_parameter_by_default(self, client: Client) -> None:
        graph = [node("y", "multiply", "a", "b"), node("z", "multiply", "y", "c")]
        answer = client.gradient(document(*graph, parameters={"a": 2.0, "b": 3.0}, constants={"c": 4.0}))
        assert answer == {"loss": 24.0, "gradients": {"a": 12.0, "b": 8.0}}

    def test_a_constant(self, client: Client) -> None:
        answer = client.gradient(
            document(
                node("y", "multiply", "a", "c"), parameters={"a": 2.0}, constants={"c": 4.0}, sources=["c"]
            )
        )
        assert answer["gradients"] == {"c": 2.0}

    def test_none(self, client: Client) -> None:
        answer = client.gradient(document(SQUARES, parameters={"x": 3.0}, sources=[]))
        assert answer == {"loss": 9.0, "gradients": {}}

    def test_an_intermediate_node(self, client: Client) -> None:
        nodes = [SQUARES, node("z", "sin", "y")]
        answer = client.gradient(document(*nodes, parameters={"x": 0.5}, sources=["y"]))
        assert_same(answer["gradients"], {"y": math.cos(0.25)})

    def test_the_target_itself(self, client: Client) -> None:
        answer = client.gradient(document(SQUARES, parameters={"x": [1.0, 2.0]}, sources=["y"]))
        assert answer["gradients"] == {"y": [1.0, 1.0]}

    def test_a_name_given_twice_answers_once(self, client: Client) -> None:
        request = document(SQUARES, parameters={"x": 3.0}, constants={"k": 1.0}, sources=["x", "k", "x"])
        answer = client.gradient(request)
        assert list(answer["gradients"].items()) == [("x", 6.0), ("k", None)]

    @pytest.mark.parametrize("sources", [["x", "y"], ["y", "x"]])
    def test_a_source_computed_from_another_does_not_cut_the_path(
        self, sources: list[str], client: Client
    ) -> None:
        nodes = [SQUARES, node("z", "multiply", "y", "x")]
        answer = client.gradient(document(*nodes, parameters={"x": 3.0}, sources=sources))
        assert answer["gradients"] == {name: {"x": 27.0, "y": 3.0}[name] for name in sources}

    def test_the_same_expression_twice_is_two_nodes(self, client: Client) -> None:
        nodes = [SQUARES, node("same", "multiply", "x", "x"), node("z", "multiply", "y", "same")]
        answer = client.gradient(document(*nodes, parameters={"x": 2.0}, sources=["y", "same", "x"]))
        assert answer["gradients"] == {"y": 4.0, "same": 4.0, "x": 32.0}

    def test_an_integer_has_none(self, client: Client) -> None:
        nodes = [node("picked", "take", "x", "i"), node("loss", "sum", "picked")]
        for unconnected in ("none", "zero"):
            request = document(
                *nodes,
                parameters={"x": [1.0, 2.0]},
                constants={"i": [1, 1]},
                sources=["i", "x"],
                unconnected_gradients=unconnected,
            )
            answer = client.gradient(request)
            assert answer["gradients"] == {"i": None, "x": [0.0, 2.0]}
            assert answer["warnings"] == [
                "the source 'i' has dtype int64; only floating values have gradients"
            ]

    def test_a_result_of_several(self, client: Client) -> None:
        nodes = [node("u", "unstack", "x"), node("loss", "multiply", "u:0", "u:1")]
        answer = client.gradient(document(*nodes, parameters={"x": [3.0, 5.0]}, sources=["u:1", "x", "u"]))
        assert answer["gradients"] == {"u:1": 3.0, "x": [5.0, 3.0], "u": 5.0}


class TestOutputGradients:
    def test_an_array(self, client: Client) -> None:
        request = document(SQUARES, parameters={"x": [1.0, 2.0, 3.0]}, output_gradients=[1, 0.5, -1])
        assert client.gradient(request)["gradients"] == {"x": [2.0, 2.0, -6.0]}

    def test_an_array_object(self, client: Client) -> None:
        weights = array_object([2], [1.0, 3.0])
        answer = client.gradient(document(SQUARES, parameters={"x": [1.0, 2.0]}, output_gradients=weights))
        assert answer["gradients"] == {"x": [2.0, 12.0]}

    def test_a_list_for_a_list_with_null_for_ones(self, client: Client) -> None:
        nodes = [SQUARES, TOTAL]
        request = document(
            *nodes,
            parameters={"x": [1.0, 2.0]},
            target=["y", "loss", "x"],
            output_gradients=[[10.0, 1.0], 100.0, None],
        )
        assert client.gradient(request)["gradients"] == {"x": [20.0 + 200.0 + 1.0, 4.0 + 400.0 + 1.0]}

    @pytest.mark.parametrize(
        ("target", "given", "pointer", "part"),
        [
            ("y", [1.0], "/output_gradients", "expected the shape (2,); got (1,)"),
            ("y", 1.0, "/output_gradients", "expected the shape (2,); got ()"),
            (["y"], 1.0, "/output_gradients", "a list of 1 entries"),
            (["y", "y"], [[1.0, 1.0]], "/output_gradients", "a list of 2 entries"),
            (["y", "y"], [None, [1.0, "a"]], "/output_gradients/1/1", "got the text 'a'"),
            (["y", "y"], [None, [1.0]], "/output_gradients/1", "expected the shape (2,); got (1,)"),
        ],
    )
    def test_refused(self, target: Json, given: Json, pointer: str, part: str, client: Client) -> None:
        request = document(SQUARES, parameters={"x": [1.0, 2.0]}, target=target, output_gradients=given)
        body = client.problem(client.post("/gradient", request), 422, "invalid-value")
        assert body["errors"][0]["pointer"] == pointer
        assert part in body["detail"]


class TestUnconnected:
    CUTS = (
        [node("loss", "sum", "k")],
        [node("c", "stop_gradient", "x"), node("loss", "sum", "c")],
        [node("c", "greater", "x", 0), node("d", "where", "c", 1.0, 0.0), node("loss", "sum", "d")],
        [node("c", "astype", "x", dtype="int64"), node("d", "astype", "c", dtype="float64"), node("loss", "sum", "d")],
    )  # fmt: skip

    @pytest.mark.parametrize("nodes", CUTS)
    def test_null_or_zeros(self, nodes: list[Json], client: Client) -> None:
        request = document(*nodes, parameters={"x": [1.0, 2.0]}, constants={"k": [1.0]})
        assert client.gradient(request)["gradients"] == {"x": None}
        zero = client.gradient({**request, "unconnected_gradients": "zero"})
        assert zero["gradients"] == {"x": [0.0, 0.0]}

    def test_a_product_with_zero_connects(self, client: Client) -> None:
        for other in (0, 0.0, "k"):
            request = document(
                node("loss", "multiply", "x", other), parameters={"x": 2.0}, constants={"k": 0.0}
            )
            assert client.gradient(request)["gradients"] == {"x": 0.0}

    def test_a_parameter_that_is_not_used(self, client: Client) -> None:
        answer = client.gradient(document(SQUARES, parameters={"x": 1.0, "idle": [1.0]}))
        assert answer == {"loss": 1.0, "gradients": {"x": 2.0, "idle": None}}


class TestOutputs:
    def test_further_values(self, client: Client) -> None:
        request = document(SQUARES, TOTAL, parameters={"x": [1.0, 2.0]}, outputs=["y", "x", "loss"])
        assert client.gradient(request) == {
            "loss": 5.0,
            "gradients": {"x": [2.0, 4.0]},
            "outputs": {"y": [1.0, 4.0], "x": [1.0, 2.0], "loss": 5.0},
        }

    def test_evaluate_answers_the_last_node(self, client: Client) -> None:
        assert client.evaluate(document(SQUARES, TOTAL, constants={"x": [1, 2]})) == {"loss": 5}

    def test_evaluate_answers_the_declared_outputs(self, client: Client) -> None:
        request = document(SQUARES, TOTAL, constants={"x": [1, 2]}, graph_outputs=["loss", "y"])
        assert client.evaluate(request) == {"loss": 5, "y": [1, 4]}

    def test_evaluate_answers_the_outputs_asked_for(self, client: Client) -> None:
        request = document(SQUARES, TOTAL, constants={"x": [1, 2]}, graph_outputs=["loss"], outputs=["x"])
        assert client.evaluate(request) == {"x": [1, 2]}

    def test_several_results(self, client: Client) -> None:
        nodes = [node("u", "unstack", "x"), node("d", "subtract", "u:1", "u")]
        request = document(*nodes, constants={"x": [3, 5]}, outputs=["u", "u:0", "u:1", "d"])
        assert client.evaluate(request) == {"u": 3, "u:0": 3, "u:1": 5, "d": 2}

    def test_evaluate_takes_no_target(self, client: Client) -> None:
        response = client.post("/evaluate", document(SQUARES, constants={"x": 1}, target="y"))
        client.problem(response, 422, "invalid-document")


class TestDtypes:
    def test_parameters_are_floating_constants_keep_what_they_are(self, client: Client) -> None:
        request = document(
            node("s", "sum", "p"),
            parameters={"p": [1, 2]},
            constants={"i": [1, 2], "b": [True], "f": [1, 2.5]},
            outputs=["p", "i", "b", "f"],
        )
        answer = client.evaluate(request)
        assert answer == {"p": [1.0, 2.0], "i": [1, 2], "b": [True], "f": [1.0, 2.5]}
        assert [type(value[0]) for value in answer.values()] == [float, int, bool, float]

    def test_float32(self, client: Client) -> None:
        request = document(
            node("y", "multiply", "x", 0.1),
            parameters={"x": 3.0},
            constants={"i": 1, "f": 0.1},
            dtype="float32",
        )
        loss = np.float32(3.0) * np.float32(0.1)
        answer = client.ask("/gradient", {**request, "outputs": ["i", "f"]}, accept="application/json+base64")
        dtypes = [answer["loss"], answer["gradients"]["x"], *answer["outputs"].values()]
        assert [value["dtype"] for value in dtypes] == ["float32", "float32", "int64", "float32"]
        assert array(answer["loss"]) == loss
        assert client.gradient(request)["loss"] == pytest.approx(0.3, rel=1e-6)

    def test_integers_stay_exact(self, client: Client) -> None:
        request = document(node("y", "add", "x", 1), constants={"x": 2**62})
        assert client.evaluate(request) == {"y": 2**62 + 1}

    def test_division_of_integers_is_floating(self, client: Client) -> None:
        assert client.evaluate(document(node("y", "divide", "x", 2), constants={"x": [1, 2]})) == {
            "y": [0.5, 1.0]
        }

    @pytest.mark.parametrize(
        ("inputs", "values", "expected"),
        [
            ([1, "x"], {"x": 2}, 3),
            (["x", 1], {"x": 2}, 3),
            ([1, "x"], {"x": 2.5}, 3.5),
            ([0.5, "x"], {"x": 2}, 2.5),
            (["x", 0.5], {"x": [1, 2]}, [1.5, 2.5]),
            ([1, 2], {}, 3),
            ([1, 2.5], {}, 3.5),
        ],
    )
    def test_literals_take_the_type_of_what_they_meet(
        self, inputs: list[Any], values: Json, expected: Json, client: Client
    ) -> None:
        assert_same(client.evaluate(document(node("y", "add", *inputs), constants=values)), {"y": expected})

    @pytest.mark.parametrize(("inputs", "slope"), [([3, "x"], 3.0), (["x", 3.5], 3.5)])
    def test_literals_are_differentiated_around(
        self, inputs: list[Any], slope: float, client: Client
    ) -> None:
        answer = client.gradient(document(node("y", "multiply", *inputs), parameters={"x": 2}))
        assert_same(answer, {"loss": 2 * slope, "gradients": {"x": slope}})


class TestDeclaredInputs:
    def test_dtype(self, client: Client) -> None:
        request = document(
            node("s", "add", "a", "b"),
            constants={"a": [1, 2], "b": [3, 4]},
            inputs={"a": {"dtype": "float32"}, "b": {"dtype": "float32", "doc": "what is added"}},
        )
        answer = client.ask("/evaluate", request, accept="application/json+base64")
        assert answer["outputs"]["s"]["dtype"] == "float32"

    def test_a_declared_float_makes_a_constant_a_source(self, client: Client) -> None:
        request = document(SQUARES, constants={"x": 3}, inputs={"x": {"dtype": "float64"}}, sources=["x"])
        assert client.gradient(request) == {"loss": 9.0, "gradients": {"x": 6.0}}

    def test_a_declared_integer_stays_one_among_parameters(self, client: Client) -> None:
        request = document(SQUARES, parameters={"x": 3}, inputs={"x": {"dtype": "int32"}})
        answer = client.gradient(request)
        assert (answer["loss"], answer["gradients"]) == (9, {"x": None})
        assert any("dtype int32" in warning for warning in answer["warnings"])

    def test_shape_with_null(self, client: Client) -> None:
        declared = {"x": {"shape": [None, 3]}}
        for rows in (1, 4):
            request = document(SQUARES, TOTAL, parameters={"x": [[1.0, 2.0, 3.0]] * rows}, inputs=declared)
            assert client.gradient(request)["loss"] == 14.0 * rows

    def test_not_trainable(self, client: Client) -> None:
        request = document(
            node("y", "multiply", "a", "b"),
            parameters={"a": 2.0, "b": 3.0},
            inputs={"b": {"trainable": False}},
        )
        assert client.gradient(request)["gradients"] == {"a": 3.0}
        assert client.gradient({**request, "sources": ["b"]})["gradients"] == {"b": 2.0}

    @pytest.mark.parametrize(
        ("declared", "slug", "pointer", "part"),
        [
            ({"x": {"shape": [3]}}, "invalid-value", "/graph/inputs/x/shape", "shape (2,), but the graph declares (3,)"),
            ({"x": {"shape": [None, 2]}}, "invalid-value", "/graph/inputs/x/shape", "declares (any, 2)"),
            ({"x": {"dtype": "int64"}}, "invalid-value", "/parameters/x/0", "dtype int64, but this is a fraction"),
            ({"x": {"dtype": "bool"}}, "invalid-value", "/parameters/x/0", "dtype bool, but this is a number"),
            ({"z": {}}, "unknown-name", "/graph/inputs/z", "neither parameters nor constants hold it"),
            ({"x": {"dtype": "float"}}, "invalid-document", "/graph/inputs/x/dtype", "'float64'"),
            ({"x": {"shape": [-2]}}, "invalid-document", "/graph/inputs/x/shape/0", "greater than or equal to 0"),
            ({"x": {"trainable": 1}}, "invalid-document", "/graph/inputs/x/trainable", "valid boolean"),
            ({"x": {"shap": [2]}}, "invalid-document", "/graph/inputs/x/shap", "did you mean 'shape'?"),
            ({"flag": {"dtype": "float64"}}, "invalid-value", "/constants/flag", "float64, but it holds booleans"),
        ],
    )  # fmt: skip
    def test_refused(self, declared: Json, slug: str, pointer: str, part: str, client: Client) -> None:
        request = document(SQUARES, parameters={"x": [1.5, 2.5]}, constants={"flag": True}, inputs=declared)
        body = client.problem(client.post("/gradient", request), 422, slug)
        assert body["errors"][0]["pointer"] == pointer
        assert part in body["detail"]


class TestAliases:
    @pytest.mark.parametrize(
        ("alias", "name"),
        [
            ("reduce_mean", "mean"),
            ("tf.reduce_mean", "mean"),
            ("tf.square", "square"),
            ("np.square", "square"),
            ("tf.math.reduce_sum", "sum"),
            ("jnp.tanh", "tanh"),
        ],
    )
    def test_means_the_same(self, alias: str, name: str, client: Client) -> None:
        parameters = {"x": [0.5, 2.0]}
        answer = client.gradient(document(node("y", alias, "x"), parameters=parameters))
        assert answer == client.gradient(document(node("y", name, "x"), parameters=parameters))

    def test_is_answered_in_canonical_form(self, client: Client) -> None:
        request = document(node("y", "tf.reduce_mean", "x", axis=5), parameters={"x": [1.0]})
        body = client.problem(client.post("/gradient", request), 422, "operation-error")
        assert body["detail"].startswith("node 'y' (mean):")


class TestEncodings:
    def test_what_is_not_finite_goes_both_ways(self, client: Client) -> None:
        x = ["NaN", "Infinity", "-Infinity", 1.0]
        answer = client.gradient(document(SQUARES, parameters={"x": x}, outputs=["x"]))
        assert answer["loss"] == ["NaN", "Infinity", "Infinity", 1.0]
        assert answer["gradients"]["x"] == ["NaN", "Infinity", "-Infinity", 2.0]
        assert answer["outputs"]["x"] == x

    def test_infinity_comes_out_of_a_scalar(self, client: Client) -> None:
        answer = client.gradient(document(node("y", "log", "x"), parameters={"x": 0.0}))
        assert answer == {"loss": "-Infinity", "gradients": {"x": "Infinity"}}

    def test_empty_arrays_go_both_ways(self, client: Client) -> None:
        empty = array_object([0, 3], [])
        answer = client.gradient(document(SQUARES, TOTAL, parameters={"x": empty}, outputs=["y"]))
        assert answer == {"loss": 0.0, "gradients": {"x": empty}, "outputs": {"y": empty}}
        integers = array_object([0], [], "int64")
        assert client.evaluate(document(SQUARES, constants={"x": integers})) == {"y": integers}

    def test_an_answer_in_base64_is_a_request(self, client: Client) -> None:
        x = np.random.default_rng(0).normal(size=(2, 3))
        request = document(node("y", "tanh", "x"), parameters={"x": x.tolist()}, outputs=["x"])
        answer = client.ask("/gradient", request, accept="application/json+base64")
        for value in (answer["loss"], answer["gradients"]["x"], answer["outputs"]["x"]):
            assert set(value) == {"object_type", "shape", "dtype", "data"}
            assert value["data"]["encoding"] == "base64"
        assert np.array_equal(array(answer["outputs"]["x"]), x)
        again = document(node("y", "tanh", "x"), parameters={"x": answer["outputs"]["x"]}, outputs=["x"])
        assert client.ask("/gradient", again, accept="application/json+base64") == answer
        assert np.allclose(array(answer["loss"]), np.tanh(x), rtol=1e-14)

    def test_null_stays_null_in_base64(self, client: Client) -> None:
        request = document(SQUARES, parameters={"x": 1.0, "idle": 1.0})
        answer = client.ask("/gradient", request, accept="application/json+base64")
        assert answer["gradients"]["idle"] is None

    @pytest.mark.parametrize(
        ("accept", "expected"),
        [
            ("*/*", "application/json"),
            ("application/json", "application/json"),
            ("text/html, application/*;q=0.8", "application/json"),
            ("application/json;q=0.5, application/json+base64", "application/json+base64"),
            ("application/json+base64;q=0.5, application/json", "application/json"),
            ("APPLICATION/JSON+BASE64", "application/json+base64"),
        ],
    )
    def test_accept_chooses(self, accept: str, expected: str, client: Client) -> None:
        response = client.post("/gradient", document(SQUARES, parameters={"x": 1.0}), accept=accept)
        assert response.status_code == 200
        assert response.headers["content-type"] == expected

    def test_content_type_may_have_parameters_or_be_left_out(self, client: Client) -> None:
        body = json.dumps(document(SQUARES, parameters={"x": 1.0})).encode()
        for headers in ({"content-type": "Application/JSON; charset=utf-8"}, {}):
            response = client.request("POST", "/gradient", content=body, headers=headers)
            assert response.json() == {"loss": 1.0, "gradients": {"x": 2.0}}


def test_timeout_seconds(client: Client) -> None:
    answer = client.gradient(document(SQUARES, parameters={"x": 1.0}, timeout_seconds=5))
    assert answer["loss"] == 1.0


def test_names_are_free(client: Client) -> None:
    for name in ("__proto__", "größe", "数", "a b", "a/b~c", "constructor", "sum", "1", "x" * 200):
        nodes = [node(name, "square", "πάρ"), node("loss", "sum", name)]
        answer = client.gradient(document(*nodes, parameters={"πάρ": [3.0]}, sources=["πάρ", name]))
        assert answer == {"loss": 9.0, "gradients": {"πάρ": [6.0], name: [1.0]}}


def test_a_hundred_thousand_nodes(client: Client) -> None:
    nodes = [node("n0", "add", "x", 1)]
    nodes += [node(f"n{i}", "negative", f"n{i - 1}") for i in range(1, 100_000)]
    assert client.evaluate(document(*nodes, constants={"x": 1.5})) == {f"n{99_999}": -2.5}


def test_a_gradient_agrees_with_central_differences(client: Client) -> None:
    nodes = [
        node("h", "matmul", "X", "W1"),
        node("a", "softplus", "h"),
        node("o", "matmul", "a", "W2"),
        node("r", "subtract", "o", "y"),
        node("q", "square", "r"),
        node("loss", "mean", "q"),
    ]
    random = np.random.default_rng(1)
    constants = {"X": random.normal(size=(5, 3)).tolist(), "y": random.normal(size=(5, 1)).tolist()}
    parameters = {"W1": random.normal(size=(3, 4)), "W2": random.normal(size=(4, 1))}

    def asked(values: Mapping[str, Array]) -> Json:
        return document(*nodes, parameters={k: v.tolist() for k, v in values.items()}, constants=constants)

    gradients = client.gradient(asked(parameters))["gradients"]
    step = 1e-6
    for name, value in parameters.items():
        for index in np.ndindex(value.shape):
            sides = []
            for sign in (1, -1):
                moved = {key: other.copy() for key, other in parameters.items()}
                moved[name][index] += sign * step
                sides.append(client.evaluate(asked(moved))["loss"])
            difference = (sides[0] - sides[1]) / (2 * step)
            assert np.array(gradients[name])[index] == pytest.approx(difference, abs=1e-8), (name, index)
