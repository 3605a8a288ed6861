"""What an operation's rule records, written as a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.engine import Tape, Value, gradient
from app.engine.plan import needed
from app.errors import Pointer
from app.graph.values import decode
from app.ops import Op
from app.ops.spec import FLOAT64, is_differentiable

INFIX = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "floor_divide": "//",
    "remainder": "%",
    "power": "**",
    "matmul": "@",
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
    "equal": "==",
    "not_equal": "!=",
}
STRENGTH = {"**": 4, "*": 3, "/": 3, "//": 3, "%": 3, "@": 3, "+": 2, "-": 2}
LONGEST_LINE = 100


def operands_of(op: Op, example: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Name and document value of each operand in an example; variadic ones are numbered from 1."""
    found: list[tuple[str, Any]] = []
    for operand in op.operands:
        if operand.name not in example:
            continue
        if operand.variadic:
            stem = operand.name.removesuffix("s") if operand.name.endswith("ays") else operand.name
            found += [(f"{stem}{i}", value) for i, value in enumerate(example[operand.name], start=1)]
        else:
            found.append((operand.name, example[operand.name]))
    return found


def attributes_of(op: Op, example: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes given in an example."""
    return {a.name: example[a.name] for a in op.attributes if a.name in example}


class Formula:
    """An operation applied to an example's operands, on a tape of its own."""

    def __init__(self, op: Op, example: Mapping[str, Any]) -> None:
        self.op = op
        self.tape = tape = Tape()
        self.names: dict[Value, str] = {}
        operands = []
        for name, value in operands_of(op, example):
            array = decode(value, Pointer(), FLOAT64)
            symbol = tape.input(array.shape, array.dtype)
            self.names[symbol] = name
            operands.append(symbol)
        result = tape.record(op, tuple(operands), attributes_of(op, example))
        self.operands = operands
        self.result = "z" if "y" in self.names.values() else "y"
        self.results: tuple[Value, ...] = result if isinstance(result, tuple) else (result,)

    def forward(self) -> list[str]:
        """What a composition stands for."""
        return _Printer(self.names).lines([(self.result, r) for r in self.results])

    def backward(self) -> list[str]:
        """The cotangent of each operand that has one, from `g`, that of the result `y`."""
        targets = [r for r in self.results if is_differentiable(r.dtype)]
        if not targets:
            return []
        names = dict(self.names)
        cotangents: list[Value | None] = []
        for i, result in enumerate(self.results):
            mark = f"[{i}]" if self.op.results else ""
            names.setdefault(result, f"{self.result}{mark}")
            if is_differentiable(result.dtype):
                cotangent = self.tape.input(result.shape, result.dtype)
                names[cotangent] = f"g{mark}"
                cotangents.append(cotangent)
        found = gradient(targets, self.operands, cotangents)
        wanted = [
            (f"d_{self.names[operand]}", value)
            for operand, value in zip(self.operands, found, strict=True)
            if value is not None
        ]
        return _Printer(names).lines(wanted)


class _Printer:
    """Values as expressions; what is used more than once gets a line of its own."""

    def __init__(self, names: Mapping[Value, str]) -> None:
        self.names = dict(names)

    def lines(self, wanted: Sequence[tuple[str, Value]]) -> list[str]:
        uses: dict[Value, int] = {}
        instructions = [i for i in needed([v for _, v in wanted]) if i.outputs[0] not in self.names]
        for instruction in instructions:
            for operand in instruction.operands:
                uses[operand] = uses.get(operand, 0) + 1
        lines: list[str] = []
        for instruction in instructions:
            for place, output in enumerate(instruction.outputs):
                if len(instruction.outputs) > 1:
                    self.names.setdefault(output, f"{self.term(output)}[{place}]")
            output = instruction.outputs[0]
            long = len(self.expression(output)[0]) > LONGEST_LINE
            if (
                (uses.get(output, 0) > 1 or long)
                and len(instruction.outputs) == 1
                and output not in [v for _, v in wanted]
            ):
                lines.append(f"t{len(lines) + 1} = {self.expression(output)[0]}")
                self.names[output] = f"t{len(lines)}"
        return lines + [f"{name} = {self.expression(value)[0]}" for name, value in wanted]

    def term(self, value: Value) -> str:
        return self.expression(value)[0]

    def expression(self, value: Value) -> tuple[str, int]:
        """The expression and how strongly its last operator binds."""
        if value in self.names:
            return self.names[value], 9
        if value.constant is not None:
            return _constant(value.constant)
        if value.producer is None:
            raise ValueError("an input has no name")
        op, operands = value.producer.op, value.producer.operands
        if op.name == "broadcast_to" and operands[0].constant is not None:
            return self.expression(operands[0])
        if op.name in INFIX:
            return self._infix(INFIX[op.name], *operands)
        if op.name == "negative":
            inner, strength = self.expression(operands[0])
            return (f"-{inner}" if strength >= 3 else f"-({inner})"), 2
        arguments = [self.expression(o)[0] for o in operands]
        for attribute in op.attributes:
            given = value.producer.attributes[attribute.name]
            if attribute.required or given != attribute.default:
                arguments.append(f"{attribute.name}={_attribute(given)}")
        return f"{op.name}({', '.join(arguments)})", 9

    def _infix(self, symbol: str, left: Value, right: Value) -> tuple[str, int]:
        strength = STRENGTH.get(symbol, 1)
        first, first_strength = self.expression(left)
        second, second_strength = self.expression(right)
        if first_strength < strength:
            first = f"({first})"
        if second_strength < strength or (second_strength == strength and symbol not in "+*"):
            second = f"({second})"
        return f"{first} {symbol} {second}", strength


def _constant(array: np.ndarray[Any, Any]) -> tuple[str, int]:
    if array.size != 1:
        return "constant", 9
    number = array.item()
    text = f"{number:.6g}" if isinstance(number, float) else str(number).lower()
    return text, 9 if not text.startswith("-") else 2


def _attribute(value: Any) -> str:
    if isinstance(value, tuple):
        if hasattr(value, "_asdict"):
            return ":".join("" if part is None else str(part) for part in value)
        return "[" + ", ".join(_attribute(v) for v in value) + "]"
    return repr(value).lower() if isinstance(value, bool | None) else str(value)
