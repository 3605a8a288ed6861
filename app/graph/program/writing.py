"""A graph document as a program: one line a node. Read again, it gives the same document."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.graph.program import constants
from app.graph.program.expressions import BINARY, COMPARE
from app.graph.schema import FunctionDocument, Graph
from app.graph.uses import functions_of
from app.ops import REGISTRY, Op

INFIX: Mapping[str, str] = {
    **{
        BINARY[kind]: symbol
        for kind, symbol in zip(
            BINARY, ("+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^"), strict=True
        )
    },
    **dict(zip(COMPARE.values(), ("<", "<=", ">", ">=", "==", "!="), strict=True)),
}
NAMED = frozenset({"logical_and", "logical_or", "logical_xor"})
INDENT = "    "


def program_of(graph: Graph) -> str | None:
    """The program of a graph, or None where a name in it cannot be written as one."""
    writer = _Writer(graph)
    return writer.text() if writer.can_be_written() else None


class _Writer:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._lines: list[str] = []
        # A node that has several results is a tuple in a program.
        self._several: set[str] = set()

    def can_be_written(self) -> bool:
        """Whether all names are names of Python, and functions do not hide operations."""
        names = {*self.graph.inputs, *self._references()}
        for function in self.graph.functions.values():
            names |= set(function.inputs)
        functions = set(self.graph.functions)
        nodes = [node for block in self._blocks() for node in block.nodes]
        own = {node["name"] for node in nodes}.union(*(f.inputs for f in self.graph.functions.values()))
        # Without values, an input of this name would be read as the constant.
        if (names - own) & set(constants.NAMED):
            return False
        hidden = functions & {*(node["op"] for node in nodes), *names, "custom_gradient", "checkpoint"}
        return all(map(_is_name, names | functions)) and not hidden

    def _blocks(self) -> list[Graph | FunctionDocument]:
        return [self.graph, *self.graph.functions.values()]

    def _references(self) -> set[str]:
        found = set()
        for block in self._blocks():
            for node in block.nodes:
                found.add(node["name"])
                found |= {_name(i) for i in node["inputs"] if isinstance(i, str)}
            found |= {_name(reference) for reference in block.outputs or ()}
        return found

    def text(self) -> str:
        """The program."""
        self._several = {
            node["name"] for block in self._blocks() for node in block.nodes if self._has_several(node)
        }
        self._block(self.graph, 0, {}, ())
        return "\n".join(self._lines) + "\n"

    def _has_several(self, node: Mapping[str, Any]) -> bool:
        """Whether a program finds a tuple under its name. What gives back values in the form of a function's, or
        of its one state, gives one value for one."""
        functions = functions_of(node)
        if not functions or node["op"] == "scan":
            return bool(REGISTRY[node["op"]].results)
        if node["op"] == "while_loop":
            return len(node["inputs"]) != 1
        outputs = self.graph.functions[functions[0]].outputs
        return outputs is not None and len(outputs) != 1

    def _block(
        self,
        block: Graph | FunctionDocument,
        depth: int,
        defined: Mapping[str, bool],
        around: Sequence[str],
    ) -> None:
        known = dict(defined)
        for node in block.nodes:
            for name in functions_of(node):
                self._define(name, depth, known, around)
            self._line(depth, f"{node['name']} = {self._expression(node)}")
        outputs = block.outputs or [block.nodes[-1]["name"]]
        self._line(depth, f"return {', '.join(map(self._reference, outputs))}")

    def _define(self, name: str, depth: int, known: dict[str, bool], around: Sequence[str]) -> None:
        """Write a function before its first use, with what wraps it."""
        if name in known or name in around:
            return
        function = self.graph.functions[name]
        if function.gradient is not None:
            self._define(function.gradient, depth, known, (*around, name))
        known[name] = True
        if function.checkpoint and function.gradient is None:
            self._line(depth, "@checkpoint")
        self._line(depth, f"def {name}({', '.join(function.inputs)}):")
        self._block(function, depth + 1, known, (*around, name))
        if function.gradient is not None:
            wrapped = f"custom_gradient({name}, {function.gradient})"
            wrapped = f"checkpoint({wrapped})" if function.checkpoint else wrapped
            self._line(depth, f"{name} = {wrapped}")

    def _line(self, depth: int, text: str) -> None:
        self._lines.append(INDENT * depth + text)

    def _expression(self, node: Mapping[str, Any]) -> str:
        op = REGISTRY[node["op"]]
        inputs = [self._input(i) for i in node["inputs"]]
        attributes = {k: v for k, v in node.items() if k not in ("name", "op", "inputs")}
        values = any(isinstance(i, str) for i in node["inputs"])
        if op.name in INFIX and op.name not in NAMED and len(inputs) == 2 and values:
            first, second = (f"({i})" if i.startswith("-") else i for i in inputs)
            return f"{first} {INFIX[op.name]} {second}"
        if op.name == "negative" and values:
            return f"-{inputs[0]}"
        if op.name == "getitem" and values:
            return f"{inputs[0]}[{_key(attributes['key'], inputs)}]"
        return self._call(op, inputs, attributes)

    def _call(self, op: Op, inputs: Sequence[str], attributes: Mapping[str, Any]) -> str:
        functions = [attributes[a.name] for a in op.attributes if a.is_function]
        rest = {k: v for k, v in attributes.items() if v not in functions or not isinstance(v, str)}
        predicate = 1 if op.name == "cond" else 0
        arguments = [*inputs[:predicate], *functions, *inputs[predicate:]]
        if op.name == "scan" and "num_carry" not in rest:
            rest["num_carry"] = 1
        arguments += [f"{name}={_literal(value)}" for name, value in rest.items()]
        return f"{op.name}({', '.join(arguments)})"

    def _input(self, value: Any) -> str:
        return self._reference(value) if isinstance(value, str) else repr(value)

    def _reference(self, reference: str) -> str:
        name, colon, number = reference.partition(":")
        if colon:
            return f"{name}[{number}]" if name in self._several else name
        return f"{name}[0]" if name in self._several else name


def _name(reference: str) -> str:
    return reference.partition(":")[0]


def _is_name(name: str) -> bool:
    # ASCII only: Python takes letters that look alike for one another.
    return (
        re.fullmatch("[A-Za-z_][A-Za-z_0-9]*", name) is not None
        and not keyword.iskeyword(name)
        and not name.startswith("__")
    )


def _literal(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {_literal(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return repr(value)


def _key(key: Sequence[Any], inputs: Sequence[str]) -> str:
    if not key:
        return "()"
    return ", ".join(_entry(entry, inputs) for entry in key)


def _entry(entry: Any, inputs: Sequence[str]) -> str:
    if isinstance(entry, Mapping):
        if "operand" in entry:
            return inputs[entry["operand"]]
        start, stop, step = ("" if entry.get(p) is None else str(entry[p]) for p in ("start", "stop", "step"))
        return f"{start}:{stop}" + (f":{step}" if step else "")
    return "..." if entry == "..." else str(entry)
