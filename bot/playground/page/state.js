/** The workspace behind the page: what it says, what it can be told, and its news. Draws nothing. */

import { iAm, learn } from "./names.js";

/** Slack's names for what went wrong, in words. */
const REASONS = {
  operation_timeout: "Ringmaster didn't respond within 3 seconds",
  dispatch_failed: "Couldn't reach Ringmaster",
  dispatch_unknown_error: "Ringmaster returned an error",
  not_in_channel: "You're not in this channel",
  channel_not_found: "There's no such channel",
  no_connection: "The playground isn't responding",
};

/** Why something did not work, as a sentence; Slack's name for it stands beside, as developers know it. */
export function reason(error) {
  if (/\s/.test(error)) return error;
  const words = Object.hasOwn(REASONS, error) ? REASONS[error] : "Something went wrong";
  return `${words} (${error}).`;
}

export class Workspace {
  constructor() {
    this.me = null;
    this.users = [];
    this.everyChannel = [];
    this.bot = null;
    this.slash = "/ci";
  }

  /** Read who and what there is. Whom the visitor was in this tab, they stay. */
  async load() {
    const state = await get("/playground/state", this.me ? { user: this.me.id } : {});
    if (state.error) return false;
    Object.assign(this, { users: state.users, everyChannel: state.channels, bot: state.bot, slash: state.slash });
    const itself = state.others?.find((user) => user.id === state.bot.id);
    this.mention = `@${itself?.handle ?? state.bot.name.toLowerCase()}`;
    this.name = state.team?.name ?? state.bot.name;
    learn(state);
    const wanted = this.me?.id ?? sessionStorage.getItem("me") ?? state.me.id;
    this.become(this.users.find((user) => user.id === wanted)?.id ?? state.me.id);
    return true;
  }

  become(id) {
    this.me = this.users.find((user) => user.id === id) ?? this.users[0];
    sessionStorage.setItem("me", this.me.id);
    iAm(this.me.id);
  }

  /** Learn of a channel that has begun since: a direct message does with its first words. */
  async meet(id) {
    if (this.everyChannel.some((channel) => channel.id === id)) return;
    const state = await get("/playground/state", { user: this.me.id });
    const begun = state.channels?.find((channel) => channel.id === id);
    if (begun && !this.everyChannel.some((channel) => channel.id === id)) this.everyChannel.push(begun);
  }

  /** The channels that I am in. */
  get channels() {
    return this.everyChannel.filter((channel) => channel.members?.includes(this.me.id) ?? true);
  }

  channel(id) {
    return this.channels.find((channel) => channel.id === id);
  }

  /** What I see of a channel, or of a thread: `{messages}`, or `{error}`. */
  messages(channel, thread = null) {
    return get("/playground/messages", { channel, user: this.me.id, ...(thread ? { thread } : {}) });
  }

  say(channel, text, thread = null) {
    return post("/playground/say", { channel, user: this.me.id, text, ...(thread ? { thread_ts: thread } : {}) });
  }

  click(channel, ts, action) {
    return post("/playground/click", { channel, ts, user: this.me.id, action });
  }

  async complete(text, channel) {
    return (await get("/playground/complete", { text, channel, user: this.me.id })).items ?? [];
  }

  /**
   * Tell `heard` every change from now on, and `connected` whether the line stands: true again
   * after it was lost means that something may have been missed.
   */
  listen(heard, connected) {
    this.source?.close();
    clearTimeout(this.retry);
    const source = new EventSource(`/playground/events?${new URLSearchParams({ user: this.me.id })}`);
    this.source = source;
    source.onopen = () => connected(true);
    source.onmessage = (event) => heard(JSON.parse(event.data));
    source.onerror = () => {
      connected(false);
      // The browser tries again by itself, except where the answer was an error.
      if (source.readyState === EventSource.CLOSED) this.retry = setTimeout(() => this.listen(heard, connected), 2000);
    };
  }
}

async function get(path, query) {
  return answer(fetch(`${path}?${new URLSearchParams(query)}`, { headers: { accept: "application/json" } }));
}

async function post(path, body) {
  const headers = { "content-type": "application/json" };
  return answer(fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** The answer, or `{ok: false, error}` where none came. */
async function answer(request) {
  try {
    const response = await request;
    const said = await response.json();
    return response.ok || said.error ? said : { ok: false, error: `http_${response.status}` };
  } catch {
    return { ok: false, error: "no_connection" };
  }
}
