"""Determinants, inverses, linear systems, and decompositions of matrices.

They work on the last two axes; leading axes are a stack of matrices. A matrix with an element that is NaN or
infinite gives NaN throughout, the other matrices of the stack being unaffected; only `matrix_rank`, whose
integers have no NaN, refuses it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np
import scipy.linalg

from app.errors import OperationError
from app.ops.batching import leading, with_rank
from app.ops.entry import Array, Cost, Float, composite, op
from app.ops.keys import Slice
from app.ops.matrices import check_matrix, check_square, finite_matrices, matrix_count, square_matrix
from app.ops.namespace import ops
from app.ops.spec import INT64, Spec, broadcast_shapes, spec_of

OnError = Annotated[
    Literal["raise", "nan"],
    "What becomes of a matrix for which there is no result: 'raise' refuses the whole stack and says which "
    "matrix it is, 'nan' answers NaN for that matrix.",
]
Tolerance = Annotated[
    float | None,
    "Singular values up to this share of the largest count as 0; null for the rounding error of the dtype times "
    "the longer side of the matrix.",
]

_SQUARE = [[1.3, 0.4, -0.2], [0.1, 0.9, 0.5], [-0.3, 0.2, 1.1]]
_STACK = [_SQUARE, [[0.8, -0.5, 0.3], [0.6, 1.2, -0.1], [0.2, 0.7, 0.9]]]
_POSITIVE = [[2.1, 0.4, -0.3], [0.4, 1.5, 0.2], [-0.3, 0.2, 1.1]]
_POSITIVES = [_POSITIVE, [[1.2, -0.5, 0.1], [-0.5, 2.4, 0.3], [0.1, 0.3, 0.9]]]
_TALL = [[1.2, -0.4], [0.5, 0.9], [-0.7, 0.3]]
_WIDE = [[1.2, 0.5, -0.7], [-0.4, 0.9, 0.3]]
_TALLS = [_TALL, [[0.2, 1.1], [0.8, -0.3], [-0.5, 0.6]]]


def _matrix_at(place: Sequence[int]) -> str:
    """The matrix meant, as the subject of a sentence."""
    return f"matrix {list(place)} of the stack" if place else "the matrix"


def _refuse_where(wrong: Array, detail: str, operand: int = 0) -> None:
    """Refuse the first matrix of a stack for which something is wrong.

    Raises:
        OperationError: there is one.
    """
    if np.any(wrong):
        place = np.argwhere(wrong)[0].tolist()
        raise OperationError(f"{_matrix_at(place)} {detail}", operand=operand)


def _on_finite(compute: Callable[[Array], Any], x: Array) -> Any:
    """`compute(x)` with NaN in its results for the matrices that have an element that is not finite."""
    finite = finite_matrices(x)
    try:
        if finite.all():
            return compute(x)
        computed = compute(_identity_unless(finite, x))
    except np.linalg.LinAlgError:
        raise OperationError("the iteration did not converge", operand=0) from None
    if isinstance(computed, tuple):
        return tuple(_masked(part, finite) for part in computed)
    return _masked(computed, finite)


def _identity_unless(finite: Array, x: Array) -> Array:
    """The matrices with the identity in place of those that are not finite."""
    return np.where(finite[..., None, None], x, np.eye(*x.shape[-2:], dtype=x.dtype))


def _masked(result: Any, finite: Array) -> Array:
    result = np.asarray(result)
    mask = finite.reshape(finite.shape + (1,) * (result.ndim - finite.ndim))
    return np.where(mask, result, np.asarray(np.nan, result.dtype))


def _one_by_one(compute: Callable[..., Array], on_error: str, detail: str, *stacks: Array) -> Array:
    """`compute` on whole stacks, or, where it fails, matrix by matrix to see which one it is. The result has
    the shape of the last stack's matrices."""
    try:
        return compute(*stacks)
    except np.linalg.LinAlgError:
        batch = np.broadcast_shapes(*[s.shape[:-2] for s in stacks])
    spread = [np.broadcast_to(s, batch + s.shape[-2:]) for s in stacks]
    result = np.full(spread[-1].shape, np.nan, spread[-1].dtype)
    for place in np.ndindex(batch):
        try:
            result[place] = compute(*[s[place] for s in spread])
        except np.linalg.LinAlgError:
            if on_error == "raise":
                own = stacks[0].shape[:-2]
                at = [0 if n == 1 else i for i, n in zip(place[len(place) - len(own) :], own, strict=True)]
                raise OperationError(f"{_matrix_at(at)} {detail}", operand=0) from None
    return result


Workspace = Callable[[Spec, int, int], float]


def _cubic(factor: float, workspace: Workspace) -> Callable[..., Cost]:
    """A cost of `factor` m n min(m, n) for each matrix.

    `workspace` gives from the spec of the operand, and the rows and columns of a matrix, the elements needed
    while all elements are finite. If some are not, the operand is copied first, and the results last. NumPy
    computes in float64, for which operand and results in float32 are converted.
    """

    def cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
        x = operands[0]
        rows, columns = x.shape[-2:]
        needed = 8 * math.ceil(workspace(x, rows, columns)) + _converted(x, *results)
        return Cost(
            matrix_count(x) * factor * rows * columns * min(rows, columns),
            max(x.nbytes + needed, sum(r.nbytes for r in results)),
        )

    return cost


def _converted(*specs: Spec) -> int:
    """Bytes of the copies in float64 of what is not."""
    return sum(8 * s.size for s in specs if s.dtype.itemsize < 8)


# The workspaces of LAPACK's routines, with NumPy's copies of one matrix and its results in LAPACK's order.
# Source: Anderson et al., LAPACK Users' Guide (1999).


def _for_factors(x: Spec, m: int, n: int) -> float:
    """getrf, potrf: the matrix, and pivots."""
    return m * n + 2 * n


def _for_inverse(x: Spec, m: int, n: int) -> float:
    """gesv: the matrix, the identity, and pivots."""
    return 2 * m * n + 2 * n


def _for_symmetric(factor: float, blocks: float) -> Workspace:
    """A routine on the symmetric part, with `factor` n² + `blocks` n for each matrix."""
    return lambda x, m, n: x.size + factor * n * n + blocks * n


def _for_qr(x: Spec, m: int, n: int) -> float:
    """geqrf, orgqr: the factored matrices, a copy of one, and its q."""
    return x.size + m * n + m * min(m, n) + 48 * n


def _for_svd(x: Spec, m: int, n: int) -> float:
    """gesdd: the matrix, u, vh, 3 k² for the bidiagonal problem, and k² where the sides are reduced first."""
    k = min(m, n)
    return m * n + k * (m + n) + (4 if _oblong(m, n) else 3) * k * k + 32 * (m + n)


def _oblong(m: int, n: int) -> bool:
    """Whether gesdd first reduces the longer side, by a factorization."""
    return 6 * max(m, n) >= 11 * min(m, n)


def _for_singular_values(x: Spec, m: int, n: int) -> float:
    """gesdd without vectors: the matrix, and blocks of rows and columns."""
    return m * n + 40 * (2 * min(m, n) if _oblong(m, n) else m + n)


def _for_pseudo_inverse(x: Spec, m: int, n: int) -> float:
    """The decompositions of all matrices, and that of one or a product of all."""
    return matrix_count(x) * min(m, n) * (m + n) + max(_for_svd(x, m, n), x.size)


def _for_adjugate(x: Spec, m: int, n: int) -> float:
    """Of singular matrices, u, vh and their product for all, or the decomposition of one."""
    return x.size + max(2 * x.size, _for_svd(x, m, n)) + 8 * n * matrix_count(x)


def _transposed(x: Any) -> Any:
    return ops.matrix_transpose(x)


def _over_matrix(scalar: Any) -> Any:
    """A number for each matrix, with two axes of length 1 to broadcast against it."""
    return ops.expand_dims(scalar, axis=(-2, -1))


def _symmetric(x: Any) -> Any:
    return 0.5 * (x + _transposed(x))


def _symmetric_part(x: Array) -> Array:
    result = x + np.swapaxes(x, -2, -1)
    result *= 0.5
    return result


def _known_zero(value: Any) -> bool:
    """Whether a value is known to be 0 while recording, as the cotangent of a result not used is."""
    constant, producer = getattr(value, "constant", None), getattr(value, "producer", None)
    if constant is None and producer is not None and producer.op is ops.broadcast_to:
        constant = producer.operands[0].constant
    return constant is not None and not constant.any()


def _inverse_gaps(values: Any) -> Any:
    """1/(v_j - v_i) at [i, j], and 0 where both agree to rounding."""
    gap = ops.expand_dims(values, axis=-2) - ops.expand_dims(values, axis=-1)
    largest = _over_matrix(ops.max(ops.abs(values), axis=-1))
    close = ops.abs(gap) <= _rounding(values) * largest
    return ops.where(close, 0, 1 / ops.where(close, 1, gap))


def _rounding(values: Any) -> float:
    """Relative distance below which singular values or eigenvalues cannot be told apart."""
    return float(10 * values.shape[-1] * np.finfo(values.dtype).eps)


def _number_each(x: Spec, **_: Any) -> Spec:
    check_square(x)
    return Spec(x.shape[:-2], x.dtype)


@op(
    infer=_number_each,
    cost=_cubic(2 / 3, _for_factors),
    batch=leading,
    examples=[{"x": _SQUARE}, {"x": [_STACK]}],
    kink="First and second derivatives are exact for singular matrices too, by their cofactors; see adjugate.",
)
def det(x: Float) -> Array:
    """Determinant of a square matrix."""
    return _on_finite(lambda a: np.asarray(np.linalg.det(a)), x)


# Jacobi's formula.
det.vjp(lambda g, y, x: _over_matrix(g) * _transposed(ops.adjugate(x)))


@op(
    infer=square_matrix,
    cost=_cubic(24, _for_adjugate),
    batch=leading,
    examples=[{"x": _SQUARE}, {"x": _STACK}, {"x": [[1.0, 2.0], [0.5, 1.0]]}],
    kink="The derivative is exact for singular matrices too. Higher ones are for regular matrices, and for "
    "singular ones whose singular values differ.",
)
def adjugate(x: Float) -> Array:
    """Transposed matrix of cofactors: the determinant times the inverse, and defined for singular matrices
    too. Source: Stewart, On the Adjugate Matrix (1998)."""
    return _on_finite(_adjugate, x)


def _adjugate(x: Array) -> Array:
    with np.errstate(all="ignore"):
        try:
            inverse = np.linalg.inv(x)
            condition = np.abs(x).sum(-2).max(-1, initial=0) * np.abs(inverse).sum(-2).max(-1, initial=0)
            if np.all(condition < 1 / np.sqrt(np.finfo(x.dtype).eps)):
                return inverse * np.linalg.det(x)[..., None, None]
            del inverse
        except np.linalg.LinAlgError:
            pass
    u, s, vh = np.linalg.svd(x)
    before, after = np.ones_like(s), np.ones_like(s)
    before[..., 1:] = np.cumprod(s[..., :-1], axis=-1)
    after[..., :-1] = np.cumprod(s[..., :0:-1], axis=-1)[..., ::-1]
    sign = np.linalg.det(u) * np.linalg.det(vh)
    others = before * after * sign[..., None]
    return (np.swapaxes(vh, -2, -1) * others[..., None, :]) @ np.swapaxes(u, -2, -1)


@adjugate.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    """For regular matrices from det(x) inv(x); for the others from the polynomial itself.

    In the bases of the singular vectors the matrix is diagonal, and there, with p_ij the product of all
    singular values but two, the derivative of an element off the diagonal is -p_ij times that element, and of
    one on it the sum of p_ij over the others.
    """
    n = x.shape[-1]
    if n < 2 or x.size == 0:
        return ops.zeros_like(x)
    values = ops.svdvals(x)
    smallest = ops.getitem(values, key=("...", Slice(n - 1, n)))
    largest = ops.getitem(values, key=("...", Slice(0, 1)))
    singular = ops.expand_dims(smallest <= float(np.sqrt(np.finfo(x.dtype).eps)) * largest, axis=-1)

    inverse = ops.inv(ops.where(singular, np.eye(n, dtype=x.dtype), x))
    weight = ops.sum(g * inverse, axis=(-2, -1), keepdims=True)
    adjugate_t = _transposed(y)
    regular = weight * adjugate_t - _transposed(inverse) @ g @ adjugate_t

    # Any matrix with distinct singular values will do where the branch is not taken.
    u, s, vh = ops.svd(ops.where(singular, x, np.diag(np.arange(n, 0, -1)).astype(x.dtype)))
    sign = ops.stop_gradient(_over_matrix(ops.det(u) * ops.det(vh)))
    inner = vh @ g @ u
    pairs = _all_but_two(s)
    diagonal = ops.expand_dims(ops.diagonal(inner), axis=-1)
    middle = ops.diag_embed(ops.squeeze(pairs @ diagonal, axis=-1)) - pairs * inner
    return ops.where(singular, sign * (u @ middle @ vh), regular)


def _all_but_two(s: Any) -> Any:
    """At [i, j] the product of all elements of the last axis but i and j; 0 on the diagonal."""
    n = s.shape[-1]
    row = ops.expand_dims(s, axis=-2)
    above = np.triu(np.ones((n, n), bool), k=1)
    between = ops.cumulative_prod(ops.where(above, row, 1), axis=-1, exclusive=True)
    before = ops.expand_dims(ops.cumulative_prod(s, axis=-1, exclusive=True), axis=-1)
    after = ops.expand_dims(ops.cumulative_prod(s, axis=-1, exclusive=True, reverse=True), axis=-2)
    upper = ops.triu(before * between * after, k=1)
    return upper + _transposed(upper)


def _sign_and_log(x: Spec) -> tuple[Spec, Spec]:
    each = _number_each(x)
    return each, each


@op(
    infer=_sign_and_log,
    cost=_cubic(2 / 3, _for_factors),
    batch=leading,
    results=["sign", "logabsdet"],
    examples=[{"x": _SQUARE}, {"x": _STACK}],
    kink="The sign is piecewise constant, with gradient 0. A singular matrix has sign 0 and logabsdet -inf; there "
    "the derivative does not exist, and a gradient through logabsdet is refused.",
)
def slogdet(x: Float) -> tuple[Array, Array]:
    """Sign and logarithm of the absolute value of the determinant, which itself may overflow."""
    sign, logarithm = _on_finite(lambda a: tuple(map(np.asarray, np.linalg.slogdet(a))), x)
    return sign, logarithm


@slogdet.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    return _over_matrix(g[1]) * _transposed(ops.inv(x))


@composite(
    examples=[{"x": _POSITIVE}, {"x": _POSITIVES}],
    kink="As for slogdet: the gradient at a singular matrix is refused.",
)
def logdet(x: Float) -> Array:
    """Logarithm of the determinant; NaN where that is negative, -inf where it is 0."""
    sign, logarithm = ops.slogdet(x)
    return logarithm + ops.where(sign < 0, np.asarray(np.nan, x.dtype), 0)


@op(
    infer=square_matrix,
    cost=_cubic(2, _for_inverse),
    batch=leading,
    examples=[{"x": _SQUARE}, {"x": _STACK}],
    aliases=["matrix_inverse"],
)
def inv(x: Float, *, on_error: OnError = "raise") -> Array:
    """Inverse of a square matrix. A singular one, where elimination meets a pivot of exactly 0, has none."""
    return _on_finite(lambda a: _one_by_one(np.linalg.inv, on_error, "is singular and has no inverse", a), x)


@inv.vjp
def _(g: Any, y: Any, x: Any, *, on_error: str) -> Any:
    inverse = _transposed(y)
    return -(inverse @ g @ inverse)


def _linear_system(a: Spec, b: Spec, **_: Any) -> Spec:
    check_square(a)
    n = a.shape[-1]
    if b.ndim == 0:
        raise OperationError("the right-hand side needs at least one axis", operand=1)
    rows = b.shape[-2] if b.ndim > 1 else b.shape[0]
    if rows != n:
        what = "the second-last axis of" if b.ndim > 1 else "the vector"
        raise OperationError(
            f"the right-hand side does not fit: the matrix has {n} rows, but {what} b has length {rows}",
            operand=1,
        )
    if b.ndim == 1:
        return Spec(a.shape[:-1], a.dtype)
    return Spec((*broadcast_shapes(a.shape[:-2], b.shape[:-2]), *b.shape[-2:]), a.dtype)


def _system_cost(factor: float, power: int) -> Callable[..., Cost]:
    """`factor` n^power for the matrix and 2 n² for each column of each right-hand side; room for the matrices
    twice (without what is not finite, or the triangle alone), and for one system or the solution of all."""

    def cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
        a, n = operands[0], operands[0].shape[-1]
        flops = matrix_count(a) * factor * n**power + 2.0 * n * results[0].size
        columns = operands[1].shape[-1] if operands[1].ndim > 1 else 1
        system, solution = n * (n + columns + 2), results[0].nbytes
        if power == 2:
            return Cost(flops, 2 * a.nbytes + max(system * a.dtype.itemsize, solution))
        converted = _converted(*operands, *results)
        return Cost(flops, a.nbytes + max(8 * system + converted, solution))

    return cost


def _system_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    """As `leading`; a right-hand side that is a vector is a column while it is batched."""
    a, b = operands
    if not batched[1] or b.ndim > 2:
        return leading(op, operands, batched, attributes)
    column = ops.expand_dims(b, axis=-1)
    rank = a.ndim - batched[0]
    matrices = with_rank(a, rank) if batched[0] else a
    return ops.squeeze(op(matrices, with_rank(column, rank), **attributes), axis=-1)


def _as_columns(b: Any, solution: Any) -> Any:
    """The solution, or a cotangent of it, as a matrix of columns where b is a vector."""
    return ops.expand_dims(solution, axis=-1) if b.ndim == 1 else solution


@op(
    infer=_linear_system,
    cost=_system_cost(2 / 3, 3),
    batch=_system_batch,
    examples=[
        {"a": _SQUARE, "b": [0.7, -0.4, 1.2]},
        {"a": _STACK, "b": [[0.7, -0.4], [1.2, 0.3], [0.5, 0.9]]},
        {"a": _STACK, "b": [0.7, -0.4, 1.2]},
    ],
    aliases=["matrix_solve"],
)
def solve(a: Float, b: Float, *, on_error: OnError = "raise") -> Array:
    """Solution x of the linear equations a x = b, for a square matrix a. With one axis b is a vector, with
    more its columns are right-hand sides; leading axes broadcast. A singular matrix, where elimination meets
    a pivot of exactly 0, has no solution."""
    columns = b[..., None] if b.ndim == 1 else b
    result = _on_finite_systems(
        lambda m: _one_by_one(
            np.linalg.solve, on_error, "is singular; the equations have no solution", m, columns
        ),
        a,
    )
    return result[..., 0] if b.ndim == 1 else result


def _on_finite_systems(compute: Callable[[Array], Array], a: Array) -> Array:
    """As `_on_finite`, where the result may have more leading axes than the matrices."""
    finite = finite_matrices(a)
    if finite.all():
        return compute(a)
    result = compute(_identity_unless(finite, a))
    return np.where(finite[..., None, None], result, np.asarray(np.nan, result.dtype))


def _right_hand_side(b: Any, columns: Any) -> Any:
    """The cotangent of b from that of its columns; the walk sums over stacked matrices."""
    return ops.squeeze(columns, axis=-1) if b.ndim == 1 else columns


def _solve_a(g: Any, y: Any, a: Any, b: Any, *, on_error: str) -> Any:
    columns = ops.solve(_transposed(a), _as_columns(b, g), on_error=on_error)
    return -(columns @ _transposed(_as_columns(b, y)))


def _solve_b(g: Any, y: Any, a: Any, b: Any, *, on_error: str) -> Any:
    return _right_hand_side(b, ops.solve(_transposed(a), _as_columns(b, g), on_error=on_error))


solve.vjp(_solve_a, _solve_b)


_LOWER = [[1.3, 0.0, 0.0], [0.4, 0.9, 0.0], [-0.3, 0.2, 1.1]]
_UPPERS = [
    [[1.3, 0.4, -0.2], [0.0, 0.9, 0.5], [0.0, 0.0, 1.1]],
    [[0.8, 0.3, 0.6], [0.0, 1.4, -0.2], [0.0, 0.0, 0.7]],
]


@op(
    infer=_linear_system,
    cost=_system_cost(1, 2),
    batch=_system_batch,
    examples=[
        {"a": _UPPERS, "b": [[0.7, -0.4], [1.2, 0.3], [0.5, 0.9]]},
        {"a": _LOWER, "b": [0.7, -0.4, 1.2], "lower": True},
        {"a": _LOWER, "b": [[0.7], [-0.4], [1.2]], "lower": True, "transpose": True},
        {"a": _UPPERS, "b": [0.7, -0.4, 1.2], "transpose": True, "unit_diagonal": True},
    ],
    aliases=["triangular_solve", "matrix_triangular_solve"],
    kink="Elements outside the triangle, and the diagonal with unit_diagonal, are not read: their gradient is 0.",
)
def solve_triangular(
    a: Float,
    b: Float,
    *,
    lower: Annotated[bool, "Whether the matrix is lower triangular; else it is upper triangular."] = False,
    transpose: Annotated[bool, "Solve aᵀ x = b instead."] = False,
    unit_diagonal: Annotated[bool, "Take the diagonal to be ones."] = False,
    on_error: OnError = "raise",
) -> Array:
    """Solution x of a x = b for a triangular matrix, of which the other triangle is not read. With one axis b
    is a vector, with more its columns are right-hand sides; leading axes broadcast. A matrix with a 0 on its
    diagonal is singular."""
    columns = b[..., None] if b.ndim == 1 else b
    result = _on_finite_systems(
        lambda m: _triangular(m, columns, lower, transpose, unit_diagonal, on_error),
        (np.tril if lower else np.triu)(a),
    )
    return result[..., 0] if b.ndim == 1 else result


def _triangular(
    a: Array, columns: Array, lower: bool, transpose: bool, unit_diagonal: bool, on_error: str
) -> Array:
    diagonal = np.diagonal(a, axis1=-2, axis2=-1)
    wrong = np.zeros(a.shape[:-2], bool) if unit_diagonal else np.any(diagonal == 0, axis=-1)
    if on_error == "raise":
        _refuse_where(wrong, "is singular: it has a 0 on its diagonal")
    batch = np.broadcast_shapes(a.shape[:-2], columns.shape[:-2])
    matrices = np.broadcast_to(a, batch + a.shape[-2:])
    sides = np.broadcast_to(columns, batch + columns.shape[-2:])
    result = np.full(sides.shape, np.nan, sides.dtype)
    if result.size == 0:
        return result
    for place in np.argwhere(~np.broadcast_to(wrong, batch)):
        at = tuple(place)
        result[at] = scipy.linalg.solve_triangular(
            matrices[at],
            sides[at],
            trans="T" if transpose else "N",
            lower=lower,
            unit_diagonal=unit_diagonal,
            check_finite=False,
        )
    return result


def _triangular_a(
    g: Any, y: Any, a: Any, b: Any, *, lower: bool, transpose: bool, unit_diagonal: bool, on_error: str
) -> Any:
    columns = _as_columns(
        b,
        _triangular_b(
            g, y, a, b, lower=lower, transpose=transpose, unit_diagonal=unit_diagonal, on_error=on_error
        ),
    )
    solution = _as_columns(b, y)
    outer = solution @ _transposed(columns) if transpose else columns @ _transposed(solution)
    return -(ops.tril(outer, k=-int(unit_diagonal)) if lower else ops.triu(outer, k=int(unit_diagonal)))


def _triangular_b(
    g: Any, y: Any, a: Any, b: Any, *, lower: bool, transpose: bool, unit_diagonal: bool, on_error: str
) -> Any:
    columns = ops.solve_triangular(
        a,
        _as_columns(b, g),
        lower=lower,
        transpose=not transpose,
        unit_diagonal=unit_diagonal,
        on_error=on_error,
    )
    return _right_hand_side(b, columns)


solve_triangular.vjp(_triangular_a, _triangular_b)


@op(
    infer=square_matrix,
    cost=_cubic(1 / 3, _for_symmetric(1, 2)),
    batch=leading,
    examples=[{"x": _POSITIVE}, {"x": _POSITIVES}, {"x": _POSITIVE, "upper": True}],
    kink="The matrix stands for its symmetric part (x + xᵀ)/2, so the gradient is symmetric.",
)
def cholesky(
    x: Float,
    *,
    upper: Annotated[bool, "Give the upper triangular factor u, with uᵀ u = x."] = False,
    on_error: OnError = "raise",
) -> Array:
    """Lower triangular factor l of a symmetric positive definite matrix, with a positive diagonal: l lᵀ = x.
    It is that of the symmetric part (x + xᵀ)/2. Derivative: Murray, Differentiation of the Cholesky
    Decomposition (2016)."""
    lower = _on_finite(
        lambda a: _one_by_one(np.linalg.cholesky, on_error, "is not positive definite", _symmetric_part(a)),
        x,
    )
    return np.swapaxes(lower, -2, -1) if upper else lower


@cholesky.vjp
def _(g: Any, y: Any, x: Any, *, upper: bool, on_error: str) -> Any:
    """The symmetric part of l⁻ᵀ p l⁻¹, with p the lower triangle of lᵀ g and half its diagonal."""
    factor, g = (_transposed(y), _transposed(g)) if upper else (y, g)
    n = x.shape[-1]
    halved = np.tril(np.ones((n, n), x.dtype)) - 0.5 * np.eye(n, dtype=x.dtype)
    inner = (_transposed(factor) @ g) * halved
    left = ops.solve_triangular(factor, inner, lower=True, transpose=True, on_error=on_error)
    both = ops.solve_triangular(factor, _transposed(left), lower=True, transpose=True, on_error=on_error)
    return _symmetric(both)


def _orthogonal(x: Spec) -> tuple[Spec, Spec]:
    check_matrix(x)
    *batch, rows, columns = x.shape
    short = min(rows, columns)
    return Spec((*batch, rows, short), x.dtype), Spec((*batch, short, columns), x.dtype)


@op(
    infer=_orthogonal,
    cost=_cubic(4, _for_qr),
    batch=leading,
    results=["q", "r"],
    examples=[{"x": _TALLS}, {"x": _WIDE}, {"x": _SQUARE}],
    kink="The leading columns, as many as the shorter side, must be linearly independent: the gradient is refused "
    "where r has a 0 on its diagonal.",
)
def qr(x: Float) -> tuple[Array, Array]:
    """Orthonormal columns q and upper triangular r with q r = x, reduced: as many columns of q as the shorter
    side of x. The signs are LAPACK's: the diagonal of r may be negative. Derivative: Walter and Lehmann,
    Algorithmic Differentiation of Linear Algebra Functions (2012); for wide matrices, Roberts and Roberts,
    QR and LQ Decomposition Matrix Backpropagation Algorithms (2020)."""
    q, r = _on_finite(lambda a: tuple(np.linalg.qr(a)), x)
    return q, r


@qr.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    """(g_q + q copyltu(m)) r⁻ᵀ with m = r g_rᵀ - g_qᵀ q, where copyltu copies the lower triangle to the upper.

    A wide matrix is [x₁ x₂] = q [r₁ r₂]; its second part hangs on q by r₂ = qᵀ x₂.
    """
    (g_q, g_r), (q, r) = g, y
    if x.size == 0:
        return ops.zeros_like(x)
    rows, columns = x.shape[-2:]
    rest = None
    if columns > rows:
        first, second = Slice(0, rows), Slice(rows, columns)
        g_rest = ops.getitem(g_r, key=("...", second))
        g_q = g_q + ops.getitem(x, key=("...", second)) @ _transposed(g_rest)
        rest = q @ g_rest
        r, g_r = ops.getitem(r, key=("...", first)), ops.getitem(g_r, key=("...", first))
    m = r @ _transposed(g_r) - _transposed(g_q) @ q
    symmetric = ops.tril(m) + _transposed(ops.tril(m, k=-1))
    result = _transposed(ops.solve_triangular(r, _transposed(g_q + q @ symmetric)))
    return result if rest is None else ops.concat(result, rest, axis=-1)


def _singular(x: Spec) -> tuple[Spec, Spec, Spec]:
    left, right = _orthogonal(x)
    return left, Spec(left.shape[:-2] + left.shape[-1:], x.dtype), right


_TIED = (
    "Singular vectors are defined up to sign, and those of equal singular values up to a rotation among "
    "themselves. Between singular values that agree to rounding the terms of the derivative that turn one "
    "vector into the other are left out: the gradient is right for functions of the singular values that "
    "treat equal ones alike and of the spaces that their vectors span, but not for others, and its own "
    "derivative is not. So are the terms that divide by a singular value of 0."
)


@op(
    infer=_singular,
    cost=_cubic(22, _for_svd),
    batch=leading,
    results=["u", "s", "vh"],
    examples=[{"x": _TALLS}, {"x": _WIDE}, {"x": _SQUARE}],
    kink=_TIED,
)
def svd(x: Float) -> tuple[Array, Array, Array]:
    """Singular value decomposition u diag(s) vh, reduced: as many singular values, in descending order, as the
    shorter side of x has elements. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
    Derivative Results (2008); Seeger et al., Auto-Differentiating Linear Algebra (2017)."""
    u, s, vh = _on_finite(lambda a: tuple(np.linalg.svd(a, full_matrices=False)), x)
    return u, s, vh


@svd.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    """u (diag(g_s) + (skew(uᵀ g_u)/e) s + s (skew(vᵀ g_v)/e)) vᵀ with e_ij = s_j² - s_i², and what g_u and g_v
    have outside the spaces of u and v, divided by s."""
    (g_u, g_s, g_vh), (u, s, vh) = g, y
    if x.size == 0:
        return ops.zeros_like(x)
    rows, columns = x.shape[-2:]
    short = min(rows, columns)
    down, across = ops.expand_dims(s, axis=-1), ops.expand_dims(s, axis=-2)
    total = down + across
    nothing = ops.equal(total, 0)
    quotient = _inverse_gaps(s) * ops.where(nothing, 0, 1 / ops.where(nothing, 1, total))
    largest = ops.expand_dims(ops.max(s, axis=-1, keepdims=True), axis=-2)
    vanishing = across <= _rounding(s) * largest
    reciprocal = ops.where(vanishing, 0, 1 / ops.where(vanishing, 1, across))

    inner = ops.diag_embed(g_s)
    outside = None
    if not _known_zero(g_u):
        projected = _transposed(u) @ g_u
        inner = inner + (projected - _transposed(projected)) * quotient * across
        if rows > short:
            outside = ((g_u - u @ projected) * reciprocal) @ vh
    if not _known_zero(g_vh):
        projected = vh @ _transposed(g_vh)
        inner = inner + down * quotient * (projected - _transposed(projected))
        if columns > short:
            outside = (u * reciprocal) @ (g_vh - _transposed(projected) @ vh)
    result = u @ inner @ vh
    return result if outside is None else result + outside


def _singular_values(x: Spec, **_: Any) -> Spec:
    return _singular(x)[1]


@op(
    infer=_singular_values,
    cost=_cubic(4, _for_singular_values),
    batch=leading,
    examples=[{"x": _TALLS}, {"x": _WIDE}],
    kink="Among equal singular values the gradient is right for functions that treat them alike, its own "
    "derivative is not; see svd. Singular values of 0 have a gradient as if their vectors were fixed.",
)
def svdvals(x: Float) -> Array:
    """Singular values of a matrix in descending order, as many as its shorter side has elements."""
    return _on_finite(lambda a: np.linalg.svd(a, compute_uv=False), x)


@svdvals.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    u, _, vh = ops.svd(x)
    return (u * ops.expand_dims(g, axis=-2)) @ vh


def _eigen(x: Spec) -> tuple[Spec, Spec]:
    check_square(x)
    return Spec(x.shape[:-1], x.dtype), x


@op(
    infer=_eigen,
    cost=_cubic(9, _for_symmetric(3, 16)),
    batch=leading,
    results=["eigenvalues", "eigenvectors"],
    examples=[{"x": _POSITIVE}, {"x": _POSITIVES}],
    aliases=["self_adjoint_eig"],
    kink="The matrix stands for its symmetric part, so the gradient is symmetric. Eigenvectors are defined up to "
    "sign, and those of equal eigenvalues up to a rotation among themselves. Between eigenvalues that agree to "
    "rounding the terms of the derivative that turn one vector into the other are left out: the gradient is right "
    "for functions of the eigenvalues that treat equal ones alike and of the spaces that their vectors span, but "
    "not for others, and its own derivative is not.",
)
def eigh(x: Float) -> tuple[Array, Array]:
    """Eigenvalues of a symmetric matrix in ascending order, and orthonormal eigenvectors as columns, of the
    symmetric part (x + xᵀ)/2. The signs of the vectors are LAPACK's. Derivative: Giles, Collected Matrix
    Derivative Results (2008)."""
    values, vectors = _on_finite(lambda a: tuple(np.linalg.eigh(_symmetric_part(a))), x)
    return values, vectors


@eigh.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    """v (diag(g_λ) + (skew(vᵀ g_v)/2) / (λ_j - λ_i)) vᵀ"""
    (g_values, g_vectors), (values, vectors) = g, y
    if x.size == 0:
        return ops.zeros_like(x)
    inner = ops.diag_embed(g_values)
    if not _known_zero(g_vectors):
        projected = _transposed(vectors) @ g_vectors
        inner = inner + 0.5 * _inverse_gaps(values) * (projected - _transposed(projected))
    return vectors @ inner @ _transposed(vectors)


def _eigenvalues(x: Spec) -> Spec:
    return _eigen(x)[0]


@op(
    infer=_eigenvalues,
    cost=_cubic(4 / 3, _for_symmetric(1, 48)),
    batch=leading,
    examples=[{"x": _POSITIVE}, {"x": _POSITIVES}],
    kink="The matrix stands for its symmetric part, so the gradient is symmetric. Among equal eigenvalues it is "
    "right for functions that treat them alike, its own derivative is not; see eigh.",
)
def eigvalsh(x: Float) -> Array:
    """Eigenvalues of a symmetric matrix in ascending order, of the symmetric part (x + xᵀ)/2."""
    return _on_finite(lambda a: np.linalg.eigvalsh(_symmetric_part(a)), x)


@eigvalsh.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    _, vectors = ops.eigh(x)
    return (vectors * ops.expand_dims(g, axis=-2)) @ _transposed(vectors)


def _cutoff(shape: Sequence[int], dtype: Any, tolerance: float | None) -> float:
    return float(max(shape[-2:]) * np.finfo(dtype).eps) if tolerance is None else tolerance


def _check_tolerance(tolerance: float | None, attribute: str) -> None:
    if tolerance is not None and not 0 <= tolerance < math.inf:
        raise OperationError(
            f"{attribute} {tolerance} must be a finite number that is not negative", attribute=attribute
        )


def _pseudo(x: Spec, *, rtol: float | None) -> Spec:
    check_matrix(x)
    _check_tolerance(rtol, "rtol")
    *batch, rows, columns = x.shape
    return Spec((*batch, columns, rows), x.dtype)


@op(
    infer=_pseudo,
    cost=_cubic(24, _for_pseudo_inverse),
    batch=leading,
    examples=[{"x": _TALLS}, {"x": _WIDE}],
    kink="The gradient is that among matrices of the same rank; where the rank changes the pseudo-inverse jumps.",
)
def pinv(x: Float, *, rtol: Tolerance = None) -> Array:
    """Pseudo-inverse (Moore and Penrose) of a matrix. Derivative: Golub and Pereyra, The Differentiation of
    Pseudo-Inverses and Nonlinear Least Squares Problems Whose Variables Separate (1973)."""
    finite = finite_matrices(x)[..., None, None]
    u, s, vh = _on_finite(lambda a: tuple(np.linalg.svd(a, full_matrices=False)), x)
    kept = s > _cutoff(x.shape, x.dtype, rtol) * s.max(axis=-1, keepdims=True, initial=0)
    inverse = np.where(kept, 1 / np.where(kept, s, np.ones((), x.dtype)), np.zeros((), x.dtype))
    result = (np.swapaxes(vh, -2, -1) * inverse[..., None, :]) @ np.swapaxes(u, -2, -1)
    return np.where(finite, result, np.asarray(np.nan, x.dtype))


@pinv.vjp
def _(g: Any, y: Any, x: Any, *, rtol: float | None) -> Any:
    """-yᵀ g yᵀ + (1 - x y) gᵀ y yᵀ + yᵀ y gᵀ (1 - y x)"""
    transposed, g_t = _transposed(y), _transposed(g)
    left = g_t @ y @ transposed
    right = transposed @ y @ g_t
    return left - x @ (y @ left) + right - (right @ y) @ x - transposed @ g @ transposed


def _ranks(x: Spec, *, rtol: float | None) -> Spec:
    check_matrix(x)
    _check_tolerance(rtol, "rtol")
    return Spec(x.shape[:-2], INT64)


@op(
    infer=_ranks,
    cost=_cubic(4, _for_singular_values),
    batch=leading,
    examples=[{"x": _TALLS}, {"x": [[1.0, 2.0, 0.5], [0.5, 1.0, 0.25]]}],
    kink="Carries no derivative: the path through it is cut.",
)
def matrix_rank(x: Float, *, rtol: Tolerance = None) -> Array:
    """Number of singular values of a matrix that are not negligible."""
    _refuse_where(~finite_matrices(x), "has an element that is not finite, and so no rank")
    s = _on_finite(lambda a: np.linalg.svd(a, compute_uv=False), x)
    cutoff = _cutoff(x.shape, x.dtype, rtol) * s.max(axis=-1, keepdims=True, initial=0)
    return np.asarray(np.count_nonzero(s > cutoff, axis=-1), INT64)


@op(
    infer=None,
    results=["solution", "residuals", "rank", "singular_values"],
    examples=[
        {"a": _TALLS, "b": [[0.7, -0.4], [1.2, 0.3], [0.5, 0.9]]},
        {"a": _TALL, "b": [0.7, -0.4, 1.2]},
    ],
    kink="The gradient is that among matrices of the same rank; see pinv. The rank carries no derivative.",
)
def lstsq(a: Float, b: Float, *, rcond: Tolerance = None) -> tuple[Array, Array, Array, Array]:
    """Least squares: the x of least norm among those for which the norm of a x - b is smallest. With one axis b
    is a vector, with more its columns are right-hand sides; leading axes broadcast. The further results are
    the sum of squares of a x - b for each right-hand side (also where it is 0, unlike in NumPy), the rank of a
    and its singular values."""
    check_matrix(spec_of(a))
    if b.ndim == 0:
        raise OperationError("the right-hand side needs at least one axis", operand=1)
    rows = b.shape[-2] if b.ndim > 1 else b.shape[0]
    if rows != a.shape[-2]:
        raise OperationError(
            f"the right-hand side does not fit: the matrix has {a.shape[-2]} rows, b has {rows}", operand=1
        )
    _check_tolerance(rcond, "rcond")
    solution = ops.matmul(ops.pinv(a, rtol=rcond), b)
    error = ops.matmul(a, _as_columns(b, solution)) - _as_columns(b, b)
    residuals = ops.sum(ops.square(error), axis=-2)
    return (
        solution,
        ops.squeeze(residuals, axis=-1) if b.ndim == 1 else residuals,
        ops.matrix_rank(a, rtol=rcond),
        ops.svdvals(a),
    )


@composite(
    examples=[
        {"x": [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]], "loc": [0.1, 0.2, 0.3], "scale_tril": _LOWER},
        {"x": [0.5, -1.2, 2.0], "loc": [0.1, 0.2, 0.3], "scale_tril": [_LOWER, _LOWER]},
    ],
)
def multivariate_normal_log_prob(x: Float, loc: Float, scale_tril: Float) -> Array:
    """Log density of the multivariate normal distribution along the last axis, with mean loc and covariance
    scale_tril scale_trilᵀ. Only the lower triangle of scale_tril is read; see cholesky."""
    check_square(spec_of(scale_tril), operand=2)
    n = scale_tril.shape[-1]
    for position, value in enumerate((x, loc)):
        if value.ndim == 0 or value.shape[-1] != n:
            held = f"has length {value.shape[-1]}" if value.ndim else "is missing"
            raise OperationError(
                f"the last axis must have length {n}, as scale_tril has rows; it {held}", operand=position
            )
    difference = x - loc
    if scale_tril.ndim == 2:
        # All points are right-hand sides of one system.
        points = ops.reshape(difference, shape=(math.prod(difference.shape[:-1]), n))
        white = ops.solve_triangular(scale_tril, _transposed(points), lower=True)
        squares = ops.reshape(ops.sum(ops.square(white), axis=-2), shape=difference.shape[:-1])
    else:
        white = ops.solve_triangular(scale_tril, ops.expand_dims(difference, axis=-1), lower=True)
        squares = ops.sum(ops.square(white), axis=(-2, -1))
    scales = ops.sum(ops.log(ops.abs(ops.diagonal(scale_tril))), axis=-1)
    return -0.5 * squares - scales - 0.5 * n * math.log(2 * math.pi)
