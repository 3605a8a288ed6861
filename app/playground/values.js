/** Parameters and constants: a slider for each number where they are few, JSON for the others. */

import { brief, flat, shape } from "./numbers.js";
import { element } from "./dom.js";
import { read } from "./json.js";

const MOST_SLIDERS = 6;
const STEPS = 200;

export class Values {
  /**
   * @param {HTMLElement} place
   * @param {() => void} changed called when a value was changed by the user
   */
  constructor(place, changed) {
    this.place = place;
    this.changed = changed;
  }

  /** Show the values of a work. */
  show(work) {
    this.work = work;
    this.rows = new Map();
    for (const name of work.values.keys()) this.rows.set(name, this.#row(name));
    this.place.replaceChildren(...[...this.rows.values()].map((row) => row.item));
  }

  /** Offer a value for names that have none; the rows stay as they are, as somebody may be typing in one. */
  offer(missing) {
    const asked = missing.map((name) =>
      element(
        "li",
        { class: "missing" },
        element("span", { class: "name" }, name),
        " has no value ",
        element("button", { type: "button", click: () => this.#give(name, "parameters") }, "parameter"),
        " ",
        element("button", { type: "button", click: () => this.#give(name, "constants") }, "constant"),
      ),
    );
    for (const before of this.place.querySelectorAll(".missing")) before.remove();
    this.place.prepend(...asked);
  }

  /** Show what is wrong with a value; false if there is none of this name. */
  fault(name, message) {
    const row = this.rows?.get(name);
    if (!row) return false;
    row.message.textContent = message;
    return true;
  }

  /** Nothing is wrong. */
  clear() {
    for (const asked of this.place.querySelectorAll(".missing")) asked.remove();
    for (const row of this.rows?.values() ?? []) row.message.textContent = "";
  }

  /** Show other numbers for a value, where they stand. */
  move(name, value) {
    this.work.set(name, value);
    this.show(this.work);
  }

  #give(name, role) {
    this.work.enter(name, role, this.work.first(name));
    this.show(this.work);
    this.place.querySelector(`[data-name="${CSS.escape(name)}"] input`)?.focus();
    this.changed();
  }

  #row(name) {
    const known = this.work.values.get(name);
    const message = element("p", { class: "fault", role: "alert" });
    const about = element("span", { class: "about" });
    const role = element(
      "select",
      {
        "aria-label": `${name} is a`,
        change: () => {
          this.work.values.get(name).role = role.value;
          this.changed();
        },
      },
      ...[["parameters", "parameter"], ["constants", "constant"]].map(([value, text]) =>
        element("option", { value, selected: value === known.role }, text),
      ),
    );
    const drop = element(
      "button",
      {
        type: "button",
        class: "drop",
        "aria-label": `Remove ${name}`,
        title: `Remove ${name}`,
        click: () => {
          const next = this.rows.get(name).item.nextElementSibling ?? this.rows.get(name).item.previousElementSibling;
          this.work.values.delete(name);
          this.show(this.work);
          const row = next && this.place.querySelector(`[data-name="${CSS.escape(next.dataset.name)}"] input, [data-name="${CSS.escape(next.dataset.name)}"] textarea`);
          (row ?? document.getElementById("new-name")).focus();
          this.changed();
        },
      },
      "×",
    );
    const value = this.work.value(name);
    const numbers = flat(value);
    const short = shape(value).length <= 1 && numbers.length <= MOST_SLIDERS;
    const sliders = short && numbers.length > 0 && numbers.every((one) => typeof one === "number");
    const body = sliders ? this.#sliders(name, value, known) : this.#json(name, known, about, message);
    if (!sliders) about.textContent = brief(value);
    const head = element("div", { class: "head" }, element("span", { class: "name" }, name), role, about, drop);
    return { item: element("li", { "data-name": name }, head, body, message), message };
  }

  #sliders(name, value, known) {
    const list = Array.isArray(value);
    const numbers = flat(value);
    const moved = (index, number) => {
      numbers[index] = number;
      this.work.set(name, list ? [...numbers] : number);
      this.clear();
      this.changed();
    };
    const pair = (number, index) => {
      const label = list ? `${name}[${index}]` : name;
      const slider = element("input", {
        type: "range",
        "aria-label": `${label}, slider`,
        input: () => {
          box.value = slider.value;
          moved(index, Number(slider.value));
        },
      });
      const box = element("input", {
        type: "number",
        step: "any",
        "aria-label": label,
        value: number,
        input: () => {
          if (box.value === "" || !Number.isFinite(Number(box.value))) return;
          around(Number(box.value));
          moved(index, Number(box.value));
        },
      });
      const around = (middle) => {
        const reach = 2 * Math.max(1, 10 ** Math.ceil(Math.log10(Math.abs(middle) || 1)));
        slider.step = known.whole && known.role === "constants" ? 1 : reach / STEPS;
        slider.min = -reach;
        slider.max = reach;
        slider.value = middle;
      };
      around(number);
      return element("div", { class: "pair" }, list ? element("span", { class: "index" }, String(index)) : null, slider, box);
    };
    return element("div", { class: "sliders" }, ...numbers.map(pair));
  }

  #json(name, known, about, message) {
    const area = element("textarea", {
      "aria-label": name,
      rows: Math.min(6, Math.max(known.text.split("\n").length, 1 + Math.floor(known.text.length / 44))),
      spellcheck: "false",
      input: () => {
        try {
          about.textContent = brief(read(area.value).value);
        } catch (error) {
          message.textContent = error.message;
          return;
        }
        this.work.enter(name, this.work.values.get(name).role, area.value);
        message.textContent = "";
        this.changed();
      },
    });
    area.value = known.text;
    return area;
  }
}
