"""SymPy's objects as graphs. SymPy itself is not imported: an expression brings what is needed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.importers import functions
from app.importers.algebra import Algebra
from app.importers.draft import Document, Value, finite
from app.importers.errors import NotImportable
from app.importers.walk import Walk

# Expressions of more parts are not printed in errors, nor evaluated as constants: SymPy recurses for that.
MOST_PARTS = 100
LONGEST_TEXT = 80
DIGITS = 25


def from_sympy(expressions: Any) -> Document:
    """The graph document of SymPy expressions.

    Symbols become inputs of their names, equal sub-expressions one node. Everything is real: where SymPy's
    value is complex, the graph's is NaN.

    Args:
        expressions: an expression, a matrix or an array; a list of them; or a dict from names to them, which
            become the names of the graph's outputs. The first is the loss.

    Raises:
        NotImportable: no operation stands for a sub-expression, which the error names.
    """
    named = named_outputs(expressions)
    translation = _Translation()
    return translation.algebra.document([(name, translation.value(e)) for name, e in named])


def named_outputs(expressions: Any) -> list[tuple[str, Any]]:
    """Expressions with the names that they have as outputs."""
    if isinstance(expressions, Mapping):
        named = [(str(name), expression) for name, expression in expressions.items()]
    elif isinstance(expressions, list | tuple):
        named = [(f"result_{i}", expression) for i, expression in enumerate(expressions, start=1)]
    else:
        named = [("result", expressions)]
    if not named:
        raise NotImportable("there is no expression")
    return named


class _Translation:
    """Values of SymPy objects."""

    def __init__(self) -> None:
        self.algebra = Algebra()
        self._walk = Walk(_parts, self._build)
        self._owners: dict[str, Any] = {}

    def value(self, expression: Any) -> Value:
        """The value of an expression."""
        if not (hasattr(type(expression), "free_symbols") or _is_explicit(expression)):
            raise NotImportable(f"{expression!r} is no SymPy expression")
        return self._walk.value(expression)

    def _build(self, expression: Any, values: Sequence[Value]) -> Value:
        try:
            return self._built(expression, values)
        except NotImportable as error:
            raise NotImportable(f"{shown(expression)}: {error.detail}") from None

    def _built(self, expression: Any, values: Sequence[Value]) -> Value:
        name = type(expression).__name__
        if _is_explicit(expression):
            shape = [int(length) for length in expression.shape]
            return self.algebra.stacked(values, shape, matrix=hasattr(expression, "flat"))
        if name in REFUSED:
            raise NotImportable(REFUSED[name])
        if name in SINGLE:
            return SINGLE[name](self.algebra)
        if name in LEAVES:
            return LEAVES[name](self, expression)
        if _is_number(expression):
            return _number(expression)
        if name == "Piecewise":
            return self.algebra.piecewise(list(zip(values[::2], values[1::2], strict=True)))
        if name == "MatrixElement":
            return self._element(values[0], expression.indices)
        if _has_function(expression):
            return functions.call(self.algebra, name, values)
        return _constant(expression)

    def symbol(self, expression: Any) -> Value:
        """The input that a symbol becomes."""
        found = self.algebra.input(self._claimed(expression.name, expression))
        found.nonnegative = expression.is_nonnegative is True
        return found

    def matrix_symbol(self, expression: Any) -> Value:
        """The input that a matrix symbol becomes, with its shape."""
        found = self.algebra.input(self._claimed(expression.name, expression))
        found.matrix = True
        found.declared["shape"] = [int(n) if n.is_Integer else None for n in expression.shape]
        return found

    def indexed(self, expression: Any) -> Value:
        """An element of an input."""
        base = expression.base
        return self._element(
            self.algebra.input(self._claimed(str(base.label), base.label)), expression.indices
        )

    def filled(self, expression: Any) -> Value:
        """A matrix with the same number everywhere."""
        value = 1.0 if type(expression).__name__ == "OneMatrix" else 0.0
        return self.algebra.apply("full", shape=_lengths(expression), value=value, matrix=True)

    def identity(self, expression: Any) -> Value:
        """The unit matrix."""
        return self.algebra.apply("eye", n=_lengths(expression)[0], matrix=True)

    def _element(self, base: Value, indices: Iterable[Any]) -> Value:
        key = list(indices)
        if not all(getattr(i, "is_Integer", False) for i in key):
            raise NotImportable("the indices must be whole numbers")
        return self.algebra.apply("getitem", base, key=[int(i) for i in key], matrix=False)

    def _claimed(self, name: str, owner: Any) -> str:
        """The name, if no other symbol has it: SymPy tells symbols apart by their assumptions too."""
        if self._owners.setdefault(name, owner) != owner:
            raise NotImportable(f"two symbols are named {name!r}; an input is known by its name alone")
        return name


LEAVES: Mapping[str, Callable[[_Translation, Any], Value]] = {
    "Symbol": _Translation.symbol,
    "Dummy": _Translation.symbol,
    "MatrixSymbol": _Translation.matrix_symbol,
    "Indexed": _Translation.indexed,
    "ZeroMatrix": _Translation.filled,
    "OneMatrix": _Translation.filled,
    "Identity": _Translation.identity,
}
SINGLE: Mapping[str, Callable[[Algebra], Value]] = {
    "BooleanTrue": lambda _: True,
    "BooleanFalse": lambda _: False,
    "Infinity": lambda a: a.infinity(),
    "NegativeInfinity": lambda a: a.infinity(-1),
    "NaN": lambda a: a.undefined(),
}
REFUSED: Mapping[str, str] = {
    "ComplexInfinity": "complex infinity has no place on the real line",
    "ImaginaryUnit": "only real expressions can be imported",
}


def _parts(expression: Any) -> Sequence[Any]:
    """The expressions whose values are needed for that of an expression."""
    name = type(expression).__name__
    if _is_explicit(expression):
        return _elements(expression)
    if name == "Piecewise":
        return [part for pair in expression.args for part in pair.args]
    if name == "MatrixElement":
        return [expression.parent]
    return expression.args if name not in LEAVES and _has_function(expression) else ()


def _has_function(expression: Any) -> bool:
    return _is_sympy(expression) and functions.known(type(expression).__name__)


def _is_sympy(expression: Any) -> bool:
    """Whether SymPy itself defines what it is: a function of the user's may have any name."""
    module = type(expression).__module__ or ""
    return module.partition(".")[0] == "sympy" and not isinstance(expression, type)


def _is_explicit(expression: Any) -> bool:
    """Whether it is a matrix or an array with elements of its own."""
    return hasattr(expression, "flat") or type(expression).__name__.endswith("NDimArray")


def _elements(expression: Any) -> list[Any]:
    if hasattr(expression, "flat"):
        return list(expression.flat())
    return list(expression.reshape(math.prod(expression.shape))) if expression.shape else [expression[()]]


def _lengths(expression: Any) -> list[int]:
    if not all(n.is_Integer for n in expression.shape):
        raise NotImportable("its shape must be known")
    return [int(n) for n in expression.shape]


def _is_number(expression: Any) -> bool:
    return bool(getattr(expression, "is_Number", False) or getattr(expression, "is_NumberSymbol", False))


def _number(expression: Any) -> Value:
    if expression.is_Rational:
        return finite(Fraction(int(expression.p), int(expression.q)))
    return finite(float(expression))


def _constant(expression: Any) -> Value:
    """The number that an expression without symbols stands for."""
    name = type(expression).__name__
    if _is_sympy(expression) and parts_of(expression) <= MOST_PARTS and not expression.free_symbols:
        number = expression.evalf(DIGITS) if hasattr(expression, "evalf") else None
        if number is not None and number.is_Number and number.is_finite:
            return _number(number)
    hint = "; evaluate it with doit() first" if name in UNEVALUATED else ""
    raise NotImportable(f"no operation stands for {name}{hint}")


UNEVALUATED = frozenset({"Derivative", "Integral", "Sum", "Product", "Limit", "Subs"})


def parts_of(expression: Any) -> int:
    """How many parts an expression has, as far as it matters."""
    count, waiting = 0, [expression]
    while waiting and count <= MOST_PARTS:
        count += 1
        waiting.extend(getattr(waiting.pop(), "args", ()))
    return count


def shown(expression: Any) -> str:
    """An expression as text, if that is short."""
    if parts_of(expression) > MOST_PARTS:
        return f"{type(expression).__name__}(…)"
    text = str(expression).replace("\n", " ")
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
