"""Where NumPy, SciPy, JAX, TensorFlow or PyTorch mean something else by a name than the operation of that name: such a
call is brought to what they mean, or refused, never answered otherwise."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.graph.program.draft import Ref
from app.graph.program.reader import Reader
from app.graph.program.values import Environment
from app.ops import REGISTRY, Op


class Call(NamedTuple):
    """A call of an operation on its way to a node."""

    op: Op
    arguments: list[Any]
    keywords: dict[str, Any]


Rule = Callable[[Reader, ast.AST, Call, Environment], Call]

_ROOTS = {
    "np": "numpy",
    "numpy": "numpy",
    "jnp": "numpy",
    "jax": "jax",
    "lax": "jax",
    "tf": "tensorflow",
    "torch": "torch",
    "F": "torch",
    "nn": "torch",
    "scipy": "scipy",
    "special": "scipy",
    "linalg": "numpy",
}


def library_of(prefix: str) -> str:
    """Whose names stand behind a prefix."""
    return "numpy" if prefix.startswith("jax.numpy") else _ROOTS.get(prefix.partition(".")[0], "")


def adapted(
    reader: Reader, place: ast.AST, library: str, name: str, call: Call, environment: Environment
) -> Call:
    """What a call means that is spelled as in a library.

    Raises:
        InvalidProgram: it means something that has no operation of its own.
    """
    rule = RULES.get((library, name)) or RULES.get(("", name))
    return call if rule is None else rule(reader, place, call, environment)


def _default(**defaults: Any) -> Rule:
    def rule(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
        return call._replace(keywords={**defaults, **call.keywords})

    return rule


def _refused(message: str) -> Rule:
    def rule(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
        return reader.refuse(place, message)

    return rule


def _needs(keyword: str, position: int, message: str) -> Rule:
    def rule(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
        if len(call.arguments) <= position and keyword not in call.keywords:
            reader.refuse(place, message)
        return call

    return rule


def _only(keyword: str, value: Any, message: str) -> Rule:
    """Refused but for one value of a keyword, which then says nothing more."""

    def rule(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
        if call.keywords.get(keyword) != value:
            reader.refuse(place, message)
        return call._replace(keywords={k: v for k, v in call.keywords.items() if k != keyword})

    return rule


def _eye(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
    return call._replace(op=REGISTRY["eye"])


def _split(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
    given = call.keywords.get("sections", call.arguments[1] if len(call.arguments) > 1 else None)
    if not isinstance(given, int):
        reader.refuse(
            place,
            "NumPy splits at indices, split(x, sections) into parts of these sizes; write it without np.",
        )
    return call


def _largest(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
    if len(call.arguments) > 1 or "axis" in call.keywords:
        reader.refuse(
            place, "PyTorch's has two results, or two values; write max(x, axis=…), argmax or maximum(a, b)"
        )
    return call


def _cross_entropy(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
    if call.arguments:
        reader.refuse(place, "TensorFlow takes labels first; give labels= and logits= by name")
    return call._replace(keywords={"reduction": "none", **call.keywords})


def _cholesky(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
    keywords = dict(call.keywords)
    upper = not keywords.pop("lower", False)
    return call._replace(keywords={"upper": upper, **keywords})


def _norm(reader: Reader, place: ast.AST, call: Call, environment: Environment) -> Call:
    """NumPy's norm: of a vector, or with an order and no axis of a matrix."""
    value, *rest = call.arguments or [None]
    keywords = dict(zip(("ord", "axis", "keepdims"), rest, strict=False))
    keywords.update(call.keywords)
    if keywords.get("ord") is None:
        keywords.pop("ord", None)
    elif keywords.get("axis") is None and isinstance(value, Ref):
        axes = reader.spec(value, environment, place, "the number of axes").ndim
        if axes == 2:
            keywords.pop("axis", None)
            return Call(REGISTRY["matrix_norm"], [value], keywords)
        if axes > 2:
            reader.refuse(place, "a norm of some order is that of a vector or a matrix; give an axis")
    return Call(call.op, [value], keywords)


_AXIS = "NumPy without an axis works on all elements in a row; give the axis"
RULES: Mapping[tuple[str, str], Rule] = {
    ("", "norm"): _norm,
    ("numpy", "identity"): _eye,
    ("numpy", "split"): _split,
    ("numpy", "cumsum"): _needs("axis", 1, _AXIS),
    ("numpy", "cumprod"): _needs("axis", 1, _AXIS),
    ("numpy", "take"): _needs("axis", 2, _AXIS),
    ("numpy", "svd"): _only("full_matrices", False, "svd gives the reduced form; write full_matrices=False"),
    ("scipy", "svd"): _only("full_matrices", False, "svd gives the reduced form; write full_matrices=False"),
    ("scipy", "qr"): _only("mode", "economic", "qr gives the reduced form; write mode='economic'"),
    ("scipy", "softmax"): _needs(
        "axis", 1, "SciPy's goes over all elements unless an axis is given; give it"
    ),
    ("scipy", "log_softmax"): _needs(
        "axis", 1, "SciPy's goes over all elements unless an axis is given; give it"
    ),
    ("scipy", "cholesky"): _cholesky,
    ("jax", "gelu"): _default(approximate=True),
    ("tensorflow", "triangular_solve"): _default(lower=True),
    ("tensorflow", "sigmoid_cross_entropy_with_logits"): _cross_entropy,
    ("tensorflow", "softmax_cross_entropy_with_logits"): _cross_entropy,
    ("tensorflow", "sparse_softmax_cross_entropy_with_logits"): _cross_entropy,
    ("torch", "std"): _default(correction=1),
    ("torch", "var"): _default(correction=1),
    ("torch", "max"): _largest,
    ("torch", "min"): _largest,
    ("torch", "split"): _refused(
        "PyTorch splits into parts of one size; write split(x, sections) without torch."
    ),
    ("torch", "median"): _refused(
        "PyTorch's is the lower of two middle values; write median(x) for their mean"
    ),
}
