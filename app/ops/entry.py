"""What an operation is: everything about it, said once.

An entry is written as a function over NumPy arrays, its kernel, and decorated with `op`:

    @op(infer=same, cost=20, examples=[{"x": [0.0, 0.5, -20.0]}])
    def cosh(x: Float) -> Array:
        "Hyperbolic cosine, element by element."
        return np.cosh(x)

    cosh.vjp(lambda g, y, x: g * ops.sinh(x))

Positional parameters are operands; their annotation (`Float`, `Number`, `Any_`, `Integer`, `Bool`) says what
they hold and how they promote. Keyword-only parameters are attributes; `Annotated` text describes them. The
docstring is the documentation. The schema, `/ops`, the reference and the tests are derived from this.

A derivative rule gets the cotangent `g` of the result, the result `y`, the operands and the attributes, and
returns the cotangent of one operand. It is recorded, not computed: its arguments are values on a tape (or
arrays), so it is written with operators and `ops.*` alone, and is itself differentiable. Its result may have
the broadcast shape of the operand; the reverse walk sums it back.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from app.errors import OperationError, did_you_mean
from app.ops import batching
from app.ops.batching import BatchRule, looped
from app.ops.keys import frozen
from app.ops.namespace import ops
from app.ops.spec import BOOL, FLOAT64, INT64, Spec, complex_of, promote, spec_of
from app.ops.value import Value

Array = NDArray[Any]


class Kind(NamedTuple):
    """What an operand holds.

    Operands whose kind is `joined` are promoted to one common dtype; a literal takes that dtype.
    """

    name: str
    text: str
    joined: bool


# Operand annotations.
Float = Annotated[Array, Kind("float", "floating; integers and booleans are taken as float64", True)]
Number = Annotated[Array, Kind("number", "numbers of any dtype", True)]
Complex = Annotated[Array, Kind("complex", "complex; everything else is taken as complex", True)]
Any_ = Annotated[Array, Kind("any", "any dtype", True)]
Integer = Annotated[Array, Kind("integer", "integers", False)]
Bool = Annotated[Array, Kind("bool", "booleans; numbers count as true where they are not 0", False)]
FREE = Kind("free", "any dtype, not promoted with the other operands", False)
Free = Annotated[Array, FREE]
Symbol = Annotated[Any, FREE]


class OfFunction:
    """Marks an attribute that names a function; the operation is given the function itself."""


FunctionName = Annotated[str, OfFunction()]


@dataclass(frozen=True, slots=True)
class Operand:
    """A positional input of an operation."""

    name: str
    kind: Kind
    optional: bool = False
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """A keyword of an operation: its type as annotated, its text, its default."""

    name: str
    annotation: Any
    text: str
    default: Any = inspect.Parameter.empty

    @property
    def required(self) -> bool:
        return self.default is inspect.Parameter.empty

    @property
    def is_function(self) -> bool:
        """Whether its value names a function."""
        return any(isinstance(m, OfFunction) for m in getattr(self.annotation, "__metadata__", ()))


class Cost(NamedTuple):
    """Floating-point operations, bytes needed besides operands and results, and how many operations it is: for
    a loop those of all its steps."""

    flops: float
    workspace: int = 0
    operations: int = 1


Infer = Callable[..., "Spec | tuple[Spec, ...]"]
CostRule = Callable[..., "Cost | float"]
Rule = Callable[..., Any]


def per_element(flops: float, workspace: float = 0, *, arrays: float = 0) -> CostRule:
    """The cost of an element-wise operation whose kernel makes arrays on the way.

    Args:
        flops: for each element of the result.
        workspace: bytes for each element, whatever the dtype.
        arrays: how many arrays of the result's own dtype.
    """

    def cost(operands: Sequence[Spec], results: Sequence[Spec], **_: Any) -> Cost:
        [result] = results
        return Cost(flops * result.size, math.ceil(workspace * result.size + arrays * result.nbytes))

    return cost


@dataclass(frozen=True, slots=True)
class Nested:
    """How an operation with recorded bodies behaves; its kernel gets the execution it is part of first.

    Attributes:
        reach: from an instruction, and which of its operands a source leads to, to which of its outputs a
            differentiable path leads.
        pull_back: from an instruction, the adjoints of its outputs (None where there is none), and which of
            its operands want one, to the cotangents of the operands (None where the path is cut).
        prune: from an instruction, and which of its outputs are used, to an instruction that computes these
            only.
        bodies: from its attributes to the bodies among them.
    """

    reach: Callable[[Any, Sequence[bool]], Sequence[bool]]
    pull_back: Callable[[Any, Sequence[Any], Sequence[bool]], Sequence[Any]]
    prune: Callable[[Any, Sequence[bool]], Any]
    bodies: Callable[[Mapping[str, Any]], Sequence[Any]]


@dataclass(eq=False)
class Op:
    """One operation. See the module's text for how its parts are written."""

    name: str
    family: str
    doc: str
    operands: tuple[Operand, ...]
    attributes: tuple[Attribute, ...]
    kernel: Callable[..., Any]
    infer: Infer | None
    examples: Sequence[Mapping[str, Any]]
    elementwise: bool = False
    ufunc: np.ufunc | None = None
    view: bool = False
    keeps: bool = False
    aliases: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    kink: str = ""
    neutral: Mapping[int, float] = field(default_factory=dict)
    cost_rule: CostRule | float = 1.0
    rules: tuple[Rule | None, ...] = ()
    rule_for_each: Rule | None = None
    rule_for_all: Rule | None = None
    rewrite: Rule | None = None
    batch: BatchRule = looped
    symbolic: bool = False
    requests: Sequence[Mapping[str, Any]] = ()
    source: int | None = None
    nested: Nested | None = None
    holomorphic: bool = False
    complex_values: bool = False

    def __post_init__(self) -> None:
        self.defaults = {a.name: a.default for a in self.attributes if not a.required}
        self.required = frozenset(a.name for a in self.attributes if a.required)
        self.variadic = bool(self.operands) and self.operands[-1].variadic
        # Where a variadic operand is the only one, there must be at least one of it.
        only = self.variadic and len(self.operands) == 1
        self.least_operands = sum(not o.optional and not o.variadic for o in self.operands) + only
        self.most_operands = None if self.variadic else len(self.operands)
        # What was found out about operands of certain specs, see `app.ops.signature`.
        self.signatures: dict[Any, Any] = {}
        self.costs: dict[Any, Cost] = {}
        self.folds: dict[Any, Any] = {}

    @property
    def composite(self) -> bool:
        """Whether it stands for other operations, which are recorded in its place."""
        return self.infer is None

    def operand_at(self, position: int) -> Operand:
        """The operand at this position, which a variadic operation repeats."""
        return self.operands[min(position, len(self.operands) - 1)]

    def vjp(self, *rules: Rule | None) -> None:
        """Set the derivative rules, one an operand; None for an operand that carries no derivative."""
        self.rules = rules

    def vjp_each(self, rule: Rule) -> Rule:
        """Set one rule for all operands of a variadic operation; it is told the operand's `index`."""
        self.rule_for_each = rule
        return rule

    def vjp_all(self, rule: Rule) -> Rule:
        """Set one rule that gives the cotangents of all operands of a variadic operation, where one after the
        other would take longer; that of each is its element."""
        self.rule_for_all = rule
        self.rule_for_each = lambda *values, index, **attributes: rule(*values, **attributes)[index]
        return rule

    def specialize(self, rewrite: Rule) -> Rule:
        """Set what to record instead for particular operands, such as a constant exponent of 2. The
        function gets values on a tape and the attributes, and returns a value, or None to go on."""
        self.rewrite = rewrite
        return rewrite

    def cotangent(
        self, index: int, g: Any, y: Any, operands: tuple[Any, ...], attributes: Mapping[str, Any]
    ) -> Any:
        """The cotangent of operand `index`, given those of the results; None where the path is cut.

        Complex values follow TensorFlow: the gradient of a real y is dy/d Re(x) + i dy/d Im(x), and a
        cotangent goes through a holomorphic function by the conjugate of its derivative. So a vjp is the
        adjoint under the inner product Re(sum(conj(a) b)).
        """
        if self.holomorphic and (y[0] if isinstance(y, tuple) else y).dtype.kind == "c":
            # With real coefficients the derivative at conj(x) is the conjugate of that at x.
            y = tuple(map(_conjugate, y)) if isinstance(y, tuple) else _conjugate(y)
            operands = tuple(map(_conjugate, operands))
        if self.rule_for_each is not None:
            return self.rule_for_each(g, y, *operands, index=index, **attributes)
        rule = self.rules[index] if index < len(self.rules) else None
        return None if rule is None else rule(g, y, *operands, **attributes)

    def cost(self, operands: Sequence[Spec], results: Sequence[Spec], attributes: Mapping[str, Any]) -> Cost:
        """What one application costs, from shapes alone. A plain number means FLOPs an element, counted
        over the largest operand or result."""
        if callable(self.cost_rule):
            cost = self.cost_rule(operands, results, **attributes)
            return cost if isinstance(cost, Cost) else Cost(cost)
        largest = max([s.size for s in operands] + [s.size for s in results], default=0)
        return Cost(self.cost_rule * largest)

    def bind(self, attributes: Mapping[str, Any]) -> dict[str, Any]:
        """The attributes with defaults filled in, lists frozen to tuples so that they can be compared.

        Raises:
            OperationError: an attribute is unknown or a required one is missing.
        """
        for name in attributes:
            if name not in self.defaults and name not in self.required:
                known = [a.name for a in self.attributes]
                takes = f"it takes {', '.join(known)}" if known else "it takes none"
                raise OperationError(
                    f"unknown attribute '{name}'{did_you_mean(name, known)} ({takes})", attribute=name
                )
        for name in self.required:
            if name not in attributes:
                raise OperationError(f"attribute '{name}' is missing", attribute=name)
        # A key names inputs of the node; an index array's own number does not count what stands before.
        first = len(self.operands) - 1 if self.variadic else 1
        return {**self.defaults, **{name: frozen(value, first) for name, value in attributes.items()}}

    def check_arity(self, count: int) -> None:
        """Refuse a wrong number of operands.

        Raises:
            OperationError: there are too few or too many.
        """
        if count >= self.least_operands and (self.most_operands is None or count <= self.most_operands):
            return
        names = ", ".join(
            ("*" + o.name) if o.variadic else (o.name + "?") if o.optional else o.name for o in self.operands
        )
        least, most = self.least_operands, self.most_operands
        wanted = (
            f"{least}" if least == most else f"at least {least}" if most is None else f"{least} to {most}"
        )
        plural = "s" * (wanted != "1")
        described = f" ({names})" if names else ""
        raise OperationError(
            f"takes {wanted} input{plural}{described}; got {count}",
            operand=count - 1 if count > least else None,
        )

    def targets(
        self, operands: Sequence[Spec | complex | bool], default: np.dtype[Any]
    ) -> list[np.dtype[Any] | None]:
        """The dtype each operand is converted to; None where it stays as it is.

        `operands` are specs, or Python numbers for literals, which take the dtype of what they meet and
        `default` (floating) where they meet nothing.

        Raises:
            OperationError: an operand's dtype does not suit the operation.
        """
        kinds = [self.operand_at(i).kind for i in range(len(operands))]
        specs = [o for o, k in zip(operands, kinds, strict=True) if k.joined and isinstance(o, Spec)]
        literals = [o for o, k in zip(operands, kinds, strict=True) if k.joined and not isinstance(o, Spec)]
        common = _common_dtype([s.dtype for s in specs], literals, default)
        self._check_complex(operands)
        targets: list[np.dtype[Any] | None] = []
        for position, (operand, kind) in enumerate(zip(operands, kinds, strict=True)):
            if kind.name == "float" and common.kind not in "fc":
                # Literals alone are weak; an integer array computes in float64, as NumPy has it.
                target: np.dtype[Any] | None = FLOAT64 if specs else default
            elif kind.name == "complex":
                target = complex_of(common)
            elif kind.joined:
                target = common
            elif kind.name == "bool":
                target = BOOL
            elif kind.name == "integer":
                target = _integer_target(operand, position, self.operand_at(position).name)
            else:
                target = None if isinstance(operand, Spec) else _literal_dtype(operand, default)
            targets.append(target)
        return targets

    def _check_complex(self, operands: Sequence[Any]) -> None:
        if self.complex_values or self.composite:
            return
        for position, operand in enumerate(operands):
            if isinstance(operand, Spec) and operand.dtype.kind == "c":
                raise OperationError(
                    f"{self.operand_at(position).name} is complex; {self.name} is defined for real values only, "
                    "such as real(x), imag(x) or abs(x)",
                    operand=position,
                )

    def apply(self, *operands: Any, **attributes: Any) -> Any:
        """Compute on arrays, with promotion and shape checks."""
        if self.symbolic:
            raise TypeError(f"{self.name} works on values of a tape, not on arrays")
        self.check_arity(len(operands))
        bound = self.bind(attributes)
        specs = [spec_of(o) if isinstance(o, np.ndarray | np.generic) else o for o in operands]
        arrays = [
            np.asarray(o, dtype=target)
            for o, target in zip(operands, self.targets(specs, FLOAT64), strict=True)
        ]
        if self.infer is not None:
            self.infer(*map(spec_of, arrays), **bound)
        return self.kernel(*arrays, **bound)

    def __call__(self, *operands: Any, **attributes: Any) -> Any:
        """Record on the operands' tape where one of them is a value on a tape, else compute. Where they
        stand on several tapes, it is the innermost."""
        tape = None
        for operand in operands:
            if isinstance(operand, Value) and (tape is None or operand.tape.depth > tape.depth):
                tape = operand.tape
        return (
            self.apply(*operands, **attributes) if tape is None else tape.record(self, operands, attributes)
        )

    def __repr__(self) -> str:
        return f"<op {self.name}>"


def _conjugate(x: Any) -> Any:
    return ops.conj(x) if x.dtype.kind == "c" else x


def _literal_dtype(literal: complex | bool, default: np.dtype[Any]) -> np.dtype[Any]:
    if isinstance(literal, bool):
        return BOOL
    return INT64 if isinstance(literal, int) else default


def _common_dtype(
    dtypes: Sequence[np.dtype[Any]], literals: Sequence[Any], default: np.dtype[Any]
) -> np.dtype[Any]:
    if not dtypes:
        weak = [_literal_dtype(literal, default) for literal in literals]
        floating = any(d.kind == "f" for d in weak)
        return default if floating else promote(*weak) if weak else default
    common = dtypes[0] if len(set(dtypes)) == 1 else promote(*dtypes)
    for literal in literals:
        if isinstance(literal, float) and common.kind not in "fc":
            common = FLOAT64
        elif isinstance(literal, int) and not isinstance(literal, bool) and common.kind == "b":
            common = INT64
    return common


def _integer_target(operand: Spec | complex, position: int, name: str) -> np.dtype[Any] | None:
    if isinstance(operand, Spec):
        if operand.dtype.kind in "iu":
            return None
        held = str(operand.dtype)
    else:
        if isinstance(operand, int) and not isinstance(operand, bool):
            return INT64
        held = str(operand)
    raise OperationError(f"{name} must hold integers, not {held}", operand=position)


REGISTRY: dict[str, Op] = {}
ALIASES: dict[str, str] = {}


def op(
    *,
    infer: Infer | None,
    examples: Sequence[Mapping[str, Any]],
    cost: CostRule | float = 1.0,
    elementwise: bool = False,
    ufunc: np.ufunc | None = None,
    batch: BatchRule | None = None,
    view: bool = False,
    keeps: bool = False,
    aliases: Sequence[str] = (),
    results: Sequence[str] = (),
    kink: str = "",
    neutral: Mapping[int, float] | None = None,
    holomorphic: bool = False,
    complex_values: bool = False,
) -> Callable[[Callable[..., Any]], Op]:
    """Register the decorated kernel as an operation under its own name.

    Args:
        infer: from the operands' specs and the attributes to the spec of the result, or a tuple of specs;
            raises OperationError for what does not fit. None for a composition, whose function is written
            with `ops.*` alone.
        examples: operands and attributes by name (variadic operands as a list); away from kinks, with axes
            of different lengths.
        cost: FLOPs an element, or a function of the operands' specs, the results' specs and attributes.
        elementwise: operands broadcast, and each element of the result depends on those at its place.
        ufunc: NumPy's own function, where the kernel is nothing but that: it can write into an array given.
        batch: how an extra leading axis goes through; see `app.ops.batching`. Element-wise operations and
            compositions need none.
        view: the kernel's result shares memory with its first operand.
        keeps: the result is the operand itself where neither shape nor dtype changes.
        aliases: other names a client may use, TensorFlow's for instance.
        results: names of the results where there are several; one name ending in * where their number
            depends on the operands. The kernel then returns a tuple.
        kink: what the derivative is where it has a choice.
        holomorphic: takes complex operands too, and its rules hold for them with operands and result
            conjugated.
        complex_values: takes complex operands too, and its rules hold as they are.
        neutral: by operand position, the constant with which the operation gives its other operand.
    """

    def register(function: Callable[..., Any]) -> Op:
        name = function.__name__.rstrip("_")
        entry = Op(
            name=name,
            family=function.__module__.rpartition(".")[2],
            doc=inspect.cleandoc(function.__doc__ or ""),
            operands=tuple(_operands(function)),
            attributes=tuple(_attributes(function)),
            kernel=function,
            infer=infer,
            examples=examples,
            elementwise=elementwise,
            ufunc=ufunc,
            batch=batch or (batching.elementwise if elementwise else looped),
            view=view,
            keeps=keeps,
            aliases=tuple(aliases),
            results=tuple(results),
            kink=kink,
            neutral=neutral or {},
            cost_rule=cost,
            holomorphic=holomorphic,
            complex_values=complex_values or holomorphic,
        )
        for key in (name, *aliases):
            if key in REGISTRY or key in ALIASES:
                raise ValueError(f"two operations are named {key!r}")
        REGISTRY[name] = entry
        ALIASES.update(dict.fromkeys(aliases, name))
        setattr(ops, name, entry)
        return entry

    return register


def composite(
    *,
    examples: Sequence[Mapping[str, Any]],
    aliases: Sequence[str] = (),
    results: Sequence[str] = (),
    kink: str = "",
) -> Callable[[Callable[..., Any]], Op]:
    """Register a composition: its function calls other operations, which are recorded in its place."""
    return op(infer=None, examples=examples, aliases=aliases, results=results, kink=kink)


def symbolic(
    *,
    kink: str = "",
    results: Sequence[str] = (),
    requests: Sequence[Mapping[str, Any]] = (),
    source: int | None = None,
) -> Callable[[Callable[..., Any]], Op]:
    """Register an operation on what is recorded: its function gets a tape and values on it, as they are, and
    appends to that tape. It has no kernel; what shows it at work are requests to /gradient. `source` is the
    operand that it differentiates with respect to."""

    def register(function: Callable[..., Any]) -> Op:
        keywords = {p.rstrip("_"): p for p in inspect.signature(function).parameters if p.endswith("_")}
        entry = composite(examples=(), kink=kink, results=results)(function)
        if keywords:
            entry.kernel = lambda *values, **given: function(
                *values, **{keywords.get(name, name): value for name, value in given.items()}
            )
        entry.symbolic, entry.source, entry.requests = True, source, requests
        return entry

    return register


def lookup(name: str) -> Op | None:
    """The operation of this name or alias; `np.`, `tf.` and the like may stand before it."""
    found = REGISTRY.get(name) or REGISTRY.get(ALIASES.get(name, ""))
    if found is None and "." in name:
        prefix, _, rest = name.rpartition(".")
        if prefix in TOLERATED_PREFIXES:
            return lookup(rest)
    return found


TOLERATED_PREFIXES = frozenset(
    {"np", "numpy", "tf", "tf.math", "tf.nn", "tf.linalg", "jnp", "jax.numpy", "jax.nn", "torch"}
)


def _operands(function: Callable[..., Any]) -> list[Operand]:
    hints = get_type_hints(function, include_extras=True)
    operands = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY or parameter.name == "tape":
            continue
        operands.append(
            Operand(
                name=parameter.name,
                kind=_kind_of(hints[parameter.name]),
                optional=parameter.default is None,
                variadic=parameter.kind is parameter.VAR_POSITIONAL,
            )
        )
    return operands


def _kind_of(hint: Any) -> Kind:
    for part in (hint, *get_args(hint)):
        for extra in getattr(part, "__metadata__", ()):
            if isinstance(extra, Kind):
                return extra
    raise TypeError(f"an operand is annotated {hint}, which names no kind")


def _attributes(function: Callable[..., Any]) -> list[Attribute]:
    hints = get_type_hints(function, include_extras=True)
    attributes = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is not parameter.KEYWORD_ONLY:
            continue
        hint = hints[parameter.name]
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{function.__name__}: attribute {parameter.name} has no text")
        annotation, *extras = get_args(hint)
        text = next(extra for extra in extras if isinstance(extra, str))
        constraints = tuple(extra for extra in extras if not isinstance(extra, str))
        if constraints:
            annotation = Annotated[(annotation, *constraints)]
        # A parameter cannot be called `else`.
        attributes.append(Attribute(parameter.name.rstrip("_"), annotation, text, parameter.default))
    return attributes
