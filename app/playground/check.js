/** The verdict of a gradient check. */

import { element } from "./dom.js";
import { shown } from "./numbers.js";

const at = (index) => (index.length ? `[${index.join(", ")}]` : "");

/** What `/check` answered, as elements. */
export function checkView(answer) {
  const rows = Object.entries(answer.sources).map(([name, source]) => {
    const { worst } = source;
    const cells = worst
      ? [`${name}${at(worst.index)}`, shown(worst.gradient), shown(worst.difference), shown(worst.error), shown(worst.tolerance)]
      : [name, "", "", "", ""];
    const kinks = source.kinks.length ? source.kinks.map(at).join(" ") || "yes" : "none";
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, cells[0]),
      element("td", { class: source.passed ? "passed" : "failed" }, source.passed ? "✓ passed" : "✗ failed"),
      ...cells.slice(1).map((text) => element("td", {}, text)),
      element("td", {}, kinks),
    );
  });
  const head = ["worst element", "verdict", "gradient", "difference", "error", "allowed", "on kinks"];
  return [
    element(
      "p",
      { class: `verdict ${answer.passed ? "passed" : "failed"}` },
      answer.passed ? "✓ Every gradient agrees with differences." : "✗ A gradient does not agree with differences.",
    ),
    element(
      "div",
      { class: "wide", tabindex: "0", role: "region", "aria-label": "Elements checked" },
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))),
        element("tbody", {}, ...rows),
      ),
    ),
  ];
}
