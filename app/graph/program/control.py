"""Loops, branches and functions of a program: `scan`, `while_loop`, `cond`, `map` and `call` in JAX's manner,
with nested tuples for states, or flat as their nodes have it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.graph.program.draft import Argument, Function, Node, Ref
from app.graph.program.operations import known, operation
from app.graph.program.reader import Reader, described
from app.graph.program.reading import span_of
from app.graph.program.values import (
    Environment,
    Operation,
    UserFunction,
    form_of,
    leaves,
    like,
)
from app.ops import REGISTRY, Op
from app.ops.spec import Spec

NOTHING = object()


def applied(
    reader: Reader,
    function: UserFunction,
    node: ast.Call,
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    environment: Environment,
) -> Any:
    """A call of a function of the program: its statements in place of the call."""
    given = _bound(reader, function, node, arguments, keywords)
    if not function.plain:
        trees = [given[name] for name in function.arguments]
        return _called(reader, function, node, trees, environment)
    with reader.inside(function, node):
        inner = Environment(environment.block, function.environment, function.local)
        inner.names.update(given)
        return _body(reader, function, node, inner)


def _bound(
    reader: Reader,
    function: UserFunction,
    node: ast.AST,
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
) -> dict[str, Any]:
    names = function.arguments
    if len(arguments) > len(names):
        reader.refuse(node, f"'{function.name}' takes {len(names)} arguments; {len(arguments)} are given")
    given = dict(zip(names, arguments, strict=False))
    for name, value in keywords.items():
        if name not in names:
            reader.refuse(node, f"'{function.name}' has no argument '{name}' (it has {', '.join(names)})")
        if name in given:
            reader.refuse(node, f"'{function.name}' is given '{name}' twice")
        given[name] = value
    given = {**function.defaults, **given}
    missing = [name for name in names if name not in given]
    if missing:
        reader.refuse(node, f"'{function.name}' is called without its argument '{missing[0]}'")
    return given


def _body(reader: Reader, function: UserFunction, node: ast.AST, inner: Environment) -> Any:
    if isinstance(function.body, ast.expr):
        return reader.value(function.body, inner)
    result = reader.run(function.body, inner)
    if result is NOTHING:
        reader.refuse(node, f"'{function.name}' returns nothing")
    return result


class Outline:
    """A function of the program as a function of the document.

    Args:
        reader: reads the program.
        function: of the program, or an operation.
        place: the call that uses it.
        arguments: for each parameter a tree of specs, as functions that find them.
        environment: where it is used.

    Attributes:
        draft: the function.
        result: the tree of what it returns, of references.
    """

    def __init__(
        self,
        reader: Reader,
        function: Any,
        place: ast.AST,
        arguments: Sequence[Any],
        environment: Environment,
    ) -> None:
        self._reader, self._place = reader, place
        if isinstance(function, Operation):
            name, names = function.op.name, [operand.name for operand in function.op.operands]
            names = (
                [*names, *(f"{names[-1]}{i}" for i in range(len(arguments) - len(names)))] if names else []
            )
        elif isinstance(function, UserFunction):
            name, names = function.name, list(function.arguments)
        else:
            reader.refuse(place, f"expected a function, got {described(function)}")
        draft = Function(around=environment.block, wish=name, span=span_of(reader.source, place))
        required = [n for n in names if not isinstance(function, UserFunction) or n not in function.defaults]
        if not len(required) <= len(arguments) <= len(names):
            reader.refuse(
                place, f"the function '{name}' takes {len(names)} arguments, but is given {len(arguments)}"
            )
        trees = [self._argument(draft, n, tree) for n, tree in zip(names, arguments, strict=False)]
        self.draft = draft
        with reader.inside(function, place):
            self.result = self._returned(function, trees, environment)
        draft.outputs = [self._output(leaf, environment) for leaf in leaves(self.result)]
        if isinstance(function, UserFunction):
            draft.checkpoint = function.checkpoint
            if function.gradient is not None:
                self._add_gradient(function, environment)
        self.draft = reader.keep(draft)

    def _argument(self, draft: Function, name: str, tree: Any) -> Any:
        specs = leaves(tree)
        found = []
        for i, spec in enumerate(specs):
            argument = Argument(name if len(specs) == 1 else f"{name}_{i}", spec, draft)
            draft.arguments.append(argument)
            found.append(Ref(argument))
        return like(tree, iter(found))

    def _returned(self, function: Any, trees: Sequence[Any], environment: Environment) -> Any:
        reader, place = self._reader, self._place
        if isinstance(function, Operation):
            inner = Environment(self.draft, environment)
            node = ast.copy_location(ast.Call(ast.Name(function.op.name), [], []), place)
            return operation(reader, function.op, node, trees, {}, inner)
        inner = Environment(self.draft, function.environment, function.local)
        inner.names.update(function.defaults)
        inner.names.update(zip(function.arguments, trees, strict=False))
        return _body(reader, function, place, inner)

    def _output(self, leaf: Any, environment: Environment) -> Ref:
        """A returned value as a reference; a number needs a node that holds it."""
        reader, place = self._reader, self._place
        inner = Environment(self.draft, environment)
        operand = reader.operand(leaf, inner, place)
        if isinstance(operand, Ref):
            return operand
        return Ref(reader.emit("identity", [operand], inner, place))

    def _add_gradient(self, function: UserFunction, environment: Environment) -> None:
        draft = self.draft
        block = environment.block

        def spec(of: Ref, where: Any) -> Callable[[], Spec | None]:
            return lambda: self._reader.shapes.of(of, where)

        cotangents = [spec(output, draft) for output in draft.outputs]
        inputs = [argument.spec for argument in draft.arguments]
        arguments = [*cotangents, *inputs, *cotangents]
        outer = Environment(block, environment.around)
        outline = Outline(self._reader, function.gradient, self._place, arguments, outer)
        draft.gradient = outline.draft


def _specs(reader: Reader, tree: Any, environment: Environment, *, sliced: bool = False) -> Any:
    """For each value of a tree a function that finds its spec, or that of its slices."""

    def finder(value: Any) -> Callable[[], Spec | None]:
        def find() -> Spec | None:
            spec = reader.shapes.of(value, environment.block)
            if spec is None or not sliced:
                return spec
            return Spec(spec.shape[1:], spec.dtype) if spec.ndim else None

        return find

    return like(tree, iter([finder(leaf) for leaf in leaves(tree)]))


def _node(
    reader: Reader,
    op: str,
    node: ast.AST,
    operands: Sequence[Any],
    environment: Environment,
    **attributes: Any,
) -> Callable[[int], Ref]:
    """Emit a node with several results; gives the reference of each."""
    inputs = [reader.operand(operand, environment, node) for operand in operands]
    emitted = reader.emit(op, inputs, environment, node, **attributes)
    return lambda index: Ref(emitted, index)


def _results(at: Callable[[int], Ref], tree: Any, start: int = 0) -> Any:
    found = [at(start + i) for i in range(len(leaves(tree)))]
    if len(found) == 1 and isinstance(found[0].of, Node) and found[0].of.op.name != "scan":
        found[0].of.single = True
    return like(tree, iter(found))


def _called(
    reader: Reader, function: Any, node: ast.AST, trees: Sequence[Any], environment: Environment
) -> Any:
    outline = Outline(
        reader, function, node, [_specs(reader, tree, environment) for tree in trees], environment
    )
    operands = [leaf for tree in trees for leaf in leaves(tree)]
    at = _node(reader, "call", node, operands, environment, function=outline.draft)
    return _results(at, outline.result)


Arguments = Mapping[str, Any]


def _taken(
    reader: Reader,
    node: ast.Call,
    name: str,
    parameters: Sequence[str],
    arguments: Sequence[Any],
    keywords: Arguments,
) -> dict[str, Any]:
    """Arguments by the names of the form's parameters."""
    if len(arguments) > len(parameters):
        reader.refuse(node, f"{name} takes at most {len(parameters)} arguments ({', '.join(parameters)})")
    given = dict(zip(parameters, arguments, strict=False))
    for keyword, value in keywords.items():
        if keyword not in parameters:
            reader.refuse(node, f"{name} has no argument '{keyword}' (it has {', '.join(parameters)})")
        given[keyword] = value
    return given


def _needed(reader: Reader, node: ast.Call, name: str, given: Arguments, *wanted: str) -> None:
    for argument in wanted:
        if argument not in given:
            reader.refuse(node, f"{name}: '{argument}' is missing")


def _scan(
    reader: Reader, node: ast.Call, arguments: Sequence[Any], keywords: Arguments, environment: Environment
) -> Any:
    if "num_carry" in keywords:
        return node_form(reader, REGISTRY["scan"], node, arguments, keywords, environment)
    parameters = ("f", "init", "xs", "length", "reverse", "body")
    given = _taken(reader, node, "scan", parameters, arguments, keywords)
    given.setdefault("f", given.get("body"))
    _needed(reader, node, "scan", given, "f", "init")
    init, xs = given["init"], given.get("xs")
    specs = [_specs(reader, init, environment), _specs(reader, xs, environment, sliced=True)]
    outline = Outline(reader, given["f"], node, specs, environment)
    returned = outline.result
    if not isinstance(returned, tuple | list) or isinstance(returned, Ref) or len(returned) != 2:
        reader.refuse(node, "the function of a scan must return two things, (carry, y); y may be None")
    carry, ys = returned
    _check_form(reader, node, "carry", init, carry)
    attributes: dict[str, Any] = {"body": outline.draft, "num_carry": len(leaves(init))}
    if given.get("length") is not None:
        attributes["length"] = known(reader, node, REGISTRY["scan"], "length", given["length"])
    if given.get("reverse"):
        attributes["reverse"] = known(reader, node, REGISTRY["scan"], "reverse", given["reverse"])
    at = _node(reader, "scan", node, [*leaves(init), *leaves(xs)], environment, **attributes)
    return _results(at, carry), _results(at, ys, len(leaves(init)))


def _check_form(reader: Reader, node: ast.AST, what: str, wanted: Any, got: Any) -> None:
    if form_of(wanted) != form_of(got):
        reader.refuse(
            node,
            f"the {what} goes in as {_form(wanted)} and comes back as {_form(got)}; it must keep its form",
        )


def _form(tree: Any) -> str:
    form = form_of(tree)
    if form is None:
        return "nothing"
    return "one value" if not isinstance(form, tuple) else f"a tuple of {len(form)}"


def _while_loop(
    reader: Reader, node: ast.Call, arguments: Sequence[Any], keywords: Arguments, environment: Environment
) -> Any:
    if len(arguments) > 3:
        return node_form(reader, REGISTRY["while_loop"], node, arguments, keywords, environment)
    parameters = ("condition", "body", "state", "max_iterations")
    named = {"cond_fun": "condition", "body_fun": "body", "init_val": "state"}
    keywords = {named.get(key, key): value for key, value in keywords.items()}
    given = _taken(reader, node, "while_loop", parameters, arguments, keywords)
    _needed(reader, node, "while_loop", given, "condition", "body", "state")
    state = given["state"]
    condition, body = (
        Outline(reader, given[name], node, [_specs(reader, state, environment)], environment)
        for name in ("condition", "body")
    )
    _check_form(reader, node, "state", state, body.result)
    attributes: dict[str, Any] = {"condition": condition.draft, "body": body.draft}
    if given.get("max_iterations") is not None:
        attributes["max_iterations"] = known(
            reader, node, REGISTRY["while_loop"], "max_iterations", given["max_iterations"]
        )
    at = _node(reader, "while_loop", node, leaves(state), environment, **attributes)
    return _results(at, state)


def _cond(
    reader: Reader, node: ast.Call, arguments: Sequence[Any], keywords: Arguments, environment: Environment
) -> Any:
    named = {"pred": "predicate", "true_fun": "then", "false_fun": "else_"}
    given = {
        **{named.get(key, key): value for key, value in keywords.items()},
        **dict(zip(("predicate", "then", "else_"), arguments, strict=False)),
    }
    _needed(reader, node, "cond", given, "predicate", "then", "else_")
    trees = [*arguments[3:], *given.get("operands", ())]
    specs = [_specs(reader, tree, environment) for tree in trees]
    then, otherwise = (Outline(reader, given[name], node, specs, environment) for name in ("then", "else_"))
    if form_of(then.result) != form_of(otherwise.result):
        reader.refuse(
            node,
            f"one function returns {_form(then.result)}, the other {_form(otherwise.result)}; both must return the "
            "same form",
        )
    operands = [given["predicate"], *(leaf for tree in trees for leaf in leaves(tree))]
    functions = {"then": then.draft, "else": otherwise.draft}
    at = _node(reader, "cond", node, operands, environment, **functions)
    return _results(at, then.result)


def _map(
    reader: Reader, node: ast.Call, arguments: Sequence[Any], keywords: Arguments, environment: Environment
) -> Any:
    given = [*arguments, *(keywords[name] for name in ("f", "function", "xs") if name in keywords)]
    if len(given) < 2:
        reader.refuse(node, "map takes a function and what it goes through")
    function, *trees = given
    specs = [_specs(reader, tree, environment, sliced=True) for tree in trees]
    outline = Outline(reader, function, node, specs, environment)
    operands = [leaf for tree in trees for leaf in leaves(tree)]
    at = _node(reader, "map", node, operands, environment, function=outline.draft)
    return _results(at, outline.result)


def _call(
    reader: Reader, node: ast.Call, arguments: Sequence[Any], keywords: Arguments, environment: Environment
) -> Any:
    if keywords or not arguments:
        reader.refuse(node, "call takes a function and its arguments, by position")
    return _called(reader, arguments[0], node, arguments[1:], environment)


def _checkpoint(
    reader: Reader, node: ast.Call, arguments: Sequence[Any], keywords: Arguments, environment: Environment
) -> Any:
    if len(arguments) == 1 and isinstance(arguments[0], UserFunction):
        return arguments[0].but(checkpoint=True)
    return operation(reader, REGISTRY["checkpoint"], node, arguments, keywords, environment)


def _custom_gradient(
    reader: Reader, node: ast.Call, arguments: Sequence[Any], keywords: Arguments, environment: Environment
) -> UserFunction:
    given = _taken(reader, node, "custom_gradient", ("forward", "backward"), arguments, keywords)
    _needed(reader, node, "custom_gradient", given, "forward", "backward")
    forward, backward = given["forward"], given["backward"]
    if not isinstance(forward, UserFunction):
        reader.refuse(node, "the first argument of custom_gradient is a function of the program")
    if not isinstance(backward, UserFunction | Operation):
        reader.refuse(node, "the second argument of custom_gradient is a function")
    return forward.but(gradient=backward)


def _gradient(
    reader: Reader, node: ast.Call, arguments: Sequence[Any], keywords: Arguments, environment: Environment
) -> Any:
    """One gradient, or for a list of names one for each."""
    sources = node.args[1] if len(node.args) == 2 else None
    if not isinstance(sources, ast.Tuple | ast.List):
        return operation(reader, REGISTRY["gradient"], node, arguments, keywords, environment)
    found = []
    for source in sources.elts:
        one = ast.copy_location(ast.Call(node.func, [node.args[0], source], []), node)
        values = [arguments[0], reader.value(source, environment)]
        found.append(operation(reader, REGISTRY["gradient"], one, values, {}, environment))
    return tuple(found)


def node_form(
    reader: Reader,
    op: Op,
    node: ast.Call,
    arguments: Sequence[Any],
    keywords: Arguments,
    environment: Environment,
) -> Any:
    """A loop or a branch as its node has it: functions first, then operands, one value each."""
    names = [attribute.name for attribute in op.attributes if attribute.is_function]
    spelled = {"else_": "else"}
    given = {spelled.get(key, key): value for key, value in keywords.items()}
    rest = list(arguments)
    lead = [rest.pop(0)] if op.name == "cond" and rest else []
    for name in names:
        if name not in given and rest:
            given[name] = rest.pop(0)
    _needed(reader, node, op.name, given, *names)
    operands = [*lead, *rest]
    values = operands[1:] if op.name == "cond" else operands
    carries = given.get("num_carry", 1) if op.name == "scan" else len(values)
    sliced = [op.name == "map" or i >= carries for i in range(len(values))]
    specs = [_specs(reader, value, environment, sliced=on) for value, on in zip(values, sliced, strict=True)]
    outlines = {name: Outline(reader, given[name], node, specs, environment) for name in names}
    attributes = {
        key: known(reader, node, op, key, value) for key, value in given.items() if key not in names
    }
    drafts = {name: outline.draft for name, outline in outlines.items()}
    at = _node(reader, op.name, node, operands, environment, **{**drafts, **attributes})
    return _results(at, tuple(leaves(outlines[names[-1]].result)))


_FORMS: Mapping[str, Callable[..., Any]] = {
    "scan": _scan,
    "while_loop": _while_loop,
    "cond": _cond,
    "map": _map,
    "call": _call,
    "checkpoint": _checkpoint,
    "custom_gradient": _custom_gradient,
    "gradient": _gradient,
}


def form(
    reader: Reader,
    name: str,
    node: ast.Call,
    arguments: Sequence[Any],
    keywords: Arguments,
    environment: Environment,
) -> Any:
    """What a call of a form stands for."""
    return _FORMS[name](reader, node, arguments, keywords, environment)
