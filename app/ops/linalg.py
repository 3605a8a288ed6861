"""Products of vectors and matrices."""

from __future__ import annotations

import math
import string
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any

import numpy as np

from app.errors import OperationError
from app.ops.batching import leading, own_rank
from app.ops.entry import Array, Cost, Number, composite, op
from app.ops.keys import Index
from app.ops.namespace import ops
from app.ops.spec import MAX_RANK, Spec, broadcast_shapes, normalize_axes

_A = [[0.5, -1.2, 2.0], [1.1, 0.3, -0.7]]
_B = [[0.9, 0.1, -0.4, 1.5], [1.3, -0.6, 0.2, 0.8], [0.7, 1.4, -1.1, 0.3]]


def _matmul(x1: Spec, x2: Spec) -> Spec:
    for position, x in enumerate((x1, x2)):
        if x.ndim == 0:
            raise OperationError("a scalar cannot be multiplied as a matrix; use multiply", operand=position)
    inner1, inner2 = x1.shape[-1], x2.shape[-2] if x2.ndim > 1 else x2.shape[0]
    if inner1 != inner2:
        which = "second-last axis" if x2.ndim > 1 else "only axis"
        raise OperationError(
            f"the last axis of the first ({inner1}) must equal the {which} of the second ({inner2})",
            operand=1,
        )
    batch = broadcast_shapes(x1.shape[:-2], x2.shape[:-2])
    rows = x1.shape[-2:-1]
    columns = x2.shape[-1:] if x2.ndim > 1 else ()
    return Spec((*batch, *rows, *columns), x1.dtype)


# A matrix whose rows and columns both lie apart in memory NumPy copies whole for the product, where no count of
# its arrays sees it; so much of it at a time.
BLOCK_BYTES = 1 << 18
# Less is not worth counting.
LEAST_COUNTED = 1 << 17


def _matmul_cost(operands: Sequence[Spec], results: Sequence[Spec]) -> Cost:
    copied = [math.prod(x.shape[-2:]) * x.dtype.itemsize for x in operands]
    blocks = sum(min(nbytes, BLOCK_BYTES) for nbytes in copied if nbytes > LEAST_COUNTED)
    return Cost(2.0 * results[0].size * operands[0].shape[-1], blocks)


def _product(x1: Array, x2: Array) -> Array:
    """The matrix product, by blocks of rows and columns of what NumPy copies."""
    rows, columns = _block(x1, -2), _block(x2, -1)
    if rows is None and columns is None:
        return np.matmul(x1, x2)
    batch = np.broadcast_shapes(x1.shape[:-2], x2.shape[:-2])
    result = np.empty((*batch, *x1.shape[-2:-1], *x2.shape[-1:]), x1.dtype)
    for low in range(0, x1.shape[-2], rows) if rows else (0,):
        upper, above = (
            (x1[..., low : low + rows, :], result[..., low : low + rows, :]) if rows else (x1, result)
        )
        if not columns:
            np.matmul(upper, x2, out=above)
            continue
        for left in range(0, x2.shape[-1], columns):
            part = slice(left, left + columns)
            np.matmul(upper, x2[..., part], out=above[..., part])
    return result


def _block(x: Array, axis: int) -> int | None:
    """How many rows or columns (along `axis`) of a matrix make a block; None if it is not copied, or is no more."""
    if x.ndim < 2 or x.size == 0:
        return None
    nbytes = x.shape[-2] * x.shape[-1] * x.itemsize
    if nbytes <= BLOCK_BYTES:
        return None
    for near, far, length in ((-1, -2, x.shape[-1]), (-2, -1, x.shape[-2])):
        if x.strides[near] == x.itemsize and x.strides[far] >= length * x.itemsize:
            return None
    return max(1, BLOCK_BYTES * x.shape[axis] // nbytes)


def _matmul_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    """Vectors become matrices, so that the batch axis can stand before them."""
    (x1, x2), (many1, many2) = operands, batched
    row, column = own_rank(x1, many1) == 1, own_rank(x2, many2) == 1
    if row:
        x1 = ops.expand_dims(x1, axis=-2)
    if column:
        x2 = ops.expand_dims(x2, axis=-1)
    product = leading(op, (x1, x2), batched, attributes)
    gone = tuple(axis for axis, dropped in ((-2, row), (-1, column)) if dropped)
    return ops.squeeze(product, axis=gone)


@op(
    infer=_matmul,
    cost=_matmul_cost,
    batch=_matmul_batch,
    holomorphic=True,
    examples=[
        {"x1": _A, "x2": _B},
        {"x1": [0.4, -0.9, 1.2], "x2": _B},
        {"x1": _A, "x2": [0.4, -0.9, 1.2]},
        {"x1": [[_A], [_A], [_A], [_A]], "x2": [_B]},
    ],
)
def matmul(x1: Number, x2: Number) -> Array:
    """Matrix product over the last two axes; leading axes broadcast. A vector counts as a row in front and
    as a column behind, and that axis is dropped again."""
    return _product(x1, x2)


def _matmul_left(g: Any, y: Any, x1: Any, x2: Any) -> Any:
    """g x2ᵀ"""
    if x1.ndim == 1 and x2.ndim == 1:
        return g * x2
    if x2.ndim == 1:
        return ops.expand_dims(g, axis=-1) * x2
    if x1.ndim == 1:
        return _column(x2, g)
    return ops.matmul(g, ops.matrix_transpose(x2))


def _column(matrix: Any, vector: Any) -> Any:
    """matrix @ vector over the last axes, for stacks of both."""
    product = ops.matmul(matrix, ops.expand_dims(vector, axis=-1))
    return ops.squeeze(product, axis=-1)


def _matmul_right(g: Any, y: Any, x1: Any, x2: Any) -> Any:
    """x1ᵀ g"""
    if x1.ndim == 1 and x2.ndim == 1:
        return g * x1
    if x1.ndim == 1:
        return ops.expand_dims(x1, axis=-1) * ops.expand_dims(g, axis=-2)
    if x2.ndim == 1:
        return _column(ops.matrix_transpose(x1), g)
    return ops.matmul(ops.matrix_transpose(x1), g)


matmul.vjp(_matmul_left, _matmul_right)


@composite(examples=[{"x1": _A, "x2": [0.4, -0.9, 1.2]}, {"x1": _A, "x2": _B}, {"x1": 2.5, "x2": _B}])
def dot(x1: Number, x2: Number) -> Array:
    """NumPy's dot: the last axis of the first against the second-last of the second (its only one, if it is
    a vector); the product, if one is a scalar."""
    if x1.ndim == 0 or x2.ndim == 0:
        return x1 * x2
    if x1.ndim <= 2 and x2.ndim <= 2:
        return ops.matmul(x1, x2)
    return ops.tensordot(x1, x2, axes=((x1.ndim - 1,), (max(x2.ndim - 2, 0),)))


@composite(
    examples=[
        {"x1": _A, "x2": _B, "axes": 1},
        {"x1": _A, "x2": [[0.5, 1.5], [0.2, 0.4], [0.9, 0.1]], "axes": [[0, 1], [1, 0]]},
    ]
)
def tensordot(
    x1: Number,
    x2: Number,
    *,
    axes: Annotated[
        int | list[list[int]],
        "How many axes to sum over, the last of the first against the first of the second; or two lists of axes.",
    ] = 2,
) -> Array:
    """Product of two values summed over pairs of axes; the others follow in order."""
    if isinstance(axes, int):
        if not 0 <= axes <= min(x1.ndim, x2.ndim):
            raise OperationError(f"axes must lie between 0 and {min(x1.ndim, x2.ndim)}", attribute="axes")
        left, right = tuple(range(x1.ndim - axes, x1.ndim)), tuple(range(axes))
    else:
        if len(axes) != 2 or len(axes[0]) != len(axes[1]):
            raise OperationError("axes must be two lists of the same length", attribute="axes")
        left = normalize_axes(axes[0], x1.ndim, attribute="axes")
        right = normalize_axes(axes[1], x2.ndim, attribute="axes")
    letters = string.ascii_letters
    if x1.ndim + x2.ndim > len(letters):
        raise OperationError(f"together the operands have at most {len(letters)} axes", operand=1)
    first = list(letters[: x1.ndim])
    second = list(letters[x1.ndim : x1.ndim + x2.ndim])
    for a, b in zip(left, right, strict=True):
        second[b] = first[a]
    result = [s for s in (*first, *second) if not (s in first and s in second)]
    return ops.einsum(x1, x2, subscripts=f"{''.join(first)},{''.join(second)}->{''.join(result)}")


@composite(examples=[{"x1": _A, "x2": [0.4, -0.9, 1.2]}])
def vecdot(x1: Number, x2: Number) -> Array:
    """Product of vectors along the last axis, summed; the other axes broadcast."""
    if x1.ndim == 0 or x2.ndim == 0 or x1.shape[-1] != x2.shape[-1]:
        raise OperationError("the last axes must be of the same length", operand=1)
    return ops.sum(x1 * x2, axis=-1)


@composite(examples=[{"x1": [0.5, -1.2], "x2": [0.9, 0.1, -0.4]}])
def outer(x1: Number, x2: Number) -> Array:
    """All products of an element of one vector with one of another."""
    for position, x in enumerate((x1, x2)):
        if x.ndim != 1:
            raise OperationError("must be a vector", operand=position)
    return ops.expand_dims(x1, axis=1) * ops.expand_dims(x2, axis=0)


def _diagonal(x: Spec, *, offset: int) -> Spec:
    if x.ndim < 2:
        raise OperationError("needs at least two axes", operand=0)
    rows, columns = x.shape[-2:]
    length = max(0, min(rows, columns - offset) if offset >= 0 else min(rows + offset, columns))
    return Spec((*x.shape[:-2], length), x.dtype)


_Offset = Annotated[int, "Which diagonal: 0 the main one, above it positive, below negative."]


@op(
    infer=_diagonal,
    cost=0,
    view=True,
    batch=leading,
    complex_values=True,
    examples=[{"x": [_B], "offset": 1}, {"x": _B, "offset": -1}],
    aliases=["diag_part"],
)
def diagonal(x: Number, *, offset: _Offset = 0) -> Array:
    """A diagonal of a matrix (the last two axes)."""
    # NumPy reads outside the array for an offset of -2**31 or less; beyond the corners all are empty.
    return np.diagonal(x, max(-x.shape[-2], min(offset, x.shape[-1])), -2, -1)


@diagonal.vjp
def _(g: Any, y: Any, x: Any, *, offset: int) -> Any:
    if y.shape[-1] == 0:
        return ops.zeros_like(x)
    places = np.arange(y.shape[-1])
    rows, columns = places + max(-offset, 0), places + max(offset, 0)
    return ops.at_add(ops.zeros_like(x), g, rows, columns, key=("...", Index(1), Index(2)))


@composite(examples=[{"x": [_B]}, {"x": _A, "offset": 1}])
def trace(x: Number, *, offset: _Offset = 0) -> Array:
    """Sum of a diagonal of a matrix (the last two axes)."""
    return ops.sum(ops.diagonal(x, offset=offset), axis=-1)


def _terms(subscripts: str, shapes: Sequence[tuple[int, ...]]) -> tuple[list[str], str, dict[str, int]]:
    """Subscripts with `...` written out, for each operand and the result, and the length of each letter.

    Raises:
        OperationError: the subscripts do not describe these operands.
    """
    text = subscripts.replace(" ", "")
    inputs, arrow, output = text.partition("->")
    terms = inputs.split(",")

    def refuse(detail: str, operand: int | None = None) -> OperationError:
        return OperationError(f"subscripts '{subscripts}': {detail}", attribute="subscripts", operand=operand)

    if len(terms) != len(shapes):
        raise refuse(f"{len(terms)} operands are described, {len(shapes)} given")
    unused = [c for c in string.ascii_letters if c not in text]
    ranks = []
    for position, (term, shape) in enumerate(zip(terms, shapes, strict=True)):
        letters = term.replace("...", "", 1)
        if not all(c in string.ascii_letters for c in letters):
            raise refuse(f"'{term}' may hold only letters and one '...'", position)
        extra = len(shape) - len(letters)
        if extra < 0 or (extra > 0 and "..." not in term):
            raise refuse(f"'{term}' has {len(letters)} letters, but the operand {len(shape)} axes", position)
        ranks.append(extra if "..." in term else 0)
    dots = max(ranks, default=0)
    if dots > len(unused):
        raise refuse("there are too many axes for the letters of the alphabet")
    batch = "".join(unused[:dots])
    written = [term.replace("...", batch[dots - rank :]) for term, rank in zip(terms, ranks, strict=True)]
    lengths: dict[str, int] = {}
    for position, (term, shape) in enumerate(zip(written, shapes, strict=True)):
        for letter, length in zip(term, shape, strict=True):
            known = lengths.get(letter, 1 if letter in batch else length)
            if known != length and not (letter in batch and 1 in (known, length)):
                raise refuse(f"'{letter}' has length {known} and length {length}", position)
            lengths[letter] = max(known, length) if 0 not in (known, length) else 0
    if not arrow:
        joined = "".join(written)
        output = batch + "".join(sorted(c for c in set(joined) - set(batch) if joined.count(c) == 1))
    else:
        output = output.replace("...", batch, 1)
        for letter in output:
            if output.count(letter) > 1:
                raise refuse(f"'{letter}' stands twice in the result")
            if letter not in lengths:
                raise refuse(f"'{letter}' of the result stands in no operand")
    if len(output) > MAX_RANK:
        raise refuse(f"the result would have more than {MAX_RANK} axes")
    return written, output, lengths


def _einsum(*operands: Spec, subscripts: str) -> Spec:
    _, output, lengths = _terms(subscripts, [o.shape for o in operands])
    return Spec(tuple(lengths[c] for c in output), operands[0].dtype)


@lru_cache(maxsize=1024)
def _products(subscripts: str, shapes: tuple[tuple[int, ...], ...]) -> int:
    """How many products are added up."""
    return math.prod(_terms(subscripts, shapes)[2].values())


# Below so many products the search for matrix products takes longer than it saves.
LEAST_AS_MATRICES = 50_000


@lru_cache(maxsize=1024)
def _order(subscripts: str, shapes: tuple[tuple[int, ...], ...]) -> Any:
    """In which order operands are multiplied, for NumPy; False for all at once."""
    if len(shapes) == 1 or (len(shapes) == 2 and _products(subscripts, shapes) < LEAST_AS_MATRICES):
        return False
    blanks = [np.broadcast_to(np.empty(()), shape) for shape in shapes]
    return np.einsum_path(subscripts, *blanks, optimize="greedy")[0]


@lru_cache(maxsize=1024)
def _held(subscripts: str, shapes: tuple[tuple[int, ...], ...]) -> int:
    """The most elements held at a time besides operands and result."""
    order = _order(subscripts, shapes)
    if order is False:
        return 0
    terms, output, lengths = _terms(subscripts, shapes)
    # Those between, of which there is none yet, and how large the operands are.
    factors = [(set(term), math.prod(shape), False) for term, shape in zip(terms, shapes, strict=True)]
    most = 0
    for places in order[1:]:
        taken = [factors.pop(place) for place in sorted(places, reverse=True)]
        wanted = set(output).union(*[letters for letters, _, _ in factors])
        letters = wanted & set().union(*[letters for letters, _, _ in taken])
        size = math.prod(lengths[letter] for letter in letters)
        alive = sum(n for _, n, made in (*factors, *taken) if made)
        # A matrix product may need its operands and its result in another order.
        copies = size + sum(n for _, n, _ in taken) if len(taken) == 2 else 0
        factors.append((letters, size, True))
        most = max(most, alive + copies + (size if len(factors) > 1 else 0))
    return most


def _einsum_cost(operands: Sequence[Spec], results: Sequence[Spec], *, subscripts: str) -> Cost:
    shapes = tuple([o.shape for o in operands])
    held = _held(subscripts, shapes) * results[0].dtype.itemsize
    return Cost(float(len(operands)) * _products(subscripts, shapes), held)


def _einsum_batch(
    op: Any, operands: Sequence[Any], batched: Sequence[bool], attributes: Mapping[str, Any]
) -> Any:
    """One more letter, in the terms of the operands that vary and in the result."""
    shapes = [o.shape[1:] if many else o.shape for o, many in zip(operands, batched, strict=True)]
    terms, output, lengths = _terms(attributes["subscripts"], shapes)
    letter = next(c for c in string.ascii_letters if c not in lengths)
    inputs = ",".join(letter + term if many else term for term, many in zip(terms, batched, strict=True))
    return op(*operands, subscripts=f"{inputs}->{letter}{output}")


@op(
    infer=_einsum,
    cost=_einsum_cost,
    batch=_einsum_batch,
    holomorphic=True,
    examples=[
        {"operands": [_A, _B], "subscripts": "ij,jk->ki"},
        {"operands": [[_A, _A], _B], "subscripts": "...ij,jk"},
        {"operands": [_A], "subscripts": "ij->j"},
        {"operands": [[[0.5, -1.2], [1.1, 0.3]], [0.4, 0.9]], "subscripts": "ii,i->i"},
        {"operands": [_A, _B, [0.4, 0.9]], "subscripts": "ij,jk,i->ik"},
    ],
)
def einsum(
    *operands: Number,
    subscripts: Annotated[str, "Letters for the axes of each operand and of the result: 'ij,jk->ik'."],
) -> Array:
    """Products of elements of several values, summed over the axes that the result does not have
    (Einstein's notation). Axes of one letter must have one length; those under `...` broadcast."""
    return np.einsum(subscripts, *operands, optimize=_order(subscripts, tuple([o.shape for o in operands])))


@einsum.vjp_each
def _(g: Any, y: Any, *operands: Any, index: int, subscripts: str) -> Any:
    """The same product with the result's cotangent in the operand's place."""
    terms, output, lengths = _terms(subscripts, [o.shape for o in operands])
    own = terms[index]
    factors = [(output, g)] + [
        (t, o) for i, (t, o) in enumerate(zip(terms, operands, strict=True)) if i != index
    ]
    held = "".join(term for term, _ in factors)
    result = ""
    shape = []
    spare = iter(c for c in string.ascii_letters if c not in lengths)
    for place, letter in enumerate(own):
        shape.append(lengths[letter] if letter in held or letter in own[:place] else 1)
        if letter in own[:place]:
            # A letter that stands twice: the cotangent lies on the diagonal.
            twin = next(spare)
            factors.append((letter + twin, np.eye(lengths[letter], dtype=g.dtype)))
            result += twin
        elif letter in held:
            result += letter
        elif letter in own[place + 1 :]:
            held += letter
            factors.append((letter, np.ones(lengths[letter], g.dtype)))
            result += letter
            shape[-1] = lengths[letter]
    inputs = ",".join(term for term, _ in factors)
    found = ops.einsum(*[factor for _, factor in factors], subscripts=f"{inputs}->{result}")
    # Along axes that the operand alone has, and is summed over, the cotangent is constant.
    return ops.reshape(found, shape=tuple(shape))
