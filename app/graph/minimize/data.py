"""The loss over a part of the data at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.engine import Value
from app.errors import InvalidDocument, UnknownName, did_you_mean
from app.graph.inquiry import ROOT, Limits, declared_of, values_of
from app.graph.minimize.objective import Objective
from app.graph.requests import Batches, MinimizeRequest
from app.graph.values import Array


class Data:
    """Constants cut into batches.

    Args:
        request: with all data.
        batch: how it is cut.
        limits: of each evaluation.

    Attributes:
        part: the loss over one batch.
        all: the loss over all data.

    Raises:
        UnknownName: what is to be cut is no constant.
        InvalidDocument: axes are not there, are of several lengths, or shorter than a batch.
    """

    def __init__(self, request: MinimizeRequest, batch: Batches, limits: Limits) -> None:
        self._batch = batch
        self._request = request
        arrays = values_of(request, declared_of(request))
        self._cut = {name: self._moved(name, arrays) for name in self._batch.axis}
        lengths = {name: len(array) for name, array in self._cut.items()}
        self.count = min(lengths.values())
        for name, length in lengths.items():
            if length != self.count:
                raise InvalidDocument(
                    f"'{name}' has {length} examples, others have {self.count}",
                    pointer=str(ROOT / "batch" / "axis" / name),
                )
        if self.count < self._batch.size:
            raise InvalidDocument(
                f"a batch of {self._batch.size} cannot be taken of {self.count} examples",
                pointer="/batch/size",
            )
        first = {name: self._back(name, array[: self._batch.size]) for name, array in self._cut.items()}
        changed = request.model_copy(update={"constants": {**request.constants, **first}})
        self.part = Objective(changed, limits)
        self.all = Objective(request, limits)
        self._inputs: dict[str, Value] = self.part.inputs([*self._cut])

    def _moved(self, name: str, arrays: dict[str, Array]) -> Array:
        """The constant with its examples along the first axis."""
        place = ROOT / "batch" / "axis" / name
        if name not in self._request.constants:
            known = did_you_mean(name, self._request.constants)
            raise UnknownName(f"'{name}' is no constant{known}", pointer=str(place))
        axis, array = self._batch.axis[name], arrays[name]
        if not -array.ndim <= axis < array.ndim:
            raise InvalidDocument(f"'{name}' has {array.ndim} axes, and no axis {axis}", pointer=str(place))
        return np.moveaxis(array, axis, 0)

    def _back(self, name: str, array: Array) -> Array:
        return np.ascontiguousarray(np.moveaxis(array, 0, self._batch.axis[name]))

    def batches(self) -> Iterator[dict[Value, Array]]:
        """Batch after batch, without end."""
        random, size = np.random.default_rng(self._batch.seed), self._batch.size
        while True:
            order = random.permutation(self.count) if self._batch.shuffle else np.arange(self.count)
            for low in range(0, self.count - size + 1, size):
                chosen = order[low : low + size]
                yield {
                    self._inputs[name]: self._back(name, array[chosen]) for name, array in self._cut.items()
                }
