"""Looking things up: rows of a table by number, and values by how well their keys match a query."""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.entry import Any_, Array, Float, Free, Integer, composite
from app.ops.namespace import ops
from app.ops.spec import broadcast_shapes
from app.ops.value import Value

_TABLE: Any = [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7], [0.2, 0.8, -0.4], [1.6, -0.3, 0.9]]


@composite(
    examples=[{"table": _TABLE, "ids": [[2, 0], [2, 3], [1, 1]]}, {"table": _TABLE, "ids": 1}],
    aliases=["embedding_lookup"],
)
def embedding(table: Any_, ids: Integer) -> Array:
    """The rows of a table (its first axis) with these numbers; negative ones count from the end."""
    if table.ndim == 0:
        raise OperationError("the table needs an axis of rows, the first", operand=0)
    return ops.take(table, ids, axis=0)


_Q: Any = [[0.5, -1.2], [1.1, 0.3], [-0.4, 0.8]]
_K: Any = [[0.9, 0.1], [-0.4, 1.5], [1.3, -0.6], [0.2, 0.7]]
_V: Any = [[0.7, 1.4, -1.1], [0.3, 0.2, 0.9], [-0.5, 1.2, 0.6], [1.0, -0.8, 0.1]]
_QKV: dict[str, Any] = {"q": _Q, "k": _K, "v": _V}


@composite(
    examples=[
        _QKV,
        {**_QKV, "causal": True, "scale": 0.5},
        {"q": [_Q, _Q], "k": [_K], "v": _V, "mask": [[True, True, False, True], [True] * 4, [False] * 4]},
        {**_QKV, "mask": [[0.5, -0.3, 0.1, 0.0]]},
    ],
    aliases=["scaled_dot_product_attention"],
    kink="A query that may attend to no key gives 0, and has no gradient.",
)
def dot_product_attention(
    q: Float,
    k: Float,
    v: Float,
    mask: Free | None = None,
    *,
    causal: Annotated[
        bool, "Whether the query at place i attends only to the keys at places up to i."
    ] = False,
    scale: Annotated[
        float | None, "What the products of queries and keys are multiplied by; null for 1 / sqrt(depth)."
    ] = None,
) -> Array:
    """softmax(q kᵀ scale) v, where q has the axes (…, queries, depth), k (…, keys, depth) and v (…, keys,
    depth of the values); leading axes broadcast. The mask broadcasts to (…, queries, keys): booleans or
    integers are true where a query may attend to a key, floating values are added before softmax (-inf
    excludes). Source: Vaswani et al., Attention Is All You Need (2017)."""
    leading = _leading_axes(q, k, v)
    factor = 1 / math.sqrt(max(q.shape[-1], 1)) if scale is None else scale
    scores = ops.matmul(q * factor, ops.matrix_transpose(k))
    queries, keys = q.shape[-2], k.shape[-2]
    allowed = None
    if mask is not None:
        _check_mask(mask, (*leading, queries, keys))
        if mask.dtype.kind in "fc":
            allowed = ops.not_equal(mask, -np.inf)
            scores = scores + ops.astype(ops.where(allowed, mask, 0), dtype=str(scores.dtype))
        else:
            allowed = ops.astype(mask, dtype="bool")
    if causal:
        earlier = ops.less_equal(_on_tape(np.arange(keys), q), _on_tape(np.arange(queries)[:, None], q))
        allowed = earlier if allowed is None else ops.logical_and(allowed, earlier)
    if allowed is None:
        return ops.matmul(ops.softmax(scores), v)
    # A row without any key keeps its scores and loses its weights, so that no -inf meets another.
    alone = ops.logical_not(ops.any(allowed, axis=-1, keepdims=True))
    kept = ops.where(ops.logical_or(allowed, alone), scores, -np.inf)
    return ops.matmul(ops.where(allowed, ops.softmax(kept), 0), v)


def _leading_axes(q: Any, k: Any, v: Any) -> tuple[int, ...]:
    """The common leading axes.

    Raises:
        OperationError: the operands do not fit together.
    """
    for position, (name, operand) in enumerate((("q", q), ("k", k), ("v", v))):
        if operand.ndim < 2:
            raise OperationError(
                f"{name} must have the axes (…, length, depth), at least 2; it has {operand.ndim}",
                operand=position,
            )
    if q.shape[-1] != k.shape[-1]:
        raise OperationError(
            f"q has depth {q.shape[-1]} and k {k.shape[-1]} (their last axes); they must be equal", operand=1
        )
    if k.shape[-2] != v.shape[-2]:
        raise OperationError(
            f"there are {k.shape[-2]} keys but {v.shape[-2]} values (their second-last axes)", operand=2
        )
    return broadcast_shapes(q.shape[:-2], k.shape[:-2], v.shape[:-2])


def _check_mask(mask: Any, shape: tuple[int, ...]) -> None:
    try:
        fits = broadcast_shapes(tuple(mask.shape), shape) == shape
    except OperationError:
        fits = False
    if not fits:
        raise OperationError(
            f"a mask of shape {tuple(mask.shape)} does not broadcast to (…, queries, keys) {shape}", operand=3
        )


def _on_tape(array: Array, like: Any) -> Any:
    """A constant where it is recorded rather than computed, so that what follows from it is too."""
    return like.tape.constant(array) if isinstance(like, Value) else array
