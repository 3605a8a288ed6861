/** A client of the service: one method for each of its routes. */

import { errorOf, NoAnswer, type Problem } from "./errors.js";
import { eventsOf } from "./events.js";
import { type Call, EVENTS, type Options, Transport } from "./transport.js";
import type * as types from "./types.js";
import { valuesIn } from "./wire.js";

export class Wengert {
  readonly #transport: Transport;

  constructor(options: Options = {}) {
    this.#transport = new Transport(options);
  }

  /** Where the service is. */
  get url(): string {
    return this.#transport.url;
  }

  /** The loss and its gradient with respect to every source. */
  gradient(request: types.GradientRequest, call?: Call): Promise<types.GradientAnswer> {
    return this.#values("/gradient", request, call);
  }

  /** The values of the graph's outputs. */
  evaluate(request: types.EvaluateRequest, call?: Call): Promise<types.EvaluateAnswer> {
    return this.#values("/evaluate", request, call);
  }

  /** Products of cotangents with the Jacobian. */
  vjp(request: types.VjpRequest, call?: Call): Promise<types.VjpAnswer> {
    return this.#values("/vjp", request, call);
  }

  /** Products of the Jacobian with tangents. */
  jvp(request: types.JvpRequest, call?: Call): Promise<types.JvpAnswer> {
    return this.#values("/jvp", request, call);
  }

  /** All derivatives of all outputs, per example if asked. */
  jacobian(request: types.JacobianRequest, call?: Call): Promise<types.JacobianAnswer> {
    return this.#values("/jacobian", request, call);
  }

  /** The second derivatives for every pair of sources. */
  hessian(request: types.HessianRequest, call?: Call): Promise<types.HessianAnswer> {
    return this.#values("/hessian", request, call);
  }

  /** The product of the Hessian with vectors. */
  hvp(request: types.HvpRequest, call?: Call): Promise<types.HvpAnswer> {
    return this.#values("/hvp", request, call);
  }

  /** Loss and gradients for many rows of values in one pass. */
  batch(request: types.BatchRequest, call?: Call): Promise<types.BatchAnswer> {
    return this.#values("/batch", request, call);
  }

  /** Whether every gradient agrees with central differences. */
  check(request: types.CheckRequest, call?: Call): Promise<types.CheckAnswer> {
    return this.#values("/check", request, call);
  }

  /** Where the loss is least. */
  minimize(request: types.MinimizeRequest, call?: Call): Promise<types.MinimizeAnswer> {
    return this.#values("/minimize", request, call);
  }

  /** Where the loss is least, each step told as it is taken; leaving the loop early ends the work. */
  async *minimizeEvents(
    request: types.MinimizeRequest,
    call?: Call,
  ): AsyncGenerator<types.MinimizeEvent, void, undefined> {
    const body = await this.#transport.stream({
      ...call,
      method: "POST",
      path: "/minimize",
      document: request,
      accept: EVENTS,
    });
    for await (const { name, data } of heard(eventsOf(body), this.url, call?.signal)) {
      const said: unknown = JSON.parse(data);
      if (name === "problem") throw errorOf((said as Problem).status, said as Problem);
      yield { event: name, ...(valuesIn(said) as object) } as types.MinimizeEvent;
      if (name === "answer") return;
    }
    throw new NoAnswer({ title: "No answer", detail: `${this.url} ended before its answer` });
  }

  /** Operations, FLOPs and bytes, without computing. */
  estimate(request: types.EstimateRequest, call?: Call): Promise<types.EstimateAnswer> {
    return this.#plain("/estimate", request, call);
  }

  /** Whether a graph or a program is right, in both its forms, with inputs and shapes. */
  graph(request: types.GraphRequest, call?: Call): Promise<types.GraphAnswer> {
    return this.#plain("/graph", request, call);
  }

  /** A picture of the graph or of its tape: the text of an SVG. */
  picture(request: types.PictureRequest, call?: Call): Promise<string> {
    const asked = {
      ...call,
      method: "POST",
      path: "/graph/picture",
      document: request,
      accept: "image/svg+xml",
    } as const;
    return this.#transport.document(asked) as Promise<string>;
  }

  /** All operations in short. */
  operations(call?: Call): Promise<types.OperationSummary[]> {
    return this.#got("/ops", call);
  }

  /** One operation, also by an alias: operands, attributes, examples. */
  operation(name: string, call?: Call): Promise<types.OperationEntry> {
    return this.#got(`/ops/${encodeURIComponent(name)}`, call);
  }

  /** Whether the service takes requests. */
  ready(call?: Call): Promise<types.Health> {
    return this.#got("/readyz", call);
  }

  async #values<T>(path: string, document: object, call: Call | undefined): Promise<T> {
    return valuesIn(await this.#transport.document({ ...call, method: "POST", path, document })) as T;
  }

  /** Of routes whose answers hold no arrays, but graphs, in which "Infinity" is to stay as it is. */
  #plain<T>(path: string, document: object, call: Call | undefined): Promise<T> {
    return this.#transport.document({ ...call, method: "POST", path, document }) as Promise<T>;
  }

  #got<T>(path: string, call: Call | undefined): Promise<T> {
    return this.#transport.document({
      ...call,
      method: "GET",
      path,
      accept: "application/json",
    }) as Promise<T>;
  }
}

/** The same events; a connection that breaks in between is said as elsewhere. */
async function* heard<T>(
  events: AsyncGenerator<T>,
  url: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  try {
    yield* events;
  } catch (error) {
    signal?.throwIfAborted();
    throw new NoAnswer({ title: "No answer", detail: `${url} broke off: ${String(error)}`, cause: error });
  }
}
