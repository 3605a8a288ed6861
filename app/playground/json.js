/**
 * JSON with places: where each value stands in the text, by JSON pointer (RFC 6901), so that an error is shown at its
 * line and a number keeps the way it is written. 2 and 2.0 are not the same to the service, and are to JSON.parse.
 */

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** What does not fit in a text, and where. */
export class JsonError extends Error {
  constructor(text, at, what) {
    const before = text.slice(0, at).split("\n");
    super(`line ${before.length}, column ${before.at(-1).length + 1}: ${what}`);
    this.line = before.length;
    this.column = before.at(-1).length + 1;
  }
}

/**
 * The value of a text and the span of each value in it.
 * @returns {{value: unknown, spans: Map<string, [number, number]>}}
 */
export function read(text) {
  const spans = new Map();
  let at = 0;

  const taken = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return null;
    at = pattern.lastIndex;
    return found[0];
  };
  const space = () => taken(SPACE);
  const fail = (what) => {
    throw new JsonError(text, at, what);
  };
  const expect = (character, what) => {
    space();
    if (text[at] !== character) fail(what);
    at += 1;
  };

  const many = (close, pointer, member) => {
    at += 1;
    space();
    for (let number = 0; text[at] !== close; number += 1) {
      if (number) expect(",", `a comma or ${close} belongs here`);
      member(number);
      space();
    }
    at += 1;
  };

  const value = (pointer) => {
    space();
    const from = at;
    let found;
    if (text[at] === "{") {
      found = Object.create(null);
      many("}", pointer, () => {
        space();
        const quoted = taken(STRING) ?? fail("a name in double quotes belongs here");
        const name = JSON.parse(quoted);
        if (name in found) fail(`"${name}" is there twice`);
        expect(":", "a colon belongs here");
        found[name] = value(`${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      });
    } else if (text[at] === "[") {
      found = [];
      many("]", pointer, (number) => found.push(value(`${pointer}/${number}`)));
    } else {
      const word = taken(STRING) ?? taken(NUMBER) ?? taken(WORD) ?? fail("a value belongs here");
      found = JSON.parse(word);
    }
    spans.set(pointer, [from, at]);
    return found;
  };

  const found = value("");
  space();
  if (at < text.length) fail("nothing more belongs here");
  return { value: found, spans };
}

/** The members of an object's text, each as it is written: name to text. */
export function members(text) {
  const { value, spans } = read(text);
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new JsonError(text, 0, "an object in braces belongs here");
  }
  return new Map(
    Object.keys(value).map((name) => {
      const [from, to] = spans.get(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      return [name, text.slice(from, to)];
    }),
  );
}

/** The text of an object with these members' texts. */
export function joined(texts, indent = "") {
  const lines = [...texts].map(([name, text]) => `${indent}  ${JSON.stringify(name)}: ${text}`);
  return lines.length ? `{\n${lines.join(",\n")}\n${indent}}` : "{}";
}

/** The line, from 1, and the column at which the value of a pointer, or what is nearest around it, begins. */
export function place(text, pointer) {
  const { spans } = read(text);
  let around = pointer;
  while (around && !spans.has(around)) around = around.slice(0, around.lastIndexOf("/"));
  const [from] = spans.get(around) ?? [0, 0];
  const before = text.slice(0, from).split("\n");
  return { line: before.length, column: before.at(-1).length + 1 };
}

/** A text over several lines where it is long: objects a member a line, lists of numbers in one. */
export function pretty(text, indent = "", width = 88) {
  const { value, spans } = read(text);
  const written = (pointer, one, space) => {
    const [from, to] = spans.get(pointer);
    const flat = text
      .slice(from, to)
      .replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string) => string ?? " ")
      .replace(/("(?:[^"\\]|\\.)*")|([[{]) | (?=[\]}])/g, (_, string, open) => string ?? open ?? "");
    const plain = one === null || typeof one !== "object";
    if (plain || (pointer !== "" && flat.length + space.length <= width)) return flat;
    const inner = `${space}  `;
    const list = Array.isArray(one);
    const parts = Object.entries(one).map(([name, each]) => {
      const deeper = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      return `${inner}${list ? "" : `${JSON.stringify(name)}: `}${written(deeper, each, inner)}`;
    });
    if (list && one.every((each) => typeof each === "number")) return flat;
    const [open, close] = list ? "[]" : "{}";
    return parts.length ? `${open}\n${parts.join(",\n")}\n${space}${close}` : open + close;
  };
  return written("", value, indent);
}
