/** Moments as people say them, in the reader's own time zone. */

import { el } from "./dom.js";

const MINUTE = 60, HOUR = 3600, DAY = 86400;
const hour12 = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hour12;
const shape = (options) => new Intl.DateTimeFormat("en", options);
const CLOCK = shape({ hour: "numeric", minute: "2-digit", hour12 });
const SECONDS = shape({ hour: "numeric", minute: "2-digit", second: "2-digit", hour12 });
const NUMERIC = shape({ year: "numeric", month: "2-digit", day: "2-digit" });
const MEDIUM = shape({ year: "numeric", month: "long", day: "numeric" });
const SHORT = shape({ year: "numeric", month: "short", day: "numeric" });
const LONG = shape({ weekday: "long", year: "numeric", month: "long", day: "numeric" });
const DIVIDER = shape({ weekday: "long", month: "long", day: "numeric" });

/** "just now", "12 min ago", "in 3 h". */
export function ago(seconds, now = Date.now() / 1000) {
  const past = now - seconds;
  const size = Math.abs(past);
  if (size < 45) return past >= 0 ? "just now" : "in a moment";
  const [count, unit] =
    size < HOUR - 30 ? [Math.max(1, Math.round(size / MINUTE)), "min"]
    : size < DAY - HOUR / 2 ? [Math.max(1, Math.round(size / HOUR)), "h"]
    : [Math.round(size / DAY), Math.round(size / DAY) === 1 ? "day" : "days"];
  return past >= 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`;
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

function relativeDay(date) {
  const days = Math.round((midnight(date) - midnight(new Date())) / (DAY * 1000));
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] ?? null;
}

const capital = (word) => word && word[0].toUpperCase() + word.slice(1);

/** The name of a message's day, as it stands between two days. */
export function day(ts) {
  const date = new Date(Number(ts) * 1000);
  return capital(relativeDay(date)) ?? DIVIDER.format(date);
}

export const sameDay = (a, b) => midnight(new Date(Number(a) * 1000)) === midnight(new Date(Number(b) * 1000));

/** Slack's date format: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function format(seconds, template) {
  const date = new Date(seconds * 1000);
  const words = {
    date_num: () => NUMERIC.format(date), date_slash: () => NUMERIC.format(date),
    date: () => MEDIUM.format(date), date_pretty: () => relativeDay(date) ?? MEDIUM.format(date),
    date_short: () => SHORT.format(date), date_short_pretty: () => relativeDay(date) ?? SHORT.format(date),
    date_long: () => LONG.format(date), date_long_pretty: () => relativeDay(date) ?? LONG.format(date),
    day_divider_pretty: () => relativeDay(date) ?? DIVIDER.format(date),
    time: () => CLOCK.format(date), time_bare: () => CLOCK.format(date).replace(/\s?[AP]M$/i, ""),
    time_secs: () => SECONDS.format(date), ago: () => ago(seconds),
  };
  const said = template.replace(/\{(\w+)\}/g, (all, word) => (Object.hasOwn(words, word) ? words[word]() : all));
  return /^\{date\w*pretty\}/.test(template) ? capital(said) : said;
}

/** A moment in a message; with `{ago}` it stays true by `refresh`. */
export function moment(seconds, template = "{ago}", fallback = "") {
  const at = Number(seconds);
  if (!Number.isFinite(at) || Math.abs(at) > 8e12) return el("span", {}, fallback);
  const date = new Date(at * 1000);
  return el(
    "time",
    {
      datetime: date.toISOString(),
      title: `${LONG.format(date)}, ${SECONDS.format(date)}`,
      "data-at": at,
      "data-format": template,
    },
    format(at, template),
  );
}

/** A message's time of day; `bare`: without AM and PM, for where there is little room. */
export function clock(ts, { bare = false } = {}) {
  return moment(Math.floor(Number(ts)), bare ? "{time_bare}" : "{time}");
}

/** Tells every moment on the page anew. */
export function refresh(root = document) {
  for (const node of root.querySelectorAll("time[data-format]")) {
    const said = format(Number(node.dataset.at), node.dataset.format);
    if (node.textContent !== said) node.textContent = said;
  }
}
