"""The client against a real server: the tutorial, tapes, functions, and what goes wrong."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import operator as op
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import wengert as tf
from scipy import optimize
from wengert import errors, transport
from wengert.tensor import operations

from tests.server import Server

PACKAGE = Path(__file__).parents[1]


TUTORIAL = """
import wengert as tf

x = tf.constant(2.0)
y = tf.constant(3.0)
w = tf.Variable(0.5)
b = tf.Variable(1.0)

with tf.GradientTape() as tape:
    y_pred = w * x + b
    loss = tf.square(y - y_pred)

dw, db = tape.gradient(loss, [w, b])
print(dw.numpy(), db.numpy())

optimizer = tf.optimizers.SGD(learning_rate=0.1)
optimizer.apply_gradients(zip([dw, db], [w, b]))
print(w.numpy(), b.numpy())
"""


def test_the_tutorial_prints_its_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    exec(TUTORIAL, {})  # noqa: S102  (the tests' own text)
    assert capsys.readouterr().out == "-4.0 -2.0\n0.9 1.2\n"


def test_the_readme_does_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL)
    assert blocks
    names: dict[str, Any] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102
        said = [line.partition("# ")[2] for line in block.splitlines() if line.startswith("print(")]
        assert capsys.readouterr().out.splitlines() == said


def test_the_table_of_operations_is_current() -> None:
    spec = importlib.util.spec_from_file_location("made", PACKAGE / "make_operations.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert (PACKAGE / "src" / "wengert" / "operations.json").read_text() == made.text()


class TestTape:
    def test_structures_of_sources(self) -> None:
        w, b = tf.Variable([1.0, 2.0]), tf.Variable(3.0)
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(w * w) + b
        found = tape.gradient(loss, {"w": w, "rest": (b, [w])})
        np.testing.assert_array_equal(found["w"].numpy(), [2.0, 4.0])
        assert found["rest"][0].numpy() == 1.0
        np.testing.assert_array_equal(found["rest"][1][0].numpy(), [2.0, 4.0])

    def test_several_targets_are_summed_and_weighted(self) -> None:
        x = tf.Variable([1.0, 2.0])
        with tf.GradientTape(persistent=True) as tape:
            a, b = x * x, x**3
        np.testing.assert_allclose(tape.gradient([a, b], x).numpy(), [5.0, 16.0])
        np.testing.assert_allclose(tape.gradient(a, x, output_gradients=[1.0, 0.5]).numpy(), [2.0, 2.0])

    def test_it_gives_gradients_once_unless_it_is_persistent(self) -> None:
        x = tf.Variable(1.0)
        with tf.GradientTape() as tape:
            y = x * x
        tape.gradient(y, x)
        with pytest.raises(RuntimeError, match="not persistent"):
            tape.gradient(y, x)
        tape.reset()

    def test_constants_are_watched_when_asked(self) -> None:
        x = tf.constant(3.0)
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(x)
            y = x * x
            z = tf.tanh(y)
        assert tape.gradient(y, x).numpy() == 6.0
        assert tape.gradient(z, y).numpy() == pytest.approx(1 - np.tanh(9.0) ** 2)
        with tf.GradientTape() as tape:
            y = x * x
        assert tape.gradient(y, x) is None

    def test_what_is_not_trainable_or_not_watched_has_none(self) -> None:
        x, fixed = tf.Variable(1.0), tf.Variable(2.0, trainable=False)
        with tf.GradientTape() as tape:
            y = x * fixed
        assert tape.watched_variables() == (x,)
        assert tape.gradient(y, fixed) is None
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(fixed)
            y = x * fixed
        slopes = tape.gradient(y, [x, fixed])
        assert slopes[0] is None
        assert slopes[1].numpy() == 1.0

    @pytest.mark.parametrize(
        "cut",
        [tf.stop_gradient, tf.argmax, tf.floor, lambda x: x > 0, lambda x: tf.constant(x.numpy())],
        ids=["stop_gradient", "argmax", "floor", "comparison", "constant"],
    )
    def test_unconnected_gradients(self, cut: Any) -> None:
        x = tf.Variable([1.5, 2.0])
        with tf.GradientTape(persistent=True) as tape:
            y = cut(x) * 2.0
        found = tape.gradient(y, x)
        assert found is None or not found.numpy().any()
        zeros = tape.gradient(y, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        np.testing.assert_array_equal(zeros.numpy(), [0.0, 0.0])

    def test_nested_tapes(self) -> None:
        x = tf.Variable(2.0)
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                y = tf.exp(x) * x
            slope = inner.gradient(y, x)
            penalty = slope * slope
        curvature = outer.gradient(penalty, x)
        e = np.exp(2.0)
        assert slope.numpy() == pytest.approx(3 * e)
        assert curvature.numpy() == pytest.approx(2 * 3 * e * 4 * e)

    def test_values_that_were_looked_at_still_lead_on(self) -> None:
        x = tf.Variable(2.0)
        with tf.GradientTape() as tape:
            y = x * x
            assert y.numpy() == 4.0
            z = y * y
            assert float(z) == 16.0
        assert tape.gradient(z, x).numpy() == 32.0

    def test_nothing_is_noted_outside_and_in_stop_recording(self) -> None:
        x = tf.Variable(2.0)
        before = x * x
        with tf.GradientTape() as tape:
            with tape.stop_recording():
                aside = x * x
            y = before * aside * x
        assert tape.gradient(y, x).numpy() == 16.0

    def test_a_variable_that_changes(self) -> None:
        x = tf.Variable(2.0)
        with tf.GradientTape() as tape:
            y = x * x
            x.assign_add(1.0)
        assert y.numpy() == 4.0
        assert tape.gradient(y, x).numpy() == 4.0
        with pytest.raises(ValueError, match="shape"):
            x.assign([1.0, 2.0])

    def test_jacobians(self) -> None:
        x = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        with tf.GradientTape(persistent=True) as tape:
            y = x**2 * tf.constant([1.0, 10.0])
        whole = tape.jacobian(y, x).numpy()
        assert whole.shape == (3, 2, 3, 2)
        rows = tape.batch_jacobian(y, x).numpy()
        np.testing.assert_allclose(rows, [whole[i, :, i, :] for i in range(3)])

    def test_as_few_requests_as_possible(self, server: Server) -> None:
        sent: list[httpx.Request] = []

        class Counting(httpx.HTTPTransport):
            def handle_request(self, request: httpx.Request) -> httpx.Response:
                sent.append(request)
                return super().handle_request(request)

        with tf.Client(server.url, transport=Counting()) as client:
            tf.use(client)
            w, b = tf.Variable(0.5), tf.Variable(1.0)
            for _ in range(3):
                with tf.GradientTape() as tape:
                    loss = tf.square(3.0 - (w * 2.0 + b))
                for slope, variable in zip(tape.gradient(loss, [w, b]), (w, b), strict=True):
                    variable.assign_sub(0.1 * slope.numpy())
                loss.numpy()
        assert len(sent) == 3
        graphs = [json.loads(request.content)["graph"] for request in sent]
        assert isinstance(graphs[0], dict)
        assert graphs[1] == graphs[2], "the second time it is named"
        assert graphs[1].startswith("sha256:")


def test_numpys_own_functions_record() -> None:
    x = tf.Variable([0.5, -1.0])
    with tf.GradientTape() as tape:
        y = np.sum(np.tanh(x) * np.array([1.0, 2.0])) + np.mean(x[1:] ** 2) + np.max(x, axis=0)
    assert isinstance(y, tf.Tensor)
    expected = np.array([1.0, 2.0]) / np.cosh([0.5, -1.0]) ** 2 + [1.0, -2.0]
    np.testing.assert_allclose(tape.gradient(y, x).numpy(), expected)


def test_every_operation_is_a_function() -> None:
    for name in operations():
        assert callable(getattr(tf, name))
    with pytest.raises(AttributeError, match="no such operation"):
        tf.nonsense  # noqa: B018


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize(
    "operate", [op.add, op.sub, op.mul, op.truediv, op.floordiv, op.mod, op.pow, op.matmul, op.lt, op.ge]
)
def test_operators_are_numpys(operate: Callable[[Any, Any], Any]) -> None:
    a, b = np.array([1.5, 2.0, 3.25]), np.array([0.5, 3.0, 2.0])
    for left, right in ((tf.constant(a), b), (a, tf.constant(b)), (tf.constant(a), tf.constant(b))):
        np.testing.assert_allclose(operate(left, right).numpy(), operate(a, b), rtol=1e-15)
    for one in (op.neg, op.pos, op.abs):
        np.testing.assert_array_equal(one(tf.constant(-a)).numpy(), one(-a))


def test_optimizers_as_the_service_has_them(used: tf.Client) -> None:
    made = {
        "sgd": tf.optimizers.SGD(0.1),
        "momentum": tf.optimizers.SGD(0.1, momentum=0.9),
        "adam": tf.optimizers.Adam(0.1),
        "rmsprop": tf.optimizers.RMSprop(0.1),
        "adagrad": tf.optimizers.Adagrad(0.1),
    }
    for method, optimizer in made.items():
        x = tf.Variable([0.0, 3.0])
        for _ in range(5):
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum((x - 1.0) ** 2)
            optimizer.apply_gradients([(tape.gradient(loss, x), x)])
        there = used.post(
            "/minimize",
            {
                "program": "loss = sum((x - 1.0) ** 2)",
                "parameters": {"x": [0.0, 3.0]},
                "method": method,
                "learning_rate": 0.1,
                "max_steps": 5,
            },
        )
        # Keras adds its epsilon elsewhere.
        np.testing.assert_allclose(x.numpy(), there["parameters"]["x"], rtol=1e-5, err_msg=method)


def rosenbrock(x: Any) -> Any:
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


class TestFunctions:
    @pytest.mark.parametrize("method", ["BFGS", "L-BFGS-B"])
    def test_scipy_takes_as_many_steps_as_with_exact_gradients(self, method: str) -> None:
        start = [-1.2, 1.0, 0.5, 2.0]
        found: Any = optimize.minimize(tf.value_and_grad(rosenbrock), start, jac=True, method=method)
        local: Any = optimize.minimize(optimize.rosen, start, jac=optimize.rosen_der, method=method)
        assert found.nit == local.nit
        np.testing.assert_allclose(found.x, local.x, atol=1e-6)

    def test_values_and_structures(self) -> None:
        def model(weights: Any, x: Any) -> Any:
            return {"y": np.tanh(x @ weights["w"] + weights["b"]), "norm": np.sum(weights["w"] ** 2)}

        x, w, b = np.ones((3, 2)), np.array([0.5, -1.0]), 0.25
        found = tf.function(model)({"w": w, "b": b}, x)
        np.testing.assert_allclose(found["y"], np.tanh(x @ w + b))
        assert found["norm"] == 1.25

    def test_gradients_of_several_arguments(self) -> None:
        value, (left, right) = tf.value_and_grad(lambda a, b: np.sum(a * np.sin(b["x"])), (0, 1))(
            np.array([1.0, 2.0]), {"x": np.array([0.5, 0.1])}
        )
        assert value == pytest.approx(np.sin(0.5) + 2 * np.sin(0.1))
        np.testing.assert_allclose(left, np.sin([0.5, 0.1]))
        np.testing.assert_allclose(right["x"], [np.cos(0.5), 2 * np.cos(0.1)])

    def test_higher_derivatives(self) -> None:
        x = np.array([0.5, -0.3, 1.2])
        np.testing.assert_allclose(tf.hessian(rosenbrock)(x), optimize.rosen_hess(x))
        np.testing.assert_allclose(tf.hvp(rosenbrock)(x, [1.0, 2.0, 3.0]), optimize.rosen_hess(x) @ [1, 2, 3])
        np.testing.assert_allclose(tf.jacobian(lambda v: np.sin(v) * v[0])(x), jacobian_of_sine(x))

    def test_products(self) -> None:
        x = np.array([0.5, -0.3, 1.2])

        def twist(v: Any) -> Any:
            return np.sin(v) * v[0]

        value, along = tf.jvp(twist, [x], [[1.0, 0.0, 2.0]])
        np.testing.assert_allclose(value, np.sin(x) * x[0])
        np.testing.assert_allclose(along, jacobian_of_sine(x) @ [1.0, 0.0, 2.0])
        value, pull = tf.vjp(twist, x)
        np.testing.assert_allclose(pull([1.0, 2.0, 3.0])[0], np.array([1.0, 2.0, 3.0]) @ jacobian_of_sine(x))

    def test_it_is_traced_once_for_each_shape(self) -> None:
        traced = []

        def watched(x: Any) -> Any:
            traced.append(1)
            return np.sum(x * x)

        remote = tf.function(watched)
        assert [remote(np.ones(n)) for n in (2, 2, 3, 2)] == [2.0, 2.0, 3.0, 2.0]
        assert len(traced) == 2


def jacobian_of_sine(x: Any) -> Any:
    found = np.diag(np.cos(x) * x[0])
    found[:, 0] += np.sin(x)
    return found


class TestErrors:
    def test_they_say_where(self) -> None:
        with pytest.raises(errors.InvalidRequest) as caught:
            (tf.constant([[1.0, 2.0]]) @ tf.constant([1.0, 2.0, 3.0])).numpy()
        assert caught.value.status == 422
        assert caught.value.faults[0].pointer.startswith("/graph/nodes/0")
        assert "(1, 2)" in caught.value.detail

    def test_a_program_has_lines(self, used: tf.Client) -> None:
        with pytest.raises(errors.InvalidRequest) as caught:
            used.post("/gradient", {"program": "a = x\ny = tnh(a)", "parameters": {"x": 1.0}})
        assert (caught.value.faults[0].line, caught.value.faults[0].column) == (2, 5)

    def test_nobody_there(self) -> None:
        with (
            tf.Client("http://127.0.0.1:9", retries=0) as client,
            pytest.raises(errors.NoAnswer, match="does not answer"),
        ):
            client.post("/gradient", {})

    def test_tries_again_when_it_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        waits: list[float] = []
        monkeypatch.setattr(transport.time, "sleep", waits.append)
        answers = [
            httpx.Response(503, headers={"retry-after": "7"}),
            httpx.Response(429),
            httpx.Response(200, json={"a": 1}),
        ]
        fake = httpx.MockTransport(lambda _: answers.pop(0))
        with tf.Client("http://a", transport=fake) as client:
            assert client.post("/gradient", {}) == {"a": 1}
        assert 7 <= waits[0] <= 8.75
        assert 1 <= waits[1] <= 1.25

    @pytest.mark.parametrize("status", [*errors.BY_STATUS, 418])
    def test_each_status_is_an_exception(self, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(transport.time, "sleep", lambda _: None)
        fake = httpx.MockTransport(lambda _: httpx.Response(status))
        with tf.Client("http://a", transport=fake) as client, pytest.raises(errors.WengertError) as caught:
            client.post("/gradient", {})
        assert type(caught.value) is errors.BY_STATUS.get(status, errors.WengertError)
        assert caught.value.status == status

    def test_a_graph_that_is_no_longer_known_is_sent_again(self, server: Server) -> None:
        graph = {"nodes": [{"name": f"n{i}", "op": "sin", "inputs": ["x"]} for i in range(9)]}
        document = {"graph": graph, "parameters": {"x": 1.0}}
        with tf.Client(server.url) as client:
            client.post("/gradient", document)
            for text in client._known._ids:
                client._known._ids[text] = "sha256:" + "0" * 64
            assert client.post("/gradient", document)["loss"] == pytest.approx(np.sin(1.0))


def test_asyncio(server: Server) -> None:
    async def both() -> list[Any]:
        async with tf.AsyncClient(server.url) as client:
            asked = [
                client.post("/gradient", {"program": "y = x ** 2", "parameters": {"x": x}})
                for x in (1.0, 2.0)
            ]
            return await asyncio.gather(*asked)

    assert [found["gradients"]["x"] for found in asyncio.run(both())] == [2.0, 4.0]


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "bool", "complex128"])
def test_arrays_keep_their_dtype(dtype: str) -> None:
    array = (np.arange(6).reshape(2, 3) % 2).astype(dtype)
    found = tf.constant(array)[::-1].numpy()
    assert found.dtype == array.dtype
    np.testing.assert_array_equal(found, array[::-1])
    assert np.isnan(tf.constant(np.nan).numpy() + tf.constant(1.0))
