/** The little of standard Markdown that a `markdown` block needs: headings, lists, code, quotes, emphasis, links. */

import { el, link } from "./dom.js";
import { emoji, knows } from "./emoji.js";

const PART =
  /`([^`\n]+)`|\[([^\]\n]+)\]\(([^)\s]+)\)|:([a-z0-9_+'-]+):|\*\*(\S(?:[^\n]*?\S)?)\*\*|~~(\S(?:[^\n]*?\S)?)~~|(?<![\p{L}\p{N}*_])([*_])(?=\S)([^\n]*?\S)\7(?![\p{L}\p{N}*_])/gu;

function inline(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(PART)) {
    const [all, code, label, address, name, bold, struck, , italic] = match;
    if (name !== undefined && !knows(name)) continue;
    nodes.push(text.slice(done, match.index));
    done = match.index + all.length;
    if (code !== undefined) nodes.push(el("code", {}, code));
    else if (label !== undefined) nodes.push(link(address, inline(label)));
    else if (name !== undefined) nodes.push(emoji(name));
    else if (bold !== undefined) nodes.push(el("strong", {}, inline(bold)));
    else if (struck !== undefined) nodes.push(el("s", {}, inline(struck)));
    else nodes.push(el("em", {}, inline(italic)));
  }
  nodes.push(text.slice(done));
  return nodes.filter((node) => node !== "");
}

const LINES = [
  [/^#{1,6}\s+(.*)$/, (m) => el("p", { class: "heading", role: "heading", "aria-level": 4 }, inline(m[1]))],
  [/^(?:---+|\*\*\*+)$/, () => el("hr")],
  [/^>\s?(.*)$/, (m) => el("blockquote", {}, inline(m[1]))],
];

/** The nodes of a Markdown text. */
export function markdown(text) {
  return text.split(/^```.*$/m).flatMap((part, at) =>
    at % 2 ? [el("pre", {}, part.replace(/^\n|\n$/g, ""))] : prose(part),
  );
}

function prose(text) {
  const nodes = [];
  for (const line of text.split("\n")) {
    const item = /^\s*(?:([-*+])|\d+[.)])\s+(.*)$/.exec(line);
    const known = LINES.map(([shape, make]) => [shape.exec(line), make]).find(([match]) => match);
    if (item) listed(nodes, item[1] ? "UL" : "OL").append(el("li", {}, inline(item[2])));
    else if (known) nodes.push(known[1](known[0]));
    else if (line.trim()) nodes.push(el("p", {}, inline(line)));
  }
  return nodes;
}

function listed(nodes, tag) {
  if (nodes.at(-1)?.nodeName !== tag) nodes.push(el(tag, { class: "list" }));
  return nodes.at(-1);
}
