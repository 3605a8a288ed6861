"""Loops, branches, functions over axes, and derivatives inside what is traced."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import wengert as tf

ROWS = np.arange(6.0).reshape(3, 2)


def cubes(row: Any) -> Any:
    return np.sum(row**3)


class TestTracing:
    def test_values_that_were_looked_at_are_not_fixed(self) -> None:
        def mean_square(x: Any) -> Any:
            y = x * 2
            return np.sum(y * y) / y.shape[0]

        slope = tf.grad(mean_square)
        np.testing.assert_allclose(slope(np.array([1.0, 2.0])), [4.0, 8.0])
        np.testing.assert_allclose(slope(np.array([5.0, 2.0])), [20.0, 8.0])

    def test_derivatives_nest(self) -> None:
        assert tf.grad(tf.grad(lambda x: x**3))(2.0) == 12.0
        assert tf.grad(lambda x: tf.grad(lambda y: x * y**2)(x) * x)(3.0) == 54.0
        norm = tf.grad(lambda x: np.sum(tf.jacobian(lambda y: y**2)(x) ** 2))
        np.testing.assert_allclose(norm(np.array([1.0, 2.0])), [8.0, 16.0])
        x, v = np.array([1.0, 2.0]), np.array([1.0, -1.0])
        np.testing.assert_allclose(tf.grad(lambda x: np.sum(tf.hvp(cubes)(x, v)))(x), 6 * v)
        np.testing.assert_allclose(tf.grad(lambda x: np.sum(tf.hessian(cubes)(x)))(x), [6.0, 6.0])
        along = tf.grad(lambda x: tf.jvp(cubes, [x], [v])[1])
        np.testing.assert_allclose(along(x), 6 * x * v)
        back = tf.grad(lambda x: np.sum(tf.vjp(cubes, x)[1](2.0)[0]))
        np.testing.assert_allclose(back(x), 12 * x)

    def test_a_function_under_a_tape_is_recorded(self) -> None:
        x = tf.Variable([1.0, 2.0])
        with tf.GradientTape() as tape:
            y = tf.function(cubes)(x) * 2
        np.testing.assert_allclose(tape.gradient(y, x).numpy(), [6.0, 24.0])

    def test_what_a_function_brought_along_is_as_it_was(self) -> None:
        scale = np.array([1.0, 2.0])
        remote = tf.function(lambda x: np.sum(x * scale))
        assert remote(np.ones(2)) == 3.0
        scale[:] = 0
        assert remote(np.ones(2)) == 3.0

    def test_a_tape_stops_only_its_own_derivative(self) -> None:
        x, w = tf.Variable(3.0), tf.Variable(2.0)
        with tf.GradientTape() as outer:
            a = x * x * w
            with tf.GradientTape() as inner:
                y = a * w * w
            slope = inner.gradient(y, w)
        assert slope.numpy() == 2 * 18.0 * 2
        assert outer.gradient(slope, x).numpy() == 2 * 2 * 2 * 3.0 * 2

    def test_nothing_is_left_of_a_structure_that_is_none(self) -> None:
        assert tf.function(lambda x: (x, None))(2.0)[1] is None


class TestVmap:
    def test_axes(self) -> None:
        total = tf.vmap(lambda row: np.sum(row**2))
        np.testing.assert_array_equal(total(ROWS), np.sum(ROWS**2, 1))
        for axis in (1, -1):
            np.testing.assert_array_equal(tf.vmap(np.sum, axis)(ROWS), np.sum(ROWS, 0))
        outer = tf.vmap(tf.vmap(lambda a, b: a * b, (None, 0)), (0, None))
        np.testing.assert_array_equal(outer(ROWS[0], ROWS[:, 1]), np.outer(ROWS[0], ROWS[:, 1]))
        both = tf.vmap(lambda row: (row, row * 2), out_axes=(1, 0))(ROWS)
        np.testing.assert_array_equal(both[0], ROWS.T)
        np.testing.assert_array_equal(both[1], 2 * ROWS)
        np.testing.assert_array_equal(tf.vmap(lambda row: row, out_axes=1)(ROWS), ROWS.T)

    def test_structures(self) -> None:
        found = tf.vmap(lambda w, x: {"y": w["a"] @ x, "b": w["b"]}, (None, 0))(
            {"a": np.array([1.0, -1.0]), "b": 2.0}, ROWS
        )
        np.testing.assert_array_equal(found["y"], [-1.0, -1.0, -1.0])
        np.testing.assert_array_equal(found["b"], [2.0, 2.0, 2.0])

    def test_it_composes_with_derivatives(self) -> None:
        expected = 3 * ROWS**2
        np.testing.assert_allclose(tf.vmap(tf.grad(cubes))(ROWS), expected)
        np.testing.assert_allclose(tf.grad(lambda x: np.sum(tf.vmap(cubes)(x)))(ROWS), expected)
        value, slope = tf.vmap(tf.value_and_grad(cubes))(ROWS)
        np.testing.assert_allclose(value, np.sum(ROWS**3, 1))
        np.testing.assert_allclose(slope, expected)
        np.testing.assert_allclose(tf.vmap(tf.hessian(cubes))(ROWS), [np.diag(6 * row) for row in ROWS])
        np.testing.assert_allclose(
            tf.vmap(tf.jacobian(lambda row: row**2))(ROWS), [np.diag(2 * row) for row in ROWS]
        )
        whole = tf.jacobian(tf.vmap(cubes))(ROWS)
        np.testing.assert_allclose([whole[i, i] for i in range(3)], expected)
        tf.check_grads(tf.vmap(lambda row: np.tanh(row) * row[0]), ROWS)

    def test_what_stands_around_it_is_differentiated(self) -> None:
        slope = tf.grad(lambda w: np.sum(tf.vmap(lambda row: np.tanh(row @ w))(ROWS)))(np.array([0.1, 0.2]))
        np.testing.assert_allclose(slope, (1 / np.cosh(ROWS @ [0.1, 0.2]) ** 2) @ ROWS)
        w = tf.Variable([0.1, 0.2])
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.vmap(lambda row: np.tanh(row @ w))(tf.constant(ROWS)))
        np.testing.assert_allclose(tape.gradient(loss, w).numpy(), slope)

    def test_arguments_that_do_not_suit(self) -> None:
        for axes in ((0, 0), None, (None,)):
            with pytest.raises(ValueError, match="in_axes"):
                tf.vmap(cubes, axes)(ROWS)


def recurrence(w: Any, xs: Any) -> Any:
    def step(h: Any, x: Any) -> Any:
        h = np.tanh(w * h + x)
        return h, {"h": h, "square": h**2}

    last, seen = tf.scan(step, 0.0, xs)
    return last + np.sum(seen["square"])


class TestScan:
    def test_it_is_a_loop(self) -> None:
        xs, h, expected = np.array([1.0, -2.0, 0.5]), 0.0, 0.0
        for x in xs:
            h = np.tanh(0.5 * h + x)
            expected += h**2
        assert tf.function(recurrence)(0.5, xs) == pytest.approx(h + expected)

    def test_derivatives(self) -> None:
        xs = np.array([1.0, -2.0, 0.5])
        report = tf.check_grads(recurrence, 0.5, xs)
        assert set(report["sources"]) == {"a0", "a1"}
        tf.check_grads(tf.grad(recurrence), 0.5, xs)
        batch = tf.vmap(tf.grad(recurrence, (0, 1)), (None, 0))(0.5, np.stack([xs, -xs]))
        assert batch[0].shape == (2,)
        assert batch[1].shape == (2, 3)

    def test_variables_under_a_tape(self) -> None:
        w = tf.Variable(0.5)
        with tf.GradientTape() as tape:
            loss = recurrence(w, np.array([1.0, -2.0, 0.5]))
        expected = tf.grad(recurrence)(0.5, np.array([1.0, -2.0, 0.5]))
        assert tape.gradient(loss, w).numpy() == pytest.approx(expected)

    def test_structures_and_directions(self) -> None:
        carry, ys = tf.scan(
            lambda c, x: ({"n": c["n"] + 1, "s": c["s"] * 0.5 + x["a"]}, c["s"]),
            {"n": 0.0, "s": np.zeros(2)},
            {"a": ROWS},
            reverse=True,
        )
        assert carry["n"].numpy() == 3.0
        np.testing.assert_allclose(carry["s"].numpy(), ROWS[0] + ROWS[1] / 2 + ROWS[2] / 4)
        np.testing.assert_allclose(ys.numpy()[2], [0.0, 0.0])
        powers, none = tf.scan(lambda c, _: (c * 2, None), 1.0, length=5)
        assert powers.numpy() == 32.0
        assert none is None

    def test_shapes_may_be_looked_at(self) -> None:
        last, _ = tf.scan(lambda c, x: (c + np.sum(x * 2) / x.shape[0], None), 0.0, ROWS)
        assert last.numpy() == pytest.approx(np.sum(ROWS))

    def test_loops_in_loops(self) -> None:
        def rows(c: Any, row: Any) -> Any:
            inner, _ = tf.scan(lambda d, x: (d * 0.5 + x * c, None), c, row)
            return inner, None

        def local(matrix: Any) -> float:
            c = 1.0
            for row in matrix:
                d = c
                for x in row:
                    d = d * 0.5 + x * c
                c = d
            return c

        remote = tf.function(lambda matrix: tf.scan(rows, 1.0, matrix)[0])
        assert remote(ROWS) == pytest.approx(local(ROWS))
        tf.check_grads(remote, ROWS)

    def test_derivatives_of_the_slices(self) -> None:
        _, found = tf.scan(lambda c, x: (c, tf.grad(lambda z: z**2 * c)(x)), 3.0, np.array([1.0, 2.0]))
        np.testing.assert_allclose(found.numpy(), [6.0, 12.0])

    def test_tapes_inside_and_outside(self) -> None:
        def step(c: Any, x: Any) -> Any:
            with tf.GradientTape() as inner:
                inner.watch(x)
                y = x**3 * c
            return c, inner.gradient(y, x)

        w = tf.Variable(2.0)
        with tf.GradientTape() as tape:
            _, slopes = tf.scan(step, w, np.array([1.0, 2.0]))
            loss = tf.reduce_sum(slopes)
        np.testing.assert_allclose(slopes.numpy(), [6.0, 24.0])
        assert tape.gradient(loss, w).numpy() == 15.0

    def test_what_a_tape_has_not_noted_stands_still(self) -> None:
        w = tf.Variable(2.0)
        with tf.GradientTape() as tape:
            with tape.stop_recording():
                k = w * w
            last, _ = tf.scan(lambda h, x: (h * w + k * x, None), 0.0, np.array([1.0, 2.0]))
        assert tape.gradient(last, w).numpy() == 4.0

    def test_carries_that_differ(self) -> None:
        with pytest.raises(ValueError, match="the next carry and a y"):
            tf.scan(lambda c, x: c + x, 0.0, ROWS)
        with pytest.raises(ValueError, match="structures differ: an array and a tuple of 2"):
            tf.scan(lambda c, x: ((c, x), None), 0.0, ROWS)


class TestBranches:
    @pytest.mark.parametrize(("x", "slope"), [(2.0, 0.5), (-2.0, 1.0)])
    def test_only_one_is_taken(self, x: float, slope: float) -> None:
        with_operand = tf.grad(lambda x: tf.cond(x > 0, np.log, lambda x: x - 1, x))
        closed = tf.grad(lambda x: tf.cond(x > 0, lambda: np.log(x), lambda: x - 1))
        assert with_operand(x) == slope
        assert closed(x) == slope

    def test_structures(self) -> None:
        found = tf.cond(tf.constant(False), lambda p: {"a": p["x"]}, lambda p: {"a": p["x"] * 2}, {"x": ROWS})
        np.testing.assert_array_equal(found["a"].numpy(), 2 * ROWS)
        with pytest.raises(ValueError, match="structures differ: an array and a tuple of 2"):
            tf.cond(True, lambda x: x, lambda x: (x, x), 1.0)

    def test_slices_choose_for_themselves(self) -> None:
        found = tf.vmap(lambda x: tf.cond(x > 0, lambda x: x, lambda x: -2 * x, x))(np.array([1.0, -1.0]))
        np.testing.assert_array_equal(found, [1.0, 2.0])

    def test_a_loop_that_ends_by_itself(self) -> None:
        def root(a: Any) -> Any:
            return tf.while_loop(lambda x: np.abs(x**2 - a) > 1e-12, lambda x: (x + a / x) / 2, 1.0)

        value, slope = tf.value_and_grad(root)(2.0)
        assert value == pytest.approx(np.sqrt(2))
        assert slope == pytest.approx(0.5 / np.sqrt(2))
        assert tf.while_loop(lambda x: x < 1e9, lambda x: x * 2, 1.0, max_iterations=3).numpy() == 8.0


class TestChecking:
    def test_a_wrong_gradient_is_named(self) -> None:
        def wrong(x: Any, weights: Any) -> Any:
            return np.sum(tf.stop_gradient(x) * x * weights["a"])

        with pytest.raises(
            tf.WrongGradient, match=r"wrong: the gradient with respect to a0 at \[1\] is 4, "
        ) as caught:
            tf.check_grads(wrong, np.array([1.0, 2.0]), {"a": 2.0})
        assert "differences say 8" in str(caught.value)
        assert "2 of 2" not in str(caught.value)
        assert caught.value.report["sources"]["a1.a"]["passed"]

    def test_tolerances_and_arguments(self) -> None:
        def slightly(x: Any) -> Any:
            return np.sum(x**2 + 1e-4 * tf.stop_gradient(x))

        with pytest.raises(AssertionError):
            tf.check_grads(slightly, np.array([1.0, 2.0]))
        assert tf.check_grads(slightly, np.array([1.0, 2.0]), rtol=1e-3)["passed"]
        report = tf.check_grads(lambda x, y: x[0] * y, np.array([1.0]), 2.0, argnums=1)
        assert set(report["sources"]) == {"a1"}
        report = tf.check_grads(lambda x, i: x[i] * 2, np.array([1.0, 2.0]), np.array([1]))
        assert set(report["sources"]) == {"a0"}
