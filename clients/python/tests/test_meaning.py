"""What tapes, functions and NumPy's names mean, where it would be easy to mean something else."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
import pytest
import wengert as tf
from wengert import errors

ARRAY = np.array([[3.0, 1.0, 2.0], [0.5, -1.0, 4.0]])


class TestTape:
    def test_a_variable_counts_whenever_it_was_read(self) -> None:
        x = tf.Variable(3.0)
        with tf.GradientTape() as tape:
            a = x * x
            x.assign_sub(1.0)
            b = x * x
        assert tape.gradient([a, b], x).numpy() == 2 * 3.0 + 2 * 2.0

    def test_arrays_that_change_later_are_not_what_was_recorded(self) -> None:
        buffer, w = np.ones(2), tf.Variable(2.0)
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(w * buffer)
        buffer[:] = 5
        assert tape.gradient(loss, w).numpy() == 2.0
        start = np.ones(3)
        v = tf.Variable(start)
        start[:] = 7
        v.numpy()[0] = 100
        assert v.numpy().tolist() == [1, 1, 1]

    def test_lists_of_tensors_are_packed(self) -> None:
        w = tf.Variable(3.0)
        with tf.GradientTape() as tape:
            z = tf.reduce_sum([[w * 1, w * 2], [w * w, 1.0]])
        assert tape.gradient(z, w).numpy() == 1 + 2 + 2 * 3.0

    def test_functions_record_under_a_tape(self) -> None:
        """Also of arrays: what they capture may be watched."""
        w = tf.Variable(3.0)
        scaled = tf.function(lambda x: w * x)
        with tf.GradientTape() as tape:
            y = scaled(np.array(2.0))
        assert tape.gradient(y, w).numpy() == 2.0

    def test_integers_have_no_gradient(self) -> None:
        n = tf.Variable(2)
        with tf.GradientTape() as tape:
            y = n * 1.5
        assert tape.gradient(y, n) is None
        with pytest.raises(TypeError, match="takes no values of dtype float64"):
            n.assign(2.7)
        assert tf.Variable(1, dtype="float32").numpy().dtype == np.float32


class TestTracing:
    @pytest.mark.parametrize(
        "function",
        [
            lambda x: x * 2 if x[0] > 0 else -x,
            lambda x: x * float(x[0]),
            lambda x: np.array([x[0] ** 2, x[1]]),
            lambda x: sum(x[place] for place in range(int(x[0]))),
            lambda x: x.numpy() * 2,
        ],
    )
    def test_what_a_value_would_decide_is_refused(self, function: Callable[[Any], Any]) -> None:
        with pytest.raises(TypeError, match=r"no value yet: cond, where, scan"):
            tf.function(function)(np.array([1.0, 2.0]))

    def test_shapes_and_comparisons_are_known_or_recorded(self) -> None:
        f = tf.function(lambda x: np.where(x == 0, 5.0, x) / x.shape[0] + np.where(x != 0, 1.0, 0.0))
        np.testing.assert_array_equal(f(np.array([0.0, 2.0])), [2.5, 2.0])

    def test_structures_are_told_apart(self) -> None:
        same = tf.function(lambda p: p)
        assert isinstance(same((1.0, 2.0)), tuple)
        assert isinstance(same([1.0, 2.0]), list)
        found = same({"a.b": 3.0, "a": {"b": 2.0}, "dense/kernel:0": 1.0})
        assert {name: np.asarray(one).tolist() for name, one in found.items() if name != "a"} == {
            "a.b": 3.0,
            "dense/kernel:0": 1.0,
        }

    def test_dictionaries_are_paired_by_name(self) -> None:
        last, _ = tf.scan(
            lambda c, _: ({"b": c["b"] * 2, "a": c["a"] + 1}, c["a"]), {"a": 0.0, "b": 1.0}, length=3
        )
        assert (last["a"].numpy(), last["b"].numpy()) == (3.0, 8.0)
        chosen = tf.cond(
            np.array(False), lambda x: {"a": x, "b": x * 10}, lambda x: {"b": x * 10, "a": x}, 2.0
        )
        assert (chosen["a"].numpy(), chosen["b"].numpy()) == (2.0, 20.0)

    @pytest.mark.parametrize("derivative", [tf.grad, tf.value_and_grad, tf.jacobian, tf.hessian])
    def test_several_results_are_refused(self, derivative: Callable[[Any], Any]) -> None:
        for argument in (2.0, tf.constant(2.0)):
            with pytest.raises(TypeError, match="gives one array; this gives a tuple"):
                derivative(lambda x: (x**2, x**5))(argument)

    def test_arguments_are_counted_from_the_last(self) -> None:
        assert tf.grad(lambda x, y: x * y**2, argnums=-1)(2.0, 3.0) == 12.0


@pytest.mark.parametrize(
    "both",
    [
        lambda x: np.stack([x, x], 1),
        lambda x: np.concatenate([x, x], 1),
        lambda x: np.concatenate(x),
        lambda x: np.einsum("ij,kj->ik", x, x),
        lambda x: np.cumsum(x),
        lambda x: np.cumsum(x, axis=1),
        lambda x: np.cumprod(x),
        lambda x: np.take(x, [1, 3]),
        lambda x: np.take(x, [1], axis=1),
        lambda x: np.split(x, [1, 2], axis=1)[1],
        lambda x: np.split(x, 3, axis=1)[2],
        lambda x: np.linalg.svd(x, full_matrices=False)[1],
        lambda x: np.ravel(x) * np.size(x) + np.ndim(x) + np.shape(x)[0],
        lambda x: x[np.array([[True, False, True], [False, False, True]])],
        lambda x: x[:, [True, False, True]],
        lambda x: x[[]],
        lambda x: x[np.int64(1) :, None, ..., -1],
        lambda x: (x == 1.0) * 1.0 + (x != 2.0),
    ],
)
def test_numpys_names_mean_what_numpy_means(both: Callable[[Any], Any]) -> None:
    np.testing.assert_allclose(both(tf.constant(ARRAY)).numpy(), both(ARRAY), rtol=1e-14)


@pytest.mark.parametrize(
    "call",
    [
        lambda x: np.gradient(x),
        lambda x: np.linalg.cond(x),
        lambda x: np.linalg.svd(x),
        lambda x: np.heaviside(x, 0.5),
        lambda x: np.divmod(x, 2.0),
        lambda x: x[1.7],
        lambda x: x[True],
        lambda x: tf.split(x, num_or_size_splits=2),
    ],
)
def test_what_has_another_meaning_is_refused(call: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        call(tf.constant(ARRAY))


def test_an_optimizer_forgets_no_variable_and_takes_no_other_for_it() -> None:
    optimizer = tf.optimizers.SGD(0.1, momentum=0.9)
    for _ in range(4):
        w = tf.Variable(np.zeros(1))
        optimizer.apply_gradients([(np.ones(1), w)])
        assert w.numpy().tolist() == [-0.1]
        del w


def test_steps_without_variables_do_not_grow() -> None:
    w, sent = tf.constant(np.zeros(3)), []
    client = tf.client()
    before = client.post
    client.post = lambda path, document: (
        sent.append(len(document["graph"]["nodes"])) or before(path, document)
    )  # type: ignore[func-returns-value,method-assign,return-value]
    for _ in range(6):
        with tf.GradientTape() as tape:
            tape.watch(w)
            loss = tf.reduce_sum((w - 1.0) ** 2)
        w = w - 0.1 * tape.gradient(loss, w)
        w.numpy()
    assert sent[-1] == sent[1]


class TestErrors:
    def test_they_travel_between_processes(self) -> None:
        with pytest.raises(tf.WengertError) as raised:
            tf.client().gradient(program="loss = sqare(w)", parameters={"w": 1.0})
        again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301
        assert type(again) is type(raised.value)
        assert (str(again), again.faults, again.status) == (
            str(raised.value),
            raised.value.faults,
            raised.value.status,
        )

    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(200, text="<html>", headers={"content-type": "text/html"}),
            httpx.Response(422, text="{", headers={"content-type": "application/problem+json"}),
            httpx.Response(422, json={"errors": None}, headers={"content-type": "application/problem+json"}),
        ],
    )
    def test_what_is_no_answer_is_an_error_of_ours(self, answer: httpx.Response) -> None:
        fake = httpx.MockTransport(lambda _: answer)
        with tf.Client("http://a", transport=fake) as client, pytest.raises(tf.WengertError):
            client.gradient(program="loss = w", parameters={"w": 1.0})

    def test_what_took_too_long_is_not_asked_again(self) -> None:
        asked = []

        def never(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            raise httpx.ReadTimeout("too long")

        client = tf.Client("http://a", timeout=0.5, transport=httpx.MockTransport(never))
        with client, pytest.raises(errors.TimedOut, match=r"within 0\.5 s"):
            client.gradient(program="loss = w", parameters={"w": 1.0})
        assert len(asked) == 1

    def test_an_address_has_a_scheme(self) -> None:
        with pytest.raises(ValueError, match="an address like"):
            tf.Client("localhost:8000")
