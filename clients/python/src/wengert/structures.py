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


def aligned(structure: Any, values: Any) -> list[Any]:
    """What stands in the places of what the structure holds, whatever the order of its dictionaries.

    Raises:
        ValueError: they have different structures.
    """
    if isinstance(structure, Mapping) and isinstance(values, Mapping) and structure.keys() == values.keys():
        return [one for name in structure for one in aligned(structure[name], values[name])]
    both_lists = isinstance(structure, list | tuple) and isinstance(values, list | tuple)
    if both_lists and len(structure) == len(values):
        return [one for part, value in zip(structure, values, strict=True) for one in aligned(part, value)]
    nested = isinstance(values, Mapping | list | tuple) and not _is_literal(values)
    if isinstance(structure, Mapping | list | tuple) or nested:
        raise ValueError(f"structures differ: {_said(structure)} and {_said(values)}")
    return [] if structure is None else [values]


def _is_literal(values: Any) -> bool:
    """Whether it is an array written as lists of numbers."""
    return isinstance(values, list) and all(isinstance(one, int | float) for one in leaves(values))


def _said(structure: Any) -> str:
    if isinstance(structure, Mapping):
        return f"a dictionary with {', '.join(map(str, structure)) or 'nothing'}"
    if isinstance(structure, list | tuple):
        return f"a {type(structure).__name__} of {len(structure)}"
    return "an array"


def like(structure: Any, found: Iterator[Any]) -> Any:
    """The structure with what was found in place of what it holds."""
    if isinstance(structure, Mapping):
        return {name: like(member, found) for name, member in structure.items()}
    if isinstance(structure, list | tuple):
        members = [like(member, found) for member in structure]
        # A named tuple takes its members one by one.
        return type(structure)(*members) if hasattr(structure, "_fields") else type(structure)(members)
    return None if structure is None else next(found)
