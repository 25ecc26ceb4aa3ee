/** Slack's own markup as nodes. https://docs.slack.dev/messaging/formatting-message-text */

import { el, link, safeAddress } from "./dom.js";
import { emoji, knows } from "./emoji.js";
import { channelMention, groupMention, mention } from "./names.js";
import { moment } from "./time.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const decode = (text) => text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);

// Emphasis starts and ends at the edge of a word, and stays within a line.
const PART =
  /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+'-]+):|(?<![\p{L}\p{N}*_~])([*_~])(?=\S)([^\n]*?\S)\4(?![\p{L}\p{N}*_~])/gu;
const TAGS = { "*": "strong", _: "em", "~": "s" };

/** The nodes of a text with Slack's markup. */
export function mrkdwn(text) {
  return text.split("```").flatMap((part, at, all) => {
    if (at % 2 === 0) return paragraphs(at > 0 ? part.replace(/^ ?\n?/, "") : part);
    if (at === all.length - 1) return inline("```" + part);
    return el("pre", {}, decode(bare(part.replace(/^\n|\n$/g, ""))));
  });
}

function paragraphs(text) {
  const nodes = [];
  for (const [at, said] of text.split("\n").entries()) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(said);
    const last = nodes.at(-1);
    if (quoted && last?.nodeName === "BLOCKQUOTE") last.append("\n", ...inline(quoted[1]));
    else if (quoted) nodes.push(el("blockquote", {}, inline(quoted[1])));
    else nodes.push(...(at > 0 && last?.nodeName !== "BLOCKQUOTE" ? ["\n"] : []), ...inline(said));
  }
  return nodes;
}

function inline(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(PART)) {
    const [all, code, angled, name, marker, inner] = match;
    if (name !== undefined && !knows(name)) continue;
    if (match.index > done) nodes.push(decode(text.slice(done, match.index)));
    done = match.index + all.length;
    if (code !== undefined) nodes.push(el("code", {}, decode(bare(code))));
    else if (angled !== undefined) nodes.push(reference(angled));
    else if (name !== undefined) nodes.push(emoji(name));
    else nodes.push(el(TAGS[marker], {}, inline(inner)));
  }
  if (done < text.length) nodes.push(decode(text.slice(done)));
  return nodes;
}

/** In code a link shows as its address or label. */
const LINK = /<((?:https?|mailto):[^<>|]*)(?:\|([^<>]*))?>/g;
const bare = (text) => text.replace(LINK, (_, address, label) => label ?? address);

/** What stands between angle brackets: a mention, a date or a link. */
function reference(inner) {
  const cut = inner.indexOf("|");
  const target = cut < 0 ? inner : inner.slice(0, cut);
  const label = cut < 0 ? undefined : decode(inner.slice(cut + 1));
  if (/^@[UWB]/.test(target)) return mention(target.slice(1), label);
  if (/^#C/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith("!subteam^")) return groupMention(target.slice(9), label);
  if (target.startsWith("!date^")) return date(target.slice(6), label);
  if (/^!(here|channel|everyone)$/.test(target)) return el("span", { class: "mention mine" }, `@${target.slice(1)}`);
  const address = decode(target);
  if (safeAddress(address) === null) return decode(`<${inner}>`);
  return link(address, [label ?? address.replace(/^mailto:/, "")]);
}

function date(inner, fallback) {
  const [seconds, template = "{date}", address] = inner.split("^");
  const said = moment(seconds, decode(template), fallback);
  return address ? link(decode(address), [said]) : said;
}
