/** Ids of graphs that the service has answered for, the least recently used given up first. */

import { jsonOf } from "./wire.js";

const MOST_KNOWN = 256;
const LEAST_NAMED_CHARACTERS = 200;

export type Document = { readonly graph?: unknown } & object;

export class Known {
  #ids = new Map<string, string>();

  /** The document with an id in place of a graph that is known, and the graph's text. */
  short(document: Document): { sent: Document; text: string } {
    const { graph } = document;
    if (graph === null || typeof graph !== "object") return { sent: document, text: "" };
    const text = jsonOf(graph);
    const id = this.#ids.get(text);
    if (id === undefined || text.length < LEAST_NAMED_CHARACTERS) return { sent: document, text };
    this.learn(text, id);
    return { sent: { ...document, graph: id }, text };
  }

  /** The service calls this graph so. */
  learn(text: string, id: string | null): void {
    if (!text || !id) return;
    // A map keeps the order of insertion.
    this.#ids.delete(text);
    this.#ids.set(text, id);
    for (const oldest of this.#ids.keys()) {
      if (this.#ids.size <= MOST_KNOWN) break;
      this.#ids.delete(oldest);
    }
  }

  /** The service no longer knows this graph. */
  forget(text: string): void {
    this.#ids.delete(text);
  }
}
