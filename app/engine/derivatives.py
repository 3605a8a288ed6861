"""Jacobians, Hessians and products with them, all made of reverse mode and batching.

Every function records on the tape of its arguments and gives values on it, or None where no differentiable
path leads from a source to a target.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

from app.engine.reverse import gradient
from app.engine.vectorize import vectorize
from app.ops.namespace import ops
from app.ops.value import Value

Mode = Literal["auto", "forward", "reverse"]


def jvp(targets: Sequence[Value], sources: Sequence[Value], tangents: Sequence[Value]) -> list[Value | None]:
    """Jacobian times vector: how the targets move when the sources move along their tangents.

    A vjp is linear in its cotangent, so the derivative of the vjp with respect to the cotangent is the
    transposed map, the jvp. The cotangents are placeholders that the result does not depend on.

    Returns:
        For each target a value of its shape.
    """
    tape = targets[0].tape
    cotangents: list[Value] = [tape.input(target.shape, target.dtype) for target in targets]
    pulled = gradient(targets, sources, cotangents)
    found = [(p, t) for p, t in zip(pulled, tangents, strict=True) if p is not None]
    return gradient([p for p, _ in found], cotangents, [t for _, t in found])


def hvp(targets: Sequence[Value], sources: Sequence[Value], vectors: Sequence[Value]) -> list[Value | None]:
    """Hessian of the sum of the targets, times vectors of the sources' shapes.

    Returns:
        For each source a value of its shape.
    """
    slopes = gradient(targets, sources)
    found = [(s, v) for s, v in zip(slopes, vectors, strict=True) if s is not None]
    return gradient([s for s, _ in found], sources, [v for _, v in found])


def jacobian(target: Value, sources: Sequence[Value], mode: Mode = "auto") -> list[Value | None]:
    """All derivatives of each element of the target, in one batched pass.

    Args:
        target: of any shape.
        sources: what it is differentiated with respect to.
        mode: a pass for each element of the target (`reverse`) or of the sources (`forward`); `auto` takes
            the fewer. A complex source has two directions an element, so it is always reverse.

    Returns:
        For each source a value of shape `target.shape + source.shape`.
    """
    if any(source.dtype.kind == "c" for source in sources):
        mode = "reverse"
    if mode == "auto":
        mode = "forward" if sum(source.size for source in sources) < target.size else "reverse"
    if mode == "reverse":
        return _by_rows(target, sources)
    return [_by_columns(target, source) for source in sources]


def _by_rows(target: Value, sources: Sequence[Value]) -> list[Value | None]:
    if target.ndim == 0:
        return gradient([target], sources)
    cotangent = target.tape.input(target.shape, target.dtype)
    pulled = gradient([target], sources, [cotangent])
    rows = iter(vectorize([p for p in pulled if p is not None], {cotangent: basis(target)}))
    return [
        None if p is None else ops.reshape(next(rows), shape=target.shape + source.shape)
        for p, source in zip(pulled, sources, strict=True)
    ]


def _by_columns(target: Value, source: Value) -> Value | None:
    tangent = target.tape.input(source.shape, source.dtype)
    [pushed] = jvp([target], [source], [tangent])
    if pushed is None:
        return None
    [columns] = vectorize([pushed], {tangent: basis(source)})
    order = (*range(1, target.ndim + 1), 0)
    return ops.reshape(ops.permute_dims(columns, axes=order), shape=target.shape + source.shape)


def basis(value: Value) -> Value:
    """The unit vectors of a value's space, along a leading axis."""
    identity = value.tape.record(ops.eye, (), {"n": value.size, "dtype": str(value.dtype)})
    return ops.reshape(identity, shape=(value.size, *value.shape))


def batch_jacobian(target: Value, sources: Sequence[Value]) -> list[Value | None]:
    """The Jacobian of each example alone, where row i of the target depends on row i of a source only.

    Returns:
        For each source a value of shape `target.shape + source.shape[1:]`. Rows that do depend on each
        other are summed over.
    """
    examples, inner = target.shape[0], target.shape[1:]
    count = math.prod(inner)
    cotangent = target.tape.input(target.shape, target.dtype)
    pulled = gradient([target], sources, [cotangent])
    identity = target.tape.record(ops.eye, (), {"n": count, "dtype": str(target.dtype)})
    every = ops.broadcast_to(ops.reshape(identity, shape=(count, 1, *inner)), shape=(count, examples, *inner))
    rows = iter(vectorize([p for p in pulled if p is not None], {cotangent: every}))
    return [
        None if p is None else _example_first(next(rows), target.shape + source.shape[1:])
        for p, source in zip(pulled, sources, strict=True)
    ]


def _example_first(rows: Any, shape: tuple[int, ...]) -> Any:
    return ops.reshape(ops.moveaxis(rows, source=0, destination=1), shape=shape)


def hessian(target: Value, sources: Sequence[Value]) -> list[list[Value | None]]:
    """Second derivatives of each element of the target with respect to every pair of sources.

    Returns:
        For each source a list, with for each source a value of shape `target.shape + a.shape + b.shape`.
    """
    return [
        [None] * len(sources) if slope is None else jacobian(slope, sources, "reverse")
        for slope in jacobian(target, sources, "reverse")
    ]
