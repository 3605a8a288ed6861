/** Drawings of a minimization: the loss by step, and where it went on the surface of the loss. */

import { drawn } from "./dom.js";
import { lowest, shown } from "./numbers.js";

const WIDTH = 480;
const HEIGHT = 240;
const LEFT = 80;
const BELOW = 28;
const LEVELS = 12;

/** Three digits, which a place beside an axis has room for. */
const short = (value) => shown(Number(value.toPrecision(3)));

const greatest = (numbers) => -lowest(numbers.map((one) => -one));

/** A scale from numbers to places. */
function scale([from, to], [start, end]) {
  const length = to - from || 1;
  return (value) => start + ((value - from) / length) * (end - start);
}

function axes(x, y, labels) {
  const [first, last] = labels.x;
  return drawn(
    "g",
    {},
    drawn("text", { class: "from", x: x(first.value), y: HEIGHT - 10 }, first.text),
    drawn("text", { class: "up", x: x(last.value), y: HEIGHT - 10 }, last.text),
    ...labels.y.map((one) => drawn("text", { class: "up", x: LEFT - 6, y: y(one.value) + 4 }, one.text)),
  );
}

/**
 * The loss by step; from a loss that falls by much its logarithm is drawn.
 * @param {{step: number, loss: number}[]} steps
 */
export function curve(steps) {
  const points = steps.filter((one) => typeof one.loss === "number");
  if (points.length === 0) return drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}` });
  const losses = points.map((one) => one.loss);
  const least = lowest(losses);
  const logarithmic = least > 0 && greatest(losses) / least > 50;
  const height = (loss) => (logarithmic ? Math.log10(loss) : loss);
  const ends = [height(least), height(greatest(losses))];
  const x = scale([points[0].step, points.at(-1).step], [LEFT, WIDTH - 12]);
  const y = scale(ends, [HEIGHT - BELOW, 12]);
  const line = points.map((one, index) => `${index ? "L" : "M"}${x(one.step).toFixed(1)} ${y(height(one.loss)).toFixed(1)}`);
  const labels = {
    x: [points[0], points.at(-1)].map((one) => ({ value: one.step, text: String(one.step) })),
    y: [least, greatest(losses)].map((loss) => ({ value: height(loss), text: short(loss) })),
  };
  const last = points.at(-1);
  return drawn(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      class: "curve",
      "aria-label": `Loss by step${logarithmic ? ", logarithmic" : ""}: from ${shown(losses[0])} to ${shown(last.loss)} in ${last.step} steps`,
    },
    drawn("path", { class: "frame", d: `M${LEFT} 12V${HEIGHT - BELOW}H${WIDTH - 12}` }),
    drawn("path", { class: "line", d: line.join("") }),
    drawn("circle", { class: "end", cx: x(last.step), cy: y(height(last.loss)), r: 4 }),
    axes(x, y, labels),
    drawn("text", { class: "name up", x: WIDTH - 16, y: 24 }, logarithmic ? "loss (logarithmic)" : "loss"),
    drawn("text", { class: "name along", x: WIDTH / 2, y: HEIGHT - 10 }, "step"),
  );
}

/**
 * The segments of a level's line through a grid: marching squares, with straight interpolation along the edges.
 * @param {number[][]} grid values, a row for each y
 */
export function segments(grid, level) {
  const found = [];
  const between = (a, b) => (level - a) / (b - a);
  for (let j = 0; j + 1 < grid.length; j += 1) {
    for (let i = 0; i + 1 < grid[j].length; i += 1) {
      const [a, b, c, d] = [grid[j][i], grid[j][i + 1], grid[j + 1][i + 1], grid[j + 1][i]];
      if (![a, b, c, d].every(Number.isFinite)) continue;
      const crossed = [];
      if (a < level !== b < level) crossed.push([i + between(a, b), j]);
      if (b < level !== c < level) crossed.push([i + 1, j + between(b, c)]);
      if (d < level !== c < level) crossed.push([i + between(d, c), j + 1]);
      if (a < level !== d < level) crossed.push([i, j + between(a, d)]);
      for (let k = 0; k + 1 < crossed.length; k += 2) found.push([crossed[k], crossed[k + 1]]);
    }
  }
  return found;
}

/** Levels that lie closer where the loss is low: the square root of its height in equal parts. */
export function levelsOf(grid) {
  const finite = grid.flat().filter(Number.isFinite);
  const least = lowest(finite);
  const most = finite.sort((a, b) => a - b)[Math.floor(finite.length * 0.95)] ?? least;
  return Array.from({ length: LEVELS }, (_, k) => least + (most - least) * ((k + 0.5) / LEVELS) ** 2);
}

const SIDE = 360;
const scales = (surface) => ({ x: scale(surface.x, [LEFT, LEFT + SIDE]), y: scale(surface.y, [12 + SIDE, 12]) });

/**
 * A surface with its lines of equal loss, which are the same however far the way has come.
 * @param {[number, number]} ends along x
 * @param {[number, number]} heights along y
 * @param {number[][]} grid losses, a row for each y
 */
export function surfaceOf(ends, heights, grid) {
  const surface = { x: ends, y: heights };
  const { x, y } = scales(surface);
  const across = scale([0, grid[0].length - 1], ends);
  const up = scale([0, grid.length - 1], heights);
  const at = ([i, j]) => `${x(across(i)).toFixed(1)} ${y(up(j)).toFixed(1)}`;
  surface.lines = levelsOf(grid).map((level) => ({
    level,
    path: segments(grid, level).map(([from, to]) => `M${at(from)}L${at(to)}`).join(""),
  }));
  return surface;
}

/** Whether a point lies on a surface. */
export const covers = (surface, [a, b]) =>
  surface !== null && surface.x[0] <= a && a <= surface.x[1] && surface.y[0] <= b && b <= surface.y[1];

/**
 * Lines of equal loss over two parameters, and the way that was taken.
 * @param {ReturnType<typeof surfaceOf>} surface
 * @param {[number, number][]} path
 * @param {[string, string]} names
 */
export function contour(surface, path, names) {
  const { x, y } = scales(surface);
  const lines = surface.lines.map(({ level, path: line }, index) =>
    drawn(
      "path",
      { class: "level", "stroke-opacity": (1 - (0.75 * index) / LEVELS).toFixed(2), d: line },
      drawn("title", {}, `loss ${shown(level)}`),
    ),
  );
  const way = path.map(([a, b], index) => `${index ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
  const [first, last] = [path[0], path.at(-1)];
  const text = (attributes, content) => drawn("text", attributes, content);
  return drawn(
    "svg",
    {
      viewBox: `0 0 ${LEFT + SIDE + 16} ${SIDE + 48}`,
      role: "img",
      class: "contour",
      "aria-label": `Loss over ${names[0]} and ${names[1]}, and the way from (${first.map(shown).join(", ")}) to (${last.map(shown).join(", ")})`,
    },
    drawn("defs", {}, drawn("clipPath", { id: "surface" }, drawn("rect", { x: LEFT, y: 12, width: SIDE, height: SIDE }))),
    drawn("rect", { class: "frame", x: LEFT, y: 12, width: SIDE, height: SIDE }),
    drawn(
      "g",
      { "clip-path": "url(#surface)" },
      ...lines,
      drawn("path", { class: "line", d: way }),
      drawn("circle", { class: "start", cx: x(first[0]), cy: y(first[1]), r: 4 }),
      drawn("circle", { class: "end", cx: x(last[0]), cy: y(last[1]), r: 5 }),
    ),
    ...surface.x.map((value, end) => text({ class: end ? "up" : "from", x: x(value), y: SIDE + 28 }, short(value))),
    ...surface.y.map((value, end) => text({ class: "up", x: LEFT - 6, y: y(value) + (end ? 10 : 0) }, short(value))),
    text({ class: "name along", x: LEFT + SIDE / 2, y: SIDE + 40 }, names[0]),
    text({ class: "name up", x: LEFT - 6, y: 12 + SIDE / 2 }, names[1]),
  );
}
