/** Requests to the service that this page comes from. */

const PROBLEM = "application/problem+json";
const KEY = "wengert-api-key";

/** An answer that is a problem (RFC 9457). */
export class Problem extends Error {
  constructor(document) {
    super(document.detail ?? document.title);
    this.title = document.title;
    this.status = document.status;
    this.faults = document.errors ?? [];
  }
}

// The page may be served below a path; everything is asked for beside it.
const beside = (path) => new URL(path.replace(/^\//, ""), new URL("./", location.href)).href;

/** The address of a route, for requests from elsewhere. */
export const address = (path) => beside(path);

/** The API key or token, kept until the tab is closed. */
export const key = {
  fits: (value) => /^[\x21-\x7e]*$/.test(value),
  get: () => sessionStorage.getItem(KEY) ?? "",
  set: (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY)),
};

/** What is awaited of the network, or the problem that it was not there. */
async function there(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ title: "No answer", status: 0, detail: "The service does not answer." });
  }
}

const asked = (path, options) => there(fetch(beside(path), options));

async function refuse(answer) {
  const known = (answer.headers.get("content-type") ?? "").startsWith(PROBLEM);
  const said = known ? await answer.json() : { title: answer.statusText, status: answer.status };
  if (answer.status === 401 && !key.get()) said.detail = "The service asks for a key: Key, at the top of the page.";
  throw new Problem(said);
}

function options(body, signal, accept) {
  const headers = { "content-type": "application/json" };
  if (accept) headers.accept = accept;
  if (key.get()) headers.authorization = `Bearer ${key.get()}`;
  return { method: "POST", headers, body, signal };
}

/** The answer to a request, and how long it took, in milliseconds. */
export async function post(path, body, signal) {
  const begun = performance.now();
  const answer = await asked(path, options(body, signal));
  if (!answer.ok) await refuse(answer);
  const document = await there(answer.json());
  return { document, milliseconds: performance.now() - begun, timing: answer.headers.get("server-timing") };
}

/** A picture, as an element that can be put into the page. */
export async function picture(body, signal) {
  const answer = await asked("/graph/picture", options(body, signal));
  if (!answer.ok) await refuse(answer);
  // Its own colours are left out: those of the page are the ones that the reader has chosen.
  const text = (await answer.text()).replace(/<style>[^<]*<\/style>/, "");
  return document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
}

/** A document of the service. */
export async function get(path) {
  const answer = await asked(path, {});
  if (!answer.ok) await refuse(answer);
  return answer.text();
}

/**
 * What a route tells as it comes, as server-sent events.
 * @yields {{event: string, data: any}}
 */
export async function* events(path, body, signal) {
  const answer = await asked(path, options(body, signal, "text/event-stream"));
  if (!answer.ok) await refuse(answer);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await there(reader.read());
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const fields = Object.fromEntries(part.split("\n").map((line) => [line.split(": ", 1)[0], line.slice(line.indexOf(":") + 2)]));
      yield { event: fields.event, data: JSON.parse(fields.data) };
    }
  }
}
