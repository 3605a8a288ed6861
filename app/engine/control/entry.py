"""What an instruction with bodies is, beside its kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.engine.body import Body
from app.ops.entry import CostRule, Nested, Op


def nested_op(
    name: str,
    *,
    kernel: Callable[..., Any],
    cost: CostRule,
    reach: Any,
    pull_back: Any,
    prune: Any,
    batch: Any,
) -> Op:
    """An operation that is recorded for another, and is in no registry: it has several results, and its
    kernel gets the execution before its operands."""
    return Op(
        name=name,
        family="control",
        doc="",
        operands=(),
        attributes=(),
        kernel=kernel,
        infer=None,
        examples=(),
        results=("*",),
        cost_rule=cost,
        batch=batch,
        nested=Nested(reach, pull_back, prune, _bodies),
        complex_values=True,
    )


def _bodies(attributes: Mapping[str, Any]) -> list[Body]:
    return [value for value in attributes.values() if isinstance(value, Body)]
