"""What the tests of operations share: cases from the registry, recordings of them, numerical derivatives."""

from __future__ import annotations

import math
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine import Plan, Tape, Value, gradient, run
from app.ops import REGISTRY, Op
from app.ops.spec import FLOAT64, Spec, complex_of, is_differentiable, spec_of

Array = NDArray[Any]

LEVELS = 7

# Bytes that a run takes for Python objects and buffers of NumPy's loops, apart from arrays.
OVERHEAD = 128 * 1024


@dataclass(frozen=True, eq=False)
class Case:
    """One example of one operation: its operands by position, and its attributes.

    `variant` tells cases of the same example apart.
    """

    op: Op
    index: int
    names: tuple[str, ...]
    arrays: tuple[Array, ...]
    attributes: Mapping[str, Any]
    variant: str = ""

    def __str__(self) -> str:
        return f"{self.op.name}-{self.index}{self.variant}"

    @property
    def floating(self) -> list[int]:
        """Positions of the operands that a derivative can be asked for."""
        return [i for i, array in enumerate(self.arrays) if is_differentiable(array.dtype)]

    @property
    def promoted(self) -> list[Array]:
        """The operands with the dtypes in which the kernel gets them."""
        targets = self.op.targets([spec_of(a) for a in self.arrays], FLOAT64)
        return [np.asarray(a, target) for a, target in zip(self.arrays, targets, strict=True)]

    def on(self, arrays: Sequence[Array]) -> Case:
        """The same application to other arrays."""
        return replace(self, arrays=tuple(arrays))

    def resized(self, *shapes: tuple[int, ...]) -> Case:
        """The example's elements, repeated, in operands of these shapes (as many as are needed)."""
        cycle = [shapes[i % len(shapes)] for i in range(len(self.arrays))]
        return self.on([np.resize(a, shape) for a, shape in zip(self.arrays, cycle, strict=True)])

    def cast(self, dtype: str) -> Case:
        """Floating operands converted to another floating dtype, complex ones to that precision."""
        targets = {"f": np.dtype(dtype), "c": complex_of(np.dtype(dtype))}
        return self.on([a.astype(targets.get(a.dtype.kind, a.dtype)) for a in self.arrays])

    def as_complex(self) -> Case:
        """Floating operands with an imaginary part."""
        arrays = [
            np.asarray(a + 1j * self.noise(f"imaginary {i}", a.shape)) if a.dtype.kind == "f" else a
            for i, a in enumerate(self.arrays)
        ]
        return replace(self, arrays=tuple(arrays), variant="-complex")

    def computed(self) -> list[Array]:
        """The results on arrays, without a tape."""
        with np.errstate(all="ignore"):
            results = self.op(*self.arrays, **self.attributes)
        return [np.asarray(r) for r in (results if isinstance(results, tuple) else (results,))]

    def has_rule(self, position: int) -> bool:
        """Whether the entry gives the operand a derivative."""
        rules = self.op.rules
        return self.op.rule_for_each is not None or (position < len(rules) and rules[position] is not None)

    def noise(self, label: str, shape: tuple[int, ...], dtype: Any = FLOAT64) -> Array:
        """Fixed pseudo-random numbers, the same for the same case and label."""
        random = np.random.default_rng(zlib.crc32(f"{self}/{label}".encode()))
        parts = random.uniform(0.5, 1.5, (2, *shape)) * random.choice([-1.0, 1.0], (2, *shape))
        return np.asarray(parts[0] + 1j * parts[1] if np.dtype(dtype).kind == "c" else parts[0]).astype(dtype)


def cases() -> Iterator[Case]:
    """Every example of every registered operation, with complex operands too where it takes them."""
    for op in REGISTRY.values():
        for index, example in enumerate(op.examples):
            real = case(op, index, example)
            yield real
            if op.complex_values and real.floating:
                yield real.as_complex()


def case(op: Op, index: int, example: Mapping[str, Any]) -> Case:
    """An example with its operands in order."""
    names: list[str] = []
    arrays: list[Array] = []
    for operand in op.operands:
        if operand.name in example:
            given = example[operand.name]
            several = given if operand.variadic else [given]
            names += [
                f"{operand.name}[{i}]" if operand.variadic else operand.name for i in range(len(several))
            ]
            arrays += [np.asarray(numbers(one)) for one in several]
    operand_names = {operand.name for operand in op.operands}
    attributes = {name: value for name, value in example.items() if name not in operand_names}
    return Case(op, index, tuple(names), tuple(arrays), attributes)


def numbers(given: Any) -> Any:
    """An operand of an example with "NaN" and the infinities as floats."""
    if isinstance(given, list):
        return [numbers(item) for item in given]
    return float(given) if isinstance(given, str) else given


class Recording:
    """A case on a tape, its operands as inputs.

    Attributes:
        inputs: the operands.
        results: the results, one or several.
        floating: the results that carry derivatives.
    """

    def __init__(self, case: Case, dtype: Any = FLOAT64) -> None:
        self.case = case
        self.tape = Tape(np.dtype(dtype))
        self.inputs = [self.tape.input(a.shape, a.dtype) for a in case.arrays]
        results = self.tape.record(case.op, tuple(self.inputs), dict(case.attributes))
        self.results: list[Value] = list(results) if isinstance(results, tuple) else [results]
        self.floating = [r for r in self.results if is_differentiable(r.dtype)]
        self.weights = [case.noise(f"weights {i}", r.shape, r.dtype) for i, r in enumerate(self.floating)]

    @property
    def sources(self) -> list[Value]:
        return [self.inputs[i] for i in self.case.floating]

    @cached_property
    def gradients(self) -> list[Value | None]:
        """The gradient of the weighted floating results with respect to each source."""
        weights = [self.tape.constant(w) for w in self.weights]
        return gradient(self.floating, self.sources, weights)

    def run(self, wanted: Sequence[Value], more: Mapping[Value, Array] | None = None) -> list[Array]:
        """The arrays of some values, with the case's operands."""
        return self.runner(wanted)(self.case.arrays, more)

    def runner(self, wanted: Sequence[Value]) -> Callable[..., list[Array]]:
        """A function of the operands that computes some values."""
        plan = Plan(wanted)

        def compute(arrays: Sequence[Array], more: Mapping[Value, Array] | None = None) -> list[Array]:
            return run(plan, {**dict(zip(self.inputs, arrays, strict=True)), **(more or {})})

        return compute


def gradient_arrays(case: Case) -> list[Array | None]:
    """The weighted gradient with respect to each floating operand, computed."""
    recording = Recording(case)
    known = [g for g in recording.gradients if g is not None]
    arrays = iter(recording.run(known))
    return [None if g is None else next(arrays) for g in recording.gradients]


@dataclass(frozen=True)
class Precision:
    """What can be asked of results of a dtype: the first step of differences, and a factor on tolerances."""

    step: float
    factor: float


def precision(specs: Sequence[Spec | Value]) -> Precision:
    """The precision of the coarsest of some results."""
    coarse = any(s.dtype in (np.float32, np.complex64) for s in specs)
    return Precision(0.25, 1e3) if coarse else Precision(2.0**-6, 1.0)


def derivative(function: Callable[[float], Array], step: float) -> Array:
    """The derivative at 0 of a function of one variable, element by element of its result.

    Central differences of halved steps, extrapolated; of the table the entry that agrees best with its
    neighbours is taken. Source: Ridders, Advances in Engineering Software 4 (1982).
    """
    previous: list[Array] = []
    best: Any = np.nan
    error: Any = np.inf
    with np.errstate(all="ignore"):
        for level in range(LEVELS):
            h = step / 2.0**level
            column = [(function(h) - function(-h)) / (2 * h)]
            for order, coarser in enumerate(previous, start=1):
                refined = column[-1] + (column[-1] - coarser) / (4.0**order - 1)
                distance = np.maximum(abs(refined - column[-1]), abs(refined - coarser))
                closer = distance < error
                best, error = np.where(closer, refined, best), np.where(closer, distance, error)
                column.append(refined)
            previous = column
    return np.asarray(best)


def gradient_by_differences(
    function: Callable[[Sequence[Array]], float], arrays: Sequence[Array], position: int, step: float
) -> Array:
    """The gradient of a real scalar function with respect to one operand; 0 at elements that are not finite.

    With respect to a complex operand it is df/d Re(x) + i df/d Im(x).
    """
    operand = arrays[position]
    directions = (1.0, 1j) if operand.dtype.kind == "c" else (1.0,)
    result = np.zeros(operand.shape, np.result_type(operand, np.float64))
    for place in np.ndindex(operand.shape):
        element = operand[place]
        if not np.isfinite(element):
            continue
        scale = 2.0 ** math.ceil(math.log2(max(float(abs(element)), 1.0)))
        for direction in directions:

            def along(s: float, place: tuple[int, ...] = place, direction: complex = direction) -> Array:
                moved = list(arrays)
                moved[position] = operand.copy()
                moved[position][place] += s * direction
                return np.asarray(function(moved))

            result[place] += derivative(along, step * scale) * direction
    return result


def widened(array: Array) -> Array:
    """The array in double precision."""
    return array.astype(np.result_type(array, np.float64))


def inner(first: Sequence[Array], second: Sequence[Array]) -> float:
    """The inner product of two lists of arrays, Re(sum(conj(a) b)), in double precision."""
    return float(sum(np.vdot(widened(a), widened(b)).real for a, b in zip(first, second, strict=True)))


def magnitude(first: Sequence[Array], second: Sequence[Array]) -> float:
    """The inner product of the absolute values: what rounding errors of `inner` are relative to."""
    return inner([abs(a) for a in first], [abs(b) for b in second])


def assert_close(
    case: Case, what: str, operand: str, found: Array, expected: Array, *, relative: float, absolute: float
) -> None:
    """Compare element by element; the message names the worst place.

    Raises:
        AssertionError: with operation, example, operand, position, both values and the tolerance.
    """
    assert found.shape == expected.shape, f"{case}: {what} {operand}: {found.shape} != {expected.shape}"
    with np.errstate(all="ignore"):
        tolerance = relative * np.maximum(abs(found), abs(expected)) + absolute
        excess = abs(found - expected) / tolerance
    same = (found == expected) | (np.isnan(found) & np.isnan(expected))
    excess = np.where(same, 0.0, np.where(np.isnan(excess), np.inf, excess))
    if excess.size and excess.max() > 1:
        worst = np.unravel_index(int(excess.argmax()), excess.shape)
        place = tuple(map(int, worst))
        raise AssertionError(
            f"{case.op.name}, example {case.index}{case.variant} {dict(case.op.examples[case.index])}: {what}, "
            f"operand {operand}, position {place}: found {found[place].item()!r}, expected "
            f"{expected[place].item()!r}, tolerance {tolerance[place].item():.3g}"
        )


def measured_peak(plan: Plan, inputs: Mapping[Value, Array]) -> int:
    """The most bytes held at one time in a run: inputs and constants, and what the run allocates."""
    run(plan, inputs)  # what is made once and kept is not of the run
    given = sum(a.nbytes for a in inputs.values()) + sum(c.nbytes for _, c in plan.constants)
    tracemalloc.start()
    try:
        run(plan, inputs)
        return int(given + tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
