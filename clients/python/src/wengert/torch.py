"""Functions that the service computes, inside models of PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from wengert.flat import Flat, Flats
from wengert.functional import Function
from wengert.structures import leaves, like

# The service has no such numbers.
WIDENED = {torch.bfloat16: torch.float32, torch.float16: torch.float32}


def differentiable(f: Function) -> Callable[..., Any]:
    """A function of PyTorch's tensors that the service computes, with derivatives of any order.

    Values travel through this machine's memory. Results are where the first tensor is, and of the dtype that its floating
    tensors have in common.

    Args:
        f: as in `wengert.function`; arguments that are no floating tensors are not differentiated.

    Raises:
        TypeError: when it is called with a complex tensor, or with none at all.
    """
    flats = Flats(f)

    def on_tensors(*arguments: Any) -> Any:
        given = leaves(list(arguments))
        first, dtype = _like_which(given)
        flat = flats.of(arguments)
        arrays = [one if isinstance(one, torch.Tensor) else _constant(one, first) for one in given]
        found = _Applied.apply(flat, dtype, *arrays)
        return like(flat.structure([_array(one) for one in arrays]), iter(found))

    return on_tensors


def _like_which(given: Sequence[Any]) -> tuple[torch.Tensor, torch.dtype]:
    """The first tensor, and the dtype of floating results."""
    tensors = [one for one in given if isinstance(one, torch.Tensor)]
    if not tensors or any(one.is_complex() for one in tensors):
        raise TypeError("a differentiable function takes tensors, at least one, and none that is complex")
    dtype: Any = None
    for one in tensors:
        if one.is_floating_point():
            dtype = one.dtype if dtype is None else torch.promote_types(dtype, one.dtype)
    return tensors[0], torch.float64 if dtype is None else dtype


def _constant(value: Any, first: torch.Tensor) -> torch.Tensor:
    """An argument that is no tensor, as `wengert.function` takes it."""
    array = np.asarray(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return torch.from_numpy(np.array(array, float if whole else None)).to(first.device)


def _array(one: torch.Tensor) -> Any:
    return one.detach().to("cpu", WIDENED.get(one.dtype, one.dtype)).numpy()


class _Applied(torch.autograd.Function):  # type: ignore[misc]
    """A call; its backward pass is another."""

    @staticmethod
    def forward(ctx: Any, flat: Flat, dtype: torch.dtype, *given: torch.Tensor) -> tuple[torch.Tensor, ...]:
        ctx.flat, ctx.dtype = flat, dtype
        ctx.save_for_backward(*given)
        found = [torch.from_numpy(one.copy()) for one in flat([_array(one) for one in given])]
        results = tuple(
            one.to(given[0].device, dtype if one.is_floating_point() else one.dtype) for one in found
        )
        ctx.mark_non_differentiable(*[one for one in results if not one.is_floating_point()])
        ctx.seeded = [place for place, one in enumerate(results) if one.is_floating_point()]
        return results

    @staticmethod
    def backward(ctx: Any, *cotangents: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        given = ctx.saved_tensors
        wanted = [place for place in range(len(given)) if ctx.needs_input_grad[place + 2]]
        back = ctx.flat.pullback(wanted, ctx.seeded)
        seeds = [cotangents[place] for place in ctx.seeded]
        found = dict(zip(wanted, _Applied.apply(back, ctx.dtype, *given, *seeds), strict=True))
        slopes = [found[place].to(one) if place in found else None for place, one in enumerate(given)]
        return None, None, *slopes
