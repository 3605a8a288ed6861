/** A text field with line numbers and colours, that shows an error at its line. */

import { coloured } from "./highlight.js";
import { element } from "./dom.js";

const INDENT = "    ";

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
    const field = element("div", { class: "field" });
    this.area.replaceWith(field);
    field.append(this.numbers, element("div", { class: "sheet" }, this.colours, this.area));
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
    this.message.textContent = message;
    this.area.setAttribute("aria-invalid", "true");
    this.area.setAttribute("aria-describedby", this.message.id);
    this.faulty = { line, column };
    this.#draw();
  }

  /** Nothing is wrong. */
  clear() {
    if (!this.faulty) return;
    this.faulty = null;
    this.message.textContent = "";
    this.area.removeAttribute("aria-invalid");
    this.area.removeAttribute("aria-describedby");
    this.#draw();
  }

  /** Mark a line; 0 marks none. */
  mark(line) {
    this.marked = line;
    this.#draw();
  }

  #draw() {
    const lines = this.text.split("\n");
    const { line: faulty = 0, column = 0 } = this.faulty ?? {};
    const shownLine = (number) =>
      element("span", { class: number === faulty ? "at-fault" : number === this.marked ? "at-step" : null }, String(number));
    this.numbers.replaceChildren(...lines.map((_, index) => shownLine(index + 1)));
    this.colours.replaceChildren(...coloured(this.text, this.kind, this.operations), "\n");
    if (faulty && faulty <= lines.length) this.#underline(lines, faulty, column);
    this.area.rows = Math.max(lines.length, 4);
    this.area.cols = Math.max(...lines.map((line) => line.length), 20);
  }

  /** A mark under the word at which an error begins, made of spaces so that it lies at the right place. */
  #underline(lines, line, column) {
    const word = /^(?:[\p{L}\p{N}_.]+|.)/u.exec(lines[line - 1].slice(Math.max(column - 1, 0)))?.[0] ?? " ";
    const before = "\n".repeat(line - 1) + " ".repeat(Math.max(column - 1, 0));
    const under = element("span", { class: "wrong" }, " ".repeat(word.length));
    this.colours.append(element("span", { class: "under" }, before, under));
  }

  #key(event) {
    // Tab moves on, as everywhere on a page; Enter keeps the depth of the line.
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || this.kind !== "program") return;
    const before = this.text.slice(0, this.area.selectionStart).split("\n").at(-1);
    const depth = /^\s*/.exec(before)[0] + (/:\s*$/.test(before) ? INDENT : "");
    if (!depth) return;
    event.preventDefault();
    this.area.setRangeText(`\n${depth}`, this.area.selectionStart, this.area.selectionEnd, "end");
    this.area.dispatchEvent(new Event("input"));
  }
}
