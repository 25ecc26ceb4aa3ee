/** What ids are called. The one place that knows people, groups and channels by name. */

import { el } from "./dom.js";

const known = { users: new Map(), channels: new Map(), groups: new Map(), me: null, bot: null };

/** Take in what the workspace told. */
export function learn({ users, others = [], channels, usergroups = [], bot }) {
  known.users = new Map([...others, ...users].map((user) => [user.id, user]));
  known.channels = new Map(channels.map((channel) => [channel.id, channel]));
  known.groups = new Map(usergroups.map((group) => [group.id, group]));
  known.bot = bot;
}

export function iAm(user) {
  known.me = user;
}

export const person = (id) => (known.bot?.id === id ? known.bot : known.users.get(id));
export const isBot = (id) => known.bot?.id === id;

/** A mention. One of the reader stands out. */
export function mention(id, label) {
  const name = person(id)?.name ?? label ?? id;
  return el("span", { class: id === known.me ? "mention mine" : "mention", "data-user": id }, `@${name}`);
}

export function groupMention(id, label) {
  const group = known.groups.get(id);
  const name = group?.handle ?? label?.replace(/^@/, "") ?? id;
  return el("span", { class: "mention", title: group?.name }, `@${name}`);
}

/** Whether a channel is the reader's conversation with the bot. */
export const inPerson = (channel) => channel.id.startsWith("D");
export const sign = (channel) => (inPerson(channel) ? "@" : "#");
export const called = (channel) => sign(channel) + channel.name;

export function channelMention(id, label) {
  const name = known.channels.get(id)?.name ?? label ?? id;
  if (!known.channels.has(id)) return el("span", { class: "mention" }, `#${name}`);
  return el("a", { class: "mention", href: `#/${encodeURIComponent(id)}` }, `#${name}`);
}
