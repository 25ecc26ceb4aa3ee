/** What a line that is being typed may become. */

/**
 * Suggestions for `text`: items of `{text, label, summary}`, where `text` is the whole line as it
 * would stand then. One that changes nothing only explains what is typed. `ask(line)` asks the
 * workspace about a line of the slash command.
 */
export async function suggestions(text, { slash, mention, users, ask, thread }) {
  if (/^[/@]\S*$/.test(text)) {
    const starts = [
      ...(thread ? [] : [{ text: `${slash} `, label: slash, summary: "Run CircleCI: status, why, trigger…" }]),
      { text: `${mention} `, label: mention, summary: "The same commands, answered in the thread" },
      ...users.map((user) => ({ text: `@${user.handle} `, label: `@${user.handle}`, summary: user.name })),
    ];
    return starts.filter((item) => item.label.toLowerCase().startsWith(text.toLowerCase()));
  }
  const head = [slash, mention].find((start) => text.toLowerCase().startsWith(`${start.toLowerCase()} `));
  if (!head || text.includes("\n")) return [];
  const line = slash + text.slice(head.length);
  const items = await ask(line);
  return items.map((item) => ({ ...item, text: whole(item.insert, line, slash, head) }));
}

/** What is inserted is a whole line, or stands for the last word. */
function whole(insert, line, slash, head) {
  const full = insert.startsWith(slash) ? insert : line.slice(0, line.lastIndexOf(" ") + 1) + insert;
  return head + full.slice(slash.length);
}

/** Which item Enter takes without being chosen: the first, where the last word is half typed. -1: none. */
export function ready(text, items) {
  if (!items.length || /\s$/.test(text)) return -1;
  const typed = text.trimEnd();
  if (items.some((item) => item.text.trimEnd() === typed)) return -1;
  return items[0].text.startsWith(typed) ? 0 : -1;
}
