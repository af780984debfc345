/** A browser for a session: timers in virtual time, sockets whose server is the test. */

class Socket extends EventTarget {
  sent = [];
  closed = false;

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  open() {
    this.dispatchEvent(new Event("open"));
  }

  /** Receive one message with these frames. */
  receive(...frames) {
    const data = frames.map((frame) => JSON.stringify(frame)).join("\n");
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }

  end(code) {
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  /** The frames of one type that were sent. */
  of(type) {
    return this.sent.filter(({ t }) => t === type);
  }
}

export class World {
  sockets = [];
  time = 0;
  #timers = new Map();
  #number = 0;

  get socket() {
    return this.sockets.at(-1);
  }

  open = () => {
    this.sockets.push(new Socket());
    return this.socket;
  };

  now = () => this.time;
  date = () => this.time;
  random = () => 0.5;

  later = (action, delay) => {
    this.#number += 1;
    this.#timers.set(this.#number, { due: this.time + delay, action });
    return this.#number;
  };

  cancel = (timer) => this.#timers.delete(timer);

  /** Whether the server answers over HTTP. */
  serving = false;
  answers = () => Promise.resolve(this.serving);

  onOnline = (action) => {
    this.online = action;
  };

  /** Let `duration` ms pass. */
  pass(duration) {
    const end = this.time + duration;
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.due <= end);
      if (due.length === 0) break;
      const [id, { due: time, action }] = due.toSorted((a, b) => a[1].due - b[1].due)[0];
      this.#timers.delete(id);
      this.time = Math.max(this.time, time);
      action();
    }
    this.time = end;
  }
}
