"""Convolution over any number of spatial axes, channels first.

`conv` is linear in the input and in the kernel. Its two transposes, `conv_transpose` and
`conv_kernel_gradient`, are operations of their own, and the derivatives of the three are written with one
another. So every order has them, and each runs as a few matrix products.

All three work on blocks of columns: for a few examples at a time, the elements under each window are copied
next to each other. A block stays in the processor's cache, and its memory is used again for the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from app.errors import OperationError
from app.ops.batching import BatchRule, all_batched
from app.ops.entry import Array, Cost, Float, op
from app.ops.namespace import ops
from app.ops.spec import Spec

Strides = Annotated[int | list[int], "Steps between windows: a number, or one for each spatial axis."]
Dilation = Annotated[
    int | list[int], "Steps between the kernel's elements: a number, or one for each spatial axis."
]
Groups = Annotated[int, "Into how many groups the channels are split; each sees only its own."]
Padding = Annotated[
    Literal["VALID", "SAME"] | list[list[int]],
    "Zeros added to the spatial axes: VALID none, SAME as many as give ceil(length / stride) windows (the odd "
    "one behind), or [before, after] for each spatial axis.",
]
Lengths = Annotated[list[int], "Lengths of the result's spatial axes."]

# The columns of one block; about what a core's second-level cache holds.
BLOCK_BYTES = 1 << 20


class Windows(NamedTuple):
    """How windows lie on the spatial axes of an input; one number (or pair) for each axis.

    Attributes:
        lengths: the input's lengths.
        window: elements in a window.
        strides: distance from one window to the next.
        dilation: distance between the elements of a window.
        padding: places before and after the input.
        counts: number of windows.
    """

    lengths: tuple[int, ...]
    window: tuple[int, ...]
    strides: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[tuple[int, int], ...]
    counts: tuple[int, ...]

    @property
    def padded(self) -> tuple[int, ...]:
        """The input's lengths with the padding."""
        return tuple(
            n + before + after for n, (before, after) in zip(self.lengths, self.padding, strict=True)
        )

    @property
    def pads(self) -> bool:
        """Whether there is any padding."""
        return self.padded != self.lengths

    @property
    def inside(self) -> tuple[Any, ...]:
        """The key of the input within the padded one, whose last axes these are."""
        pairs = zip(self.lengths, self.padding, strict=True)
        return (..., *[slice(before, before + n) for n, (before, _) in pairs])


def for_each_axis(value: int | Sequence[int], count: int, name: str) -> tuple[int, ...]:
    """A positive number for each of the spatial axes, where one may be given for all.

    Raises:
        OperationError: there are too few or too many, or one is not positive.
    """
    numbers = (value,) * count if isinstance(value, int) else tuple(value)
    if len(numbers) != count:
        raise OperationError(
            f"{name} {list(numbers)} must be a number, or one for each of the {count} spatial axes",
            attribute=name,
        )
    if any(n < 1 for n in numbers):
        raise OperationError(f"{name} must be at least 1, not {min(numbers)}", attribute=name)
    return numbers


def windows_on(
    lengths: Sequence[int], window: Sequence[int], strides: Any, padding: Any, dilation: Any = 1
) -> Windows:
    """Lay windows on an input.

    Raises:
        OperationError: the attributes do not fit the number of axes, or a window does not fit an axis.
    """
    rank = len(lengths)
    steps = for_each_axis(strides, rank, "strides")
    spread = for_each_axis(dilation, rank, "dilation")
    spans = [(w - 1) * d + 1 for w, d in zip(window, spread, strict=True)]
    if padding == "VALID":
        margins: tuple[tuple[int, int], ...] = ((0, 0),) * rank
    elif padding == "SAME":
        margins = tuple(
            _same_padding(n, span, step) for n, span, step in zip(lengths, spans, steps, strict=True)
        )
    else:
        margins = _explicit_padding(padding, rank)
    counts = []
    for axis, (n, w, span, (before, after)) in enumerate(zip(lengths, window, spans, margins, strict=True)):
        if w == 0:
            raise OperationError(f"spatial axis {axis} of the window has length 0")
        if n + before + after < span or n == 0:
            added = f" and {before + after} of padding" if before + after else ""
            raise OperationError(
                f"spatial axis {axis} has length {n}{added}, but the window covers {span}", operand=0
            )
        counts.append((n + before + after - span) // steps[axis] + 1)
    return Windows(tuple(lengths), tuple(window), steps, spread, margins, tuple(counts))


def _same_padding(n: int, span: int, stride: int) -> tuple[int, int]:
    total = max((-(-n // stride) - 1) * stride + span - n, 0)
    return total // 2, total - total // 2


def _explicit_padding(padding: Any, rank: int) -> tuple[tuple[int, int], ...]:
    if isinstance(padding, str):
        raise OperationError(
            f"padding must be VALID, SAME or a list of pairs, not '{padding}'", attribute="padding"
        )
    if len(padding) != rank or any(len(pair) != 2 for pair in padding):
        raise OperationError(
            f"padding {[list(pair) for pair in padding]} must be VALID, SAME, or one pair [before, after] for each "
            f"of the {rank} spatial axes",
            attribute="padding",
        )
    if any(n < 0 for pair in padding for n in pair):
        raise OperationError("padding cannot be negative", attribute="padding")
    return tuple((pair[0], pair[1]) for pair in padding)


def with_margins(x: Array, windows: Windows, value: float = 0) -> Array:
    """The input with its padding."""
    if not windows.pads:
        return x
    padded = np.full((*x.shape[:2], *windows.padded), value, x.dtype)
    padded[windows.inside] = x
    return padded


class Layout(NamedTuple):
    """The shapes of a convolution: what the three operations agree on."""

    windows: Windows
    examples: int
    groups: int
    inputs: int
    outputs: int

    @property
    def taps(self) -> int:
        """Products summed for one element of conv's result."""
        return self.inputs * math.prod(self.windows.window)

    @property
    def places(self) -> int:
        """Windows on one example."""
        return math.prod(self.windows.counts)

    def block(self, dtype: np.dtype[Any]) -> int:
        """How many examples a block of columns holds."""
        column = max(1, self.groups * self.taps * self.places * dtype.itemsize)
        return max(1, min(self.examples, BLOCK_BYTES // column))

    def flops(self) -> float:
        """A multiplication and an addition for every tap of every window."""
        return 2.0 * self.examples * self.groups * self.outputs * self.taps * self.places

    def cost(self, dtype: np.dtype[Any]) -> Cost:
        """The products; for memory the columns of a block, its padded input and its products, and one more
        kernel."""
        block = self.block(dtype)
        columns = block * self.groups * (self.taps + 2 * self.outputs) * self.places
        kernel = self.groups * self.outputs * self.taps
        margin = block * self.groups * self.inputs * math.prod(self.windows.padded)
        return Cost(self.flops(), (columns + kernel + margin) * dtype.itemsize)


def _layout(
    x: Sequence[int], kernel: Sequence[int], strides: Any, padding: Any, dilation: Any, groups: int
) -> Layout:
    """The layout of conv for the shapes of its operands.

    Raises:
        OperationError: they do not fit.
    """
    if len(x) < 3:
        raise OperationError(
            f"x must have the axes (examples, channels, spatial…), at least 3; it has {len(x)}", operand=0
        )
    if len(kernel) != len(x):
        raise OperationError(
            f"the kernel must have as many axes as x, {len(x)}; it has {len(kernel)}", operand=1
        )
    if groups < 1:
        raise OperationError(f"groups must be at least 1, not {groups}", attribute="groups")
    if kernel[0] % groups:
        raise OperationError(
            f"the kernel's {kernel[0]} output channels cannot be split into {groups} groups", operand=1
        )
    if x[1] != kernel[1] * groups:
        raise OperationError(
            f"x has {x[1]} channels, but the kernel's second axis says {kernel[1]} for each of {groups} "
            f"group{'s' * (groups != 1)}",
            operand=1,
        )
    windows = windows_on(x[2:], kernel[2:], strides, padding, dilation)
    return Layout(windows, x[0], groups, kernel[1], kernel[0] // groups)


def _blocks(layout: Layout, dtype: np.dtype[Any]) -> Iterator[tuple[slice, Array]]:
    """For each block of examples, which they are, and room for its columns: (groups, channels, window…,
    examples, counts…). The room is the same memory each time."""
    size = layout.block(dtype)
    windows = layout.windows
    elements = layout.groups * layout.taps * layout.places
    whole = np.empty(elements * min(size, layout.examples), dtype)
    for start in range(0, layout.examples, size):
        count = min(size, layout.examples - start)
        shape = (layout.groups, layout.inputs, *windows.window, count, *windows.counts)
        yield slice(start, start + count), whole[: elements * count].reshape(shape)


def _window_view(padded: Array, layout: Layout) -> Array:
    """The windows on a padded input: (groups, channels, window…, examples, counts…), in place."""
    windows = layout.windows
    example, channel, *steps = padded.strides
    return as_strided(
        padded,
        (layout.groups, layout.inputs, *windows.window, padded.shape[0], *windows.counts),
        (
            layout.inputs * channel,
            channel,
            *[s * d for s, d in zip(steps, windows.dilation, strict=True)],
            example,
            *[s * d for s, d in zip(steps, windows.strides, strict=True)],
        ),
        writeable=False,
    )


def _columns(x: Array, layout: Layout) -> Iterator[tuple[slice, Array]]:
    """For each block of examples, which they are, and their columns: (groups, taps, examples x places)."""
    windows = layout.windows
    padded = np.zeros((layout.block(x.dtype), x.shape[1], *windows.padded), x.dtype) if windows.pads else x
    for block, room in _blocks(layout, x.dtype):
        if windows.pads:
            part = padded[: len(x[block])]
            part[windows.inside] = x[block]
        else:
            part = x[block]
        np.copyto(room, _window_view(part, layout))
        yield block, room.reshape(layout.groups, layout.taps, -1)


def _by_group(y: Array, layout: Layout) -> Array:
    """Some examples of conv's result as (groups, outputs, examples x places), for the products."""
    apart = y.reshape(y.shape[0], layout.groups, layout.outputs, layout.places)
    return apart.transpose(1, 2, 0, 3).reshape(layout.groups, layout.outputs, -1)


def _conv(x: Spec, kernel: Spec, **attributes: Any) -> Spec:
    layout = _layout(x.shape, kernel.shape, **attributes)
    return Spec((x.shape[0], kernel.shape[0], *layout.windows.counts), x.dtype)


def _conv_cost(operands: Sequence[Spec], results: Sequence[Spec], **attributes: Any) -> Cost:
    x, kernel = operands
    layout = _layout(x.shape, kernel.shape, **attributes)
    return layout.cost(x.dtype)


def _wave(*shape: int) -> Any:
    """Numbers of no pattern that an example could hide behind."""
    places = np.arange(math.prod(shape)).reshape(shape)
    return np.round(np.sin(1.7 * places + 0.3 * places * places), 2).tolist()


def _fold_examples(operand: Any) -> Any:
    """(batch, examples, …) as (batch x examples, …)."""
    return ops.reshape(operand, shape=(operand.shape[0] * operand.shape[1], *operand.shape[2:]))


def _unfold_examples(result: Any, size: int) -> Any:
    return ops.reshape(result, shape=(size, result.shape[0] // size, *result.shape[1:]))


def _fold_channels(operand: Any) -> Any:
    """(batch, examples, channels, …) as (examples, batch x channels, …)."""
    turned = ops.moveaxis(operand, source=0, destination=1)
    shape = (turned.shape[0], turned.shape[1] * turned.shape[2], *turned.shape[3:])
    return ops.reshape(turned, shape=shape)


def _unfold_channels(result: Any, size: int) -> Any:
    shape = (result.shape[0], size, result.shape[1] // size, *result.shape[2:])
    return ops.moveaxis(ops.reshape(result, shape=shape), source=1, destination=0)


def _fold_outputs(operand: Any, groups: int, axis: int) -> Any:
    """A batch axis in front moved into the output channels, which stand on `axis`, group by group."""
    size, own = operand.shape[0], operand.shape[1:]
    apart = (size, *own[:axis], groups, own[axis] // groups, *own[axis + 1 :])
    turned = ops.moveaxis(ops.reshape(operand, shape=apart), source=0, destination=axis + 1)
    return ops.reshape(turned, shape=(*own[:axis], size * own[axis], *own[axis + 1 :]))


def _unfold_outputs(result: Any, size: int, groups: int, axis: int) -> Any:
    own = result.shape
    apart = (*own[:axis], groups, size, own[axis] // (groups * size), *own[axis + 1 :])
    turned = ops.moveaxis(ops.reshape(result, shape=apart), source=axis + 1, destination=0)
    return ops.reshape(turned, shape=(size, *own[:axis], own[axis] // size, *own[axis + 1 :]))


def _even_if_empty(rule: BatchRule) -> BatchRule:
    """The rule, with what it cannot do with groups: a batch of nothing."""

    def batch(
        op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
    ) -> Any:
        many = next(o for o, b in zip(operands, batched, strict=True) if b)
        if many.shape[0]:
            return rule(op, operands, batched, attributes)
        own = [Spec(tuple(o.shape[b:]), o.dtype) for o, b in zip(operands, batched, strict=True)]
        return ops.reshape(many, shape=(0, *op.infer(*own, **attributes).shape))

    return batch


@_even_if_empty
def _batched_conv(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    """A batch of inputs is more examples, a batch of kernels more output channels, a batch of both more
    groups."""
    x, kernel = operands
    groups = attributes["groups"]
    if not batched[1]:
        return _unfold_examples(op(_fold_examples(x), kernel, **attributes), x.shape[0])
    size = kernel.shape[0]
    if not batched[0]:
        return _unfold_outputs(op(x, _fold_outputs(kernel, groups, 0), **attributes), size, groups, 1)
    more = {**attributes, "groups": size * groups}
    return _unfold_channels(op(_fold_channels(x), _fold_examples(kernel), **more), size)


_1D = {"x": _wave(2, 3, 7), "kernel": _wave(4, 3, 2)}
_2D = {"x": _wave(2, 2, 5, 4), "kernel": _wave(3, 2, 2, 3)}
_GROUPED = {"x": _wave(1, 4, 6, 3), "kernel": _wave(6, 2, 3, 2), "groups": 2}


@op(
    infer=_conv,
    cost=_conv_cost,
    batch=_batched_conv,
    examples=[
        _1D,
        {**_1D, "strides": 2, "padding": [[1, 2]], "dilation": 2},
        {**_2D, "padding": "SAME", "strides": [2, 1]},
        {**_GROUPED, "dilation": [2, 1], "padding": [[0, 1], [1, 0]]},
        {"x": _wave(1, 2, 3, 4, 2), "kernel": _wave(1, 2, 2, 3, 1)},
    ],
)
def conv(
    x: Float,
    kernel: Float,
    *,
    strides: Strides = 1,
    padding: Padding = "VALID",
    dilation: Dilation = 1,
    groups: Groups = 1,
) -> Array:
    """Convolution as neural networks have it (the kernel is not turned round): x with the axes (examples,
    channels, spatial…), kernel with (output channels, channels / groups, spatial…), the result with
    (examples, output channels, spatial…)."""
    layout = _layout(x.shape, kernel.shape, strides, padding, dilation, groups)
    counts = layout.windows.counts
    result = np.empty((x.shape[0], layout.groups, layout.outputs, layout.places), x.dtype)
    weights = kernel.reshape(layout.groups, layout.outputs, layout.taps)
    for block, columns in _columns(x, layout):
        products = np.matmul(weights, columns)
        apart = products.reshape(layout.groups, layout.outputs, -1, layout.places)
        result[block] = apart.transpose(2, 0, 1, 3)
    return result.reshape(x.shape[0], kernel.shape[0], *counts)


def _transposed(
    x: Sequence[int],
    kernel: Sequence[int],
    strides: Any,
    padding: Any,
    dilation: Any,
    groups: int,
    output_lengths: Sequence[int] | None,
) -> tuple[tuple[int, ...], Layout]:
    """The shape of conv_transpose's result, and the layout of the conv that it transposes."""
    if len(x) < 3:
        raise OperationError(
            f"x must have the axes (examples, channels, spatial…), at least 3; it has {len(x)}", operand=0
        )
    if len(kernel) != len(x):
        raise OperationError(
            f"the kernel must have as many axes as x, {len(x)}; it has {len(kernel)}", operand=1
        )
    if x[1] != kernel[0]:
        raise OperationError(
            f"x has {x[1]} channels, but the kernel's first axis has length {kernel[0]}", operand=1
        )
    rank = len(x) - 2
    if output_lengths is None:
        lengths = _least_lengths(x[2:], kernel[2:], strides, padding, dilation)
    else:
        lengths = tuple(output_lengths)
        if len(lengths) != rank:
            raise OperationError(
                f"output_lengths {list(lengths)} must have a length for each of the {rank} spatial axes",
                attribute="output_lengths",
            )
    if any(n < 1 for n in lengths):
        raise OperationError(
            f"the result's spatial axes would have the lengths {list(lengths)}",
            attribute="output_lengths" if output_lengths is not None else "padding",
        )
    result = (x[0], kernel[1] * groups, *lengths)
    layout = _layout(result, kernel, strides, padding, dilation, groups)
    for axis, (n, m, count) in enumerate(zip(lengths, x[2:], layout.windows.counts, strict=True)):
        if m != count:
            raise OperationError(
                f"spatial axis {axis} of x has length {m}, but conv takes the result's length {n} to {count}",
                operand=0,
                attribute="output_lengths" if output_lengths is not None else None,
            )
    return result, layout


def _least_lengths(
    counts: Sequence[int], window: Sequence[int], strides: Any, padding: Any, dilation: Any
) -> tuple[int, ...]:
    rank = len(counts)
    steps = for_each_axis(strides, rank, "strides")
    spread = for_each_axis(dilation, rank, "dilation")
    if padding == "SAME":
        return tuple(n * step for n, step in zip(counts, steps, strict=True))
    margins = ((0, 0),) * rank if padding == "VALID" else _explicit_padding(padding, rank)
    return tuple(
        (n - 1) * step + (w - 1) * d + 1 - before - after
        for n, step, w, d, (before, after) in zip(counts, steps, window, spread, margins, strict=True)
    )


def _conv_transpose(x: Spec, kernel: Spec, **attributes: Any) -> Spec:
    shape, _ = _transposed(x.shape, kernel.shape, **attributes)
    return Spec(shape, x.dtype)


def _conv_transpose_cost(operands: Sequence[Spec], results: Sequence[Spec], **attributes: Any) -> Cost:
    x, kernel = operands
    _, layout = _transposed(x.shape, kernel.shape, **attributes)
    return layout.cost(x.dtype)


@_even_if_empty
def _batched_conv_transpose(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    x, kernel = operands
    if not batched[1]:
        return _unfold_examples(op(_fold_examples(x), kernel, **attributes), x.shape[0])
    x, kernel = all_batched(operands, batched)
    size = kernel.shape[0]
    more = {**attributes, "groups": size * attributes["groups"]}
    return _unfold_channels(op(_fold_channels(x), _fold_examples(kernel), **more), size)


@op(
    infer=_conv_transpose,
    cost=_conv_transpose_cost,
    batch=_batched_conv_transpose,
    examples=[
        {"x": _wave(2, 4, 3), "kernel": _wave(4, 3, 2), "strides": 2, "output_lengths": [7]},
        {"x": _wave(1, 3, 2, 4), "kernel": _wave(3, 2, 2, 3), "strides": [3, 1], "padding": "SAME"},
        {
            "x": _wave(1, 6, 3, 4),
            "kernel": _wave(6, 2, 3, 2),
            "groups": 2,
            "dilation": [2, 1],
            "padding": [[0, 1], [1, 0]],
        },
    ],
)
def conv_transpose(
    x: Float,
    kernel: Float,
    *,
    strides: Strides = 1,
    padding: Padding = "VALID",
    dilation: Dilation = 1,
    groups: Groups = 1,
    output_lengths: Annotated[
        list[int] | None,
        "Lengths of the result's spatial axes: any that conv with the same attributes takes to those of x. Null "
        "for (length - 1) stride + (kernel - 1) dilation + 1 - padding, the least; with SAME length x stride.",
    ] = None,
) -> Array:
    """The transpose of conv with the same kernel and attributes, sometimes called deconvolution: what conv
    makes of the result has the shape of x. Here x has the kernel's output channels (its first axis), and the
    result the axes (examples, the kernel's second axis x groups, spatial…)."""
    shape, layout = _transposed(x.shape, kernel.shape, strides, padding, dilation, groups, output_lengths)
    windows = layout.windows
    result = np.zeros(shape, x.dtype)
    padded = np.empty((layout.block(x.dtype), shape[1], *windows.padded), x.dtype) if windows.pads else result
    weights = kernel.reshape(layout.groups, layout.outputs, layout.taps).transpose(0, 2, 1)
    for block, room in _blocks(layout, x.dtype):
        columns = room.reshape(layout.groups, layout.taps, -1)
        np.matmul(weights, _by_group(x[block], layout), out=columns)
        if windows.pads:
            part = padded[: len(x[block])]
            part.fill(0)
            _scatter(room, part, layout)
            result[block] = part[windows.inside]
        else:
            _scatter(room, result[block], layout)
    return result


def _scatter(columns: Array, padded: Array, layout: Layout) -> None:
    """Add each column's elements to the places they were copied from."""
    windows = layout.windows
    target = padded.reshape(padded.shape[0], layout.groups, layout.inputs, *windows.padded)
    rank = len(windows.window)
    # Whichever has fewer steps: for one tap all windows at once, or for one window all taps.
    by_tap = math.prod(windows.window) <= layout.places
    near = zip(windows.window, windows.dilation, windows.counts, windows.strides, strict=True)
    spans = [(w, d, n, s) if by_tap else (n, s, w, d) for w, d, n, s in near]
    whole = (slice(None),) * rank
    for place in np.ndindex(*[span[0] for span in spans]):
        at: tuple[Any, ...] = tuple(
            slice(i * step, i * step + (n - 1) * far + 1, far)
            for i, (_, step, n, far) in zip(place, spans, strict=True)
        )
        if by_tap:
            part = np.moveaxis(columns[(slice(None), slice(None), *place)], 2, 0)
        else:
            part = np.moveaxis(columns[(slice(None), slice(None), *whole, slice(None), *place)], -1, 0)
        target[(..., *at)] += part


def _kernel_gradient(
    x: Spec, g: Spec, *, kernel_lengths: Sequence[int], groups: int, **attributes: Any
) -> Spec:
    shape = _kernel_shape(x.shape, g.shape, kernel_lengths, groups)
    layout = _layout(x.shape, shape, groups=groups, **attributes)
    if g.shape[0] != x.shape[0] or g.shape[2:] != layout.windows.counts:
        raise OperationError(
            f"conv's result has {x.shape[0]} examples and the spatial lengths {list(layout.windows.counts)}, g "
            f"has {g.shape[0]} and {list(g.shape[2:])}",
            operand=1,
        )
    return Spec(shape, x.dtype)


def _kernel_shape(
    x: Sequence[int], g: Sequence[int], kernel_lengths: Sequence[int], groups: int
) -> tuple[int, ...]:
    if len(x) < 3 or len(g) != len(x):
        raise OperationError(
            f"x and g must both have the axes (examples, channels, spatial…); they have {len(x)} and {len(g)}",
            operand=1,
        )
    if groups < 1 or x[1] % groups:
        raise OperationError(f"x's {x[1]} channels cannot be split into {groups} groups", attribute="groups")
    if len(kernel_lengths) != len(x) - 2 or any(n < 1 for n in kernel_lengths):
        raise OperationError(
            f"kernel_lengths {list(kernel_lengths)} must have a length of at least 1 for each of the "
            f"{len(x) - 2} spatial axes",
            attribute="kernel_lengths",
        )
    return (g[1], x[1] // groups, *kernel_lengths)


def _kernel_gradient_cost(
    operands: Sequence[Spec],
    results: Sequence[Spec],
    *,
    kernel_lengths: Sequence[int],
    groups: int,
    **attributes: Any,
) -> Cost:
    x, g = operands
    shape = _kernel_shape(x.shape, g.shape, kernel_lengths, groups)
    layout = _layout(x.shape, shape, groups=groups, **attributes)
    return layout.cost(x.dtype)


@_even_if_empty
def _batched_kernel_gradient(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    groups = attributes["groups"]
    if not batched[0]:
        x, g = operands
        result = op(x, _fold_outputs(g, groups, 1), **attributes)
        return _unfold_outputs(result, g.shape[0], groups, 0)
    x, g = all_batched(operands, batched)
    more = {**attributes, "groups": x.shape[0] * groups}
    return _unfold_examples(op(_fold_channels(x), _fold_channels(g), **more), x.shape[0])


@op(
    infer=_kernel_gradient,
    cost=_kernel_gradient_cost,
    batch=_batched_kernel_gradient,
    examples=[
        {"x": _wave(2, 3, 7), "g": _wave(2, 4, 3), "kernel_lengths": [3], "strides": 2},
        {
            "x": _wave(1, 4, 6, 3),
            "g": _wave(1, 6, 3, 3),
            "kernel_lengths": [3, 2],
            "groups": 2,
            "dilation": [2, 1],
            "padding": [[0, 1], [1, 0]],
        },
    ],
)
def conv_kernel_gradient(
    x: Float,
    g: Float,
    *,
    kernel_lengths: Annotated[list[int], "Lengths of the kernel's spatial axes."],
    strides: Strides = 1,
    padding: Padding = "VALID",
    dilation: Dilation = 1,
    groups: Groups = 1,
) -> Array:
    """The gradient of conv with respect to its kernel, for the input x and the result's cotangent g: the
    products of all elements of g with the elements of x that conv's windows cover."""
    shape = _kernel_shape(x.shape, g.shape, kernel_lengths, groups)
    layout = _layout(x.shape, shape, strides, padding, dilation, groups)
    result = np.zeros((layout.groups, layout.outputs, layout.taps), x.dtype)
    for block, columns in _columns(x, layout):
        result += np.matmul(_by_group(g[block], layout), columns.transpose(0, 2, 1))
    return result.reshape(shape)


def _shared(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes that the three operations have in common."""
    return {name: attributes[name] for name in ("strides", "padding", "dilation", "groups")}


conv.vjp(
    lambda g, y, x, kernel, **a: ops.conv_transpose(g, kernel, output_lengths=x.shape[2:], **a),
    lambda g, y, x, kernel, **a: ops.conv_kernel_gradient(x, g, kernel_lengths=kernel.shape[2:], **a),
)
conv_transpose.vjp(
    lambda g, y, x, kernel, **a: ops.conv(g, kernel, **_shared(a)),
    lambda g, y, x, kernel, **a: ops.conv_kernel_gradient(
        g, x, kernel_lengths=kernel.shape[2:], **_shared(a)
    ),
)
conv_kernel_gradient.vjp(
    lambda k, y, x, g, **a: ops.conv_transpose(g, k, output_lengths=x.shape[2:], **_shared(a)),
    lambda k, y, x, g, **a: ops.conv(x, k, **_shared(a)),
)
