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


class Dtype(str):
    """The name of a dtype, which is also what converts to it."""

    __slots__ = ()


DTYPE_NAMES: Mapping[str, Dtype] = {
    **{name: Dtype(name) for name in DTYPES},
    "float": Dtype("float64"),
    "int": Dtype("int64"),
    "bool_": Dtype("bool"),
    "double": Dtype("float64"),
    "single": Dtype("float32"),
}
# What other languages and libraries have and this one writes otherwise.
INSTEAD: Mapping[str, str] = {
    "grad": "write gradient(f(x), x)",
    "value_and_grad": "write y = f(x) and gradient(y, x)",
    "jacfwd": "write jacobian(f(x), x, mode='forward')",
    "jacrev": "write jacobian(f(x), x, mode='reverse')",
    "vmap": "write map(f, xs)",
    "map_fn": "write map(f, xs)",
    "jit": "write f as it is",
    "fori_loop": "write a for loop over a range, or scan with a length",
    "switch": "write cond within cond, or where",
    "select": "write where(condition, x, y)",
    "print": "name the value in the request's outputs",
    "exec": "nothing is executed here",
    "eval": "nothing is evaluated here",
    "gamma": "write exp(gammaln(x))",
    "beta": "write exp(betaln(a, b))",
    "comb": "write exp(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))",
    "hstack": "write concat([a, b], axis=1), or axis=0 for one-dimensional values",
    "vstack": "write concat([a, b], axis=0), or stack([a, b]) for one-dimensional values",
    "column_stack": "write stack([a, b], axis=1)",
    "swapaxes": "write permute_dims(x, axes)",
    "diff": "write x[1:] - x[:-1]",
    "inner": "write vecdot(a, b)",
    "append": "write xs = xs + [x]",
    "extend": "write xs = xs + ys",
}
# Keywords of other libraries.
KEYWORDS: Mapping[str, str] = {"dim": "axis", "keepdim": "keepdims", "ddof": "correction"}


def module_path(path: str) -> bool:
    """Whether names with this prefix are looked up without it."""
    return path in PREFIXES


def operation_named(name: str) -> Op | None:
    """The operation of this name, however it is spelled."""
    if "." in name and lookup(name) is None:
        return None
    return lookup(name) or (lookup(SPELLINGS[name]) if name in SPELLINGS else None)
