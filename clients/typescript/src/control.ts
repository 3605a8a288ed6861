/** Loops and branches, whose bodies are functions of expressions. */

import { Expression, type Operand, type Several, type Traced } from "./expression.js";

type Body<N extends number = number> = (...operands: Several<N>) => Operand | readonly Operand[];

/**
 * A function carried out for one slice of the xs after the other, handing on carries.
 *
 * @param body - is given the carries and a slice of each of the xs, and returns the new carries, then ys.
 * @returns an expression whose results are the last carries, then the ys stacked: `.results(2)`.
 */
export function scan(
  body: Body,
  carries: readonly Operand[],
  xs: readonly Expression[],
  attributes: { length?: number | null; reverse?: boolean } = {},
): Expression {
  const operands = [...carries, ...xs];
  const functions = { body: trace(body, operands.length) };
  return control("scan", operands, { num_carry: carries.length, ...attributes }, functions);
}

/**
 * A function carried out as long as a condition holds.
 *
 * @returns an expression whose results are the state when the condition turned false.
 */
export function while_loop(
  condition: Body,
  body: Body,
  state: readonly Operand[],
  attributes: { max_iterations?: number | null } = {},
): Expression {
  const functions = { condition: trace(condition, state.length), body: trace(body, state.length) };
  return control("while_loop", state, attributes, functions);
}

/** One of two functions of the operands, by a predicate that is a scalar; only that one is carried out. */
export function cond(predicate: Operand, then: Body, else_: Body, operands: readonly Operand[]): Expression {
  const functions = { then: trace(then, operands.length), else: trace(else_, operands.length) };
  return control("cond", [predicate, ...operands], {}, functions);
}

/** A function carried out for all slices along the leading axis at once. */
export function map(body: Body, ...xs: readonly Expression[]): Expression {
  return control("map", xs, {}, { function: trace(body, xs.length) });
}

/** A function as a node of its own. */
export function call(body: Body, ...operands: readonly Operand[]): Expression {
  return control("call", operands, {}, { function: trace(body, operands.length) });
}

function control(
  op: string,
  operands: readonly Operand[],
  attributes: Readonly<Record<string, unknown>>,
  functions: Readonly<Record<string, Traced>>,
): Expression {
  return new Expression(op, operands, attributes, undefined, undefined, functions);
}

function trace(body: Body, count: number): Traced {
  const inputs = Array.from({ length: count }, () => new Expression("", [], {}));
  const found = (body as (...operands: Expression[]) => Operand | readonly Operand[])(...inputs);
  const outputs = Array.isArray(found) ? (found as Operand[]) : [found as Operand];
  for (const output of outputs) {
    if (!(output instanceof Expression) && typeof output !== "number") {
      throw new TypeError(`a function of a loop or branch returns expressions or numbers; got ${String(output)}`);
    }
  }
  return { inputs, outputs };
}
