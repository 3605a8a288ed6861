"""Lists, tuples and dictionaries of arrays, nested; None is one without any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def leaves(structure: Any) -> list[Any]:
    """What a structure holds, in order."""
    if isinstance(structure, Mapping):
        return [leaf for member in structure.values() for leaf in leaves(member)]
    if isinstance(structure, list | tuple):
        return [leaf for member in structure for leaf in leaves(member)]
    return [] if structure is None else [structure]


def like(structure: Any, found: Iterator[Any]) -> Any:
    """The structure with what was found in place of what it holds."""
    if isinstance(structure, Mapping):
        return {name: like(member, found) for name, member in structure.items()}
    if isinstance(structure, list | tuple):
        members = [like(member, found) for member in structure]
        # A named tuple takes its members one by one.
        return type(structure)(*members) if hasattr(structure, "_fields") else type(structure)(members)
    return None if structure is None else next(found)
