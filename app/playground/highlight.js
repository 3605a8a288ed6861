/** Programs and JSON in colours: text to spans. */

import { element } from "./dom.js";

const KEYWORDS = "and|def|elif|else|for|if|in|is|lambda|not|or|pass|return";
const PROGRAM = new RegExp(
  [
    "(?<comment>#[^\\n]*)",
    "(?<string>\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*')",
    `(?<keyword>\\b(?:${KEYWORDS})\\b)`,
    "(?<constant>\\b(?:True|False|None|pi|inf|nan)\\b)",
    "(?<number>(?:\\b\\d[\\d_]*\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)",
    "(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)",
    "(?<operator>[-+*/%@=<>!&|^~]+)",
  ].join("|"),
  "gu",
);
const DOCUMENT = /(?<name>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\]|\\.)*")|(?<constant>true|false|null)|(?<number>-?\d[\d.eE+-]*)/g;

/**
 * The parts of a text.
 * @param {"program" | "graph"} kind
 * @param {Set<string>} operations names that are shown as operations
 */
export function coloured(text, kind, operations) {
  const parts = [];
  let last = 0;
  for (const found of text.matchAll(kind === "program" ? PROGRAM : DOCUMENT)) {
    const [[is]] = Object.entries(found.groups).filter(([, part]) => part !== undefined);
    if (found.index > last) parts.push(text.slice(last, found.index));
    const operation = kind === "program" && is === "name" && operations.has(found[0]);
    parts.push(element("span", { class: operation ? "is-operation" : `is-${is}` }, found[0]));
    last = found.index + found[0].length;
  }
  parts.push(text.slice(last));
  return parts;
}
