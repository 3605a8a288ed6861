"""Functions of arrays in a row, and what pulls cotangents back through them: what other frameworks differentiate by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np

from wengert import transport
from wengert.functional import Function, Remote, function
from wengert.structures import leaves, like
from wengert.tensor import Tensor, call, tensor
from wengert.values import Array


class Flat:
    """A function that takes arrays one by one and gives a list of them.

    Args:
        f: takes them so, and gives arrays or a structure of them.
    """

    def __init__(self, f: Function) -> None:
        self._remote: Remote = function(f)
        self._pullbacks: dict[Any, Flat] = {}

    def __call__(self, arrays: Sequence[Array]) -> list[Array]:
        """Its results, from the service."""
        return [np.asarray(one) for one in leaves(self._remote(*arrays))]

    def structure(self, arrays: Sequence[Array]) -> Any:
        """The structure of its results for such arrays."""
        return self._remote.traced(arrays).result

    def specs(self, arrays: Sequence[Array]) -> list[tuple[tuple[int, ...], np.dtype[Any]]]:
        """Shapes and dtypes of its results for such arrays, of which only shapes and dtypes count."""
        traced = self._remote.traced(arrays)
        given = dict(zip(self._remote.sources(arrays, range(len(arrays))), arrays, strict=True))
        known = {name: (one.shape, one.dtype) for name, one in {**traced.fixed, **given}.items()}
        declared = {name: {"dtype": one.dtype.name, "shape": list(one.shape)} for name, one in given.items()}
        asked = {"graph": {**traced.graph, "inputs": declared}, "constants": traced.fixed}
        found = transport.client().post("/graph", asked)
        for name, shape in found["shapes"].items():
            known[name] = (tuple(shape), np.dtype(found["dtypes"][name]))
        return [known[name] if name in known else known[f"{name}:0"] for name in traced.outputs]

    def pullback(self, wanted: Sequence[int], seeded: Sequence[int]) -> Flat:
        """What takes the arrays, then cotangents of results, and gives cotangents of arrays.

        Args:
            wanted: of which arrays.
            seeded: of which results.
        """
        key = (tuple(wanted), tuple(seeded))
        if key not in self._pullbacks:
            self._pullbacks[key] = Flat(self._pulled(*key))
        return self._pullbacks[key]

    def _pulled(self, wanted: Sequence[int], seeded: Sequence[int]) -> Function:
        def pulled(*given: Tensor) -> list[Tensor]:
            arrays, cotangents = list(given[: len(given) - len(seeded)]), given[len(given) - len(seeded) :]
            for place in wanted:
                arrays[place] = call("identity", arrays[place])
            results = leaves(self._remote.recorded(*arrays))
            parts = [
                call("sum", tensor(results[place]) * one)
                for place, one in zip(seeded, cotangents, strict=True)
            ]
            total = sum(parts[1:], parts[0])
            return [call("gradient", total, arrays[place]) for place in wanted]

        return pulled


class Flats:
    """One function for arguments of different structures.

    Args:
        f: takes and gives arrays in structures.
    """

    def __init__(self, f: Function) -> None:
        self._function = f
        self._known: dict[str, Flat] = {}

    def of(self, arguments: Sequence[Any]) -> Flat:
        """The function of the arrays in such arguments."""
        skeleton = like(list(arguments), count())
        key = repr(skeleton)
        if key not in self._known:
            self._known[key] = Flat(lambda *arrays: self._function(*like(skeleton, iter(arrays))))
        return self._known[key]
