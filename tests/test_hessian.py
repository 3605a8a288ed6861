"""Every operation inside a Hessian: one batched pass against one product at a time."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine import Plan, Value, hessian, hvp, ops, run
from tests.gradcheck import Case, Recording, cases

MOST_ELEMENTS = 40

REAL = [
    case
    for case in cases()
    if all(array.dtype.kind != "c" for array in case.arrays)
    and 0 < sum(case.arrays[i].size for i in case.floating) <= MOST_ELEMENTS
]


@pytest.mark.parametrize("case", REAL, ids=str)
def test_hessian_agrees_with_products(case: Case) -> None:
    recording = Recording(case)
    tape, sources = recording.tape, recording.sources
    parts = [
        ops.sum(ops.real(ops.multiply(result, tape.constant(weight))))
        for result, weight in zip(recording.floating, recording.weights, strict=True)
    ]
    if not parts:
        return
    # The square makes the Hessian of a linear operation something else than zero.
    loss: Value = sum((ops.square(part) for part in parts[1:]), ops.square(parts[0]))
    blocks = hessian(loss, sources)
    feeds = dict(zip(recording.inputs, case.arrays, strict=True))
    for column, source in enumerate(sources):
        direction = tape.input(source.shape, source.dtype)
        products = hvp([loss], [source], [direction])
        for row, other in enumerate(sources):
            block = blocks[row][column]
            mirrored = blocks[column][row]
            if block is None or mirrored is None:
                # A path with zero derivative on one side need not be one on the other.
                assert all(not run(Plan([b]), feeds)[0].any() for b in (block, mirrored) if b is not None)
                continue
            first, second = run(Plan([block, mirrored]), feeds)
            assert first.shape == other.shape + source.shape
            flat = first.reshape(other.size, source.size)
            scale = float(np.abs(flat).max(initial=1.0))
            np.testing.assert_allclose(
                flat, second.reshape(source.size, other.size).T, rtol=1e-9, atol=1e-10 * scale
            )
            if row == column and products[0] is not None:
                plan = Plan([products[0]])
                for index in range(source.size):
                    unit = np.zeros(source.size)
                    unit[index] = 1.0
                    [product] = run(plan, {**feeds, direction: unit.reshape(source.shape)})
                    np.testing.assert_allclose(flat[:, index], product.ravel(), rtol=1e-9, atol=1e-10 * scale)
