"""Models in MathOptFormat (`.mof.json`), as MathOptInterface and JuMP write them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from app.importers.algebra import HALF, Algebra
from app.importers.draft import Document, Input, Names, Number, Value
from app.importers.errors import NotImportable
from app.importers.mathopt_terms import Place, Terms, excerpt, fault, number

VERSION = 1
SENSES = {"min": "minimize", "max": "maximize"}
Set = Mapping[str, Any]


@dataclass
class MathOptModel:
    """A model.

    Attributes:
        graph: the graph document. Its first output is the objective, named `minimize` or `maximize`; the
            others are the functions of the constraints.
        sense: `min`, `max` or `feasibility`.
        sets: of each constraint among the outputs the set that its value is to lie in, as the model has it.
        bounds: of each variable the sets that it is to lie in itself.
        start: of the variables that have one, the value to start from.
    """

    graph: Document
    sense: str
    sets: dict[str, Set] = field(default_factory=dict)
    bounds: dict[str, list[Set]] = field(default_factory=dict)
    start: dict[str, float] = field(default_factory=dict)


def from_mathoptformat(document: Any) -> Document:
    """The graph document of a model.

    The first output is the objective, as it stands also if it is to be maximized; the others are the functions
    of the constraints under their names. What is said of a variable is its `doc` in the graph's `inputs`.

    Raises:
        NotImportable: it is no model, or no operation stands for something; with a JSON pointer.
    """
    return read_mathoptformat(document).graph


def read_mathoptformat(document: Any) -> MathOptModel:
    """A model with its sets and starting values, which a graph has no place for.

    Raises:
        NotImportable: it is no model, or no operation stands for something; with a JSON pointer.
    """
    return _Reader(document).model()


class _Reader:
    """Reads one document."""

    def __init__(self, document: Any) -> None:
        self.root = Place()
        self.document = _object(document, self.root)
        self.algebra = Algebra()
        self.variables: dict[str, Input] = {}
        self.sense = ""
        self.sets: dict[str, Set] = {}
        self.bounds: dict[str, list[Set]] = {}
        self.start: dict[str, float] = {}

    def model(self) -> MathOptModel:
        """The whole model."""
        self._check_version()
        self._read_variables()
        outputs = [*self._objective(), *self._constraints()]
        if not outputs:
            raise fault(self.root, "the model has neither an objective nor a constraint to compute")
        self._describe()
        graph = self.algebra.document(outputs)
        return MathOptModel(graph, self.sense, self.sets, self.bounds, self.start)

    def _check_version(self) -> None:
        version = self.document.get("version")
        major = version.get("major") if isinstance(version, dict) else None
        if major != VERSION:
            raise fault(
                self.root / "version",
                f"MathOptFormat {VERSION} is read; this document says {excerpt(version)}",
            )

    def _read_variables(self) -> None:
        names = Names()
        for variable, place in self._entries("variables"):
            name = variable.get("name")
            if not isinstance(name, str) or not name:
                raise fault(place / "name", "a variable has a name")
            if name in self.variables:
                raise fault(place / "name", f"two variables are named {name!r}")
            self.variables[name] = self.algebra.input(names.new(name))
            start = variable.get("primal_start")
            if start is not None:
                self.start[self.variables[name].name] = float(number(start, place / "primal_start"))

    def _entries(self, member: str) -> Iterator[tuple[Mapping[str, Any], Place]]:
        place = self.root / member
        for i, entry in enumerate(_list(self.document.get(member), place)):
            yield _object(entry, place / i), place / i

    def _variable(self, name: Any, place: Place) -> Value:
        if not isinstance(name, str) or name not in self.variables:
            raise fault(place, f"there is no variable {excerpt(name)}")
        return self.variables[name]

    def _objective(self) -> list[tuple[str, Value]]:
        place = self.root / "objective"
        objective = _object(self.document.get("objective"), place)
        sense = objective.get("sense")
        if sense == "feasibility":
            self.sense = sense
            return []
        if not isinstance(sense, str) or sense not in SENSES:
            raise fault(place / "sense", f"the sense is min, max or feasibility; got {excerpt(sense)}")
        self.sense = sense
        return [(SENSES[self.sense], self._function(objective.get("function"), place / "function"))]

    def _constraints(self) -> Iterator[tuple[str, Value]]:
        names = Names([*(v.name for v in self.variables.values()), *SENSES.values()])
        for i, (constraint, place) in enumerate(self._entries("constraints"), start=1):
            chosen = _object(constraint.get("set"), place / "set")
            function = _object(constraint.get("function"), place / "function")
            named = constraint.get("name")
            value = self._function(function, place / "function")
            if isinstance(value, Input):
                self.bounds.setdefault(value.name, []).append(chosen)
                if not named:
                    continue
            name = names.new(named if isinstance(named, str) and named else f"constraint_{i}")
            self.sets[name] = chosen
            yield name, value

    def _function(self, content: Any, place: Place) -> Value:
        function = _object(content, place)
        kind = function.get("type")
        read = FUNCTIONS.get(kind) if isinstance(kind, str) else None
        if read is None:
            raise fault(place / "type", f"a function is one of {', '.join(FUNCTIONS)}; got {excerpt(kind)}")
        try:
            return read(self, function, place)
        except NotImportable as error:
            raise error if error.faults else fault(place, error.detail) from None

    def single(self, function: Mapping[str, Any], place: Place) -> Value:
        """A variable."""
        return self._variable(function.get("name"), place / "name")

    def affine(self, function: Mapping[str, Any], place: Place) -> Value:
        """Coefficients times variables, and a constant."""
        return self._row(function, place, "terms", [number(function.get("constant"), place / "constant")])[0]

    def quadratic(self, function: Mapping[str, Any], place: Place) -> Value:
        """Half a quadratic form, coefficients times variables, and a constant."""
        constant = number(function.get("constant"), place / "constant")
        return self._row(function, place, "affine_terms", [constant])[0]

    def nonlinear(self, function: Mapping[str, Any], place: Place) -> Value:
        """An expression."""
        return self._terms(function, place).value(function.get("root"), place / "root")

    def variables_of(self, function: Mapping[str, Any], place: Place) -> Value:
        """Several variables."""
        names, inside = _list(function.get("variables"), place / "variables"), place / "variables"
        return self._vector([self._variable(name, inside / i) for i, name in enumerate(names)], place)

    def affine_rows(self, function: Mapping[str, Any], place: Place) -> Value:
        """Several affine functions."""
        return self._vector(self._row(function, place, "terms", _constants(function, place)), place)

    def quadratic_rows(self, function: Mapping[str, Any], place: Place) -> Value:
        """Several quadratic functions."""
        return self._vector(self._row(function, place, "affine_terms", _constants(function, place)), place)

    def nonlinear_rows(self, function: Mapping[str, Any], place: Place) -> Value:
        """Several expressions with one list of nodes."""
        terms, inside = self._terms(function, place), place / "rows"
        rows = _list(function.get("rows"), inside)
        return self._vector([terms.value(row, inside / i) for i, row in enumerate(rows)], place)

    def _terms(self, function: Mapping[str, Any], place: Place) -> Terms:
        inside = place / "node_list"
        return Terms(self.algebra, self._variable, _list(function.get("node_list"), inside), inside)

    def _vector(self, rows: Sequence[Value], place: Place) -> Value:
        if not rows:
            raise fault(place, "a vector without elements")
        return self.algebra.stacked(rows, [len(rows)], matrix=False)

    def _row(
        self, function: Mapping[str, Any], place: Place, affine: str, constants: Sequence[Number]
    ) -> list[Value]:
        """The sums of terms, one for each constant; coefficients of the same variables add up."""
        sums: list[dict[tuple[Input, ...], Number]] = [{} for _ in constants]
        for member in ("quadratic_terms", affine):
            inside = place / member
            present = member in function or member == affine
            for i, term in enumerate(_list(function.get(member), inside) if present else []):
                row, key, coefficient = self._term(_object(term, inside / i), inside / i, len(constants))
                sums[row][key] = sums[row].get(key, Fraction(0)) + coefficient
        return [self._sum(terms, constant) for terms, constant in zip(sums, constants, strict=True)]

    def _term(
        self, term: Mapping[str, Any], place: Place, rows: int
    ) -> tuple[int, tuple[Input, ...], Number]:
        """The row of a term, its variables in the order of the model, and its coefficient."""
        row = 0
        if "output_index" in term:
            index = term["output_index"]
            if type(index) is not int or not 1 <= index <= rows:
                raise fault(place / "output_index", f"there is no row {excerpt(index)} of {rows}")
            row, place = index - 1, place / "scalar_term"
            term = _object(term.get("scalar_term"), place)
        members = ("variable",) if "variable" in term else ("variable_1", "variable_2")
        found = [cast(Input, self._variable(term.get(member), place / member)) for member in members]
        coefficient = number(term.get("coefficient"), place / "coefficient")
        if len(found) == 2 and found[0] is found[1]:
            coefficient = coefficient * HALF
        return row, tuple(sorted(found, key=lambda variable: variable.name)), coefficient

    def _sum(self, terms: Mapping[tuple[Input, ...], Number], constant: Number) -> Value:
        return self.algebra.add(*(self._monomial(c, key) for key, c in terms.items()), constant)

    def _monomial(self, coefficient: Number, key: tuple[Input, ...]) -> Value:
        squared = len(key) == 2 and key[0] is key[1]
        value = self.algebra.power(key[0], Fraction(2)) if squared else self.algebra.multiply(*key)
        return self.algebra.multiply(coefficient, value)

    def _describe(self) -> None:
        """Say in the graph's `inputs` what the model says of its variables."""
        for name, variable in self.variables.items():
            said = [] if variable.name == name else [f"named {name!r} in the model"]
            for chosen in self.bounds.get(variable.name, []):
                said.append(described(chosen))
                if chosen.get("type") == "Parameter":
                    variable.declared["trainable"] = False
            if variable.name in self.start:
                said.append(f"starts from {self.start[variable.name]:g}")
            if said:
                variable.declared["doc"] = "; ".join(said)


FUNCTIONS = {
    "Variable": _Reader.single,
    "ScalarAffineFunction": _Reader.affine,
    "ScalarQuadraticFunction": _Reader.quadratic,
    "ScalarNonlinearFunction": _Reader.nonlinear,
    "VectorOfVariables": _Reader.variables_of,
    "VectorAffineFunction": _Reader.affine_rows,
    "VectorQuadraticFunction": _Reader.quadratic_rows,
    "VectorNonlinearFunction": _Reader.nonlinear_rows,
}


def described(chosen: Set) -> str:
    """A set in words, or as the model has it."""
    texts = {
        "LessThan": "at most {upper}",
        "GreaterThan": "at least {lower}",
        "EqualTo": "equal to {value}",
        "Interval": "from {lower} to {upper}",
        "Semicontinuous": "0, or from {lower} to {upper}",
        "Semiinteger": "0, or whole from {lower} to {upper}",
        "ZeroOne": "0 or 1",
        "Integer": "a whole number",
        "Parameter": "a parameter, {value}",
    }
    try:
        text = texts.get(str(chosen.get("type")))
        return json.dumps(chosen) if text is None else text.format(**chosen)
    except (KeyError, RecursionError):
        return excerpt(chosen)


def _constants(function: Mapping[str, Any], place: Place) -> list[Number]:
    inside = place / "constants"
    return [number(c, inside / i) for i, c in enumerate(_list(function.get("constants"), inside))]


def _object(content: Any, place: Place) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise fault(place, f"an object is wanted; got {excerpt(content)}")
    return content


def _list(content: Any, place: Place) -> Sequence[Any]:
    if not isinstance(content, list):
        raise fault(place, f"a list is wanted; got {excerpt(content)}")
    return content
