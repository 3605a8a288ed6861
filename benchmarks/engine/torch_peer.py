"""The workloads in PyTorch, eager."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from benchmarks.engine.workloads import COMPONENTS, DIMENSIONS, LINKS, STEPS, Function, Workload


def _w1(w: Any, b: Any, x: Any, y: Any) -> Any:
    return (y - (w * x + b)) ** 2


def _w2(x: Any) -> Any:
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


def _w3(w: Any, b: Any, x: Any, y: Any) -> Any:
    return functional.binary_cross_entropy_with_logits(x @ w + b, y)


def _w4(w1: Any, b1: Any, w2: Any, b2: Any, x: Any, y: Any) -> Any:
    logits = torch.addmm(b2, torch.tanh(torch.addmm(b1, x, w1)), w2)
    return functional.cross_entropy(logits, y)


def _w5(x: Any, w: Any) -> Any:
    return torch.tanh(torch.sin(x) * torch.exp(-(x**2)) + w * x).mean()


def _w6(alphas: Any, means: Any, packed: Any, x: Any) -> Any:
    d = DIMENSIONS
    logs = packed[:, :d]
    rows, columns = np.tril_indices(d, -1)
    lower = torch.zeros((COMPONENTS, d, d), dtype=packed.dtype)
    lower[:, rows, columns] = packed[:, d:]
    lower = lower + torch.diag_embed(torch.exp(logs))
    centred = x[None] - means[:, None]
    scaled = torch.bmm(centred, lower.transpose(1, 2))
    scores = (alphas + logs.sum(-1))[:, None] - 0.5 * (scaled**2).sum(-1)
    return torch.logsumexp(scores, 0).sum() - len(x) * torch.logsumexp(alphas, 0)


def _w7(inputs: Any, recurrent: Any, bias: Any, xs: Any) -> Any:
    h = c = torch.zeros_like(xs[0])
    pre = xs @ inputs + bias
    for step in range(STEPS):
        gates = torch.addmm(pre[step], h, recurrent)
        i, f, o, g = gates.chunk(4, 1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
    return (h**2).mean()


def _w8(x: Any, a: Any, b: Any) -> Any:
    for _ in range(LINKS):
        x = torch.sin(x) * a + b
    return x


LOSSES: dict[str, Any] = {
    "W1": _w1,
    "W2": _w2,
    "W3": _w3,
    "W4": _w4,
    "W5": _w5,
    "W6": _w6,
    "W7": _w7,
    "W8": _w8,
}


def forms(workload: Workload, threads: int) -> dict[str, Callable[[], Function]]:
    """Eager PyTorch; there is nothing to be made beforehand."""
    torch.set_num_threads(threads)
    count, loss = len(workload.parameters), LOSSES[workload.name]

    def function(*arrays: Any) -> list[Any]:
        tensors = [torch.from_numpy(array) for array in arrays]
        sources = [tensor.requires_grad_() for tensor in tensors[:count]]
        value = loss(*tensors)
        slopes = torch.autograd.grad(value, sources)
        return [value.detach().numpy(), *(slope.numpy() for slope in slopes)]

    return {"torch eager": lambda: function}
