/** The page's session with the server: it outlives connections and receives every frame once. */

import { Backoff } from "./backoff.js";
import { Clock } from "./clock.js";
import { connection } from "./connection_state.js";
import { Heartbeat } from "./heartbeat.js";
import { Listeners } from "./listeners.js";
import { reduceLobby } from "./lobby_state.js";
import { begin, isOver, onlyFinished, reduceMatches } from "./match_state.js";
import { RequestError, Requests } from "./requests.js";
import { browser } from "./world.js";

const STABLE = 5000;
const LEFT = 1000;
const LOST = 1006;
/** This many connections in a row without a frame from the server are not chance. */
const MUTE = 2;
const SILENT = 4408;
const ANSWERS = new Set(["ok", "error", "friends", "history"]);
const RESTARTING = 1012;
/** `WebSocket.CLOSING`. */
const CLOSING = 2;
/** Close codes after which there is no way to the server, until there is one again. */
const CUT_OFF = new Set([LOST, RESTARTING, SILENT]);

export class Session {
  #url;
  #store;
  #world;
  #backoff;
  #requests;
  #heartbeat;
  #listeners = new Listeners();
  #socket = null;
  #wanted = false;
  #beginning = false;
  #cutOff = false;
  #timer = null;
  #onlineSince = null;
  #restarting = false;
  #mute = 0;
  #blocked = false;
  #session = null;
  #last = 0;
  #lobbyWatch = null;

  /** `url()` is that of the socket to open now; `store` gets the keys connection, ping, player, lobby, currentMatch and matches. */
  constructor({ url, store, world = browser }) {
    this.#url = url;
    this.#store = store;
    this.#world = world;
    this.#backoff = new Backoff(world.random);
    this.#requests = new Requests(Math.floor(world.random() * 2 ** 48).toString(36), world);
    this.clock = new Clock(world.now);
    this.#heartbeat = new Heartbeat({
      world,
      ping: () => this.send({ t: "ping", at: world.now(), ack: this.#last }),
      lost: () => this.#lost(SILENT), // over a dead network no close arrives
    });
    store.set({ ...nobody(), connection: connection("offline") });
    world.onOnline(() => this.reconnect());
  }

  /** Connect, and again after losses, until `disconnect` or a close that forbids it. */
  connect() {
    if (this.#wanted && (this.#socket || this.#timer !== null)) return;
    this.#wanted = true;
    this.#beginning = this.#session === null;
    this.#backoff.reset();
    this.#open();
  }

  /** Connect again at once: there is another network, where the old socket is dead, or another name. */
  reconnect() {
    if (!this.#wanted) return;
    this.#detach(SILENT);
    this.#backoff.reset();
    this.#open();
  }

  /** Disconnect for good, as on signing out; requests without an answer are rejected. */
  disconnect() {
    this.#wanted = false;
    this.#mute = 0;
    this.#blocked = false;
    this.#cutOff = false;
    this.#detach(LEFT);
    this.#session = null;
    this.#last = 0;
    this.#lobbyWatch = null;
    this.#requests.abandon();
    this.#store.set({ ...nobody(), connection: connection("offline") });
  }

  /** Show that it is unknown who is signed in, and that this is asked again in `delay` ms. */
  hold(delay) {
    this.#show("waiting", { retryAt: this.#world.date() + delay });
  }

  /** Whether the way to the server was lost: what is sent now, on any way, does not arrive. */
  get cutOff() {
    return this.#cutOff && !this.#blocked;
  }

  /**
   * Resolves with the `ok` frame; rejects with a RequestError (code, detail). Without a connection it is refused at
   * once. If the connection is lost it is sent again on the next one, but only soon, and not after `signal` aborts.
   */
  request(frame, { signal } = {}) {
    const refused = this.#onlineSince === null && !this.#beginning; // a new page asks as soon as it is welcome
    if (refused) return Promise.reject(new RequestError("offline", ""));
    const { request, answer } = this.#requests.add(frame, signal);
    this.send(request);
    return answer;
  }

  /** Send a frame without an answer; while not online it is dropped, as it would come too late. */
  send(frame) {
    if (frame.t === "watch_lobby") this.#lobbyWatch = frame;
    if (this.#onlineSince !== null) this.#write(frame);
  }

  /** Call `handler(frame)` for each frame of this type, after the store has taken it in. */
  on(type, handler) {
    return this.#listeners.on(type, handler);
  }

  /** The match as the store knows it, if it does. */
  match(id) {
    return this.#store.state.matches[id];
  }

  /** Call `handler()` when the connection is lost. */
  onLoss(handler) {
    return this.on("loss", handler);
  }

  #open() {
    this.#world.cancel(this.#timer);
    this.#timer = null;
    this.#show("connecting");
    const socket = this.#world.open(this.#url());
    this.#socket = socket;
    // Ignore what still arrives on a socket that was given up.
    const listen = (type, handler) =>
      socket.addEventListener(type, (event) => this.#socket === socket && handler(event));
    listen("open", () => this.#write(this.#hello()));
    listen("message", ({ data }) => this.#message(socket, data));
    listen("close", ({ code }) => this.#lost(code));
    this.#heartbeat.watch();
  }

  #hello() {
    if (this.#session === null) return { t: "hello" };
    return { t: "hello", session: this.#session, last: this.#last };
  }

  #write(frame) {
    if (this.#socket.readyState === CLOSING) return; // it is lost, and we are told of that in a moment
    this.#socket.send(JSON.stringify(frame));
  }

  #message(socket, data) {
    this.#heartbeat.heard();
    for (const line of data.split("\n")) {
      // A handler of the previous frame may have disconnected.
      if (line && this.#socket === socket) this.#frame(JSON.parse(line));
    }
  }

  #frame(frame) {
    if (frame.t === "ping") this.#write({ t: "pong", at: frame.at });
    else if (frame.t === "pong") this.#pong(frame);
    else if (!this.#known(frame)) this.#hear(frame);
  }

  /** Whether this numbered frame has come before, on an earlier connection. */
  #known({ seq }) {
    if (seq === undefined) return false;
    if (seq <= this.#last) return true;
    this.#last = seq;
    return false;
  }

  #hear(frame) {
    if (frame.t === "welcome") this.#welcome(frame);
    else if (frame.t === "resync") this.#resync(frame);
    else if (frame.t === "profile") this.#set({ player: frame.player });
    else if (frame.t === "matched") this.#set({ currentMatch: frame.match });
    else if (ANSWERS.has(frame.t)) this.#requests.settle(frame);
    else this.#match(frame);
    const lobby = reduceLobby(this.#store.state.lobby, frame, this.#world.date());
    if (lobby !== this.#store.state.lobby) this.#set({ lobby });
    this.#listeners.tell(frame.t, frame);
  }

  #welcome(frame) {
    if (!frame.resumed) this.#last = 0;
    this.#session = frame.session;
    this.#onlineSince = this.#world.now();
    this.#restarting = false;
    this.#mute = 0;
    this.#beginning = false;
    this.#cutOff = false;
    this.#blocked = false;
    this.#set({ player: frame.player, currentMatch: frame.match });
    this.#show("online");
    this.clock.restart();
    this.clock.hint(frame.now);
    this.#heartbeat.measure();
    this.#askAgain();
  }

  /** Handle a gap: on a new connection, which has asked already, or in the middle of an old one. */
  #resync({ reason }) {
    this.#set({ matches: onlyFinished(this.#store.state.matches) });
    if (reason === "restarted") this.#askAgain();
  }

  #askAgain() {
    if (this.#lobbyWatch) this.send(this.#lobbyWatch);
    for (const request of this.#requests.unanswered()) this.send(request);
  }

  #pong({ at, now }) {
    this.clock.sample(at, now);
    this.#set({ ping: Math.round(this.clock.ping) });
  }

  #match(frame) {
    const { matches, currentMatch } = this.#store.state;
    const next = reduceMatches(matches, frame, this.clock.now());
    const over = frame.t === "finished" || isOver(next[frame.match]);
    if (over && currentMatch === frame.match) this.#set({ currentMatch: null });
    if (next === matches) return;
    this.#set({ matches: next });
    const { phase, starts } = next[frame.match];
    if (phase === "countdown") this.#beginAt(frame.match, starts);
  }

  #beginAt(match, starts) {
    const start = () => this.#set({ matches: begin(this.#store.state.matches, match, starts) });
    this.#world.later(start, Math.max(0, starts - this.clock.now()));
  }

  #lost(code) {
    const mute = this.#onlineSince === null && (code === LOST || code === SILENT);
    this.#detach(code);
    this.#beginning = false;
    this.#cutOff = CUT_OFF.has(code);
    this.#mute = mute ? this.#mute + 1 : 0;
    if (this.#mute >= MUTE) this.#findCause();
    this.#restarting ||= code === RESTARTING;
    const delay = this.#wanted ? this.#backoff.next(code) : null;
    if (delay === null) {
      this.#wanted = false;
      this.#show("offline", { closeCode: code });
      return;
    }
    this.#show("waiting", { retryAt: this.#world.date() + delay, closeCode: code });
    this.#timer = this.#world.later(() => this.#open(), delay);
  }

  /** If the server answers other requests, something blocks the WebSocket. */
  async #findCause() {
    const answers = await this.#world.answers();
    const { connection: now } = this.#store.state;
    this.#blocked = answers && this.#mute >= MUTE;
    if (now.status !== "online") this.#set({ connection: { ...now, blocked: this.#blocked } });
  }

  #detach(code) {
    this.#heartbeat.stop();
    this.#world.cancel(this.#timer);
    this.#timer = null;
    const stable = this.#onlineSince !== null && this.#world.now() - this.#onlineSince >= STABLE;
    if (stable) this.#backoff.reset();
    const online = this.#onlineSince !== null;
    this.#onlineSince = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    if (code === LEFT || code === SILENT) socket.close(LEFT);
    if (online) this.#listeners.tell("loss");
  }

  #show(status, more) {
    const known = { restarting: this.#restarting, blocked: this.#blocked };
    this.#set({ connection: connection(status, { ...known, ...more }) });
  }

  #set(patch) {
    this.#store.set(patch);
  }
}

const nobody = () => ({ ping: null, player: null, lobby: null, currentMatch: null, matches: {} });
