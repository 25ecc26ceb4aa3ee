/** One message as a row of the list. Pure: what was pressed, and what was looked into, are given. */

import { blocks } from "./blocks.js";
import { el } from "./dom.js";
import { card } from "./files.js";
import { icon, ring } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { isBot, person } from "./names.js";
import { clock, day, moment, sameDay } from "./time.js";

const TOGETHER = 5 * 60;

/** What went wrong, where it went wrong. */
export function problem(said, attributes = {}) {
  return el("p", { class: "problem", ...attributes }, icon("alert", 15), el("span", {}, said));
}

/** A round of initials; the bot has its mark. */
export function avatar(user, id = user?.id) {
  if (isBot(id)) return el("span", { class: "avatar bot", "aria-hidden": "true" }, ring());
  const initials = (user?.name ?? "?").split(/[\s-]+/).map((word) => word[0]).join("").slice(0, 2).toUpperCase();
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, initials);
  if (/^#?[0-9a-f]{6}$/i.test(user?.avatar_color ?? "")) {
    node.style.setProperty("--color", `#${user.avatar_color.replace("#", "")}`);
  }
  return node;
}

/** Whether a message goes on what its neighbour above said, and so needs no head of its own. A card has one. */
function follows(message, above) {
  return Boolean(
    above && above.user === message.user && above.ephemeral === message.ephemeral &&
    !message.command && !message.blocks?.some((block) => block.type === "actions") &&
    Number(message.ts) - Number(above.ts) < TOGETHER && sameDay(message.ts, above.ts),
  );
}

/**
 * The row. `scene` has `pending` and `problems` by message, `looks` into files, whether it is a
 * `thread`; `above` is the message before.
 */
export function row(message, above, scene) {
  const user = person(message.user);
  const following = follows(message, above);
  const newDay = !above || !sameDay(message.ts, above.ts);
  const kind = ["message", following && "following", message.ephemeral && "private", newDay && "first-of-day"];
  return el(
    "li",
    {
      class: kind.filter(Boolean).join(" "),
      tabindex: -1,
      "data-ts": message.ts,
      "aria-label": `${user?.name ?? message.user}: ${summary(message)}`,
    },
    newDay ? el("p", { class: "day" }, el("span", {}, day(message.ts))) : null,
    el(
      "div",
      { class: "speech" },
      el("div", { class: "margin" }, following ? clock(message.ts, { bare: true }) : avatar(user, message.user)),
      el(
        "div",
        { class: "said" },
        following ? null : notes(message),
        following ? null : head(message, user),
        body(message, scene),
        scene.thread ? null : replies(message),
      ),
      scene.thread || message.ephemeral ? null : tools(),
    ),
  );
}

/** What stands above a message: who sees it, and which command it answers. */
function notes(message) {
  const answers = message.command && isBot(message.user);
  return [
    message.ephemeral ? el("p", { class: "note" }, icon("eye", 14), "Only visible to you") : null,
    answers ? el("p", { class: "note" }, icon("hook", 13), el("code", {}, message.command)) : null,
  ];
}

/** A message in a sentence, for who hears it. */
export function summary(message) {
  const files = (message.files ?? []).map((file) => file.title || file.name).join(", ");
  const holder = el("div", {}, mrkdwn(message.text || files));
  const said = holder.textContent.trim();
  return message.ephemeral ? `${said} (only visible to you)` : said;
}

function head(message, user) {
  return el(
    "p",
    { class: "head" },
    el("strong", {}, user?.name ?? message.name ?? message.user),
    message.bot || isBot(message.user) ? el("span", { class: "badge" }, "App") : null,
    user?.guest ? el("span", { class: "badge" }, "Guest") : null,
    user?.foreign ? el("span", { class: "badge" }, "Other workspace") : null,
    clock(message.ts),
  );
}

function body(message, scene) {
  const wrong = scene.problems.get(message.ts);
  return el(
    "div",
    { class: "body" },
    content(message, scene),
    message.edited ? el("span", { class: "edited" }, "(edited)") : null,
    (message.files ?? []).map((file) => card(file, scene.looks)),
    wrong ? problem(wrong, { role: "alert" }) : null,
  );
}

function content(message, scene) {
  if (message.blocks?.length) return blocks(message.blocks, scene.pending.get(message.ts));
  if (message.command && !isBot(message.user)) return el("div", { class: "block" }, el("code", {}, message.command));
  return message.text ? el("div", { class: "block words" }, mrkdwn(message.text)) : null;
}

function replies(message) {
  if (!message.reply_count) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  return el(
    "button",
    { type: "button", class: "replies", "data-thread": message.ts },
    el("strong", {}, count),
    message.last_reply ? el("span", {}, "Last reply ", moment(Math.floor(Number(message.last_reply)), "{ago}")) : null,
  );
}

function tools() {
  const name = "Reply in a thread";
  return el(
    "div",
    { class: "tools" },
    el(
      "button",
      { type: "button", class: "quiet icon-only", "data-thread": "", "aria-label": name, title: name },
      icon("reply", 18),
    ),
  );
}
