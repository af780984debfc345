/** The own image: choose a file, see a preview, keep or drop it; or go back to the drawn image. */

import { avatar, setAvatar } from "../../components/avatar.js";
import { explainProblem } from "../../i18n/say.js";
import { t } from "../../i18n/t.js";
import { Component } from "../../lib/component.js";
import { busy, h, setText } from "../../lib/dom.js";
import { KINDS, refused } from "./image_rules.js";

const SIDE = 256;

export class AvatarForm extends Component {
  #file = null;

  build() {
    const { player } = this.props.app.store.state.profile;
    this.image = avatar(player, SIDE);
    this.canvas = h("canvas", { class: "avatar", width: SIDE, height: SIDE, role: "img", "aria-label": t("edit.avatar.preview"), hidden: true });
    this.input = h("input", {
      id: "avatar", class: "file unseen", type: "file", accept: KINDS.join(","), "aria-describedby": "avatar-note",
      onChange: () => this.#chosen(),
    });
    const label = h("label", { class: "button", for: "avatar" }, t("edit.avatar.choose"));
    this.note = h("p", { id: "avatar-note", class: "soft" }, t("edit.avatar.hint"));
    this.wrong = h("p", { class: "refusal", role: "alert" });
    this.choose = h("div", { class: "actions" }, this.input, label, (this.remove = this.#button("remove", () => this.#remove())));
    this.decide = h("div", { class: "actions", hidden: true }, [
      this.#button("use", () => this.#use(), "primary"), this.#button("cancel", () => this.#cancel()),
    ]);
    return h("section", { class: "card avatar-form" }, this.image, this.canvas, h("div", { class: "stack" }, [
      h("h2", {}, t("edit.avatar")), this.note, this.wrong, this.choose, this.decide,
    ]));
  }

  start() {
    super.start();
    const { store } = this.props.app;
    this.own(store.subscribe((state) => state.profile?.player, () => this.#render()));
    this.#render();
  }

  #button(key, work, kind = "") {
    const button = h("button", { class: `button ${kind}`, onClick: () => busy(button, work) }, t(`edit.avatar.${key}`));
    return button;
  }

  #render() {
    const { profile } = this.props.app.store.state;
    if (!profile) return;
    setAvatar(this.image, profile.player, SIDE);
    this.remove.hidden = !profile.player.avatar;
  }

  /** Check the chosen file and show a preview, before it is uploaded. */
  async #chosen() {
    const [file] = this.input.files;
    if (!file) return;
    setText(this.wrong, "");
    const fault = refused(file);
    const bitmap = fault ? null : await createImageBitmap(file).catch(() => null);
    if (!this.running) return;
    if (!bitmap) {
      this.input.value = "";
      setText(this.wrong, fault ?? t("edit.avatar.broken"));
      return;
    }
    this.#file = file;
    draw(this.canvas, bitmap);
    this.#decide(true);
  }

  #decide(on) {
    this.image.hidden = on;
    this.canvas.hidden = !on;
    this.choose.hidden = on;
    this.decide.hidden = !on;
    if (on) this.decide.querySelector("button").focus();
    else this.input.focus();
  }

  #cancel() {
    this.#file = null;
    this.input.value = "";
    setText(this.wrong, "");
    this.#decide(false);
  }

  async #use() {
    const { api, notify } = this.props.app;
    await this.#attempt(async () => {
      const { avatar: name } = await api.ask("PUT", "/profile/avatar", this.#file);
      this.#changed(name);
      this.#cancel();
      notify({ text: t("edit.avatar.saved") });
    });
  }

  async #remove() {
    const { api, notify } = this.props.app;
    await this.#attempt(async () => {
      await api.ask("DELETE", "/profile/avatar");
      this.#changed(null);
      this.input.focus();
      notify({ text: t("edit.avatar.removed") });
    });
  }

  #changed(name) {
    const { people, store } = this.props.app;
    people.setProfile({ player: { ...store.state.profile.player, avatar: name } });
  }

  async #attempt(work) {
    setText(this.wrong, "");
    try {
      await work();
    } catch (error) {
      const { fields, text } = explainProblem(error);
      setText(this.wrong, fields?.image ?? text);
    }
  }
}

/** Draw the middle of the image, as the server will crop it. */
function draw(canvas, bitmap) {
  const side = Math.min(bitmap.width, bitmap.height);
  const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, left, top, side, side, 0, 0, SIDE, SIDE);
  bitmap.close();
}
