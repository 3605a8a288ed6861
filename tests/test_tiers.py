"""Every way of carrying out a plan gives the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Deadline, Plan, Tape, Tiers, Value, gradient, ops, run, text
from app.engine.generate import straight
from app.engine.groups import LEAST, TILE, Group
from app.errors import DeadlineExceeded
from app.graph.inquiry import Limits
from app.graph.questions import gradients
from app.graph.requests import GradientRequest
from tests.gradcheck import Case, Recording, cases

STEP_BY_STEP = Tiers(generate=False)
WRITTEN_OUT = Tiers(tiles=False, interpreted_runs=0)
FASTEST = Tiers(interpreted_runs=0)
TOGETHER = Tiers(interpreted_runs=0, threads=2)
Array = np.ndarray[Any, Any]


def answers(plan: Plan, feeds: dict[Value, Any], *several: Tiers) -> list[list[Array]]:
    return [run(plan, feeds, tiers=tiers) for tiers in several]


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_operations(case: Case) -> None:
    """The same bits, of results and of gradients; on Python's numbers the last digit may be another."""
    recording = Recording(case)
    feeds = dict(zip(recording.inputs, case.arrays, strict=True))
    slopes = gradient(recording.floating, recording.sources)
    outputs = [*recording.floating, *(s for s in slopes if s is not None)]
    if not outputs:
        return
    plan = Plan(outputs)
    expected, found = answers(plan, feeds, STEP_BY_STEP, WRITTEN_OUT)
    if not plan.on_numbers:
        for a, b in zip(expected, found, strict=True):
            np.testing.assert_array_equal(a, b)
    for a, b in zip(expected, found, strict=True):
        assert (a.dtype, a.shape) == (b.dtype, b.shape)
        np.testing.assert_allclose(a, b, rtol=1e-13, atol=0)


def large(*shape: int, seed: int = 0, dtype: str = "float64") -> Array:
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


def flat(tape: Tape, x: Value, w: Value) -> list[Value]:
    u = ops.sin(x) * ops.exp(-ops.square(x)) + w * x
    loss = ops.mean(ops.tanh(u))
    return [loss, *(g for g in gradient([loss], [x, w]) if g is not None)]


def rows(tape: Tape, x: Value, w: Value) -> list[Value]:
    score = ops.sum(ops.tanh(x * w), axis=-1)
    loss = ops.sum(ops.softplus(score) + ops.logsumexp(x, axis=1))
    return [loss, *(g for g in gradient([loss], [x, w]) if g is not None)]


def several_groups(tape: Tape, x: Value, w: Value) -> list[Value]:
    centred = x - ops.mean(x)
    spread: Value = ops.sqrt(ops.mean(ops.square(centred)))
    return [spread, ops.sum(ops.exp(centred / spread)), ops.cumulative_sum(ops.tanh(centred) * w)]


def kept_values(tape: Tape, x: Value, w: Value) -> list[Value]:
    first = ops.exp(x)
    second = first * w + 1.0
    return [first, ops.log(second), ops.sum(second), ops.flip(first)]


LARGE: dict[str, tuple[Any, tuple[int, ...], tuple[int, ...]]] = {
    "one axis": (flat, (LEAST + 4321,), ()),
    "long rows": (flat, (3, LEAST // 2), ()),
    "short rows": (rows, (LEAST // 10 + 7, 11), (11,)),
    "rows with a column": (flat, (LEAST // 8, 9), ()),
    "groups after groups": (several_groups, (LEAST + 1,), ()),
    "results that others read": (kept_values, (LEAST + TILE // 2,), ()),
}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", LARGE)
def test_tiles(name: str, dtype: str) -> None:
    build, shape, weights = LARGE[name]
    tape = Tape(np.dtype(dtype))
    x, w = tape.input(shape), tape.input(weights)
    plan = Plan(build(tape, x, w))
    assert any(isinstance(entry, Group) for entry in plan.entries)
    feeds: dict[Value, Any] = {x: large(*shape, dtype=dtype), w: large(*weights, seed=1, dtype=dtype)}
    expected, plain, tiled, threaded = answers(plan, feeds, STEP_BY_STEP, WRITTEN_OUT, FASTEST, TOGETHER)
    tolerance = 1e-13 if dtype == "float64" else 1e-5
    for a, b, c, d in zip(expected, plain, tiled, threaded, strict=True):
        np.testing.assert_array_equal(a, b)
        assert (a.dtype, a.shape) == (c.dtype, c.shape)
        np.testing.assert_allclose(c, a, rtol=tolerance, atol=tolerance * float(np.abs(a).max()))
        np.testing.assert_array_equal(c, d, err_msg="the number of threads shows")


def test_tiles_end_at_the_deadline() -> None:
    tape = Tape()
    x = tape.input((2 * LEAST,))
    plan = Plan([ops.sum(ops.exp(ops.sin(x)))])
    for tiers in (FASTEST, TOGETHER):
        with pytest.raises(DeadlineExceeded):
            run(plan, {x: large(2 * LEAST)}, Deadline(0.0), tiers=tiers)


def test_inputs_need_not_lie_in_order() -> None:
    tape = Tape()
    x = tape.input((2, LEAST))
    plan = Plan(flat(tape, x, tape.constant(0.5)))
    turned = np.asfortranarray(large(2, LEAST))
    for a, b in zip(*answers(plan, {x: turned}, STEP_BY_STEP, FASTEST), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12)


def test_no_group_that_takes_more_memory() -> None:
    """Two arrays that are made one after the other are made at the same time in a group."""
    tape = Tape()
    x = tape.input((LEAST,))
    centred = x - ops.mean(x)
    plan = Plan([centred, ops.max(centred / 3.0), ops.max(ops.exp(centred))])
    assert not any(isinstance(entry, Group) for entry in plan.entries)


UNARY: Sequence[Any] = (ops.tanh, ops.sin, ops.exp, ops.negative, ops.square, ops.sigmoid)
BINARY: Sequence[Any] = (ops.add, ops.subtract, ops.multiply, ops.maximum)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12),
    st.sampled_from([(), (3,), (LEAST // 4, 5)]),
)
def test_random_graphs(choices: list[tuple[int, int, int]], shape: tuple[int, ...]) -> None:
    tape = Tape()
    inputs = [tape.input(shape), tape.input(shape[1:])]
    values = [*inputs]
    for number, first, second in choices:
        a, b = values[first % len(values)], values[second % len(values)]
        if number < len(UNARY):
            values.append(ops.tanh(UNARY[number](a)))
        else:
            values.append(BINARY[number % len(BINARY)](a, b))
    loss = ops.mean(values[-1]) + ops.sum(ops.mean(values[len(values) // 2], axis=None))
    slopes = gradient([loss], inputs)
    plan = Plan([loss, values[-1], *(s for s in slopes if s is not None)])
    feeds = {v: large(*v.shape, seed=i) for i, v in enumerate(inputs)}
    given_feeds = {v: feeds[v] for v in plan.inputs}
    expected, *others = answers(plan, given_feeds, STEP_BY_STEP, WRITTEN_OUT, FASTEST, TOGETHER)
    for other in others:
        for one, two in zip(expected, other, strict=True):
            scale = max(1.0, float(np.abs(one).max()))
            np.testing.assert_allclose(two, one, rtol=1e-12, atol=1e-13 * scale)


HOSTILE = [
    "__import__('os').abort()",
    "k1",
    "v1",
    "run",
    "execution",
    "check",
    "'''",
    "\n",
    "None",
    "i1 = 0",
    "λ",
]


@given(st.lists(st.sampled_from(HOSTILE), min_size=3, max_size=3, unique=True), st.text(min_size=1))
def test_nothing_of_a_document_gets_into_generated_code(names: list[str], doc: str) -> None:
    """What is compiled is the same whatever a document calls its values, and whatever texts it holds."""
    assert generated(names, doc) == generated(["a", "b", "c"], "")


def generated(names: list[str], doc: str) -> str:
    """The text that the plan of a document is written out as."""
    x, y, z = names
    nodes = [
        {"name": y, "op": "multiply", "inputs": [x, x]},
        {"name": z, "op": "einsum", "inputs": [y, x], "subscripts": "i,i->"},
    ]
    document = {"graph": {"inputs": {x: {"doc": doc}}, "nodes": nodes}, "parameters": {x: [1.0, 2.0]}}
    plan = gradients(GradientRequest.model_validate(document), Limits()).plan
    seen: list[str] = []

    def watched(source: str, *rest: Any, **options: Any) -> Any:
        seen.append(source)
        return compile(source, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "compile", watched, raising=False)
        straight(plan, scalar=False, tiles=True)
    [source] = seen
    return source


def pendulum(u: Value, g: Value) -> tuple[Value, Value]:
    """A step of a pendulum's motion, written with vectors of two."""
    angle, speed = ops.getitem(u, key=[0]), ops.getitem(u, key=[1])
    slope = ops.stack(speed, -g * ops.sin(angle) - 0.1 * speed, axis=0)
    u = u + 0.01 * ops.matmul(np.array([[1.0, 0.01], [0.0, 1.0]]), slope)
    return u, ops.sum(ops.square(u))


def test_loops_about_short_vectors() -> None:
    tape = Tape()
    start, g = tape.input((2,)), tape.input(())
    last, energies = ops.scan(start, body=lambda u: pendulum(u, g), num_carry=1, length=200)
    loss = ops.mean(energies) + ops.sum(last)
    plan = Plan([loss, *(s for s in gradient([loss], [start, g]) if s is not None)])
    feeds: dict[Value, Any] = {start: np.array([0.4, -0.2]), g: np.array(9.81)}
    plain, apart = answers(plan, feeds, Tiers(numbers=False), Tiers())
    for a, b in zip(plain, apart, strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-12)


def test_numbers_that_python_refuses_are_numpys() -> None:
    """1/0 and exp(1000) are infinities, also among the elements of a vector."""
    tape = Tape()
    x = tape.input((3,))
    plan = Plan([1.0 / x, ops.sum(ops.exp(x))])
    feeds: dict[Value, Any] = {x: np.array([0.0, 2.0, 1000.0])}
    for found, expected in zip(run(plan, feeds, tiers=FASTEST), [[np.inf, 0.5, 0.001], np.inf], strict=True):
        np.testing.assert_array_equal(found, expected)


def twice(h: Value, w: Value) -> Any:
    return ops.tanh(ops.matmul(h, w) + ops.matmul(ops.sin(h), w))


RECURRENCES: dict[str, tuple[Any, tuple[int, ...]]] = {
    "rows times a matrix": (lambda h, w: ops.tanh(ops.matmul(h, w)), (2, 3)),
    "a matrix times columns": (lambda h, w: ops.tanh(ops.matmul(w, h)), (3, 2)),
    "a vector times a matrix": (lambda h, w: ops.tanh(ops.matmul(h, w)), (3,)),
    "a matrix times a vector": (lambda h, w: ops.tanh(ops.matmul(w, h)), (3,)),
    "a matrix used twice": (twice, (2, 3)),
    "the matrix times itself": (lambda h, w: ops.tanh(ops.matmul(h, ops.matmul(w, w))), (2, 3)),
}


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("name", RECURRENCES)
def test_sums_of_products_are_one_product(name: str, reverse: bool) -> None:
    """Enough steps for the cotangent of the matrix to be one product; first and second derivatives."""
    step, shape = RECURRENCES[name]
    steps = 11
    tape = Tape()
    w, start, xs = tape.input((3, 3)), tape.input(shape), tape.input((steps, *shape))

    def body(h: Value, x: Value) -> tuple[Value, Value]:
        h = step(h, w) + x
        return h, ops.sum(ops.square(h))

    last, squares = ops.scan(start, xs, body=body, num_carry=1, reverse=reverse)
    h, terms = start, []
    for number in reversed(range(steps)) if reverse else range(steps):
        h, term = body(h, ops.getitem(xs, key=[number]))
        terms.append(term)
    outputs = []
    for end, parts in ((last, squares), (h, ops.stack(*terms))):
        loss = ops.sum(end) + ops.mean(parts)
        first = gradient([loss], [w, start, xs])
        second = gradient([ops.sum(ops.square(one)) for one in first if one is not None], [w, xs])
        outputs.append([value for value in (loss, *first, *second) if value is not None])
    feeds: dict[Value, Any] = {
        w: 0.4 * large(3, 3),
        start: large(*shape, seed=1),
        xs: large(steps, *shape, seed=2),
    }
    looped, unrolled = (run(Plan(values), feeds) for values in outputs)
    for a, b in zip(looped, unrolled, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-12)
