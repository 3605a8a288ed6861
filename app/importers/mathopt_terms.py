"""Nonlinear expressions of MathOptFormat."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.errors import did_you_mean
from app.importers import functions
from app.importers.algebra import ONE, Algebra
from app.importers.draft import Value, finite
from app.importers.errors import NotImportable
from app.importers.functions import FUNCTIONS, Function, comparison, operation
from app.importers.walk import Walk


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A place in the document; it knows the place around it, so that a deep one costs no more than others."""

    around: Place | None = None
    key: str | int = ""

    def __truediv__(self, key: str | int) -> Place:
        return Place(self, key)

    def __str__(self) -> str:
        keys, place = list[str](), self
        while place.around is not None:
            keys.append(str(place.key).replace("~", "~0").replace("/", "~1"))
            place = place.around
        return "".join("/" + key for key in reversed(keys))


def fault(place: Place, detail: str) -> NotImportable:
    """The error at a place of the document."""
    return NotImportable(detail, pointer=str(place))


def in_degrees(function: Function) -> Function:
    """The function of an angle in degrees."""

    def apply(a: Algebra, x: Value) -> Value:
        return function(a, a.apply("deg2rad", x))

    return apply


def to_degrees(function: Function) -> Function:
    """The angle in degrees."""

    def apply(a: Algebra, x: Value) -> Value:
        return a.apply("rad2deg", function(a, x))

    return apply


def minus(a: Algebra, first: Value, *others: Value) -> Value:
    """The negative of one value, or the first minus the others."""
    return a.add(first, *map(a.negative, others)) if others else a.negative(first)


def arctangent(a: Algebra, y: Value, x: Value | None = None) -> Value:
    """Inverse tangent; of two values the angle of the point (x, y)."""
    return a.apply("atan", y) if x is None else FUNCTIONS["atan2"](a, y, x)


# What SymPy and MathOptFormat call the same.
SAME_NAME = (
    *(
        "exp",
        "expm1",
        "log",
        "log10",
        "log2",
        "log1p",
        "erf",
        "erfinv",
        "erfc",
        "erfcinv",
        "gamma",
        "digamma",
    ),
    *("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech", "csch", "coth", "asin"),
    *(
        "acos",
        "asec",
        "acsc",
        "acot",
        "asinh",
        "acosh",
        "atanh",
        "asech",
        "acsch",
        "acoth",
        "trigamma",
        "floor",
    ),
)
_DIRECT = ("sin", "cos", "tan", "sec", "csc", "cot")
_INVERSE = ("asin", "acos", "atan", "asec", "acsc", "acot")

OPERATORS: Mapping[str, Function] = {
    "+": lambda a, *values: a.add(*values),
    "-": minus,
    "*": lambda a, *values: a.multiply(*values),
    "/": lambda a, x, y: a.divide(x, y),
    "^": lambda a, x, y: a.power(x, y),
    "min": FUNCTIONS["Min"],
    "max": FUNCTIONS["Max"],
    "ifelse": lambda a, condition, x, y: a.where(condition, x, y),
    "&&": lambda a, x, y: a.all_of(x, y),
    "||": lambda a, x, y: a.any_of(x, y),
    "<=": comparison("less_equal"),
    "<": comparison("less"),
    ">=": comparison("greater_equal"),
    ">": comparison("greater"),
    "==": comparison("equal"),
    "abs": FUNCTIONS["Abs"],
    "sqrt": lambda a, x: a.sqrt(x),
    "cbrt": operation("cbrt"),
    "abs2": operation("square"),
    "inv": lambda a, x: a.divide(ONE, x),
    "exp2": operation("exp2"),
    "deg2rad": operation("deg2rad"),
    "rad2deg": operation("rad2deg"),
    "ceil": FUNCTIONS["ceiling"],
    "lgamma": FUNCTIONS["loggamma"],
    "erfcx": operation("erfcx"),
    **{name: FUNCTIONS[name] for name in SAME_NAME},
    **{f"{name}d": in_degrees(FUNCTIONS[name]) for name in _DIRECT},
    **{f"{name}d": to_degrees(FUNCTIONS[name]) for name in _INVERSE},
    "atan": arctangent,
}


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A term where it stands in the document."""

    content: Any
    place: Place


class Terms:
    """The values of the terms of one function.

    Args:
        algebra: what they are written with.
        variable: from a name and the place where it is used to the variable's value.
        node_list: the terms that others refer to by number.
        place: where that list stands.
    """

    def __init__(
        self,
        algebra: Algebra,
        variable: Callable[[Any, Place], Value],
        node_list: Sequence[Any],
        place: Place,
    ) -> None:
        self._algebra, self._variable = algebra, variable
        self._nodes = [Term(content, place / i) for i, content in enumerate(node_list)]
        self._walk = Walk(
            self._parts, self._build, lambda term: fault(term.place, "the node depends on itself")
        )

    def value(self, content: Any, place: Place) -> Value:
        """The value of a term."""
        return self._walk.value(Term(content, place))

    def _parts(self, term: Term) -> Sequence[Term]:
        content, place = term.content, term.place
        if not isinstance(content, dict):
            return []
        kind = _kind(content, place)
        if kind == "node":
            return [self._referred(content.get("index"), place)]
        if kind in LEAVES:
            return []
        arguments = content.get("args")
        if not isinstance(arguments, list):
            raise fault(place, f"the operator {kind!r} has no list args")
        return [Term(argument, place / "args" / i) for i, argument in enumerate(arguments)]

    def _referred(self, index: Any, place: Place) -> Term:
        if type(index) is not int or not 1 <= index <= len(self._nodes):
            raise fault(
                place / "index", f"there is no node {excerpt(index)}; node_list has {len(self._nodes)}"
            )
        return self._nodes[index - 1]

    def _build(self, term: Term, values: Sequence[Value]) -> Value:
        content, place = term.content, term.place
        if isinstance(content, str):
            return self._variable(content, place)
        if not isinstance(content, dict):
            return number(content, place)
        kind = content["type"]
        if kind == "node":
            return values[0]
        if kind in LEAVES:
            return self._leaf(kind, content, place)
        return self._applied(kind, values, place)

    def _leaf(self, kind: str, content: Mapping[str, Any], place: Place) -> Value:
        if kind == "variable":
            return self._variable(content.get("name"), place / "name")
        if kind == "real":
            return number(content.get("value"), place / "value")
        if number(content.get("imag"), place / "imag") != 0:
            raise fault(place, "a complex number; only real models can be imported")
        return number(content.get("real"), place / "real")

    def _applied(self, kind: str, values: Sequence[Value], place: Place) -> Value:
        function = OPERATORS[kind]
        least, most = functions.arity(function)
        if not least <= len(values) <= most:
            raise fault(place / "args", f"the operator {kind!r} does not take {len(values)} arguments")
        try:
            return function(self._algebra, *values)
        except NotImportable as error:
            raise fault(place, f"{kind!r}: {error.detail}") from None


LEAVES = frozenset({"variable", "real", "complex"})


def _kind(content: Mapping[str, Any], place: Place) -> str:
    """The type of a term: that of a leaf, or an operator."""
    kind = content.get("type")
    if not isinstance(kind, str):
        raise fault(place / "type", f"the name of an operator is wanted; got {excerpt(kind)}")
    if kind != "node" and kind not in LEAVES and kind not in OPERATORS:
        raise fault(place / "type", f"no operation stands for {kind!r}{did_you_mean(kind, OPERATORS)}")
    return kind


def excerpt(content: Any) -> str:
    """What stands in the document, shortened: it may nest deep."""
    return reprlib.repr(content)


def number(content: Any, place: Place) -> Fraction | float:
    """A number of the document; whole ones stay exact."""
    if isinstance(content, bool) or not isinstance(content, int | float):
        raise fault(place, f"a number, a variable's name or an operator is wanted; got {excerpt(content)}")
    try:
        return finite(Fraction(content) if isinstance(content, int) else content)
    except NotImportable as error:
        raise fault(place, error.detail) from None
