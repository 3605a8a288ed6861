/** A minimization while it runs: its curve, its numbers, and for two parameters its way. */

import * as service from "./service.js";
import { contour, covers, curve, surfaceOf } from "./plot.js";
import { brief, isNumber, lowest, shown } from "./numbers.js";
import { element } from "./dom.js";

const SIDE = 41;
const RULES = new Set(["sgd", "momentum", "adam", "rmsprop", "adagrad"]);

/** The two numbers that a work's parameters are, if they are two: where they stand, and how to read them. */
export function pairOf(work) {
  const parameters = [...work.values].filter(([, value]) => value.role === "parameters").map(([name]) => name);
  const values = parameters.map((name) => work.value(name));
  if (parameters.length === 2 && values.every((one) => typeof one === "number")) {
    const [a, b] = parameters;
    return {
      names: parameters,
      read: (given) => [given[a], given[b]],
      batch: (points) => ({ [a]: points.map(([x]) => x), [b]: points.map(([, y]) => y) }),
    };
  }
  if (parameters.length === 1 && Array.isArray(values[0]) && values[0].length === 2 && values[0].every((one) => typeof one === "number")) {
    const [name] = parameters;
    return { names: [`${name}[0]`, `${name}[1]`], read: (given) => given[name], batch: (points) => ({ [name]: points }) };
  }
  return null;
}

/** A square of room around a way. */
function around(path) {
  return [0, 1].map((axis) => {
    const numbers = path.map((point) => point[axis]);
    const [least, most] = [lowest(numbers), -lowest(numbers.map((one) => -one))];
    const room = Math.max(0.35 * (most - least), 0.05 * Math.max(Math.abs(least), Math.abs(most)), 1e-3);
    return [least - room, most + room];
  });
}

export class Minimization {
  /** Steps as they were told. */
  steps = [];
  /** Where they led, of two parameters. */
  path = [];
  /** How to read these two; null where there are others. */
  pair = null;
  /** The loss around the path, as far as it is known. */
  surface = null;
  /** The last parameters. */
  found = null;
  /** What stops it; null where nothing runs. */
  running = null;

  /**
   * @param {Record<string, HTMLElement>} parts of the page: method, rate, steps, begin, take, status, curve, contour
   * @param {() => import("./work.js").Work} work
   * @param {(route: string) => Set<string>} known members that a route knows
   * @param {{done: (parameters: object) => void, failed: (error: Error) => void}} calls
   */
  constructor(parts, work, known, calls) {
    Object.assign(this, { parts, work, known, calls });
    parts.begin.addEventListener("click", () => (this.running ? this.running.abort() : this.begin()));
    parts.take.addEventListener("click", () => calls.done(this.found));
    parts.method.addEventListener("change", () => this.#choose());
    this.#choose();
  }

  #choose() {
    const rule = RULES.has(this.parts.method.value);
    this.parts.rate.closest("label").hidden = !rule;
  }

  /** Begin anew, with what a request says. */
  show(work) {
    this.running?.abort();
    this.take(work);
    this.parts.take.hidden = true;
    for (const place of ["curve", "contour", "status"]) this.parts[place].replaceChildren();
  }

  /** Take the method and the like that a request names. */
  take(work) {
    const { method, rate, steps } = this.parts;
    const text = (name) => (work.options.has(name) ? JSON.parse(work.options.get(name)) : undefined);
    method.value = text("method") ?? "L-BFGS-B";
    if (typeof text("learning_rate") === "number") rate.value = text("learning_rate");
    if (text("max_steps")) steps.value = text("max_steps");
    this.#choose();
  }

  /** Minimize, and show it. */
  async begin() {
    const { parts } = this;
    const work = this.work();
    const mine = (this.running = new AbortController());
    Object.assign(this, { steps: [], path: [], pair: pairOf(work), surface: null, found: null });
    parts.begin.textContent = "Stop";
    parts.take.hidden = true;
    parts.contour.replaceChildren();
    this.#say("Waiting for the first step …");
    try {
      await this.#follow(work, mine.signal);
    } catch (error) {
      if (error.name === "AbortError") this.#say(`Stopped after step ${this.steps.at(-1)?.step ?? 0}.`);
      else {
        this.#say(error.message);
        this.calls.failed(error);
      }
    } finally {
      if (this.running === mine) this.running = null;
      if (!this.running) parts.begin.textContent = "Minimize";
      parts.take.hidden = this.found === null || this.work() !== work;
    }
  }

  async #follow(work, signal) {
    for await (const { event, data } of service.events("/minimize", this.request(work), signal)) {
      // What was under way when another work was begun comes to nobody.
      signal.throwIfAborted();
      if (event === "progress") this.#progress(data, work, signal);
      else if (event === "answer") return this.#answer(data, work);
      else throw new service.Problem(data);
    }
    throw new service.Problem({ title: "No answer", status: 0, detail: "The service left before its answer." });
  }

  /** The request to `/minimize`. */
  request(work) {
    const { method, rate, steps } = this.parts;
    const rule = RULES.has(method.value);
    const known = new Set(this.known("/minimize"));
    for (const name of rule ? ["method", "max_steps", "learning_rate"] : ["method", "max_steps", "learning_rate", "momentum", "nesterov", "batch"]) {
      known.delete(name);
    }
    // A schedule that the request brought along stays.
    const scheduled = work.options.get("learning_rate")?.startsWith("{");
    const pace = scheduled ? JSON.parse(work.options.get("learning_rate")) : Number(rate.value);
    return work.request(known, { method: method.value, max_steps: Number(steps.value), ...(rule ? { learning_rate: pace } : {}) });
  }

  #say(text) {
    this.parts.status.replaceChildren(text);
  }

  #progress(data, work, signal) {
    this.steps.push(data);
    if (data.parameters) {
      this.found = data.parameters;
      if (this.pair) this.path.push(this.pair.read(data.parameters));
    }
    const left = typeof data.seconds_left === "number" ? `, at most ${data.seconds_left.toFixed(1)} s left` : "";
    this.#say(`step ${data.step}: loss ${shown(data.loss)}, gradient norm ${shown(data.gradient_norm)}${left}`);
    this.surveying ??= this.#survey(work, signal).finally(() => {
      this.surveying = null;
    });
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null;
      this.#draw();
    });
  }

  #draw() {
    this.parts.curve.replaceChildren(curve(this.steps));
    if (this.surface && this.pair) this.parts.contour.replaceChildren(contour(this.surface, this.path, this.pair.names));
  }

  async #answer(data, work) {
    this.found = data.parameters;
    const rows = Object.entries(data.parameters).map(([name, value]) =>
      element("tr", {}, element("th", { scope: "row" }, name), element("td", { class: "value" }, brief(value, 8))),
    );
    this.parts.status.replaceChildren(
      element("p", { class: `verdict ${data.converged ? "passed" : "open"}` }, `${data.converged ? "✓ Converged" : "Not converged"}: ${data.reason}.`),
      element("p", {}, `loss ${shown(data.loss)}, gradient norm ${shown(data.gradient_norm)}, ${data.steps} steps, ${data.evaluations} evaluations`),
      element("table", {}, element("caption", {}, "Parameters"), element("tbody", {}, ...rows)),
    );
    // With batches the losses on the way are those of parts.
    if (!work.options.has("batch")) this.steps.push({ step: data.steps, loss: data.loss });
    await this.surveying;
    if (this.pair) {
      this.path.push(this.pair.read(data.parameters));
      await this.#survey(work);
    }
    this.#draw();
  }

  /** Where the way has left the surface that is known, the loss at a grid of points around it, in one request. */
  async #survey(work, signal) {
    const { pair, path } = this;
    if (!pair || !path.length || !path.flat().every(isNumber) || covers(this.surface, path.at(-1))) return;
    const [x, y] = around(path);
    const places = (ends) => Array.from({ length: SIDE }, (_, k) => ends[0] + ((ends[1] - ends[0]) * k) / (SIDE - 1));
    const points = places(y).flatMap((b) => places(x).map((a) => [a, b]));
    const grid = pair.batch(points);
    const moved = Object.assign(Object.create(Object.getPrototypeOf(work)), { ...work, values: new Map(work.values) });
    for (const [name, value] of Object.entries(grid)) moved.values.set(name, { role: "parameters", text: JSON.stringify(value) });
    const body = moved.request(new Set(["inputs", "dtype", "target"]), { batched: Object.keys(grid) });
    try {
      const { document } = await service.post("/batch", body, signal);
      const losses = document.loss.map((one) => (typeof one === "number" ? one : NaN));
      const rows = Array.from({ length: SIDE }, (_, j) => losses.slice(j * SIDE, (j + 1) * SIDE));
      this.surface = surfaceOf(x, y, rows);
    } catch (error) {
      // Without a surface the curve still tells; a grid may be more than the service takes at once.
      if (error instanceof service.Problem) this.pair = null;
      else if (error.name !== "AbortError") throw error;
    }
  }
}
