"""Expressions as SymPy prints them, read with Python's parser and never executed."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.errors import did_you_mean
from app.importers import functions
from app.importers.algebra import HALF, ONE, Algebra
from app.importers.draft import Document, Input, Node, Ref, Value, finite
from app.importers.errors import NotImportable
from app.importers.walk import Walk

MOST_CHARACTERS = 20_000_000

# What people write instead of the names of SymPy's classes.
SPELLINGS: Mapping[str, str] = {
    "abs": "Abs",
    "ceil": "ceiling",
    "ln": "log",
    "min": "Min",
    "max": "Max",
    "psi": "polygamma",
    "lgamma": "loggamma",
    "Eq": "Equality",
    "Ne": "Unequality",
    "Lt": "StrictLessThan",
    "Le": "LessThan",
    "Gt": "StrictGreaterThan",
    "Ge": "GreaterThan",
    "det": "Determinant",
    "trace": "Trace",
    "transpose": "Transpose",
}
BINARY: Mapping[type[ast.operator], Callable[[Algebra, Value, Value], Value]] = {
    ast.Pow: lambda a, x, y: a.power(x, y),
    ast.Mod: lambda a, x, y: functions.call(a, "Mod", [x, y]),
    ast.FloorDiv: lambda a, x, y: functions.call(a, "floor", [a.divide(x, y)]),
    ast.BitAnd: lambda a, x, y: a.all_of(x, y),
    ast.BitOr: lambda a, x, y: a.any_of(x, y),
    ast.BitXor: lambda a, x, y: a.exactly_one(x, y),
}
UNARY: Mapping[type[ast.unaryop], Callable[[Algebra, Value], Value]] = {
    ast.UAdd: lambda a, x: a.arithmetic(x),
    ast.USub: lambda a, x: a.negative(x),
    ast.Invert: lambda a, x: a.not_(x),
    ast.Not: lambda a, x: a.not_(x),
}
COMPARE: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
}
# Operators that associate, with the one that undoes them: `a - b + c` is one sum of three.
CHAINS: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Sub,
    ast.Mult: ast.Div,
    ast.Div: ast.Div,
    ast.MatMult: ast.Div,
}
SUMS = (ast.Add, ast.Sub)
COMPLEX = frozenset({"I", "zoo"})


def from_sympy_text(text: str) -> Document:
    """The graph document of expressions in the syntax that SymPy prints.

    Lines `name = expression` name sub-expressions, which later lines can use; the last line is the loss, or
    several outputs with commas between them. Names that are not assigned are inputs.

    Raises:
        NotImportable: it is not written so, or no operation stands for something; with line and column.
    """
    return _Text().document(_statements(text))


def _statements(text: str) -> list[ast.stmt]:
    if len(text) > MOST_CHARACTERS:
        raise NotImportable(f"the text has more than {MOST_CHARACTERS} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            statements = ast.parse(text).body
    except SyntaxError as error:
        raise NotImportable(f"line {error.lineno}, column {error.offset}: {error.msg}") from None
    except (MemoryError, RecursionError):
        raise NotImportable(
            "an expression is too long or nests too deep; name parts of it on lines of their own"
        ) from None
    except ValueError as error:
        raise NotImportable(f"the text cannot be read: {error}") from None
    if not statements:
        raise NotImportable("there is no expression")
    return statements


class _Text:
    """The values of what is written."""

    def __init__(self) -> None:
        self.algebra = Algebra()
        self.assigned: dict[str, Value] = {}

    def document(self, statements: Sequence[ast.stmt]) -> Document:
        """The document of all statements."""
        outputs: list[tuple[str, Value]] = []
        for i, statement in enumerate(statements):
            outputs = self._statement(statement, last=i == len(statements) - 1)
        return self.algebra.document(outputs)

    def _statement(self, statement: ast.stmt, *, last: bool) -> list[tuple[str, Value]]:
        if isinstance(statement, ast.Expr) and last:
            return self._outputs(statement.value)
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            [target] = statement.targets
            if isinstance(target, ast.Name):
                return [(target.id, self._assign(target.id, statement.value))]
        raise located(statement, NotImportable("a line is `name = expression`, and the last an expression"))

    def _outputs(self, expression: ast.expr) -> list[tuple[str, Value]]:
        if not isinstance(expression, ast.Tuple | ast.List):
            return [(_output_name(expression, "result"), self.value(expression))]
        return [
            (_output_name(element, f"result_{i}"), self.value(element))
            for i, element in enumerate(expression.elts, start=1)
        ]

    def _assign(self, name: str, expression: ast.expr) -> Value:
        value = self.value(expression)
        if isinstance(value, Node) and value.wish is None:
            value.wish = name
        self.assigned[name] = value
        return value

    def value(self, expression: ast.expr) -> Value:
        """The value of an expression."""
        return Walk(self._parts, self._build).value(expression)

    def _parts(self, node: Any) -> Sequence[Any]:
        try:
            return _parts(node)
        except NotImportable as error:
            raise located(node, error) from None

    def _build(self, node: Any, values: Sequence[Value]) -> Value:
        try:
            return self._built(node, values)
        except NotImportable as error:
            raise located(node, error) from None

    def _built(self, node: Any, values: Sequence[Value]) -> Value:
        a = self.algebra
        if isinstance(node, ast.Constant):
            return _constant(node.value)
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.BinOp):
            return self._chain(node, values) if type(node.op) in CHAINS else self._binary(node, values)
        if isinstance(node, ast.UnaryOp):
            return UNARY[type(node.op)](a, *values)
        if isinstance(node, ast.BoolOp):
            return a.all_of(*values) if isinstance(node.op, ast.And) else a.any_of(*values)
        if isinstance(node, ast.Compare):
            return self._comparison(node, values)
        if isinstance(node, ast.IfExp):
            return a.where(*values)
        if isinstance(node, ast.Subscript):
            return a.apply("getitem", *values, key=_indices(node.slice), matrix=False)
        if isinstance(node, ast.Attribute):
            return functions.call(a, "Transpose", values)
        return self._call(node, values)

    def _name(self, name: str) -> Value:
        if name in self.assigned:
            return self.assigned[name]
        if name in functions.CONSTANTS:
            return functions.CONSTANTS[name]
        if name in COMPLEX:
            raise NotImportable(f"{name} is complex; only real expressions can be imported")
        if name == "oo":
            return self.algebra.infinity()
        return self.algebra.undefined() if name == "nan" else self.algebra.input(name)

    def _chain(self, node: ast.BinOp, values: Sequence[Value]) -> Value:
        a = self.algebra
        signed = list(zip(_undone(node), values, strict=True))
        if isinstance(node.op, SUMS):
            return a.add(*(a.negative(value) if undone else value for undone, value in signed))
        over = [value for undone, value in signed if not undone]
        under = [value for undone, value in signed if undone]
        # Factors stay side by side where they can: the careful forms look at all of them.
        return a.quotient([a.multiply(*over)] if any(map(_is_matrix, over)) else over, under)

    def _binary(self, node: ast.BinOp, values: Sequence[Value]) -> Value:
        return BINARY[type(node.op)](self.algebra, *values)

    def _comparison(self, node: ast.Compare, values: Sequence[Value]) -> Value:
        pairs = zip(node.ops, values, values[1:], strict=False)
        return self.algebra.all_of(*(self.algebra.compare(COMPARE[type(op)], x, y) for op, x, y in pairs))

    def _call(self, node: ast.Call, values: Sequence[Value]) -> Value:
        a, name = self.algebra, _called(node)
        if name in DECLARATIONS:
            return self._declared(name, node)
        if name == "Piecewise":
            return a.piecewise(list(zip(values[::2], values[1::2], strict=True)))
        if name in MATRICES:
            return a.stacked(values, _matrix(node).shape)
        if name in ROOTS:
            return functions.applied(a, name, ROOTS[name], values)
        return functions.call(a, name, values)

    def _declared(self, name: str, node: ast.Call) -> Value:
        names, lengths = node.args[:1], node.args[1:]
        if not (names and isinstance(names[0], ast.Constant) and isinstance(names[0].value, str)):
            raise NotImportable(f"{name} takes a name in quotes first")
        found = self.algebra.input(names[0].value)
        if name == "Symbol":
            found.nonnegative = any(
                k.arg in ("positive", "nonnegative") and getattr(k.value, "value", None) is True
                for k in node.keywords
            )
            return found
        return self._matrix_input(found, lengths)

    def _matrix_input(self, found: Input, lengths: Sequence[ast.expr]) -> Value:
        shape = [n.value if isinstance(n, ast.Constant) and type(n.value) is int else None for n in lengths]
        if len(shape) != 2:
            raise NotImportable("MatrixSymbol takes a name, a number of rows and a number of columns")
        found.matrix = True
        found.declared["shape"] = shape
        return found


DECLARATIONS = frozenset({"Symbol", "MatrixSymbol"})
MATRICES = frozenset({"Matrix", "ImmutableMatrix", "ImmutableDenseMatrix"})
ROOTS: Mapping[str, Callable[..., Value]] = {
    "sqrt": lambda a, x: a.power(x, HALF),
    "cbrt": lambda a, x: a.power(x, Fraction(1, 3)),
    "root": lambda a, x, n: a.power(x, a.divide(ONE, n)),
    "Rational": lambda a, p, q=ONE: a.divide(p, q),
    "Integer": lambda _a, n: n,
    "Float": lambda _a, n, _digits=ONE: n,
}


def _parts(node: Any) -> Sequence[Any]:
    """The expressions whose values are needed for that of an expression."""
    if isinstance(node, ast.Constant | ast.Name):
        return []
    if isinstance(node, ast.BinOp):
        return _spine(node) if type(node.op) in CHAINS else _operands(node.op, BINARY, node.left, node.right)
    if isinstance(node, ast.UnaryOp):
        return _operands(node.op, UNARY, node.operand)
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.Compare):
        for op in node.ops:
            _operands(op, COMPARE)
        return [node.left, *node.comparators]
    if isinstance(node, ast.IfExp):
        return [node.test, node.body, node.orelse]
    if isinstance(node, ast.Subscript):
        return [node.value]
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return [node.value]
    if isinstance(node, ast.Call):
        return _arguments(node)
    raise NotImportable("this is no expression that can be imported")


def _operands(op: Any, table: Mapping[Any, Any], *parts: ast.expr) -> Sequence[ast.expr]:
    if type(op) not in table:
        raise NotImportable(f"the operator {type(op).__name__} cannot be imported")
    return parts


def _arguments(node: ast.Call) -> Sequence[ast.expr]:
    name = _called(node)
    if name in DECLARATIONS:
        return []
    if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
        raise NotImportable(f"{name} takes arguments by position only")
    if name == "Piecewise":
        return [part for pair in node.args for part in _pair(pair)]
    return _matrix(node).elements if name in MATRICES else node.args


def _called(node: ast.Call) -> str:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    name = SPELLINGS.get(name, name)
    if name == "Piecewise" or name in DECLARATIONS | MATRICES | set(ROOTS) or functions.known(name):
        return name
    near = did_you_mean(name, [*functions.FUNCTIONS, *functions.MATRIX_FUNCTIONS, *ROOTS, *SPELLINGS])
    raise NotImportable(f"no operation stands for {name or 'this call'}{near}")


def _pair(pair: ast.expr) -> Sequence[ast.expr]:
    if not isinstance(pair, ast.Tuple) or len(pair.elts) != 2:
        raise NotImportable("Piecewise takes pairs (value, condition)")
    return pair.elts


class _Elements:
    """The elements of a matrix as it is written: a list of rows, or of the elements of a column."""

    def __init__(self, rows: Sequence[ast.expr]) -> None:
        lists = [row.elts if isinstance(row, ast.List) else [row] for row in rows]
        if not lists or len({len(row) for row in lists}) != 1:
            raise NotImportable("a matrix is a list of rows of one length")
        self.shape = [len(lists), len(lists[0])]
        self.elements = [element for row in lists for element in row]


def _matrix(node: ast.Call) -> _Elements:
    if len(node.args) != 1 or not isinstance(node.args[0], ast.List):
        raise NotImportable("a matrix is a list of rows of one length")
    return _Elements(node.args[0].elts)


def _spine(node: ast.BinOp) -> list[ast.expr]:
    """The operands of a chain such as a - b + c."""
    operands: list[ast.expr] = []
    undo, left = CHAINS[type(node.op)], node
    while True:
        operands.append(left.right)
        inner = left.left
        if not isinstance(inner, ast.BinOp) or CHAINS.get(type(inner.op)) is not undo:
            return [inner, *reversed(operands)]
        left = inner


def _undone(node: ast.BinOp) -> list[bool]:
    """For each operand of a chain, whether it is subtracted or divided by."""
    undo, left = CHAINS[type(node.op)], node
    flags = [isinstance(left.op, undo)]
    while isinstance(left.left, ast.BinOp) and CHAINS.get(type(left.left.op)) is undo:
        left = left.left
        flags.append(isinstance(left.op, undo))
    return [False, *reversed(flags)]


def _indices(key: ast.expr) -> list[int]:
    indices = key.elts if isinstance(key, ast.Tuple) else [key]
    numbers = [i.value for i in indices if isinstance(i, ast.Constant) and type(i.value) is int]
    if len(numbers) != len(indices):
        raise NotImportable("the indices must be whole numbers")
    return numbers


def _constant(value: Any) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return finite(Fraction(value))
    if isinstance(value, float):
        return finite(value)
    raise NotImportable(f"{value!r} is no real number")


def _output_name(expression: ast.expr, name: str) -> str:
    return expression.id if isinstance(expression, ast.Name) else name


def _is_matrix(value: Value) -> bool:
    return isinstance(value, Ref) and value.matrix


def located(node: ast.AST, error: NotImportable) -> NotImportable:
    """The error with its place in the text."""
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1
    return NotImportable(f"line {line}, column {column}: {error.detail}")
