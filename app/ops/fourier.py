"""Discrete Fourier transforms. Values are complex; real ones are taken as complex where needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import numpy as np

from app.errors import OperationError
from app.ops.batching import along_axis
from app.ops.entry import Array, Complex, Cost, CostRule, Float, composite, op
from app.ops.infer import OneAxis
from app.ops.keys import Slice
from app.ops.namespace import ops
from app.ops.spec import Spec, normalize_axis

Length = Annotated[int | None, "Length of the axis: cut off or filled with zeros first; null for what it is."]
Norm = Annotated[
    Literal["backward", "ortho", "forward"],
    "Which direction is divided by the length n: the inverse, both by its square root, or the forward one.",
]

_X = [[0.5, -1.2, 2.0, 0.1, 0.9], [1.1, 0.3, -0.7, 0.2, -0.4], [0.8, 1.4, -0.3, 0.6, 1.3]]
# The adjoint of a transform is the inverse with the factor on the other side.
_DUAL = {"backward": "forward", "ortho": "ortho", "forward": "backward"}


def _transformed(x: Spec, *, axis: int, norm: str) -> Spec:
    if x.ndim == 0:
        raise OperationError("needs at least one axis; a scalar has none", operand=0)
    along = normalize_axis(axis, x.ndim)
    if x.shape[along] == 0:
        raise OperationError(f"axis {along} has length 0; there is nothing to transform", operand=0)
    return x


def _fft_cost(unscaled: str) -> CostRule:
    """The cost of a transform that divides by nothing where `norm` is `unscaled`: there NumPy computes in double
    precision, also from and to single."""

    def cost(operands: Sequence[Spec], results: Sequence[Spec], *, axis: int, norm: str) -> Cost:
        [x] = operands
        widened = norm == unscaled and x.dtype.itemsize < 16
        return Cost(5 * x.size * math.log2(x.shape[axis] + 1) + x.size, (4 if widened else 1) * x.nbytes)

    return cost


@op(
    infer=_transformed,
    cost=_fft_cost("backward"),
    batch=along_axis,
    complex_values=True,
    examples=[{"x": _X}, {"x": _X, "axis": 0, "norm": "ortho"}],
)
def dft(x: Complex, *, axis: OneAxis = -1, norm: Norm = "backward") -> Array:
    """Discrete Fourier transform along an axis, of the length it has."""
    return np.fft.fft(x, axis=axis, norm=norm)


@op(
    infer=_transformed,
    cost=_fft_cost("forward"),
    batch=along_axis,
    complex_values=True,
    examples=[{"x": _X}, {"x": _X, "axis": 0, "norm": "forward"}],
)
def idft(x: Complex, *, axis: OneAxis = -1, norm: Norm = "backward") -> Array:
    """Inverse discrete Fourier transform along an axis, of the length it has."""
    return np.fft.ifft(x, axis=axis, norm=norm)


dft.vjp(lambda g, y, x, *, axis, norm: ops.idft(g, axis=axis, norm=_DUAL[norm]))
idft.vjp(lambda g, y, x, *, axis, norm: ops.dft(g, axis=axis, norm=_DUAL[norm]))


def _resized(x: Any, length: int | None, axis: int) -> Any:
    """The value cut off or filled with zeros at the end of an axis."""
    if x.ndim == 0:
        raise OperationError("needs at least one axis; a scalar has none", operand=0)
    along = normalize_axis(axis, x.ndim)
    held = x.shape[along]
    if length is None or length == held:
        return x
    if length < 1:
        raise OperationError(f"n is {length}; it must be at least 1", attribute="n")
    if length < held:
        return ops.getitem(x, key=(*[Slice()] * along, Slice(0, length)))
    return ops.pad(x, pad_width=tuple((0, (length - held) * (a == along)) for a in range(x.ndim)))


@composite(examples=[{"x": _X}, {"x": _X, "n": 7, "axis": 0}, {"x": _X, "n": 3, "norm": "ortho"}])
def fft(x: Complex, *, n: Length = None, axis: OneAxis = -1, norm: Norm = "backward") -> Array:
    """Discrete Fourier transform along an axis."""
    return ops.dft(_resized(x, n, axis), axis=axis, norm=norm)


@composite(examples=[{"x": _X}, {"x": _X, "n": 7, "axis": 0}, {"x": _X, "n": 3, "norm": "ortho"}])
def ifft(x: Complex, *, n: Length = None, axis: OneAxis = -1, norm: Norm = "backward") -> Array:
    """Inverse discrete Fourier transform along an axis."""
    return ops.idft(_resized(x, n, axis), axis=axis, norm=norm)


def _half(length: int, axis: int, ndim: int) -> tuple[Any, ...]:
    return (*[Slice()] * normalize_axis(axis, ndim), Slice(0, length // 2 + 1))


@composite(examples=[{"x": _X}, {"x": _X, "n": 8, "axis": 0}, {"x": _X, "n": 4, "norm": "ortho"}])
def rfft(x: Float, *, n: Length = None, axis: OneAxis = -1, norm: Norm = "backward") -> Array:
    """Discrete Fourier transform of a real value along an axis: the n // 2 + 1 frequencies that are not
    negative."""
    if x.dtype.kind == "c":
        raise OperationError("x is complex; rfft is for real values, fft for complex ones", operand=0)
    whole = _resized(x, n, axis)
    spectrum = ops.dft(whole, axis=axis, norm=norm)
    return ops.getitem(spectrum, key=_half(whole.shape[axis], axis, x.ndim))


@composite(examples=[{"x": _X}, {"x": _X, "n": 7, "axis": 0}, {"x": _X, "n": 4, "norm": "ortho"}])
def irfft(x: Complex, *, n: Length = None, axis: OneAxis = -1, norm: Norm = "backward") -> Array:
    """Inverse of rfft: the real value of length n (by default 2 (m - 1) for m frequencies). The imaginary
    parts of frequency 0, and of n / 2 for an even n, do not matter."""
    if x.ndim == 0:
        raise OperationError("needs at least one axis; a scalar has none", operand=0)
    along = normalize_axis(axis, x.ndim)
    length = 2 * (x.shape[along] - 1) if n is None else n
    if length < 1:
        raise OperationError(f"the length {length} of the result must be at least 1", attribute="n")
    half = _resized(x, length // 2 + 1, along)
    lead = [Slice()] * along
    mirrored = ops.getitem(half, key=(*lead, Slice(1, (length + 1) // 2)))
    negative = ops.conj(ops.flip(mirrored, axis=along))
    spectrum = ops.concat(half, negative, axis=along)
    return ops.real(ops.idft(spectrum, axis=along, norm=norm))


Axes = Annotated[list[int] | None, "The two axes; null for the last two."]


@composite(examples=[{"x": [_X]}, {"x": [_X], "axes": [0, 1], "norm": "ortho"}])
def fft2(x: Complex, *, axes: Axes = None, norm: Norm = "backward") -> Array:
    """Discrete Fourier transform over two axes."""
    return _over_two(ops.dft, x, axes, norm)


@composite(examples=[{"x": [_X]}, {"x": [_X], "axes": [0, 1], "norm": "ortho"}])
def ifft2(x: Complex, *, axes: Axes = None, norm: Norm = "backward") -> Array:
    """Inverse discrete Fourier transform over two axes."""
    return _over_two(ops.idft, x, axes, norm)


def _over_two(transform: Any, x: Any, axes: Sequence[int] | None, norm: str) -> Any:
    axes = (-2, -1) if axes is None else axes
    if len(axes) != 2 or x.ndim < 2:
        raise OperationError(f"two axes are needed; axes is {list(axes)}", attribute="axes")
    first, second = (normalize_axis(a, x.ndim, attribute="axes") for a in axes)
    if first == second:
        raise OperationError(f"axes {list(axes)} names an axis twice", attribute="axes")
    return transform(transform(x, axis=second, norm=norm), axis=first, norm=norm)
