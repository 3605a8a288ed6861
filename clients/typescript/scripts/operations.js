// Writes src/operations.ts and src/methods.ts: a function and a method for every operation of the service.
// With --check it only says whether they are as they would be written.

import { readFileSync, writeFileSync } from "node:fs";

const here = new URL("..", import.meta.url);
const table = JSON.parse(readFileSync(new URL("../python/src/wengert/operations.json", here), "utf8"));
const { schemas } = JSON.parse(readFileSync(new URL("../../openapi/openapi.json", here), "utf8")).components;

// Written by hand in src/control.ts: their attributes are functions.
const BY_HAND = new Set(["scan", "while_loop", "cond", "map", "call"]);
const SHORT = {
  add: [],
  subtract: ["sub"],
  multiply: ["mul"],
  divide: ["div"],
  negative: ["neg"],
  power: ["pow"],
  remainder: ["mod"],
};
// What no function may be called in JavaScript.
const RESERVED = new Set(["var"]);
const WRITTEN = "// Written by `npm run operations`.\n\n";

const operations = Object.entries(table)
  .filter(([name]) => !BY_HAND.has(name))
  .map(described);

function described([name, { operands, doc }]) {
  const node = schemas[`${name}_node`];
  const attributes = Object.keys(node.properties).filter(
    (member) => !["name", "op", "inputs"].includes(member),
  );
  const optional = operands.filter((operand) => operand.optional).map((operand) => operand.name);
  const clash = optional.find((each) => attributes.includes(each));
  if (clash) throw new Error(`${name}: ${clash} is an operand and an attribute`);
  return {
    name,
    called: RESERVED.has(name) ? `${name}_` : name,
    doc,
    positional: operands.filter((operand) => !operand.optional),
    optional,
    attributes,
    required: attributes.filter((member) => node.required.includes(member)),
  };
}

function comment(operation, indent) {
  const lines = operation.doc.replaceAll("*/", "*\\/").split("\n");
  if (lines.length === 1 && indent.length + lines[0].length < 103) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

function signature({ name, positional, optional, attributes, required }, operand) {
  const parameters = positional.map(
    (each) => `${each.name}: ${each.variadic ? `readonly ${operand}[]` : operand}`,
  );
  const members = [];
  if (attributes.length) members.push(`Attributes<"${name}">`);
  if (optional.length) members.push(`{ ${optional.map((each) => `${each}?: ${operand}`).join("; ")} }`);
  if (members.length) parameters.push(`attributes: ${members.join(" & ")}${required.length ? "" : " = {}"}`);
  return parameters;
}

function wrapped(indent, before, parameters, after, body) {
  const line = `${indent}${before}(${parameters.join(", ")})${after} {`;
  const head =
    line.length <= 110
      ? line
      : `${indent}${before}(\n${parameters.map((each) => `${indent}  ${each},\n`).join("")}${indent})${after} {`;
  return `${head}\n${indent}  ${body}\n${indent}}\n`;
}

function operandsOf(positional, first) {
  const names = positional.map((each, i) =>
    i === 0 && first ? first : each.variadic ? `...${each.name}` : each.name,
  );
  return `[${names.join(", ")}]`;
}

function written(operation) {
  const { name, called, positional, optional, attributes } = operation;
  const given = [
    `"${name}"`,
    operandsOf(positional),
    attributes.length || optional.length ? "attributes" : "{}",
  ];
  if (optional.length) given.push(JSON.stringify(optional).replaceAll(",", ", "));
  const parameters = signature(operation, "Operand");
  const body = `return apply(${given.join(", ")});`;
  let text =
    comment(operation, "") + wrapped("", `export function ${called}`, parameters, ": Expression", body);
  if (called !== name) text += `\nexport { ${called} as ${name} };\n`;
  for (const short of SHORT[name] ?? [])
    text += `\n/** As \`${name}\`. */\nexport const ${short} = ${called};\n`;
  return text;
}

function method(operation) {
  const { name, positional, optional, attributes } = operation;
  const given = [
    `"${name}"`,
    operandsOf(positional, "this.self()"),
    attributes.length || optional.length ? "attributes" : "{}",
  ];
  if (optional.length) given.push(JSON.stringify(optional).replaceAll(",", ", "));
  const parameters = signature({ ...operation, positional: positional.slice(1) }, "(E | number)").map(
    (each) =>
      // The parentheses are for lists.
      each.replace(/: \(E \| number\)$/, ": E | number"),
  );
  const body = `return this.apply(${given.join(", ")});`;
  let text = comment(operation, "  ") + wrapped("  ", name, parameters, ": E", body);
  for (const short of SHORT[name] ?? []) {
    const passed = positional
      .slice(1)
      .map((each) => each.name)
      .join(", ");
    text +=
      `\n  /** As \`${name}\`. */\n` +
      wrapped("  ", short, parameters, ": E", `return this.${name}(${passed});`);
  }
  return text;
}

const functions =
  `/** The operations of the service, by their names there. */\n\n${WRITTEN}` +
  'import { apply, type Attributes, type Expression, type Operand } from "./expression.js";\n\n' +
  operations.map(written).join("\n");

// Of those that take no single value first there is no method.
const chained = operations.filter(({ positional }) => positional.length && !positional[0].variadic);
const methods =
  `/** Each operation as a method of its first operand. */\n\n${WRITTEN}` +
  'import type { Attributes } from "./expression.js";\n\n' +
  `export abstract class Methods<E> {
  protected abstract apply(
    op: string,
    inputs: readonly (E | number)[],
    attributes: object,
    optional?: readonly string[],
  ): E;

  protected abstract self(): E;

` +
  chained.map(method).join("\n") +
  "}\n";

for (const [file, text] of [
  ["src/operations.ts", functions],
  ["src/methods.ts", methods],
]) {
  const place = new URL(file, here);
  if (!process.argv.includes("--check")) writeFileSync(place, text);
  else if (readFileSync(place, "utf8") !== text) {
    console.error(`${file} is not current: npm run operations`);
    process.exitCode = 1;
  }
}
