/** Line charts. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */

import { el, svg } from "./dom.js";

const WIDTH = 380;
const HEIGHT = 180;
const EDGE = { top: 12, right: 24, bottom: 44, left: 52 };
const LABELS = 5;
const NAMES = ["first", "second", "third", "fourth"];

/** A figure: the lines for the eye, and all the numbers as a table for a screen reader. */
export function chart(block) {
  const { series = [], axis_config: axes = {} } = block.chart ?? {};
  const labels = axes.categories ?? series[0]?.data?.map((point) => point.label) ?? [];
  return el(
    "figure",
    { class: "block chart" },
    el("figcaption", {}, String(block.title ?? "")),
    drawing(series, labels, axes),
    series.length > 1 ? el("ul", { class: "keys", "aria-hidden": "true" }, series.map(key)) : null,
    numbers(block, series, labels, axes),
  );
}

function drawing(series, labels, axes) {
  const values = series.flatMap((each) => each.data.map((point) => Number(point.value)));
  const top = ceiling(Math.max(0, ...values));
  const x = (at) => EDGE.left + ((WIDTH - EDGE.left - EDGE.right) * (labels.length > 1 ? at / (labels.length - 1) : 0.5));
  const y = (value) => HEIGHT - EDGE.bottom - ((HEIGHT - EDGE.top - EDGE.bottom) * value) / top;
  const every = Math.max(1, Math.ceil(labels.length / LABELS));
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    [0, top / 2, top].map((value) => [
      svg("path", { class: "grid", d: `M${EDGE.left} ${y(value)}H${WIDTH - EDGE.right}` }),
      svg("text", { x: EDGE.left - 8, y: y(value) + 4, "text-anchor": "end" }, amount(value, axes.y_label)),
    ]),
    labels.map((label, at) =>
      at % every === 0 ? svg("text", { x: x(at), y: HEIGHT - EDGE.bottom + 18, "text-anchor": "middle" }, label) : null),
    svg("text", { x: WIDTH / 2, y: HEIGHT - 6, "text-anchor": "middle" }, axes.x_label ?? ""),
    series.map((each, number) => line(each.data.map((point, at) => [x(at), y(Number(point.value))]), number)),
  );
}

/** As people write it: 50%, 50 min. */
const amount = (value, unit) => (unit === "%" ? `${value}%` : `${value} ${unit ?? ""}`.trim());

const look = (number) => `series ${NAMES[number % NAMES.length]}`;

function line(points, number) {
  const path = points.map(([x, y], at) => `${at ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return svg("g", { class: look(number) }, svg("path", { d: path }), points.map((point) => mark(point, number)));
}

/** Circle, square, triangle, diamond. */
function mark([x, y], number) {
  const shape = number % NAMES.length;
  if (shape === 0) return svg("circle", { cx: x, cy: y, r: 3.5 });
  if (shape === 1) return svg("rect", { x: x - 3.5, y: y - 3.5, width: 7, height: 7 });
  const path = shape === 2 ? `M${x} ${y - 4.5}l4.5 8h-9z` : `M${x} ${y - 5}l5 5l-5 5l-5-5z`;
  return svg("path", { class: "mark", d: path });
}

function key(each, number) {
  const sign = svg("svg", { viewBox: "0 0 22 12" },
    svg("g", { class: look(number) }, svg("path", { d: "M1 6H21" }), mark([11, 6], number)));
  return el("li", {}, sign, each.name);
}

function numbers(block, series, labels, axes) {
  const head = [axes.x_label ?? "", ...series.map((each) => `${each.name}${axes.y_label ? `, ${axes.y_label}` : ""}`)];
  const table = el(
    "table",
    {},
    el("caption", {}, String(block.title ?? "")),
    el("tr", {}, head.map((name) => el("th", { scope: "col" }, name))),
    labels.map((label, at) =>
      el("tr", {}, el("th", { scope: "row" }, label), series.map((each) => el("td", {}, String(each.data[at]?.value ?? ""))))),
  );
  return el("div", { class: "unseen" }, table); // a table is as high as its rows, whatever its style says
}

/** The next round number. */
function ceiling(value) {
  if (value <= 0) return 1;
  const step = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map((times) => times * step).find((round) => round >= value);
}
