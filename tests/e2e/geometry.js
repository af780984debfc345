/**
 * Measures the page as it is laid out. Returns what is wrong with it, one line each.
 *
 * `first` are selectors of what must be whole in the first view, without scrolling; `width` and
 * `height` are those of the window; `touch`: it is pressed by fingers.
 */
({ first, height, touch, width }) => {
  const ROUNDING = 1.5; // px that sizes may be off by rounding
  const FINGER = 44; // px, the least that a finger meets surely (WCAG 2.5.5)
  const POINTER = 24; // px, the least for everybody (WCAG 2.5.8)
  const CONTROLS = "a[href], button, input, select, textarea, summary, label.button, .choice label";
  const DRAWINGS = "svg, canvas, img, div[aria-hidden='true']";
  const OVER_THE_COURT = ".banner";
  const OVER_LINES = ".room-jump, .room-news"; // under them the lines of a room are scrolled
  const FIELD = ".secret"; // with a button inside it, beside which there is room for what is typed
  const found = new Set();
  const root = document.querySelector("dialog[open]") ?? document.querySelector(":popover-open") ?? document.body;

  const seen = (element) =>
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !element.closest(".unseen, .skip");
  const all = (selector) => [...root.querySelectorAll(selector)].filter(seen);
  const meets = (one, other, slack) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > slack &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > slack;
  const related = (one, other) =>
    one.contains(other) || other.contains(one) || (one.closest(FIELD) ?? one) === other.closest(FIELD) ||
    one.matches(OVER_LINES) || other.matches(OVER_LINES);
  const cut = (rect, box) => new DOMRect(
    Math.max(rect.left, box.left),
    Math.max(rect.top, box.top),
    Math.max(0, Math.min(rect.right, box.right) - Math.max(rect.left, box.left)),
    Math.max(0, Math.min(rect.bottom, box.bottom) - Math.max(rect.top, box.top)),
  );

  function say(element) {
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    const words = (element.getAttribute("aria-label") ?? element.textContent).trim().replaceAll(/\s+/g, " ");
    return `${element.localName}${classes} "${words.slice(0, 30)}"`;
  }

  /** The part of a rectangle that its ancestors let through; `complain` is told what they cut off. */
  function through(element, rect, complain = () => {}) {
    let left = rect;
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY, position, textOverflow } = getComputedStyle(box);
      const bounds = box.getBoundingClientRect();
      const wide = left.left < bounds.left - ROUNDING || left.right > bounds.right + ROUNDING;
      const high = left.top < bounds.top - ROUNDING || left.bottom > bounds.bottom + ROUNDING;
      if (wide && cuts(overflowX) && textOverflow !== "ellipsis") complain(box);
      if (high && cuts(overflowY) && textOverflow !== "ellipsis") complain(box);
      if (overflowX !== "visible" || overflowY !== "visible") left = cut(left, bounds);
      if (position === "fixed") break;
    }
    return left;
  }

  function cuts(overflow) {
    return overflow === "hidden" || overflow === "clip";
  }

  /** Each line of each text: `{element, rect}`, without what is scrolled away or cut off. */
  function lines() {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const each = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() === "" || !seen(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const rect of range.getClientRects()) {
        const rest = through(element, rect, (box) => add("text is cut off", element, `by ${say(box)}`));
        if (rest.width > 1 && rest.height > 1) each.push({ element, rect: glyphsOf(element, rest) });
      }
    }
    return each;
  }

  /** A line without its leading: what is drawn of it. */
  function glyphsOf(element, rect) {
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * 0.8;
    const lead = Math.max(0, (rect.height - size) / 2);
    return new DOMRect(rect.x, rect.y + lead, rect.width, rect.height - 2 * lead);
  }

  function add(what, element, more = "") {
    found.add(`${what}: ${say(element)} ${more}`.trim());
  }

  function sideways() {
    const over = document.scrollingElement.scrollWidth > width + ROUNDING;
    if (!over) return;
    const wide = [...document.querySelectorAll("main *, header *, .notices *")].filter(
      (element) => seen(element) && through(element, element.getBoundingClientRect()).right > width + ROUNDING,
    );
    for (const element of wide.slice(0, 3)) add("scrolls the page sideways", element);
    if (wide.length === 0) found.add("the page scrolls sideways");
  }

  /** A text that leaves the box that is drawn around it, or the window. */
  function spills({ element, rect }) {
    if (rect.left < -ROUNDING || rect.right > width + ROUNDING) add("text leaves the window", element);
    const box = framed(element);
    if (!box) return;
    const bounds = box.getBoundingClientRect();
    const out = rect.left < bounds.left - ROUNDING || rect.right > bounds.right + ROUNDING;
    if (out || rect.top < bounds.top - 3 || rect.bottom > bounds.bottom + 3) add("text leaves its box", element, `in ${say(box)}`);
  }

  function framed(element) {
    for (let box = element; box && box !== root; box = box.parentElement) {
      const { backgroundColor, borderLeftWidth, borderRightWidth, display } = getComputedStyle(box);
      const painted = backgroundColor !== "rgba(0, 0, 0, 0)" || (borderLeftWidth !== "0px" && borderRightWidth !== "0px");
      if (display !== "inline" && painted) return box;
    }
    return null;
  }

  function overlaps(controls, texts, drawings) {
    const boxes = controls.flatMap((element) =>
      [...element.getClientRects()].map((rect) => ({ element, rect: through(element, rect) })),
    ).filter(({ rect }) => rect.width > 0 && rect.height > 0);
    boxes.forEach(({ element, rect }, place) => {
      for (const other of boxes.slice(place + 1)) {
        if (meets(rect, other.rect, 2) && !related(element, other.element)) add("controls overlap", element, say(other.element));
      }
    });
    texts.forEach(({ element, rect }, place) => {
      for (const other of boxes) {
        const under = element.closest(OVER_THE_COURT) || related(element, other.element);
        if (!under && meets(rect, other.rect, 2)) add("text runs through a control", element, say(other.element));
      }
      for (const other of texts.slice(place + 1)) {
        if (!related(element, other.element) && meets(rect, other.rect, 2)) add("texts overlap", element, say(other.element));
      }
      for (const other of drawings) {
        const mine = element.closest(OVER_THE_COURT) || related(element, other) || isLabel(element, other);
        if (!mine && meets(rect, through(other, other.getBoundingClientRect()), 2)) add("text under a drawing", element, say(other));
      }
    });
  }

  /** Whether a text has a ground of its own above this drawing. */
  function isLabel(element, drawing) {
    const box = framed(element);
    return box !== null && !box.contains(drawing);
  }

  /** How far a press may be from the middle of a control: half of its size on the screen, or more. */
  function reaches(element, half) {
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { bottom, left, right, top } = element.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return [[0, 1 - half], [0, half - 1], [1 - half, 0], [half - 1, 0]].every(([across, down]) => {
      const hit = document.elementFromPoint(x + across, y + down);
      return hit === null || element.contains(hit) || hit.contains(element.control) || hit.matches(OVER_LINES);
    });
  }

  function targets(controls) {
    for (const element of controls) {
      const bar = element.closest(".topbar");
      const inText = element.matches("a:not([class*='button']), a.person-name, input[type='radio'], input[type='checkbox']") && !bar;
      const least = bar || (touch && element.matches("button, .button, summary, .input")) ? FINGER : POINTER;
      if (!inText && !reaches(element, least / 2)) add(`smaller than ${least} px`, element);
    }
    scrollTo({ top: 0, behavior: "instant" });
  }

  function firstView() {
    for (const selector of first) {
      const elements = all(selector);
      if (elements.length === 0) found.add(`not there: ${selector}`);
      for (const element of elements) {
        const { bottom, left, right, top } = element.getBoundingClientRect();
        const whole = top >= -ROUNDING && left >= -ROUNDING && bottom <= height + ROUNDING && right <= width + ROUNDING;
        if (!whole) add("not in the first view", element, `${Math.round(top)} to ${Math.round(bottom)}`);
      }
    }
  }

  for (const animation of document.getAnimations()) {
    if (animation.effect.getTiming().iterations !== Infinity) animation.finish(); // it fades in
  }
  scrollTo({ top: 0, behavior: "instant" });
  const controls = all(CONTROLS);
  const texts = lines();
  sideways();
  texts.forEach(spills);
  overlaps(controls, texts, all(DRAWINGS));
  firstView();
  targets(controls);
  return [...found];
}
