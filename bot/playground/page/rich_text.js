/**
 * Rich text: no markup to parse, every part says what it is.
 * https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */

import { el, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelMention, groupMention, mention } from "./names.js";
import { moment } from "./time.js";

/** The nodes of a `rich_text` block; lists that follow each other at several depths nest. */
export function richText(block) {
  const nodes = [];
  const open = [];
  for (const part of block.elements ?? []) {
    if (part.type !== "rich_text_list") {
      open.length = 0;
      nodes.push(PARTS[part.type]?.(part) ?? unknown(part));
      continue;
    }
    const depth = part.indent ?? 0;
    while (open.length && open.at(-1).depth >= depth) open.pop();
    const list = bullets(part);
    const parent = open.at(-1)?.list.lastElementChild;
    if (parent) parent.append(list);
    else nodes.push(list);
    open.push({ depth, list });
  }
  return nodes;
}

const PARTS = {
  rich_text_section: (part) => el("div", { class: "paragraph" }, lines(part.elements ?? [])),
  rich_text_quote: (part) => el("blockquote", {}, lines(part.elements ?? [])),
  rich_text_preformatted: (part) => el("pre", {}, (part.elements ?? []).map(preformatted)),
};

function bullets(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const start = tag === "ol" && part.offset ? part.offset + 1 : null;
  const items = (part.elements ?? []).map((item) => el("li", {}, lines(item.elements ?? [])));
  return el(tag, { class: `list depth-${Math.min(part.indent ?? 0, 8)}`, start }, items);
}

function preformatted(element) {
  return element.type === "link" ? link(element.url, [element.text ?? element.url]) : String(element.text ?? "");
}

/** One element a line, so that an edit touches only the lines that changed. */
function lines(elements) {
  const rows = [[]];
  for (const element of elements) {
    if (element.type !== "text") {
      rows.at(-1).push(inline(element));
      continue;
    }
    String(element.text).split("\n").forEach((text, at) => {
      if (at > 0) rows.push([]);
      if (text) rows.at(-1).push(styled(element.style, el("span", {}, text)));
    });
  }
  if (rows.length > 1 && !rows.at(-1).length) rows.pop();
  return rows.map((row) => el("div", { class: "line" }, row.length ? row : el("br")));
}

const INLINE = {
  link: (e) => styled(e.style, link(e.url, [e.text || e.url])),
  emoji: (e) => emoji(e.name),
  user: (e) => styled(e.style, mention(e.user_id)),
  usergroup: (e) => styled(e.style, groupMention(e.usergroup_id)),
  channel: (e) => styled(e.style, channelMention(e.channel_id)),
  broadcast: (e) => el("span", { class: "mention mine" }, `@${e.range}`),
  color: (e) => el("code", {}, e.value),
  date: (e) => {
    const said = styled(e.style, moment(e.timestamp, e.format, e.fallback));
    return e.url ? link(e.url, [said]) : said;
  },
};

function inline(element) {
  return Object.hasOwn(INLINE, element.type) ? INLINE[element.type](element) : unknown(element);
}

function styled(style, node) {
  let inner = node;
  if (style?.code) inner = el("code", {}, inner);
  if (style?.strike) inner = el("s", {}, inner);
  if (style?.italic) inner = el("em", {}, inner);
  if (style?.bold) inner = el("strong", {}, inner);
  return inner;
}

const unknown = (part) => el("span", { class: "unknown" }, `[${part.type}]`);
