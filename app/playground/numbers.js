/** Numbers and arrays as people read them. */

const WORDS = new Set(["NaN", "Infinity", "-Infinity"]);

/** Whether it is a number, or one of the strings that stand for what JSON has no number for. */
export const isNumber = (value) => typeof value === "number" || WORDS.has(value);

/** Six digits; words as they are. */
export function shown(value) {
  if (typeof value !== "number") return value === null ? "none" : String(value).replace("-", "−");
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-4 ? value.toExponential(4) : value.toPrecision(6);
  return text.replace(/(\.\d*?)0+(e|$)/, "$1$2").replace(/\.(e|$)/, "$1").replaceAll("-", "−");
}

/** The elements of nested lists in order. */
export const flat = (value) => (Array.isArray(value) ? value.flat(Infinity) : [value]);

/** The lengths of nested lists. */
export function shape(value) {
  const lengths = [];
  for (let one = value; Array.isArray(one); one = one[0]) lengths.push(one.length);
  return lengths;
}

/** A value in a few words: a number, a short list, or the range of a longer one. */
export function brief(value, most = 4) {
  if (value === null || value === undefined) return "none";
  if (value.object_type === "array") return `${value.shape.join(" × ") || "scalar"}: ${value.dtype} in ${value.data.encoding}`;
  if (!Array.isArray(value)) return shown(value);
  const numbers = flat(value);
  const lengths = shape(value);
  if (lengths.length === 1 && numbers.length <= most) return `[${numbers.map(shown).join(", ")}]`;
  const finite = numbers.filter((one) => typeof one === "number");
  const range = finite.length ? `${shown(lowest(finite))} … ${shown(-lowest(finite.map((x) => -x)))}` : "empty";
  return `${lengths.join(" × ")}: ${range}`;
}

/** The least of many numbers; `Math.min` takes them all as arguments, which are too many. */
export const lowest = (numbers) => numbers.reduce((least, one) => (one < least ? one : least), Infinity);

/** The largest size among numbers. */
export const largest = (numbers) => numbers.reduce((most, one) => Math.max(most, Math.abs(one) || 0), 0);
