"""Writes src/wengert/operations.json: what the client must know of the service's operations.

Run in the service's environment, from its folder: `python clients/python/make_operations.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from app.engine import Tape, gradient
from app.ops import REGISTRY, Op

TABLE = Path(__file__).parent / "src" / "wengert" / "operations.json"


def table() -> dict[str, Any]:
    """Each operation by name: its operands, attributes, aliases, and which operands a derivative reaches."""
    found = {}
    for op in REGISTRY.values():
        if op.nested is not None and not op.symbolic:
            continue
        found[op.name] = {
            "operands": [
                {"name": operand.name, "optional": operand.optional, "variadic": operand.variadic}
                for operand in op.operands
            ],
            "attributes": [attribute.name for attribute in op.attributes],
            "aliases": [alias.removeprefix("tf.") for alias in op.aliases],
            "reached": reached(op),
            "doc": op.doc,
        }
    return found


def reached(op: Op) -> list[bool]:
    """For each operand, whether a path for derivatives leads through the operation."""
    if op.symbolic or not op.examples:
        return [True] * len(op.operands)
    found = []
    for operand in op.operands:
        example = op.examples[0]
        tape, inputs, wanted = Tape(), [], None
        for each in op.operands:
            if each.name not in example:
                continue
            given = example[each.name] if each.variadic else [example[each.name]]
            for one in given:
                array = np.asarray(one, float) if each.name == operand.name else np.asarray(one)
                inputs.append(tape.input(array.shape, array.dtype))
                if each.name == operand.name and wanted is None:
                    wanted = inputs[-1]
        names = {each.name for each in op.operands}
        attributes = {name: value for name, value in example.items() if name not in names}
        try:
            results = tape.record(op, tuple(inputs), attributes)
        except Exception:  # noqa: BLE001  (integers where floats were tried: no derivative)
            found.append(False)
            continue
        several = results if isinstance(results, tuple) else (results,)
        floating = [result for result in several if result.dtype.kind in "fc"]
        # Of an operand that the example leaves out nothing is known.
        known = wanted is not None
        found.append(not known or bool(floating and gradient(floating, [wanted])[0] is not None))
    return found


def text() -> str:
    """The table as it stands in the file."""
    return json.dumps(table(), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    TABLE.write_text(text())
