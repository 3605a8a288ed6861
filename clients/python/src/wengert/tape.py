"""GradientTape: which operations are noted, and what is differentiated with respect to what."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import Any, Self

import numpy as np

from wengert.graph import dependent, history
from wengert.structures import leaves, like
from wengert.tensor import Tensor, Variable, call, operations, record, tensor

_open: ContextVar[tuple[GradientTape, ...]] = ContextVar("open tapes", default=())
_numbers = count()


class UnconnectedGradients(enum.Enum):
    """What a gradient is where there is no path."""

    NONE = "none"
    ZERO = "zero"


def recording() -> frozenset[int]:
    """The tapes that note what is done now."""
    return frozenset(tape.number for tape in _open.get())


def accessed(variable: Variable) -> None:
    """Let the tapes that are open know that a variable is read."""
    for tape in _open.get():
        tape.note(variable)


class GradientTape:
    """Notes operations, to differentiate them.

    Args:
        persistent: whether more than one gradient may be asked for.
        watch_accessed_variables: whether trainable variables are watched when they are read.
    """

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self.number = next(_numbers)
        self._persistent, self._automatic = persistent, watch_accessed_variables
        self._watched: dict[int, Tensor] = {}
        # Of each variable what it was whenever it was read: it may have been assigned in between.
        self._variables: dict[int, tuple[Variable, list[Tensor]]] = {}
        self._used = False

    def __enter__(self) -> Self:
        _open.set((*_open.get(), self))
        return self

    def __exit__(self, *_: object) -> None:
        _open.set(tuple(tape for tape in _open.get() if tape is not self))

    def watch(self, tensors: Any) -> None:
        """Differentiate with respect to these, too."""
        for one in leaves(tensors):
            if isinstance(one, Variable):
                self._read(one)
            else:
                self._watched[id(one)] = one

    def note(self, variable: Variable) -> None:
        """A variable is read."""
        if id(variable) in self._variables or (self._automatic and variable.trainable):
            self._read(variable)

    def _read(self, variable: Variable) -> None:
        _, read = self._variables.setdefault(id(variable), (variable, []))
        if not any(one is variable.now for one in read):
            read.append(variable.now)

    def watched_variables(self) -> tuple[Variable, ...]:
        """The variables that are watched, in the order in which they were read."""
        return tuple(variable for variable, _ in self._variables.values())

    @contextmanager
    def stop_recording(self) -> Iterator[None]:
        """Note nothing of what is done in this block."""
        before = _open.get()
        _open.set(tuple(tape for tape in before if tape is not self))
        try:
            yield
        finally:
            _open.set(before)

    def reset(self) -> None:
        """Forget everything."""
        self.number = next(_numbers)
        self._watched, self._variables, self._used = {}, {}, False

    def gradient(
        self,
        target: Any,
        sources: Any,
        output_gradients: Any = None,
        unconnected_gradients: UnconnectedGradients | str = UnconnectedGradients.NONE,
    ) -> Any:
        """The gradient of the target, or of the sum of several, with respect to each source.

        Args:
            target: a tensor, or a list of them. One that is not a scalar counts as the sum of its elements.
            sources: a tensor or variable, or lists, tuples or dictionaries of them.
            output_gradients: weights for the elements of the target, of its shape; for a list of targets a list.
            unconnected_gradients: what is answered for a source that the target does not depend on.

        Returns:
            Tensors of the sources' shapes, in the structure of `sources`.

        Raises:
            RuntimeError: a tape that is not persistent is asked again.
        """
        self._use()
        targets = [tensor(one) for one in leaves(target)]
        weights = [None] * len(targets)
        if output_gradients is not None:
            # One target has one array of weights, which may be written as a list.
            weights = output_gradients if isinstance(target, list | tuple) else [output_gradients]
        found = self._found(targets, weights, leaves(sources), UnconnectedGradients(unconnected_gradients))
        return like(sources, iter(found))

    def jacobian(self, target: Tensor, sources: Any) -> Any:
        """All derivatives of the target's elements: tensors of the target's shape, then the source's."""
        self._use()
        [wanted], places = self._cut([tensor(target)], self._places(leaves(sources)))
        return like(sources, iter([self._jacobian(wanted, one) for one in places]))

    def batch_jacobian(self, target: Tensor, source: Any) -> Tensor | None:
        """The Jacobian of each row of the target with respect to the same row of the source."""
        whole = self.jacobian(target, source)
        if whole is None:
            return None
        rows, axes = whole.shape[0], tensor(target).ndim
        moved = call("moveaxis", whole, axes, 1)
        place = np.arange(rows)
        found: Tensor = moved[place, place]
        return found

    def _use(self) -> None:
        if self._used and not self._persistent:
            raise RuntimeError("a GradientTape that is not persistent gives gradients once")
        self._used = True

    def _places(self, sources: Sequence[Any]) -> list[list[Tensor]]:
        """Where each source stands in the graph; nowhere if it is not watched, or no floating number."""
        found: list[list[Tensor]] = []
        for source in sources:
            if isinstance(source, Variable):
                places = self._variables.get(id(source), (source, []))[1]
            else:
                watched = id(source) in self._watched or self.number in source.tapes
                places = [source] if watched else []
            whole = any(one.known and one.held.dtype.kind in "iub" for one in places)
            found.append([] if whole else places)
        return found

    def _found(
        self,
        targets: list[Tensor],
        weights: Sequence[Any],
        sources: Sequence[Any],
        missing: UnconnectedGradients,
    ) -> list[Tensor | None]:
        wanted, places = self._cut(targets, self._places(sources))
        total: Any = None
        for one, weight in zip(wanted, weights, strict=True):
            part = call("sum", one if weight is None else call("multiply", one, weight))
            total = part if total is None else call("add", total, part)
        found: list[Tensor | None] = []
        for source, place in zip(sources, places, strict=True):
            slopes = [
                record(operations()["gradient"], [total, one], {}) for one in place if _connected(wanted, one)
            ]
            if slopes:
                found.append(_sum(slopes))
            else:
                zero = missing is UnconnectedGradients.ZERO
                found.append(Tensor(np.zeros(np.shape(source.numpy()))) if zero else None)
        made = [one for one in (*found, *targets) if one is not None]
        for slope in found:
            if slope is not None:
                slope.beside = made
        return found

    def _jacobian(self, target: Tensor, places: Sequence[Tensor]) -> Tensor | None:
        parts = [
            record(operations()["jacobian"], [target, one], {}) for one in places if _connected([target], one)
        ]
        return _sum(parts) if parts else None

    def _cut(
        self, targets: list[Tensor], places: list[list[Tensor]]
    ) -> tuple[list[Tensor], list[list[Tensor]]]:
        """Targets and sources between which there is only what this tape has noted.

        Where there is more, what was noted is copied, from copies of the sources on: so the rest stands still for this
        derivative, and not for those that are taken of it.
        """
        sources = {id(one) for place in places for one in place}
        between = dependent(targets, sources)
        order = history(targets)
        if not any(id(one) in between and not self._noted(one) for one in order):
            return targets, places
        copies: dict[int, Tensor] = {}
        for one in order:
            if self._noted(one) and any(id(operand) in copies for operand in one.inputs):
                copies[id(one)] = _copied(one, copies)
            if id(one) in sources:
                copies[id(one)] = call("identity", copies.get(id(one), one))
        return (
            [copies.get(id(one), one) for one in targets],
            [[copies.get(id(one), one) for one in place] for place in places],
        )

    def _noted(self, one: Tensor) -> bool:
        return self.number in one.tapes


def _sum(parts: Sequence[Tensor]) -> Tensor:
    total = parts[0]
    for one in parts[1:]:
        total = total + one
    return total


def _copied(one: Tensor, copies: Mapping[int, Tensor]) -> Tensor:
    """The same operation on copies of its operands, where there are some."""
    return Tensor(
        operation=one.operation,
        inputs=[copies.get(id(operand), operand) for operand in one.inputs],
        attributes=one.attributes,
        result=one.result,
        tapes=one.tapes,
    )


def _connected(targets: Sequence[Tensor], source: Tensor) -> bool:
    """Whether a path for derivatives leads from a target to the source."""
    reached: set[int] = {id(source)}
    for one in history(targets):
        if one.operation is not None and any(
            id(operand) in reached and one.operation.leads_to(place)
            for place, operand in enumerate(one.inputs)
        ):
            reached.add(id(one))
    return any(id(one) in reached for one in targets)
