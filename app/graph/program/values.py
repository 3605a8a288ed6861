"""What an expression can stand for while a program is read.

Besides these: Python's own numbers, booleans, texts and None for what is known from the text alone, ranges,
and tuples and lists of any of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from app.errors import BudgetExceeded
from app.graph.program.draft import Block, Node, Ref
from app.graph.source import PROGRAM
from app.ops import Op

Known = int | float | bool | str | None


class Results(NamedTuple):
    """The results of a node that has several; their number is None where it depends on shapes."""

    node: Node
    total: int | None

    def at(self, index: int) -> Ref:
        return Ref(self.node, index)

    def all(self) -> tuple[Ref, ...]:
        """All of them, their number being known."""
        return tuple(self.at(i) for i in range(self.total or 0))


class Environment:
    """Names in scope.

    Args:
        block: where nodes go.
        around: the names around.
        local: the names that a function assigns, and so does not look for around.
    """

    def __init__(
        self, block: Block, around: Environment | None = None, local: frozenset[str] = frozenset()
    ) -> None:
        self.block = block
        self.around = around
        self.local = local
        self.names: dict[str, Any] = {}

    def is_unassigned(self, name: str) -> bool:
        """Whether a function assigns the name, but has not yet."""
        for environment in self._chain():
            if name in environment.names:
                return False
            if name in environment.local:
                return True
        return False

    def find(self, name: str) -> Any:
        """What the name stands for, or None."""
        environment: Environment | None = self
        while environment is not None:
            if name in environment.names:
                return environment.names[name]
            environment = environment.around
        return None

    def has(self, name: str) -> bool:
        """Whether the name is assigned, here or around."""
        return any(name in environment.names for environment in self._chain())

    def known(self) -> list[str]:
        """All names assigned, here and around."""
        return [name for environment in self._chain() for name in environment.names]

    def _chain(self) -> Iterator[Environment]:
        environment: Environment | None = self
        while environment is not None:
            yield environment
            environment = environment.around


@dataclass(frozen=True, eq=False)
class UserFunction:
    """A `def` or a `lambda`.

    Attributes:
        name: as it is called in the program.
        arguments: its parameters.
        body: its statements, or the expression of a lambda.
        environment: the names where it was defined.
        defaults: values of parameters that have one.
        gradient: the function that takes the place of its derivative.
        checkpoint: whether only its arguments are kept for the backward pass.
    """

    name: str
    arguments: tuple[str, ...]
    body: list[ast.stmt] | ast.expr
    environment: Environment
    defaults: Mapping[str, Any] = field(default_factory=dict)
    gradient: Any = None
    checkpoint: bool = False

    @property
    def local(self) -> frozenset[str]:
        """The names that its statements assign."""
        return frozenset() if isinstance(self.body, ast.expr) else assigned(self.body)

    @property
    def plain(self) -> bool:
        """Whether a call of it is the same as its text in place."""
        return self.gradient is None and not self.checkpoint

    def but(self, **changes: Any) -> UserFunction:
        """The function with something changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Operation:
    """An operation, named but not called; with the prefix and the spelling that it was named by."""

    op: Op
    prefix: str = ""
    spelled: str = ""


@dataclass(frozen=True)
class Form:
    """A name with a grammar of its own, such as `scan`."""

    name: str


@dataclass(frozen=True)
class Module:
    """A prefix such as `np` or `tf.math`."""

    path: str


def assigned(statements: Sequence[ast.stmt]) -> frozenset[str]:
    """The names that statements assign, those inside functions of their own left out."""
    found: set[str] = set()
    todo: list[ast.AST] = list(statements)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif not isinstance(node, ast.Lambda | ast.ListComp | ast.GeneratorExp):
            todo += ast.iter_child_nodes(node)
    return frozenset(found)


class Method(NamedTuple):
    """A method of a value, named but not called."""

    base: Any
    name: str


# Parts may be shared, so that a short program can make more of them than can be gone through.
MOST_PARTS = 200_000
DEEPEST = 100


def parts_of(tree: Any) -> int:
    """How many tuples, lists and values are in nested ones, those that are shared wherever they stand.

    Raises:
        BudgetExceeded: they are too many, or nested too deep.
    """
    count, waiting = 0, [(tree, 0)]
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if isinstance(part, tuple | list) and not isinstance(part, Ref | Results | Method):
            count += len(part)
            if count > MOST_PARTS or depth > DEEPEST:
                raise BudgetExceeded(
                    f"nested tuples and lists hold at most {MOST_PARTS} values, {DEEPEST} deep",
                    pointer=PROGRAM,
                )
            waiting += [(one, depth + 1) for one in part if isinstance(one, tuple | list)]
    return count


def leaves(tree: Any) -> list[Any]:
    """The values in nested tuples and lists, in order; None holds none.

    Raises:
        BudgetExceeded: they are too many.
    """
    parts_of(tree)
    return _leaves(tree)


def _leaves(tree: Any) -> list[Any]:
    if tree is None:
        return []
    if isinstance(tree, Results) and tree.total is not None:
        return list(tree.all())
    if isinstance(tree, tuple | list) and not isinstance(tree, Ref | Results):
        return [leaf for part in tree for leaf in _leaves(part)]
    return [tree]


def like(tree: Any, parts: Iterator[Any]) -> Any:
    """A tree of the same form, with these values for its leaves.

    Raises:
        BudgetExceeded: it has too many.
    """
    parts_of(tree)
    return _like(tree, parts)


def _like(tree: Any, parts: Iterator[Any]) -> Any:
    if tree is None:
        return None
    if isinstance(tree, Results) and tree.total is not None:
        return tuple(next(parts) for _ in range(tree.total))
    if isinstance(tree, tuple | list) and not isinstance(tree, Ref | Results):
        return tuple(_like(part, parts) for part in tree)
    return next(parts)


def form_of(tree: Any) -> Any:
    """The form of a tree, to be compared: nested tuples with "*" for leaves."""
    return like(tree, iter(lambda: "*", None))
