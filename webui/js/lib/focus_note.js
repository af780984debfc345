/** Names the element with the focus, so that it is found again on a page that was built anew. */

/** A plain name for an element: what it is, and which one of these. Null for what nobody has activated. */
export function nameOf(element) {
  if (!element || element === document.body || element.tabIndex < 0) return null;
  const { tagName: tag } = element;
  const label = labelOf(element);
  return { tag, label, place: alike(tag, label).indexOf(element) };
}

/** The element with this name, or undefined. */
export function named({ tag, label, place }) {
  return alike(tag, label)[place];
}

/**
 * Focus the element with this name now, or as soon as the page has filled so far that it is there. Whoever moves the
 * focus before that has gone on. Returns the function that ends it.
 */
export function focusNamed(name, root) {
  const now = named(name);
  if (now) {
    now.focus({ preventScroll: true });
    return () => {};
  }
  const before = document.activeElement;
  const observer = new MutationObserver(() => {
    const found = named(name);
    if (document.activeElement !== before) observer.disconnect();
    else if (found) found.focus({ preventScroll: true });
  });
  observer.observe(root, { childList: true, subtree: true });
  return () => observer.disconnect();
}

function alike(tag, label) {
  return [...document.querySelectorAll(tag)].filter((element) => labelOf(element) === label);
}

/** Where a link leads stays, while what it says may change. */
function labelOf(element) {
  return element.getAttribute("href") ?? element.getAttribute("aria-label") ?? (element.name || element.textContent);
}
