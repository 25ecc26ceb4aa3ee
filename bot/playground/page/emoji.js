/** Emoji by Slack's names: the status signs are drawn, the rest are the system's characters. */

import { el } from "./dom.js";
import { sign } from "./icons.js";

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

/** One emoji; a name that is not known stands as Slack writes it, between colons. */
export function emoji(name) {
  const drawn = sign(name);
  if (drawn) return drawn;
  if (!Object.hasOwn(CHARACTERS, name)) return el("span", {}, `:${name}:`);
  return el("span", { class: "emoji", role: "img", "aria-label": `:${name}:` }, CHARACTERS[name]);
}

export function knows(name) {
  return sign(name) !== null || Object.hasOwn(CHARACTERS, name);
}
