"""Losses."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from app.errors import OperationError
from app.ops.entry import Array, Float, Free, composite
from app.ops.infer import OneAxis
from app.ops.namespace import ops
from app.ops.spec import normalize_axes

Reduction = Annotated[
    Literal["mean", "sum", "none"], "The mean or the sum over all examples, or one value an example."
]

_PREDICTED = [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]
_TARGET = [[0.1, -0.4, 0.2], [0.9, 2.3, -0.2]]
_PAIR = {"predictions": _PREDICTED, "targets": _TARGET}
_LOGITS = {"logits": _PREDICTED}


def _reduced(values: Any, reduction: str) -> Any:
    if reduction == "none":
        return values
    return ops.mean(values) if reduction == "mean" else ops.sum(values)


@composite(examples=[_PAIR, {**_PAIR, "reduction": "sum"}], aliases=["mse_loss"])
def mean_squared_error(predictions: Float, targets: Float, *, reduction: Reduction = "mean") -> Array:
    """Square of the difference."""
    return _reduced(ops.square(predictions - targets), reduction)


@composite(
    examples=[_PAIR, {**_PAIR, "reduction": "none"}], aliases=["l1_loss"], kink="0 where both are equal."
)
def mean_absolute_error(predictions: Float, targets: Float, *, reduction: Reduction = "mean") -> Array:
    """Absolute difference."""
    return _reduced(ops.abs(predictions - targets), reduction)


@composite(
    examples=[_PAIR, {**_PAIR, "delta": 0.45}],
    kink="Where the difference is delta both branches have the same slope.",
)
def huber_loss(
    predictions: Float,
    targets: Float,
    *,
    delta: Annotated[float, "Where the loss turns from quadratic to linear."] = 1.0,
    reduction: Reduction = "mean",
) -> Array:
    """Half the squared difference up to delta, delta (|difference| - delta/2) beyond. Source: Huber (1964)."""
    error = predictions - targets
    size = ops.abs(error)
    loss = ops.where(size <= delta, 0.5 * ops.square(error), delta * (size - 0.5 * delta))
    return _reduced(loss, reduction)


@composite(
    examples=[
        {**_LOGITS, "labels": [2, 0]},
        {**_LOGITS, "labels": [[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]], "label_smoothing": 0.1},
        {**_LOGITS, "labels": [2, 0], "label_smoothing": 0.1, "reduction": "none"},
    ],
    aliases=["softmax_cross_entropy_with_logits", "sparse_softmax_cross_entropy_with_logits"],
)
def softmax_cross_entropy(
    logits: Float,
    labels: Free,
    *,
    label_smoothing: Annotated[float, "Share of the label spread evenly over all classes."] = 0.0,
    reduction: Reduction = "mean",
) -> Array:
    """Cross entropy of softmax(logits) against labels: integers (one axis fewer than the logits), or
    distributions over the last axis. The mean is over rows."""
    if logits.ndim == 0:
        raise OperationError("logits need an axis of classes, the last", operand=0)
    logs = ops.log_softmax(logits)
    if labels.dtype.kind in "iu":
        if labels.shape != logits.shape[:-1]:
            raise OperationError(
                f"integer labels must have the shape {logits.shape[:-1]}, the logits' without the class axis",
                operand=1,
            )
        picked = ops.take_along_axis(logs, ops.expand_dims(labels, axis=-1), axis=-1)
        own = ops.squeeze(picked, axis=-1)
    else:
        if labels.shape != logits.shape:
            raise OperationError(f"distributions must have the logits' shape {logits.shape}", operand=1)
        own = ops.sum(ops.multiply_no_nan(logs, labels), axis=-1)
    if label_smoothing:
        own = (1 - label_smoothing) * own + label_smoothing * ops.mean(logs, axis=-1)
    return _reduced(-own, reduction)


@composite(
    examples=[{**_LOGITS, "labels": [[1.0, 0.0, 0.3], [0.0, 1.0, 1.0]]}],
    aliases=["sigmoid_cross_entropy_with_logits", "binary_cross_entropy_with_logits"],
)
def sigmoid_cross_entropy(logits: Float, labels: Float, *, reduction: Reduction = "mean") -> Array:
    """Cross entropy of sigmoid(logits) against labels in [0, 1], without overflow."""
    # softplus(logits) - labels * logits, without the difference of large numbers where the label is right.
    above = logits > 0
    rest = ops.multiply_no_nan(logits, ops.where(above, 1 - labels, -labels))
    return _reduced(rest + ops.softplus(ops.where(above, -logits, logits)), reduction)


@composite(
    examples=[{"p": [[0.4, 0.1, 0.8], [0.6, 0.3, 0.9]], "labels": [[1.0, 0.0, 0.3], [0.0, 1.0, 1.0]]}],
)
def binary_cross_entropy(p: Float, labels: Float, *, reduction: Reduction = "mean") -> Array:
    """Cross entropy of probabilities against labels in [0, 1]. On logits, sigmoid_cross_entropy is exact."""
    return _reduced(-(ops.xlogy(labels, p) + ops.xlog1py(1 - labels, -p)), reduction)


@composite(
    examples=[{"p": [[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]], "q": [[0.4, 0.2, 0.4], [0.3, 0.3, 0.4]]}],
    kink="A term with p = 0 is 0 and has no gradient.",
)
def kl_divergence(p: Float, q: Float, *, reduction: Reduction = "mean") -> Array:
    """Kullback-Leibler divergence of the distribution q from p, along the last axis; the mean is over rows."""
    terms = ops.where(ops.equal(p, 0), 0, ops.xlogy(p, p) - ops.xlogy(p, q))
    return _reduced(ops.sum(terms, axis=-1), reduction)


@composite(
    examples=[{"predictions": _PREDICTED, "labels": [[1.0, -1.0, 1.0], [-1.0, 1.0, 1.0]]}],
    kink="Where the margin is exactly 1 the gradient is 0.",
)
def hinge_loss(predictions: Float, labels: Float, *, reduction: Reduction = "mean") -> Array:
    """max(0, 1 - labels * predictions), for labels -1 and 1."""
    return _reduced(ops.relu(1 - labels * predictions), reduction)


@composite(
    examples=[
        {"x1": _PREDICTED, "x2": _TARGET},
        {"x1": _PREDICTED, "x2": [[0.9], [2.3]], "axis": 0, "reduction": "none"},
    ],
    kink="Where one of the vectors is 0 the value and the gradient are 0.",
)
def cosine_similarity(x1: Float, x2: Float, *, axis: OneAxis = -1, reduction: Reduction = "mean") -> Array:
    """Cosine of the angle between vectors along an axis, from -1 to 1. To be maximized: the loss is its
    negative, or 1 minus it."""
    left, right = _directions(x1, axis), _directions(x2, axis)
    return _reduced(ops.sum(left * right, axis=axis), reduction)


def _directions(x: Any, axis: int) -> Any:
    """Vectors brought to length 1, those of length 0 left as they are."""
    # The largest element is taken out as a constant first, so that no square over- or underflows: the
    # direction does not depend on it.
    if x.shape[normalize_axes(axis, x.ndim)[0]] == 0:
        raise OperationError("vectors without elements have no direction", operand=0)
    largest = ops.stop_gradient(ops.max(ops.abs(x), axis=axis, keepdims=True))
    scaled = x / ops.where(ops.equal(largest, 0), 1, largest)
    square = ops.sum(ops.square(scaled), axis=axis, keepdims=True)
    nothing = ops.equal(square, 0)
    return ops.where(nothing, 0, scaled * ops.rsqrt(ops.where(nothing, 1, square)))


@composite(
    examples=[
        {"predictions": _PREDICTED, "targets": [[0.0, 1.0, 7.0], [2.0, 1.0, 0.0]]},
        {
            "predictions": [[0.5, 1.2, 2.0], [1.1, 0.3, 0.7]],
            "targets": [[0.0, 1.0, 7.0], [2.0, 1.0, 0.0]],
            "log_input": False,
            "full": True,
        },
    ],
    aliases=["poisson_nll_loss"],
)
def poisson_nll(
    predictions: Float,
    targets: Float,
    *,
    log_input: Annotated[bool, "The predictions are logarithms of rates instead of rates."] = True,
    full: Annotated[bool, "Add the term log(targets!), which does not depend on the predictions."] = False,
    reduction: Reduction = "mean",
) -> Array:
    """Negative log probability of counts under Poisson distributions with the predicted rates."""
    if log_input:
        loss = ops.exp(predictions) - targets * predictions
    else:
        loss = predictions - ops.xlogy(targets, predictions)
    return _reduced(loss + ops.gammaln(targets + 1) if full else loss, reduction)
