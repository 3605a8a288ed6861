/** Tabs after the ARIA pattern: arrow keys move between them, Tab leads into what is shown. */

export class Tabs {
  /**
   * @param {HTMLElement} list with role tablist
   * @param {(name: string) => void} chosen called with the id of the panel that is shown now
   */
  constructor(list, chosen) {
    this.tabs = [...list.querySelectorAll('[role="tab"]')];
    this.chosen = chosen;
    for (const tab of this.tabs) tab.addEventListener("click", () => this.show(tab.getAttribute("aria-controls")));
    list.addEventListener("keydown", (event) => this.#key(event));
  }

  /** The id of the panel that is shown. */
  get current() {
    return this.tabs.find((tab) => tab.getAttribute("aria-selected") === "true").getAttribute("aria-controls");
  }

  /** Show a panel. */
  show(id) {
    for (const tab of this.tabs) {
      const panel = tab.getAttribute("aria-controls");
      tab.setAttribute("aria-selected", String(panel === id));
      tab.tabIndex = panel === id ? 0 : -1;
      document.getElementById(panel).hidden = panel !== id;
    }
    this.chosen(id);
  }

  #key(event) {
    const at = this.tabs.indexOf(document.activeElement);
    const last = this.tabs.length - 1;
    const to = { ArrowLeft: at ? at - 1 : last, ArrowRight: at === last ? 0 : at + 1, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    this.tabs[to].focus();
    this.show(this.tabs[to].getAttribute("aria-controls"));
  }
}
