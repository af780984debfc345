/** As much of a document as the components need: a tree, attributes, events and the focus. */

class Element extends EventTarget {
  childNodes = [];
  parentNode = null;
  dataset = {};
  hidden = false;
  #attributes = new Map();
  #text = "";

  constructor(tag) {
    super();
    this.tagName = tag.toUpperCase();
  }

  setAttribute(name, value) {
    this.#attributes.set(name, String(value));
    if (name === "hidden") this.hidden = true;
  }

  getAttribute(name) {
    return this.#attributes.get(name) ?? null;
  }

  removeAttribute(name) {
    this.#attributes.delete(name);
  }

  get tabIndex() {
    const given = this.getAttribute("tabindex");
    return given === null ? ["A", "BUTTON", "INPUT"].includes(this.tagName) - 1 : Number(given);
  }

  get name() {
    return this.getAttribute("name") ?? "";
  }

  get children() {
    return this.childNodes.filter((node) => node instanceof Element);
  }

  get firstElementChild() {
    return this.children[0] ?? null;
  }

  get nextElementSibling() {
    const { children } = this.parentNode;
    return children[children.indexOf(this) + 1] ?? null;
  }

  get isConnected() {
    return document.body.contains(this);
  }

  get textContent() {
    return this.#text + this.childNodes.map((node) => node.textContent ?? node).join("");
  }

  set textContent(text) {
    this.replaceChildren();
    this.#text = text;
  }

  append(...nodes) {
    for (const node of nodes) this.insertBefore(node, null);
  }

  after(node) {
    this.parentNode.insertBefore(node, this.nextElementSibling);
  }

  insertBefore(node, before) {
    if (node instanceof Element) {
      node.parentNode?.childNodes.splice(node.parentNode.childNodes.indexOf(node), 1);
      node.parentNode = this;
    }
    const place = before === null ? this.childNodes.length : this.childNodes.indexOf(before);
    this.childNodes.splice(place, 0, node);
  }

  replaceChildren(...nodes) {
    for (const node of this.children) node.remove();
    this.childNodes = [];
    this.#text = "";
    this.append(...nodes);
  }

  remove() {
    if (!this.parentNode) return;
    if (this.contains(document.activeElement)) document.activeElement = document.body;
    this.parentNode.childNodes.splice(this.parentNode.childNodes.indexOf(this), 1);
    this.parentNode = null;
  }

  contains(other) {
    for (let node = other; node; node = node.parentNode) if (node === this) return true;
    return false;
  }

  /** By tags alone: "a, button". */
  querySelectorAll(selector) {
    const tags = selector.toUpperCase().split(/, */);
    return this.children.flatMap((one) => [...(tags.includes(one.tagName) ? [one] : []), ...one.querySelectorAll(selector)]);
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  closest(selector) {
    for (let node = this; node; node = node.parentNode) if (node.tagName === selector.toUpperCase()) return node;
    return null;
  }

  focus() {
    document.activeElement = this;
  }

  click() {
    this.dispatchEvent(new Event("click"));
  }
}

/** Make `document` anew, with nothing in it. */
export function newDocument() {
  const body = new Element("body");
  globalThis.document = Object.assign(new EventTarget(), {
    body, activeElement: body, hidden: false,
    createElement: (tag) => new Element(tag),
    querySelector: (selector) => body.querySelector(selector),
    querySelectorAll: (selector) => body.querySelectorAll(selector),
  });
  return body;
}

/** Put a component into the document, in a section with a heading, and start it. */
export function shown(component) {
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  section.append(heading, component.element);
  document.body.append(section);
  component.start();
  return component;
}

/** What can be read in an element: the texts that are not hidden, in order. */
export function textIn(element) {
  if (element.hidden) return "";
  if (typeof element === "string") return element;
  const own = element.children.length === 0 ? element.textContent : element.childNodes.map(textIn).join(" ");
  return own.replace(/\s+/g, " ").trim();
}
