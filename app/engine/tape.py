"""The tape: a linear list of instructions on values whose shapes and dtypes are known.

Recording infers shapes, computes constants at once when they are small, and gives the value that is already
there when the same thing is asked for twice. Nothing else is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from app.errors import BudgetExceeded, OperationError, in_bytes, in_short
from app.ops.entry import Cost, Op
from app.ops.namespace import ops
from app.ops.signature import LONGEST_KNOWN, MOST_KNOWN, Key, key_of, signature_of, spec_or_literal
from app.ops.spec import FLOAT64, Spec, broadcast_shapes, spec_of
from app.ops.value import Value

# Larger results are left to the run, where the budget has seen them.
FOLDED_ELEMENTS = 1024

MAX_ITERATIONS = 10_000
# A look at the clock costs as much as a tenth of an instruction.
CHECKED_EVERY = 64
# An instruction with its values, and its step in a plan.
INSTRUCTION_BYTES = 2000

# NumPy's sizes are signed integers of 64 bits.
ADDRESSABLE = 2.0**62


class Instruction:
    """The application of an operation: `outputs = op(*operands, **attributes)`.

    `origin` is what the recorder was told to be working on, so that later errors can say where. `key` tells
    the attributes apart from others; None where they hold bodies.
    """

    __slots__ = ("attributes", "key", "op", "operands", "origin", "outputs", "position")

    def __init__(
        self,
        op: Op,
        operands: tuple[Value, ...],
        attributes: dict[str, Any],
        position: int,
        origin: Any,
        key: Key | None = None,
    ) -> None:
        self.op = op
        self.operands = operands
        self.attributes = attributes
        self.position = position
        self.origin = origin
        self.key = key
        self.outputs: tuple[Value, ...] = ()

    def cost(self) -> Cost:
        """What carrying it out takes."""
        if self.key is None:
            return self._cost()
        known, key = self.op.costs, (self.key, *[v.spec for v in self.operands])
        cost = known.get(key)
        if cost is None:
            cost = self._cost()
            if len(key) <= LONGEST_KNOWN:
                if len(known) >= MOST_KNOWN:
                    known.clear()
                known[key] = cost
        return cost

    def _cost(self) -> Cost:
        operands, results = [v.spec for v in self.operands], [v.spec for v in self.outputs]
        return self.op.cost(operands, results, self.attributes)

    def __repr__(self) -> str:
        names = ", ".join(f"v{v.index}" for v in self.operands)
        outputs = ", ".join(f"v{v.index}" for v in self.outputs)
        return f"{outputs} = {self.op.name}({names})"


class Tape:
    """Records operations on values. Belongs to one request; not shared between threads.

    Args:
        dtype: the floating dtype that literals take where they meet nothing.
        max_bytes: a value larger than this is refused when it is recorded, a view too.
        max_iterations: the most steps of a loop whose end is not known while recording.
        check: called now and then while recording, with the bytes that the tape has grown by since; what it raises ends it.
        max_elements: a value with more is refused likewise.

    Attributes:
        instructions: what was recorded, in order; each uses only values that came before.
        origin: noted in every instruction recorded from now on.
        parent: the tape around this one, for the body of a loop or a branch.
        captures: of the parent's values that are used here, the input that stands for each.
        repeated: of the parent's values, those that are computed again here.
        derivative: whether it is the body of a derivative.
        masked: whether what it computes counts for some of the examples in a batch only.
        count: how many values stand on it.
        first_choice: the index of the first value that `where` gave; infinity if there is none.
    """

    def __init__(
        self,
        dtype: np.dtype[Any] = FLOAT64,
        max_bytes: float = float("inf"),
        max_iterations: int = MAX_ITERATIONS,
        check: Callable[[int], None] = lambda _: None,
        max_elements: float = float("inf"),
    ) -> None:
        self.dtype = dtype
        self.max_bytes = min(max_bytes, ADDRESSABLE)
        self.max_elements = max_elements
        # Values up to here have neither too many bytes nor too many elements, of whatever size.
        self._small_bytes = min(self.max_bytes, max_elements)
        self.max_iterations = max_iterations
        self.check = check
        self.parent: Tape | None = None
        self.depth = 0
        self.captures: dict[Value, Value] = {}
        self.repeated: dict[Value, Value] = {}
        self.derivative = self.masked = False
        self.first_choice = float("inf")
        self.instructions: list[Instruction] = []
        self.inputs: list[Value] = []
        self.origin: Any = None
        self.count = 0
        self._seen: dict[Any, Any] = {}

    def another(self) -> Tape:
        """An empty tape with the same limits."""
        return Tape(self.dtype, self.max_bytes, self.max_iterations, self.check, self.max_elements)

    def inner(self) -> Tape:
        """An empty tape for a body that may use values of this one."""
        tape = self.another()
        tape.parent, tape.depth, tape.origin = self, self.depth + 1, self.origin
        tape.derivative, tape.masked = self.derivative, self.masked
        return tape

    def lift(self, value: Value) -> Value:
        """The value on this tape that stands for one of a tape around it.

        Raises:
            ValueError: the value stands on a tape that is not around this one.
        """
        if value.tape is self:
            return value
        if self.parent is None:
            raise ValueError("a value of another tape cannot be used on this one")
        outer = self.parent.lift(value)
        held = broadcast_source(outer).constant
        if held is not None:
            constant = self.constant(held)
            return constant if held.shape == outer.shape else ops.broadcast_to(constant, shape=outer.shape)
        if outer in self.repeated:
            return self.repeated[outer]
        if outer not in self.captures:
            self.captures[outer] = self.input(outer.shape, outer.dtype)
        return self.captures[outer]

    def input(self, shape: Sequence[int], dtype: Any = None) -> Value:
        """A value that is given when the tape is run.

        Raises:
            BudgetExceeded: it is larger than `max_bytes`, or has more than `max_elements`.
        """
        spec = Spec(tuple(shape), np.dtype(dtype or self.dtype))
        self._check_size(spec)
        value = self._value(spec, None, None)
        self.inputs.append(value)
        return value

    def constant(self, array: Any, dtype: Any = None) -> Value:
        """A value known now."""
        held = np.array(array, dtype=dtype)
        held.flags.writeable = False
        key = ("constant", held.dtype, held.shape, held.tobytes()) if held.size <= FOLDED_ELEMENTS else None
        if key is not None and key in self._seen:
            return self._seen[key]
        value = self._value(spec_of(held), None, held)
        if key is not None:
            self._seen[key] = value
        return value

    def watch(self, value: Value) -> Value:
        """The same value under an identity of its own: nothing merges with it, and a derivative with
        respect to it sees only what was computed from it."""
        return self.append(ops.identity, (value,), {}, (value.spec,))[0]

    def replay(self, instruction: Instruction, operands: Sequence[Value]) -> tuple[Value, ...]:
        """Append an instruction, of this or another tape, with other operands of the same specs."""
        specs = tuple(output.spec for output in instruction.outputs)
        if instruction.op.nested is not None or instruction.op in (ops.identity, ops.checkpoint):
            return self.append(instruction.op, tuple(operands), instruction.attributes, specs)
        key = key_of(instruction.attributes) if instruction.key is None else instruction.key
        plain = all(operand.plain for operand in operands)
        return self._once(instruction.op, tuple(operands), instruction.attributes, specs, key, plain)

    def record(self, op: Op, operands: tuple[Any, ...], attributes: dict[str, Any]) -> Any:
        """Append the application of `op`; gives its result, or a tuple of them.

        Args:
            op: the operation; a composition records what it stands for.
            operands: values on this tape, arrays, or Python numbers as literals.
            attributes: by name; those with defaults may be left out.

        Raises:
            OperationError: the operands or attributes do not suit the operation.
        """
        if op.symbolic:
            op.check_arity(len(operands))
            attributes = op.bind(attributes)
            kinds = op.targets([*map(spec_or_literal, operands)], self.dtype)
            return op.kernel(self, *self._converted(operands, kinds), **attributes)
        attributes, key, targets, specs, several = signature_of(op, operands, attributes, self.dtype)
        values = operands if targets is None else self._converted(operands, targets)
        plain = True
        for value in values:
            if value.tape is not self:
                values = tuple(map(self.lift, values))
                plain = all(v.plain for v in values)
                break
            plain = plain and value.plain
        if op.infer is None:
            return op.kernel(*values, **attributes)
        if op.rewrite is not None and (rewritten := op.rewrite(*values, **attributes)) is not None:
            return rewritten
        if not plain and op.elementwise and values:
            singles = [broadcast_source(value) for value in values]
            if singles != list(values) and all(v.constant is not None and v.size == 1 for v in singles):
                # One number, repeated: it is computed once.
                numbers = [v.constant.reshape(()) for v in singles]
                [number] = _computed(op, numbers, attributes, key)
                shape = specs[0].shape
                return (
                    ops.broadcast_to(self.constant(number), shape=shape) if shape else self.constant(number)
                )
            values = _without_broadcasts(values)
        if op.keeps and specs == (values[0].spec,):
            return values[0]
        if not plain and op.neutral and (kept := _unchanged(op, values, specs[0])) is not None:
            return kept
        results = self._once(op, values, attributes, specs, key, plain)
        return results if several else results[0]

    def _once(
        self,
        op: Op,
        values: tuple[Value, ...],
        attributes: dict[str, Any],
        specs: tuple[Spec, ...],
        key: Key,
        plain: bool,
    ) -> tuple[Value, ...]:
        """The results that are there already, or computed now, or appended."""
        same = (op.name, key, *[v.index for v in values])
        results: tuple[Value, ...] | None = self._seen.get(same)
        if results is None:
            if not (plain and values):
                results = self._folded(op, values, attributes, specs, key)
            if results is None:
                results = self.append(op, values, attributes, specs, key)
            self._seen[same] = results
        return results

    def _converted(
        self, operands: Sequence[Any], targets: Sequence[np.dtype[Any] | None]
    ) -> tuple[Value, ...]:
        """The operands as values of the dtypes that the operation takes."""
        values = []
        for operand, target in zip(operands, targets, strict=True):
            if isinstance(operand, Value):
                operand = self.lift(operand)
                convert = target is not None and operand.spec.dtype != target
                values.append(ops.astype(operand, dtype=str(target)) if convert else operand)
            else:
                values.append(self.literal(operand, target))
        return tuple(values)

    def literal(self, number: Any, dtype: np.dtype[Any] | None) -> Value:
        """A number, or an array, as a value of this dtype.

        Raises:
            OperationError: it does not fit.
        """
        # 0.0 and -0.0 are equal.
        key = ("literal", repr(number), dtype) if type(number) in (bool, int, float) else None
        value: Value | None = None if key is None else self._seen.get(key)
        if value is None:
            try:
                with np.errstate(over="ignore"):
                    value = self.constant(np.asarray(number, dtype=dtype))
            except OverflowError:
                raise OperationError(f"the literal {number} does not fit {dtype}") from None
            if key is not None:
                self._seen[key] = value
        return value

    def _folded(
        self,
        op: Op,
        values: tuple[Value, ...],
        attributes: dict[str, Any],
        specs: tuple[Spec, ...],
        key: Key,
    ) -> tuple[Value, ...] | None:
        for value in values:
            if value.constant is None:
                return None
        if any(s.extent > FOLDED_ELEMENTS for s in specs):
            return None
        if op is ops.broadcast_to and values[0].size == 1:
            # One number repeated is looked through by what meets it; an array of it would not be.
            return None
        if op.cost([v.spec for v in values], specs, attributes).flops > 64 * FOLDED_ELEMENTS:
            return None
        self.check(INSTRUCTION_BYTES + sum(s.nbytes for s in specs))
        arrays = _computed(op, [v.constant for v in values], attributes, key)
        return tuple([self.constant(array) for array in arrays])

    def append(
        self,
        op: Op,
        values: tuple[Value, ...],
        attributes: dict[str, Any],
        specs: Sequence[Spec],
        key: Key | None = None,
    ) -> tuple[Value, ...]:
        """Append an instruction whose operands and results are known to fit; gives its results.

        Raises:
            BudgetExceeded: a result is larger than `max_bytes`, or has more than `max_elements`.
        """
        position = len(self.instructions)
        if not position % CHECKED_EVERY:
            self.check(CHECKED_EVERY * INSTRUCTION_BYTES if position else 0)
        instruction = Instruction(op, values, attributes, position, self.origin, key)
        self.instructions.append(instruction)
        if len(specs) == 1 and op is not ops.broadcast_to and op is not ops.where:
            # The common case, without the loop of `extend`.
            spec = specs[0]
            shape = spec.shape
            nbytes = prod(shape) * spec.dtype.itemsize if shape else spec.dtype.itemsize
            if nbytes and nbytes <= self._small_bytes:
                value = Value(self, self.count, spec, instruction, None, nbytes, True)
                instruction.outputs = outputs = (value,)
                self.count += 1
                return outputs
        self.extend(instruction, specs)
        return instruction.outputs

    def extend(self, instruction: Instruction, specs: Sequence[Spec]) -> None:
        """Give an instruction further results.

        Raises:
            BudgetExceeded: a result is larger than `max_bytes`.
        """
        plain = instruction.op is not ops.broadcast_to
        results, index = [], self.count
        for spec in specs:
            shape, itemsize = spec.shape, spec.dtype.itemsize
            nbytes = prod(shape) * itemsize if shape else itemsize
            if nbytes > self._small_bytes or (shape and not nbytes):
                self._check_size(spec)
            results.append(Value(self, index, spec, instruction, None, nbytes, plain))
            index += 1
        if instruction.op is ops.where and self.count < self.first_choice:
            self.first_choice = self.count
        self.count = index
        instruction.outputs = (*instruction.outputs, *results)

    def _check_size(self, spec: Spec) -> None:
        if spec.extent > self.max_elements:
            raise BudgetExceeded(
                f"a value of shape {spec.shape} would have {in_short(spec.extent)} elements; the limit is {self.max_elements:.4g}",
                origin=self.origin,
            )
        if spec.extent * spec.dtype.itemsize > self.max_bytes:
            raise BudgetExceeded(
                f"a value of shape {spec.shape} and dtype {spec.dtype} would need "
                f"{in_bytes(spec.extent * spec.dtype.itemsize)} of memory; the limit is {in_bytes(self.max_bytes)}",
                origin=self.origin,
            )

    def _value(self, spec: Spec, producer: Instruction | None, constant: Any) -> Value:
        value = Value(self, self.count, spec, producer, constant, spec.nbytes, constant is None)
        self.count += 1
        return value


def _computed(op: Op, arrays: Sequence[Any], attributes: dict[str, Any], key: Key) -> tuple[Any, ...]:
    """The results of an operation on constants. On single numbers they are known from before, as 1/n for a mean of n."""
    small = len(arrays) <= 2 and all(array.ndim == 0 for array in arrays)
    known = (key, *[(array.dtype.char, array.tobytes()) for array in arrays]) if small and arrays else None
    found: tuple[Any, ...] | None = None if known is None else op.folds.get(known)
    if found is None:
        with np.errstate(all="ignore"):
            computed = op.kernel(*arrays, **attributes)
        found = computed if isinstance(computed, tuple) else (computed,)
        if known is not None and all(np.ndim(result) == 0 for result in found):
            if len(op.folds) >= MOST_KNOWN:
                op.folds.clear()
            op.folds[known] = found
    return found


def broadcast_source(value: Value) -> Value:
    """The value before it was broadcast, or the value itself."""
    producer = value.producer
    return producer.operands[0] if producer is not None and producer.op is ops.broadcast_to else value


def _without_broadcasts(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Operands before they were broadcast, where the others bring about the same shape."""
    sources = tuple(map(broadcast_source, values))
    if sources == values:
        return values
    full = broadcast_shapes(*[v.shape for v in values])
    kept = list(values)
    for i, source in enumerate(sources):
        trial = [v.shape for v in kept]
        trial[i] = source.shape
        if broadcast_shapes(*trial) == full:
            kept[i] = source
    return tuple(kept)


def _unchanged(op: Op, values: tuple[Value, ...], result: Spec) -> Value | None:
    """The other operand, where one holds the operation's neutral element."""
    for position, neutral in op.neutral.items():
        if values[position].plain:
            continue
        held = broadcast_source(values[position]).constant
        other = values[1 - position]
        if held is not None and held.size == 1 and held.item() == neutral and other.spec == result:
            return other
    return None
