/** What is worked on: a program or a graph, values by name, and what else a request says. */

import { flat, isNumber } from "./numbers.js";
import { JsonError, joined, members, pretty, read } from "./json.js";

const GIVEN = new Set(["program", "graph", "parameters", "constants"]);

/**
 * @property {"program" | "graph"} kind
 * @property {string} text of the program, or of the graph's JSON
 * @property {Map<string, {role: "parameters" | "constants", text: string, whole: boolean}>} values by name, as they are written,
 *   and whether they came as whole numbers
 * @property {Map<string, string>} options further members of a request, as they are written
 */
export class Work {
  constructor() {
    this.kind = "program";
    this.text = "";
    this.values = new Map();
    this.options = new Map();
  }

  /** Of a request's text. */
  static of(request) {
    const work = new Work();
    const given = members(request);
    work.kind = given.has("graph") ? "graph" : "program";
    work.text = given.has("graph") ? pretty(given.get("graph")) : JSON.parse(given.get("program") ?? '""');
    for (const role of ["parameters", "constants"]) work.take(role, given.get(role) ?? "{}");
    for (const [name, text] of given) if (!GIVEN.has(name)) work.options.set(name, text);
    return work;
  }

  /** All values of a role, from the text of an object. */
  take(role, text) {
    const found = members(text);
    for (const [name, value] of this.values) if (value.role === role && !found.has(name)) this.values.delete(name);
    for (const [name, one] of found) this.enter(name, role, pretty(one));
  }

  /** One value, as it is written. */
  enter(name, role, text) {
    this.values.set(name, { role, text, whole: !/[.eE]/.test(text) });
  }

  /** The values of a role, as the text of an object. */
  given(role, indent = "") {
    const entries = [...this.values].filter(([, value]) => value.role === role);
    return joined(entries.map(([name, value]) => [name, value.text]), indent);
  }

  /** The text of a value for a name that has none yet: ones in the shape that is declared for it, or one. */
  first(name) {
    const declared = this.options.has("inputs") ? read(this.options.get("inputs")).value[name] : undefined;
    const lengths = (declared?.shape ?? []).map((length) => length ?? 1);
    return lengths.reduceRight((text, length) => `[${Array(length).fill(text).join(", ")}]`, "1.0");
  }

  /** A value, read. */
  value(name) {
    return read(this.values.get(name).text).value;
  }

  /** Change numbers of a value; the way it was written, as whole numbers or not, is kept for constants. */
  set(name, value) {
    const known = this.values.get(name);
    const whole = known.whole && known.role === "constants" && flat(value).every(Number.isInteger);
    const written = (one) => {
      if (Array.isArray(one)) return `[${one.map(written).join(", ")}]`;
      const text = JSON.stringify(one);
      return !whole && isNumber(one) && /^-?\d+$/.test(text) ? `${text}.0` : text;
    };
    known.text = written(value);
  }

  /** The text of the graph or program, as a member of a request. */
  get source() {
    if (this.kind === "program") return ["program", JSON.stringify(this.text)];
    read(this.text);
    return ["graph", this.text];
  }

  /**
   * The text of a request.
   * @param {Set<string>} known members that the route knows; options that it does not are left out
   * @param {Record<string, unknown>} more
   */
  request(known, more = {}) {
    const texts = new Map([this.source]);
    for (const role of ["parameters", "constants"]) {
      if (this.values.size) texts.set(role, this.given(role, "  "));
    }
    for (const [name, text] of this.options) if (known.has(name)) texts.set(name, text);
    for (const [name, value] of Object.entries(more)) texts.set(name, JSON.stringify(value));
    return joined(texts);
  }
}

export { JsonError };
