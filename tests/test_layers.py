"""Imports go down: a module uses only what lies on its own floor or below, and never in a circle."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

FLOORS = {
    "app.errors": 0,
    "app.memory": 0,
    "app.ops": 1,
    "app.engine": 2,
    "app.sketch": 1,
    "app.graph": 3,
    "app.api": 4,
    "app.importers": 4,
    "app.main": 5,
    "app.serve": 6,
    "app.__main__": 7,
    "app.cli": 8,
}
# The version and the settings stand beside the floors: HTTP may read both.
BESIDE = {
    "app": frozenset(FLOORS),
    "app.settings": frozenset({"app.api", "app.main", "app.serve", "app.__main__"}),
}

HTTP = frozenset({"pydantic", "pydantic_settings", "pydantic_core", "fastapi", "starlette", "uvicorn"})


class Import(NamedTuple):
    """One module used by another, and where."""

    importer: str
    imported: str
    place: str
    runs: bool  # on import: neither for type checkers only, nor when the module is run as a script


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted((ROOT / "app").rglob("*.py"))}


def imports_of(module: str) -> Iterator[Import]:
    path = MODULES[module]
    tree = ast.parse(path.read_text())
    scripts = [n for n in ast.walk(tree) if isinstance(n, ast.If) and "__name__" in ast.unparse(n.test)]
    typing = [n for n in ast.walk(tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.unparse(n.test)]
    as_script = {id(inner) for block in scripts for inner in ast.walk(block)}
    only_types = {id(inner) for block in typing for child in block.body for inner in ast.walk(child)}
    for found in ast.walk(tree):
        if id(found) in as_script:
            continue
        place = f"{path.relative_to(ROOT)}:{getattr(found, 'lineno', 0)}"
        for name in imported_modules(found):
            yield Import(module, name, place, id(found) not in only_types)


def imported_modules(statement: ast.AST) -> list[str]:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    if not isinstance(statement, ast.ImportFrom):
        return []
    assert statement.level == 0, "imports are absolute"
    base = statement.module or ""
    # `from app.ops import keys` uses the module app.ops.keys, `from app.ops import ops` the package.
    names = [f"{base}.{alias.name}" for alias in statement.names]
    return sorted({name if name in MODULES else base for name in names})


IMPORTS = [found for module in MODULES for found in imports_of(module)]


def floor_of(module: str) -> str:
    """The floor that a module belongs to, or the module itself if it stands beside them."""
    if module in BESIDE:
        return module
    owners = [floor for floor in FLOORS if module == floor or module.startswith(floor + ".")]
    assert owners, f"{module} has no floor; tests/test_layers.py lists them"
    return owners[0]


def allowed(importer: str, imported: str) -> bool:
    upper, lower = floor_of(importer), floor_of(imported)
    if upper in BESIDE:
        return lower in BESIDE
    if lower in BESIDE:
        return upper in BESIDE[lower]
    return FLOORS[lower] <= FLOORS[upper]


def test_imports_go_down() -> None:
    wrong = [
        f"{found.place}: {found.importer} imports {found.imported}, which lies above it"
        for found in IMPORTS
        if found.imported in MODULES and not allowed(found.importer, found.imported)
    ]
    assert not wrong, "\n".join(wrong)


def test_imports_are_found() -> None:
    seen = {(found.importer, found.imported) for found in IMPORTS}
    assert ("app.engine.tape", "app.ops.value") in seen
    assert ("app.api.routes", "app.graph.requests") in seen
    assert ("app.main", "app.settings") in seen
    assert {floor_of(module) for module in MODULES} == {*FLOORS, *BESIDE}


@pytest.mark.parametrize(
    ("importer", "imported", "expected"),
    [
        ("app.ops.entry", "app.errors", True),
        ("app.errors", "app.ops.spec", False),
        ("app.graph.schema", "app.engine", True),
        ("app.engine.tape", "app.graph.values", False),
        ("app.api.codec", "app.settings", True),
        ("app.graph.questions", "app.settings", False),
        ("app.settings", "app.errors", False),
        ("app.api.openapi", "app.main", False),
    ],
)
def test_the_rule(importer: str, imported: str, expected: bool) -> None:
    assert allowed(importer, imported) is expected


def test_no_module_imports_in_a_circle() -> None:
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for found in IMPORTS:
        if found.runs and found.imported in MODULES and found.imported != "app":
            graph[found.importer].add(found.imported)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = error.args[1]
        pairs = set(zip(circle[1:], circle, strict=False))
        places = [f"{i.place}: imports {i.imported}" for i in IMPORTS if (i.importer, i.imported) in pairs]
        pytest.fail("these modules import each other:\n" + "\n".join(places))


def test_the_engine_knows_nothing_of_http() -> None:
    wrong = [
        f"{found.place}: imports {found.imported}"
        for found in IMPORTS
        if floor_of(found.importer) in ("app.errors", "app.ops", "app.engine")
        and found.imported.partition(".")[0] in HTTP
    ]
    assert not wrong, "\n".join(wrong)


def test_importing_the_engine_loads_none_of_it() -> None:
    script = "import sys, app.engine; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert "numpy" in loaded
    assert not loaded & HTTP
