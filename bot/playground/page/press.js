/** What happens when a part of a message is pressed. */

import { pressed } from "./blocks.js";
import { safeAddress } from "./dom.js";
import { options, plain } from "./elements.js";
import { confirmed, openMenu } from "./menu.js";
import { reason } from "./state.js";

/**
 * Press the part that `anchor` draws. `scene` remembers what waits and what went wrong, `send` tells
 * the workspace, `redraw` shows the message anew.
 */
export async function press(anchor, message, { scene, send, redraw }) {
  const where = anchor.dataset.press;
  const found = pressed(message, where);
  if (!found || scene.pending.get(message.ts)?.has(where)) return;
  const { block, element } = found;
  const choose = element.type === "overflow" || element.type === "static_select";
  const act = (choice) =>
    tell({ ...action(block, element), ...choice }, element, { message, where, scene, send, redraw });
  if (!choose) {
    await act(element.value === undefined ? {} : { value: element.value });
    return;
  }
  openMenu(anchor, element.type === "overflow" ? "More actions" : "Choices", options(element).map((option) => ({
    content: plain(option.text),
    href: option.url ? safeAddress(option.url) : null,
    checked: element.type === "static_select" ? option.value === element.initial_option?.value : undefined,
    pick: () => act({ selected_option: option }),
  })));
}

const action = (block, element) => ({ type: element.type, action_id: element.action_id, block_id: block.block_id });

async function tell(said, element, { message, where, scene, send, redraw }) {
  if (element.confirm && !(await confirmed(element.confirm))) return;
  const waiting = scene.pending.get(message.ts) ?? new Set();
  scene.pending.set(message.ts, waiting.add(where));
  scene.problems.delete(message.ts);
  redraw(message.ts);
  const answer = await send(message, said);
  waiting.delete(where);
  if (!answer.ok) scene.problems.set(message.ts, `${reason(answer.error)} Press the button to try again.`);
  redraw(message.ts);
}
