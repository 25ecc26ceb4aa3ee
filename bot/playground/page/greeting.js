/** What a first visitor reads: where they are, and three lines to click that show the best of the bot. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { called, inPerson } from "./names.js";

/** The channel where a first visitor may do most. */
export const START = "C0WEB";

const CHANNELS = {
  C0WEB: {
    about: "Anyone can trigger here, on any branch except main. Click a line to send it, or type your own.",
    lines: [
      ["@ringmaster why last failed", "Which tests, since when, and what to do, in its thread"],
      ["/ci trigger web@fix/rounding-at-checkout", "Start a pipeline on a branch"],
      ["/ci red", "Which default branches are red, and since when"],
    ],
  },
  C0DEPLOYS: {
    about: "main and release branches deploy from here. Only the release group can trigger them. Try it as Ana, then as Ben.",
    lines: [
      ["/ci trigger web@release/2.6", "It fails within a minute. Ask why, rerun, approve"],
      ["/ci approve web@release/2.5", "3 approvals are waiting. You choose one"],
      ["/ci deploys web", "Which version is live where, and how to roll back"],
    ],
  },
  C0RANDOM: {
    about: "Read-only: everyone can look at every project, nobody can start anything.",
    lines: [
      ["/ci insights web", "Success rate and duration, with a chart"],
      ["/ci trigger api@main", "What a refusal looks like"],
      ["/ci help", "All commands"],
    ],
  },
};

const anywhere = (channel, slash) => ({
  about: inPerson(channel)
    ? "What you follow with --me, and what else is for you alone. Ask in a channel: each has its own rules."
    : "Click a line to send it, or type your own.",
  lines: [[`${slash} help`, "All commands"], ...(inPerson(channel) ? [] : [[`${slash} projects`, "All projects"]])],
});

/** The greeting of a channel; `send(line)` sends a line. */
export function greeting(channel, slash, send) {
  const { about, lines } = CHANNELS[channel.id] ?? anywhere(channel, slash);
  return [
    inPerson(channel)
      ? el("h2", {}, "Ringmaster writes to you here")
      : el("h2", {}, "Ringmaster runs CircleCI from ", el("span", { class: "nowrap" }, called(channel))),
    el("p", {}, about),
    el("ul", { class: "lines" }, lines.map(([line, summary]) => {
      const own = line.replace(/^\/ci\b/, slash);
      return el("li", {}, el("button", { type: "button", onclick: () => send(own) },
        el("code", {}, own), el("span", {}, summary), icon("arrow", 16)));
    })),
  ];
}
