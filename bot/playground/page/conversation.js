/** A list of messages that stays true: a channel's, or a thread's. */

import { el, rove } from "./dom.js";
import { icon } from "./icons.js";
import { row } from "./message.js";
import { attributes, morph } from "./morph.js";
import { press } from "./press.js";

const NEAR = 48;
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Conversation {
  /** `scene` is what `message.row` draws with; `send(message, action)` tells of a click, `open(ts)` a thread. */
  constructor({ list, scroller, scene, send, open }) {
    Object.assign(this, { list, scroller, scene, send, open });
    this.messages = [];
    this.rows = new Map();
    this.stuck = true;
    this.loading = null;
    this.unseen = 0;
    this.below = el("button", { type: "button", class: "below", hidden: true, onclick: () => this.toEnd(true) });
    scroller.after(this.below);
    list.setAttribute("role", "list");
    list.addEventListener("click", (event) => this.#clicked(event));
    list.addEventListener("keydown", (event) => this.#typed(event));
    list.addEventListener("focusin", () => this.#reachable());
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const sizes = new ResizeObserver(() => this.stuck && this.toEnd());
    sizes.observe(list);
    sizes.observe(scroller);
  }

  /** Show what `fetching` gives. News that comes meanwhile is told afterwards. Gives its error, if any. */
  async load(fetching, { fresh = true } = {}) {
    const mine = (this.loading = []);
    const arrives = (this.arrives ||= fresh); // also where this load takes the place of a fresh one
    if (fresh) {
      delete this.list.dataset.loaded;
      this.#replace([]);
    }
    const { messages, error } = await fetching;
    if (this.loading !== mine) return null;
    this.loading = null;
    this.arrives = false;
    if (!error) this.#replace(messages);
    for (const [what, message] of mine) this[what](message);
    if (arrives) this.toEnd();
    this.list.dataset.loaded = "";
    return error ?? null;
  }

  /** A message that is new, or another now. `fades`: what changed is pointed out, once. */
  put(message) {
    if (this.loading) return void this.loading.push(["put", message]);
    const at = this.messages.findIndex((other) => other.ts === message.ts);
    if (at >= 0) {
      this.messages[at] = message;
      this.#draw(at, { fades: true });
      return;
    }
    const later = this.messages.findIndex((other) => other.ts > message.ts);
    const place = later < 0 ? this.messages.length : later;
    this.messages.splice(place, 0, message);
    this.#draw(place);
    if (place + 1 < this.messages.length) this.#draw(place + 1);
    if (!this.stuck) this.#waiting(this.unseen + 1);
  }

  remove(message) {
    if (this.loading) return void this.loading.push(["remove", message]);
    const at = this.messages.findIndex((other) => other.ts === message.ts);
    if (at < 0) return;
    this.messages.splice(at, 1);
    this.rows.get(message.ts)?.remove();
    this.rows.delete(message.ts);
    if (at < this.messages.length) this.#draw(at);
    this.#reachable();
  }

  find(ts) {
    return this.messages.find((message) => message.ts === ts);
  }

  /** Draw one message again, or all: because what stands around it changed, not the message. */
  redraw(ts = null) {
    this.messages.forEach((message, at) => (ts === null || message.ts === ts) && this.#draw(at));
  }

  toEnd(smooth = false) {
    this.stuck = true;
    this.#waiting(0);
    const behavior = smooth && !still.matches ? "smooth" : "instant";
    this.size = `${this.scroller.scrollHeight} ${this.scroller.clientHeight}`;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }

  #replace(messages) {
    const keep = new Set(messages.map((message) => message.ts));
    for (const [ts, node] of this.rows) {
      if (keep.has(ts)) continue;
      node.remove();
      this.rows.delete(ts);
    }
    this.messages = [...messages].sort((a, b) => (a.ts < b.ts ? -1 : 1));
    this.redraw();
  }

  #draw(at, { fades = false } = {}) {
    const message = this.messages[at];
    const fresh = row(message, this.messages[at - 1], this.scene);
    const old = this.rows.get(message.ts);
    if (!old) {
      this.rows.set(message.ts, fresh);
      this.list.insertBefore(fresh, this.rows.get(this.messages[at + 1]?.ts) ?? null);
      this.#reachable();
      return;
    }
    const held = old.contains(document.activeElement);
    attributes(old, fresh);
    morph(old, fresh, fades ? fade : undefined);
    if (held && !old.contains(document.activeElement)) old.focus({ preventScroll: true });
    this.#reachable();
  }

  /** Tab reaches one message and what is in it: the newest, unless another has the focus. Arrows reach the others. */
  #reachable() {
    const rows = [...this.list.children];
    const current = rows.find((node) => node.contains(document.activeElement)) ?? rows.at(-1);
    for (const node of rows) {
      const tabIndex = node === current ? 0 : -1;
      for (const part of [node, ...node.querySelectorAll("a, button, [tabindex]")]) part.tabIndex = tabIndex;
    }
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (!clientHeight) return; // hidden behind a thread: the place is kept
    const size = `${scrollHeight} ${clientHeight}`;
    if (this.stuck && size !== this.size) return; // nobody scrolled: it wraps otherwise, and is brought to its end
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.stuck) this.#waiting(0);
  }

  #waiting(count) {
    this.unseen = count;
    this.below.hidden = count === 0;
    if (count) this.below.replaceChildren(icon("down", 14), `${count} new ${count === 1 ? "message" : "messages"}`);
  }

  #clicked(event) {
    const node = event.target.closest("[data-press], [data-thread], [data-look]");
    const message = this.find(event.target.closest("li.message")?.dataset.ts);
    if (!node || !message) return;
    if (node.dataset.look) this.scene.looks.toggle(node.dataset.look);
    else if (node.dataset.thread !== undefined) this.open(message.thread_ts ?? message.ts, node);
    else press(node, message, { scene: this.scene, send: this.send, redraw: (ts) => this.redraw(ts) });
  }

  #typed(event) {
    const node = event.target.closest("li.message");
    if (event.target.matches("a, button") && /^Arrow(Up|Down)$/.test(event.key)) node.focus();
    if (document.activeElement !== node || rove(event, [...this.list.children])) return;
    const message = this.find(node.dataset.ts);
    if (event.key === "Enter" && !this.scene.thread && !message.ephemeral) {
      event.preventDefault();
      this.open(message.thread_ts ?? message.ts, node);
    }
  }
}

/** Points once at what changed, and at nothing that merely counts the time. */
function fade(node) {
  if (still.matches || node.closest("time, .edited, .tools")) return;
  const color = getComputedStyle(node).getPropertyValue("--changed").trim();
  const frames = [{ backgroundColor: color }, { backgroundColor: "transparent" }];
  node.animate(frames, { duration: 1400, easing: "ease-out" });
}
