"""Parts of complex numbers. Gradients follow TensorFlow: dy/d Re(x) + i dy/d Im(x) for a real y."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.ops.entry import Array, Float, op
from app.ops.infer import same
from app.ops.namespace import ops
from app.ops.spec import Spec, broadcast_shapes, complex_of, real_of

_X = {"x": [[-1.6, 0.4], [2.3, -0.8], [0.9, 3.1]]}


def _part(x: Spec) -> Spec:
    return Spec(x.shape, real_of(x.dtype))


def _imaginary(g: Any, x: Any) -> Any:
    """i g, as a cotangent of the complex x."""
    return ops.astype(g, dtype=str(x.dtype)) * np.asarray(1j, x.dtype)


@op(infer=_part, elementwise=True, complex_values=True, examples=[_X])
def real(x: Float) -> Array:
    """Real part; a real value itself."""
    return np.real(x)


real.vjp(lambda g, y, x: ops.astype(g, dtype=str(x.dtype)))


@op(infer=_part, elementwise=True, complex_values=True, examples=[_X])
def imag(x: Float) -> Array:
    """Imaginary part; zeros for a real value."""
    return np.imag(x)


imag.vjp(lambda g, y, x: _imaginary(g, x) if x.dtype.kind == "c" else ops.zeros_like(x))


@op(infer=same, elementwise=True, ufunc=np.conj, complex_values=True, examples=[_X])
def conj(x: Float) -> Array:
    """Complex conjugate; a real value itself."""
    return np.conj(x)


conj.vjp(lambda g, y, x: ops.conj(g))


@op(
    infer=_part,
    elementwise=True,
    complex_values=True,
    cost=30,
    examples=[_X],
    kink="The gradient at 0 is 0. Of real values the angle is 0 or pi, and the gradient 0.",
)
def angle(x: Float) -> Array:
    """Angle in the complex plane, in (-pi, pi]."""
    return np.angle(x).astype(real_of(x.dtype), copy=False)


@angle.vjp
def _(g: Any, y: Any, x: Any) -> Any:
    if x.dtype.kind != "c":
        return ops.zeros_like(x)
    square = ops.square(ops.abs(x))
    return _imaginary(g, x) * (x / ops.where(ops.equal(square, 0), 1, square))


def _joined(re: Spec, im: Spec) -> Spec:
    return Spec(broadcast_shapes(re.shape, im.shape), complex_of(re.dtype))


@op(
    infer=_joined,
    elementwise=True,
    examples=[{"re": [[-1.6, 0.4], [2.3, -0.8], [0.9, 3.1]], "im": [0.7, -1.2]}],
    aliases=["tf.complex"],
)
def make_complex(re: Float, im: Float) -> Array:
    """The complex value with these real and imaginary parts."""
    result = np.empty(np.broadcast_shapes(re.shape, im.shape), complex_of(re.dtype))
    result.real, result.imag = re, im
    return result


make_complex.vjp(lambda g, y, re, im: ops.real(g), lambda g, y, re, im: ops.imag(g))
