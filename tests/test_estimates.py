"""Estimates of memory against memory as it is measured: never under, and not far above.

`tracemalloc` sees NumPy's arrays, and not the workspaces of LAPACK, which tests/test_extremes.py holds against its formulas.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from app.api.metrics import Metrics
from app.api.routes import ROUTES
from app.api.workshop import Workshop, read_request
from app.engine import Deadline, Plan, Value
from app.errors import OperationError
from app.graph.compiled import Compiled
from app.ops import REGISTRY
from app.settings import Settings
from tests import large_requests
from tests.gradcheck import Array, Case, Recording, cases, measured_peak
from tests.large_requests import LARGE as LARGE_REQUESTS
from tests.server import PATIENCE_SECONDS, ROOT, environment

# Python's objects, and the buffers through which NumPy's loops convert what lies in another order or dtype.
OVERHEAD = 256 * 1024
# Pages that the allocator takes from the system and does not use, and those given back before that it takes again: from one to
# three MiB were seen for the same request.
ALLOCATED = 4 * 1024 * 1024
ELEMENTS = 60_000
MOST_BYTES = 100_000_000
REGULAR = np.eye(200) + 0.001
ROW = np.linspace(0.0, 1.0, ELEMENTS)
# Examples that no factor stretches: attributes say how long the axes are, or elements must be in order or regular.
BY_HAND: Mapping[str, tuple[Sequence[Array], dict[str, Any]]] = {
    "arange": ((), {"start": 0, "stop": ELEMENTS}),
    "broadcast_to": ((np.ones(100),), {"shape": [600, 100]}),
    "cholesky": ((REGULAR,), {}),
    "conv_kernel_gradient": (
        (np.ones((2, 3, 100, 100)), np.ones((2, 4, 98, 98))),
        {"kernel_lengths": [3, 3]},
    ),
    "cross": ((np.ones((20_000, 3)), np.ones((20_000, 3))), {}),
    "diag": ((np.ones(250),), {}),
    "diag_embed": ((np.ones((3, 150)),), {}),
    "eye": ((), {"n": 250}),
    "full": ((), {"shape": [200, 300], "value": 1.5}),
    "interp": ((ROW, ROW, ROW), {}),
    "inv": ((REGULAR,), {}),
    "kron": ((np.ones((20, 30)), np.ones((10, 15))), {}),
    "linspace": ((), {"start": 0, "stop": 1, "num": ELEMENTS}),
    "logdet": ((REGULAR,), {}),
    "matrix_power": ((REGULAR,), {"n": -3}),
    "meshgrid": ((np.ones(200), np.ones(300)), {}),
    "multivariate_normal_log_prob": ((np.ones((300, 200)), np.ones(200), REGULAR), {}),
    "ones": ((), {"shape": [200, 300]}),
    "outer": ((np.ones(200), np.ones(300)), {}),
    "qr": ((REGULAR,), {}),
    "random_bernoulli": ((), {"seed": 1, "shape": [200, 300]}),
    "random_normal": ((), {"seed": 1, "shape": [200, 300]}),
    "random_uniform": ((), {"seed": 1, "shape": [200, 300]}),
    "reshape": ((np.ones((200, 300)),), {"shape": [300, 200]}),
    "searchsorted": ((ROW, ROW), {}),
    "slogdet": ((REGULAR,), {}),
    "solve": ((REGULAR, np.ones((200, 300))), {}),
    "solve_triangular": ((REGULAR, np.ones((200, 300))), {}),
    "zeros": ((), {"shape": [200, 300]}),
}


def enlarged(case: Case) -> Case | None:
    """The same application with every axis longer by one factor; None if that cannot be, or would be huge."""
    sizes = [array.size for array in case.arrays]
    if not any(n > 1 for array in case.arrays for n in array.shape):
        return None
    largest = case.arrays[int(np.argmax(sizes))]
    axes = sum(n > 1 for n in largest.shape)
    factor = max(2, int((ELEMENTS / largest.size) ** (1 / axes)))
    shapes = [tuple(n * factor if n > 1 else n for n in array.shape) for array in case.arrays]
    large = case.on([np.resize(a, shape) for a, shape in zip(case.arrays, shapes, strict=True)])
    try:
        recording = Recording(large)
    except OperationError:
        return None
    return large if sum(result.nbytes for result in recording.results) < MOST_BYTES else None


def by_hand() -> Iterator[Case]:
    for name, (arrays, attributes) in BY_HAND.items():
        names = tuple(str(place) for place in range(len(arrays)))
        yield Case(REGISTRY[name], 0, names, tuple(arrays), attributes, "-by-hand")


LARGE = [
    *(large for case in cases() if case.op.name not in BY_HAND and (large := enlarged(case)) is not None),
    *by_hand(),
]


def test_every_operation_is_measured() -> None:
    symbolic = {op.name for op in REGISTRY.values() if op.symbolic}
    assert {case.op.name for case in LARGE} == set(REGISTRY) - symbolic


@pytest.mark.parametrize("case", LARGE, ids=str)
def test_no_operation_takes_more_than_its_estimate(case: Case) -> None:
    recording = Recording(case)
    for wanted in (recording.results, [g for g in recording.gradients if g is not None]):
        if not wanted:
            continue
        plan = Plan(wanted)
        inputs: dict[Value, Array] = {
            value: array
            for value, array in zip(recording.inputs, case.arrays, strict=True)
            if value in plan.inputs
        }
        assert measured_peak(plan, inputs) <= plan.estimate.peak_bytes + OVERHEAD


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop(Settings(), Metrics(Settings()))


@pytest.mark.parametrize("request_", LARGE_REQUESTS, ids=lambda large: large.name)
def test_a_question_takes_its_estimate_and_at_least_half_of_it(
    request_: large_requests.Large, workshop: Workshop
) -> None:
    route = next(route for route in ROUTES if route.path == request_.path)
    question = route.question(read_request(route.request, request_.document()), workshop.limits)
    assert isinstance(question, Compiled)
    question.run(Deadline(60))
    gc.collect()
    given = sum(a.nbytes for a in question.feeds.values()) + sum(c.nbytes for _, c in question.plan.constants)
    tracemalloc.start()
    try:
        answer = question.run(Deadline(60))
        measured = given + tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer
    assert measured <= question.work.peak_bytes + OVERHEAD
    assert question.work.peak_bytes <= 2 * measured + OVERHEAD


@pytest.mark.parametrize("request_", LARGE_REQUESTS, ids=lambda large: large.name)
def test_the_process_grows_by_no_more_than_the_account_holds(request_: large_requests.Large) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.large_requests", request_.name],
        cwd=ROOT,
        env={**environment(), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["grown"] <= found["held"] + ALLOCATED
