"""One graph for many values at once: losses and gradients for each row of some values, or summed over the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.engine import Value, gradient, ops, vectorize
from app.errors import InvalidDocument, InvalidValue, UnknownName, did_you_mean
from app.graph.compiled import Compiled
from app.graph.inquiry import ROOT, Inquiry, Limits, Named, declared_of, values_of
from app.graph.requests import BatchRequest
from app.graph.values import Array
from app.ops.spec import is_differentiable


def batch(request: BatchRequest, limits: Limits) -> Compiled:
    """What are the loss and its gradients for each row?"""
    _check_rows(request, values_of(request, declared_of(request)))
    inquiry = Inquiry(request, limits, batched=request.batched)
    targets, sources = inquiry.targets(), inquiry.sources()
    values, wanted = [t.value for t in targets], [s.value for s in sources]
    batching = _Batching(inquiry.rows, request.reduce)
    with inquiry.recording.locating():
        losses = vectorize(values, inquiry.rows)
        # Of the sum over all rows, one gradient does for what is the same in every row.
        totals = [batching.reduced(loss) for loss in losses if is_differentiable(loss.dtype)]
        shared = [source for source in wanted if batching.reduces and batching.shares(source)]
        whole = dict(zip(shared, gradient(totals, shared) if shared else (), strict=True))
        others = [source for source in wanted if source not in whole]
        found = {**whole, **dict(zip(others, batching.of_rows(gradient(values, others)), strict=True))}
        slots = [inquiry.slot(batching.reduced(loss)) for loss in losses]
    layout: dict[str, Any] = {
        "loss": slots if isinstance(request.target, list) else slots[0],
        "gradients": {
            s.name: inquiry.slot(inquiry.unconnected(found[s.value], batching.shape(s.value), s.value))
            for s in sources
        },
    }
    if request.outputs is not None:
        named = inquiry.named(request.outputs, ROOT / "outputs")
        with inquiry.recording.locating():
            layout["outputs"] = _outputs(inquiry, named)
    return inquiry.compiled(layout)


class _Batching:
    """How what is computed for a row becomes what is answered.

    Args:
        rows: for each value given one row at a time, the value that holds all of them.
        reduce: "none", "sum" or "mean".
    """

    def __init__(self, rows: Mapping[Value, Value], reduce: str) -> None:
        self.rows = rows
        self.reduces = reduce != "none"
        self._reduce = reduce
        self._count = next(iter(rows.values())).shape[0]

    def shares(self, value: Value) -> bool:
        """Whether a value is an input that is the same for all rows."""
        return value.producer is None and value not in self.rows

    def reduced(self, rows: Value) -> Value:
        """Rows as they are answered."""
        if not self.reduces:
            return rows
        reduced: Value = (ops.sum if self._reduce == "sum" else ops.mean)(rows, axis=0)
        return reduced

    def of_rows(self, found: Sequence[Value | None]) -> list[Value | None]:
        """Gradients for one row as they are answered for all."""
        every = iter(vectorize([value for value in found if value is not None], self.rows))
        return [None if value is None else self.reduced(next(every)) for value in found]

    def shape(self, source: Value) -> tuple[int, ...]:
        """That of the gradient that is answered."""
        return source.shape if self.reduces else (self._count, *source.shape)


def _outputs(inquiry: Inquiry, named: Sequence[Named]) -> dict[str, object]:
    rows = vectorize([entry.value for entry in named], inquiry.rows)
    return {entry.name: inquiry.slot(row) for entry, row in zip(named, rows, strict=True)}


def _check_rows(request: BatchRequest, arrays: Mapping[str, Array]) -> None:
    """See that the values named have rows, equally many of them.

    Raises:
        InvalidDocument, UnknownName, InvalidValue: they do not.
    """
    if not request.batched:
        raise InvalidDocument(
            "'batched' is empty; it needs the name of at least one value with rows",
            pointer=str(ROOT / "batched"),
        )
    first = request.batched[0]
    for position, name in enumerate(request.batched):
        place = str(ROOT / "batched" / position)
        if name not in arrays:
            raise UnknownName(
                f"nothing is named '{name}': it is neither in parameters nor in constants{did_you_mean(name, arrays)}",
                pointer=place,
            )
        shape = arrays[name].shape
        if not shape or not shape[0]:
            raise InvalidValue(
                f"'{name}' has shape {shape}; it needs a leading axis with at least one row", pointer=place
            )
        if shape[0] != arrays[first].shape[0]:
            raise InvalidValue(
                f"'{name}' has {shape[0]} rows and '{first}' {arrays[first].shape[0]}; they must have equally many",
                pointer=place,
            )
