// The small menu of one line: quote, copy, recall.

import { find, h } from "./dom.js";

export class Menu {
  constructor() {
    this.root = find("menu");
    document.addEventListener("pointerdown", (event) => !this.root.contains(event.target) && this.hide(), true);
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    this.root.addEventListener("keydown", (event) => this.move(event));
  }

  show(box, choices) {
    this.before = document.activeElement;
    this.root.replaceChildren(...choices.map(([name, words, act]) =>
      h("button", { type: "button", role: "menuitem", data: { act: name }, onclick: () => { this.hide(); act(); } }, words)));
    this.root.hidden = false;
    const size = this.root.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left + box.width / 2 - size.width / 2), innerWidth - size.width - 8);
    const above = box.top - size.height - 8;
    this.root.style.left = `${left}px`;
    this.root.style.top = `${above > 8 ? above : Math.min(box.bottom + 8, innerHeight - size.height - 8)}px`;
    this.root.firstChild?.focus({ preventScroll: true });
  }

  hide() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.before?.focus?.({ preventScroll: true });
  }

  move(event) {
    const items = [...this.root.children];
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  }
}
