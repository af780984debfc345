/**
 * The lines of a room. Whoever looks at the newest stays there; whoever has scrolled up stays where they are, whatever
 * comes. For the keyboard it is one stop: arrows go from line to line, and Tab from a line to what can be done with it.
 */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { h, listen } from "../../lib/dom.js";
import { LineRow } from "./line_row.js";
import { MarkRow } from "./mark_row.js";
import { NoticeRow } from "./notice_row.js";
import { QueuedRow } from "./queued_row.js";

const ROWS = { day: MarkRow, unread: MarkRow, line: LineRow, notice: NoticeRow, queued: QueuedRow };
/** CSS pixels: this near to an end counts as being there. */
const AT_END = 24;
const NEAR = 300;

export class Lines extends Component {
  #isAtEnd = true;
  #isNewest = true;
  #rows = new Map(); // key -> row, a Component with `update`
  #size = null;

  build() {
    this.list = h("ol", { class: "lines" });
    return h("div", { class: "room-lines", role: "log", "aria-live": "off", "aria-label": t("chat.lines"), tabindex: "0" }, this.list);
  }

  start() {
    super.start();
    this.own(listen(this.element, "scroll", () => this.#scrolled(), { passive: true }));
    this.own(listen(this.element, "keydown", (event) => this.#key(event)));
    this.own(listen(this.list, "focusin", ({ target }) => this.#reach(target, true)));
    this.own(listen(this.list, "focusout", ({ target }) => this.#reach(target, false)));
    // the window, or what one writes, has become larger or smaller
    this.#size = new ResizeObserver(() => this.#isAtEnd && this.stick());
    this.#size.observe(this.element);
    this.own(() => this.#size.disconnect());
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  get isScrolledUp() {
    return !this.#isAtEnd;
  }

  /** Show these rows; `isNewest`: they reach to the newest event. */
  show({ rows, room, isNewest }) {
    const anchor = this.#isAtEnd ? null : this.#anchor();
    this.#isNewest = isNewest;
    this.#reconcile(rows, room);
    if (anchor) this.#restore(anchor);
    else if (this.#isAtEnd) this.stick();
    this.look();
  }

  /** Begin where something new begins, or at the newest. */
  begin() {
    const mark = this.#rows.get("unread");
    if (mark) this.element.scrollTop = Math.max(0, mark.element.offsetTop - this.element.offsetTop - AT_END);
    else this.stick();
    this.#scrolled();
  }

  /** Go to a line, or if it is not there any more to the one before it. */
  goTo(number) {
    const row = [...this.#rows.values()].findLast((each) => each.number && each.number <= number);
    if (!row) return;
    this.#isAtEnd = false;
    row.element.scrollIntoView({ block: "center", behavior: "instant" });
    row.element.focus({ preventScroll: true });
    this.#scrolled();
  }

  /** Go to the newest. */
  stick() {
    this.#isAtEnd = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Tell up to which event all is in view. */
  look() {
    const end = this.element.getBoundingClientRect().bottom + AT_END;
    const inView = [...this.#rows.values()].findLast((row) => row.number && row.element.getBoundingClientRect().bottom <= end);
    if (inView) this.props.seen(inView.number);
  }

  /** The newest own line that can still be changed, or null. */
  lastOwn() {
    return [...this.#rows.values()].findLast((row) => row.canEdit)?.line ?? null;
  }

  #scrolled() {
    const { clientHeight, scrollHeight, scrollTop } = this.element;
    this.#isAtEnd = this.#isNewest && scrollHeight - clientHeight - scrollTop < AT_END;
    if (scrollTop < NEAR) this.props.near("before");
    if (scrollHeight - clientHeight - scrollTop < NEAR) this.props.near("after");
    this.props.near("scrolled");
    this.look();
  }

  /** The row in the middle of what is in view, and where it is. The first one may change when earlier ones come. */
  #anchor() {
    const { bottom, top } = this.element.getBoundingClientRect();
    const row = [...this.#rows.values()].find(({ element }) => element.getBoundingClientRect().bottom > (top + bottom) / 2);
    return row && { element: row.element, top: row.element.getBoundingClientRect().top };
  }

  #restore({ element, top }) {
    if (element.isConnected) this.element.scrollTop += element.getBoundingClientRect().top - top;
  }

  #reconcile(rows, room) {
    const wanted = new Set(rows.map(({ key }) => key));
    for (const [key, row] of this.#rows) if (!wanted.has(key)) this.#drop(key, row);
    let place = this.list.firstElementChild;
    const next = new Map();
    for (const data of rows) {
      const known = this.#rows.get(data.key);
      const row = known ?? this.append(new ROWS[data.kind]({ ...this.props, data, room }), this.list);
      if (known) known.update(data, room);
      next.set(data.key, row);
      if (row.element === place) place = place.nextElementSibling;
      else put(this.list, row.element, place);
    }
    this.#rows = next;
  }

  #drop(key, row) {
    const focused = row.element.contains(document.activeElement);
    this.#rows.delete(key);
    this.remove(row);
    if (focused) this.focus();
  }

  /** What can be pressed in a line is reached by Tab only from that line. */
  #reach(target, on) {
    const row = target.closest("li");
    for (const each of row?.querySelectorAll("a, button") ?? []) {
      if (!each.closest("[popover]")) each.tabIndex = on ? 0 : -1;
    }
  }

  #key(event) {
    if (event.target.closest("[popover]")) return;
    const rows = [...this.list.children].filter((row) => row.tabIndex === -1 && row.hasAttribute("tabindex"));
    const place = rows.indexOf(event.target.closest("li"));
    const next = {
      ArrowUp: place < 0 ? rows.length - 1 : Math.max(0, place - 1),
      ArrowDown: place < 0 ? rows.length - 1 : place + 1,
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (next >= rows.length) this.props.write();
    else rows[next]?.focus();
  }
}

/** Move a row without losing its focus, if the browser can do that. */
function put(list, element, before) {
  if (element.parentNode === list && list.moveBefore) list.moveBefore(element, before);
  else list.insertBefore(element, before);
}
