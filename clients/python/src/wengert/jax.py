"""Functions that the service computes, inside programs of JAX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from wengert.flat import Flat, Flats
from wengert.functional import Function
from wengert.structures import leaves, like


def differentiable(f: Function) -> Callable[..., Any]:
    """A function of JAX's arrays that the service computes, with reverse-mode derivatives of any order.

    It works under `jit`, `grad` and, slice by slice, `vmap`; forward mode (`jvp`, `jacfwd`) JAX refuses. Floating results have
    the dtype that the floating arguments have in common.

    Args:
        f: as in `wengert.function`.

    Raises:
        TypeError: when it is called with complex arrays.
    """
    flats = Flats(f)

    def on_arrays(*arguments: Any) -> Any:
        arrays = [jnp.asarray(one) for one in leaves(list(arguments))]
        if any(jnp.issubdtype(one.dtype, jnp.complexfloating) for one in arrays):
            raise TypeError("a differentiable function takes real arrays")
        flat = flats.of(arguments)
        return like(flat.structure(_examples(arrays)), iter(_applied(flat)(*arrays)))

    return on_arrays


def _is_floating(one: Any) -> bool:
    return bool(jnp.issubdtype(one.dtype, jnp.floating))


def _array(one: Any) -> Any:
    """An array as the service takes it, which has no floating numbers shorter than float32."""
    array = np.asarray(one)
    return array.astype(np.float32) if _is_floating(array) and array.dtype.itemsize < 4 else array


def _examples(arrays: Sequence[Any]) -> list[Any]:
    """Arrays of the same shapes and dtypes, whose values are known while JAX traces."""
    return [_array(np.ones(one.shape, one.dtype)) for one in arrays]


@cache
def _applied(flat: Flat) -> Callable[..., Any]:
    def backward(arrays: Sequence[Any], cotangents: Sequence[Any]) -> tuple[Any, ...]:
        wanted = [place for place, one in enumerate(arrays) if _is_floating(one)]
        seeded = [place for place, one in enumerate(cotangents) if one.dtype != jax.dtypes.float0]
        back = _applied(flat.pullback(wanted, seeded))
        found = dict(zip(wanted, back(*arrays, *[cotangents[place] for place in seeded]), strict=True))
        return tuple(
            found[place].astype(one.dtype) if place in found else np.zeros(one.shape, jax.dtypes.float0)
            for place, one in enumerate(arrays)
        )

    applied = jax.custom_vjp(lambda *arrays: _called(flat, arrays))
    # Of a second derivative the forward pass is differentiated, too.
    applied.defvjp(lambda *arrays: (applied(*arrays), arrays), backward)
    return applied


def _called(flat: Flat, arrays: Sequence[Any]) -> tuple[Any, ...]:
    """A call of the service when the program runs."""
    floating = [one.dtype for one in arrays if _is_floating(one)]
    common = jnp.result_type(*floating) if floating else jnp.result_type(float)
    specs = [
        jax.ShapeDtypeStruct(shape, common if dtype.kind == "f" else jax.dtypes.canonicalize_dtype(dtype))
        for shape, dtype in flat.specs(_examples(arrays))
    ]

    def call(*values: Any) -> tuple[Any, ...]:
        found = flat([_array(one) for one in values])
        return tuple(np.asarray(one, spec.dtype) for one, spec in zip(found, specs, strict=True))

    return tuple(jax.pure_callback(call, tuple(specs), *arrays, vmap_method="sequential"))
