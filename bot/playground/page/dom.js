/** Builds elements. Data only ever becomes text and attributes, never markup. */

/**
 * An element. Children are nodes, strings (always literal text), lists of both, or nothing.
 * Attributes that are null, undefined or false are left out; `on…` takes a listener.
 */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

const SVG = "http://www.w3.org/2000/svg";

/** The same for the parts of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

/** A web or mail address as it may stand in a link, or null: `javascript:` and the like never do. */
export function safeAddress(address) {
  try {
    const parsed = new URL(String(address));
    return ["https:", "http:", "mailto:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link that opens in its own tab; the bare text where the address can't be a link. */
export function link(address, children, attributes = {}) {
  const href = safeAddress(address);
  if (href === null) return el("span", {}, children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", ...attributes }, children);
}

/** Arrow keys, Home and End within a list of which one item can be reached by Tab. */
export function rove(event, items, { previous = "ArrowUp", next = "ArrowDown" } = {}) {
  const at = items.indexOf(document.activeElement);
  const to = { [previous]: at - 1, [next]: at + 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined || !items.length) return false;
  event.preventDefault();
  const item = items[Math.min(Math.max(to, 0), items.length - 1)];
  for (const other of items) other.tabIndex = other === item ? 0 : -1;
  item.focus();
  return true;
}
