"""Indexing held against NumPy: what a key means, its derivative, its batches, and what is refused."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine import Plan, Tape, Value, gradient, ops, run
from app.errors import OperationError
from app.ops import Op
from app.ops.keys import Index, Slice
from app.ops.spec import spec_of

Array = NDArray[Any]

SHAPE = (4, 3, 5)
ALL = Slice()

# Index arrays by name: of one and two dimensions and none, with negative and repeated entries.
ARRAYS = {
    "i": np.array([0, 2, 2, -1]),
    "j": np.array([1, 0, -1, 1]),
    "column": np.array([[0], [-2]]),
    "table": np.array([[1, 0, 2], [2, 2, -3]]),
    "scalar": np.array(-2),
    "none": np.array([], dtype=np.int64),
    "small": np.array([2, 0, 1, 1], dtype=np.uint8),
}

BASIC: list[tuple[Any, ...]] = [
    (),
    (0,),
    (-1,),
    (1, 2),
    (1, -1, 4),
    (Slice(1, 3),),
    (Slice(None, None, 2),),
    (Slice(None, None, -1),),
    (Slice(-1, None, -2), Slice(0, -1)),
    (Slice(10, 20),),
    (Slice(3, 1, -1), 0, Slice(4, None, -3)),
    (Slice(-100, 100), Slice(None, None, -1), Slice(1, -1, 2)),
    (2, ALL, Slice(None, 2)),
    (ALL, 1),
    ("...",),
    ("...", 0),
    (1, "...", Slice(None, None, -2)),
    ("...", Slice(1, 2), ALL, ALL),
    (None,),
    (None, 1, None, Slice(1, None)),
    ("...", None),
    (0, None, "...", None, -1),
    (0, 0, 0, None),
    (0, 0, 0, "..."),
]
ADVANCED: list[tuple[Any, ...]] = [
    ("i",),
    ("table",),
    ("scalar",),
    ("none",),
    ("small",),
    (ALL, "table"),
    (ALL, ALL, "i"),
    ("...", "i"),
    ("i", "..."),
    ("i", "j"),
    ("i", "small"),
    ("column", "table"),
    ("column", "i"),
    ("table", "scalar"),
    ("i", ALL, "j"),
    ("column", ALL, "table"),
    (ALL, "i", "j"),
    (ALL, "column", "table"),
    ("i", "j", "i"),
    ("i", Slice(None, None, 2)),
    (Slice(None, None, -1), "table"),
    (Slice(1, 3), "table", Slice(None, None, -2)),
    (Slice(1, 3), "i", "j"),
    ("i", 0),
    (0, "i"),
    (1, "table", -1),
    ("i", ALL, 2),
    (1, ALL, "table"),
    (ALL, 1, "i"),
    (ALL, "scalar", "i"),
    ("scalar", ALL, 1),
    ("scalar", ALL, "scalar"),
    (None, "i"),
    ("i", None, "j"),
    ("i", None),
    (ALL, None, "i", "j"),
    (None, "i", ALL, "j", None),
    ("i", "...", "j"),
    ("i", 1, "...", Slice(2, None)),
]


@dataclass(frozen=True)
class Selection:
    """A key as NumPy takes it and as an operation does, with the index arrays it refers to."""

    entries: tuple[Any, ...]

    def __str__(self) -> str:
        def shown(entry: Any) -> str:
            if isinstance(entry, Slice):
                return ":".join("" if part is None else str(part) for part in entry)
            return str(entry)

        return "[" + ",".join(map(shown, self.entries)) + "]"

    @property
    def names(self) -> list[str]:
        return [e for e in self.entries if isinstance(e, str) and e != "..."]

    @property
    def arrays(self) -> list[Array]:
        return [ARRAYS[name] for name in self.names]

    @property
    def key(self) -> tuple[Any, ...]:
        numbers = itertools.count(1)
        return tuple(Index(next(numbers)) if isinstance(e, str) and e != "..." else e for e in self.entries)

    def numpy(self, arrays: Sequence[Array]) -> tuple[Any, ...]:
        given = iter(arrays)
        return tuple(
            slice(*e)
            if isinstance(e, Slice)
            else ...
            if e == "..."
            else next(given)
            if isinstance(e, str)
            else e
            for e in self.entries
        )


SELECTIONS = [Selection(entries) for entries in BASIC + ADVANCED]

each_selection = pytest.mark.parametrize("selection", SELECTIONS, ids=str)


def numbers(shape: tuple[int, ...], start: float = 1.0) -> Array:
    return np.sin(np.arange(start, start + np.prod(shape, dtype=int))).reshape(shape)


def expected_of(op: Op, x: Array, values: Array, place: tuple[Any, ...]) -> Array:
    """What NumPy's own statements give."""
    if op is ops.getitem:
        return np.asarray(x[place])
    result = x.copy()
    if op is ops.at_set:
        result[place] = values
    else:
        np.add.at(result, place, values)
    return result


def recorded(op: Op, arrays: Sequence[Array], key: Any) -> tuple[list[Value], Value]:
    tape = Tape()
    inputs = [tape.input(a.shape, a.dtype) for a in arrays]
    return inputs, op(*inputs, key=key)


def compute(outputs: Sequence[Value], inputs: Sequence[Value], arrays: Sequence[Array]) -> list[Array]:
    return run(Plan(outputs), dict(zip(inputs, arrays, strict=True)))


def operands(op: Op, selection: Selection) -> list[Array]:
    x = numbers(SHAPE)
    if op is ops.getitem:
        return [x, *selection.arrays]
    part = x[selection.numpy(selection.arrays)]
    return [x, numbers(part.shape, 100.0), *selection.arrays]


def pulled_back(op: Op, arrays: Sequence[Array], selection: Selection, position: int, g: Array) -> Array:
    """The transposed Jacobian of the operation, which is linear, times g: column by column from NumPy's
    own statements."""
    count = len(arrays) - len(selection.names)
    result = np.zeros(arrays[position].shape)
    for place in np.ndindex(result.shape):
        unit = [np.zeros_like(a) for a in arrays[:count]]
        unit[position][place] = 1.0
        column = expected_of(op, unit[0], unit[-1], selection.numpy(arrays[count:]))
        result[place] = np.vdot(column, g)
    return result


@each_selection
@pytest.mark.parametrize("op", [ops.getitem, ops.at_set, ops.at_add], ids=lambda op: op.name)
def test_agrees_with_numpy(op: Op, selection: Selection) -> None:
    arrays = operands(op, selection)
    place = selection.numpy(selection.arrays)
    values = arrays[1] if op is not ops.getitem else arrays[0]
    expected = expected_of(op, arrays[0], values, place)
    before = [a.copy() for a in arrays]
    inputs, result = recorded(op, arrays, selection.key)
    assert result.shape == expected.shape
    for found in (np.asarray(op(*arrays, key=selection.key)), *compute([result], inputs, arrays)):
        assert spec_of(found) == spec_of(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-15)
    for array, kept in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, kept)


@each_selection
@pytest.mark.parametrize("op", [ops.getitem, ops.at_set, ops.at_add], ids=lambda op: op.name)
def test_gradient_is_the_transposed_jacobian(op: Op, selection: Selection) -> None:
    arrays = operands(op, selection)
    inputs, result = recorded(op, arrays, selection.key)
    g = numbers(result.shape, 7.0)
    count = len(arrays) - len(selection.names)
    found = gradient([result], inputs[:count], [result.tape.constant(g)])
    for position, value in enumerate(found):
        expected = pulled_back(op, arrays, selection, position, g)
        assert value is not None
        np.testing.assert_allclose(
            compute([value], inputs, arrays)[0],
            expected,
            rtol=1e-13,
            atol=1e-14,
            err_msg=f"operand {position}",
        )


@each_selection
@pytest.mark.parametrize("op", [ops.getitem, ops.at_set, ops.at_add], ids=lambda op: op.name)
def test_batch_is_the_loop(op: Op, selection: Selection) -> None:
    """Every choice of operands that vary, index arrays among them."""
    arrays = operands(op, selection)
    count = len(arrays) - len(selection.names)
    for batched in itertools.product([False, True], repeat=len(arrays)):
        if not any(batched):
            continue
        given = [varied(a) if b else a for a, b in zip(arrays, batched, strict=True)]
        rows = []
        for i in range(3):
            row = [a[i] if b else a for a, b in zip(given, batched, strict=True)]
            rows.append(expected_of(op, row[0], row[count - 1], selection.numpy(row[count:])))
        expected = np.stack(rows)
        computed = op.batch(op, given, batched, {"key": selection.key})
        tape = Tape()
        inputs = [tape.input(a.shape, a.dtype) for a in given]
        result = op.batch(op, inputs, batched, {"key": selection.key})
        for found in (np.asarray(computed), *compute([result], inputs, given)):
            assert spec_of(found) == spec_of(expected), batched
            np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-15, err_msg=str(batched))


def varied(array: Array) -> Array:
    """Three arrays like this one, with other elements."""
    if array.dtype.kind == "f":
        return np.stack([array, array * 0.5, array - 1.0])
    return np.stack([np.roll(array, i) for i in range(3)])


@pytest.mark.parametrize("op", [ops.at_set, ops.at_add], ids=lambda op: op.name)
@pytest.mark.parametrize(
    ("entries", "shape"),
    [(("i",), (1, 5)), (("i",), ()), (("table", ALL), (3, 1, 1)), ((1,), (5,)), ((ALL, "i", "j"), (4,))],
    ids=str,
)
def test_values_broadcast(op: Op, entries: tuple[Any, ...], shape: tuple[int, ...]) -> None:
    selection = Selection(entries)
    x, values = numbers(SHAPE), numbers(shape, 50.0)
    arrays = [x, values, *selection.arrays]
    inputs, result = recorded(op, arrays, selection.key)
    [found] = compute([result], inputs, arrays)
    np.testing.assert_allclose(found, expected_of(op, x, values, selection.numpy(selection.arrays)))
    g = numbers(result.shape, 7.0)
    [value] = gradient([result], [inputs[1]], [result.tape.constant(g)])
    assert value is not None
    expected = pulled_back(op, arrays, selection, 1, g)
    np.testing.assert_allclose(compute([value], inputs, arrays)[0], expected, rtol=1e-13)


def test_the_last_of_several_values_counts() -> None:
    """In C order of the index arrays, however these and the values lie in memory."""
    index = np.asfortranarray([[0, 1, 0], [1, 0, 0]])
    values = np.asfortranarray(numbers((2, 3)))
    result = ops.at_set(np.zeros(2), values, index, key=(Index(1),))
    np.testing.assert_array_equal(result, [values[1, 2], values[1, 0]])
    tape = Tape()
    given = tape.input((2, 3))
    written = ops.at_set(np.zeros(2), given, index, key=(Index(1),))
    [g] = gradient([written], [given], [tape.constant(np.array([10.0, 20.0]))])
    assert g is not None
    np.testing.assert_array_equal(run(Plan([g]), {given: values})[0], [[0, 0, 0], [20, 0, 10]])


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "complex128"])
@pytest.mark.parametrize("width", [1, 2, 40])
@pytest.mark.parametrize("rows", [3, 2000])
def test_adding_many_rows(dtype: str, width: int, rows: int) -> None:
    """Whichever way the sums are made, they are those of a loop."""
    random = np.random.default_rng(0)
    values = random.integers(-9, 9, (rows, width)).astype(dtype)
    ids = random.integers(-50, 50, rows)
    expected = np.zeros((50, width), dtype)
    for place, row in zip(ids, values, strict=True):
        expected[place] += row
    np.testing.assert_array_equal(ops.segment_sum(values, ids, num_segments=50), expected)
    base = np.ones((50, width), dtype)
    added = ops.at_add(base, values, ids, key=(Index(1),))
    np.testing.assert_array_equal(added, expected + base)
    assert added.dtype == np.dtype(dtype)
    across = ops.at_add(np.ones((2, 50, width), dtype), values, ids, key=(ALL, Index(1)))
    np.testing.assert_array_equal(across, np.stack([expected + base] * 2))


@pytest.mark.parametrize("special", [np.inf, -np.inf, np.nan])
def test_added_rows_keep_what_is_not_finite_to_themselves(special: float) -> None:
    values = np.ones((400, 8))
    values[7] = special
    ids = np.arange(400) % 20
    found = ops.segment_sum(values, ids, num_segments=21)
    assert np.isfinite(np.delete(found, 7, axis=0)).all()
    np.testing.assert_array_equal(found[7], np.full(8, special))


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ((4,), "index 4 is out of range for axis 0 with length 4"),
        ((-5,), "index -5 is out of range for axis 0 with length 4"),
        ((0, "...", 5), "index 5 is out of range for axis 2 with length 5"),
        ((0, 0, 0, 0), "key has 4 entries, but the value has 3 dimensions"),
        (("...", "..."), "'...' can stand only once in a key"),
        ((Slice(None, None, 0),), "the step of a slice cannot be 0"),
        ((Index(1),), "key refers to index array 1; the node has 0"),
    ],
    ids=str,
)
def test_refused_while_recording(key: tuple[Any, ...], message: str) -> None:
    x = Tape().input(SHAPE)
    for op, operands in ((ops.getitem, (x,)), (ops.at_set, (x, 1.0)), (ops.at_add, (x, 1.0))):
        with pytest.raises(OperationError) as caught:
            op(*operands, key=key)
        assert caught.value.detail == message
        assert caught.value.attribute == "key"


def test_index_operands_refused_while_recording() -> None:
    tape = Tape()
    x, i = tape.input(SHAPE), tape.input((2,), np.int64)
    with pytest.raises(OperationError, match="key does not use index array 1"):
        ops.getitem(x, i, key=(0,))
    with pytest.raises(OperationError, match="key refers to index array 2; the node has"):
        ops.getitem(x, i, key=(Index(2),))
    with pytest.raises(OperationError, match="must hold integers, not float64"):
        ops.getitem(x, tape.input((2,)), key=(Index(1),))
    with pytest.raises(OperationError, match=r"values of shape \(3,\) do not broadcast"):
        ops.at_set(x, tape.input((3,)), i, key=(Index(1),))
    with pytest.raises(OperationError, match="the shapes do not broadcast"):
        ops.getitem(x, i, tape.input((3,), np.int64), key=(Index(1), Index(2)))


@pytest.mark.parametrize(
    ("op", "position", "arrays", "attributes"),
    [
        (ops.getitem, 1, [[0, 3]], {"key": (ALL, Index(1))}),
        (ops.at_set, 2, [0.0, [0, 3]], {"key": (ALL, Index(1))}),
        (ops.at_add, 2, [0.0, [0, 3]], {"key": (ALL, Index(1))}),
        (ops.take, 1, [[0, 3]], {"axis": 1}),
        (ops.take, 1, [[0, 3]], {"axis": -2}),
    ],
    ids=lambda value: value.name if isinstance(value, Op) else None,
)
def test_index_arrays_refused_while_running(
    op: Op, position: int, arrays: list[Any], attributes: dict[str, Any]
) -> None:
    operands = [np.zeros(SHAPE), *map(np.asarray, arrays)]
    tape = Tape()
    inputs = [tape.input(a.shape, a.dtype) for a in operands]
    plan = Plan([op(*inputs, **attributes)])
    given = dict(zip(inputs, operands, strict=True))
    expected = "index 3 at position (1,) is out of range for an axis of length 3"
    with pytest.raises(OperationError) as caught:
        run(plan, given)
    assert (caught.value.detail, caught.value.operand) == (expected, position)
    operands[position][1] = -4
    with pytest.raises(OperationError, match=r"index -4 at position \(1,\) is out of range .* length 3"):
        run(plan, given)
    operands[position][1] = -3
    run(plan, given)


def test_each_example_of_a_batch_has_its_own_axis() -> None:
    """An index outside its axis does not reach into the next example."""
    values, ids = np.ones((2, 3)), np.array([[0, 1, 1], [0, 2, 0]])
    with pytest.raises(OperationError, match=r"index 2 .* out of range for an axis of length 2"):
        ops.segment_sum.batch(ops.segment_sum, [values, ids], [True, True], {"num_segments": 2})
    with pytest.raises(OperationError, match=r"index 2 .* out of range for an axis of length 2"):
        ops.getitem.batch(ops.getitem, [np.ones((2, 2)), ids], [True, True], {"key": (Index(1),)})


def test_a_gradient_recorded_and_batched_is_not_a_loop() -> None:
    """The adjoint of reading a part, for many cotangents at once, takes one step however many they are."""
    tape = Tape()
    x, i = tape.input((50, 4)), tape.input((7,), np.int64)
    many = tape.input((100, 7, 4))
    zeros = ops.zeros_like(x)
    start = len(tape.instructions)
    result = ops.at_add.batch(ops.at_add, [zeros, many, i], [False, True, False], {"key": (Index(1),)})
    assert result.shape == (100, 50, 4)
    assert len(tape.instructions) - start <= 3


def test_an_index_that_is_computed_along_the_way() -> None:
    """A reduction gives NumPy a scalar, not an array."""
    tape = Tape()
    x = tape.input((5,))
    place = ops.argmax(x)
    outputs = [
        ops.getitem(x, place, key=(Index(1),)),
        ops.at_set(x, 0.0, place, key=(Index(1),)),
        ops.at_add(x, 1.0, place, key=(Index(1),)),
        ops.take(x, place, axis=0),
    ]
    array = np.array([1.0, 5.0, 2.0, 0.0, 3.0])
    largest, without, more, taken = run(Plan(outputs), {x: array})
    assert largest == taken == 5.0
    np.testing.assert_array_equal(without, [1, 0, 2, 0, 3])
    np.testing.assert_array_equal(more, [1, 6, 2, 0, 3])
