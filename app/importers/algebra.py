"""Sums, products, powers, logarithms and choices in their careful forms.

A value remembers the sum or product that it was made as. Whatever is made of it looks one level into that,
never deeper: so `exp(x) - 1` becomes `expm1(x)` and `x + (-1) y` a subtraction, while a sub-expression that is
used twice stays one node. What is looked through and not needed any more does not get into the document.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar, cast

from app.importers.draft import (
    LARGEST_EXACT,
    MOST_BITS,
    Draft,
    Input,
    Node,
    Number,
    Real,
    Ref,
    Value,
    bits,
    finite,
    is_number,
)
from app.importers.errors import NotImportable

T = TypeVar("T")

ONE = Fraction(1)
HALF = Fraction(1, 2)

COMPARISONS = frozenset({"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"})
BOOLEAN = COMPARISONS | {"logical_and", "logical_or", "logical_xor", "logical_not"}
NONNEGATIVE = frozenset({"abs", "square", "sqrt", "exp", "exp2", "cosh", "hypot", "softplus", "sigmoid"})
# What log(x) is multiplied by, where that is another operation.
LOGARITHMS: Mapping[Number, str] = {1 / math.log(2): "log2", 1 / math.log(10): "log10"}


class Sum(NamedTuple):
    """What a value was added up from: values with a sign, 1 or -1, and a number."""

    terms: tuple[tuple[int, Ref], ...]
    constant: Number


class Product(NamedTuple):
    """What a value was multiplied from: a number, values, and values that it is divided by."""

    coefficient: Number
    over: tuple[Ref, ...]
    under: tuple[Ref, ...]


class Algebra(Draft):
    """A draft that knows how to write mathematics."""

    def __init__(self) -> None:
        super().__init__()
        self._sums: dict[Ref, Sum] = {}
        self._products: dict[Ref, Product] = {}

    # Sums.

    def add(self, *values: Value) -> Value:
        """The sum of values, added up in pairs."""
        constant: Number = Fraction(0)
        terms: list[tuple[Number, Ref]] = []
        for value in map(self.arithmetic, values):
            if isinstance(value, Ref):
                terms.append(self._split(value))
            else:
                constant = finite(constant + value)
        _check_matrices(terms, constant)
        terms, constant = self._complemented(terms, constant)
        if not terms:
            return constant
        if not constant and len(terms) == 1:
            return self.multiply(*terms[0])
        return self._sum(terms, constant)

    def _sum(self, terms: Sequence[tuple[Number, Ref]], constant: Number) -> Value:
        signed = [(_sign(c), self.multiply(_size(c), ref)) for c, ref in terms]
        number: list[tuple[int, Value]] = [(_sign(constant), _size(constant))] if constant else []
        sign, result = paired(self._two_terms, [*signed, *number])
        result = result if sign > 0 else self.apply("negative", result)
        if isinstance(result, Ref):
            self._sums[result] = Sum(tuple((s, v) for s, v in signed if isinstance(v, Ref)), constant)
        return result

    def _two_terms(self, first: tuple[int, Value], second: tuple[int, Value]) -> tuple[int, Value]:
        (sign, a), (other, b) = first, second
        if sign == other:
            return sign, self.apply("add", a, b)
        return 1, self.apply("subtract", *((a, b) if sign > 0 else (b, a)))

    def _complemented(
        self, terms: list[tuple[Number, Ref]], constant: Number
    ) -> tuple[list[tuple[Number, Ref]], Number]:
        """The sum with 1 - f(x), times any number, as one operation where there is one that keeps the digits
        which the difference would lose."""
        for i, (coefficient, ref) in enumerate(terms):
            if constant and coefficient == -constant and isinstance(ref, Node):
                better = self._complement(constant, ref)
                if better is not None:
                    return [*terms[:i], better, *terms[i + 1 :]], Fraction(0)
        return terms, constant

    def _complement(self, factor: Number, node: Node) -> tuple[Number, Ref] | None:
        """factor (1 - node), as a coefficient and a value."""
        [x] = node.operands if len(node.operands) == 1 else [None]
        if x is None:
            return None
        forms: dict[str, Callable[[], tuple[Number, Value]]] = {
            "exp": lambda: (-factor, self.apply("expm1", x)),
            "erf": lambda: (factor, self.apply("erfc", x)),
            "erfc": lambda: (factor, self.apply("erf", x)),
            "sigmoid": lambda: (factor, self.apply("sigmoid", self.negative(x))),
        }
        if node.op not in forms:
            return None
        coefficient, value = forms[node.op]()
        return (coefficient, value) if isinstance(value, Ref) else None

    def negative(self, value: Value) -> Value:
        """The value with its sign changed."""
        return self.multiply(Fraction(-1), value)

    def subtract(self, first: Value, second: Value) -> Value:
        """The difference of two values."""
        return self.add(first, self.negative(second))

    # Products.

    def multiply(self, *values: Value) -> Value:
        """The product of values, multiplied in pairs; of matrices the matrix product."""
        factors = [self.arithmetic(v) for v in values]
        matrices = [v for v in factors if isinstance(v, Ref) and v.matrix]
        if len(matrices) > 1:
            scalars = [v for v in factors if not (isinstance(v, Ref) and v.matrix)]
            return self.multiply(*scalars, self._matmul(matrices))
        return self.quotient(factors, [])

    def divide(self, first: Value, second: Value) -> Value:
        """The quotient of two values."""
        return self.quotient([first], [second])

    def quotient(self, over: Iterable[Value], under: Iterable[Value]) -> Value:
        """The product of values divided by the product of others.

        Raises:
            NotImportable: it divides by the number 0 or by a matrix.
        """
        coefficient: Number = ONE
        above: list[Ref] = []
        below: list[Ref] = []
        for value in map(self.arithmetic, over):
            coefficient = self._absorb(value, coefficient, above, below)
        for value in map(self.arithmetic, under):
            if is_number(value) and value == 0:
                raise NotImportable("it divides by 0")
            coefficient = self._absorb(value, coefficient, below, above, inverse=True)
        if any(ref.matrix for ref in below):
            raise NotImportable("it divides by a matrix; multiply with its inverse")
        coefficient, above, below = self._careful(coefficient, above, below)
        return self._product(Product(coefficient, tuple(above), tuple(below)))

    def _absorb(
        self, value: Value, coefficient: Number, over: list[Ref], under: list[Ref], *, inverse: bool = False
    ) -> Number:
        """Take a factor into a product: its own coefficient, and one over a value, come apart."""
        if not isinstance(value, Ref):
            return finite(coefficient / value if inverse else coefficient * value)
        factor, ref = self._split(value)
        known = self._products.get(ref)
        if known is not None and _comes_apart(known):
            over.extend(known.over)
            under.extend(known.under)
        else:
            over.append(ref)
        return finite(coefficient / factor if inverse else coefficient * factor)

    def _careful(
        self, coefficient: Number, over: list[Ref], under: list[Ref]
    ) -> tuple[Number, list[Ref], list[Ref]]:
        """The product with 1 / (1 + exp(x)) and logarithms to base 2 and 10 as operations."""
        rest: list[Ref] = []
        for ref in itertools.chain.from_iterable(map(self._unsquared, under)):
            exponent = self._logistic(ref)
            if exponent is None:
                rest.append(ref)
            else:
                over = [*over, self._applied("sigmoid", self.negative(exponent))]
        over = self._without_exponentials(over)
        op = LOGARITHMS.get(_size(coefficient))
        for i, ref in enumerate(over):
            if op is not None and isinstance(ref, Node) and ref.op == "log":
                inside = self._applied(op, *ref.operands)
                return Fraction(1 if coefficient > 0 else -1), [*over[:i], inside, *over[i + 1 :]], rest
        return coefficient, over, rest

    def _unsquared(self, ref: Ref) -> list[Ref]:
        """The value, or twice the base of a square of 1 + exp(x)."""
        if isinstance(ref, Node) and ref.op == "square":
            [base] = ref.operands
            if isinstance(base, Ref) and self._logistic(base) is not None:
                return [base, base]
        return [ref]

    def _logistic(self, ref: Any) -> Value | None:
        """The x of 1 + exp(x)."""
        known = self._sums.get(ref)
        if known is None or known.constant != 1 or len(known.terms) != 1:
            return None
        [(sign, term)] = known.terms
        return term.operands[0] if sign > 0 and isinstance(term, Node) and term.op == "exp" else None

    def _without_exponentials(self, over: list[Ref]) -> list[Ref]:
        """Factors with exp(x) sigmoid(-x), which may be infinity times 0, as sigmoid(x)."""
        for ref in [ref for ref in over if isinstance(ref, Node) and ref.op == "exp"]:
            [x] = ref.operands
            partner = self._applied("sigmoid", self.negative(x))
            if partner in over:
                over = [*over]
                over.remove(ref)
                over[over.index(partner)] = self._applied("sigmoid", x)
        return over

    def _product(self, product: Product) -> Value:
        if not product.over and not product.under:
            return product.coefficient
        if product.coefficient == 1 and len(product.over) == 1 and not product.under:
            return product.over[0]
        numerator, divisor = _fraction(product.coefficient)
        above = self._times(numerator, product.over)
        below = self._times(divisor, product.under)
        if is_number(below) and below == 1:
            result = above
        elif not product.over and _size(numerator) == 1:
            result = self._signed(numerator, self._reciprocal(below))
        else:
            result = self.apply("divide", above, below)
        if isinstance(result, Ref):
            self._products[result] = product
        return result

    def _times(self, number: Number, refs: Sequence[Ref]) -> Value:
        if not refs:
            return number
        value = paired(lambda a, b: self.apply("multiply", a, b), list[Value](refs))
        return self._signed(number, value) if _size(number) == 1 else self.apply("multiply", number, value)

    def _signed(self, sign: Number, value: Value) -> Value:
        return value if sign > 0 else self.apply("negative", value)

    def _reciprocal(self, value: Value) -> Value:
        if isinstance(value, Node) and value.op == "sqrt":
            return self.apply("rsqrt", *value.operands)
        return self.apply("reciprocal", value)

    def _split(self, ref: Ref) -> tuple[Number, Ref]:
        """A value as a number times a value."""
        known = self._products.get(ref)
        if known is None or known.coefficient in (0, 1):
            return ONE, ref
        return known.coefficient, cast(Ref, self._product(known._replace(coefficient=ONE)))

    # Powers.

    def power(self, base: Value, exponent: Value) -> Value:
        """A value raised to another."""
        base, exponent = self.arithmetic(base), self.arithmetic(exponent)
        if isinstance(base, Ref) and base.matrix:
            return self._matrix_power(base, exponent)
        if not isinstance(base, Ref):
            return self._power_of_number(base, exponent)
        if isinstance(exponent, Ref):
            return self.apply("power", base, exponent)
        return self._power_by_number(base, exponent)

    def _power_by_number(self, base: Ref, exponent: Number) -> Value:
        if exponent < 0:
            return self.quotient([], [self._power_by_number(base, -exponent)])
        if exponent == 0:
            return ONE
        if exponent == 1:
            return base
        if exponent == 2:
            return self.apply("square", base)
        if exponent == HALF:
            return self.sqrt(base)
        if exponent == Fraction(1, 3) and is_nonnegative(base):
            return self.apply("cbrt", base)
        return self.apply("power", base, exponent)

    def _power_of_number(self, base: Number, exponent: Number | Ref) -> Value:
        if isinstance(exponent, Ref):
            if base == 2:
                return self.apply("exp2", exponent)
            return self.exp(exponent) if base == math.e else self.apply("power", base, exponent)
        if base == 0 and exponent < 0:
            raise NotImportable("it divides by 0")
        if _stays_exact(base, exponent):
            return finite(base ** int(exponent))
        return self.sqrt(base) if exponent == HALF else self.apply("power", base, exponent)

    def sqrt(self, value: Value) -> Value:
        """Square root; the length of the hypotenuse where it is of a sum of two squares."""
        value = self.arithmetic(value)
        legs = self._legs(value)
        return self.apply("hypot", *legs) if legs else self.apply("sqrt", value)

    def _legs(self, value: Value) -> list[Value] | None:
        known = self._sums.get(value) if isinstance(value, Ref) else None
        if known is None or known.constant not in (0, 1) or any(sign < 0 for sign, _ in known.terms):
            return None
        terms = [term for _, term in known.terms]
        legs = [term.operands[0] for term in terms if isinstance(term, Node) and term.op == "square"]
        legs += [ONE] if known.constant else []
        return legs if len(legs) == 2 and len(terms) + bool(known.constant) == 2 else None

    def exp(self, value: Value) -> Value:
        """e raised to a value."""
        return self.apply("exp", self.arithmetic(value))

    def log(self, value: Value) -> Value:
        """Natural logarithm, in the form that neither overflows nor loses digits."""
        value = self.arithmetic(value)
        known = self._sums.get(value) if isinstance(value, Ref) else None
        if known is not None and known.constant == 1:
            exponent = self._logistic(value)
            if exponent is not None:
                return self.apply("softplus", exponent)
            return self.apply("log1p", self.add(*(self.multiply(Fraction(s), v) for s, v in known.terms)))
        if known is not None and not known.constant and all(s > 0 and _is(v, "exp") for s, v in known.terms):
            exponents = [v.operands[0] for _, v in known.terms if isinstance(v, Node)]
            return paired(lambda a, b: self.apply("logaddexp", a, b), exponents)
        for op, better in (("det", "logdet"), ("sigmoid", "log_sigmoid")):
            if isinstance(value, Node) and value.op == op:
                return self.apply(better, *value.operands, matrix=False)
        return self.apply("log", value)

    # Choices.

    def compare(self, op: str, first: Value, second: Value) -> Value:
        """A comparison of two values, by the name of its operation."""
        return self.apply(op, self.arithmetic(first), self.arithmetic(second))

    def all_of(self, *conditions: Value) -> Value:
        """Whether all of the conditions hold."""
        return self._junction("logical_and", conditions, neutral=True)

    def any_of(self, *conditions: Value) -> Value:
        """Whether one or more of the conditions hold."""
        return self._junction("logical_or", conditions, neutral=False)

    def _junction(self, op: str, conditions: Sequence[Value], *, neutral: bool) -> Value:
        open_ = [truth for truth in map(_truth, conditions) if truth is not neutral]
        if any(isinstance(truth, bool) for truth in open_):
            return not neutral
        return paired(lambda a, b: self.apply(op, a, b), open_) if open_ else neutral

    def exactly_one(self, *conditions: Value) -> Value:
        """Whether an odd number of the conditions hold."""
        truths = [_truth(condition) for condition in conditions]
        known = sum(truth is True for truth in truths) % 2 == 1
        open_ = [truth for truth in truths if not isinstance(truth, bool)]
        if not open_:
            return known
        value = paired(lambda a, b: self.apply("logical_xor", a, b), open_)
        return self.not_(value) if known else value

    def not_(self, condition: Value) -> Value:
        """Whether the condition does not hold."""
        truth = _truth(condition)
        return not truth if isinstance(truth, bool) else self.apply("logical_not", truth)

    def where(self, condition: Value, first: Value, second: Value) -> Value:
        """The first value where the condition holds, the second elsewhere."""
        truth = _truth(condition)
        if isinstance(truth, bool):
            return first if truth else second
        branches = self.arithmetic(first), self.arithmetic(second)
        if not any(isinstance(b, Ref) for b in branches):
            # Two literals take no dtype from anything: whole numbers would not be differentiable.
            return self.apply("where", truth, *(float(finite(b)) for b in branches if not isinstance(b, Ref)))
        return self.apply("where", truth, *branches)

    def piecewise(self, pairs: Sequence[tuple[Value, Value]]) -> Value:
        """The value of the first pair (value, condition) whose condition holds; NaN if none does."""
        last = next((i for i, (_, c) in enumerate(pairs) if _truth(c) is True), len(pairs))
        result = self.arithmetic(pairs[last][0]) if last < len(pairs) else self.undefined()
        for value, condition in reversed(pairs[:last]):
            result = self.where(condition, value, result)
        return result

    def extreme(self, op: str, *values: Value) -> Value:
        """`maximum` or `minimum` of values."""
        numbers: list[Value] = [self.arithmetic(v) for v in values]
        return paired(lambda a, b: self.apply(op, a, b), numbers)

    def undefined(self) -> Value:
        """Not a number: a document has no literal for it."""
        return self.apply("log", Fraction(-1))

    def infinity(self, sign: int = 1) -> Value:
        """Infinity: a document has no literal for it."""
        return self.apply("divide", Fraction(sign), Fraction(0))

    # Matrices.

    def stacked(self, elements: Sequence[Value], shape: Sequence[int], *, matrix: bool = True) -> Value:
        """An array with these elements, in C order."""
        if not elements:
            raise NotImportable("a matrix without elements")
        values = [self.arithmetic(element) for element in elements]
        if not any(isinstance(value, Ref) for value in values):
            values = [float(finite(value)) for value in values if not isinstance(value, Ref)]
        stack = self.apply("stack", *values, axis=0, matrix=matrix and len(shape) == 1)
        if len(shape) == 1:
            return stack
        return self.apply("reshape", stack, shape=list(shape), matrix=matrix)

    def _matmul(self, factors: Sequence[Ref]) -> Value:
        """The product of matrices from the right, where a vector most often stands; an inverse before the
        last of them is a system of equations."""
        *others, last = factors
        result: Value = last
        for factor in reversed(others):
            if isinstance(factor, Node) and factor.op == "inv":
                result = self.apply("solve", *factor.operands, result, matrix=True)
            else:
                result = self.apply("matmul", factor, result, matrix=True)
        return result

    def _matrix_power(self, base: Ref, exponent: Value) -> Value:
        number = whole(exponent, "the exponent of a matrix")
        if number == -1:
            return self.apply("inv", base)
        return base if number == 1 else self.apply("matrix_power", base, n=number)

    # Values.

    def arithmetic(self, value: Value) -> Real:
        """The value as one to compute with: truth values count as 1 and 0."""
        if isinstance(value, bool):
            return Fraction(int(value))
        if isinstance(value, Node) and value.op in BOOLEAN:
            return self._applied("where", value, 1.0, 0.0)
        return value

    def _applied(self, op: str, *operands: Value) -> Ref:
        """An operation applied to values that are not all numbers."""
        return cast(Ref, self.apply(op, *operands))


def is_nonnegative(value: Value) -> bool:
    """Whether a value is known not to be negative."""
    if isinstance(value, Input):
        return value.nonnegative
    return value.op in NONNEGATIVE if isinstance(value, Node) else value >= 0


def whole(value: Value, what: str, *, least: int | None = None) -> int:
    """A value that must be a whole number known now, as it becomes an attribute.

    Raises:
        NotImportable: it is not.
    """
    wanted = "a whole number" if least is None else f"a whole number from {least} on"
    if isinstance(value, bool | Ref) or value != int(value) or (least is not None and value < least):
        raise NotImportable(f"{what} must be {wanted}")
    return int(value)


def paired(combine: Callable[[T, T], T], values: Sequence[T]) -> T:
    """Values combined in pairs, and these in pairs, so that the depth is logarithmic."""
    while len(values) > 1:
        joined = [combine(values[i], values[i + 1]) for i in range(0, len(values) - 1, 2)]
        values = [*joined, values[-1]] if len(values) % 2 else joined
    return values[0]


def _stays_exact(base: Number, exponent: Number) -> bool:
    """Whether a power of numbers is rational and of a size to be carried on."""
    rational = isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1
    return rational and bits(Fraction(base)) * abs(int(exponent)) <= MOST_BITS


def _comes_apart(product: Product) -> bool:
    """Whether a product within a product is looked into: of a longer one, a part may be shared."""
    if product.under:
        return not product.over and len(product.under) == 1
    return all(_is(ref, "sigmoid") for ref in product.over)


def _is(ref: Ref, op: str) -> bool:
    return isinstance(ref, Node) and ref.op == op


def _sign(number: Number) -> int:
    return -1 if number < 0 else 1


def _size(number: Number) -> Number:
    return -number if number < 0 else number


def _truth(value: Value) -> Value:
    """A number as the truth value that it counts as."""
    return bool(value) if is_number(value) else value


def _fraction(coefficient: Number) -> tuple[Number, Number]:
    """A coefficient as two numbers to multiply with and to divide by; the second is 1 unless both are exact."""
    if not isinstance(coefficient, Fraction):
        return coefficient, ONE
    parts = coefficient.numerator, coefficient.denominator
    if max(map(abs, parts)) <= LARGEST_EXACT:
        return Fraction(parts[0]), Fraction(parts[1])
    return coefficient, ONE


def _check_matrices(terms: Sequence[tuple[Number, Ref]], constant: Number) -> None:
    matrices = [ref.matrix for _, ref in terms]
    if any(matrices) and (constant or not all(matrices)):
        raise NotImportable("it adds a matrix and a number")
