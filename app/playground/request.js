/** The request as a program of another language. */

import { pretty } from "./json.js";

/** Languages by name: a route's address and the text of a request to what asks for it. */
export const LANGUAGES = {
  curl: (url, request, key) =>
    [
      `curl -s ${url} \\`,
      "  -H 'Content-Type: application/json' \\",
      ...(key ? ['  -H "Authorization: Bearer $WENGERT_API_KEY" \\'] : []),
      `  -d '${pretty(request).replaceAll("'", "'\\''")}'`,
    ].join("\n"),
  Python: (url, request, key) =>
    [
      ...(key ? ["import os", ""] : []),
      "import httpx",
      "",
      `request = ${python(pretty(request, "", 76))}`,
      "answer = httpx.post(",
      `    ${JSON.stringify(url)},`,
      "    json=request,",
      ...(key ? ['    headers={"Authorization": f"Bearer {os.environ[\'WENGERT_API_KEY\']}"},'] : []),
      ")",
      "print(answer.json())",
    ].join("\n"),
  JavaScript: (url, request, key) =>
    [
      `const request = \`${pretty(request).replace(/[\\`$]/g, "\\$&")}\`;`,
      `const answer = await fetch(${JSON.stringify(url)}, {`,
      '  method: "POST",',
      `  headers: { "Content-Type": "application/json"${key ? ", Authorization: `Bearer ${process.env.WENGERT_API_KEY}`" : ""} },`,
      "  body: request,",
      "});",
      "console.log(await answer.json());",
    ].join("\n"),
};

/** JSON as Python writes it: only its three words differ. */
const python = (text) =>
  text.replace(/("(?:[^"\\]|\\.)*")|\b(true|false|null)\b/g, (_, string, word) =>
    string ?? { true: "True", false: "False", null: "None" }[word],
  );
