"""Sums over the steps of a loop of products of matrices, as one product of matrices that hold all steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from app.engine.tape import broadcast_source
from app.ops.namespace import ops
from app.ops.value import Value

# The factors of all steps are kept for it: no more than this is.
MOST_BYTES = 16 * 1024 * 1024
LEAST_STEPS = 8


class Product(NamedTuple):
    """One of the products, leftᵀ @ right.

    Attributes:
        left: of shape (m, k); (k,) counts as (1, k).
        right: of shape (m, n); (n,) counts as (1, n).
    """

    left: Value
    right: Value


def products(found: Value) -> list[Product] | None:
    """The products that a value of a loop's body is the sum of; None if it is none."""
    producer = found.producer
    if producer is None or found.ndim != 2:
        return None
    if producer.op is ops.add:
        parts = [products(operand) if operand.shape == found.shape else None for operand in producer.operands]
        return None if None in parts else [product for part in parts if part for product in part]
    if producer.op is ops.matmul:
        first, second = producer.operands
        transposed = first.producer
        if first.ndim == second.ndim == 2 and transposed is not None and transposed.op is ops.permute_dims:
            return [Product(transposed.operands[0], second)]
    if producer.op is ops.multiply:
        for column, row in (producer.operands, producer.operands[::-1]):
            if column.shape == (found.shape[0], 1) and row.shape in ((found.shape[1],), (1, found.shape[1])):
                return [Product(_unshaped(column), _unshaped(row))]
    return None


def _unshaped(value: Value) -> Value:
    """A vector before it was made a row or a column."""
    producer = value.producer
    if producer is not None and producer.op is ops.reshape and producer.operands[0].ndim == 1:
        vector: Value = producer.operands[0]
        return vector
    return value


def fits(product: Product, length: int, known: Callable[[Value], bool]) -> bool:
    """Whether it is worth the memory; `known` says of a factor that all steps of it are there already."""
    if length < LEAST_STEPS or any(broadcast_source(factor).constant is not None for factor in product):
        return False
    new = sum(factor.nbytes for factor in product if not known(factor))
    return new * length <= MOST_BYTES


def summed(left: Value, right: Value, shape: tuple[int, ...]) -> Value:
    """The sum of the products, given all steps of the factors along a leading axis."""
    rows, columns = shape
    # A column, of shape (k, 1), is a row of its transpose.
    first = ops.reshape(left, shape=(-1, rows))
    second = ops.reshape(right, shape=(-1, columns))
    result: Value = ops.matmul(ops.matrix_transpose(first), second)
    return result
