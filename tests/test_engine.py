"""The engine: what is recorded, what is differentiated, what runs, and what it takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine import Deadline, Plan, Tape, Value, gradient, ops, run
from app.errors import DeadlineExceeded, OperationError
from tests.gradcheck import OVERHEAD, measured_peak

Array = NDArray[Any]


def known(values: Sequence[Value | None]) -> list[Value]:
    """The values, none of which is missing."""
    assert all(v is not None for v in values)
    return [v for v in values if v is not None]


def computed(values: Sequence[Value | None], inputs: Mapping[Value, Any]) -> list[Array]:
    return run(Plan(known(values)), {v: np.asarray(a, v.dtype) for v, a in inputs.items()})


def names(values: Sequence[Value]) -> list[str]:
    """The operations that a plan for these values carries out."""
    return [step.instruction.op.name for step in Plan(values).steps]


class TestRecording:
    def test_equal_expressions_are_one_value(self) -> None:
        tape = Tape()
        x, y = tape.input((3,)), tape.input((3,))
        assert ops.sin(x * y) is ops.sin(x * y)
        assert x * 2 is x * 2.0
        assert ops.sum(x, axis=0) is ops.sum(x, axis=0, keepdims=False)
        assert ops.unstack(x)[1] is ops.unstack(x)[1]

    def test_different_expressions_are_different_values(self) -> None:
        tape = Tape()
        x = tape.input((2, 2))
        assert x - 1 is not 1 - x
        assert ops.sum(x, axis=0) is not ops.sum(x, axis=1)
        assert ops.full_like(x, value=0.0) is not ops.full_like(x, value=-0.0)
        assert tape.constant(1) is not tape.constant(1.0)
        assert tape.constant(1.0) is not tape.constant(True)
        assert tape.input((2,)) is not tape.input((2,))

    def test_constants_fold(self) -> None:
        tape = Tape()
        a = ops.sqrt(tape.constant([4.0, 9.0])) + 1
        assert tape.instructions == []
        np.testing.assert_array_equal(a.constant, [3, 4])
        x = tape.input((2,))
        assert names([x * a]) == ["multiply"]

    def test_large_constants_are_left_to_the_run(self) -> None:
        tape = Tape()
        huge = ops.broadcast_to(tape.constant(1.0), shape=(10**9,))
        assert huge.constant is None
        assert ops.exp(huge).constant is None

    def test_neutral_elements_vanish(self) -> None:
        tape = Tape()
        x = tape.input((3,))
        assert x * 1 is x
        assert x / 1 is x
        assert x**1 is x
        assert names([x**2]) == ["square"]
        large = tape.input((2000,))
        assert ops.ones_like(large) * large is large

    def test_watched_value_has_its_own_identity(self) -> None:
        tape = Tape()
        x = tape.input((2,))
        a = tape.watch(x * x)
        b = x * x
        assert a is not b
        [by_a, by_x] = gradient([a + b], [a, x])
        found = computed([by_a, by_x], {x: [3.0, 4.0]})
        np.testing.assert_array_equal(found, [[1, 1], [12, 16]])

    def test_two_watches_of_one_value_are_two_values(self) -> None:
        tape = Tape()
        x = tape.input((2,))
        a, b = tape.watch(x), tape.watch(x)
        found = computed(gradient([a * b * b], [a, b, x]), {x: [3.0, 4.0]})
        np.testing.assert_array_equal(found, [[9, 16], [18, 32], [27, 48]])

    def test_values_of_two_tapes_do_not_mix(self) -> None:
        x, y = Tape().input((2,)), Tape().input((2,))
        with pytest.raises(ValueError, match="another tape"):
            x + y

    def test_a_value_has_no_truth(self) -> None:
        with pytest.raises(TypeError, match="where"):
            bool(Tape().input(()) > 0)

    def test_literals_take_the_dtype_they_meet(self) -> None:
        tape = Tape(np.dtype("float32"))
        x = tape.input((2,))
        assert x.dtype == np.float32
        assert (x * 2.5).dtype == np.float32
        assert (tape.input((2,), "int32") * 2).dtype == np.int32
        assert (tape.input((2,), "int32") * 2.5).dtype == np.float64


class TestGradient:
    def test_intermediate_value(self) -> None:
        tape = Tape()
        x = tape.input((3,))
        y = ops.sin(x)
        [by_y] = gradient([ops.sum(y * y)], [y])
        points = np.array([0.1, 0.2, 0.3])
        np.testing.assert_allclose(computed([by_y], {x: points}), [2 * np.sin(points)], rtol=1e-15)

    def test_a_source_computed_from_another_does_not_cut(self) -> None:
        tape = Tape()
        x = tape.input(())
        y = x * x
        found = computed(gradient([y * x], [x, y]), {x: 3.0})
        assert found == [27, 3]

    def test_a_source_that_is_the_target(self) -> None:
        tape = Tape()
        x = tape.input((2,))
        np.testing.assert_array_equal(computed(gradient([x], [x]), {}), [[1, 1]])

    def test_unconnected(self) -> None:
        tape = Tape()
        x, y = tape.input(()), tape.input(())
        z = x + y
        assert gradient([x * 2], [y]) == [None]
        assert gradient([x], [z]) == [None]
        assert gradient([], [x]) == [None]
        assert gradient([tape.constant(1.0)], [x]) == [None]

    def test_product_with_zero_is_a_path(self) -> None:
        tape = Tape()
        x = tape.input((2,))
        found = computed(gradient([x * 0], [x]), {x: [1.0, 2.0]})
        np.testing.assert_array_equal(found, [[0, 0]])

    @pytest.mark.parametrize(
        "function",
        [
            ops.stop_gradient,
            ops.argmax,
            lambda x: x > 0,
            lambda x: ops.equal(x, x),
            lambda x: ops.astype(x, dtype="int64"),
            lambda x: ops.astype(ops.astype(x, dtype="int64"), dtype="float64"),
            ops.zeros_like,
        ],
        ids=["stop_gradient", "argmax", "greater", "equal", "to int", "to int and back", "zeros_like"],
    )
    def test_cut(self, function: Callable[[Value], Value]) -> None:
        tape = Tape()
        x = tape.input((3,))
        cut = function(x)
        assert gradient([cut], [x]) == [None]
        found = computed(gradient([ops.sum(cut * x)], [x]), {x: [1.0, 2.0, -3.0]})
        np.testing.assert_array_equal(
            found[0], np.broadcast_to(computed([cut], {x: [1.0, 2.0, -3.0]})[0], (3,))
        )

    def test_integers_have_no_gradient(self) -> None:
        tape = Tape()
        n = tape.input((3,), "int64")
        assert gradient([n * 2.5], [n]) == [None]

    def test_conversion_between_floating_dtypes_passes(self) -> None:
        tape = Tape()
        x = tape.input((2,), "float32")
        [g] = known(gradient([ops.astype(x, dtype="float64") * 3], [x]))
        assert g.dtype == np.float32
        np.testing.assert_array_equal(computed([g], {x: [1.0, 2.0]}), [[3, 3]])

    def test_several_targets_are_summed(self) -> None:
        tape = Tape()
        x = tape.input((2,))
        found = computed(gradient([x * x, 3 * x, ops.sum(x), x * x], [x]), {x: [1.0, 2.0]})
        np.testing.assert_array_equal(found, [[8, 12]])

    def test_cotangents(self) -> None:
        tape = Tape()
        x, u = tape.input((2,)), tape.input((2,))
        whole = gradient([x * x, 3 * x], [x], [u, None])
        np.testing.assert_array_equal(computed(whole, {x: [1.0, 2.0], u: [10.0, 0.5]}), [[23, 5]])

    def test_third_derivatives(self) -> None:
        tape = Tape()
        x = tape.input((3,))
        value = x**4 + ops.exp(2 * x)
        for _ in range(3):
            [value] = known(gradient([value], [x]))
        points = np.array([0.3, -1.2, 2.0])
        np.testing.assert_allclose(
            computed([value], {x: points}), [24 * points + 8 * np.exp(2 * points)], rtol=1e-14
        )

    def test_mixed_third_derivative(self) -> None:
        tape = Tape()
        x, y = tape.input(()), tape.input(())
        value: Value = ops.sin(x * y)
        for source in (x, y, x):
            [value] = known(gradient([value], [source]))
        a, b = 0.7, -1.3
        expected = -2 * b * math.sin(a * b) - a * b**2 * math.cos(a * b)
        np.testing.assert_allclose(computed([value], {x: a, y: b}), [expected], rtol=1e-14)

    def test_a_value_broadcast_on_the_way(self) -> None:
        tape = Tape()
        x, y = tape.input((3, 1)), tape.input((2,))
        by_x, by_y = gradient([x * y], [x, y])
        found = computed([by_x, by_y], {x: [[1.0], [2.0], [3.0]], y: [10.0, 20.0]})
        np.testing.assert_array_equal(found[0], [[30], [30], [30]])
        np.testing.assert_array_equal(found[1], [6, 6])

    def test_the_forward_pass_is_not_recorded_again(self) -> None:
        tape = Tape()
        x = tape.input((2000,))
        y = ops.exp(x)
        assert names(known([y, *gradient([y], [x])])) == ["exp"]

    def test_results_without_a_cotangent(self) -> None:
        tape = Tape()
        x = tape.input((3, 2))
        first = ops.split(x, sections=3)[0]
        found = computed(gradient([first * 2], [x]), {x: np.ones((3, 2))})
        np.testing.assert_array_equal(found, [[[2, 2], [0, 0], [0, 0]]])


class TestRun:
    def test_dead_code_is_not_run(self) -> None:
        tape = Tape()
        x, unused = tape.input((2,)), tape.input((2,))
        ops.take(x, np.array([7]))
        ops.exp(unused)
        plan = Plan([x + 1])
        assert [step.instruction.op.name for step in plan.steps] == ["add"]
        assert plan.inputs == [x]
        np.testing.assert_array_equal(run(plan, {x: np.zeros(2)}), [[1, 1]])

    def test_outputs_may_be_inputs_constants_and_repeated(self) -> None:
        tape = Tape()
        x = tape.input(())
        one = tape.constant(1.0)
        y = x + one
        assert computed([x, one, y, y], {x: 2.0}) == [2, 1, 3, 3]

    def test_deadline(self) -> None:
        tape = Tape()
        x = tape.input(())
        plan = Plan([ops.exp(x)])
        with pytest.raises(DeadlineExceeded, match="deadline"):
            run(plan, {x: np.float64(0)}, Deadline(-1))
        assert run(plan, {x: np.float64(0)}, Deadline(math.inf)) == [1]

    def test_deadline_between_instructions(self) -> None:
        tape = Tape()
        x = tape.input(())
        value = x
        for _ in range(10):
            value = ops.sin(value)
        carried_out: list[str] = []
        deadline = Deadline(math.inf)

        def observe(instruction: Any, _: Any, __: Any) -> None:
            carried_out.append(instruction.op.name)
            if len(carried_out) == 3:
                deadline.at = -math.inf

        with pytest.raises(DeadlineExceeded):
            run(Plan([value]), {x: np.float64(1)}, deadline, observe)
        assert carried_out == ["sin"] * 3

    def test_errors_of_values_carry_their_origin(self) -> None:
        tape = Tape()
        x, i = tape.input((3,)), tape.input((2,), "int64")
        tape.origin = "before"
        doubled = x * 2
        tape.origin = "the node at fault"
        taken = ops.take(doubled, i)
        tape.origin = "after"
        plan = Plan([taken + 1])
        with pytest.raises(OperationError, match="index 3 at position") as caught:
            run(plan, {x: np.zeros(3), i: np.array([0, 3])})
        assert caught.value.origin == "the node at fault"
        assert caught.value.operand == 1
        np.testing.assert_array_equal(run(plan, {x: np.ones(3), i: np.array([0, -1])}), [[3, 3]])

    def test_adjoints_have_the_origin_of_what_they_belong_to(self) -> None:
        tape = Tape()
        x = tape.input((3,))
        tape.origin = "a"
        y = ops.sin(x)
        tape.origin = "b"
        z = ops.exp(y)
        tape.origin = "c"
        count = len(tape.instructions)
        gradient([z], [x])
        assert tape.origin == "c"
        assert {i.origin for i in tape.instructions[count:]} <= {"a", "b"}
        assert "a" in {i.origin for i in tape.instructions[count:]}

    def test_no_warning_leaves_a_run(self) -> None:
        tape = Tape()
        x = tape.input((2,))
        [value, slope] = computed([1 / x, *gradient([1 / x], [x])], {x: [0.0, 1e-320]})
        assert np.isinf(value).all()
        assert np.isinf(slope).all()

    def test_inputs_are_not_written_to(self) -> None:
        tape = Tape()
        x = tape.input((4,))
        part = ops.at_set(x, 5.0, key=(0,))
        added = ops.at_add(ops.reshape(x, shape=(2, 2)), 1.0, key=(1,))
        given = np.arange(4.0)
        given.flags.writeable = False
        run(Plan([part, added, *known(gradient([ops.sum(part * part)], [x]))]), {x: given})
        np.testing.assert_array_equal(given, np.arange(4))

    def test_a_plan_runs_many_times_and_in_threads_at_once(self) -> None:
        tape = Tape()
        x, w = tape.input((64, 32)), tape.input((32, 16))
        loss = ops.sum(ops.logsumexp(ops.tanh(x @ w), axis=1))
        plan = Plan([loss, *known(gradient([loss], [x, w]))])
        random = np.random.default_rng(0)
        batches = [{x: random.normal(size=(64, 32)), w: random.normal(size=(32, 16))} for _ in range(8)]
        alone = [run(plan, inputs) for inputs in batches]
        barrier = Barrier(2)

        def work(order: Sequence[int]) -> dict[int, list[Array]]:
            barrier.wait()
            return {i: run(plan, batches[i]) for i in order}

        with ThreadPoolExecutor(2) as pool:
            both = list(pool.map(work, [range(8), range(7, -1, -1)]))
        for results in both:
            for i, arrays in results.items():
                for found, expected in zip(arrays, alone[i], strict=True):
                    np.testing.assert_array_equal(found, expected)


def network(tape: Tape) -> list[Value]:
    x, labels = tape.input((256, 100)), tape.input((256,), "int64")
    weights = [tape.input((100, 300)), tape.input((300, 200)), tape.input((200, 10))]
    hidden: Value = x
    for weight in weights[:-1]:
        hidden = ops.relu(hidden @ weight)
    loss = ops.softmax_cross_entropy(hidden @ weights[-1], labels)
    return [loss, *known(gradient([loss], weights))]


def chain(tape: Tape) -> list[Value]:
    x = tape.input((300, 400))
    value: Value = x
    for _ in range(6):
        value = ops.tanh(value * 1.5 + x)
    loss = ops.mean(value)
    return [loss, *known(gradient([loss], [x]))]


def statistics(tape: Tape) -> list[Value]:
    x = tape.input((300, 400))
    scaled = (x - ops.mean(x, axis=0)) / (ops.std(x) + 1e-3)
    loss = ops.sum(ops.square(ops.var(scaled, axis=1)))
    return [loss, *known(gradient([loss], [x]))]


def views(tape: Tape) -> list[Value]:
    x = tape.input((400, 300))
    turned = ops.permute_dims(x)
    parts = ops.split(turned, sections=3, axis=0)
    loss = ops.sum(parts[0] * parts[1] + ops.flip(parts[2], axis=1))
    return [loss, *known(gradient([loss], [x]))]


def lookup(tape: Tape) -> list[Value]:
    table, indices = tape.input((2000, 64)), tape.input((3000,), "int64")
    rows = ops.take(table, indices)
    loss = ops.sum(ops.logsumexp(rows, axis=1))
    return [loss, *known(gradient([loss], [table]))]


def sums(tape: Tape) -> list[Value]:
    x = tape.input((200, 300))
    total = ops.cumulative_sum(x, axis=0) * ops.softmax(x, axis=1) + ops.log_softmax(x, axis=0)
    loss = ops.prod(ops.max(total, axis=1))
    return [loss, *known(gradient([loss], [x]))]


def convolved(tape: Tape) -> list[Value]:
    x, kernel = tape.input((8, 4, 40, 40)), tape.input((8, 4, 3, 3))
    loss = ops.sum(ops.max_pool(ops.relu(ops.conv(x, kernel)), window=2))
    return [loss, *known(gradient([loss], [x, kernel]))]


def second_order(tape: Tape) -> list[Value]:
    x = tape.input((300, 400))
    [first] = known(gradient([ops.sum(ops.sin(x) * ops.exp(x))], [x]))
    return known(gradient([ops.sum(first * first)], [x]))


@pytest.mark.parametrize(
    "graph",
    [network, chain, statistics, views, lookup, sums, convolved, second_order],
    ids=lambda g: g.__name__,
)
def test_estimate_of_memory(graph: Callable[[Tape], list[Value]]) -> None:
    """Never below what a run takes, and at most about twice that."""
    plan = Plan(graph(Tape()))
    random = np.random.default_rng(0)
    inputs = {
        v: random.normal(size=v.shape) if v.dtype.kind == "f" else random.integers(0, 10, v.shape)
        for v in plan.inputs
    }
    peak = measured_peak(plan, inputs)
    assert peak <= plan.estimate.peak_bytes + OVERHEAD
    assert plan.estimate.peak_bytes <= 2.2 * peak


def test_estimate_of_work() -> None:
    tape = Tape()
    x, w = tape.input((50, 40)), tape.input((40, 30))
    product = x @ w
    estimate = Plan([ops.exp(product)]).estimate
    assert estimate.operations == 2
    assert estimate.flops == 2 * 50 * 40 * 30 + 20 * 50 * 30
    assert estimate.costliest is product.producer
    assert Plan([x]).estimate.operations == 0
