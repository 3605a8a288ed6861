/** Expressions: what is to be computed, built by functions and methods, and made a graph in the end. */

import { Methods } from "./methods.js";
import type { Schemas } from "./types.js";

/** What an operation takes: an expression, or a number, which takes the dtype of what it meets. */
export type Operand = Expression | number;

/** The attributes of an operation by name, as its node has them. */
export type Attributes<Op extends string> = `${Op}_node` extends keyof Schemas
  ? Omit<Schemas[`${Op}_node`], "name" | "op" | "inputs">
  : never;

/** What may be said of an input: `shape`, `dtype`, `trainable`, `doc`. */
export type Declared = Schemas["DeclaredInput"];

/** An entry of a key, one an axis: an index, a range, an index array, `"..."`, or null for a new axis. */
export type Key =
  number | null | "..." | { start?: number | null; stop?: number | null; step?: number | null } | Expression;

/** As many of them, by position. */
export type Several<N extends number, Found extends Expression[] = []> = number extends N
  ? Expression[]
  : Found["length"] extends N
    ? Found
    : Several<N, [...Found, Expression]>;

/** A function of expressions, as control flow carries it out. */
export interface Traced {
  readonly inputs: readonly Expression[];
  readonly outputs: readonly Operand[];
}

/** A value to be computed, or given with the request. */
export class Expression extends Methods<Expression> {
  /** @internal */
  constructor(
    /** The operation; empty for an input. */
    readonly op: string,
    readonly inputs: readonly Operand[],
    readonly attributes: Readonly<Record<string, unknown>>,
    /** Its name in the graph, if it is to have one: an input's always. */
    readonly label?: string,
    /** What is said of an input. */
    readonly declared?: Declared,
    /** Functions by the attribute that names them. */
    readonly functions: Readonly<Record<string, Traced>> = {},
    /** Of which it is one of several results, and which. */
    readonly part?: { readonly of: Expression; readonly index: number },
  ) {
    super();
  }

  /** The same, with a name for its node. */
  as(name: string): Expression {
    if (!this.op) throw new TypeError(`'${this.label}' is an input and has its name`);
    return new Expression(this.op, this.inputs, this.attributes, name, undefined, this.functions);
  }

  /** One of the results of an operation that has several, from 0. */
  result(index: number): Expression {
    return new Expression("", [], {}, undefined, undefined, {}, { of: this, index });
  }

  /** The first results of an operation that has several: `const [q, r] = qr(x).results(2)`. */
  results<const N extends number>(count: N): Several<N> {
    return Array.from({ length: count }, (_, index) => this.result(index)) as Several<N>;
  }

  /** JavaScript's operators make no expressions: without this `w * 2` would be NaN, and found out by the service. */
  [Symbol.toPrimitive](): never {
    throw new TypeError("an expression has methods in place of operators: w.mul(2), w.add(b)");
  }

  /** Part of the value, as NumPy indexes: `x.at(0)`, `x.at("...", { start: 1 })`, `x.at(indices)`. */
  at(...key: Key[]): Expression {
    const indices: Expression[] = [];
    const entries = key.map((entry) =>
      entry instanceof Expression ? { operand: indices.push(entry) } : entry,
    );
    return this.apply("getitem", [this, ...indices], { key: entries });
  }

  protected override apply(
    op: string,
    inputs: readonly Operand[],
    attributes: object,
    optional?: readonly string[],
  ): Expression {
    return apply(op, inputs, attributes, optional);
  }

  protected override self(): Expression {
    return this;
  }
}

/** A value that the request gives among its `parameters`. */
export function variable(name: string, declared?: Declared): Expression {
  return input(name, declared);
}

/** A value that the request gives among its `constants`. */
export function constant(name: string, declared?: Declared): Expression {
  return input(name, declared);
}

/** The expression of an operation. Operands that may be left out stand among the attributes. */
export function apply(
  op: string,
  inputs: readonly Operand[],
  attributes: object,
  optional: readonly string[] = [],
): Expression {
  const left: Record<string, unknown> = { ...attributes };
  const given = [...inputs];
  for (const [place, name] of optional.entries()) {
    const operand = left[name] as Operand | undefined;
    delete left[name];
    if (operand === undefined) continue;
    // Operands go by position.
    if (given.length !== inputs.length + place)
      throw new TypeError(`${op}: ${name} needs ${optional[place - 1]}`);
    given.push(operand);
  }
  for (const operand of given) {
    if (!(operand instanceof Expression) && typeof operand !== "number") {
      throw new TypeError(`${op}: an operand is an expression or a number; got ${String(operand)}`);
    }
  }
  return new Expression(op, given, left);
}

function input(name: string, declared: Declared | undefined): Expression {
  if (!name || name.includes(":")) throw new TypeError(`a name is not empty and has no colon; got '${name}'`);
  return new Expression("", [], {}, name, declared);
}
