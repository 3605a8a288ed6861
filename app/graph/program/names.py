"""Names that a program finds without assigning them: operations under NumPy's and others' spellings, prefixes,
dtypes, forms."""

from __future__ import annotations

from collections.abc import Mapping

from app.ops import Op, lookup
from app.ops.spec import DTYPES

FORMS = frozenset({"scan", "while_loop", "cond", "map", "call", "checkpoint", "custom_gradient", "gradient"})

# What NumPy and others call it, where it is no alias of the operation.
SPELLINGS: Mapping[str, str] = {
    "norm": "vector_norm",
    "asarray": "identity",
    "array": "identity",
    "copy": "identity",
    "ravel": "flatten",
    "conjugate": "conj",
}
PREFIXES = frozenset(
    {
        "np",
        "numpy",
        "np.linalg",
        "numpy.linalg",
        "np.fft",
        "numpy.fft",
        "np.random",
        "jnp",
        "jnp.linalg",
        "jnp.fft",
        "jax",
        "jax.numpy",
        "jax.nn",
        "jax.lax",
        "jax.scipy",
        "jax.scipy.special",
        "jax.scipy.linalg",
        "lax",
        "tf",
        "tf.math",
        "tf.nn",
        "tf.linalg",
        "tf.random",
        "tf.signal",
        "torch",
        "torch.nn",
        "torch.nn.functional",
        "torch.special",
        "torch.linalg",
        "F",
        "math",
        "scipy",
        "scipy.special",
        "scipy.linalg",
        "special",
        "linalg",
        "nn",
    }
)
DTYPE_NAMES: Mapping[str, str] = {
    **{name: name for name in DTYPES},
    "float": "float64",
    "int": "int64",
    "bool_": "bool",
    "double": "float64",
    "single": "float32",
}


def module_path(path: str) -> bool:
    """Whether names with this prefix are looked up without it."""
    return path in PREFIXES


def operation_named(name: str) -> Op | None:
    """The operation of this name, however it is spelled."""
    if "." in name and lookup(name) is None:
        return None
    return lookup(name) or (lookup(SPELLINGS[name]) if name in SPELLINGS else None)
