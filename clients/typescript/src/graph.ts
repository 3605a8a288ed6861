/** From expressions to the graph document that the service reads. */

import { Expression, type Operand, type Traced } from "./expression.js";
import type { Graph, Schemas } from "./types.js";

type Node = { name: string; op: string; inputs: (string | number)[] };

/**
 * The graph whose outputs are these expressions, by name; the first is the loss. What is used twice is there
 * once.
 *
 * @throws TypeError if two values would have one name.
 */
export function graph(outputs: Readonly<Record<string, Expression>>): Graph {
  return new Builder(outputs).document();
}

/** A list of nodes: the graph's own, or a function's. */
interface Scope {
  readonly depth: number;
  readonly nodes: Node[];
}

class Builder {
  readonly #outputs: Readonly<Record<string, Expression>>;
  readonly #top: Scope = { depth: 0, nodes: [] };
  readonly #inputs: Record<string, Schemas["DeclaredInput"]> = {};
  readonly #functions: Record<string, Schemas["FunctionDocument"]> = {};
  // What is asked for by name has it before anything else.
  readonly #wanted = new Map<Expression, string>();
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();
  readonly #references = new Map<Expression, string>();
  readonly #scopes = new Map<Expression, Scope>();

  constructor(outputs: Readonly<Record<string, Expression>>) {
    this.#outputs = outputs;
    if (!Object.keys(outputs).length) throw new TypeError("a graph has an output");
  }

  document(): Graph {
    const wanted = Object.values(this.#outputs);
    const reachable = inOrder(wanted, true);
    for (const one of reachable) if (isInput(one)) this.#input(one);
    for (const [name, one] of Object.entries(this.#outputs)) this.#claim(name, one);
    for (const one of reachable) {
      if (!one.op || !one.label || this.#wanted.has(one)) continue;
      this.#take(one.label);
      this.#wanted.set(one, one.label);
    }
    for (const one of inOrder(wanted)) this.#place(one);
    const outputs = Object.entries(this.#outputs).map(([name, one]) => this.#output(name, one));
    return {
      ...(Object.keys(this.#inputs).length ? { inputs: this.#inputs } : {}),
      ...(Object.keys(this.#functions).length ? { functions: this.#functions } : {}),
      nodes: this.#top.nodes as Graph["nodes"],
      outputs,
    };
  }

  #input(one: Expression): void {
    const name = one.label as string;
    const { declared } = one;
    const before = this.#inputs[name];
    if (declared && before && JSON.stringify(declared) !== JSON.stringify(before)) {
      throw new TypeError(`'${name}' is declared in two ways`);
    }
    if (declared) this.#inputs[name] = declared;
    this.#taken.add(name);
    this.#references.set(one, name);
    this.#scopes.set(one, this.#top);
  }

  /** Gives an output its name, unless it is an input, a part, or has a name as an output already. */
  #claim(name: string, one: Expression): void {
    if (!one.op && one.label === name) return;
    this.#take(name);
    if (one.op && !this.#wanted.has(one)) this.#wanted.set(one, name);
  }

  #take(name: string): void {
    if (this.#taken.has(name)) throw new TypeError(`two values are named '${name}'`);
    this.#taken.add(name);
  }

  #output(name: string, one: Expression): string {
    if (this.#scope(one) !== this.#top) throw new TypeError(`'${name}' depends on an argument of a function`);
    const reference = this.#reference(one);
    if (reference === name) return name;
    this.#top.nodes.push({ name, op: "identity", inputs: [reference] });
    return name;
  }

  /** Writes a node, after all that it uses, into the innermost function whose arguments it depends on. */
  #place(one: Expression): void {
    if (this.#references.has(one)) return;
    if (one.part) {
      const { of, index } = one.part;
      this.#references.set(one, `${this.#reference(of)}:${index}`);
      this.#scopes.set(one, this.#scope(of));
      return;
    }
    if (!one.op) throw new TypeError("an argument of a function is used outside of it");
    let scope = innermost(
      one.inputs.map((operand) => this.#scope(operand)),
      this.#top,
    );
    const named: Record<string, string> = {};
    for (const [attribute, traced] of Object.entries(one.functions)) {
      const { name, outer } = this.#function(traced);
      named[attribute] = name;
      scope = innermost([scope, outer], this.#top);
    }
    const name = this.#wanted.get(one) ?? this.#free(one.op);
    const inputs = one.inputs.map((operand) =>
      typeof operand === "number" ? operand : this.#reference(operand),
    );
    scope.nodes.push({ name, op: one.op, inputs, ...one.attributes, ...named });
    this.#references.set(one, name);
    this.#scopes.set(one, scope);
  }

  #function(traced: Traced): { name: string; outer: Scope } {
    const name = this.#free("function");
    const wanted = traced.outputs.filter((output) => output instanceof Expression);
    const order = inOrder(wanted);
    const everything = inOrder(wanted, true);
    // What does not depend on the arguments is computed once, outside.
    const dependent = new Set<Expression>(traced.inputs);
    for (const each of everything)
      if (usedBy(each, true).some((used) => dependent.has(used))) dependent.add(each);
    for (const each of order) if (!dependent.has(each)) this.#place(each);
    const outer = innermost(
      everything.map((each) => this.#scope(each)),
      this.#top,
    );
    const scope: Scope = { depth: outer.depth + 1, nodes: [] };
    const inputs = traced.inputs.map((argument) => {
      const free = this.#free("argument");
      this.#references.set(argument, free);
      this.#scopes.set(argument, scope);
      return free;
    });
    for (const each of order) this.#place(each);
    const outputs = traced.outputs.map((output) => this.#result(output, scope));
    this.#functions[name] = { inputs, nodes: scope.nodes as Graph["nodes"], outputs };
    return { name, outer };
  }

  /** The reference of a function's output, which is to be one of its own names. */
  #result(output: Operand, scope: Scope): string {
    const reference = typeof output === "number" ? output : this.#reference(output);
    if (typeof reference === "string" && this.#scope(output) === scope) return reference;
    const name = this.#free("identity");
    scope.nodes.push({ name, op: "identity", inputs: [reference] });
    return name;
  }

  #reference(one: Expression): string {
    return this.#references.get(one) as string;
  }

  #scope(operand: Operand): Scope {
    return typeof operand === "number" ? this.#top : (this.#scopes.get(operand) ?? this.#top);
  }

  #free(stem: string): string {
    let count = this.#counts.get(stem) ?? 0;
    let name: string;
    do name = ++count === 1 ? stem : `${stem}_${count}`;
    while (this.#taken.has(name));
    this.#counts.set(stem, count);
    this.#taken.add(name);
    return name;
  }
}

function innermost(scopes: readonly Scope[], top: Scope): Scope {
  return scopes.reduce((deepest, scope) => (scope.depth > deepest.depth ? scope : deepest), top);
}

function isInput(one: Expression): boolean {
  return !one.op && one.label !== undefined;
}

/** What one uses directly, in the bodies of its functions too if these count. */
function usedBy(one: Expression, bodies: boolean): Expression[] {
  if (one.part) return [one.part.of];
  const within = bodies ? Object.values(one.functions).flatMap((traced) => traced.outputs) : [];
  return [...one.inputs, ...within].filter((operand) => operand instanceof Expression);
}

/** What these need, each after what it uses; without recursion, as chains may be long. */
function inOrder(wanted: readonly Expression[], bodies = false): Expression[] {
  const found = new Set<Expression>();
  const stack = [...wanted].reverse().map((one) => ({ one, open: false }));
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { one, open } = top;
    if (found.has(one)) continue;
    if (open) {
      found.add(one);
      continue;
    }
    stack.push({ one, open: true });
    for (const used of usedBy(one, bodies).reverse()) stack.push({ one: used, open: false });
  }
  return [...found];
}
