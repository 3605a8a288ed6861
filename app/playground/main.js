/** The page: what is changed on its left is asked of the service and shown on its right. */

import * as service from "./service.js";
import { checkView } from "./check.js";
import { byId, element, prose, settled } from "./dom.js";
import { Editor } from "./editor.js";
import { gradientView } from "./gradient.js";
import { JsonError, joined, members, place, pretty } from "./json.js";
import { Minimization } from "./minimize.js";
import { brief } from "./numbers.js";
import { LANGUAGES } from "./request.js";
import { Tabs } from "./tabs.js";
import { Tape } from "./tape.js";
import { Values } from "./values.js";
import { Work } from "./work.js";

const LAST = "wengert-last-request";
const WAIT = 250;
// Tabs whose work takes longer, and is begun by a button.
const WORKED = new Set(["minimize", "check"]);
const LONGEST_LINK = 500_000;

let about = { routes: {}, examples: [] };
let work = new Work();
let running = null;

const known = (route) => new Set(about.routes[route] ?? []);
const whole = () => work.request(new Set(work.options.keys()));

const changed = settled(WAIT, () => {
  remember();
  byId("check-result").replaceChildren();
  if (byId("live").checked && !WORKED.has(tabs.current)) compute();
  else document.querySelector(".answer").classList.add("stale");
});

const editor = new Editor(byId("editor"), () => {
  work.text = editor.text;
  byId("gallery").value = "";
  byId("about-example").textContent = "";
  changed();
});
const values = new Values(byId("values"), changed);
const documents = Object.fromEntries(
  ["parameters", "constants"].map((role) => [
    role,
    new Editor(byId(`${role}-editor`), () =>
      taken(documents[role], (text) => {
        work.take(role, text);
        const other = role === "parameters" ? "constants" : "parameters";
        // A name stands in one of them: where it was written last.
        documents[other].show(pretty(work.given(other)), "graph");
      }),
    ),
  ]),
);
const options = new Editor(byId("options-editor"), () =>
  taken(options, (text) => {
    const found = members(text.trim() || "{}");
    for (const name of found.keys()) checkOption(text, name);
    work.options = found;
    minimization.take(work);
  }),
);
const tabs = new Tabs(document.querySelector('[role="tablist"]'), () => {
  tape.stop();
  editor.mark(0);
  if (!WORKED.has(tabs.current)) compute();
});
const tape = new Tape(
  Object.fromEntries(
    Object.entries({ slider: "step", picture: "picture", words: "words", count: "count", table: "table", first: "first", back: "back", next: "next", last: "last", play: "play" }).map(
      ([name, id]) => [name, byId(id)],
    ),
  ),
  (line) => editor.mark(tabs.current === "tape" && work.kind === "program" ? line : 0),
);
const minimization = new Minimization(
  {
    method: byId("method"), rate: byId("rate"), steps: byId("most-steps"), begin: byId("begin"), take: byId("take"),
    status: byId("minimize-status"), curve: byId("curve"), contour: byId("contour"),
  },
  () => work,
  known,
  {
    done: (parameters) => {
      // Some may have been taken out since.
      for (const [name, value] of Object.entries(parameters)) if (work.values.has(name)) work.set(name, value);
      showValues();
      remember();
    },
    failed: (error) => refuse(error),
  },
);

/** Refuse a member that is said elsewhere on the page, or that no route knows. */
function checkOption(text, name) {
  const given = ["program", "graph", "parameters", "constants"].includes(name);
  if (!given && Object.values(about.routes).some((members) => members.includes(name))) return;
  const what = given ? `"${name}" is what stands above` : `no route knows "${name}"`;
  throw new JsonError(text, text.indexOf(JSON.stringify(name)), what);
}

/** Take the text of a JSON field into the work. */
function taken(field, take) {
  try {
    take(field.text);
  } catch (error) {
    field.fault(error.message, error.line, error.column);
    return;
  }
  changed();
}

/** Show the work that is at hand now. */
function show(next) {
  work = next;
  for (const id of ["gradient", "check-result"]) byId(id).replaceChildren();
  editor.show(work.text, work.kind);
  byId("program").setAttribute("aria-label", work.kind === "program" ? "Program" : "Graph");
  byId("ask-title").textContent = work.kind === "program" ? "Program" : "Graph";
  byId("convert").textContent = work.kind === "program" ? "As a graph in JSON" : "As a program";
  options.show(joined(work.options), "graph");
  byId("more").open = work.options.size > 0;
  showValues();
  minimization.show(work);
}

function showValues() {
  const json = byId("as-json").checked;
  byId("values").hidden = json;
  byId("documents").hidden = !json;
  if (!json) values.show(work);
  else for (const [role, field] of Object.entries(documents)) field.show(pretty(work.given(role)), "graph");
}

/** Ask what the tab that is open shows. */
async function compute() {
  running?.abort();
  const asking = (running = new AbortController());
  const tab = tabs.current;
  try {
    if (tab === "gradient") await computeGradient(asking.signal);
    else if (tab === "tape") await computeTape(asking.signal);
    else if (tab === "request") showRequest();
    else if (tab === "check") await check(asking.signal);
    else if (!minimization.running) return minimization.begin();
    accept();
  } catch (error) {
    if (error.name !== "AbortError") await refuse(error, asking.signal);
  }
  return undefined;
}

async function computeGradient(signal) {
  const { document: answer, milliseconds, timing } = await service.post("/gradient", work.request(known("/gradient")), signal);
  const inside = [...(timing ?? "").matchAll(/dur=([\d.]+)/g)].reduce((sum, [, one]) => sum + Number(one), 0);
  const said = `${milliseconds.toFixed(1)} ms, of which ${inside.toFixed(2)} ms in the service`;
  byId("gradient").replaceChildren(...gradientView(answer, work, said).filter(Boolean));
  byId("told").textContent = `loss ${brief(answer.loss)}`;
}

async function computeTape(signal) {
  const [answered, drawn] = await Promise.allSettled([
    service.post("/gradient", work.request(known("/gradient"), { trace: true }), signal),
    service.picture(work.request(known("/graph/picture"), { draw: "graph" }), signal),
  ]);
  if (drawn.status === "rejected") throw drawn.reason;
  // A graph without values has a picture, and nothing to step through.
  tape.show(answered.value?.document.trace ?? [], drawn.value);
  if (answered.status === "rejected") throw answered.reason;
}

function showRequest() {
  const write = LANGUAGES[byId("language").value];
  const route = byId("route").value;
  const request = route === "/minimize" ? minimization.request(work) : work.request(known(route));
  byId("code").textContent = write(service.address(route), request, service.key.get() !== "");
}

function accept() {
  byId("problem").textContent = "";
  document.querySelector(".answer").classList.remove("stale");
  editor.clear();
  values.clear();
  for (const field of Object.values(documents)) field.clear();
}

/** Show what is wrong where it is wrong. */
async function refuse(error, signal) {
  accept();
  document.querySelector(".answer").classList.add("stale");
  if (error instanceof JsonError) {
    editor.fault(error.message, error.line, error.column);
    return;
  }
  if (!(error instanceof service.Problem)) throw error;
  const placed = error.faults.map(put);
  byId("problem").textContent = placed.length && placed.every(Boolean) ? `${error.title}.` : `${error.title}: ${error.message}`;
  const [, name] = error.faults.map((fault) => /nothing is named '([^']+)'/.exec(fault.detail)).find(Boolean) ?? [];
  if (name !== undefined) await ask(name, signal);
}

/** Show a fault at the line or the value that it is about; false if there is none. */
function put({ pointer, detail, line, column }) {
  const text = detail.split("\n")[0];
  if (line) {
    editor.fault(text, line, column);
    return true;
  }
  if (pointer.startsWith("/graph") && work.kind === "graph") {
    const at = place(work.text, pointer.slice("/graph".length));
    editor.fault(`line ${at.line}: ${text}`, at.line, at.column);
    return true;
  }
  const [, role, path, name] = /^\/(parameters|constants)(\/([^/]*).*)/.exec(pointer) ?? [];
  if (role === undefined) return false;
  if (!byId("as-json").checked) return values.fault(name.replaceAll("~1", "/").replaceAll("~0", "~"), text);
  const at = place(documents[role].text, path);
  documents[role].fault(`line ${at.line}: ${text}`, at.line, at.column);
  return true;
}

/** Offer values for the names that the program uses and that have none: at least for the one that was missed. */
async function ask(missed, signal) {
  if (byId("as-json").checked) return;
  let names = [missed];
  try {
    const { document: graph } = await service.post("/graph", joined([work.source]), signal);
    names = Object.keys(graph.inputs).filter((one) => !work.values.has(one));
  } catch (error) {
    // What else is missing cannot be known before shapes are, or by this key.
    if (!(error instanceof service.Problem)) return;
  }
  values.offer(names);
}

async function check(signal) {
  const result = byId("check-result");
  result.replaceChildren(element("p", {}, "Checking …"));
  try {
    const { document: answer } = await service.post("/check", work.request(known("/check")), signal);
    result.replaceChildren(...checkView(answer));
  } catch (error) {
    result.replaceChildren();
    throw error;
  }
}

/** The other way to write the same: program or graph. */
async function convert() {
  try {
    const { document: graph } = await service.post("/graph", work.request(known("/graph")));
    if (work.kind === "program") Object.assign(work, { kind: "graph", text: pretty(JSON.stringify(graph.graph)) });
    else if (graph.program === null) throw new service.Problem({ title: "No program", detail: "a name of this graph is none in Python" });
    else Object.assign(work, { kind: "program", text: graph.program.trimEnd() });
    show(work);
    await compute();
  } catch (error) {
    await refuse(error);
  }
}

const encoded = (text) => btoa(Array.from(new TextEncoder().encode(text), (one) => String.fromCharCode(one)).join(""));
const decoded = (text) => new TextDecoder().decode(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)));

function remember() {
  // A link stands for what it was made of, and not for what became of that.
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  try {
    sessionStorage.setItem(LAST, whole());
  } catch (error) {
    // Half a document is not kept, nor one that is larger than the browser keeps.
    if (!(error instanceof JsonError) && error.name !== "QuotaExceededError") throw error;
  }
}

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    said("Copied");
  } catch {
    // Without TLS a browser gives no clipboard; what is selected can be copied by hand.
    said("The browser does not allow it here: copy it by hand");
  }
}

async function share() {
  const button = byId("share");
  const text = whole();
  if (text.length > LONGEST_LINK) button.textContent = "Too long for a link";
  else {
    const link = new URL(location.href);
    link.hash = encoded(text);
    history.replaceState(null, "", link);
    await copy(link.href, (said) => {
      button.textContent = said === "Copied" ? said : "It is in the address bar";
    });
  }
  setTimeout(() => {
    button.textContent = "Copy link";
  }, 2000);
}

function chosen() {
  const example = about.examples[Number(byId("gallery").value)];
  if (!example || byId("gallery").value === "") return;
  byId("about-example").replaceChildren(...prose(JSON.parse(example.get("description"))));
  history.replaceState(null, "", location.pathname);
  show(Work.of(example.get("request")));
  const path = JSON.parse(example.get("path"));
  remember();
  tabs.show(path === "/minimize" ? "minimize" : ["minimize", "check"].includes(tabs.current) ? "gradient" : tabs.current);
}

/** What was worked on before: in the link, or in this tab, or else the first example. */
function first() {
  let problem = "";
  try {
    const kept = location.hash.length > 1 ? decoded(location.hash.slice(1)) : sessionStorage.getItem(LAST);
    if (kept) {
      show(Work.of(kept));
      tabs.show("gradient");
      return;
    }
  } catch (error) {
    problem = `The link holds no request: ${error.message}`;
  }
  const program = about.examples.findIndex((example) => members(example.get("request")).has("program"));
  byId("gallery").value = String(program);
  chosen();
  if (problem) byId("about-example").textContent = problem;
}

function listen() {
  byId("run").addEventListener("click", compute);
  byId("convert").addEventListener("click", convert);
  byId("share").addEventListener("click", share);
  byId("gallery").addEventListener("change", chosen);
  byId("as-json").addEventListener("change", showValues);
  byId("begin-check").addEventListener("click", compute);
  byId("live").addEventListener("change", ({ target }) => {
    if (target.checked) changed();
  });
  addEventListener("hashchange", first);
  for (const id of ["language", "route"]) byId(id).addEventListener("change", showRequest);
  byId("copy").addEventListener("click", () =>
    copy(byId("code").textContent, (text) => {
      byId("copied").textContent = text;
    }),
  );
  byId("add").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = byId("new-name").value.trim();
    byId("new-name").setCustomValidity(work.values.has(name) ? `${name} has a value` : "");
    if (!byId("new-name").reportValidity()) return;
    work.enter(name, "parameters", work.first(name));
    byId("new-name").value = "";
    showValues();
    changed();
  });
  byId("theme").value = document.documentElement.dataset.theme;
  byId("theme").addEventListener("change", ({ target }) => {
    document.documentElement.dataset.theme = target.value;
    localStorage.setItem("wengert-theme", target.value);
  });
  byId("open-key").addEventListener("click", () => {
    const box = byId("key-box");
    box.hidden = !box.hidden;
    byId("open-key").setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) byId("key").focus();
  });
  byId("key-box").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("key").value.trim();
    byId("key").setCustomValidity(service.key.fits(text) ? "" : "A key has letters, digits and signs of ASCII only");
    if (!byId("key").reportValidity()) return;
    service.key.set(text);
    byId("open-key").click();
    byId("open-key").focus();
    compute();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) compute();
  });
}

async function begin() {
  for (const language of Object.keys(LANGUAGES)) byId("language").append(element("option", {}, language));
  listen();
  const [page, operations] = await Promise.all([service.get("/playground/about.json"), service.get("/ops")]);
  const found = members(page);
  about = {
    routes: JSON.parse(found.get("routes")),
    examples: JSON.parse(found.get("examples")).map((text) => members(text)),
  };
  byId("route").append(...Object.keys(about.routes).map((route) => element("option", {}, route)));
  editor.know(new Set(JSON.parse(operations).flatMap((one) => [one.name, ...one.aliases])));
  byId("gallery").append(
    ...about.examples.map((example, index) => element("option", { value: index }, JSON.parse(example.get("summary")))),
  );
  first();
}

begin();
