"""Cross and Kronecker products, diagonal matrices, norms, and functions of square matrices."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import numpy as np
import scipy.linalg

from app.errors import OperationError
from app.ops.batching import along_axis, leading
from app.ops.entry import Array, Cost, Float, Number, composite, op
from app.ops.infer import Axis, KeepDims, OneAxis, reduced, reduced_nonempty
from app.ops.keys import Slice
from app.ops.namespace import ops
from app.ops.reductions import expanded
from app.ops.spec import Spec, broadcast_shapes, normalize_axes, normalize_axis, spec_of

Offset = Annotated[int, "Which diagonal: 0 the main one, above it positive, below negative."]

_A = [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]
_SQUARE = [[1.3, 0.4, -0.2], [0.1, 0.9, 0.5], [-0.3, 0.2, 1.1]]
_STACK = [_SQUARE, [[0.8, -0.5, 0.3], [0.6, 1.2, -0.1], [0.2, 0.7, 0.9]]]


def check_matrix(x: Spec, operand: int = 0) -> None:
    """Refuse what has no last two axes, and complex numbers.

    Raises:
        OperationError: it is not a matrix, nor a stack of matrices.
    """
    if x.ndim < 2:
        raise OperationError(
            f"needs a matrix, or several along leading axes; the shape {list(x.shape)} has "
            f"{x.ndim} ax{'i' if x.ndim == 1 else 'e'}s",
            operand=operand,
        )
    if x.dtype.kind == "c":
        raise OperationError("is defined on real matrices only", operand=operand)


def check_square(x: Spec, operand: int = 0) -> None:
    """As `check_matrix`; the last two axes must be of one length.

    Raises:
        OperationError: they are not.
    """
    check_matrix(x, operand)
    rows, columns = x.shape[-2:]
    if rows != columns:
        raise OperationError(
            f"needs a square matrix; this one has {rows} row{'s' * (rows != 1)} and "
            f"{columns} column{'s' * (columns != 1)}",
            operand=operand,
        )


def square_matrix(x: Spec, **_: Any) -> Spec:
    """The spec of the first operand, a square matrix."""
    check_square(x)
    return x


def matrix_count(x: Spec) -> int:
    """How many matrices are stacked."""
    return math.prod(x.shape[:-2])


def finite_matrices(x: Array) -> Array:
    """For each matrix, whether all its elements are finite."""
    return np.asarray(np.isfinite(x).all(axis=(-2, -1)))


@composite(
    examples=[
        {"x1": [_A[0]], "x2": _A},
        {"x1": [[0.5], [-1.2], [2.0]], "x2": [[1.1, 0.4], [0.3, 0.9], [-0.7, 1.6]], "axis": 0},
    ]
)
def cross(x1: Number, x2: Number, *, axis: OneAxis = -1) -> Array:
    """Cross product of vectors of length 3 along an axis; the other axes broadcast."""
    vectors = []
    for position, x in enumerate((x1, x2)):
        if x.ndim == 0:
            raise OperationError("needs a vector of length 3; a scalar has no axis", operand=position)
        along = normalize_axis(axis, x.ndim)
        if x.shape[along] != 3:
            raise OperationError(
                f"vectors must have length 3; axis {along} has length {x.shape[along]}", operand=position
            )
        vectors.append(ops.moveaxis(x, source=along, destination=-1))
    a, b = vectors
    product = _cycled(a, 1) * _cycled(b, 2) - _cycled(a, 2) * _cycled(b, 1)
    return ops.moveaxis(product, source=-1, destination=axis)


def _cycled(x: Any, first: int) -> Any:
    """The last axis, starting from another of its elements."""
    parts = [ops.getitem(x, key=("...", Slice(i % 3, i % 3 + 1))) for i in range(first, first + 3)]
    return ops.concat(*parts, axis=-1)


@composite(
    examples=[
        {"x1": _A, "x2": [[0.9, 0.1], [1.3, -0.6], [0.7, 1.4]]},
        {"x1": [0.4, -0.9], "x2": [_A]},
    ]
)
def kron(x1: Number, x2: Number) -> Array:
    """Kronecker product: each element of the first times the whole second, laid out in blocks. As in NumPy
    all axes multiply, and the value with fewer axes gets further ones of length 1 in front."""
    rank = max(x1.ndim, x2.ndim)
    first = (1,) * (rank - x1.ndim) + tuple(x1.shape)
    second = (1,) * (rank - x2.ndim) + tuple(x2.shape)
    blocks = ops.reshape(x1, shape=tuple(n for length in first for n in (length, 1)))
    inner = ops.reshape(x2, shape=tuple(n for length in second for n in (1, length)))
    return ops.reshape(blocks * inner, shape=tuple(n * m for n, m in zip(first, second, strict=True)))


def _embedded(x: Spec, *, offset: int) -> Spec:
    if x.ndim == 0:
        raise OperationError("needs at least one axis, the diagonal", operand=0)
    side = x.shape[-1] + abs(offset)
    return Spec((*x.shape[:-1], side, side), x.dtype)


@op(
    infer=_embedded,
    batch=leading,
    examples=[{"x": _A}, {"x": [0.5, -1.2, 2.0], "offset": -1}],
    aliases=["matrix_diag", "tf.linalg.diag"],
)
def diag_embed(x: Number, *, offset: Offset = 0) -> Array:
    """Square matrices with the last axis on a diagonal and zeros elsewhere."""
    length = x.shape[-1]
    side = length + abs(offset)
    result = np.zeros((*x.shape[:-1], side, side), x.dtype)
    places = np.arange(length)
    result[..., places + max(-offset, 0), places + max(offset, 0)] = x
    return result


diag_embed.vjp(lambda g, y, x, *, offset: ops.diagonal(g, offset=offset))


@composite(examples=[{"x": [0.5, -1.2, 2.0]}, {"x": _A, "offset": 1}])
def diag(x: Number, *, offset: Offset = 0) -> Array:
    """NumPy's diag: a matrix with this vector on a diagonal; of a matrix, that diagonal. For vectors or
    matrices along leading axes there are diag_embed and diagonal."""
    if x.ndim not in (1, 2):
        raise OperationError(
            f"takes a vector or a matrix; the value has {x.ndim} axes (see diag_embed and diagonal)",
            operand=0,
        )
    return ops.diag_embed(x, offset=offset) if x.ndim == 1 else ops.diagonal(x, offset=offset)


def _order(order: Any, *, named: Sequence[str] = ()) -> Any:
    """A norm's order as a number, or one of the names allowed.

    Raises:
        OperationError: there is no norm of this order.
    """
    if isinstance(order, str) and order not in named:
        if order not in ("Infinity", "-Infinity"):
            names = ", ".join(f"'{n}'" for n in (*named, "Infinity", "-Infinity"))
            raise OperationError(f"ord '{order}' must be a number or one of {names}", attribute="ord")
        return float(order)
    if not isinstance(order, str) and math.isnan(order):
        raise OperationError("ord cannot be NaN", attribute="ord")
    return order


def _normed(x: Spec, *, axis: Any, keepdims: bool, ord: Any) -> Spec:
    if x.dtype.kind == "c":
        raise OperationError("is defined on real values only", operand=0)
    order = _order(ord)
    if math.isinf(order) or order < 0:
        return reduced_nonempty(x, axis=axis, keepdims=keepdims)
    return reduced(x, axis=axis, keepdims=keepdims)


def _norm_cost(operands: Sequence[Spec], results: Sequence[Spec], *, ord: Any, **_: Any) -> Cost:
    x, order = operands[0], _order(ord)
    # Absolute values; for the order 2 also, where the plain squares do not do, their quotients by the largest.
    copies = 1 if order in (0, 1) or math.isinf(order) else 2 if order == 2 else 3
    return Cost((4 if copies < 3 else 45) * x.size, copies * x.nbytes + 4 * results[0].nbytes)


@op(
    infer=_normed,
    cost=_norm_cost,
    batch=along_axis,
    examples=[
        {"x": _A},
        {"x": [_A], "axis": [0, -1], "keepdims": True},
        {"x": _A, "axis": 0, "ord": 1},
        {"x": _A, "axis": -1, "ord": "Infinity"},
        {"x": _A, "axis": -1, "ord": "-Infinity"},
        {"x": _A, "axis": 1, "ord": 3},
        {"x": _A, "ord": 0},
    ],
    kink="Where the norm is 0 the gradient is 0, whatever the order. For other orders than 2, elements that are "
    "0 have gradient 0; for the orders Infinity and -Infinity, elements that tie share it equally.",
)
def vector_norm(
    x: Float,
    *,
    axis: Axis = None,
    keepdims: KeepDims = False,
    ord: Annotated[
        int | float | Literal["Infinity", "-Infinity"],
        "The order p of (sum |x|^p)^(1/p); 'Infinity' for the largest and '-Infinity' for the smallest absolute "
        "value, 0 for the number of elements that are not 0.",
    ] = 2,
) -> Array:
    """Norm of the elements over some axes, or over all of them. Neither overflows nor underflows on the
    way where the norm itself does not."""
    axes = normalize_axes(axis, x.ndim)
    order = _order(ord)
    if math.isinf(order):
        extreme = np.max if order > 0 else np.min
        return extreme(np.abs(x), axis=axes, keepdims=keepdims)
    if order == 0:
        return np.sum(x != 0, axis=axes, keepdims=keepdims, dtype=x.dtype)
    if order == 1:
        return np.sum(np.abs(x), axis=axes, keepdims=keepdims)
    if order == 2:
        with np.errstate(over="ignore", under="ignore"):
            plain = np.sqrt(np.sum(np.square(x), axis=axes, keepdims=keepdims))
        limits = np.finfo(x.dtype)
        if np.all((plain > math.sqrt(limits.tiny / limits.eps)) & (plain <= math.sqrt(limits.max))):
            return plain
    size = np.abs(x)
    largest = np.max(size, axis=axes, keepdims=True, initial=0)
    with np.errstate(all="ignore"):
        scale = np.where((largest > 0) & np.isfinite(largest), largest, np.ones((), x.dtype))
        total = np.sum((size / scale) ** order, axis=axes, keepdims=True)
        result = total ** (1 / order) * scale
    return result if keepdims else np.squeeze(result, axis=axes)


@vector_norm.vjp
def _(g: Any, y: Any, x: Any, *, axis: Any, keepdims: bool, ord: Any) -> Any:
    """g sign(x) (|x| / y)^(p - 1)"""
    order = _order(ord)
    g, y = expanded(g, x, axis, keepdims), expanded(y, x, axis, keepdims)
    if math.isinf(order):
        hit = ops.astype(ops.equal(ops.abs(x), y), dtype=str(g.dtype))
        count = ops.sum(hit, axis=axis, keepdims=True)
        return g * (hit / count) * ops.sign(x)
    if order == 0:
        return ops.zeros_like(x)
    if order == 1:
        return g * ops.sign(x)
    if order == 2:
        return g * (x / ops.where(ops.equal(y, 0), math.inf, y))
    zero = ops.logical_or(ops.equal(x, 0), ops.equal(y, 0))
    share = ops.where(zero, 1, ops.abs(x)) / ops.where(ops.equal(y, 0), 1, y)
    return g * ops.where(zero, 0, ops.sign(x) * share ** (order - 1))


@composite(
    examples=[
        {"x": _A},
        {"x": [_A], "ord": "nuc", "keepdims": True},
        {"x": _A, "ord": 1},
        {"x": _A, "ord": "Infinity"},
        {"x": _A, "ord": 2},
        {"x": _STACK, "ord": -2},
    ],
    kink="Where the norm is 0 the gradient is 0. Rows, columns and singular values that tie for the largest or "
    "smallest share the gradient equally; singular values that are exactly 0 add nothing to that of 'nuc'.",
)
def matrix_norm(
    x: Float,
    *,
    ord: Annotated[
        int | float | Literal["fro", "nuc", "Infinity", "-Infinity"],
        "'fro' for the root of the sum of squares; 'nuc' for the sum of the singular values; 2 and -2 for the "
        "largest and the smallest of them; 1 and -1 for the largest and the smallest sum of absolute values of a "
        "column; 'Infinity' and '-Infinity' for those of a row.",
    ] = "fro",
    keepdims: KeepDims = False,
) -> Array:
    """Norm of a matrix (the last two axes)."""
    check_matrix(spec_of(x))
    order = _order(ord, named=("fro", "nuc"))
    if order == "fro":
        return ops.vector_norm(x, axis=(-2, -1), keepdims=keepdims)
    if order == "nuc" or abs(order) == 2:
        # The absolute value changes nothing but the derivative at 0.
        values = ops.abs(ops.svdvals(x))
        reduce = ops.sum if order == "nuc" else ops.max if order > 0 else ops.min
        norm = reduce(values, axis=-1, keepdims=keepdims)
        return ops.expand_dims(norm, axis=-1) if keepdims else norm
    if abs(order) != 1 and not math.isinf(order):
        raise OperationError(
            f"ord {order} must be 1, -1, 2, -2, 'Infinity', '-Infinity', 'fro' or 'nuc'", attribute="ord"
        )
    summed, rest = (-2, -1) if abs(order) == 1 else (-1, -2)
    totals = ops.sum(ops.abs(x), axis=summed, keepdims=True)
    norm = (ops.max if order > 0 else ops.min)(totals, axis=rest, keepdims=True)
    return norm if keepdims else ops.squeeze(norm, axis=(-2, -1))


@composite(
    examples=[{"x": _STACK, "n": 3}, {"x": _SQUARE, "n": -2}, {"x": _SQUARE, "n": 1}],
    kink="The power 0 is the identity and does not depend on x: the path through it is cut.",
)
def matrix_power(
    x: Number, *, n: Annotated[int, "The exponent; a negative one inverts the matrix first."]
) -> Array:
    """A square matrix multiplied with itself, by repeated squaring; powers of the inverse for negative n,
    where a singular matrix is refused."""
    check_square(spec_of(x))
    if n == 0:
        return ops.zeros_like(x) + np.eye(x.shape[-1], dtype=x.dtype)
    base = ops.inv(x) if n < 0 else x
    factors = []
    exponent = abs(n)
    while exponent:
        if exponent & 1:
            factors.append(base)
        exponent >>= 1
        if exponent:
            base = ops.matmul(base, base)
    return functools.reduce(ops.matmul, factors)


def _expm_cost(operands: Sequence[Spec], results: Sequence[Spec]) -> Cost:
    x = operands[0]
    n = x.shape[-1]
    # Six products and a linear system for the rational approximation, and some squarings.
    return Cost(matrix_count(x) * 30.0 * n**3, _exponential_workspace(x))


def _exponential_workspace(x: Spec) -> int:
    """The matrices with those that are not finite replaced, and the result before they are NaN again or the
    powers of one matrix."""
    side = x.shape[-1] * x.dtype.itemsize
    return 2 * x.nbytes + max(x.nbytes, 6 * x.shape[-1] * side) + 16 * side


@op(
    infer=square_matrix,
    cost=_expm_cost,
    batch=leading,
    examples=[{"x": _SQUARE}, {"x": [[[0.3, -0.4], [0.2, 0.1]], [[0.0, 0.7], [-0.5, 0.6]]]}],
    aliases=["matrix_exp"],
)
def expm(x: Float) -> Array:
    """Exponential of a square matrix, by scaling and squaring. NaN throughout where the matrix has an element
    that is not finite. Source: Al-Mohy and Higham, A New Scaling and Squaring Algorithm (2009)."""
    return _exponential(x)


def _exponential(x: Array) -> Array:
    finite = finite_matrices(x)[..., None, None]
    safe = np.where(finite, x, np.zeros((), x.dtype))
    return np.where(finite, scipy.linalg.expm(safe), np.asarray(np.nan, x.dtype))


expm.vjp(lambda g, y, x: ops.expm_frechet(ops.matrix_transpose(x), g))


def _in_directions(x: Spec, *directions: Spec) -> Spec:
    check_square(x)
    if not directions:
        raise OperationError("needs a direction besides the matrix")
    for position, direction in enumerate(directions, start=1):
        if direction.shape[-2:] != x.shape[-2:]:
            raise OperationError(
                f"a direction must be a matrix of {x.shape[-1]} rows and columns like x; its shape is "
                f"{list(direction.shape)}",
                operand=position,
            )
    return Spec(broadcast_shapes(x.shape, *[d.shape for d in directions]), x.dtype)


def _directions_cost(operands: Sequence[Spec], results: Sequence[Spec]) -> Cost:
    side = len(operands) * results[0].shape[-1]
    joined = Spec((*results[0].shape[:-2], side, side), results[0].dtype)
    return Cost(matrix_count(joined) * 30.0 * side**3, 2 * joined.nbytes + _exponential_workspace(joined))


@op(
    infer=_in_directions,
    cost=_directions_cost,
    batch=leading,
    examples=[
        {"x": _SQUARE, "directions": [_STACK]},
        {"x": _STACK, "directions": [_STACK[1], _SQUARE]},
    ],
)
def expm_frechet(x: Float, *directions: Float) -> Array:
    """Derivative of the matrix exponential at x in a direction (Fréchet's), linear in it. With several
    directions, the part of the higher derivative in which they stand in this order: the sum over all orders is
    the derivative. It is the upper right block of the exponential of the matrix with x in its diagonal blocks
    and the directions above them. Source: Higham, Functions of Matrices (2008), section 3.2."""
    n, blocks = x.shape[-1], len(directions) + 1
    batch = np.broadcast_shapes(x.shape[:-2], *[d.shape[:-2] for d in directions])
    joined = np.zeros((*batch, blocks * n, blocks * n), x.dtype)
    size = np.ones((*batch, 1, 1), x.dtype)
    for i in range(blocks):
        here = slice(i * n, (i + 1) * n)
        joined[..., here, here] = x
        if i < blocks - 1:
            # A direction much larger than x would cost squarings, and with them digits.
            largest = np.max(np.abs(directions[i]), axis=(-2, -1), keepdims=True, initial=0)
            scale = np.where(largest > 0, largest, np.ones((), x.dtype))
            joined[..., here, (i + 1) * n : (i + 2) * n] = directions[i] / scale
            size = size * scale
    return _exponential(joined)[..., :n, (blocks - 1) * n :] * size


@expm_frechet.vjp_each
def _(g: Any, y: Any, x: Any, *directions: Any, index: int) -> Any:
    """In a sum of products p e q around one direction e, its cotangent is pᵀ g qᵀ: the other directions,
    transposed, in reverse order before and after g. For x, g stands at every place between the directions."""
    turned = [ops.matrix_transpose(d) for d in directions]
    at = ops.matrix_transpose(x)
    if index > 0:
        return ops.expm_frechet(at, *turned[: index - 1][::-1], g, *turned[index:][::-1])
    parts = [
        ops.expm_frechet(at, *turned[:place][::-1], g, *turned[place:][::-1])
        for place in range(len(turned) + 1)
    ]
    return functools.reduce(ops.add, parts)
