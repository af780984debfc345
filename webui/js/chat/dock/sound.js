/**
 * A short sound when somebody writes to the player who does not look, or something comes into their inbox: only if they
 * have chosen that.
 */

import { speaker } from "../../components/icons.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { recall, remember } from "../../lib/storage.js";
import { calls } from "../line_text.js";
import { glyphButton } from "./buttons.js";

const KEY = "rally.chat.sound";
const PAUSE = 1500; // ms between two sounds
const [HIGH, LOW] = [880, 660]; // Hz
const LENGTH = 0.16; // s

export class Sound extends Component {
  #context = null;
  #last = -Infinity;

  build() {
    const button = glyphButton({ label: t("chat.sound"), onClick: () => this.#switch(), "aria-pressed": "false" }, speaker());
    return button;
  }

  start() {
    super.start();
    this.own(this.props.chat.onEvent((news) => this.#heard(news)));
    this.own(this.props.app.session.on("notified", () => this.#ring()));
    this.#render();
  }

  get #isOn() {
    return recall(KEY) === "on";
  }

  #switch() {
    remember(KEY, this.#isOn ? null : "on");
    this.#render();
    if (this.#isOn) this.#play();
  }

  #render() {
    this.element.setAttribute("aria-pressed", String(this.#isOn));
  }

  #heard({ event, room }) {
    const { chat, player } = this.props.app.store.state;
    const isMeant = chat.rooms[room].kind === "direct" || calls(event.text ?? "", player?.name);
    if (event.kind !== "line" || event.author === player?.id || !isMeant || this.props.isHeard(room)) return;
    this.#ring();
  }

  #ring() {
    if (this.#isOn && performance.now() - this.#last > PAUSE) this.#play();
  }

  /** Two soft tones. A browser that has had no click yet stays silent. */
  #play() {
    this.#last = performance.now();
    this.#context ??= new AudioContext();
    const { currentTime: now, destination } = this.#context;
    [HIGH, LOW].forEach((pitch, place) => {
      const begin = now + place * LENGTH;
      const tone = new OscillatorNode(this.#context, { frequency: pitch, type: "sine" });
      const loud = new GainNode(this.#context, { gain: 0 });
      loud.gain.setValueAtTime(0, begin);
      loud.gain.linearRampToValueAtTime(0.08, begin + 0.02);
      loud.gain.linearRampToValueAtTime(0, begin + LENGTH);
      tone.connect(loud).connect(destination);
      tone.start(begin);
      tone.stop(begin + LENGTH);
    });
  }
}
