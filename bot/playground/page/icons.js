/** Drawings: the interface's icons, the status signs, and the bot's mark. No fonts, no files. */

import { svg } from "./dom.js";

const LINES = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9.5l6 6 6-6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  reply: "M20 12a7.5 7 0 0 1-7.5 7c-1.2 0-2.3-.2-3.3-.7L4.5 19.5l1.3-3.6A6.6 6.6 0 0 1 5 12a7.5 7 0 0 1 15 0z",
  eye: "M2.5 12S6 5.8 12 5.8 21.5 12 21.5 12 18 18.2 12 18.2 2.5 12 2.5 12zM12 9.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z",
  file: "M7 3.5h7l4 4V20.5H7zM14 3.5v4h4",
  download: "M12 4v11M7.5 10.8L12 15.2l4.5-4.4M5 19.5h14",
  send: "M4.5 12L20 4.8 15.6 19.5l-3.9-5.7zM11.7 13.8L20 4.8",
  arrow: "M5 12h13M13 6.5l5.5 5.5-5.5 5.5",
  hook: "M6 4v6.5a4 4 0 0 0 4 4h8M14 10.5l4 4-4 4",
  check: "M5 12.5l4.5 4.5L19 7",
  alert: "M12 8v5M12 16.5h.01M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
};

export function icon(name, size = 18) {
  const wide = name === "more" ? 2.6 : 1.7;
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" },
    svg("path", { d: LINES[name], fill: "none", stroke: "currentColor", "stroke-width": wide,
      "stroke-linecap": "round", "stroke-linejoin": "round" }),
  );
}

/** The bot's mark: a ring with a spark where it opens. */
export function ring() {
  return svg(
    "svg",
    { viewBox: "0 0 32 32", "aria-hidden": "true" },
    svg("path", { d: "M16 7.5a8.5 8.5 0 1 0 8.5 8.5", fill: "none", stroke: "#fff",
      "stroke-width": 3.4, "stroke-linecap": "round" }),
    svg("circle", { cx: 22.4, cy: 9.6, r: 2.5, fill: "#fbbf24" }),
  );
}

const stroke = (d, color, width = 2.4) =>
  ["path", { d, fill: "none", stroke: color, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" }];
const tile = (color) => ["rect", { x: 2, y: 2, width: 20, height: 20, rx: 4.5, fill: color }];
const finger = (x, y) => ["rect", { x, y, width: 3.1, height: 16 - y, rx: 1.55, fill: "#e5a33c" }];

const SIGNS = {
  white_check_mark: [tile("#1f9254"), stroke("M7 12.6l3.4 3.4L17 8.6", "#fff", 2.8)],
  x: [stroke("M5.2 5.2l13.6 13.6M18.8 5.2L5.2 18.8", "#dc3545", 4.2)],
  arrows_counterclockwise: [
    tile("#2f74d0"),
    stroke("M7.2 10.6a5.2 5.2 0 0 1 9.2-1.5M16.8 13.4a5.2 5.2 0 0 1-9.2 1.5", "#fff", 2),
    stroke("M16.9 6.4l-.3 2.9-2.9-.3M7.1 17.6l.3-2.9 2.9.3", "#fff", 2),
  ],
  raised_hand: [
    finger(6.4, 5), finger(10, 2.4), finger(13.6, 3.4), finger(17.2, 6.6),
    ["path", { d: "M6.4 12.2h13.9v2.6c0 4-2.8 6.8-6.7 6.8-2.9 0-5-1.2-6.6-3.6l-4.5-5.2c-.8-1 .4-2.5 1.6-1.8l2.3 1.6z", fill: "#e5a33c" }],
  ],
  white_circle: [["circle", { cx: 12, cy: 12, r: 9, fill: "#f3f5f7", stroke: "#8b96a5", "stroke-width": 1.6 }]],
  no_entry_sign: [
    ["circle", { cx: 12, cy: 12, r: 8.6, fill: "none", stroke: "#dc3545", "stroke-width": 3 }],
    stroke("M6.3 6.3l11.4 11.4", "#dc3545", 3),
  ],
  lock: [
    stroke("M7.6 11V8a4.4 4.4 0 0 1 8.8 0v3", "#7d8897", 2.4),
    ["rect", { x: 4.8, y: 10.5, width: 14.4, height: 10.5, rx: 2.4, fill: "#e5a33c" }],
    stroke("M12 14.5v2.5", "#7a4a07", 2.2),
  ],
  heavy_minus_sign: [stroke("M5 12h14", "#7d8897", 4)],
  grey_question: [
    stroke("M8.2 8.4a3.9 3.9 0 1 1 5.6 3.5c-1.2.6-1.8 1.3-1.8 2.6v.5", "#7d8897", 3.2),
    stroke("M12 19.6h.01", "#7d8897", 3.8),
  ],
  warning: [
    ["path", { d: "M12 2.8a1.6 1.6 0 0 1 1.4.8l8.3 14.8a1.6 1.6 0 0 1-1.4 2.4H3.7a1.6 1.6 0 0 1-1.4-2.4l8.3-14.8a1.6 1.6 0 0 1 1.4-.8z", fill: "#e9ae2f" }],
    stroke("M12 9v5.2M12 17.6h.01", "#4a3304", 2.2),
  ],
};

/** A status sign as a drawing that looks the same everywhere, or null where it has none. */
export function sign(id, name) {
  if (!isSign(id)) return null;
  const parts = SIGNS[id].map(([tag, attributes]) => svg(tag, attributes));
  return svg("svg", { class: "emoji", viewBox: "0 0 24 24", role: "img", "aria-label": name }, parts);
}

export const isSign = (id) => Object.hasOwn(SIGNS, id);
