"""Single numbers on Python's floats: every text against the kernel of its operation, at ordinary numbers and at
the ends; and loops on them against loops on arrays."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

from app.engine import Deadline, Plan, Tape, ops, run
from app.engine.scalars import FLOATS, INTEGERS, NAMES, RAISED, is_scalar, text_of
from app.engine.step import Step
from app.ops import REGISTRY
from app.ops.entry import Op

NUMBERS = [
    0.0,
    -0.0,
    0.5,
    -0.7,
    1.0,
    -1.0,
    2.5,
    -3.2,
    40.0,
    -800.0,
    1e-300,
    1e300,
    math.inf,
    -math.inf,
    math.nan,
]
WHOLE = [0, 1, -1, 7, -12, 10**12]
ATTRIBUTES: dict[str, Any] = {"reshape": {"shape": ()}, "broadcast_to": {"shape": ()}}
ULPS = 8


def step_of(op: Op, dtypes: list[str], **attributes: Any) -> Step:
    """The one instruction that an operation on single numbers records."""
    tape = Tape()
    inputs = tuple(tape.input((), dtype) for dtype in dtypes)
    specs = op.infer(*[i.spec for i in inputs], **op.bind(attributes))  # type: ignore[misc]
    [value] = tape.append(op, inputs, op.bind(attributes), [specs])  # type: ignore[list-item]
    [step] = Plan([value]).steps
    return step


def computed(text: str, values: tuple[Any, ...]) -> Any:
    """What a text gives, in the names that generated text sees."""
    names = {f"v{i}": value for i, value in enumerate(values)}
    return eval(text.format(*names), {"__builtins__": {}, **NAMES}, names)  # noqa: S307  (our own text)


def operand_dtypes(op: Op) -> list[str]:
    return [
        "bool" if operand.kind.name == "bool" else "float64"
        for operand in op.operands
        if not operand.optional
    ]


@pytest.mark.parametrize("name", FLOATS)
def test_text_is_the_kernel(name: str) -> None:
    op = REGISTRY[name]
    dtypes = operand_dtypes(op)
    step = step_of(op, dtypes, **ATTRIBUTES.get(name, {}))
    text = text_of(step.instruction)
    assert text
    choices = [[False, True] if dtype == "bool" else NUMBERS for dtype in dtypes]
    compared = 0
    for values in itertools.product(*choices):
        with np.errstate(all="ignore"):
            arrays = [np.asarray(v, dtype) for v, dtype in zip(values, dtypes, strict=True)]
            expected = op.kernel(*arrays, **step.instruction.attributes)
        try:
            found = computed(text, values)
        except RAISED:
            continue
        compared += 1
        where = f"{name}{values}: {found} for {expected}"
        if isinstance(found, bool):
            assert found == bool(expected), where
        elif math.isnan(expected):
            assert math.isnan(found), where
        elif math.isinf(expected) or expected == 0:
            assert found == expected, where
        else:
            assert abs(found - expected) <= ULPS * math.ulp(expected), where
    assert compared > 0


@pytest.mark.parametrize("name", sorted(INTEGERS))
def test_integers(name: str) -> None:
    op = REGISTRY[name]
    dtypes = ["bool" if d == "bool" else "int64" for d in operand_dtypes(op)]
    text = text_of(step_of(op, dtypes).instruction)
    assert text
    for values in itertools.product(*[[False, True] if d == "bool" else WHOLE for d in dtypes]):
        arrays = [np.asarray(v, d) for v, d in zip(values, dtypes, strict=True)]
        assert computed(text, values) == op.kernel(*arrays).item()


def test_what_has_no_text() -> None:
    for step in (
        step_of(REGISTRY["multiply"], ["int64", "int64"]),
        step_of(REGISTRY["add"], ["float32", "float32"]),
        step_of(REGISTRY["gammaln"], ["float64"]),
    ):
        assert not text_of(step.instruction)


@pytest.mark.parametrize("target", ["float64", "int64", "bool"])
@pytest.mark.parametrize("source", ["float64", "int64", "bool"])
def test_conversions(source: str, target: str) -> None:
    op = REGISTRY["astype"]
    text = text_of(step_of(op, [source], dtype=target).instruction)
    assert text
    for value in [True, False] if source == "bool" else [0, 3, -2] if source == "int64" else [0.0, 2.7, -2.7]:
        array = np.asarray(value, source)
        assert computed(text, (array.item(),)) == op.kernel(array, dtype=target).item()


def _loop(start: float) -> tuple[Plan, dict[Any, Any]]:
    tape = Tape()
    x, xs = tape.input(()), tape.input((20,))
    last, ys = ops.scan(x, xs, body=lambda c, v: (ops.log(c) * v + 1 / c, c), num_carry=1)
    return Plan([last, ys]), {x: np.array(start), xs: np.linspace(0.5, 1.5, 20)}


@pytest.mark.parametrize("start", [2.0, 0.0, -1.0, 1e-320, math.inf, math.nan])
def test_where_python_raises_numpy_answers(start: float) -> None:
    plan, feeds = _loop(start)
    body = plan.steps[0].instruction.attributes["body"]
    assert is_scalar(body.plan)
    seen: list[Any] = []
    observed = run(plan, feeds, Deadline(10), lambda *looked: seen.append(looked))
    assert len(seen) > 20, "an observer sees every instruction, on arrays"
    for fast, slow in zip(run(plan, feeds), observed, strict=True):
        np.testing.assert_allclose(fast, slow, rtol=1e-13)
