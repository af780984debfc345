/** Keeps the rooms of the player up to date in the store: subscriptions, what is missing, marks, lines to be said. */

import { Listeners } from "../net/listeners.js";
import { LOBBY, NO_ROOMS, listed, raised, wantedIn, withRoom, withoutRoom } from "./directory.js";
import {
  NEW_ROOM, atNewest, forgotten, gapAfter, happened, headed, isBehind, jumped, knownUpTo, marked, seenBy, told, trimmed, withEarlier,
  withLater,
} from "./room_model.js";
import { lastOf } from "./range.js";
import { Marks } from "./marks.js";
import { Typing } from "./typing.js";

const AGAIN = 5000; // ms
/** Events of a room that is not looked at. */
const MOST = 150;

export class Rooms {
  #api;
  #listeners = new Listeners();
  #reads = new Set();
  #session;
  #store;
  #world;
  #marks;
  #typing;
  #retry = null;
  #looked = null;
  #ends = [];

  /** `store` gets the key `chat`, see directory.js; `world` has `date`, `later` and `cancel`. */
  constructor({ api, session, store, world }) {
    this.#api = api;
    this.#session = session;
    this.#store = store;
    this.#world = world;
    this.#marks = new Marks({ ask: (frame) => session.request(frame), world });
    const showTyping = (id, typing) => this.room(id) && this.#put(id, { typing });
    this.#typing = new Typing({ send: (frame) => session.send(frame), show: showTyping, world });
    store.set({ chat: NO_ROOMS });
    const frames = {
      welcome: (frame) => this.#welcome(frame),
      ring: ({ room }) => this.#rung(room),
      room: (frame) => this.#told(frame),
      unsubscribed: ({ room }) => this.#excluded(room),
      event: (frame) => this.#happened(frame),
      head: (frame) => this.#headed(frame),
      mark: (frame) => this.#marked(frame),
      seen: (frame) => this.#model(frame.room, (model) => seenBy(model, frame)),
      typing: ({ room, player, name }) => this.#typing.heard(room, { player, name }),
    };
    this.#ends = Object.entries(frames).map(([type, handler]) => session.on(type, handler));
    if (store.state.connection.status === "online") this.#welcome({ resumed: false });
  }

  /** Call `handler({room, event})` for each new event; returns the function that ends it. */
  onEvent(handler) {
    return this.#listeners.on("event", handler);
  }

  stop() {
    for (const end of this.#ends) end();
    this.#world.cancel(this.#retry);
    this.#marks.stop();
    this.#typing.stop();
  }

  /** Read a room from now on; `about` is what is known of it. */
  open(id, about) {
    this.#set(withRoom(this.#directory, id, about));
    if (this.#reads.has(id)) return;
    this.#reads.add(id);
    this.#subscribe(id);
  }

  /** Hear of a room no longer, and forget it. */
  close(id) {
    if (this.#reads.delete(id)) this.#session.send({ t: "unsubscribe", room: id });
    if (this.room(id)) this.#set(withoutRoom(this.#directory, id));
  }

  /** Note which room is looked at (null: none): the others keep only their newest events. */
  look(id) {
    const before = this.#looked;
    this.#looked = id;
    if (before && before !== id) this.#model(before, (model) => trimmed(atNewest(model), MOST));
  }

  /** Fetch what comes before or after what is looked at; resolves when that was answered. */
  async fetch(id, way) {
    const { fetching, model } = this.room(id);
    if (fetching && fetching !== "failed") return;
    const at = way === "before" ? model.shown.after + 1 : lastOf(model.shown);
    await this.#ask(id, { [way]: at }, (now, answer) => (way === "before" ? withEarlier : withLater)(now, at, answer));
    if (this.room(id)?.fetching === null) this.#fill(id);
  }

  /** Look at what follows event `after`. */
  jump(id, after) {
    return this.#ask(id, { after }, (model, answer) => jumped(model, after, answer));
  }

  /** Look at the newest events. */
  toNewest(id) {
    this.#model(id, atNewest);
  }

  /** Of a room whose newest lines are looked at all day the oldest are forgotten. */
  trim(id) {
    if (this.room(id).model.shown?.events.length > 4 * MOST) this.#model(id, (model) => trimmed(model, 2 * MOST));
  }

  /** The player has seen all up to event `number`. */
  read(id, number) {
    const { mark } = this.room(id).model;
    if (number <= mark) return;
    this.#model(id, (model) => marked(model, { number, unread: model.live ? model.unread : 0 }));
    this.#marks.read(id, number);
  }

  /** The player writes. */
  write(id) {
    this.#typing.write(id);
  }

  /** Change or delete an own line; rejects with a RequestError. */
  edit(id, number, text) {
    return this.#session.request({ t: "edit", room: id, number, text });
  }

  remove(id, number) {
    return this.#session.request({ t: "delete", room: id, number });
  }

  /** Make a room, or change what it is called: `{name, topic, public}`. Rejects with a RequestError. */
  describe(id, about) {
    return this.#session.request({ t: "describe", room: id, ...about });
  }

  /** Give somebody a role in a room that a player has made; null: they belong to it no longer. */
  appoint(id, player, role) {
    return this.#session.request({ t: "member", room: id, player, role });
  }

  /** Read who belongs to a room; the own role there may have changed because somebody else has left. */
  async members(id) {
    const { members } = await this.#api.ask("GET", `/rooms/${encodeURIComponent(id)}/members`);
    const own = members.find(({ player }) => player.id === this.#store.state.player?.id);
    this.#model(id, (model) => ({ ...model, role: own?.role ?? null }));
    return members;
  }

  room(id) {
    return this.#directory.rooms[id];
  }

  /** Show the lines of a room that are not said yet. */
  queue(id, queued) {
    if (this.room(id)) this.#put(id, { queued });
  }

  /** Read the list of the player's rooms. */
  async list() {
    this.#world.cancel(this.#retry);
    const me = this.#store.state.player?.id;
    try {
      const { rooms } = await this.#api.ask("GET", "/rooms");
      if (this.#store.state.player?.id !== me) return;
      this.#set(listed(this.#directory, rooms));
      for (const id of wantedIn(this.#directory)) this.open(id);
    } catch {
      if (this.#store.state.player?.id !== me) return;
      if (this.#directory.status === "loading") this.#set({ ...this.#directory, status: "failed" });
      this.#retry = this.#world.later(() => this.list(), AGAIN);
    }
  }

  #welcome({ resumed }) {
    this.#set(withRoom(this.#directory, LOBBY));
    this.#reads.add(LOBBY);
    for (const id of this.#reads) this.#subscribe(id);
    this.#marks.online();
    if (!resumed || this.#directory.status !== "ready") this.list();
  }

  async #subscribe(id) {
    const { model } = this.room(id);
    const view = model.view ? { view: model.view } : {};
    try {
      await this.#session.request({ t: "subscribe", room: id, after: knownUpTo(model), ...view });
    } catch ({ code, detail }) {
      if (code === "offline" || code === "disconnected") return; // the next welcome asks again
      if (!this.room(id)) return; // it was closed meanwhile
      if (this.room(id).status === "loading") this.#put(id, { status: "failed", why: { code, detail } });
      if (code !== "no_such_room") this.#world.later(() => this.#subscribe(id), AGAIN);
      else this.#reads.delete(id);
    }
  }

  /** The player may not be in a room any more: what was said there goes too. */
  #excluded(id) {
    this.#reads.delete(id);
    if (this.room(id)) this.#put(id, { status: "failed", why: { code: "no_such_room" }, model: NEW_ROOM });
  }

  /** Try a room again that could not be shown. */
  again(id) {
    this.#put(id, { status: "loading", why: null });
    this.#reads.add(id);
    return this.#subscribe(id);
  }

  #rung(id) {
    const isNew = !this.room(id);
    this.open(id);
    this.#set(raised(this.#directory, id));
    if (isNew) this.list();
  }

  #told(frame) {
    if (!this.room(frame.room)) return;
    const { fetching } = this.room(frame.room);
    const settled = { status: "ready", why: null, fetching: fetching === "failed" ? null : fetching };
    this.#model(frame.room, (model) => told(model, frame), settled);
    this.#fill(frame.room);
  }

  #happened({ room, event }) {
    const before = this.room(room)?.model;
    if (!before) return;
    this.#model(room, (model) => happened(model, event, this.#store.state.player?.id));
    const { model } = this.room(room);
    if (model === before) return; // it was known
    this.#typing.said(room, event.author);
    if (this.#looked !== room) this.#model(room, (now) => trimmed(now, 2 * MOST));
    if (event.kind === "line" && room !== LOBBY) this.#set(raised(this.#directory, room));
    this.#listeners.tell("event", { room, event });
    this.#fill(room);
  }

  #headed(frame) {
    if (!this.room(frame.room)) return;
    this.#model(frame.room, (model) => headed(model, frame));
    if (frame.anew) this.#model(frame.room, forgotten, { status: "loading" });
    if (frame.anew || isBehind(this.room(frame.room).model)) this.#subscribe(frame.room);
  }

  #marked(frame) {
    this.#marks.told(frame.room, frame.number);
    if (this.room(frame.room)) this.#model(frame.room, (model) => marked(model, frame));
  }

  /** Fetch what is missing between what is looked at and the newest, bit by bit. */
  async #fill(id) {
    const { fetching, model } = this.room(id);
    const after = gapAfter(model);
    if (after === null || fetching) return;
    await this.#ask(id, { after }, (now, answer) => withLater(now, after, answer));
    if (this.room(id)?.fetching === null && gapAfter(this.room(id).model) !== after) this.#fill(id);
  }

  async #ask(id, where, take) {
    this.#put(id, { fetching: Object.keys(where)[0] });
    try {
      const answer = await this.#session.request({ t: "history", room: id, ...where });
      if (this.room(id)) this.#model(id, (model) => take(model, answer), { fetching: null });
    } catch (error) {
      if (this.room(id)) this.#put(id, { fetching: "failed", why: { code: error.code, detail: error.detail } });
    }
  }

  #model(id, step, more = {}) {
    if (this.room(id)) this.#put(id, { model: step(this.room(id).model), ...more });
  }

  #put(id, more) {
    this.#set(withRoom(this.#directory, id, more));
  }

  get #directory() {
    return this.#store.state.chat;
  }

  #set(chat) {
    this.#store.set({ chat });
  }
}
