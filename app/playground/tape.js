/** The recorded tape, step by step: values forward, then adjoints backward. */

import { brief } from "./numbers.js";
import { element } from "./dom.js";

/** What a traced value is said to be: its elements, or what is known of them. */
function said(summary) {
  if (summary === null || summary === undefined) return "none";
  if ("elements" in summary) return brief(summary.elements);
  return Object.entries(summary).map(([name, value]) => `${name} ${brief(value)}`).join(", ");
}

const formula = (entry) => `${entry.op}(${entry.inputs.join(", ")})`;

/**
 * The steps of a trace: each node forward in the order of the tape, then each node that an adjoint came to, in the
 * opposite order.
 * @param {object[]} trace of an answer
 */
export function stepsOf(trace) {
  const known = new Map(trace.map((entry) => [entry.id, entry]));
  const nodes = new Map();
  for (const entry of trace) {
    if (entry.phase !== "forward") continue;
    // What was recorded for a source in the middle belongs to no node.
    const name = entry.node ?? entry.id;
    if (!nodes.has(name)) nodes.set(name, []);
    nodes.get(name).push(entry);
  }
  const forward = [...nodes].map(([name, entries]) => ({ phase: "forward", name, entries, line: entries.at(-1).line }));
  const behind = trace.filter((entry) => entry.phase === "backward");
  const backward = forward
    .filter(({ entries }) => entries.some((entry) => entry.adjoint !== null))
    .reverse()
    .map(({ name, entries, line }) => ({
      phase: "backward",
      name,
      line,
      entries,
      rule: behind.filter((entry) => entry.node === name),
      inputs: [...new Set(entries.flatMap((entry) => entry.inputs))].filter((id) => known.get(id)?.adjoint),
    }));
  return { steps: [...forward, ...backward], known };
}

const MOST_FORMULAS = 4;

/** Instructions in words; results of the same one are told together. */
function recorded(entries) {
  const by = new Map();
  for (const entry of entries) by.set(formula(entry), [...(by.get(formula(entry)) ?? []), entry]);
  const told = [...by].slice(0, MOST_FORMULAS).map(([text, results]) => {
    const ids = results.length > 1 ? `${results[0].id} … ${results.at(-1).id}` : results[0].id;
    return results.length > 1 ? `${ids} = ${text}` : `${ids} = ${text} = ${said(results[0].value)}`;
  });
  return told.join("; ") + (by.size > MOST_FORMULAS ? `; and ${by.size - MOST_FORMULAS} more, in the table` : "");
}

/** The results that a node itself has, of those of its last instruction; a loop keeps more for the way back. */
const results = (step, own) =>
  step.entries.filter((entry) => formula(entry) === formula(own) && (!entry.id.startsWith("%") || entry === own));

/**
 * A step in words.
 * @param {(name: string) => string} titled what a node is called, where the program gives it no name
 */
export function wordsOf(step, known, titled) {
  const own = step.entries.findLast((entry) => entry.adjoint) ?? step.entries.at(-1);
  const value = (id) => (known.has(id) ? said(known.get(id).value) : id);
  if (step.phase === "forward") {
    return [
      element("strong", {}, `Forward: ${titled(step.name)}`),
      ` = ${formula(own)} = ${own.op}(${own.inputs.map(value).join(", ")}) = `,
      element("span", { class: "value" }, results(step, own).map((entry) => said(entry.value)).join("; ")),
    ];
  }
  const gets = step.inputs.map((id) => `∂${id}`).join(", ");
  const rule = recorded(step.rule);
  return [
    element("strong", {}, `Backward: ${titled(step.name)}`),
    ", whose adjoint is ",
    element("span", { class: "adjoint" }, said(own.adjoint)),
    gets ? `, passes on to ${gets}. ` : ", passes on to nothing that is asked for. ",
    rule ? `The vjp of ${own.op} recorded: ${rule}.` : `The vjp of ${own.op} needs no new instruction.`,
  ];
}

// A function that is carried out for all slices at once has its own nodes on the tape, and stands in a box of the picture.
const original = (place) => place.replace(/ again \d+$/, "").split("/").at(-1);

export class Tape {
  /** Steps that were taken. */
  at = 0;
  steps = [];
  /** Entries of the trace by id. */
  known = new Map();
  /** What was recorded. */
  trace = [];
  /** The picture. */
  svg = null;

  /**
   * @param {Record<string, HTMLElement>} parts of the page: picture, words, slider, count, table, first, back, next, last, play
   * @param {(line: number) => void} marked called with the line of the program that a step belongs to
   */
  constructor(parts, marked) {
    this.parts = parts;
    this.marked = marked;
    const moves = { first: () => 0, back: () => this.at - 1, next: () => this.at + 1, last: () => this.steps.length };
    for (const [name, to] of Object.entries(moves)) {
      parts[name].addEventListener("click", () => {
        this.stop();
        this.go(to());
      });
    }
    parts.slider.addEventListener("input", () => {
      this.stop();
      this.go(Number(parts.slider.value));
    });
    parts.table.closest("details").addEventListener("toggle", () => {
      this.#fill();
      this.#follow();
    });
    parts.play.addEventListener("click", () => (this.timer ? this.stop() : this.#play()));
  }

  /** Show a trace and its picture; where the number of steps is the same, the step stays. */
  show(trace, svg) {
    const { steps, known } = stepsOf(trace);
    const at = steps.length === this.steps.length ? this.at : steps.length;
    Object.assign(this, { steps, known, svg });
    this.parts.slider.max = steps.length;
    this.parts.picture.replaceChildren(svg);
    this.trace = trace;
    this.#fill();
    this.go(at);
  }

  /** To a step; 0 is before the first. */
  go(to) {
    if (this.svg === null) return;
    this.at = Math.max(0, Math.min(to, this.steps.length));
    const { parts, at, steps } = this;
    const step = steps[at - 1];
    parts.slider.value = at;
    parts.slider.setAttribute("aria-valuetext", step ? `${step.phase}, ${step.name}` : "before the first step");
    parts.count.textContent = `${at} of ${steps.length}`;
    for (const [name, end] of [["first", 0], ["back", 0], ["next", steps.length], ["last", steps.length]]) {
      parts[name].disabled = at === end;
    }
    parts.words.replaceChildren(
      ...(step ? wordsOf(step, this.known, (name) => this.#titled(name)) : ["Parameters and constants have their values; nothing is computed yet."]),
    );
    this.marked(step?.line ?? 0);
    this.#paint(step);
    this.#follow();
  }

  /** Mark the rows of the step, where the table is open. */
  #follow() {
    for (const row of this.parts.table.querySelectorAll("tr[data-node]")) {
      row.classList.toggle("now", row.dataset.node === this.steps[this.at - 1]?.name);
    }
  }

  /** A node with the expression that it stands for in the picture. */
  #titled(name) {
    const title = this.svg.querySelector(`[data-node="${CSS.escape(name)}"] .title`)?.textContent;
    return title && title !== name ? `${title} (${name})` : name;
  }

  /** End the walk that goes by itself. */
  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.parts.play.textContent = "▶";
    this.parts.play.setAttribute("aria-label", "Walk by itself");
  }

  #play() {
    if (this.at === this.steps.length) this.go(0);
    this.parts.play.textContent = "❚❚";
    this.parts.play.setAttribute("aria-label", "Stop walking");
    this.timer = setInterval(() => {
      this.go(this.at + 1);
      if (this.at === this.steps.length) this.stop();
    }, 900);
  }

  /** What was computed so far is drawn strongly; values and adjoints appear when they are there. */
  #paint(step) {
    const taken = this.steps.slice(0, this.at);
    const computed = new Set(taken.filter((one) => one.phase === "forward").map((one) => one.name));
    const walked = new Set(taken.filter((one) => one.phase === "backward").map((one) => one.name));
    const nodes = new Set(this.steps.map((one) => one.name));
    const everything = [...this.svg.querySelectorAll("[data-from]")];
    const consumers = new Map();
    for (const edge of everything) {
      const from = original(edge.dataset.from);
      if (!consumers.has(from)) consumers.set(from, new Set());
      consumers.get(from).add(edge.dataset.to);
    }
    const adjoints = everything.filter((one) => one.querySelector(".adjoint"));
    const bearing = new Set(adjoints.map((one) => `${one.dataset.from} ${one.dataset.to}`));
    const backward = new Set(this.steps.filter((one) => one.phase === "backward").map((one) => one.name));
    // An adjoint is a sum over all uses: it is known when the last of them was walked.
    const complete = (name) => [...(consumers.get(name) ?? [])].every((to) => !backward.has(to) || walked.has(to));
    for (const node of this.svg.querySelectorAll("[data-node]")) {
      const name = original(node.dataset.node);
      node.classList.toggle("later", nodes.has(name) && !computed.has(name));
      node.classList.toggle("now", step !== undefined && name === step.name);
      node.classList.toggle("walked", walked.has(name));
    }
    for (const edge of everything) {
      const from = original(edge.dataset.from);
      const there = !nodes.has(from) || computed.has(from);
      edge.classList.toggle("later", !there);
      edge.classList.toggle("without-adjoint", walked.size === 0 || !complete(from));
      const flows = step?.phase === "backward" && edge.dataset.to === step.name;
      edge.classList.toggle("flowing", flows && bearing.has(`${edge.dataset.from} ${edge.dataset.to}`));
    }
    this.#reveal();
  }

  #reveal() {
    const now = this.svg.querySelector(".node.now rect");
    if (!now) return;
    const { picture } = this.parts;
    const box = now.getBoundingClientRect();
    const around = picture.getBoundingClientRect();
    const outside = box.top < around.top || box.bottom > around.bottom || box.left < around.left || box.right > around.right;
    if (!outside) return;
    const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
    picture.scrollBy({
      top: box.top + box.height / 2 - around.top - around.height / 2,
      left: box.left + box.width / 2 - around.left - around.width / 2,
      behavior: quiet ? "auto" : "smooth",
    });
  }

  /** The table takes long where the tape is, so it is made when somebody opens it. */
  #fill() {
    if (this.parts.table.closest("details").open) this.#table(this.trace);
    else this.parts.table.replaceChildren();
  }

  #table(trace) {
    const rows = trace.map((entry) =>
      element(
        "tr",
        { "data-node": entry.node ?? entry.id },
        element("th", { scope: "row" }, entry.id),
        element("td", {}, entry.phase),
        element("td", {}, entry.phase === "input" ? "" : formula(entry)),
        element("td", {}, `${entry.shape.join(" × ") || "scalar"} ${entry.dtype}`),
        element("td", { class: "value" }, said(entry.value)),
        element("td", { class: "adjoint" }, entry.adjoint === null ? "" : said(entry.adjoint)),
      ),
    );
    const head = ["id", "phase", "instruction", "shape", "value", "adjoint"];
    this.parts.table.replaceChildren(
      element("caption", {}, `The tape: ${trace.length} entries in the order in which they were recorded`),
      element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, ...rows),
    );
  }
}
