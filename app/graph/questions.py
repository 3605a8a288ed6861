"""What can be asked about a graph. Each question records what it needs and lays out its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.engine import (
    Rows,
    Value,
    batch_jacobian,
    gradient,
    hessian,
    hvp,
    indexed_slices,
    jacobian,
    jvp,
    vectorize,
)
from app.errors import InvalidDocument, OperationError, UnknownName, did_you_mean
from app.graph.compiled import Answerable, Compiled
from app.graph.inquiry import ROOT, Inquiry, Limits, Named
from app.graph.requests import (
    EvaluateRequest,
    GradientRequest,
    HessianRequest,
    HvpRequest,
    JacobianRequest,
    JvpRequest,
    VjpRequest,
)
from app.graph.trace import traced
from app.graph.values import refuse

Question = Callable[[Any, Limits], Answerable]


def evaluate(request: EvaluateRequest, limits: Limits) -> Compiled:
    """What are the graph's outputs, or those named?"""
    inquiry = Inquiry(request, limits)
    if request.outputs:
        return inquiry.compiled({"outputs": inquiry.outputs()})
    outputs = {entry.name: inquiry.slot(entry.value) for entry in inquiry.graph_outputs()}
    return inquiry.compiled({"outputs": outputs})


def gradients(request: GradientRequest, limits: Limits) -> Compiled:
    """What are the loss and its gradients?"""
    inquiry = Inquiry(request, limits)
    weighted = request.output_gradients is not None
    targets, sources = inquiry.targets(weighted=weighted), inquiry.sources()
    weights = _weights(inquiry, targets)
    adjoints: dict[Value, Value] = {}
    with inquiry.recording.locating():
        found = gradient(_values(targets), _values(sources), weights, adjoints)
    layout = {"loss": _loss(inquiry, targets), "gradients": _by_source(inquiry, sources, found)}
    if request.sparse:
        rows = {s.name: indexed_slices(f) for s, f in zip(sources, found, strict=True) if f is not None}
        layout["gradients"].update({n: _slices(inquiry, r) for n, r in rows.items() if r is not None})
    layout = _with_outputs(inquiry, layout)
    if request.trace:
        layout["trace"] = traced(inquiry, adjoints)
    return inquiry.compiled(layout)


def _slices(inquiry: Inquiry, rows: Rows) -> dict[str, Any]:
    return {
        "object_type": "indexed_slices",
        "shape": list(rows.shape),
        "indices": inquiry.slot(rows.indices),
        "values": inquiry.slot(rows.values),
    }


def vector_jacobian(request: VjpRequest, limits: Limits) -> Compiled:
    """What are the outputs, and cotangents of them times their Jacobian?"""
    inquiry = Inquiry(request, limits)
    targets, sources = inquiry.targets(all_outputs=True, weighted=True), inquiry.sources()
    pairs = _given(inquiry, request.output_gradients, targets, "output_gradients", "target")
    several = _several(pairs, "output_gradients")
    seeds = [inquiry.tape.input(t.value.shape, t.value.dtype) if several else g for t, g in pairs]
    with inquiry.recording.locating():
        found = gradient([t.value for t, _ in pairs], _values(sources), seeds)
        if several:
            found = _batched(found, dict(zip(seeds, [g for _, g in pairs], strict=True)))
    lead = () if several is None else (several,)
    layout = {
        "outputs": {t.name: inquiry.slot(t.value) for t in targets},
        "gradients": _by_source(inquiry, sources, found, lead),
    }
    return inquiry.compiled(layout)


def jacobian_vector(request: JvpRequest, limits: Limits) -> Compiled:
    """What are the outputs, and their Jacobian times tangents of the inputs?"""
    inquiry = Inquiry(request, limits, list(request.tangents))
    targets = inquiry.targets(all_outputs=True, weighted=True)
    sources = [
        Named(name, ROOT / "tangents" / name, inquiry.recording.value(name, ROOT / "tangents" / name))
        for name in request.tangents
    ]
    pairs = _given(inquiry, request.tangents, sources, "tangents", "value")
    several = _several(pairs, "tangents")
    seeds = [inquiry.tape.input(s.value.shape, s.value.dtype) if several else t for s, t in pairs]
    with inquiry.recording.locating():
        found = jvp(_values(targets), [s.value for s, _ in pairs], seeds)
        if several:
            found = _batched(found, dict(zip(seeds, [t for _, t in pairs], strict=True)))
    lead = () if several is None else (several,)
    layout = {
        "outputs": {t.name: inquiry.slot(t.value) for t in targets},
        "tangents": {
            t.name: inquiry.slot(inquiry.unconnected(f, lead + t.value.shape, t.value))
            for t, f in zip(targets, found, strict=True)
        },
    }
    return inquiry.compiled(layout)


def jacobians(request: JacobianRequest, limits: Limits) -> Compiled:
    """What are the outputs, and all derivatives of each of their elements?"""
    inquiry = Inquiry(request, limits)
    targets, sources = inquiry.targets(all_outputs=True), inquiry.sources()
    if request.batch:
        _check_examples([*targets, *sources])
    found: dict[str, Any] = {}
    for target in targets:
        with inquiry.recording.locating():
            rows = (
                batch_jacobian(target.value, _values(sources))
                if request.batch
                else jacobian(target.value, _values(sources), request.mode)
            )
        skipped = int(request.batch)
        found[target.name] = {
            s.name: inquiry.slot(
                inquiry.unconnected(row, target.value.shape + s.value.shape[skipped:], s.value)
            )
            for s, row in zip(sources, rows, strict=True)
        }
    layout = {"outputs": {t.name: inquiry.slot(t.value) for t in targets}, "jacobian": found}
    return inquiry.compiled(layout)


def hessians(request: HessianRequest, limits: Limits) -> Compiled:
    """What are the loss, its gradients, and its second derivatives?"""
    inquiry = Inquiry(request, limits)
    [target], sources = inquiry.targets(), inquiry.sources()
    with inquiry.recording.locating():
        slopes = gradient([target.value], _values(sources))
        blocks = hessian(target.value, _values(sources))
    layout = {
        "loss": inquiry.slot(target.value),
        "gradients": _by_source(inquiry, sources, slopes),
        "hessian": {
            a.name: {
                b.name: inquiry.slot(
                    inquiry.unconnected(block, target.value.shape + a.value.shape + b.value.shape, b.value)
                )
                for b, block in zip(sources, row, strict=True)
            }
            for a, row in zip(sources, blocks, strict=True)
        },
    }
    return inquiry.compiled(_with_outputs(inquiry, layout))


def hessian_vector(request: HvpRequest, limits: Limits) -> Compiled:
    """What are the loss, its gradients, and its Hessian times vectors?"""
    inquiry = Inquiry(request, limits)
    targets, sources = inquiry.targets(), inquiry.sources()
    pairs = _given(inquiry, request.vectors, sources, "vectors", "source", several=False)
    vectors = {s.name: v for s, v in pairs}
    with inquiry.recording.locating():
        slopes = gradient(_values(targets), _values(sources))
        directions = [s for s in sources if s.name in vectors]
        found = _hvp(_values(targets), directions, vectors, _values(sources))
    layout = {
        "loss": _loss(inquiry, targets),
        "gradients": _by_source(inquiry, sources, slopes),
        "hvp": _by_source(inquiry, sources, found),
    }
    return inquiry.compiled(_with_outputs(inquiry, layout))


def _hvp(
    targets: list[Value], directions: list[Named], vectors: dict[str, Value], sources: list[Value]
) -> list[Value | None]:
    """The product for every source, where some vectors left out are zero."""
    if len(directions) == len(sources):
        return hvp(targets, sources, [vectors[d.name] for d in directions])
    slopes = gradient(targets, _values(directions))
    found = [(s, vectors[d.name]) for s, d in zip(slopes, directions, strict=True) if s is not None]
    return gradient([s for s, _ in found], sources, [v for _, v in found])


def _values(named: list[Named]) -> list[Value]:
    return [entry.value for entry in named]


def _by_source(
    inquiry: Inquiry, sources: list[Named], found: list[Value | None], lead: tuple[int, ...] = ()
) -> dict[str, Any]:
    return {
        s.name: inquiry.slot(inquiry.unconnected(value, lead + s.value.shape, s.value))
        for s, value in zip(sources, found, strict=True)
    }


def _with_outputs(inquiry: Inquiry, layout: dict[str, Any]) -> dict[str, Any]:
    return layout if inquiry.request.outputs is None else {**layout, "outputs": inquiry.outputs()}


def _loss(inquiry: Inquiry, targets: list[Named]) -> Any:
    slots = [inquiry.slot(target.value) for target in targets]
    asked: Any = inquiry.request
    return slots if isinstance(asked.target, list) else slots[0]


def _weights(inquiry: Inquiry, targets: list[Named]) -> list[Value | None]:
    """The weights given for the targets' elements, aligned with `target`."""
    request: Any = inquiry.request
    given = request.output_gradients
    if given is None:
        return [None] * len(targets)
    pointer = ROOT / "output_gradients"
    if not isinstance(request.target, list):
        return [inquiry.given(given, pointer, targets[0].value)]
    if not isinstance(given, list) or len(given) != len(targets):
        raise refuse(pointer, f"expected a list of {len(targets)} entries, one for each target")
    return [
        None if entry is None else inquiry.given(entry, pointer / i, target.value)
        for i, (entry, target) in enumerate(zip(given, targets, strict=True))
    ]


def _given(
    inquiry: Inquiry,
    arrays: dict[str, Any],
    named: list[Named],
    field: str,
    what: str,
    *,
    several: bool = True,
) -> list[tuple[Named, Value]]:
    """The arrays given by name, beside the values they belong to."""
    known = {entry.name: entry for entry in named}
    if not arrays:
        raise InvalidDocument(f"'{field}' is empty; it needs at least one {what}", pointer=str(ROOT / field))
    pairs = []
    for name, array in arrays.items():
        pointer = ROOT / field / name
        if name not in known:
            raise UnknownName(f"'{name}' is no {what}{did_you_mean(name, known)}", pointer=str(pointer))
        pairs.append((known[name], inquiry.given(array, pointer, known[name].value, several=several)))
    return pairs


def _several(pairs: list[tuple[Named, Value]], field: str) -> int | None:
    """The length of the extra leading axis, if the arrays have one."""
    extra = {name.name: g.shape[0] if g.ndim > name.value.ndim else None for name, g in pairs}
    if len(set(extra.values())) > 1:
        found = ", ".join(f"{name}: {'none' if n is None else n}" for name, n in extra.items())
        raise InvalidDocument(
            f"the extra leading axes of '{field}' must have one length ({found})", pointer=str(ROOT / field)
        )
    return next(iter(extra.values()))


def _batched(found: list[Value | None], seeds: dict[Value, Value]) -> list[Value | None]:
    rows = iter(vectorize([value for value in found if value is not None], seeds))
    return [None if value is None else next(rows) for value in found]


def _check_examples(named: list[Named]) -> None:
    counts = {entry.name: entry.value.shape[:1] for entry in named}
    if len(set(counts.values())) != 1 or () in counts.values():
        shapes = ", ".join(f"'{entry.name}' has shape {entry.value.shape}" for entry in named)
        raise OperationError(
            f"with batch, every target and source needs the examples along axis 0, as many of them: {shapes}"
        )
