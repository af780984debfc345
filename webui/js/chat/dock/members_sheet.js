/** Who belongs to a room that a player has made, and whom else one may invite. */

import { named } from "../../components/bot.js";
import { PersonRow } from "../../components/person_row.js";
import { Rows } from "../../components/rows.js";
import { sayProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { h } from "../../lib/dom.js";
import { shown } from "../../net/people_state.js";
import { roomIn } from "../directory.js";
import { powersOver } from "../may_speak.js";
import { nameOf } from "../names.js";
import { Finder } from "./finder.js";
import { askBefore } from "./room_acts.js";
import { Sheet } from "./sheet.js";

const FEWEST = 2;
const LONGEST_NAME = 24;

export class MembersSheet extends Sheet {
  #members = null;
  #asked = 0;

  get title() {
    return t("chat.members.of", { name: nameOf(this.#room, this.props.app.store.state) });
  }

  get #room() {
    return roomIn(this.props.app.store.state.chat, this.props.id);
  }

  fill(body) {
    const { app } = this.props;
    this.finder = this.append(new Finder({
      label: t("chat.invite.label"),
      longest: LONGEST_NAME,
      fewest: FEWEST,
      none: t("chat.invite.none"),
      key: ({ player }) => player.id,
      row: (line) => new PersonRow({ app, line, acts: (found) => this.#inviting(found) }),
      idle: () => this.#friends(),
      ask: async (name) => {
        const { players } = await app.api.ask("GET", `/players?name=${encodeURIComponent(name)}`);
        return { items: this.#others(players.map((player) => ({ player }))), more: false };
      },
    }), body);
    this.finder.element.hidden = !["owner", "moderator", "member"].includes(this.#room.model.role);
    this.heading = h("h3", { tabindex: "-1" }, t("chat.members"));
    body.append(this.heading);
    this.rows = this.append(new Rows({
      key: ({ player }) => player.id,
      row: (line) => new PersonRow({
        app,
        line,
        note: ({ role }) => t(`chat.role.${role}`),
        more: (person) => this.#powers(person),
      }),
      label: t("chat.members"),
      waiting: t("chat.members.loading"),
      empty: h("p", { class: "soft" }, t("chat.members.none")),
    }), body);
  }

  start() {
    super.start();
    const { chat, id } = this.props;
    this.own(chat.onEvent(({ event, room }) => room === id && event.kind === "member" && this.#read()));
    this.#read();
  }

  focus() {
    if (this.finder.element.hidden) this.heading.focus();
    else super.focus();
  }

  async #read() {
    const { chat, id } = this.props;
    this.#asked += 1;
    const number = this.#asked;
    this.rows.miss("loading");
    try {
      const members = await chat.rooms.members(id);
      if (number !== this.#asked || !this.running) return;
      this.#members = members;
      this.rows.show(members);
      this.finder.ask();
    } catch (error) {
      const again = () => this.#read();
      if (number === this.#asked && this.running) this.rows.miss("failed", { text: sayProblem(error), again });
    }
  }

  /** Friends who do not belong to the room, before one has written a name. */
  #friends() {
    return this.#others(shown(this.props.app.store.state.circle, "friends"));
  }

  #others(lines) {
    const there = new Set((this.#members ?? []).map(({ player }) => player.id));
    return lines.filter(({ player }) => !there.has(player.id) && player.id !== this.props.app.store.state.player?.id);
  }

  #inviting({ player }) {
    const run = async () => {
      if (await this.props.chat.setRole(this.props.id, player.id, "invited")) this.finder.clear();
    };
    return [{ text: t("chat.invite"), label: t("chat.invite.name", { name: named(player) }), run }];
  }

  #powers({ id, name }) {
    const { app, chat } = this.props;
    const member = this.#members.find(({ player }) => player.id === id);
    const set = (role) => chat.setRole(this.props.id, id, role);
    return powersOver(member, this.#room.model.role).map((power) => {
      const isRemoval = power === "remove";
      const isAsked = power === "owner" || (isRemoval && member.role !== "invited");
      const run = () => set(isRemoval ? null : power);
      const text = t(isRemoval && member.role === "invited" ? "chat.power.withdraw" : `chat.power.${power}`);
      const question = { title: t(`chat.power.${power}.title`, { name: named({ id, name }) }), text: t(`chat.power.${power}.text`), yes: text };
      return { text, kind: isRemoval ? "danger" : "", run: isAsked ? () => askBefore(app, question, run) : run };
    });
  }
}
