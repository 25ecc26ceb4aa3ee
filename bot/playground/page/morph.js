/** Makes one tree like another by the fewest changes, so that an edit neither blinks, jumps nor takes the focus. */

// What the reader did to a node, which a redrawing does not undo.
const KEPT = new Set(["tabindex", "open"]);

/**
 * Make `old`'s children like `fresh`'s. What changed is reported by `changed`: the smallest
 * elements whose content is another now, and those that are new.
 */
export function morph(old, fresh, changed = () => {}) {
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  let start = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start += 1;
  let end = 0;
  while (
    end < before.length - start && end < after.length - start &&
    before.at(-1 - end).isEqualNode(after.at(-1 - end))
  ) end += 1;
  const rest = before[before.length - end] ?? null;
  const gone = before.slice(start, before.length - end);
  const come = after.slice(start, after.length - end);
  come.forEach((is, at) => (gone[at] ? one(gone[at], is, changed) : arrive(old, is, rest, changed)));
  gone.slice(come.length).forEach((was) => was.remove());
}

function arrive(parent, node, before, changed) {
  parent.insertBefore(node, before);
  changed(node.nodeType === Node.ELEMENT_NODE ? node : parent);
}

function one(was, is, changed) {
  if (was.isEqualNode(is)) return;
  if (was.nodeType === Node.TEXT_NODE && is.nodeType === Node.TEXT_NODE) {
    was.data = is.data;
    changed(was.parentElement);
  } else if (was.nodeName !== is.nodeName) {
    was.replaceWith(is);
    changed(is.nodeType === Node.ELEMENT_NODE ? is : is.parentElement);
  } else {
    attributes(was, is);
    morph(was, is, changed);
  }
}

/** Make `old`'s attributes like `fresh`'s. */
export function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !KEPT.has(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!KEPT.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}
