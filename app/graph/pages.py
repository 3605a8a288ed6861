"""The reference pages in docs/operations, one a family, written from the registry.

`python -m app.graph.pages` writes them.
"""

from __future__ import annotations

import json
from pathlib import Path

from app.graph.reference import OperationEntry, entry
from app.ops import REGISTRY

FOLDER = Path(__file__).parents[2] / "docs" / "operations"

INTRODUCTION = """\
# Operations

{count} operations, by family. Names and attributes are NumPy's where NumPy has them. `GET /ops/{{name}}` answers the
same as data. These pages are written by `make openapi`.

In a derivative, `g` is the cotangent of the result `y` (`z` where an operand is called y) and `d_x` that of operand `x`; broadcasting is undone
afterwards. The formulas show what is recorded for the example below them, simplified for its shapes. Where
nothing is said of a kink, the derivative has no choice.
"""


def pages() -> dict[str, str]:
    """The text of each page by file name."""
    families: dict[str, list[OperationEntry]] = {}
    for op in REGISTRY.values():
        families.setdefault(op.family, []).append(entry(op))
    texts = {
        f"{family}.md": "\n".join([f"# {_heading(family)}\n", *map(_section, entries)])
        for family, entries in families.items()
    }
    index = [INTRODUCTION.format(count=len(REGISTRY))]
    for family, entries in families.items():
        index.append(f"## [{_heading(family)}]({family}.md)\n")
        index += [f"- [`{e.name}`]({family}.md#{e.name}) {e.summary}" for e in entries]
        index.append("")
    return {"README.md": "\n".join(index), **texts}


def _heading(family: str) -> str:
    return family.replace("_", " ").capitalize()


def _section(op: OperationEntry) -> str:
    lines = [f"## {op.name}\n", f"```\n{op.signature}\n```\n", op.doc, ""]
    lines += [f"- `{operand.name}`: {operand.kind}" for operand in op.operands]
    lines += [f"- `{a.name}`, {a.type}: {a.text}" for a in op.attributes]
    if op.results:
        lines.append(f"- results: {', '.join(f'`{name}`' for name in op.results)}")
    if op.aliases:
        lines.append(f"- also called {', '.join(f'`{name}`' for name in op.aliases)}")
    lines.append("")
    if op.composition:
        lines += ["Stands for\n", _code(op.composition)]
    if op.derivative:
        lines += ["Derivative\n", _code(op.derivative)]
    if op.kink:
        lines += [f"At kinks: {op.kink}\n"]
    request = dict(op.example.request)
    if "program" in request:
        lines += ["As a program\n", _code(request["program"].split("\n"))]
    lines += [f"`POST {op.example.path}`\n", _json(request), "answers\n", _json(op.example.answer)]
    return "\n".join(lines)


def _code(lines: list[str]) -> str:
    return "```\n" + "\n".join(lines) + "\n```\n"


def _json(value: object) -> str:
    return f"```json\n{json.dumps(value)}\n```\n"


def main() -> None:
    """Write the pages, and remove those of families that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    texts = pages()
    for file in FOLDER.glob("*.md"):
        if file.name not in texts:
            file.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
