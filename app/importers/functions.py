"""Functions by name, also those that no operation stands for alone.

A function gets the algebra and its arguments. Its signature says how many it takes.
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from app.errors import did_you_mean
from app.importers.algebra import HALF, ONE, Algebra, is_nonnegative, paired, whole
from app.importers.draft import Ref, Value
from app.importers.errors import NotImportable

Function = Callable[..., Value]

# SciPy's Bessel functions of higher order have no operation.
HIGHEST_BESSEL = 100


def operation(op: str) -> Function:
    """The operation of this name, of one value."""

    def apply(a: Algebra, x: Value) -> Value:
        return a.apply(op, a.arithmetic(x))

    return apply


def inverse_of(function: Function) -> Function:
    """The function of one over the argument."""

    def apply(a: Algebra, x: Value) -> Value:
        return function(a, a.divide(ONE, x))

    return apply


def one_over(function: Function) -> Function:
    """One over the function."""

    def apply(a: Algebra, x: Value) -> Value:
        return a.divide(ONE, function(a, x))

    return apply


def comparison(op: str) -> Function:
    """The comparison of this name."""

    def apply(a: Algebra, x: Value, y: Value) -> Value:
        return a.compare(op, x, y)

    return apply


def log(a: Algebra, x: Value, base: Value | None = None) -> Value:
    """Logarithm, to base e if no base is given."""
    return a.log(x) if base is None else a.divide(a.log(x), a.log(base))


def gamma_sign(a: Algebra, x: Value) -> Value:
    """The sign of the gamma function: below 0 it alternates from one whole number to the next."""
    if is_nonnegative(x):
        return ONE
    odd = a.apply("remainder", a.apply("floor", x), Fraction(2))
    return a.where(a.compare("greater", x, Fraction(0)), ONE, a.subtract(ONE, a.multiply(Fraction(2), odd)))


def gamma(a: Algebra, x: Value) -> Value:
    """The gamma function, by the logarithm of its size."""
    x = a.arithmetic(x)
    return a.multiply(gamma_sign(a, x), a.exp(a.apply("gammaln", x)))


def factorial(a: Algebra, n: Value) -> Value:
    """The factorial, also between the whole numbers."""
    return gamma(a, a.add(n, ONE))


def binomial(a: Algebra, n: Value, k: Value) -> Value:
    """The binomial coefficient, also between the whole numbers."""
    top, left, right = a.add(n, ONE), a.add(k, ONE), a.add(n, a.negative(k), ONE)
    sizes = [a.apply("gammaln", value) for value in (top, left, right)]
    size = a.exp(a.add(sizes[0], a.negative(sizes[1]), a.negative(sizes[2])))
    return a.multiply(*(gamma_sign(a, value) for value in (top, left, right)), size)


def beta(a: Algebra, x: Value, y: Value) -> Value:
    """The beta function."""
    x, y = a.arithmetic(x), a.arithmetic(y)
    signs = [gamma_sign(a, value) for value in (x, y, a.add(x, y))]
    return a.multiply(*signs, a.exp(a.apply("betaln", x, y)))


def polygamma(a: Algebra, n: Value, x: Value) -> Value:
    """The n-th derivative of digamma."""
    order = whole(n, "the order of polygamma", least=0)
    return a.apply("polygamma", x, n=order) if order else a.apply("digamma", x)


def harmonic(a: Algebra, n: Value) -> Value:
    """The harmonic numbers, also between the whole numbers."""
    return a.add(a.apply("digamma", a.add(n, ONE)), 0.5772156649015329)


def heaviside(a: Algebra, x: Value, at_zero: Value = HALF) -> Value:
    """0 below 0, 1 above it."""
    x = a.arithmetic(x)
    step = a.divide(a.add(ONE, a.apply("sign", x)), Fraction(2))
    return step if at_zero == HALF else a.where(a.compare("equal", x, Fraction(0)), at_zero, step)


def besseli(a: Algebra, n: Value, x: Value) -> Value:
    """Modified Bessel function of the first kind of whole order."""
    order = abs(whole(n, "the order of a Bessel function"))
    if order > HIGHEST_BESSEL:
        raise NotImportable(f"the order of a Bessel function is {HIGHEST_BESSEL} at most")
    x = a.arithmetic(x)
    if order < 2:
        return a.apply(f"i{order}", x)
    return a.multiply(a.exp(a.apply("abs", x)), a.apply("ive", x, n=order))


def erfcinv(a: Algebra, x: Value) -> Value:
    """Inverse of erfc, exact also near 0 where 1 - x would lose digits."""
    return a.multiply(-math.sqrt(HALF), a.apply("ndtri", a.divide(x, Fraction(2))))


def erf2(a: Algebra, x: Value, y: Value) -> Value:
    """The difference of two values of erf."""
    return a.subtract(a.apply("erf", y), a.apply("erf", x))


def cot(a: Algebra, x: Value) -> Value:
    """Cotangent."""
    return a.divide(a.apply("cos", x), a.apply("sin", x))


def sinc(a: Algebra, x: Value) -> Value:
    """sin(x) / x: the operation has a factor pi."""
    return a.apply("sinc", a.multiply(1 / math.pi, x))


def minimum(a: Algebra, *values: Value) -> Value:
    """The smallest of values."""
    return a.extreme("minimum", *values)


def maximum(a: Algebra, *values: Value) -> Value:
    """The largest of values."""
    return a.extreme("maximum", *values)


def if_then_else(a: Algebra, condition: Value, first: Value, second: Value) -> Value:
    """One condition or another, as a third one says."""
    return a.any_of(a.all_of(condition, first), a.all_of(a.not_(condition), second))


def equivalent(a: Algebra, *conditions: Value) -> Value:
    """Whether conditions hold all, or none of them."""
    return a.any_of(a.all_of(*conditions), a.not_(a.any_of(*conditions)))


def unchanged(a: Algebra, x: Value) -> Value:
    """The argument, as everything is real here."""
    return a.arithmetic(x)


def hadamard(a: Algebra, *values: Value) -> Value:
    """The product of matrices element by element."""
    return paired(lambda x, y: a.apply("multiply", x, y), list(values))


def kronecker(a: Algebra, *values: Value) -> Value:
    """The Kronecker product of matrices."""
    return paired(lambda x, y: a.apply("kron", x, y, matrix=True), values)


def dot(a: Algebra, x: Value, y: Value) -> Value:
    """The sum of the products of the elements of two vectors."""
    flat = [a.apply("flatten", value, matrix=False) for value in (x, y)]
    return a.apply("vecdot", *flat)


# What SymPy and the operation call the same.
SAME_NAME = (
    *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
    *("sign", "floor", "expm1", "log1p", "log2", "log10", "exp2", "erf", "erfc", "erfinv", "digamma"),
)
# Under the names that SymPy's classes have.
FUNCTIONS: Mapping[str, Function] = {
    **{name: operation(name) for name in SAME_NAME},
    "exp": lambda a, x: a.exp(x),
    "log": log,
    "Abs": operation("abs"),
    "ceiling": operation("ceil"),
    "loggamma": operation("gammaln"),
    "Sqrt": lambda a, x: a.sqrt(x),
    "Cbrt": lambda a, x: a.power(x, Fraction(1, 3)),
    "Mod": lambda a, x, y: a.apply("remainder", a.arithmetic(x), a.arithmetic(y)),
    "frac": lambda a, x: a.apply("remainder", a.arithmetic(x), ONE),
    "atan2": lambda a, y, x: a.apply("atan2", a.arithmetic(y), a.arithmetic(x)),
    "hypot": lambda a, x, y: a.apply("hypot", a.arithmetic(x), a.arithmetic(y)),
    "fma": lambda a, x, y, z: a.add(a.multiply(x, y), z),
    "cot": cot,
    "sec": one_over(operation("cos")),
    "csc": one_over(operation("sin")),
    "sech": one_over(operation("cosh")),
    "csch": one_over(operation("sinh")),
    "coth": one_over(operation("tanh")),
    "asec": inverse_of(operation("acos")),
    "acsc": inverse_of(operation("asin")),
    "acot": inverse_of(operation("atan")),
    "asech": inverse_of(operation("acosh")),
    "acsch": inverse_of(operation("asinh")),
    "acoth": inverse_of(operation("atanh")),
    "sinc": sinc,
    "erf2": erf2,
    "erfcinv": erfcinv,
    "gamma": gamma,
    "factorial": factorial,
    "binomial": binomial,
    "beta": beta,
    "polygamma": polygamma,
    "trigamma": lambda a, x: a.apply("polygamma", x, n=1),
    "harmonic": harmonic,
    "besseli": besseli,
    "Heaviside": heaviside,
    "Min": minimum,
    "Max": maximum,
    "Add": lambda a, *values: a.add(*values),
    "Mul": lambda a, *values: a.multiply(*values),
    "Pow": lambda a, x, y: a.power(x, y),
    "Equality": comparison("equal"),
    "Unequality": comparison("not_equal"),
    "StrictLessThan": comparison("less"),
    "LessThan": comparison("less_equal"),
    "StrictGreaterThan": comparison("greater"),
    "GreaterThan": comparison("greater_equal"),
    "And": lambda a, *conditions: a.all_of(*conditions),
    "Or": lambda a, *conditions: a.any_of(*conditions),
    "Xor": lambda a, *conditions: a.exactly_one(*conditions),
    "Not": lambda a, condition: a.not_(condition),
    "Implies": lambda a, first, second: a.any_of(a.not_(first), second),
    "Equivalent": equivalent,
    "ITE": if_then_else,
    "re": unchanged,
    "conjugate": unchanged,
    "im": lambda _a, _x: Fraction(0),
}

MATRIX_FUNCTIONS: Mapping[str, Function] = {
    "MatAdd": lambda a, *values: a.add(*values),
    "MatMul": lambda a, *values: a.multiply(*values),
    "MatPow": lambda a, x, n: a.power(x, n),
    "Inverse": lambda a, x, _n=ONE: a.power(x, Fraction(-1)),
    "Transpose": lambda a, x: a.apply("matrix_transpose", x),
    "Adjoint": lambda a, x: a.apply("matrix_transpose", x),
    "Determinant": lambda a, x: a.apply("det", x, matrix=False),
    "Trace": lambda a, x: a.apply("trace", x, matrix=False),
    "HadamardProduct": hadamard,
    "HadamardPower": lambda a, x, n: a.apply("power", x, n),
    "KroneckerProduct": kronecker,
    "DotProduct": dot,
}
# These take numbers and matrices alike.
EITHER = frozenset({"Add", "Mul", "Pow"})

CONSTANTS: Mapping[str, float] = {
    "pi": math.pi,
    "E": math.e,
    "EulerGamma": 0.5772156649015329,
    "GoldenRatio": (1 + math.sqrt(5)) / 2,
    "Catalan": 0.915965594177219,
}


def known(name: str) -> bool:
    """Whether a function has this name."""
    return name in FUNCTIONS or name in MATRIX_FUNCTIONS


def call(a: Algebra, name: str, values: Sequence[Value]) -> Value:
    """The value of a function.

    Raises:
        NotImportable: there is none of this name, or it does not take these arguments.
    """
    function = MATRIX_FUNCTIONS.get(name) or FUNCTIONS.get(name)
    if function is None:
        near = did_you_mean(name, [*FUNCTIONS, *MATRIX_FUNCTIONS])
        raise NotImportable(f"no operation stands for {name}{near}")
    matrices = any(isinstance(value, Ref) and value.matrix for value in values)
    if matrices and name in FUNCTIONS and name not in EITHER:
        raise NotImportable(f"{name} of a matrix; it takes numbers")
    if values and not matrices and name in MATRIX_FUNCTIONS:
        raise NotImportable(f"{name} without a matrix; it takes matrices")
    return applied(a, name, function, values)


def applied(a: Algebra, name: str, function: Function, values: Sequence[Value]) -> Value:
    """The value of a function that has this name for people.

    Raises:
        NotImportable: it does not take so many arguments.
    """
    least, most = arity(function)
    if not least <= len(values) <= most:
        raise NotImportable(f"{name} takes {_wanted(least, most)}; got {len(values)}")
    return function(a, *values)


def _wanted(least: int, most: float) -> str:
    """How many arguments are right, in words."""
    numbers = f"at least {least}" if most == math.inf else " or ".join(dict.fromkeys((str(least), str(most))))
    return f"{numbers} argument{'' if numbers.endswith('1') else 's'}"


@functools.cache
def arity(function: Function) -> tuple[int, float]:
    """The least and the most arguments that a function takes, besides the algebra."""
    _, *parameters = inspect.signature(function).parameters.values()
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return 1, math.inf
    return sum(p.default is p.empty for p in parameters), len(parameters)
