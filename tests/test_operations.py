"""Every registered operation, on every example its entry gives."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import pytest

from app.engine import Plan, Tape, gradient, run
from app.errors import OperationError
from app.ops import REGISTRY, Op, lookup
from app.ops.spec import broadcast_shapes, complex_of, is_differentiable, spec_of
from tests.gradcheck import (
    OVERHEAD,
    Array,
    Case,
    Recording,
    assert_close,
    cases,
    derivative,
    gradient_arrays,
    gradient_by_differences,
    inner,
    magnitude,
    measured_peak,
    precision,
    widened,
)

FIRST_ORDER = 1e-6
SECOND_ORDER = 1e-4
ADJOINT = 1e-12
BATCH = 1e-13
SINGLE = 1e-4

EXTREMES = [0.0, -0.0, math.inf, -math.inf, math.nan, 1e300, -1e300, 1e-300, -1e-300, 1.0, -1.0]

OPERATIONS = list(REGISTRY.values())
CASES = list(cases())


def is_elementwise(case: Case) -> bool:
    """Whether the application works element by element; for a composition, whether all it records does."""
    if not case.op.composite:
        return case.op.elementwise
    for shape in ((), (2, 3)):
        try:
            recording = Recording(case.resized(shape))
        except OperationError:
            return False
        used = [instruction.op for instruction in recording.tape.instructions]
        whole = all(op.elementwise or op.name == "broadcast_to" for op in used)
        if not whole or [r.shape for r in recording.results] != [shape]:
            return False
    return True


ELEMENTWISE = [case for case in CASES if case.arrays and is_elementwise(case)]

each_operation = pytest.mark.parametrize("op", OPERATIONS, ids=lambda op: op.name)
each_case = pytest.mark.parametrize("case", CASES, ids=str)
each_elementwise = pytest.mark.parametrize("case", ELEMENTWISE, ids=str)


@each_operation
def test_entry_is_complete(op: Op) -> None:
    assert op.doc
    assert all(attribute.text for attribute in op.attributes)
    assert bool(op.examples) is not op.symbolic
    assert bool(op.requests) is op.symbolic
    assert lookup(op.name) is op
    assert all(lookup(alias) is op for alias in op.aliases)
    operands = [operand.name for operand in op.operands]
    attributes = [attribute.name for attribute in op.attributes]
    assert not set(operands) & set(attributes)
    for example in op.examples:
        unknown = set(example) - {*operands, *attributes}
        assert not unknown, f"{op.name}: an example uses {unknown}"
        given = [name in example for name in operands]
        assert given == sorted(given, reverse=True), f"{op.name}: an example leaves out an operand in between"


@each_case
def test_shape_rule_agrees_with_kernel(case: Case) -> None:
    for variant in (case, case.cast("float32")):
        recording = Recording(variant)
        recorded = [r.spec for r in recording.results]
        assert recorded == [spec_of(a) for a in recording.run(recording.results)]
        if variant.op.infer is None:
            continue
        bound, arrays = variant.op.bind(variant.attributes), variant.promoted
        inferred = variant.op.infer(*map(spec_of, arrays), **bound)
        with np.errstate(all="ignore"):
            computed = variant.op.kernel(*arrays, **bound)
        if variant.op.results:
            assert isinstance(computed, tuple)
            assert tuple(inferred) == tuple(spec_of(a) for a in computed)
        else:
            assert inferred == spec_of(computed)


@each_case
def test_single_precision_stays_single(case: Case) -> None:
    single = case.cast("float32")
    joined = [a for i, a in enumerate(single.arrays) if case.op.operand_at(i).kind.joined]
    chosen = any(attribute.name == "dtype" for attribute in case.op.attributes)
    if joined and not chosen and all(a.dtype in (np.float32, np.complex64) for a in joined):
        assert {r.dtype for r in Recording(single).floating} <= {np.dtype("float32"), np.dtype("complex64")}


@each_case
def test_arrays_and_tape_agree(case: Case) -> None:
    recording = Recording(case)
    for computed, ran in zip(case.computed(), recording.run(recording.results), strict=True):
        assert spec_of(computed) == spec_of(ran)
        np.testing.assert_allclose(ran, computed, rtol=1e-13, atol=1e-15)


@each_case
def test_first_order(case: Case) -> None:
    recording = Recording(case)
    if not recording.floating:
        assert all(g is None for g in gradient(recording.results, recording.inputs))
        return
    for position, source in enumerate(recording.inputs):
        if position not in case.floating:
            assert gradient(recording.floating, [source]) == [None]
    known = precision(recording.floating)
    values = recording.runner(recording.floating)

    def weighted(arrays: list[Array]) -> float:
        return inner(recording.weights, values(arrays))

    scale = magnitude(recording.weights, values(case.arrays))
    found = gradient_arrays(case)
    for position, array in zip(case.floating, found, strict=True):
        if not case.op.composite:
            if not case.has_rule(position):
                assert array is None, f"{case}: {case.names[position]} has no rule, but a gradient"
                continue
            assert array is not None, f"{case}: {case.names[position]} has a rule, but no gradient"
        expected = gradient_by_differences(weighted, case.arrays, position, known.step)  # type: ignore[arg-type]
        assert_close(
            case,
            "gradient",
            case.names[position],
            np.zeros(expected.shape) if array is None else array,
            expected,
            relative=FIRST_ORDER * known.factor,
            absolute=1e-3 * FIRST_ORDER * known.factor * max(1.0, scale),
        )


@each_case
def test_second_order(case: Case) -> None:
    recording = Recording(case)
    firsts = [g for g in recording.gradients if g is not None]
    if not firsts:
        return
    weights = [case.noise(f"second {i}", g.shape, g.dtype) for i, g in enumerate(firsts)]
    constants = [recording.tape.constant(w) for w in weights]
    seconds = gradient(firsts, recording.sources, constants)
    known = precision(recording.floating)
    values = recording.runner(firsts)

    def weighted(arrays: list[Array]) -> float:
        return inner(weights, values(arrays))

    scale = magnitude(weights, values(case.arrays))
    for position, second in zip(case.floating, seconds, strict=True):
        expected = gradient_by_differences(weighted, case.arrays, position, known.step)  # type: ignore[arg-type]
        assert_close(
            case,
            "gradient of the gradient",
            case.names[position],
            np.zeros(expected.shape) if second is None else recording.run([second])[0],
            expected,
            relative=SECOND_ORDER * known.factor,
            absolute=1e-3 * SECOND_ORDER * known.factor * max(1.0, scale),
        )


@each_case
def test_adjoint_identity(case: Case) -> None:
    """<g, J t> = <Jᵀ g, t>, with J t from transposing the vjp, which is linear in its cotangent."""
    recording = Recording(case)
    tape = recording.tape
    cotangents = [tape.input(r.shape, r.dtype) for r in recording.floating]
    pulled = gradient(recording.floating, recording.sources, cotangents)
    connected = [(p, v) for p, v in zip(case.floating, pulled, strict=True) if v is not None]
    if not connected:
        return
    positions, vjps = [p for p, _ in connected], [v for _, v in connected]
    tangents = [case.noise(f"tangent {p}", v.shape, v.dtype) for p, v in connected]
    jvps = gradient(vjps, cotangents, [tape.constant(t) for t in tangents])
    g = dict(zip(cotangents, recording.weights, strict=True))
    pushed = [
        np.zeros(c.shape, c.dtype) if v is None else recording.run([v], g)[0]
        for c, v in zip(cotangents, jvps, strict=True)
    ]
    back = recording.run(vjps, g)
    known = precision(recording.floating)

    scale = magnitude(recording.weights, pushed) + magnitude(back, tangents)
    difference = abs(inner(recording.weights, pushed) - inner(back, tangents))
    factor = 1.0 if known.factor == 1 else 1e8  # as the epsilon of float32 is to that of float64
    assert difference <= ADJOINT * factor * scale, f"{case}: {difference} of {scale}"

    values = recording.runner(recording.floating)
    for index in range(len(recording.floating)):

        def along(s: float, index: int = index) -> Array:
            moved = list(case.arrays)
            for position, tangent in zip(positions, tangents, strict=True):
                moved[position] = moved[position] + s * tangent
            return widened(values(moved)[index])

        start = along(0.0)
        assert_close(
            case,
            "jvp",
            f"all, result {index}",
            pushed[index],
            derivative(along, known.step),
            relative=FIRST_ORDER * known.factor,
            absolute=1e-3 * FIRST_ORDER * known.factor * float(abs(start).max(initial=1.0)),
        )


@each_elementwise
def test_scalar_operands(case: Case) -> None:
    whole = case.resized((6,))
    values, gradients = whole.computed(), unit_gradients(whole)
    for i in range(6):
        one = case.on([a[i].reshape(()) for a in whole.arrays])
        np.testing.assert_allclose(one.computed()[0], values[0][i], rtol=1e-12)
        for position, array, of_whole in zip(case.floating, unit_gradients(one), gradients, strict=True):
            if array is not None and of_whole is not None:
                assert array.shape == one.arrays[position].shape == ()
                np.testing.assert_allclose(array, of_whole[i], rtol=1e-12, atol=1e-15)


@each_elementwise
@pytest.mark.parametrize("shape", [(0, 3), (2, 0), (0,)], ids=str)
def test_empty_operands(case: Case, shape: tuple[int, ...]) -> None:
    empty = case.resized(shape)
    assert empty.computed()[0].shape == shape
    recording = Recording(empty)
    assert recording.run(recording.results)[0].shape == shape
    assert all(array is None or array.shape == shape for array in gradient_arrays(empty))


@each_elementwise
def test_operands_that_are_not_contiguous(case: Case) -> None:
    plain = case.resized((4, 3))
    layouts = {
        "transposed": [np.ascontiguousarray(a.T).T for a in plain.arrays],
        "strided": [np.repeat(np.repeat(a, 2, axis=0), 3, axis=1)[::2, ::3] for a in plain.arrays],
        "reversed": [np.ascontiguousarray(a[::-1, ::-1])[::-1, ::-1] for a in plain.arrays],
    }
    for arrays in layouts.values():
        laid_out = case.on(arrays)
        assert not any(a.flags.c_contiguous for a in arrays)
        for found, expected in zip(laid_out.computed(), plain.computed(), strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-13)
        for slope, wanted in zip(gradient_arrays(laid_out), gradient_arrays(plain), strict=True):
            if slope is not None and wanted is not None:
                np.testing.assert_allclose(slope, wanted, rtol=1e-13, atol=1e-15)


BROADCASTS = [
    ((3,), (2, 3)),
    ((2, 1), (1, 3)),
    ((), (2, 3)),
    ((2, 3), ()),
    ((1, 1), (4, 2, 3)),
    ((0, 1), (1, 3)),
]


@pytest.mark.parametrize("case", [c for c in ELEMENTWISE if len(c.arrays) > 1], ids=str)
@pytest.mark.parametrize("shapes", BROADCASTS, ids=str)
def test_broadcast_operands(case: Case, shapes: tuple[tuple[int, ...], ...]) -> None:
    """As the operands written out; the gradient is theirs, summed."""
    narrow = case.resized(*shapes)
    full = broadcast_shapes(*[a.shape for a in narrow.arrays])
    wide = case.on([np.broadcast_to(a, full).copy() for a in narrow.arrays])
    for found, expected in zip(narrow.computed(), wide.computed(), strict=True):
        assert spec_of(found) == spec_of(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-13)
    of_narrow, of_wide = gradient_arrays(narrow), gradient_arrays(wide)
    for position, array, of_full in zip(case.floating, of_narrow, of_wide, strict=True):
        assert (array is None) == (of_full is None)
        if array is not None and of_full is not None:
            shape = narrow.arrays[position].shape
            assert array.shape == shape
            np.testing.assert_allclose(array, summed_to(of_full, shape), rtol=1e-12, atol=1e-13)


@each_case
def test_single_precision(case: Case) -> None:
    single = case.cast("float32")
    double = single.cast("float64")
    pairs = [("result", "", *pair) for pair in zip(single.computed(), double.computed(), strict=True)]
    names = [case.names[i] for i in case.floating]
    of_single, of_double = gradient_arrays(single), gradient_arrays(double)
    for name, array, expected in zip(names, of_single, of_double, strict=True):
        assert (array is None) == (expected is None)
        if array is not None and expected is not None:
            assert array.dtype in (np.float32, np.complex64)
            pairs.append(("gradient", name, array, expected))
    for what, name, found, expected in pairs:
        largest = float(np.max(abs(expected), initial=0.0, where=np.isfinite(expected)))
        assert_close(
            case,
            f"{what} in float32",
            name,
            widened(found),
            widened(expected),
            relative=SINGLE,
            absolute=1e-2 * SINGLE * largest,
        )


@each_elementwise
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_extreme_operands(case: Case, dtype: str) -> None:
    """All combinations of extreme operands: no exception, no warning, shapes and dtypes as recorded."""
    with np.errstate(all="ignore"):
        values = np.array(EXTREMES).astype(dtype)
    points = np.empty((len(values), len(values)), complex_of(values.dtype))
    points.real, points.imag = values[:, None], values
    known = {"f": values, "c": points.ravel()}
    columns = [known.get(a.dtype.kind, np.unique(a)) for a in case.arrays]
    grid = np.ix_(*columns)
    if accepted(case.on(grid)):
        return
    # Refused as a whole, as by an operation that checks its operand: what it takes must work.
    singles = [case.on([np.asarray(n) for n in combination]) for combination in itertools.product(*columns)]
    taken = [accepted(single) for single in singles]
    assert any(taken)


def accepted(case: Case) -> bool:
    """Compute value and gradient; whether the operation took its operands."""
    recording = Recording(case)
    try:
        results = recording.run(recording.results)
    except OperationError:
        return False
    assert [spec_of(a) for a in results] == [r.spec for r in recording.results]
    for position, array in zip(case.floating, gradient_arrays(case), strict=True):
        assert array is None or spec_of(array) == spec_of(case.arrays[position])
    return True


def subsets(case: Case) -> Iterator[tuple[bool, ...]]:
    """Which operands to batch: every choice among the operands; of a variadic one the first, or all."""
    choices: list[list[tuple[bool, ...]]] = []
    variadic = 0
    for name in case.names:
        if name.endswith("]"):
            variadic += 1
        else:
            choices.append([(False,), (True,)])
    if variadic:
        none, every = (False,) * variadic, (True,) * variadic
        choices.append(list(dict.fromkeys([none, (True, *none[1:]), every])))
    for choice in itertools.product(*choices):
        batched = tuple(itertools.chain.from_iterable(choice))
        if any(batched):
            yield batched


def batch_of(array: Array) -> Array:
    """Three operands like this one along a leading axis."""
    if is_differentiable(array.dtype):
        with np.errstate(invalid="ignore"):
            return np.stack([array, array * 0.95, array * 0.9])
    return np.stack([np.roll(array, i) for i in range(3)])


@pytest.mark.parametrize("case", [c for c in CASES if c.arrays and not c.op.composite], ids=str)
def test_batched(case: Case) -> None:
    """A batch gives what a loop over its leading axis gives, on arrays and on a tape."""
    op, attributes, promoted = case.op, case.op.bind(case.attributes), case.promoted
    for batched in subsets(case):
        operands = [batch_of(a) if b else a for a, b in zip(promoted, batched, strict=True)]
        rows = [
            case.on([o[i] if b else o for o, b in zip(operands, batched, strict=True)]).computed()
            for i in range(3)
        ]
        expected = [np.stack(column) for column in zip(*rows, strict=True)]
        with np.errstate(all="ignore"):
            computed = op.batch(op, operands, batched, attributes)
        check_batch(case, batched, computed, expected)
        check_batch(case, batched, recorded_batch(case, operands, batched), expected)


def recorded_batch(case: Case, operands: list[Array], batched: tuple[bool, ...]) -> tuple[Array, ...]:
    tape = Tape()
    inputs = [tape.input(o.shape, o.dtype) for o in operands]
    recorded = case.op.batch(case.op, inputs, batched, case.op.bind(case.attributes))
    outputs = recorded if isinstance(recorded, tuple) else (recorded,)
    return tuple(run(Plan(outputs), dict(zip(inputs, operands, strict=True))))


def check_batch(case: Case, batched: tuple[bool, ...], found: object, expected: list[Array]) -> None:
    arrays = found if isinstance(found, tuple) else (found,)
    for array, wanted in zip(arrays, expected, strict=True):
        assert spec_of(array) == spec_of(wanted), f"{case}: batched {batched}"
        largest = float(np.max(abs(wanted), initial=0.0, where=np.isfinite(wanted)))
        np.testing.assert_allclose(
            array, wanted, rtol=BATCH, atol=BATCH * largest, err_msg=f"{case}: batched {batched}"
        )


@each_case
def test_cost_is_finite(case: Case) -> None:
    recording = Recording(case)
    applications = [
        (i.op, [v.spec for v in i.operands], [v.spec for v in i.outputs], i.attributes)
        for i in recording.tape.instructions
    ]
    if not case.op.composite:
        specs = [spec_of(a) for a in case.promoted]
        results = [r.spec for r in recording.results]
        applications.append((case.op, specs, results, case.op.bind(case.attributes)))
    for op, operands, outputs, attributes in applications:
        cost = op.cost(operands, outputs, attributes)
        assert math.isfinite(cost.flops)
        assert cost.flops >= 0
        assert cost.workspace >= 0


def unit_gradients(case: Case) -> list[Array | None]:
    """The gradient of the sum of all results with respect to each floating operand."""
    recording = Recording(case)
    values = gradient(recording.floating, recording.sources)
    known = iter(recording.run([v for v in values if v is not None]))
    return [None if v is None else next(known) for v in values]


def summed_to(array: Array, shape: tuple[int, ...]) -> Array:
    """The sum over the axes along which an operand of this shape is broadcast."""
    extra = array.ndim - len(shape)
    array = array.sum(axis=tuple(range(extra)))
    stretched = tuple(a for a, n in enumerate(shape) if n == 1 != array.shape[a])
    return np.asarray(array.sum(axis=stretched, keepdims=True))


@each_case
def test_numbers_in_place_of_arrays_are_refused_or_computed(case: Case) -> None:
    single = case.resized(())
    try:
        recording = Recording(single)
    except OperationError:
        return
    with np.errstate(all="ignore"):
        results = run(Plan(recording.results), dict(zip(recording.inputs, single.arrays, strict=True)))
    assert [np.shape(result) for result in results] == [value.shape for value in recording.results]


@each_elementwise
def test_estimate_covers_memory(case: Case) -> None:
    large = case.resized((100, 200))
    recording = Recording(large)
    for wanted in (recording.results, [g for g in recording.gradients if g is not None]):
        plan = Plan(wanted)
        inputs = {v: a for v, a in zip(recording.inputs, large.arrays, strict=True) if v in plan.inputs}
        if wanted:
            assert measured_peak(plan, inputs) <= plan.estimate.peak_bytes + OVERHEAD
