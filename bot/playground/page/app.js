/** Puts the page together: which channel and thread show, and where news goes. */

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { Looks } from "./files.js";
import { greeting, START } from "./greeting.js";
import { icon } from "./icons.js";
import { closeMenu } from "./menu.js";
import { avatar, problem, summary } from "./message.js";
import { called, person, sign } from "./names.js";
import { channels, you } from "./sidebar.js";
import { reason, Workspace } from "./state.js";
import { refresh } from "./time.js";

const $ = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 720px)");
const workspace = new Workspace();
const here = { channel: null, thread: null, opener: null, lost: false };

const looks = new Looks(() => [main, thread].forEach((list) => list.redraw()));
const shared = { pending: new Map(), problems: new Map(), looks };
const send = (message, action) => workspace.click(message.channel, message.ts, action);
const main = new Conversation({
  list: $("messages"), scroller: $("scroller"), scene: { ...shared, thread: false }, send, open: openThread,
});
const thread = new Conversation({
  list: $("replies"), scroller: $("thread-scroller"), scene: { ...shared, thread: true }, send, open: () => {},
});

const composer = new Composer({
  id: "say", label: "Message", sources: () => sources(false),
  send: (text) => {
    main.toEnd();
    return workspace.say(here.channel, text);
  },
});
const replying = new Composer({
  id: "reply", label: "Reply", sources: () => sources(true),
  send: async (text) => {
    if (text.startsWith(`${workspace.slash} `) || text === workspace.slash) {
      const instead = workspace.mention + text.slice(workspace.slash.length);
      return { ok: false, error: `Slack doesn't allow slash commands in threads. Use ${instead}` };
    }
    thread.toEnd();
    return workspace.say(here.channel, text, here.thread);
  },
});

function sources(inThread) {
  const { slash, mention, users } = workspace;
  return { slash, mention, users, thread: inThread, ask: (line) => workspace.complete(line, here.channel) };
}

// Where one is: #/CHANNEL, #/CHANNEL/THREAD, and #/ for the channels on a phone.

function openThread(ts, opener = null) {
  here.opener = opener;
  location.hash = `#/${here.channel}/${ts}`;
}

function closeThread() {
  if (!here.thread) return false;
  location.hash = `#/${here.channel}`;
  return true;
}

async function go() {
  const [channel, ts] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  const wanted = [channel, here.channel, START].map((id) => workspace.channel(id)).find(Boolean) ?? workspace.channels[0];
  if (channel && wanted.id !== channel) return void location.replace(`#/${wanted.id}`);
  const view = ts ? "thread" : channel || location.hash !== "#/" ? "conversation" : "channels";
  $("workspace").dataset.view = view;
  const first = here.channel === null;
  const moved = wanted.id !== here.channel;
  const closing = here.thread && !ts;
  if (moved) await enter(wanted);
  if ((ts ?? null) !== here.thread || (ts && moved)) await showThread(ts ?? null);
  if (closing && !moved) (here.opener?.isConnected ? here.opener : composer).focus();
  if (narrow.matches && !first && (moved || view === "channels")) {
    const start = view === "channels" ? $("channels").querySelector("[tabindex='0']") : $("channel-name");
    start.focus({ preventScroll: true });
  }
}

async function enter(channel) {
  here.channel = channel.id;
  channel.unread = 0;
  document.title = `${called(channel)} · Ringmaster playground`;
  $("channel-name").replaceChildren(el("span", { class: "hash", "aria-hidden": "true" }, sign(channel)), channel.name);
  $("topic").textContent = channel.topic ?? "";
  composer.turnTo(channel.id);
  channels($("channels"), workspace, here.channel);
  introduce();
  const error = await main.load(workspace.messages(channel.id));
  if (error) absent(error);
  if (!narrow.matches) composer.focus();
}

function introduce() {
  const channel = workspace.channel(here.channel);
  composer.placeholder = `Message ${called(channel)} as ${workspace.me.name}`;
  replying.placeholder = `Reply as ${workspace.me.name}`;
  $("greeting").replaceChildren(...greeting(channel, workspace.slash, (line) => composer.type(line)));
}

function absent(error) {
  $("greeting").replaceChildren(problem(reason(error), { role: "alert" }));
}

async function showThread(ts) {
  here.thread = ts;
  $("thread").hidden = ts === null;
  replying.turnTo(ts);
  if (ts === null) return;
  $("thread-where").textContent = called(workspace.channel(here.channel));
  const loaded = thread.load(workspace.messages(here.channel, ts));
  if (narrow.matches) $("thread-title").focus({ preventScroll: true });
  else replying.focus();
  await loaded;
}

// News

const CHANGES = { message: "put", changed: "put", ephemeral: "put", deleted: "remove" };

function heard({ type, message }) {
  if (type === "reset") return void start();
  if (!Object.hasOwn(CHANGES, type) || (message.to && message.to !== workspace.me.id)) return;
  const reply = message.thread_ts && message.thread_ts !== message.ts;
  const known = main.find(message.ts) ?? thread.find(message.ts);
  if (message.channel !== here.channel) {
    if (type === "message" && !reply) unread(message.channel);
    return;
  }
  if (!reply) main[CHANGES[type]](message);
  if (here.thread && here.thread === (message.thread_ts ?? message.ts)) thread[CHANGES[type]](message);
  if (type !== "deleted" && message.user !== workspace.me.id && known?.text !== message.text) announce(message);
}

async function unread(id) {
  await workspace.meet(id);
  const channel = workspace.channel(id);
  if (!channel) return;
  channel.unread = (channel.unread ?? 0) + 1;
  channels($("channels"), workspace, here.channel);
}

/** Tell who hears the page what came. */
function announce(message) {
  const name = person(message.user)?.name ?? message.user;
  $("announcer").append(el("p", {}, `${name}: ${summary(message)}`));
  while ($("announcer").childElementCount > 5) $("announcer").firstChild.remove();
}

async function connected(stands) {
  $("connection").textContent = stands ? "" : "Reconnecting…";
  if (!stands) here.lost = true;
  if (!stands || !here.lost) return;
  here.lost = false;
  await reload({ fresh: false });
}

async function reload(how) {
  await Promise.all([
    main.load(workspace.messages(here.channel), how),
    here.thread ? thread.load(workspace.messages(here.channel, here.thread), how) : null,
  ]);
}

async function become(id) {
  workspace.become(id);
  shared.problems.clear();
  await start();
}

async function start() {
  if (!(await workspace.load())) return void setTimeout(start, 2000);
  $("team").replaceChildren(avatar(workspace.bot), el("span", {}, workspace.name, el("small", {}, "Playground")));
  you($("you"), workspace, become);
  here.lost = true; // what comes before the line stands is missed
  workspace.listen(heard, connected);
  if (!workspace.channel(here.channel)) return go();
  channels($("channels"), workspace, here.channel);
  introduce();
  await reload({ fresh: true });
}

$("writing").append(composer.node);
$("thread-writing").append(replying.node);
$("to-channels").append(icon("back", 20));
$("to-conversation").append(icon("back", 20));
$("close-thread").append(icon("close", 18));
$("to-channels").addEventListener("click", () => (location.hash = "#/"));
$("to-conversation").addEventListener("click", closeThread);
$("close-thread").addEventListener("click", closeThread);
addEventListener("hashchange", go);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !closeMenu()) closeThread();
});
for (const skip of document.querySelectorAll("[data-skip]")) {
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    const target = $(skip.dataset.skip);
    (target.lastElementChild ?? target).focus();
  });
}
setInterval(refresh, 10_000);
await start();
