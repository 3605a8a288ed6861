/** Loss and gradients: numbers in a table, and bars. */

import { brief, flat, largest, shown } from "./numbers.js";
import { drawn, element } from "./dom.js";

const MOST_BARS = 120;
const WIDTH = 240;
const HEIGHT = 44;

/** What a gradient request was answered, as elements. */
export function gradientView(answer, work, timing) {
  const gradients = Object.entries(answer.gradients);
  const scalars = gradients.map(([, gradient]) => gradient).filter((one) => typeof one === "number");
  const scale = largest(scalars) || 1;
  const rows = gradients.map(([name, gradient]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", {}, work.values.has(name) ? brief(work.value(name)) : ""),
      element("td", { class: "adjoint" }, brief(gradient)),
      element("td", { class: "bars" }, typeof gradient === "number" ? bar(gradient, scale) : bars(gradient)),
    ),
  );
  const head = ["source", "value", "∂ loss", ""].map((text) => element("th", { scope: "col" }, text));
  return [
    element(
      "p",
      { class: "loss" },
      element("span", { class: "about" }, "loss "),
      element("output", { class: "value" }, brief(answer.loss)),
    ),
    rows.length
      ? element("table", {}, element("caption", {}, "Gradients"), element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows))
      : element("p", {}, "There are no parameters to differentiate by: make a constant a parameter."),
    outputs(answer.outputs),
    ...(answer.warnings ?? []).map((warning) => element("p", { class: "warning" }, warning)),
    element("p", { class: "timing" }, timing),
  ];
}

function outputs(found) {
  if (!found) return null;
  const rows = Object.entries(found).map(([name, value]) =>
    element("tr", {}, element("th", { scope: "row" }, name), element("td", { class: "value" }, brief(value, 8))),
  );
  return element("table", {}, element("caption", {}, "Outputs"), element("tbody", {}, ...rows));
}

/** One number as a bar to the left or right of zero; the largest fills half. */
function bar(number, scale) {
  const length = (number / scale) * (WIDTH / 2 - 2);
  return drawn(
    "svg",
    { viewBox: `0 0 ${WIDTH} 16`, role: "img", "aria-label": `${shown(number)}` },
    drawn("line", { class: "zero", x1: WIDTH / 2, x2: WIDTH / 2, y1: 0, y2: 16 }),
    drawn("rect", {
      class: number < 0 ? "negative" : "positive",
      x: WIDTH / 2 + Math.min(length, 0),
      y: 3,
      width: Math.abs(length),
      height: 10,
    }),
  );
}

/** The elements of an array, each a bar up or down from zero; the largest has the whole height. */
function bars(gradient) {
  if (gradient === null) return "";
  const numbers = flat(gradient).slice(0, MOST_BARS).map((one) => (typeof one === "number" ? one : 0));
  const scale = largest(numbers) || 1;
  const width = WIDTH / Math.max(numbers.length, 1);
  const count = flat(gradient).length;
  const said = `${count} elements${count > MOST_BARS ? `, the first ${MOST_BARS} drawn` : ""}, sizes up to ${shown(scale)}`;
  return drawn(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": said },
    drawn("line", { class: "zero", x1: 0, x2: WIDTH, y1: HEIGHT / 2, y2: HEIGHT / 2 }),
    ...numbers.map((number, index) => {
      const height = (Math.abs(number) / scale) * (HEIGHT / 2 - 1);
      return drawn(
        "rect",
        {
          class: number < 0 ? "negative" : "positive",
          x: index * width + width * 0.1,
          y: number < 0 ? HEIGHT / 2 : HEIGHT / 2 - height,
          width: Math.min(width * 0.8, 24),
          height,
        },
        drawn("title", {}, shown(number)),
      );
    }),
    drawn("title", {}, said),
  );
}
