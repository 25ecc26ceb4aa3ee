/** Where one writes: a field, suggestions above it, and the lines said before. */

import { ready, suggestions } from "./completion.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { problem } from "./message.js";
import { reason } from "./state.js";

const REMEMBERED = 50;
const KEYS = [["Enter", "send"], ["Shift Enter", "new line"], ["↑", "last message"]];

export class Composer {
  /**
   * `send(text)` says it and gives `{ok, error}`; `sources()` gives what `suggestions` needs.
   */
  constructor({ id, label, send, sources }) {
    Object.assign(this, { id, send, sources });
    this.drafts = new Map();
    this.place = null;
    this.items = [];
    this.active = -1;
    this.asked = 0;
    this.recalled = -1;
    this.field = el("textarea", {
      id, rows: 1, "aria-label": label, "aria-autocomplete": "list", "aria-controls": `${id}-list`,
      "aria-haspopup": "listbox", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "send",
      oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onblur: () => this.#close(),
    });
    this.listbox = el("ul", {
      id: `${id}-list`, class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true,
    });
    this.count = el("p", { class: "unseen", role: "status" });
    this.problem = el("div", { class: "problem-slot", role: "alert" });
    this.button = el("button", { type: "submit", class: "send icon-only", "aria-label": "Send" }, icon("send", 18));
    this.node = el(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      this.listbox, this.count, this.problem,
      el("div", { class: "field" }, this.field, this.button),
      el("p", { class: "hint", "aria-hidden": "true" },
        KEYS.map(([keys, does]) => el("span", {}, el("kbd", {}, keys), ` ${does}`))),
    );
    this.#fit();
  }

  set placeholder(text) {
    this.field.placeholder = text;
    this.field.setAttribute("aria-label", text);
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  /** Write somewhere else: what was begun there goes on, and what was begun here waits. */
  turnTo(place) {
    this.drafts.set(this.place, this.field.value);
    this.place = place;
    this.#set(this.drafts.get(place) ?? "");
    this.problem.replaceChildren();
  }

  /** Put a line in and send it, as if it had been typed. */
  async type(text) {
    this.#set(text);
    await this.#submit();
  }

  async #submit(event) {
    event?.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.problem.replaceChildren();
    remember(text);
    this.#set("");
    const answer = await this.send(text);
    if (answer.ok) return;
    if (!this.field.value) this.#set(text);
    this.problem.replaceChildren(problem(reason(answer.error)));
  }

  #set(text) {
    this.field.value = text;
    this.recalled = -1;
    this.#fit();
    this.#close();
  }

  #fit() {
    this.button.toggleAttribute("data-idle", !this.field.value.trim());
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${Math.min(this.field.scrollHeight, 180)}px`);
  }

  async #typed() {
    this.recalled = -1;
    this.#fit();
    this.asked += 1;
    const [mine, text] = [this.asked, this.field.value];
    const atEnd = this.field.selectionEnd === text.length;
    const items = atEnd && text ? await suggestions(text, this.sources()) : [];
    if (mine === this.asked) this.#show(text, items);
  }

  #show(text, items) {
    const choices = items.filter((item) => item.text !== text);
    const notes = items.filter((item) => item.text === text);
    this.items = choices;
    this.about = text;
    this.listbox.replaceChildren(
      ...choices.map((item, at) => suggestion(item, {
        id: `${this.id}-option-${at}`, "aria-selected": "false", onclick: () => this.#take(at),
      })),
      ...notes.map((item) => suggestion(item, { class: "explains", "aria-disabled": "true" })),
    );
    this.listbox.hidden = !items.length;
    this.count.textContent = heard(choices, notes);
    this.#activate(ready(text, items));
  }

  #activate(at) {
    this.active = at;
    this.items.forEach((_, index) => {
      const option = this.listbox.children[index];
      option.setAttribute("aria-selected", String(index === at));
      if (index === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `${this.id}-option-${at}`);
  }

  #take(at) {
    this.#set(this.items[at].text);
    this.focus();
    this.#typed();
  }

  #close() {
    this.asked += 1;
    if (this.listbox.hidden) return false;
    this.#show("", []);
    return true;
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const known = !this.listbox.hidden && (this.about === this.field.value || this.#fits(event.key));
    const act = known ? this.#choosing(event) : null;
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    } else if (event.key === "Enter" && !event.shiftKey) {
      this.#submit(event);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") this.#recall(event);
  }

  /** Whether a key may act on what shows, though the list for the newest letters is still on its way. */
  #fits(key) {
    if (key === "Escape") return true;
    return key === "Tab" && this.items[Math.max(this.active, 0)]?.text.startsWith(this.field.value);
  }

  /** What a key does while suggestions show, or null. */
  #choosing({ key, shiftKey }) {
    if (key === "Escape") return () => this.#close();
    if (!this.items.length) return null;
    const step = (by) => () => this.#activate((this.active + by + this.items.length) % this.items.length);
    if (key === "ArrowDown") return step(1);
    if (key === "ArrowUp") return this.active < 0 ? () => this.#activate(this.items.length - 1) : step(-1);
    if (shiftKey) return null;
    if (key === "Tab") return () => this.#take(Math.max(this.active, 0));
    return key === "Enter" && this.active >= 0 ? () => this.#take(this.active) : null;
  }

  #recall(event) {
    const lines = said();
    const older = event.key === "ArrowUp";
    if (this.recalled < 0 && (this.field.value || !older)) return;
    const at = this.recalled + (older ? 1 : -1);
    if (at >= lines.length) return;
    event.preventDefault();
    this.#set(at < 0 ? "" : lines[at]);
    this.recalled = Math.max(at, -1);
  }
}

/** One row of the list; a press on it does not take the focus from the field. */
function suggestion(item, attributes) {
  return el("li", { role: "option", onpointerdown: (event) => event.preventDefault(), ...attributes },
    el("span", { class: "label" }, item.label), el("span", { class: "summary" }, item.summary ?? ""));
}

/** What is told of a list to who does not see it. */
function heard(choices, notes) {
  const count = choices.length ? [`${choices.length} ${choices.length === 1 ? "suggestion" : "suggestions"}`] : [];
  return [...count, ...notes.map((item) => `${item.label}: ${item.summary ?? ""}`)].join(". ");
}

/** The lines said in this tab, the newest first. */
function said() {
  return JSON.parse(sessionStorage.getItem("said") ?? "[]");
}

function remember(text) {
  const lines = [text, ...said().filter((line) => line !== text)];
  sessionStorage.setItem("said", JSON.stringify(lines.slice(0, REMEMBERED)));
}
