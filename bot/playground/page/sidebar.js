/** The channels, and who one is. */

import { el, rove } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { avatar } from "./message.js";
import { sign } from "./names.js";

/** Draw the list of channels; the current one is marked, those with news stand out. */
export function channels(list, workspace, here) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  list.replaceChildren(...workspace.channels.map((channel) => {
    const current = channel.id === here;
    const news = !current && channel.unread > 0;
    return el("li", {}, el(
      "a",
      { href: `#/${channel.id}`, "data-channel": channel.id, class: news ? "news" : null,
        tabindex: current ? 0 : -1, "aria-current": current ? "page" : null },
      el("span", { class: "hash", "aria-hidden": "true" }, sign(channel)),
      el("span", { class: "name" }, channel.name),
      news ? el("span", { class: "count", "aria-label": `${channel.unread} new` }, String(channel.unread)) : null,
    ));
  }));
  const links = [...list.querySelectorAll("a")];
  if (!links.some((node) => node.tabIndex === 0) && links.length) links[0].tabIndex = 0;
  links.find((node) => node.dataset.channel === focused)?.focus();
  // A handler that is a property and gives false would keep Enter from following the link.
  list.onkeydown = (event) => void rove(event, links);
}

function standing(user) {
  return [user.title, user.guest && "guest", user.foreign && "from another workspace"].filter(Boolean).join(", ");
}

function someone(user) {
  return el("span", { class: "someone" }, el("strong", {}, user.name), el("small", {}, standing(user)));
}

/** "You are …": a menu of the people that one can be. */
export function you(holder, workspace, become) {
  const { me, users } = workspace;
  const button = el(
    "button",
    {
      type: "button", class: "you", "aria-haspopup": "menu", "aria-expanded": "false",
    },
    el("span", { class: "you-are" }, "You are"),
    " ",
    avatar(me),
    el("span", { class: "you-name" }, me.name),
    icon("down", 14),
  );
  button.addEventListener("click", () => openMenu(button, "Who you are", users.map((user) => ({
    content: [avatar(user), someone(user)],
    checked: user.id === me.id,
    pick: () => become(user.id),
  }))));
  const held = holder.contains(document.activeElement);
  holder.replaceChildren(button);
  if (held) button.focus();
}
