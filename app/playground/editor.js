/** A text field with line numbers and colours, that shows an error at its line. */

import { coloured } from "./highlight.js";
import { element } from "./dom.js";

const INDENT = "    ";
// Longer texts are shown in one colour: each key would take too long.
const MOST_COLOURED = 20_000;

export class Editor {
  /**
   * @param {HTMLElement} place an element with a textarea in it
   * @param {() => void} changed called when its text was changed by the user
   */
  constructor(place, changed) {
    this.area = place.querySelector("textarea");
    this.numbers = element("div", { class: "numbers", "aria-hidden": "true" });
    this.colours = element("pre", { class: "colours", "aria-hidden": "true" });
    this.message = element("p", { class: "fault", id: `${this.area.id}-fault`, role: "alert" });
    this.under = element("pre", { class: "under", "aria-hidden": "true" });
    const field = element("div", { class: "field" });
    this.area.replaceWith(field);
    field.append(this.numbers, element("div", { class: "sheet" }, this.colours, this.under, this.area));
    place.append(this.message);
    this.operations = new Set();
    this.kind = "program";
    this.area.addEventListener("input", () => {
      this.clear();
      this.#draw();
      changed();
    });
    this.area.addEventListener("keydown", (event) => this.#key(event));
    this.#draw();
  }

  get text() {
    return this.area.value;
  }

  /** Show another text. */
  show(text, kind) {
    this.kind = kind;
    this.area.value = text;
    this.clear();
    this.#draw();
  }

  /** Colour these names as operations. */
  know(operations) {
    this.operations = operations;
    this.#draw();
  }

  /** Show what is wrong; with a line, at it. */
  fault(message, line = 0, column = 0) {
    this.clear();
    this.faulty = true;
    this.message.textContent = message;
    this.area.setAttribute("aria-invalid", "true");
    this.area.setAttribute("aria-describedby", this.message.id);
    this.numbers.children[line - 1]?.classList.add("at-fault");
    const wrong = this.text.split("\n")[line - 1];
    if (wrong !== undefined) this.#underline(wrong, line, column);
  }

  /** Nothing is wrong. */
  clear() {
    if (!this.faulty) return;
    this.faulty = false;
    this.message.textContent = "";
    this.area.removeAttribute("aria-invalid");
    this.area.removeAttribute("aria-describedby");
    this.numbers.querySelector(".at-fault")?.classList.remove("at-fault");
    this.under.replaceChildren();
  }

  /** Mark a line; 0 marks none. */
  mark(line) {
    this.numbers.querySelector(".at-step")?.classList.remove("at-step");
    this.numbers.children[line - 1]?.classList.add("at-step");
  }

  #draw() {
    const { text } = this;
    const lines = text.split("\n").length;
    while (this.numbers.childElementCount > lines) this.numbers.lastElementChild.remove();
    while (this.numbers.childElementCount < lines) {
      this.numbers.append(element("span", {}, String(this.numbers.childElementCount + 1)));
    }
    const fragment = document.createDocumentFragment();
    const parts = text.length > MOST_COLOURED ? [text] : coloured(text, this.kind, this.operations);
    for (const part of parts) fragment.append(part);
    // The last line has a height of its own, also where it is empty.
    fragment.append("\n");
    this.colours.replaceChildren(fragment);
  }

  /** A mark under the word at which an error begins, behind as much text as stands before it. */
  #underline(wrong, line, column) {
    const start = Math.max(column - 1, 0);
    const word = /^(?:[\p{L}\p{N}_.]+|.)/u.exec(wrong.slice(start))?.[0] ?? " ";
    this.under.replaceChildren(
      "\n".repeat(line - 1) + wrong.slice(0, start),
      element("span", { class: "wrong" }, word),
    );
  }

  #key(event) {
    // Tab moves on, as everywhere on a page; Enter keeps the depth of the line.
    const plain = event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing;
    if (!plain || this.kind !== "program") return;
    const before = this.text.slice(0, this.area.selectionStart).split("\n").at(-1);
    const depth = /^\s*/.exec(before)[0] + (/:\s*$/.test(before) ? INDENT : "");
    if (!depth) return;
    event.preventDefault();
    // The only way to insert text that can be undone.
    document.execCommand("insertText", false, `\n${depth}`);
  }
}
