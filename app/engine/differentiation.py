"""Derivatives as operations of a graph: `g = gradient(loss, x)` is a node like any other.

They work on what is recorded, not on arrays: each appends the derivative's own instructions to the tape. So
they nest to any depth, and what they give is differentiated like everything else.
"""

from __future__ import annotations

from typing import Annotated, Any

from app.engine import derivatives, reverse
from app.errors import OperationError
from app.ops.entry import Symbol, symbolic
from app.ops.namespace import ops
from app.ops.spec import is_differentiable
from app.ops.value import Value

_CUT = "Zeros where y does not depend on x."


def _checked(y: Value, x: Value, *, weighted: bool = False) -> None:
    if y.dtype.kind == "c" and not weighted:
        raise OperationError("y is complex; differentiate real(y), imag(y) or abs(y)", operand=0)
    for position, (name, value) in enumerate((("y", y), ("x", x))):
        if not is_differentiable(value.dtype):
            raise OperationError(
                f"{name} has dtype {value.dtype}; only floating values can be differentiated",
                operand=position,
            )


def _same_shape(vector: Value, like: Value, name: str) -> Value:
    if vector.shape != like.shape:
        raise OperationError(f"{name} must have the shape {like.shape}, not {vector.shape}", operand=2)
    return ops.astype(vector, dtype=str(like.dtype))


def _or_zeros(found: Value | None, shape: tuple[int, ...], like: Value) -> Any:
    return ops.broadcast_to(ops.zeros_like(ops.sum(like)), shape=shape) if found is None else found


@symbolic(
    kink=_CUT,
    source=1,
    requests=[
        {
            "program": "y = sum(sin(x) ** 2)\nslope = gradient(y, x)\nloss = sum(slope ** 2)",
            "parameters": {"x": [0.3, -1.2]},
        }
    ],
)
def gradient(tape: Any, y: Symbol, x: Symbol) -> Value:
    """Gradient of y with respect to x, of x's shape; a y that is not a scalar counts as the sum of its
    elements. x is any value computed before y."""
    _checked(y, x)
    return _or_zeros(reverse.gradient([y], [x])[0], x.shape, x)


@symbolic(
    kink=_CUT,
    source=1,
    requests=[
        {
            "program": "y = stack(x[0] * x[1], sin(x[1]))\nJ = jacobian(y, x)\nloss = det(J)",
            "parameters": {"x": [0.3, -1.2]},
        }
    ],
)
def jacobian(
    tape: Any,
    y: Symbol,
    x: Symbol,
    *,
    mode: Annotated[derivatives.Mode, "A pass for each element of x (forward) or of y (reverse)."] = "auto",
) -> Value:
    """All derivatives of the elements of y with respect to those of x: y's shape, then x's."""
    _checked(y, x)
    return _or_zeros(derivatives.jacobian(y, [x], mode)[0], y.shape + x.shape, x)


@symbolic(
    kink=_CUT,
    source=1,
    requests=[
        {
            "program": "y = x[0] ** 2 * x[1] + exp(x[1])\nH = hessian(y, x)\nloss = trace(H)",
            "parameters": {"x": [0.3, -1.2]},
        }
    ],
)
def hessian(tape: Any, y: Symbol, x: Symbol) -> Value:
    """Second derivatives of y with respect to x: x's shape twice; for a y that is not a scalar y's shape
    stands before."""
    _checked(y, x)
    return _or_zeros(derivatives.hessian(y, [x])[0][0], y.shape + x.shape + x.shape, x)


@symbolic(
    kink=_CUT,
    source=1,
    requests=[
        {
            "program": "y = sum(x ** 3)\nproduct = hvp(y, x, v)\nloss = sum(product)",
            "parameters": {"x": [0.3, -1.2], "v": [1.0, 2.0]},
        }
    ],
)
def hvp(tape: Any, y: Symbol, x: Symbol, v: Symbol) -> Value:
    """Hessian of y with respect to x, times a vector v of x's shape, without forming the Hessian."""
    _checked(y, x)
    return _or_zeros(derivatives.hvp([y], [x], [_same_shape(v, x, "v")])[0], x.shape, x)


@symbolic(
    kink=_CUT,
    source=1,
    requests=[
        {
            "program": "y = sin(x)\npulled = vjp(y, x, g)\nloss = sum(pulled ** 2)",
            "parameters": {"x": [0.3, -1.2], "g": [1.0, 2.0]},
        }
    ],
)
def vjp(tape: Any, y: Symbol, x: Symbol, g: Symbol) -> Value:
    """A cotangent g of y's shape times the Jacobian of y: the gradient of sum(g * y), with g held fixed."""
    _checked(y, x, weighted=True)
    return _or_zeros(reverse.gradient([y], [x], [_same_shape(g, y, "g")])[0], x.shape, x)


@symbolic(
    kink=_CUT,
    source=1,
    requests=[
        {
            "program": "y = sin(x)\npushed = jvp(y, x, t)\nloss = sum(pushed ** 2)",
            "parameters": {"x": [0.3, -1.2], "t": [1.0, 2.0]},
        }
    ],
)
def jvp(tape: Any, y: Symbol, x: Symbol, t: Symbol) -> Value:
    """The Jacobian of y times a tangent t of x's shape: how y moves when x moves along t."""
    _checked(y, x, weighted=True)
    return _or_zeros(derivatives.jvp([y], [x], [_same_shape(t, x, "t")])[0], y.shape, y)
