"""Linear algebra against NumPy and SciPy, what is refused, and derivatives where they have a choice."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.stats

from app.engine import Plan, Tape, Value, gradient, run
from app.engine.derivatives import jacobian
from app.errors import OperationError
from app.ops import ops
from app.ops.keys import Slice
from tests.gradcheck import Array, gradient_by_differences

RNG = np.random.default_rng(7)
SQUARES = RNG.normal(size=(2, 3, 4, 4)) + 2 * np.eye(4)
TALL = RNG.normal(size=(3, 5, 4))
WIDE = RNG.normal(size=(3, 4, 5))
SYMMETRIC = SQUARES + np.swapaxes(SQUARES, -2, -1)
POSITIVE = SQUARES @ np.swapaxes(SQUARES, -2, -1) + np.eye(4)
SIDES = RNG.normal(size=(3, 4, 2))
SMOOTH = (
    *("det", "adjugate", "slogdet", "logdet", "inv", "pinv", "cholesky", "qr", "svd", "svdvals"),
    *("eigh", "eigvalsh", "expm", "matrix_norm", "vector_norm", "diag", "diag_embed"),
)
SINGULAR = np.array([[1.0, 2.0], [0.5, 1.0]])
INDEFINITE = np.array([[1.0, 2.0], [2.0, 1.0]])
EYE = np.eye(2)
STACK = np.stack([np.stack([EYE, EYE, EYE]), np.stack([EYE, SINGULAR, EYE])])


def on_tape(function: Callable[..., Any], arrays: tuple[Array, ...], order: int) -> list[Array]:
    """The value of a scalar function, its gradient, or the gradient of a weighted sum of that."""
    tape = Tape()
    inputs = [tape.input(a.shape, a.dtype) for a in arrays]
    values: list[Value] = [function(*inputs)]
    for _ in range(order):
        weights = [tape.constant(weighted(v.shape, v.dtype)) for v in values] if values[0].ndim else None
        values = [g for g in gradient(values, inputs, weights) if g is not None]
    return run(Plan(values), dict(zip(inputs, arrays, strict=True)))


def weighted(shape: tuple[int, ...], dtype: Any = np.float64) -> Array:
    return np.asarray(np.cos(1.0 + np.arange(math.prod(shape))).reshape(shape), dtype)


def slope(function: Callable[..., Any], *arrays: Array) -> Array:
    return on_tape(function, arrays, 1)[0]


def check(function: Callable[..., Any], *arrays: Array, order: int = 1, tolerance: float = 1e-7) -> None:
    """Compare the derivatives up to an order with differences of those one order lower."""
    for current in range(1, order + 1):
        found = on_tape(function, arrays, current)

        def lower(moved: Any, current: int = current) -> float:
            parts = on_tape(function, tuple(moved), current - 1)
            return float(sum(np.sum(p * (weighted(p.shape) if current > 1 else 1)) for p in parts))

        for position, array in enumerate(found):
            expected = gradient_by_differences(lower, arrays, position, 2.0**-6)
            np.testing.assert_allclose(array, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(
    ("name", "operand", "attributes", "expected"),
    [
        ("det", SQUARES, {}, np.linalg.det),
        ("inv", SQUARES, {}, np.linalg.inv),
        ("pinv", TALL, {}, np.linalg.pinv),
        ("pinv", WIDE, {"rtol": 0.5}, lambda x: np.linalg.pinv(x, rtol=0.5)),
        ("cholesky", POSITIVE, {}, np.linalg.cholesky),
        ("cholesky", POSITIVE, {"upper": True}, lambda x: np.linalg.cholesky(x, upper=True)),
        ("svdvals", WIDE, {}, np.linalg.svdvals),
        ("eigvalsh", SYMMETRIC, {}, np.linalg.eigvalsh),
        ("expm", SQUARES, {}, scipy.linalg.expm),
        ("matrix_rank", np.stack([SINGULAR, EYE, 0 * EYE]), {}, np.linalg.matrix_rank),
        ("matrix_power", SQUARES, {"n": 5}, lambda x: np.linalg.matrix_power(x, 5)),
        ("matrix_power", SQUARES, {"n": -3}, lambda x: np.linalg.matrix_power(x, -3)),
        ("matrix_power", SQUARES, {"n": 0}, lambda x: np.linalg.matrix_power(x, 0)),
        ("diag", TALL[0], {"offset": -1}, lambda x: np.diag(x, -1)),
        ("diag", TALL[0, 0], {"offset": 2}, lambda x: np.diag(x, 2)),
        ("logdet", POSITIVE, {}, lambda x: np.log(np.linalg.det(x))),
        *[
            ("vector_norm", TALL, {"ord": order, "axis": axis, "keepdims": keep}, None)
            for order in (2, 1, 0, 3, 0.5, -1, -2, math.inf, -math.inf)
            for axis, keep in ((None, False), (1, True), ((0, 2), False))
        ],
        *[
            ("matrix_norm", TALL, {"ord": order, "keepdims": keep}, None)
            for order in ("fro", "nuc", 1, -1, 2, -2, math.inf, -math.inf)
            for keep in (False, True)
        ],
    ],
)
def test_value(name: str, operand: Array, attributes: dict[str, Any], expected: Any) -> None:
    wanted = expected(operand) if expected else getattr(np.linalg, name)(operand, **attributes)
    document = {
        k: {math.inf: "Infinity", -math.inf: "-Infinity"}.get(v, v) if k == "ord" else v
        for k, v in attributes.items()
    }
    np.testing.assert_allclose(getattr(ops, name)(operand, **document), wanted, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", ["slogdet", "eigh", "qr", "svd"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_several_results(name: str, dtype: str) -> None:
    operand = (SYMMETRIC if name == "eigh" else SQUARES).astype(dtype)
    found = getattr(ops, name)(operand)
    for result, expected in zip(found, getattr(np.linalg, name)(operand), strict=True):
        assert result.dtype == dtype
        np.testing.assert_allclose(result, expected, rtol=1e-4 if dtype == "float32" else 1e-12)


@pytest.mark.parametrize("x", [TALL, WIDE, SQUARES], ids=["tall", "wide", "square"])
def test_factors_multiply_back(x: Array) -> None:
    q, r = ops.qr(x)
    np.testing.assert_allclose(q @ r, x, atol=1e-13)
    u, s, vh = ops.svd(x)
    np.testing.assert_allclose((u * s[..., None, :]) @ vh, x, atol=1e-13)


def test_products() -> None:
    x, y = RNG.normal(size=(4, 3)), RNG.normal(size=(2, 4, 3))
    np.testing.assert_allclose(ops.cross(x, y), np.cross(x, y))
    np.testing.assert_allclose(ops.cross(x.T, y[0].T, axis=0), np.cross(x.T, y[0].T, axis=0))
    np.testing.assert_allclose(ops.kron(x, y[0]), np.kron(x, y[0]))
    np.testing.assert_allclose(ops.kron(x[0], y), np.kron(x[0], y))
    np.testing.assert_array_equal(ops.diag_embed(x)[2], np.diag(x[2]))


def test_systems() -> None:
    np.testing.assert_allclose(ops.solve(SQUARES, SIDES), np.linalg.solve(SQUARES, SIDES))
    vector = SIDES[0, :, 0]
    np.testing.assert_allclose(ops.solve(SQUARES, vector), np.linalg.solve(SQUARES, vector))
    for lower in (False, True):
        for transpose in (False, True):
            for unit in (False, True):
                options: dict[str, Any] = {"lower": lower, "unit_diagonal": unit}
                found = ops.solve_triangular(SQUARES, SIDES, transpose=transpose, **options)
                for place in np.ndindex(2, 3):
                    expected = scipy.linalg.solve_triangular(
                        SQUARES[place], SIDES[place[1]], trans="T" if transpose else "N", **options
                    )
                    np.testing.assert_allclose(found[place], expected, rtol=1e-10)


@pytest.mark.parametrize("x", [TALL[0], WIDE[0], np.outer([1.0, 2.0, 3.0], [0.5, 1.0])])
def test_least_squares(x: Array) -> None:
    b = RNG.normal(size=(len(x), 2))
    solution, residuals, rank, values = ops.lstsq(x, b)
    expected = np.linalg.lstsq(x, b)
    np.testing.assert_allclose(solution, expected[0], atol=1e-12)
    np.testing.assert_allclose(residuals, np.square(x @ solution - b).sum(0), atol=1e-12)
    assert rank == expected[2]
    np.testing.assert_allclose(values, expected[3], atol=1e-12)
    vector = ops.lstsq(x, b[:, 0])
    np.testing.assert_allclose(vector[0], expected[0][:, 0], atol=1e-12)
    assert vector[1].shape == ()
    stacked = ops.lstsq(np.stack([x, 2 * x]), b)
    np.testing.assert_allclose(stacked[0][1], expected[0] / 2, atol=1e-12)


def test_multivariate_normal() -> None:
    covariance = POSITIVE[0, 0]
    factor = np.linalg.cholesky(covariance)
    points, mean = RNG.normal(size=(6, 4)), RNG.normal(size=4)
    expected = scipy.stats.multivariate_normal(mean, covariance).logpdf(points)
    np.testing.assert_allclose(ops.multivariate_normal_log_prob(points, mean, factor), expected)
    many = np.broadcast_to(factor, (6, 4, 4))
    np.testing.assert_allclose(ops.multivariate_normal_log_prob(points, mean, many), expected)
    check(
        lambda x, loc, tril: ops.sum(ops.multivariate_normal_log_prob(x, loc, tril)),
        points[:2],
        mean,
        factor,
        order=2,
        tolerance=1e-6,
    )


@pytest.mark.parametrize(
    ("refused", "message", "operand"),
    [
        (lambda: ops.inv(SINGULAR), "the matrix is singular", 0),
        (lambda: ops.inv(STACK), "matrix [1, 1] of the stack is singular", 0),
        (lambda: ops.solve(STACK, np.ones(2)), "matrix [1, 1] of the stack is singular", 0),
        (lambda: ops.solve(SINGULAR, np.ones((3, 2, 1))), "the matrix is singular", 0),
        (lambda: ops.matrix_power(SINGULAR, n=-1), "the matrix is singular", 0),
        (lambda: ops.solve_triangular(STACK * [[0.0, 1.0], [0.0, 1.0]], np.ones(2)), "matrix [0, 0]", 0),
        (lambda: ops.cholesky(np.stack([EYE, INDEFINITE])), "matrix [1] of the stack is not positive", 0),
        (lambda: ops.cholesky(-EYE), "the matrix is not positive definite", 0),
        (lambda: ops.det(np.ones((2, 3))), "2 rows and 3 columns", 0),
        (lambda: ops.eigh(np.ones((4, 1))), "4 rows and 1 column", 0),
        (lambda: ops.svd(np.ones(3)), "needs a matrix", 0),
        (lambda: ops.solve(EYE, np.ones(3)), "2 rows, but the vector b has length 3", 1),
        (lambda: ops.solve(EYE, np.ones((3, 2))), "2 rows, but the second-last axis of b has length 3", 1),
        (lambda: ops.solve(STACK[0], np.ones((2, 2, 1))), "do not broadcast", 1),
        (lambda: ops.lstsq(TALL, np.ones(3)), "5 rows, b has 3", 1),
        (lambda: ops.cross(np.ones((2, 3)), np.ones((3, 2))), "axis 1 has length 2", 1),
        (lambda: ops.diag(TALL), "takes a vector or a matrix", 0),
        (lambda: ops.matrix_rank(np.full((2, 2), np.nan)), "not finite", 0),
        (lambda: ops.multivariate_normal_log_prob(np.ones(3), np.ones(2), EYE), "length 2", 0),
    ],
)
def test_refused_operand(refused: Callable[[], Any], message: str, operand: int) -> None:
    with pytest.raises(OperationError) as caught:
        refused()
    assert message in caught.value.detail
    assert caught.value.operand == operand


@pytest.mark.parametrize(
    ("refused", "attribute"),
    [
        (lambda: ops.vector_norm(EYE, ord="fro"), "ord"),
        (lambda: ops.vector_norm(EYE, ord=math.nan), "ord"),
        (lambda: ops.matrix_norm(EYE, ord=3), "ord"),
        (lambda: ops.matrix_norm(EYE, ord="spectral"), "ord"),
        (lambda: ops.pinv(EYE, rtol=-1.0), "rtol"),
        (lambda: ops.lstsq(EYE, EYE, rcond=math.nan), "rcond"),
    ],
)
def test_refused_attribute(refused: Callable[[], Any], attribute: str) -> None:
    with pytest.raises(OperationError) as caught:
        refused()
    assert caught.value.attribute == attribute


def test_asked_for_nan() -> None:
    found = ops.inv(STACK, on_error="nan")
    assert np.isnan(found[1, 1]).all()
    np.testing.assert_array_equal(found[0], STACK[0])
    solved = ops.solve(STACK, np.ones(2), on_error="nan")
    assert np.isnan(solved[1, 1]).all()
    assert np.isfinite(solved[0]).all()
    factors = ops.cholesky(np.stack([EYE, INDEFINITE]), on_error="nan")
    np.testing.assert_array_equal(factors[0], EYE)
    assert np.isnan(factors[1]).all()
    triangles = ops.solve_triangular(np.stack([EYE, 0 * EYE]), np.ones(2), on_error="nan")
    np.testing.assert_array_equal(triangles, [[1, 1], [np.nan, np.nan]])


def test_nan_matrices_keep_the_others() -> None:
    x = np.stack([POSITIVE[0, 0], np.where(np.eye(4) == 1, np.nan, 1.0), POSITIVE[0, 1]])
    singles = ("det", "adjugate", "inv", "pinv", "cholesky", "svdvals", "eigvalsh", "expm", "logdet")
    for name in (*singles, "slogdet", "qr", "svd", "eigh"):
        found = getattr(ops, name)(x)
        for result, whole in zip(
            found if isinstance(found, tuple) else (found,),
            (alone if isinstance(alone := getattr(ops, name)(x[::2]), tuple) else (alone,)),
            strict=True,
        ):
            assert np.isnan(result[1]).all(), name
            np.testing.assert_allclose(result[::2], whole, rtol=1e-10, atol=1e-12)
    b = np.ones(4)
    # On a tape, where the rank, which has no NaN, need not be computed.
    [solution] = on_tape(lambda v: ops.lstsq(v, b)[0], (x,), 0)
    for result in (solution, ops.solve(x, b), ops.solve_triangular(x, b)):
        assert np.isnan(result).all(axis=-1).tolist() == [False, True, False]


@pytest.mark.parametrize("shape", [(0, 0), (2, 0, 0), (0, 3, 3)])
def test_empty(shape: tuple[int, ...]) -> None:
    x = np.zeros(shape)
    names = ("det", "adjugate", "inv", "pinv", "cholesky", "svdvals", "eigvalsh", "expm", "qr", "svd", "eigh")
    for name in names:

        def total(v: Any, name: str = name) -> Any:
            found = getattr(ops, name)(v)
            return (
                sum((ops.sum(part) for part in found), start=0)
                if isinstance(found, tuple)
                else ops.sum(found)
            )

        assert slope(total, x).shape == shape
    assert ops.matrix_rank(x).shape == shape[:-2]
    assert (ops.det(x) == 1).all()


def test_logdet_of_other_signs() -> None:
    assert np.isnan(ops.logdet(np.diag([-1.0, 2.0])))
    assert ops.logdet(SINGULAR) == -math.inf
    assert ops.slogdet(SINGULAR) == (0, -math.inf)
    with pytest.raises(OperationError, match="singular"):
        slope(ops.logdet, SINGULAR)


@pytest.mark.parametrize(
    "x",
    [
        np.zeros((1, 1)),
        SINGULAR,
        np.zeros((2, 2)),
        np.outer([1.0, -2.0, 0.5], [0.3, 1.0, 2.0]),
        np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]),
        np.diag([2.0, 2.0, 0.0]),
        np.diag([2.0, 0.0, 0.0, 3.0]),
        np.eye(3),
        np.eye(3)[[1, 0, 2]],
    ],
    ids=["0", "rank 1 of 2", "zeros", "rank 1 of 3", "rank 2 of 3", "equal", "rank 2 of 4", "eye", "swap"],
)
def test_det_of_singular_matrices(x: Array) -> None:
    check(ops.det, x, order=2, tolerance=1e-9)


def test_third_derivative_of_det() -> None:
    check(ops.det, np.eye(3), order=3, tolerance=1e-8)
    check(ops.det, np.diag([1.0, 2.0, 0.0]), order=3, tolerance=1e-8)


def test_det_of_a_mixed_stack() -> None:
    x = np.stack([np.eye(3), np.outer([1.0, 2.0, 3.0], [1.0, 0.5, 0.2]), np.diag([1.0, 2.0, 3.0])])
    check(lambda v: ops.sum(ops.det(v)), x, order=2, tolerance=1e-9)


def test_cholesky_gradient_is_symmetric() -> None:
    x = POSITIVE[0, 0]
    for upper in (False, True):
        found = slope(lambda v, u=upper: ops.sum(ops.cholesky(v, upper=u) * weighted((4, 4))), x)
        np.testing.assert_array_equal(found, found.T)
    skewed = x + np.triu(np.ones((4, 4)), 1) - np.tril(np.ones((4, 4)), -1)
    np.testing.assert_allclose(ops.cholesky(skewed), np.linalg.cholesky(x))
    np.testing.assert_allclose(ops.eigvalsh(skewed), np.linalg.eigvalsh(x))


def rotated(values: list[float]) -> Array:
    q, _ = np.linalg.qr(RNG.normal(size=(len(values), len(values))))
    return np.asarray((q * values) @ q.T)


@pytest.mark.parametrize("values", [[1.0, 1.0, 1.0], [2.0, 2.0, 5.0], [0.0, 0.0, 3.0]], ids=str)
def test_equal_eigenvalues(values: list[float]) -> None:
    """Functions that do not depend on the choice of eigenvectors."""
    x = rotated(values)

    def smooth(v: Any) -> Any:
        eigenvalues, _ = ops.eigh(v)
        return ops.sum(ops.exp(eigenvalues) + ops.square(eigenvalues))

    check(smooth, x, tolerance=1e-7)
    check(lambda v: ops.sum(ops.exp(ops.eigvalsh(v))), x, tolerance=1e-7)
    check(lambda v: ops.sum(ops.exp(ops.svdvals(v))), rotated([n + 1 for n in values]), tolerance=1e-7)
    check(lambda v: ops.sum(ops.exp(ops.svd(v)[1])), rotated([n + 1 for n in values]), tolerance=1e-7)


def test_space_of_equal_eigenvalues() -> None:
    weights = weighted((4, 4))

    def projector(v: Any) -> Any:
        _, vectors = ops.eigh(v)
        low = ops.getitem(vectors, key=("...", Slice(0, 2)))
        return ops.sum(low @ ops.matrix_transpose(low) * weights)

    check(projector, rotated([1.0, 1.0, 2.0, 3.5]), tolerance=1e-7)
    check(projector, rotated([1.0, 1.0, 3.0, 3.0]), tolerance=1e-7)


@pytest.mark.parametrize("order", [0, 1, 1.5, 2, 3, "Infinity", "-Infinity"])
def test_vector_norm_at_zero(order: Any) -> None:
    x = np.array([[0.0, 0.0, 0.0], [3.0, 0.0, -4.0]])

    def norms(v: Any) -> Any:
        return ops.sum(ops.vector_norm(v, axis=1, ord=order))

    found = slope(norms, x)
    np.testing.assert_array_equal(found[0], 0)
    assert np.isfinite(found).all()
    assert np.isfinite(on_tape(norms, (x,), 2)).all()


@pytest.mark.parametrize("order", ["fro", "nuc", 1, 2, "Infinity", -1, -2, "-Infinity"])
def test_matrix_norm_at_zero(order: Any) -> None:
    found = slope(lambda v: ops.sum(ops.matrix_norm(v, ord=order)), np.stack([0 * EYE, np.diag([3.0, 1.0])]))
    np.testing.assert_array_equal(found[0], 0)
    assert np.isfinite(found).all()


def test_second_derivative_of_the_norm_beside_zeros() -> None:
    check(lambda v: ops.vector_norm(v), np.array([0.0, 3.0, -4.0]), order=2)


def test_norms_tie() -> None:
    found = slope(lambda v: ops.vector_norm(v, ord="Infinity"), np.array([2.0, -2.0, 1.0]))
    np.testing.assert_array_equal(found, [0.5, -0.5, 0])


@pytest.mark.parametrize(("scale", "dtype"), [(1e200, "float64"), (1e-200, "float64"), (1e30, "float32")])
def test_norm_of_extreme_numbers(scale: float, dtype: str) -> None:
    x = (np.array([3.0, -4.0]) * scale).astype(dtype)
    for order in (2, 3):
        expected = np.linalg.norm([3.0, 4.0], ord=order) * scale
        np.testing.assert_allclose(ops.vector_norm(x, ord=order), expected, rtol=1e-6)
    np.testing.assert_allclose(slope(ops.vector_norm, x), [0.6, -0.8], rtol=1e-6)
    assert ops.vector_norm(np.array([math.inf, 1.0])) == math.inf
    assert np.isnan(ops.vector_norm(np.array([math.nan, 1.0])))


@pytest.mark.parametrize("size", [1e-8, 1.0, 1e8])
def test_expm_in_large_and_small_directions(size: float) -> None:
    x, weights = SQUARES[0, 0], weighted((4, 4)) * size
    expected = np.asarray(scipy.linalg.expm_frechet(x.T, weights / size, compute_expm=False)) * size
    np.testing.assert_allclose(
        ops.expm_frechet(x.T, weights), expected, rtol=1e-10, atol=1e-10 * abs(expected).max()
    )
    found = slope(lambda v: ops.sum(ops.expm(v) * weights), x)
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10 * abs(expected).max())


def test_expm_of_higher_order() -> None:
    """The derivative in several directions is the sum over their orders; reverse mode gives the same."""
    x = SQUARES[0, 0] / 4
    first, second = SQUARES[0, 1], SQUARES[0, 2]
    both = ops.expm_frechet(x, first, second) + ops.expm_frechet(x, second, first)
    step = 1e-5
    along = [ops.expm_frechet(x + s * second, first) for s in (step, -step)]
    np.testing.assert_allclose(both, (along[0] - along[1]) / (2 * step), rtol=1e-8, atol=1e-8)
    check(lambda v: ops.sum(ops.expm(v) * weighted((3, 3))), x[:3, :3], order=3, tolerance=1e-7)


@pytest.mark.parametrize("name", SMOOTH)
def test_forward_mode(name: str) -> None:
    """A Jacobian by columns needs rules that are linear in the cotangent, as they are written."""
    x = POSITIVE[0, 0][:3, :3]
    tape = Tape()
    source = tape.input(x.shape)
    found = getattr(ops, name)(source)
    for target in found if isinstance(found, tuple) else (found,):
        [rows], [columns] = jacobian(target, [source], "reverse"), jacobian(target, [source], "forward")
        assert rows is not None
        if columns is None:
            [by_rows] = run(Plan([rows]), {source: x})
            assert not by_rows.any()
        else:
            by_rows, by_columns = run(Plan([rows, columns]), {source: x})
            np.testing.assert_allclose(by_rows, by_columns, rtol=1e-9, atol=1e-11)


def test_pinv_among_matrices_of_lower_rank() -> None:
    """The derivative along a path that keeps the rank."""
    left, right = RNG.normal(size=(4, 2)), RNG.normal(size=(2, 3))
    weights = weighted((3, 4))
    check(lambda a, b: ops.sum(ops.pinv(a @ b) * weights), left, right, order=2, tolerance=1e-6)


def test_refused_gradient_names_the_matrix() -> None:
    dependent = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    with pytest.raises(OperationError, match="singular"):
        slope(lambda v: ops.sum(ops.qr(v)[1] * weighted((2, 2))), dependent)
