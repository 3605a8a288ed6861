"""Wengert's client: a GradientTape that runs over HTTP.

    import wengert as tf

    w = tf.Variable(0.5)
    with tf.GradientTape() as tape:
        loss = tf.square(3.0 - w * 2.0)
    print(tape.gradient(loss, w).numpy())

Every operation of the service is a function of this module: `wengert.tanh`, `wengert.reduce_sum`, `wengert.einsum`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wengert import optimizers
from wengert.checking import WrongGradient, check_grads
from wengert.control import cond, scan, vmap, while_loop
from wengert.errors import WengertError
from wengert.functional import function, grad, hessian, hvp, jacobian, jvp, value_and_grad, vjp
from wengert.minimization import Minimum, minimize
from wengert.tape import GradientTape, UnconnectedGradients
from wengert.tensor import Tensor, Variable, call, constant, operations
from wengert.transport import AsyncClient, Client, client, use

__version__ = "0.1.0"

__all__ = [
    "AsyncClient",
    "Client",
    "GradientTape",
    "Minimum",
    "Tensor",
    "UnconnectedGradients",
    "Variable",
    "WengertError",
    "WrongGradient",
    "check_grads",
    "client",
    "cond",
    "constant",
    "function",
    "grad",
    "hessian",
    "hvp",
    "jacobian",
    "jvp",
    "minimize",
    "optimizers",
    "scan",
    "use",
    "value_and_grad",
    "vjp",
    "vmap",
    "while_loop",
]


def __getattr__(name: str) -> Callable[..., Any]:
    if name not in operations():
        raise AttributeError(f"module 'wengert' has no attribute '{name}', and the service no such operation")

    def operation(*arguments: Any, **attributes: Any) -> Any:
        return call(name, *arguments, **attributes)

    operation.__name__ = name
    operation.__doc__ = operations()[name].doc
    return operation
