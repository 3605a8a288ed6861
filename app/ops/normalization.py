"""Normalization: values brought to mean 0 and variance 1, or to mean square 1, over some axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any

from app.errors import OperationError
from app.ops.entry import Array, Float, composite
from app.ops.infer import reduced_count
from app.ops.namespace import ops
from app.ops.spec import broadcast_shapes, normalize_axes

Eps = Annotated[float, "Added to the variance, so that equal elements do not divide by 0."]
FeatureAxes = Annotated[
    int | list[int],
    "Axis or axes of the features, which are normalized together; negative ones from the end.",
]

_ROWS: Any = [[0.5, -1.2, 2.0, 0.4], [1.1, 0.3, -0.7, 0.2], [0.9, -0.6, 1.4, 2.3]]
_IMAGES: Any = [
    [[[0.5, -1.2, 2.0]], [[1.1, 0.3, -0.7]], [[0.2, 0.8, -0.4]], [[1.6, -0.3, 0.9]]],
    [[[-0.6, 1.2, 0.4]], [[0.7, -1.3, 1.9]], [[-2.0, 0.6, 1.0]], [[1.3, 0.1, -0.8]]],
]
_SCALE: Any = [1.2, 0.8, -0.5, 1.0]
_BIAS: Any = [0.1, -0.2, 0.3, 0.0]


def _normalized(x: Any, axes: tuple[int, ...], eps: float) -> Any:
    return _to_unit_size(x - ops.mean(x, axis=axes, keepdims=True), axes, eps)


def _to_unit_size(x: Any, axes: tuple[int, ...], eps: float) -> Any:
    """x / sqrt(mean of squares + eps), also where the squares over- or underflow."""
    if eps < 0:
        raise OperationError(f"eps {eps} must not be negative", attribute="eps")
    size = ops.vector_norm(x, axis=axes, keepdims=True) / math.sqrt(reduced_count(x.shape, axes))
    return x / ops.hypot(size, math.sqrt(eps))


def _scaled(y: Any, parameters: Sequence[Any], axes: tuple[int, ...]) -> Any:
    """Multiplied by scale and moved by bias, the first and second operand after x, where they are given."""
    scale, bias = parameters
    if scale is not None:
        y = y * _placed(scale, y.shape, axes, "scale", 1)
    if bias is not None:
        y = y + _placed(bias, y.shape, axes, "bias", 2)
    return y


def _placed(parameter: Any, shape: Sequence[int], axes: tuple[int, ...], name: str, operand: int) -> Any:
    """A parameter of the features with axes of length 1 between its own, so that it broadcasts to `shape`."""
    features = tuple(shape[a] for a in axes)
    given = tuple(parameter.shape)
    if len(given) > len(features) or broadcast_shapes_or_none(given, features) != features:
        raise OperationError(
            f"{name} of shape {given} does not broadcast to the features' shape {features}", operand=operand
        )
    own = iter((1,) * (len(features) - len(given)) + given)
    return ops.reshape(parameter, shape=tuple(next(own) if a in axes else 1 for a in range(len(shape))))


def broadcast_shapes_or_none(*shapes: tuple[int, ...]) -> tuple[int, ...] | None:
    """The common shape, or None where there is none."""
    try:
        return broadcast_shapes(*shapes)
    except OperationError:
        return None


@composite(
    examples=[
        {"x": _ROWS},
        {"x": _ROWS, "scale": _SCALE, "bias": _BIAS},
        {"x": _IMAGES, "scale": [[1.2, 0.8, -0.5]], "bias": 0.5, "axis": [2, 3]},
    ],
)
def layer_norm(
    x: Float,
    scale: Float | None = None,
    bias: Float | None = None,
    *,
    axis: FeatureAxes = -1,
    eps: Eps = 1e-5,
) -> Array:
    """(x - mean) / sqrt(variance + eps) over the features of each example, with the biased variance; times
    scale, plus bias, which broadcast to the features. Source: Ba, Kiros and Hinton, Layer Normalization
    (2016)."""
    axes = tuple(sorted(normalize_axes(axis, x.ndim)))
    return _scaled(_normalized(x, axes, eps), (scale, bias), axes)


@composite(
    examples=[{"x": _ROWS}, {"x": _ROWS, "scale": _SCALE}, {"x": _IMAGES, "axis": [1, -1], "eps": 0.01}],
)
def rms_norm(
    x: Float,
    scale: Float | None = None,
    *,
    axis: FeatureAxes = -1,
    eps: Annotated[float, "Added to the mean square, so that zeros do not divide by 0."] = 1e-5,
) -> Array:
    """x / sqrt(mean of squares + eps) over the features of each example; times scale, which broadcasts to the
    features. Source: Zhang and Sennrich, Root Mean Square Layer Normalization (2019)."""
    axes = tuple(sorted(normalize_axes(axis, x.ndim)))
    return _scaled(_to_unit_size(x, axes, eps), (scale, None), axes)


def _check_channels(x: Any) -> None:
    if x.ndim < 2:
        raise OperationError(
            f"x must have the axes (examples, channels, …), at least 2; it has {x.ndim}", operand=0
        )


@composite(
    examples=[
        {"x": _IMAGES, "groups": 2},
        {"x": _IMAGES, "scale": _SCALE, "bias": _BIAS, "groups": 2},
    ],
)
def group_norm(
    x: Float,
    scale: Float | None = None,
    bias: Float | None = None,
    *,
    groups: Annotated[int, "Into how many groups the channels are split."],
    eps: Eps = 1e-5,
) -> Array:
    """(x - mean) / sqrt(variance + eps) over each group of channels of each example, where x has the axes
    (examples, channels, spatial…), with the biased variance; times scale, plus bias, one number a channel.
    One group is layer_norm over all but the examples, as many as channels is instance normalization.
    Source: Wu and He, Group Normalization (2018)."""
    _check_channels(x)
    channels = x.shape[1]
    if groups < 1 or channels % groups:
        raise OperationError(f"{channels} channels cannot be split into {groups} groups", attribute="groups")
    apart = ops.reshape(x, shape=(x.shape[0], groups, channels // groups, *x.shape[2:]))
    normalized = _normalized(apart, tuple(range(2, apart.ndim)), eps)
    return _scaled(ops.reshape(normalized, shape=x.shape), (scale, bias), (1,))


@composite(
    examples=[{"x": _ROWS}, {"x": _ROWS, "scale": _SCALE, "bias": _BIAS}, {"x": _IMAGES, "scale": _SCALE}],
)
def batch_norm(x: Float, scale: Float | None = None, bias: Float | None = None, *, eps: Eps = 1e-5) -> Array:
    """(x - mean) / sqrt(variance + eps) over all examples and places of each channel, where x has the axes
    (examples, channels, spatial…): the batch's own statistics, with the biased variance; times scale, plus
    bias, one number a channel. Source: Ioffe and Szegedy, Batch Normalization (2015)."""
    _check_channels(x)
    axes = (0, *range(2, x.ndim))
    return _scaled(_normalized(x, axes, eps), (scale, bias), (1,))
