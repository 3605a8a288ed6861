"""What an instruction with bodies is, beside its kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from app.engine.body import Body
from app.ops.entry import CostRule, Nested, Op
from app.ops.value import Value


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


# Smaller arrays are counted twice: it makes room for the objects that Python has for them.
LEAST_BYTES = 16_384


def workspace(body: Body, held: Sequence[Value], results: Sequence[Value]) -> int:
    """The bytes that carrying out a body takes besides what is counted around it.

    Args:
        body: what is carried out once.
        held: the inputs that are held outside.
        results: the outputs that are counted as results of the instruction.
    """
    plan = body.plan
    outside = [v for v in held if plan.find(v) is not None]
    counted = sum(v.nbytes for v in (*outside, *set(results)) if v.nbytes >= LEAST_BYTES)
    inside = plan.estimate.running_bytes - counted
    return max(inside, 0) + sum(v.nbytes for v in results if _seen_through(v))


def _seen_through(value: Value) -> bool:
    """Whether a value may be part of another's memory."""
    return value.producer is None or value.producer.op.view or value.producer.op.keeps


def apart(result: Any) -> Any:
    """A result of a body, copied if it would keep a larger array in memory, unseen by the estimate."""
    base = getattr(result, "base", None)
    if isinstance(base, np.ndarray) and base.nbytes > result.nbytes:
        return np.array(result)
    return result


def kept_by_views(body: Body, results: Sequence[Value]) -> int:
    """The bytes of arrays made in a body that its results, being views, keep in memory from step to step."""
    owner: dict[Value, Value] = {}
    for step in body.plan.steps:
        instruction = step.instruction
        if instruction.op.view:
            base = instruction.operands[0]
            owner.update(dict.fromkeys(instruction.outputs, owner.get(base, base)))
    bases = {owner[v] for v in results if v in owner}
    return sum(base.nbytes for base in bases if base.producer is not None)


def _bodies(attributes: Mapping[str, Any]) -> list[Body]:
    return [value for value in attributes.values() if isinstance(value, Body)]
