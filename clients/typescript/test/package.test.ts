/** What is built: a browser's module, and the README. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { server } from "./server.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dist = readdirSync(`${root}dist`).filter((name) => name.endsWith(".js"));

test("dist is modules that a browser loads as they are", () => {
  assert.ok(dist.includes("index.js"));
  for (const name of dist) {
    const text = readFileSync(`${root}dist/${name}`, "utf8");
    for (const [, from = ""] of text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"/gm)) {
      assert.match(from, /^\.\/\w+\.js$/, `${name} imports ${from}`);
    }
    assert.doesNotMatch(text, /\bBuffer\b|\brequire\(|node:/, name);
  }
});

test("dist works without what Node adds", () => {
  const script = `
    const headers = new Headers({ "content-type": "application/json" });
    for (const name of ["process", "Buffer"]) delete globalThis[name];
    const { Wengert, graph, variable } = await import("${pathToFileURL(`${root}dist/index.js`).href}");
    const fetch = async (_, { body }) => ({ ok: true, headers, json: async () => JSON.parse(body) });
    const loss = graph({ loss: variable("w").square() });
    const said = await new Wengert({ fetch }).gradient({ graph: loss, parameters: { w: Float64Array.of(1) } });
    console.log(said.parameters.w.data[0]);`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  assert.equal(printed, "1\n");
});

test("the lock names no host", () => {
  assert.doesNotMatch(readFileSync(`${root}package-lock.json`, "utf8"), /"resolved"/);
});

test("the README does what it says", async () => {
  const readme = readFileSync(`${root}README.md`, "utf8");
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, block = ""]) => block);
  assert.ok(blocks.length >= 3);
  const folder = `${root}test/built/readme`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  blocks.forEach((block, i) => writeFileSync(`${folder}/block${i}.ts`, block));
  const configuration = {
    extends: "../../../tsconfig.json",
    compilerOptions: {
      types: ["node"],
      rootDir: ".",
      outDir: ".",
      declaration: false,
      noUnusedLocals: false,
    },
    include: ["*.ts"],
    exclude: [],
  };
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(configuration));
  execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", folder], {
    stdio: "inherit",
  });
  const env = { ...process.env, WENGERT_URL: await server() };
  blocks.forEach((block, i) => {
    const printed = execFileSync(process.execPath, [`${folder}/block${i}.js`], { encoding: "utf8", env });
    const said = block
      .split("\n")
      .filter((line) => /^\s*console\.log/.test(line))
      .map((line) => line.split("// ")[1]);
    assert.deepEqual(printed.trim().split("\n"), said);
  });
});
