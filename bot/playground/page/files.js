/** Files as cards: what it is, a look into it where it is text or an image, and the way to get it. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_LINES = 10;
const READABLE = 200_000;
const TEXT = /^text\/|[/+](?:json|ya?ml|x-yaml|xml|toml|javascript|x-sh|csv)$/;
const TEXT_NAMES = /\.(?:txt|log|ya?ml|json|xml|md|csv|toml|ini|sh|py|js|ts|lcov|info|diff|patch)$/i;
const IMAGES = /^image\/(?:png|jpe?g|gif|webp|svg\+xml|avif)$/;

/** 1,234 B; 12 KB; 3.4 MB. */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const [count, unit] = bytes < 1_000_000 ? [bytes / 1000, "KB"] : [bytes / 1_000_000, "MB"];
  return `${count < 10 ? Number(count.toFixed(1)) : Math.round(count)} ${unit}`;
}

const address = (file) => `/playground/files/${encodeURIComponent(file.id)}`;
const readable = (file) => (TEXT.test(file.mimetype) || TEXT_NAMES.test(file.name)) && file.size <= READABLE;

/** The texts of files that were looked into, and which of them are shown whole. */
export class Looks {
  constructor(arrived) {
    this.arrived = arrived;
    this.texts = new Map();
    this.whole = new Set();
  }

  /** The file's text, or null while it is under way; then `arrived` is told. */
  text(file) {
    if (!this.texts.has(file.id)) {
      this.texts.set(file.id, null);
      this.#read(file);
    }
    return this.texts.get(file.id);
  }

  async #read(file) {
    const answer = await fetch(address(file)).catch(() => null);
    this.texts.set(file.id, answer?.ok ? await answer.text() : "");
    this.arrived();
  }

  toggle(id) {
    if (!this.whole.delete(id)) this.whole.add(id);
    this.arrived();
  }
}

/** One card. */
export function card(file, looks) {
  const title = file.title || file.name;
  const get = { href: address(file), download: file.name, class: "quiet icon-only", "aria-label": `Download ${title}` };
  return el(
    "figure",
    { class: "file" },
    el(
      "figcaption",
      {},
      el("span", { class: "file-icon" }, icon("file", 20)),
      el("span", { class: "file-name" }, el("strong", {}, title),
        el("small", {}, title === file.name ? size(file.size) : `${file.name} · ${size(file.size)}`)),
      el("a", get, icon("download", 17)),
    ),
    IMAGES.test(file.mimetype) ? image(file, file.alt || title) : null,
    readable(file) && !IMAGES.test(file.mimetype) ? text(file, looks) : null,
  );
}

/** A press on it opens it in its own tab, as large as it is. */
function image(file, alt) {
  const whole = { class: "whole", href: address(file), target: "_blank", rel: "noopener" };
  return el("a", whole, el("img", { src: address(file), alt, loading: "lazy" }));
}

function text(file, looks) {
  const said = looks.text(file);
  if (said === null) return el("pre", { class: "waiting" }, "\n".repeat(2));
  const rows = said.replace(/\n$/, "").split("\n");
  const whole = looks.whole.has(file.id);
  const more = rows.length - SHOWN_LINES;
  const beginning = rows.slice(0, SHOWN_LINES).join("\n").trimEnd();
  return [
    el("pre", { tabindex: 0, role: "group", "aria-label": `Text of ${file.name}` },
      whole ? rows.join("\n") : beginning),
    more > 0
      ? el("button", { type: "button", class: "quiet more", "data-look": file.id, "aria-expanded": String(whole) },
          whole ? "Show less" : `Show ${more.toLocaleString("en")} more ${more === 1 ? "line" : "lines"}`)
      : null,
  ];
}
