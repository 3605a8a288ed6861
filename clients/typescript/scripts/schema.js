// Writes src/schema.ts, the types of the OpenAPI document. With --check it only says whether they are current.

import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const here = new URL("..", import.meta.url);
const place = new URL("src/schema.ts", here);
const text = readFileSync(new URL("../../openapi/openapi.json", here), "utf8");
// The constants of `op` tell the nodes apart; a discriminator would write them a second time.
const document = JSON.parse(text, (key, value) => (key === "discriminator" ? undefined : value));

const tree = await openapiTS(document, {
  // What has a default may be left out of a request.
  defaultNonNullable: false,
  // TypeScript takes a type that holds itself as a name of its own only.
  inject:
    'export type NestedElements = number | boolean | "NaN" | "Infinity" | "-Infinity" | NestedElements[];\n',
  transform: (_, { path }) =>
    path?.endsWith("/schemas/NestedElements")
      ? ts.factory.createTypeReferenceNode("NestedElements")
      : undefined,
});
const written = `// Written by \`npm run schema\`.\n\n${astToString(tree)}`;

if (!process.argv.includes("--check")) writeFileSync(place, written);
else if (readFileSync(place, "utf8") !== written) {
  console.error("src/schema.ts is not current: npm run schema");
  process.exitCode = 1;
}
