/** Block Kit as nodes: a function of the message. https://docs.slack.dev/reference/block-kit/blocks */

import { chart } from "./chart.js";
import { el } from "./dom.js";
import { element, picture, plain } from "./elements.js";
import { markdown } from "./markdown.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

/** One node a block. `pending` has the "block/element" of what was pressed and is not answered. */
export function blocks(list, pending) {
  return list.map((block, at) => {
    const draw = Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type] : unknown;
    return draw(block, at, pending);
  });
}

const BLOCKS = {
  rich_text: (block) => el("div", { class: "block rich" }, richText(block)),
  header: (block) =>
    el("div", { class: "block header", role: "heading", "aria-level": 3 }, plain(block.text)),
  divider: () => el("hr", { class: "block" }),
  image: (block) =>
    el("figure", { class: "block" }, picture(block), block.title ? el("figcaption", {}, plain(block.title)) : null),
  markdown: (block) => el("div", { class: "block markdown" }, markdown(String(block.text ?? ""))),
  section, context, actions, table,
  data_visualization: chart,
};

/** A text object: `mrkdwn` or `plain_text`. */
export function words(text) {
  return text?.type === "mrkdwn" ? mrkdwn(text.text ?? "") : plain(text);
}

function section(block, at, pending) {
  return el(
    "div",
    { class: "block section-block" },
    el(
      "div",
      { class: "section-text" },
      block.text ? el("div", { class: "words" }, words(block.text)) : null,
      block.fields
        ? el("div", { class: "fields" }, block.fields.map((field) => el("div", { class: "words" }, words(field))))
        : null,
    ),
    block.accessory ? element(block.accessory, `${at}/accessory`, pending) : null,
  );
}

function context(block) {
  const parts = (block.elements ?? []).map((part) =>
    part.type === "image" ? picture(part) : el("span", { class: "words" }, words(part)),
  );
  return el("div", { class: "block context" }, parts);
}

function actions(block, at, pending) {
  const parts = (block.elements ?? []).map((part, index) => element(part, `${at}/${index}`, pending));
  return el("div", { class: "block actions" }, parts);
}

function table(block) {
  const sides = (block.column_settings ?? []).map((column) => column?.align ?? "left");
  const rows = (block.rows ?? []).map((row, at) =>
    el("tr", {}, row.map((cell, column) => {
      const tag = at === 0 ? "th" : "td";
      const said = cell.type === "rich_text" ? richText(cell) : [String(cell.text ?? "")];
      return el(tag, { class: `to-${sides[column] ?? "left"}`, scope: at === 0 ? "col" : null }, said);
    })),
  );
  return el("div", { class: "block table", tabindex: 0, role: "group", "aria-label": "Table" }, el("table", {}, rows));
}

const unknown = ({ type }) =>
  el("p", { class: "block unknown" }, `This page can't show a ${type} block`);

/** The element that a "block/element" names in a message, with its block. */
export function pressed(message, where) {
  const [at, part] = where.split("/");
  const block = message.blocks[Number(at)];
  const found = part === "accessory" ? block?.accessory : block?.elements?.[Number(part)];
  return found ? { block, element: found } : null;
}
