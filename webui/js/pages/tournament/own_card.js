/** What the player can do now: join, check in, say to be ready, go to the match, leave. */

import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { every } from "../../lib/ticker.js";
import { confirm, request } from "../../tournaments/acts.js";
import { own } from "../../tournaments/own.js";
import { sayLeft, sayPairing, saySide } from "../../tournaments/words.js";
import { JoinForm } from "./join_form.js";

export class OwnCard extends Component {
  #key = "";
  #form = null;

  build() {
    this.title = h("h2", {});
    this.text = h("p", {});
    this.left = h("p", { class: "tour-left", role: "timer", "aria-live": "off" });
    this.acts = h("div", { class: "actions" });
    this.words = h("div", { class: "own-words" }, this.title, this.text);
    return h("section", { class: "card own-card" }, this.words, this.left, this.acts);
  }

  start() {
    super.start();
    this.own(every(500, () => this.#tick()));
    this.own(this.props.app.store.subscribe((state) => state.player, () => this.update(this.model)));
  }

  update(model) {
    this.model = model;
    const { player } = this.props.app.store.state;
    if (!player) return;
    this.now = own(model, player);
    const key = this.#identity();
    if (key !== this.#key) this.#draw(key);
    this.#tick();
  }

  /** What of it decides how the card looks; anything else leaves what has the focus alone. */
  #identity() {
    const { barred, entrant, kind, match, pairing, side } = this.now;
    const ready = pairing?.ready.join() ?? "";
    const names = pairing ? [0, 1].map((each) => saySide(this.model, pairing, each)) : [];
    return [kind, barred, entrant?.alias, match, pairing?.key, pairing?.state, side, ready, ...names].join("|");
  }

  #draw(key) {
    this.#key = key;
    const { kind } = this.now;
    if (this.#form) this.remove(this.#form);
    this.#form = null;
    const hidden = ["watches", "ended"].includes(kind);
    this.element.hidden = hidden;
    this.element.dataset.kind = kind;
    const { buttons = [], text, title } = hidden ? { text: "", title: "" } : this.#says();
    setText(this.title, title);
    setText(this.text, text);
    this.text.hidden = text === "";
    const focused = this.acts.contains(document.activeElement);
    this.acts.replaceChildren(...buttons);
    if (focused) (this.acts.firstElementChild ?? this.title).focus();
    if (kind !== "join" || this.now.barred) return;
    this.#form = this.append(new JoinForm({ app: this.props.app, model: this.model }), this.element);
  }

  #tick() {
    const { kind, pairing, until } = this.now;
    const end = kind === "called" ? pairing.until : until;
    const left = end ? sayLeft(end - this.props.app.session.clock.now()) : "";
    setText(this.left, this.model.head.held && left ? t("tour.held") : left);
    this.left.hidden = left === "" || !["called", "check"].includes(kind);
  }

  #says() {
    return SAYS[this.now.kind].call(this, this.now);
  }

  button(text, act, kind = "primary") {
    const element = h("button", { class: `button ${kind}`, type: "button", onClick: () => busy(element, act) }, text);
    return element;
  }

  /** The call is answered, so its note in the inbox is read. */
  answered(key) {
    const { inbox, store } = this.props.app;
    const isIt = ({ notice, read }) => notice.tournament === this.model.id && notice.pairing === key && !read;
    for (const note of store.state.inbox.notes.filter(isIt)) inbox.read(note).catch(() => {});
  }

  /** Before the start one may join again, so only a withdrawal is asked about. */
  leave() {
    const begun = this.model.head.phase === "running";
    const go = async () => {
      const words = { title: t("tour.leave.title"), text: t("tour.leave.text"), go: t("tour.leave.go") };
      if (begun && !(await confirm(this.props.app, words))) return;
      await busy(element, () => request(this.props.app, { t: "leave_tournament", tournament: this.model.id }));
    };
    const label = t(begun ? "tour.leave.go" : "tour.leave");
    const element = h("button", { class: "button quiet", type: "button", onClick: go }, label);
    return element;
  }

  against({ pairing, side }) {
    return { name: saySide(this.model, pairing, 1 - side), pairing: sayPairing(this.model, pairing) };
  }
}

/** For each kind of `own`: title, text and buttons of the card. */
const SAYS = {
  join({ barred, late }) {
    const { entry } = this.model.head.plan;
    const text = barred ? t(`tour.barred.${barred}`) : t(`tour.join.${late ? "late" : entry}`);
    return { title: t("tour.join.title"), text };
  },
  in({ entrant }) {
    return { title: t("tour.in.title"), text: t("tour.in.text", { name: entrant.alias }), buttons: [this.leave()] };
  },
  check({ entrant }) {
    const text = t("tour.check.text", { name: entrant.alias });
    const here = () => request(this.props.app, { t: "check_in", tournament: this.model.id });
    return { title: t("tour.check.title"), text, buttons: [this.button(t("tour.check.go"), here), this.leave()] };
  },
  checked({ entrant }) {
    return { title: t("tour.checked.title"), text: t("tour.in.text", { name: entrant.alias }), buttons: [this.leave()] };
  },
  called(now) {
    const words = this.against(now);
    const { ready } = now.pairing;
    const go = { t: "ready", pairing: now.pairing.key };
    const say = async () => (await request(this.props.app, { tournament: this.model.id, ...go })) && this.answered(go.pairing);
    if (ready[now.side]) return { title: t("tour.ready.title"), text: t("tour.ready.text", words), buttons: [this.leave()] };
    const text = t(ready[1 - now.side] ? "tour.called.waits" : "tour.called.text", words);
    return { title: t("tour.called.title"), text, buttons: [this.button(t("tour.called.go"), say, "primary large"), this.leave()] };
  },
  playing({ match, ...now }) {
    const text = t("tour.playing.text", this.against(now));
    const go = match && h("a", { class: "button primary large", href: `/match/${match}` }, t("tour.playing.go"));
    return { title: t("tour.playing.title"), text, buttons: [go].filter(Boolean) };
  },
  waits(now) {
    const key = now.pairing.station === null ? "tour.waits.text" : "tour.waits.station";
    return { title: t("tour.waits.title"), text: t(key, this.against(now)), buttons: [this.leave()] };
  },
  rests() {
    return { title: t("tour.rests.title"), text: t("tour.rests.text"), buttons: [this.leave()] };
  },
  out() {
    return { title: t("tour.out.title"), text: t("tour.out.text") };
  },
};
