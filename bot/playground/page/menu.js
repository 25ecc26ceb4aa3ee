/** Menus and questions: what opens above the page, takes the keyboard, and gives it back. */

import { words } from "./blocks.js";
import { el, rove } from "./dom.js";
import { plain } from "./elements.js";

let open = null;

/** Close the open menu, if there is one; says whether there was. */
export function closeMenu({ focus = true } = {}) {
  if (!open) return false;
  const { menu, anchor, abort } = open;
  open = null;
  abort.abort();
  menu.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (focus && anchor.isConnected) anchor.focus();
  return true;
}

/**
 * Open a menu at `anchor`. Items are `{content, href?, checked?, pick?}`; a second press on the
 * anchor closes it again.
 */
export function openMenu(anchor, label, items) {
  const again = open?.anchor === anchor;
  closeMenu({ focus: again });
  if (again) return;
  const choosable = items.some((item) => item.checked !== undefined);
  const entries = items.map((item) => entry(item, choosable));
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label }, entries);
  const abort = new AbortController();
  open = { menu, anchor, abort };
  anchor.setAttribute("aria-expanded", "true");
  (anchor.closest("section, nav") ?? document.body).append(menu);
  place(menu, anchor);
  menu.addEventListener("keydown", (event) => {
    if (rove(event, entries)) return;
    if (event.key === "Escape" || event.key === "Tab") closeMenu();
    if (event.key === "Escape") event.stopPropagation();
  });
  const away = { capture: true, signal: abort.signal };
  document.addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) closeMenu({ focus: false });
  }, away);
  document.addEventListener("scroll", (event) => menu.contains(event.target) || closeMenu({ focus: false }), away);
  window.addEventListener("resize", () => closeMenu({ focus: false }), away);
  const first = entries[Math.max(0, items.findIndex((item) => item.checked))];
  first.tabIndex = 0;
  first.focus({ preventScroll: true });
}

function entry(item, choosable) {
  const role = choosable ? "menuitemradio" : "menuitem";
  const attributes = {
    role, tabindex: -1, class: "menu-item",
    "aria-checked": choosable ? String(Boolean(item.checked)) : null,
    onclick: () => {
      closeMenu();
      item.pick?.();
    },
  };
  return item.href
    ? el("a", { ...attributes, href: item.href, target: "_blank", rel: "noopener noreferrer" }, item.content)
    : el("button", { ...attributes, type: "button" }, item.content);
}

/** Below the anchor, or above it where there is more room; never outside the window. */
function place(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const [width, height] = [menu.offsetWidth, menu.offsetHeight];
  const below = at.bottom + 4 + height <= innerHeight || at.top < height + 12;
  const top = below ? at.bottom + 4 : at.top - height - 4;
  const right = at.left + width > innerWidth - 8;
  const left = right ? Math.min(at.right, innerWidth - 8) - width : at.left;
  menu.style.setProperty("top", `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`);
  menu.style.setProperty("left", `${Math.max(8, left)}px`);
}

/** Ask before something happens: a confirmation dialog of Block Kit. Gives true or false. */
export function confirmed(question) {
  return new Promise((resolve) => {
    const yes = question.style === "danger" ? "button danger filled" : "button primary";
    const title = el("h2", { id: "question" }, plain(question.title));
    const dialog = el(
      "dialog",
      { class: "question", "aria-labelledby": "question", "aria-describedby": "question-text" },
      title,
      el("div", { id: "question-text", class: "words" }, words(question.text)),
      el(
        "div",
        { class: "answers" },
        el("button", { type: "button", class: "button", onclick: () => dialog.close("no") }, plain(question.deny)),
        el("button", { type: "button", class: yes, onclick: () => dialog.close("yes") }, plain(question.confirm)),
      ),
    );
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close("no"));
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
