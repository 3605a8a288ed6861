"""Requests of some size, of all kinds of work, and a process that says what each of them takes.

`python -m tests.large_requests NAME` prints the most memory that the service's account held for it, and by how much the
process grew, in bytes.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from app.api.memory import Account
from app.main import create_app
from app.settings import Settings

random = np.random.default_rng(0)


@dataclass(frozen=True)
class Large:
    """A request: a program, and arrays by name, those that are differentiated and the others."""

    name: str
    program: str
    parameters: dict[str, Any]
    constants: dict[str, Any] = field(default_factory=dict)
    path: str = "/gradient"
    rest: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """What is sent."""
        values = {
            group: {name: np.asarray(value).tolist() for name, value in named.items()}
            for group, named in (("parameters", self.parameters), ("constants", self.constants))
        }
        return {"program": self.program, **values, **self.rest}


def normal(*shape: int) -> Any:
    """Numbers of a normal distribution, the same in every process."""
    return random.normal(size=shape)


def _positive(n: int) -> Any:
    matrix = normal(n, n)
    return matrix @ matrix.T + n * np.eye(n)


LARGE = [
    Large(
        "logistic regression",
        "p = sigmoid(X @ w + b)\nloss = -mean(y * log(p) + (1 - y) * log(1 - p))",
        {"w": normal(50), "b": 0.1},
        {"X": normal(4000, 50), "y": (normal(4000) > 0) * 1.0},
    ),
    Large(
        "network",
        "h = tanh(X @ A + b)\nh = relu(h @ B)\nloss = mean((h @ c - y) ** 2)",
        {"A": normal(50, 100), "b": normal(100), "B": normal(100, 100), "c": normal(100)},
        {"X": normal(2000, 50), "y": normal(2000)},
    ),
    Large(
        "classifier",
        "loss = -mean(sum(log_softmax(X @ W, axis=1) * Y, axis=1))",
        {"W": normal(50, 60)},
        {"X": normal(2000, 50), "Y": normal(2000, 60)},
    ),
    Large(
        "recurrent network",
        "def step(h, x):\n    h = tanh(W @ h + x)\n    return h, h\nlast, hs = scan(step, h, xs)\nloss = sum(hs ** 2)",
        {"W": normal(64, 64), "h": normal(64)},
        {"xs": normal(2000, 64)},
    ),
    Large("determinant", "loss = sum(log(diagonal(cholesky(A))))", {"A": _positive(300)}),
    Large("system", "loss = sum(solve(A, b) ** 2)", {"A": _positive(300), "b": normal(300, 20)}),
    Large(
        "convolution", "loss = sum(relu(conv(x, k)))", {"k": normal(8, 3, 5, 5)}, {"x": normal(8, 3, 48, 48)}
    ),
    Large(
        "sums of products",
        "loss = sum(einsum('bij,bjk,kl->bil', a, b, c) ** 2)",
        {"a": normal(30, 40, 50), "b": normal(30, 50, 60), "c": normal(60, 30)},
    ),
    Large("order", "loss = sum(sort(x) * w)", {"x": normal(150_000)}, {"w": normal(150_000)}),
    Large(
        "embedding",
        "loss = sum(E[i] ** 2)",
        {"E": normal(2000, 50)},
        {"i": random.integers(0, 2000, 3000)},
    ),
    Large("outer product", "y = outer(x, x)", {"x": normal(500)}, path="/evaluate"),
    Large("jacobian", "y = tanh(A @ x)", {"x": normal(200)}, {"A": normal(600, 200)}, "/jacobian"),
    Large(
        "hessian", "y = sum(exp(A @ x) ** 2)", {"x": 0.01 * normal(150)}, {"A": normal(200, 150)}, "/hessian"
    ),
    Large(
        "hvp",
        "y = sum(exp(A @ x) ** 2)",
        {"x": 0.01 * normal(500)},
        {"A": normal(300, 500)},
        "/hvp",
        {"vectors": {"x": [1.0] * 500}},
    ),
    Large(
        "rows",
        "y = sum((A @ x) ** 2)",
        {"x": normal(1000, 100)},
        {"A": normal(50, 100)},
        "/batch",
        {"batched": ["x"]},
    ),
    Large("sums", "loss = sum(cumsum(x) ** 2)", {"x": normal(150_000)}),
    Large(
        "attention",
        "loss = sum((softmax(q @ k.T / 8.0, axis=-1) @ v) ** 2)",
        {"q": normal(400, 64), "k": normal(400, 64), "v": normal(400, 64)},
    ),
    Large("spectrum", "loss = sum(abs(fft(x)) ** 2)", {"x": normal(100_000)}),
    Large("not finite", "y = log(x)", {"x": -np.ones(100_000)}, path="/evaluate"),
]


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def _ask(app: Any, path: str, body: bytes) -> int:
    """Send a request; its status."""
    said = [{"type": "http.request", "body": body}]
    status = []
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "query_string": b"",
        "http_version": "1.1",
    }

    async def receive() -> Any:
        if not said:
            await asyncio.Event().wait()
        return said.pop()

    async def send(message: Any) -> None:
        status.append(message.get("status"))

    asyncio.run(app(scope, receive, send))
    return int(status[0])


def _watched(take: Callable[[Account, int], bool], most: list[int]) -> Callable[[Account, int], bool]:
    def taken(account: Account, count: int) -> bool:
        found = take(account, count)
        most[0] = max(most[0], account.held)
        return found

    return taken


def main() -> None:
    """Carry out the request that is named."""
    request = next(large for large in LARGE if large.name == sys.argv[1])
    app = create_app(Settings())
    most = [0]
    Account.take = _watched(Account.take, most)  # type: ignore[assignment, method-assign]
    body = json.dumps(request.document()).encode()
    # What is loaded and made once is not of the request.
    assert _ask(app, request.path, body) == 200
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    before, most[0] = _memory("VmRSS"), 0
    assert _ask(app, request.path, body) == 200
    print(json.dumps({"held": most[0], "grown": _memory("VmHWM") - before}))  # noqa: T201


if __name__ == "__main__":
    main()
