/** Emoji by Slack's names: the status signs are drawn, the rest are the system's characters. */

import { el } from "./dom.js";
import { isSign, sign } from "./icons.js";

const CHARACTERS = {
  "+1": "👍", "-1": "👎", bar_chart: "📊", bell: "🔔", bookmark_tabs: "📑", bug: "🐛", bulb: "💡",
  calendar: "📅", circus_tent: "🎪", clipboard: "📋", clock3: "🕒", computer: "💻", construction: "🚧",
  eyes: "👀", file_folder: "📁", fire: "🔥", gear: "⚙️", green_heart: "💚", grey_exclamation: "❕",
  hammer_and_wrench: "🛠️", heart: "❤️", heavy_check_mark: "✔️", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  information_source: "ℹ️", key: "🔑", large_blue_circle: "🔵", large_green_circle: "🟢",
  large_yellow_circle: "🟡", link: "🔗", mag: "🔍", memo: "📝", no_entry: "⛔", octagonal_sign: "🛑",
  package: "📦", page_facing_up: "📄", paperclip: "📎", pray: "🙏", pushpin: "📌", question: "❓",
  red_circle: "🔴", repeat: "🔁", rocket: "🚀", rotating_light: "🚨", shield: "🛡️", slightly_smiling_face: "🙂",
  smile: "😄", sparkles: "✨", speech_balloon: "💬", stopwatch: "⏱️", tada: "🎉", thinking_face: "🤔",
  thumbsup: "👍", wave: "👋", wrench: "🔧", zap: "⚡",
};

/** What a sign stands for, where its name does not say it. */
const MEANINGS = {
  white_check_mark: "passed", x: "failed", arrows_counterclockwise: "running", raised_hand: "waiting for approval",
  white_circle: "waiting", no_entry_sign: "canceled", lock: "not authorized", heavy_minus_sign: "not run",
  grey_question: "unknown", "+1": "thumbs up", "-1": "thumbs down",
};

/** How an emoji is read out. */
const name = (id) => MEANINGS[id] ?? id.replaceAll("_", " ");

/** One emoji; a name that is not known stands as Slack writes it, between colons. */
export function emoji(id) {
  const drawn = sign(id, name(id));
  if (drawn) return drawn;
  if (!Object.hasOwn(CHARACTERS, id)) return el("span", {}, `:${id}:`);
  return el("span", { class: "emoji", role: "img", "aria-label": name(id) }, CHARACTERS[id]);
}

export const knows = (id) => isSign(id) || Object.hasOwn(CHARACTERS, id);
