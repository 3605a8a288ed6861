"""Remote functions inside JAX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import wengert as tf

jax = pytest.importorskip("jax")

from wengert.jax import differentiable  # noqa: E402  (it imports jax)

jnp = jax.numpy


@pytest.fixture(params=["float64", "float32"])
def dtype(request: pytest.FixtureRequest) -> Iterator[str]:
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", request.param == "float64")
    yield request.param
    jax.config.update("jax_enable_x64", before)


def twist(x: Any, weights: Any) -> Any:
    return {"y": np.sin(x) * weights["w"], "norm": np.sum(weights["w"] ** 2) * weights["b"]}


def local(x: Any, weights: Any) -> Any:
    return {"y": jnp.sin(x) * weights["w"], "norm": jnp.sum(weights["w"] ** 2) * weights["b"]}


def arguments(dtype: str) -> Any:
    x, w = np.linspace(-1, 1, 3).astype(dtype), np.array([0.5, -1.0, 2.0], dtype)
    return jnp.asarray(x), {"w": jnp.asarray(w), "b": jnp.asarray(0.25, dtype)}


@pytest.mark.parametrize("jit", [False, True], ids=["as it is", "jit"])
def test_values_and_gradients(dtype: str, jit: bool) -> None:
    def loss(f: Any) -> Any:
        def total(x: Any, weights: Any) -> Any:
            found = f(x, weights)
            return jnp.sum(found["y"] ** 2) + found["norm"]

        both = jax.value_and_grad(total, (0, 1))
        return jax.jit(both) if jit else both

    found = loss(differentiable(twist))(*arguments(dtype))
    expected = loss(local)(*arguments(dtype))
    assert {str(one.dtype) for one in jax.tree_util.tree_leaves(found)} == {dtype}
    for one, other in zip(*map(jax.tree_util.tree_leaves, (found, expected)), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5 if dtype == "float32" else 1e-12)


def test_second_derivatives(dtype: str) -> None:
    x = jnp.asarray([0.5, -0.3, 1.2], dtype)
    remote = differentiable(lambda v: np.sum(np.sin(v) * v[0]))
    found = jax.jit(jax.jacrev(jax.grad(remote)))(x)
    expected = jax.hessian(lambda v: jnp.sum(jnp.sin(v) * v[0]))(x)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_jaxs_own_check() -> None:
    from jax.test_util import check_grads

    with jax.enable_x64(True):
        x = jnp.asarray([0.5, -0.3, 1.2])
        check_grads(differentiable(lambda v: np.tanh(v) * np.sum(v**2)), (x,), order=2, modes=["rev"])


def test_slices(dtype: str) -> None:
    rows = jnp.asarray(np.arange(6).reshape(3, 2), dtype)
    found = jax.vmap(jax.grad(differentiable(lambda v: np.sum(v**3))))(rows)
    np.testing.assert_allclose(found, 3 * rows**2)


def test_indices_are_not_differentiated(dtype: str) -> None:
    remote = differentiable(lambda x, i: (np.sum(x[i]), tf.argmax(x)))
    x, place = jnp.asarray([1.0, 5.0, 2.0], dtype), jnp.asarray([2, 0])
    assert remote(x, place)[1] == 1
    found = jax.jit(jax.grad(lambda x: remote(x, place)[0] * 2))(x)
    np.testing.assert_array_equal(found, [2.0, 0.0, 2.0])


def test_half_precision_and_complex_numbers() -> None:
    x = jnp.asarray([1.0, 2.0], jnp.bfloat16)
    found = jax.grad(lambda x: jnp.sum(differentiable(lambda x: 2.0 * x**2)(x)))(x)
    assert found.dtype == jnp.bfloat16
    np.testing.assert_array_equal(found.astype(float), [4.0, 8.0])
    with pytest.raises(TypeError, match="real"):
        differentiable(lambda x: x)(jnp.asarray([1j]))
