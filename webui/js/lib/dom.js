/** Make elements without markup text, as Trusted Types demand. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an HTML element.
 * A prop is an attribute; `true` sets it empty, `false`, `null` and `undefined` leave it out. A function
 * under `onClick` listens to `click`; `value`, `checked` and `disabled` are set as properties.
 * Children are nodes, text, numbers, arrays of these, or nothing (`null`, `false`).
 */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** Make an SVG element, with props and children as in `h`. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** Listen, and get the function that stops listening; made for `Component.own`. */
export function listen(target, type, handler, options) {
  target.addEventListener(type, handler, options);
  return () => target.removeEventListener(type, handler, options);
}

/** Write text only when it differs, so that a live region speaks only of changes. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Show `next` in place of `gone`; if the focus was in what goes, it moves on to `target`. */
export function swap(gone, next, target = next) {
  const focused = gone.contains(document.activeElement);
  gone.hidden = true;
  next.hidden = false;
  if (focused) target.focus();
}

/** Keyboard and screen reader go on at the heading of what is new. */
export function focusHeading(root) {
  const heading = root.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** The same, if what had the focus is gone. */
export function catchFocus(root) {
  if (document.activeElement === document.body) focusHeading(root);
}

/** Mark the button as busy until `work()` is done; pressed meanwhile, it does nothing. */
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
