"""The operations of neural networks and signals, against loops and formulas written out here."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import signal

from app.engine import Plan, Tape, gradient, ops, run
from app.errors import OperationError

Array = NDArray[Any]


def numbers(*shape: int, seed: int = 0) -> Array:
    return np.random.default_rng([seed, *shape]).normal(size=shape)


def gradients(function: Any, *operands: Array) -> list[Array]:
    """The gradients of the sum of what the function gives."""
    tape = Tape()
    inputs = [tape.input(o.shape, o.dtype) for o in operands]
    found = gradient([function(*inputs)], inputs)
    assert all(g is not None for g in found)
    return run(Plan([g for g in found if g is not None]), dict(zip(inputs, operands, strict=True)))


def margins(lengths: Any, spans: Any, strides: Any, padding: Any) -> list[tuple[int, int]]:
    """TensorFlow's definition of the padding, or the one given."""
    if padding == "VALID":
        return [(0, 0)] * len(lengths)
    if padding != "SAME":
        return [tuple(pair) for pair in padding]
    result = []
    for n, span, stride in zip(lengths, spans, strides, strict=True):
        remainder = n % stride
        total = max(span - stride if remainder == 0 else span - remainder, 0)
        result.append((total // 2, total - total // 2))
    return result


def conv_by_loops(x: Array, kernel: Array, strides: Any, padding: Any, dilation: Any, groups: int) -> Array:
    rank = x.ndim - 2
    spans = [(w - 1) * d + 1 for w, d in zip(kernel.shape[2:], dilation, strict=True)]
    around = margins(x.shape[2:], spans, strides, padding)
    padded = np.pad(x, [(0, 0), (0, 0), *around])
    counts = [(n - s) // t + 1 for n, s, t in zip(padded.shape[2:], spans, strides, strict=True)]
    result = np.zeros((x.shape[0], kernel.shape[0], *counts))
    per_group = kernel.shape[0] // groups
    for n, o in np.ndindex(*result.shape[:2]):
        for place in np.ndindex(*counts):
            total = 0.0
            for c in range(kernel.shape[1]):
                for tap in np.ndindex(*kernel.shape[2:]):
                    at = tuple(place[a] * strides[a] + tap[a] * dilation[a] for a in range(rank))
                    channel = o // per_group * kernel.shape[1] + c
                    total += padded[(n, channel, *at)] * kernel[(o, c, *tap)]
            result[(n, o, *place)] = total
    return result


CONVOLUTIONS: list[tuple[tuple[int, ...], tuple[int, ...], Any, Any, Any, int]] = [
    ((2, 3, 8), (4, 3, 3), [1], "VALID", [1], 1),
    ((2, 3, 8), (4, 3, 3), [2], "SAME", [1], 1),
    ((2, 3, 9), (4, 3, 4), [3], "SAME", [2], 1),
    ((1, 4, 7), (6, 2, 3), [2], [[3, 1]], [2], 2),
    ((1, 2, 4), (3, 2, 1), [3], "SAME", [1], 1),
    ((2, 2, 5, 6), (3, 2, 2, 3), [1, 1], "VALID", [1, 1], 1),
    ((2, 2, 5, 6), (3, 2, 2, 3), [2, 1], "SAME", [1, 2], 1),
    ((1, 6, 4, 5), (6, 1, 3, 2), [1, 2], [[2, 0], [0, 1]], [1, 1], 6),
    ((1, 4, 4, 5), (2, 2, 3, 2), [2, 2], [[4, 4], [3, 3]], [2, 3], 2),
    ((2, 2, 4, 3, 5), (2, 2, 2, 3, 2), [2, 1, 3], "SAME", [1, 1, 2], 1),
    ((1, 4, 3, 4, 2), (4, 2, 2, 1, 2), [1, 2, 1], [[1, 0], [0, 0], [1, 1]], [1, 1, 1], 2),
    ((1, 2, 3, 4), (3, 2, 3, 4), [1, 1], "VALID", [1, 1], 1),
    ((0, 2, 5), (3, 2, 2), [1], "VALID", [1], 1),
]


@pytest.mark.parametrize(("shape", "kernel_shape", "strides", "padding", "dilation", "groups"), CONVOLUTIONS)
def test_conv_and_its_transposes(
    shape: Any, kernel_shape: Any, strides: Any, padding: Any, dilation: Any, groups: int
) -> None:
    x, kernel = numbers(*shape), numbers(*kernel_shape)
    attributes: Any = {"strides": strides, "padding": padding, "dilation": dilation, "groups": groups}
    expected = conv_by_loops(x, kernel, strides, padding, dilation, groups)
    result = ops.conv(x, kernel, **attributes)
    np.testing.assert_allclose(result, expected, rtol=1e-12, atol=1e-12)

    # Transposes are what they are by <g, conv(x, kernel)> being linear in both.
    g = numbers(*result.shape, seed=1)
    back = ops.conv_transpose(g, kernel, output_lengths=list(shape[2:]), **attributes)
    to_kernel = ops.conv_kernel_gradient(x, g, kernel_lengths=list(kernel_shape[2:]), **attributes)
    assert back.shape == x.shape
    assert to_kernel.shape == kernel.shape
    product = np.vdot(g, result)
    np.testing.assert_allclose(
        [np.vdot(back, x), np.vdot(to_kernel, kernel)], product, rtol=1e-10, atol=1e-12
    )
    for place in itertools.islice(np.ndindex(*shape), 0, None, 5):
        unit = np.zeros(shape)
        unit[place] = 1
        one = np.vdot(g, conv_by_loops(unit, kernel, strides, padding, dilation, groups))
        np.testing.assert_allclose(back[place], one, rtol=1e-12, atol=1e-12)

    weighted = gradients(lambda a, b: ops.conv(a, b, **attributes) * g, x, kernel)
    np.testing.assert_allclose(weighted[0], back, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(weighted[1], to_kernel, rtol=1e-12, atol=1e-12)


def test_conv_in_several_blocks_of_examples() -> None:
    x, kernel = numbers(13, 40, 20, 20), numbers(4, 40, 3, 3)
    expected = np.concatenate([ops.conv(x[i : i + 1], kernel) for i in range(13)])
    np.testing.assert_allclose(ops.conv(x, kernel), expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        expected[5, 2], sum(signal.correlate(x[5, c], kernel[2, c], "valid") for c in range(40)), rtol=1e-10
    )
    g = numbers(*expected.shape)
    to_kernel = sum(
        ops.conv_kernel_gradient(x[i : i + 1], g[i : i + 1], kernel_lengths=[3, 3]) for i in range(13)
    )
    np.testing.assert_allclose(
        ops.conv_kernel_gradient(x, g, kernel_lengths=[3, 3]), to_kernel, rtol=1e-11, atol=1e-10
    )


@pytest.mark.parametrize(
    ("attributes", "lengths"),
    [
        ({}, (5,)),
        ({"strides": 2}, (8,)),
        ({"strides": 2, "dilation": 3}, (10,)),
        ({"strides": 3, "padding": [[1, 2]]}, (8,)),
        ({"strides": 2, "padding": "SAME"}, (8,)),
        ({"strides": 2, "output_lengths": [9]}, (9,)),
        ({"strides": 2, "padding": "SAME", "output_lengths": [7]}, (7,)),
    ],
)
def test_lengths_of_conv_transpose(attributes: Any, lengths: tuple[int, ...]) -> None:
    x, kernel = numbers(2, 3, 4), numbers(3, 5, 2)
    result = ops.conv_transpose(x, kernel, **attributes)
    assert result.shape == (2, 5, *lengths)
    same = {k: v for k, v in attributes.items() if k != "output_lengths"}
    assert ops.conv(result, kernel, **same).shape == x.shape


def test_derivatives_of_a_strided_conv_of_third_order() -> None:
    x, kernel, t = numbers(1, 2, 5), numbers(3, 2, 2), numbers(1, 2, 5, seed=2)

    def cubed(a: Any, b: Any) -> Any:
        y = ops.conv(a, b, strides=2, padding="SAME")
        return y * y * y

    def third(s: float) -> float:
        tape = Tape()
        a, b = tape.input(x.shape), tape.input(kernel.shape)
        value: Any = cubed(a, b)
        for _ in range(3):
            [g] = gradient([value], [a])
            value = ops.sum(g * t)
        return float(run(Plan([value]), {a: x + s * t, b: kernel})[0])

    # Along a line the sum of cubes of a linear function has a constant third derivative.
    linear = ops.conv(t, kernel, strides=2, padding="SAME")
    np.testing.assert_allclose([third(0), third(1)], 6 * np.sum(linear**3), rtol=1e-12)


@pytest.mark.parametrize("batched", [(True, False), (False, True), (True, True)])
def test_a_batch_of_nothing(batched: tuple[bool, bool]) -> None:
    attributes = ops.conv.bind({"groups": 2})
    own: list[tuple[str, Any, Any]] = [
        ("conv", [(1, 4, 5), (6, 2, 3)], {}),
        ("conv_transpose", [(1, 6, 3), (6, 2, 3)], {"output_lengths": (5,)}),
        ("conv_kernel_gradient", [(1, 4, 5), (1, 6, 3)], {"kernel_lengths": (3,)}),
    ]
    for name, shapes, more in own:
        op = getattr(ops, name)
        operands = [np.ones((0, *s) if b else s) for s, b in zip(shapes, batched, strict=True)]
        single = op(*[np.ones(s) for s in shapes], **attributes, **more)
        assert op.batch(op, operands, batched, {**attributes, **more}).shape == (0, *single.shape)
    pooled = ops.max_pool.batch(
        ops.max_pool, [np.ones((0, 2, 3, 4))], [True], ops.max_pool.bind({"window": 2})
    )
    assert pooled.shape == (0, 2, 3, 2)
    assert ops.dropout.batch(ops.dropout, [np.ones((0, 3))], [True], {"rate": 0.5, "seed": 1}).shape == (0, 3)


@pytest.mark.parametrize(
    ("shape", "kernel_shape", "attributes", "words"),
    [
        ((2, 3), (4, 3), {}, "at least 3"),
        ((2, 3, 8), (4, 3, 3, 3), {}, "as many axes as x, 3; it has 4"),
        ((2, 3, 8), (4, 2, 3), {}, "3 channels, but the kernel's second axis says 2"),
        ((2, 4, 8), (3, 2, 3), {"groups": 2}, "3 output channels cannot be split into 2"),
        ((2, 3, 8), (4, 3, 3), {"groups": 0}, "groups must be at least 1"),
        ((2, 3, 4), (4, 3, 3), {"dilation": 2}, "has length 4, but the window covers 5"),
        ((2, 3, 3), (4, 3, 5), {"padding": [[1, 0]]}, "length 3 and 1 of padding, but the window covers 5"),
        ((2, 3, 8), (4, 3, 0), {}, "has length 0"),
        ((2, 3, 0), (4, 3, 1), {"padding": "SAME"}, "has length 0"),
        ((2, 3, 8), (4, 3, 3), {"strides": [1, 2]}, "strides"),
        ((2, 3, 8), (4, 3, 3), {"strides": 0}, "strides must be at least 1"),
        ((2, 3, 8), (4, 3, 3), {"padding": [[1, 1], [0, 0]]}, "one pair"),
        ((2, 3, 8), (4, 3, 3), {"padding": [[-1, 1]]}, "cannot be negative"),
        ((2, 3, 8), (4, 3, 3), {"padding": "same"}, "VALID, SAME"),
    ],
)
def test_conv_refuses(shape: Any, kernel_shape: Any, attributes: Any, words: str) -> None:
    with pytest.raises(OperationError, match=words):
        ops.conv(np.ones(shape), np.ones(kernel_shape), **attributes)


@pytest.mark.parametrize(
    ("shape", "kernel_shape", "attributes", "words"),
    [
        ((2, 3, 4), (4, 3, 2), {}, "3 channels, but the kernel's first axis has length 4"),
        ((2, 3, 4), (3, 5, 2), {"strides": 2, "output_lengths": [10]}, "length 4, but conv takes"),
        ((2, 3, 4), (3, 5, 2), {"output_lengths": [5, 5]}, "output_lengths"),
        ((2, 3, 1), (3, 5, 2), {"padding": [[1, 1]]}, "would have the lengths"),
    ],
)
def test_conv_transpose_refuses(shape: Any, kernel_shape: Any, attributes: Any, words: str) -> None:
    with pytest.raises(OperationError, match=words):
        ops.conv_transpose(np.ones(shape), np.ones(kernel_shape), **attributes)


def pool_by_loops(x: Array, window: Any, strides: Any, padding: Any, pick: Any) -> Array:
    around = margins(x.shape[2:], window, strides, padding)
    counts = [
        (n + b + a - w) // s + 1 for n, (b, a), w, s in zip(x.shape[2:], around, window, strides, strict=True)
    ]
    result = np.zeros((*x.shape[:2], *counts))
    for place in np.ndindex(*counts):
        part = x
        for axis, (i, s, w, (before, _)) in enumerate(zip(place, strides, window, around, strict=True)):
            start = i * s - before
            inside = range(max(start, 0), min(start + w, x.shape[axis + 2]))
            part = np.take(part, inside, axis=axis + 2)
        result[(..., *place)] = pick(part.reshape(*x.shape[:2], math.prod(part.shape[2:])))
    return result


POOLS: list[tuple[tuple[int, ...], Any, Any, Any]] = [
    ((2, 3, 8), [2], [2], "VALID"),
    ((2, 3, 9), [2], [2], "VALID"),
    ((2, 3, 9), [4], [2], "SAME"),
    ((2, 3, 9), [3], [1], [[2, 1]]),
    ((2, 2, 6, 5), [2, 3], [2, 3], "VALID"),
    ((2, 2, 6, 5), [3, 2], [1, 2], "SAME"),
    ((1, 2, 6, 5), [3, 4], [2, 1], [[1, 2], [0, 3]]),
    ((1, 2, 4, 5, 3), [2, 3, 2], [2, 1, 2], "SAME"),
    ((0, 2, 4), [2], [2], "VALID"),
]


@pytest.mark.parametrize(("shape", "window", "strides", "padding"), POOLS)
def test_pools(shape: Any, window: Any, strides: Any, padding: Any) -> None:
    x = numbers(*shape)
    attributes: Any = {"window": window, "strides": strides, "padding": padding}
    largest = pool_by_loops(x, window, strides, padding, lambda part: part.max(-1))
    np.testing.assert_array_equal(ops.max_pool(x, **attributes), largest)
    indices = ops.max_pool_indices(x, **attributes)
    flat = x.reshape(*shape[:2], math.prod(shape[2:]))
    places = indices.reshape(*shape[:2], math.prod(indices.shape[2:]))
    read = np.take_along_axis(flat, places, axis=-1).reshape(largest.shape)
    np.testing.assert_array_equal(read, largest)
    mean = pool_by_loops(x, window, strides, padding, lambda part: part.mean(-1))
    np.testing.assert_allclose(ops.avg_pool(x, **attributes), mean, rtol=1e-12, atol=1e-14)


def test_strides_of_a_pool_are_the_window_by_default() -> None:
    x = numbers(2, 3, 7, 6)
    for pool in (ops.max_pool, ops.avg_pool):
        np.testing.assert_array_equal(pool(x, window=[3, 2]), pool(x, window=[3, 2], strides=[3, 2]))


def test_max_pool_gives_the_gradient_to_the_first_of_a_tie() -> None:
    x = np.array([[[[1.0, 2.0, 2.0], [2.0, 0.0, 2.0], [0.0, 0.0, 0.0]]]])
    [g] = gradients(lambda a: ops.max_pool(a, window=2, strides=1), x)
    np.testing.assert_array_equal(g[0, 0], [[0, 2, 0], [1, 0, 1], [0, 0, 0]])


def test_max_pool_of_values_that_are_not_finite() -> None:
    x = np.array([[[-math.inf, -math.inf, 1.0, math.nan, math.nan, math.inf]]])
    attributes: Any = {"window": 3, "strides": 1, "padding": "SAME"}
    np.testing.assert_array_equal(
        ops.max_pool(x, **attributes), [[[-math.inf, 1, math.nan, math.nan, math.nan, math.nan]]]
    )
    np.testing.assert_array_equal(ops.max_pool_indices(x, **attributes), [[[0, 2, 3, 3, 3, 4]]])


@pytest.mark.parametrize("pool", ["max_pool", "avg_pool", "max_pool_indices"])
@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"window": 6}, "has length 5, but the window covers 6"),
        ({"window": [2, 2]}, "window"),
        ({"window": 0}, "window must be at least 1"),
        (
            {"window": 2, "padding": [[2, 0]]},
            "padding of 2, which must be smaller than the window's length 2",
        ),
        ({"window": 2, "strides": 0}, "strides"),
    ],
)
def test_pools_refuse(pool: str, attributes: Any, words: str) -> None:
    with pytest.raises(OperationError, match=words):
        getattr(ops, pool)(np.ones((1, 2, 5)), **attributes)
    with pytest.raises(OperationError, match="at least 3"):
        getattr(ops, pool)(np.ones((2, 5)), window=1)


@pytest.mark.parametrize("index", [-1, 4])
def test_max_unpool_refuses_places_outside(index: int) -> None:
    with pytest.raises(OperationError, match=f"index {index} is outside"):
        ops.max_unpool(np.ones((1, 1, 2)), np.array([[[0, index]]]), lengths=[4])


def normalized(x: Array, axes: tuple[int, ...], eps: float) -> Array:
    return np.asarray((x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + eps))


def test_norms() -> None:
    x = numbers(3, 4, 5, 2)
    scale, bias = numbers(4, seed=1), numbers(4, seed=2)
    channels = (slice(None), None, None)
    np.testing.assert_allclose(ops.layer_norm(x), normalized(x, (3,), 1e-5), rtol=1e-12)
    wide = numbers(5, 2, seed=3)
    np.testing.assert_allclose(
        ops.layer_norm(x, wide, wide[:, :1], axis=[-1, 2], eps=0.1),
        normalized(x, (2, 3), 0.1) * wide + wide[:, :1],
        rtol=1e-12,
    )
    np.testing.assert_allclose(
        ops.layer_norm(x, scale, axis=1), normalized(x, (1,), 1e-5) * scale[channels], rtol=1e-12
    )
    np.testing.assert_allclose(
        ops.rms_norm(x, scale, axis=1, eps=0.2),
        x / np.sqrt((x**2).mean(1, keepdims=True) + 0.2) * scale[channels],
        rtol=1e-12,
    )
    np.testing.assert_allclose(
        ops.batch_norm(x, scale, bias),
        normalized(x, (0, 2, 3), 1e-5) * scale[channels] + bias[channels],
        rtol=1e-11,
    )
    groups = normalized(x.reshape(3, 2, 2, 5, 2), (2, 3, 4), 1e-5).reshape(x.shape)
    np.testing.assert_allclose(
        ops.group_norm(x, scale, bias, groups=2), groups * scale[channels] + bias[channels], rtol=1e-11
    )


def test_norms_refuse() -> None:
    x = np.ones((3, 4, 5))
    with pytest.raises(OperationError, match=r"scale of shape \(4,\) does not broadcast .* \(5,\)"):
        ops.layer_norm(x, np.ones(4))
    with pytest.raises(OperationError, match=r"bias of shape \(3, 4\)"):
        ops.batch_norm(x, np.ones(4), np.ones((3, 4)))
    with pytest.raises(OperationError, match="axis 3 is out of range"):
        ops.rms_norm(x, axis=3)
    with pytest.raises(OperationError, match="4 channels cannot be split into 3 groups"):
        ops.group_norm(x, groups=3)
    with pytest.raises(OperationError, match="at least 2"):
        ops.batch_norm(np.ones(3))


def test_a_norm_of_equal_elements_has_a_finite_gradient() -> None:
    for norm in (ops.layer_norm, ops.rms_norm, ops.batch_norm):
        [g] = gradients(lambda a, norm=norm: norm(a) * numbers(3, 4), np.zeros((3, 4)))
        assert np.all(np.isfinite(g))


def test_embedding_adds_the_gradients_of_a_row_that_is_used_twice() -> None:
    table = numbers(4, 3)
    ids = np.array([[2, 0], [2, 3]])
    np.testing.assert_array_equal(ops.embedding(table, ids), table[ids])
    [g] = gradients(lambda t: ops.embedding(t, ids), table)
    np.testing.assert_array_equal(g, np.array([1, 0, 2, 1])[:, None] * np.ones(3))
    with pytest.raises(OperationError, match="index 4"):
        ops.embedding(table, np.array([4]))
    with pytest.raises(OperationError, match="must hold integers"):
        ops.embedding(table, np.array([1.0]))


def attention_by_loops(q: Array, k: Array, v: Array, allowed: Array, scale: float) -> Array:
    result = np.zeros((len(q), v.shape[1]))
    for i, row in enumerate(allowed):
        if row.any():
            scores = np.exp((k[row] @ q[i]) * scale)
            result[i] = (scores / scores.sum()) @ v[row]
    return result


def test_attention() -> None:
    q, k, v = numbers(2, 3, 5, 4), numbers(3, 6, 4), numbers(6, 2)
    mask = np.random.default_rng(1).random((3, 5, 6)) < 0.6
    mask[1, 2] = False
    causal = np.tril(np.ones((5, 6), bool))
    for given, is_causal, scale in itertools.product((None, mask), (False, True), (None, 0.3)):
        allowed = (np.ones((3, 5, 6), bool) if given is None else given) & (causal if is_causal else True)
        operands = (q, k, v) if given is None else (q, k, v, given)
        result = ops.dot_product_attention(*operands, causal=is_causal, scale=scale)
        assert result.shape == (2, 3, 5, 2)
        for a, b in np.ndindex(2, 3):
            expected = attention_by_loops(q[a, b], k[b], v, allowed[b], scale or 0.5)
            np.testing.assert_allclose(result[a, b], expected, rtol=1e-12, atol=1e-14)


def test_a_floating_mask_of_attention_is_added() -> None:
    q, k, v = numbers(5, 4), numbers(6, 4), numbers(6, 2)
    mask = numbers(5, 6, seed=1)
    mask[0, 2:] = -math.inf
    scores = q @ k.T / 2 + mask
    weights = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    np.testing.assert_allclose(ops.dot_product_attention(q, k, v, mask), weights @ v, rtol=1e-12)
    assert all(np.all(np.isfinite(g)) for g in gradients(ops.dot_product_attention, q, k, v, mask))


@pytest.mark.parametrize("dtype", ["bool", "int64", "float64"])
def test_a_query_without_any_key_gives_zero_and_has_no_gradient(dtype: str) -> None:
    q, k, v = numbers(3, 4), numbers(5, 4), numbers(5, 2)
    mask = np.array([[True], [False], [True]])
    given = np.where(mask, 0.0, -math.inf) if dtype == "float64" else mask.astype(dtype)
    result = ops.dot_product_attention(q, k, v, given)
    assert np.all(result[1] == 0)
    full = ops.dot_product_attention(q, k, v)
    np.testing.assert_allclose(result[[0, 2]], full[[0, 2]], rtol=1e-12)

    def second(*operands: Any) -> Any:
        first = gradient([ops.square(ops.dot_product_attention(*operands, given))], operands)
        return sum(ops.sum(ops.square(g)) for g in first if g is not None)

    for function in (lambda *o: ops.dot_product_attention(*o, given), second):
        by_q, by_k, by_v = gradients(function, q, k, v)
        assert np.all(by_q[1] == 0)
        assert all(np.all(np.isfinite(g)) for g in (by_q, by_k, by_v))


def test_attention_to_nothing_and_of_nothing() -> None:
    assert np.array_equal(
        ops.dot_product_attention(np.ones((3, 2)), np.ones((0, 2)), np.ones((0, 4))), np.zeros((3, 4))
    )
    assert ops.dot_product_attention(np.ones((0, 2)), np.ones((3, 2)), np.ones((3, 4))).shape == (0, 4)


def test_attention_refuses() -> None:
    q, k, v = np.ones((3, 4)), np.ones((5, 4)), np.ones((5, 2))
    with pytest.raises(OperationError, match="depth 4 and k 3"):
        ops.dot_product_attention(q, k[:, :3], v)
    with pytest.raises(OperationError, match="5 keys but 4 values"):
        ops.dot_product_attention(q, k, v[:4])
    with pytest.raises(OperationError, match="at least 2"):
        ops.dot_product_attention(q[0], k, v)
    with pytest.raises(OperationError, match=r"\(5, 3\) does not broadcast to .* \(3, 5\)"):
        ops.dot_product_attention(q, k, v, np.ones((5, 3), bool))
    with pytest.raises(OperationError, match="do not broadcast"):
        ops.dot_product_attention(np.ones((2, 3, 4)), np.ones((3, 5, 4)), v)


@pytest.mark.parametrize("name", ["random_normal", "random_uniform", "random_bernoulli"])
def test_random_numbers_depend_on_the_seed_alone(name: str) -> None:
    draw = getattr(ops, name)
    first, again, other = (draw(shape=[40, 5], seed=s) for s in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert np.mean(first != other) > 0.3
    tape = Tape()
    recorded = tape.record(draw, (), {"shape": [40, 50], "seed": 3})
    np.testing.assert_array_equal(run(Plan([recorded]), {})[0], draw(shape=[40, 50], seed=3))
    single = draw(shape=[40, 5], seed=3, dtype="float32")
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, first.astype(float), rtol=1e-6)
    with pytest.raises(OperationError, match="seed must not be negative"):
        draw(shape=[2], seed=-1)
    with pytest.raises(OperationError, match="negative length"):
        draw(shape=[-2], seed=1)


def test_distributions_of_random_numbers() -> None:
    shape = [200, 100]
    normal = ops.random_normal(shape=shape, seed=1, loc=2.0, scale=0.5)
    np.testing.assert_allclose([normal.mean(), normal.std()], [2, 0.5], atol=0.02)
    uniform = ops.random_uniform(shape=shape, seed=1, low=-1, high=3)
    assert uniform.min() >= -1
    assert uniform.max() < 3
    np.testing.assert_allclose([uniform.mean(), uniform.var()], [1, 16 / 12], atol=0.03)
    assert ops.random_uniform(shape=[200_000], seed=1, dtype="float32").max() < 1
    assert set(ops.random_uniform(shape=[3], seed=1, low=2.0, high=2.0)) == {2.0}
    flips = ops.random_bernoulli(shape=shape, seed=1, p=0.3)
    assert flips.dtype == bool
    np.testing.assert_allclose(flips.mean(), 0.3, atol=0.02)
    assert not ops.random_bernoulli(shape=shape, seed=1, p=0).any()
    assert ops.random_bernoulli(shape=shape, seed=1, p=1).all()


@pytest.mark.parametrize(
    ("name", "attributes", "words"),
    [
        ("random_normal", {"scale": -1.0}, "scale must not be negative"),
        ("random_normal", {"dtype": "int64"}, "dtype must be floating, not int64"),
        ("random_uniform", {"low": 2.0}, "low, 2.0, must not exceed high, 1.0"),
        ("random_uniform", {"dtype": "flot"}, "unknown dtype"),
        ("random_bernoulli", {"p": 1.5}, "p must lie between 0 and 1"),
    ],
)
def test_random_numbers_refuse(name: str, attributes: Any, words: str) -> None:
    with pytest.raises(OperationError, match=words):
        getattr(ops, name)(shape=[2], seed=1, **attributes)


def test_dropout() -> None:
    x = 1 + np.abs(numbers(50, 40))
    dropped = ops.dropout(x, rate=0.25, seed=9)
    kept = dropped != 0
    np.testing.assert_allclose(kept.mean(), 0.75, atol=0.03)
    np.testing.assert_allclose(dropped[kept], x[kept] / 0.75, rtol=1e-15)
    np.testing.assert_array_equal(dropped, ops.dropout(x, rate=0.25, seed=9))
    assert np.any(dropped != ops.dropout(x, rate=0.25, seed=10))
    np.testing.assert_array_equal(ops.dropout(x.astype("float32"), rate=0.25, seed=9) != 0, kept)
    [g] = gradients(lambda a: ops.dropout(a, rate=0.25, seed=9), x)
    np.testing.assert_allclose(g, kept / 0.75, rtol=1e-15)


def test_dropout_of_nothing_and_of_everything() -> None:
    x = np.array([1.0, math.inf, math.nan, -2.0])
    np.testing.assert_array_equal(ops.dropout(x, rate=0, seed=1), x)
    np.testing.assert_array_equal(ops.dropout(x, rate=1, seed=1), np.zeros(4))
    [g] = gradients(lambda a: ops.dropout(a, rate=1.0, seed=1), x)
    np.testing.assert_array_equal(g, np.zeros(4))
    tape = Tape()
    value = tape.input((4,))
    assert ops.dropout(value, rate=0, seed=1) is value


@pytest.mark.parametrize(
    ("attributes", "words"),
    [({"rate": 1.5, "seed": 1}, "rate"), ({"rate": 0, "seed": -1}, "seed"), ({"rate": 0.5}, "seed")],
)
def test_dropout_refuses(attributes: Any, words: str) -> None:
    with pytest.raises(OperationError, match=words):
        ops.dropout(np.ones(3), **attributes)
    with pytest.raises(OperationError, match=words):
        ops.dropout(Tape().input((3,)), **attributes)


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize(("n", "m"), [(7, 3), (7, 4), (3, 8), (2, 5), (1, 4), (5, 5), (4, 4), (1, 1)])
def test_convolve(n: int, m: int, mode: Any) -> None:
    x1, x2 = numbers(n), numbers(m, seed=1)
    result = ops.convolve(x1, x2, mode=mode)
    np.testing.assert_allclose(result, np.convolve(x1, x2, mode), rtol=1e-12)
    g = numbers(*result.shape, seed=2)
    by1, by2 = gradients(lambda a, b: ops.convolve(a, b, mode=mode) * g, x1, x2)
    units1, units2 = np.eye(n), np.eye(m)
    np.testing.assert_allclose(by1, [g @ np.convolve(u, x2, mode) for u in units1], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(by2, [g @ np.convolve(x1, u, mode) for u in units2], rtol=1e-12, atol=1e-14)


def test_convolve_refuses() -> None:
    with pytest.raises(OperationError, match="one axis, not 2"):
        ops.convolve(np.ones(3), np.ones((2, 2)))
    with pytest.raises(OperationError, match="cannot be empty"):
        ops.convolve(np.ones(0), np.ones(2))


@pytest.mark.parametrize("side", ["left", "right"])
def test_searchsorted(side: Any) -> None:
    ascending = np.array([-1.0, 0.5, 0.5, 2.0])
    values = np.array([[-2.0, -1.0, 0.0], [0.5, 2.0, 3.0]])
    found = ops.searchsorted(ascending, values, side=side)
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, np.searchsorted(ascending, values, side))
    assert ops.searchsorted(np.ones(0), 3.0, side=side).shape == ()
    with pytest.raises(OperationError, match="ascending"):
        ops.searchsorted(ascending[::-1], values, side=side)
    with pytest.raises(OperationError, match="one axis, not 2"):
        ops.searchsorted(values, ascending, side=side)


def test_interp() -> None:
    xp, fp = np.array([-1.0, 0.0, 0.5, 2.0]), np.array([3.0, -1.0, 0.5, 0.1])
    x = np.array([[-math.inf, -3.0, -1.0, -0.4], [0.2, 0.5, 2.0, 1.1], [2.5, 1e300, math.inf, math.nan]])
    np.testing.assert_allclose(ops.interp(x, xp, fp), np.interp(x, xp, fp), rtol=1e-14)
    by_x, by_xp, by_fp = gradients(lambda *o: ops.interp(*o), x[:, :3], xp, fp)
    slopes = np.diff(fp) / np.diff(xp)
    np.testing.assert_allclose(
        by_x, [[0, 0, slopes[0]], [slopes[1], slopes[2], slopes[2]], [0, 0, 0]], rtol=1e-12
    )
    # The hat functions of the points: each x gives its weights, 9 in all.
    hats = [np.interp(x[:, :3], xp, unit).sum() for unit in np.eye(4)]
    np.testing.assert_allclose(by_fp, hats, rtol=1e-12)
    assert np.all(np.isfinite(by_xp))


def test_interp_at_two_points_with_one_abscissa() -> None:
    x, xp, fp = np.array([0.5, 1.0, 1.5]), np.array([0.0, 1.0, 1.0, 2.0]), np.array([0.0, 1.0, 3.0, 4.0])
    np.testing.assert_allclose(ops.interp(x, xp, fp), [0.5, 3.0, 3.5])
    assert all(np.all(np.isfinite(g)) for g in gradients(ops.interp, x, xp, fp))


def test_interp_refuses() -> None:
    x = np.ones(3)
    with pytest.raises(OperationError, match="4 points in xp and 3 in fp"):
        ops.interp(x, np.arange(4.0), x)
    with pytest.raises(OperationError, match="at least one point"):
        ops.interp(x, np.ones(0), np.ones(0))
    with pytest.raises(OperationError, match="ascending"):
        ops.interp(x, np.array([1.0, 0.0]), np.ones(2))
