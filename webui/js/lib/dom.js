/** Makes elements without markup text, as Trusted Types require. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an HTML element.
 * A prop is an attribute: `true` sets it empty; `false`, `null` and `undefined` leave it out. A function
 * as `onClick` listens to `click`. `value`, `checked` and `disabled` are set as properties.
 * Children are nodes, text, numbers, arrays of these, or nothing (`null`, `false`).
 */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** Make an SVG element, with props and children as in `h`. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** Listen; returns the function that stops listening, for `Component.own`. */
export function listen(target, type, handler, options) {
  target.addEventListener(type, handler, options);
  return () => target.removeEventListener(type, handler, options);
}

/** Set the text only if it differs, so that a live region announces only changes. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Replace `gone` by `next`; if the focus was in `gone`, it moves to `target`. */
export function swap(gone, next, target = next) {
  const focused = gone.contains(document.activeElement);
  gone.hidden = true;
  next.hidden = false;
  if (focused) target.focus();
}

/** Focus the heading of new content, so that keyboard and screen reader go on there. */
export function focusHeading(root) {
  const heading = root.querySelector("h1, h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** The same, if the element with the focus is gone. */
export function catchFocus(root) {
  if (document.activeElement === document.body) focusHeading(root);
}

/** Mark the button as busy until `work()` is done; until then presses do nothing. */
export async function busy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

const PROPERTIES = new Set(["value", "checked", "disabled"]);

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) setProp(element, name, value);
  element.append(...children.flat(Infinity).filter(isShown));
  return element;
}

function setProp(element, name, value) {
  if (typeof value === "function") element.addEventListener(name.slice(2).toLowerCase(), value);
  else if (PROPERTIES.has(name)) element[name] = value;
  else if (value === true) element.setAttribute(name, "");
  else if (isShown(value)) element.setAttribute(name, value);
}

function isShown(value) {
  return value !== null && value !== undefined && value !== false;
}
