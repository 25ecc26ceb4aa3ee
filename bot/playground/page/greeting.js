/** What a first visitor reads: where they are, and three lines to click that show the best of the bot. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

/** The channel where a first visitor may do most. */
export const START = "C0WEB";

const CHANNELS = {
  C0WEB: {
    about: "Everybody may trigger here, on every branch but main. Click a line to send it, or type one yourself.",
    lines: [
      ["@ringmaster why last failed", "Which tests, since when, what to do: in its thread"],
      ["/ci trigger web@fix/rounding-at-checkout", "Start a pipeline on a branch"],
      ["/ci red", "Which default branches are red, and since when"],
    ],
  },
  C0DEPLOYS: {
    about: "main and release branches go out from here. Only the release group may trigger them: be Ana, then Ben.",
    lines: [
      ["/ci trigger web@release/2.6", "It fails within a minute: ask why, rerun, approve"],
      ["/ci approve web@release/2.5", "Three approvals wait: a choice, never a guess"],
      ["/ci deploys web", "Which version is live where, and the way back"],
    ],
  },
  C0RANDOM: {
    about: "Reading only: everybody may look at every project, and nobody starts anything.",
    lines: [
      ["/ci insights web", "Success and duration, as numbers and as a chart"],
      ["/ci trigger api@main", "How a refusal reads"],
      ["/ci help", "Everything that can be typed"],
    ],
  },
};

const anywhere = (slash) => ({
  about: "Click a line to send it, or type one yourself.",
  lines: [[`${slash} help`, "Everything that can be typed"], [`${slash} projects`, "What there is"]],
});

/** The greeting of a channel; `send(line)` sends a line. */
export function greeting(channel, slash, send) {
  const { about, lines } = CHANNELS[channel.id] ?? anywhere(slash);
  return [
    el("h2", {}, "Ringmaster runs CircleCI from ", el("span", { class: "nowrap" }, `#${channel.name}`)),
    el("p", {}, about),
    el("ul", { class: "lines" }, lines.map(([line, summary]) => {
      const own = line.replace(/^\/ci\b/, slash);
      return el("li", {}, el("button", { type: "button", onclick: () => send(own) },
        el("code", {}, own), el("span", {}, summary), icon("arrow", 16)));
    })),
  ];
}
