/** The parts of Block Kit that can be pressed. They are drawn here, and acted on in `press.js`. */

import { el, link } from "./dom.js";
import { emoji, knows } from "./emoji.js";
import { icon } from "./icons.js";

/** Plain text, in which only emoji names mean something, and not even those where `emoji` is false. */
export function plain(text) {
  const said = typeof text === "string" ? text : (text?.text ?? "");
  if (text?.emoji === false) return [said];
  return said.split(/(:[a-z0-9_+'-]+:)/).filter(Boolean).map((part) => {
    const name = /^:(.+):$/.exec(part)?.[1];
    return name && knows(name) ? emoji(name) : part;
  });
}

/** How much of a label Slack shows, in characters; on some screens it is less. */
const SHOWN = 30;

/** A label as it is shown: what is too long for a button is cut. */
function label(text) {
  const said = typeof text === "string" ? text : (text?.text ?? "");
  const letters = [...said];
  if (letters.length <= SHOWN) return plain(text);
  const cut = `${letters.slice(0, SHOWN - 1).join("").trimEnd()}…`;
  return [el("span", { title: said }, plain(typeof text === "string" ? cut : { ...text, text: cut }))];
}

/** `where` is "block/element" within the message; `pending` are the places that wait for an answer. */
export function element(part, where, pending) {
  return Object.hasOwn(ELEMENTS, part.type) ? ELEMENTS[part.type](part, where, pending) : null;
}

const ELEMENTS = { button, overflow, static_select: select, image: picture };

function button(part, where, pending) {
  const kind = ["primary", "danger"].includes(part.style) ? `button ${part.style}` : "button";
  if (part.url) {
    const named = { class: kind, "data-press": where, "aria-label": part.accessibility_label };
    return link(part.url, label(part.text), named);
  }
  const waits = pending?.has(where);
  return el(
    "button",
    {
      type: "button",
      class: waits ? `${kind} waits` : kind,
      "data-press": where,
      "aria-label": part.accessibility_label,
      "aria-disabled": waits ? "true" : null,
      "aria-busy": waits ? "true" : null,
    },
    label(part.text),
  );
}

function overflow(part, where, pending) {
  const waits = pending?.has(where);
  return el(
    "button",
    {
      type: "button",
      class: waits ? "button icon-only waits" : "button icon-only",
      "data-press": where,
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-disabled": waits ? "true" : null,
    },
    icon("more", 17),
  );
}

function select(part, where, pending) {
  const waits = pending?.has(where);
  return el(
    "button",
    {
      type: "button",
      class: waits ? "button select waits" : "button select",
      "data-press": where,
      "aria-haspopup": "menu",
      "aria-disabled": waits ? "true" : null,
    },
    el("span", {}, plain(part.initial_option?.text ?? part.placeholder ?? "Choose")),
    icon("down", 14),
  );
}

/** An image that this page may not load stands as its description. */
export function picture(part) {
  const local = part.image_url?.startsWith("/") || part.image_url?.startsWith(`${location.origin}/`);
  const said = part.alt_text ?? "";
  if (!local) return el("span", { class: "picture-text", role: "img", "aria-label": said }, said);
  return el("img", { src: part.image_url, alt: said, loading: "lazy" });
}

/** The options of a menu, flat: groups give their options in order. */
export function options(part) {
  return part.options ?? (part.option_groups ?? []).flatMap((group) => group.options ?? []);
}
