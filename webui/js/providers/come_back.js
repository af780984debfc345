/** The page to which a provider leads back: it tells the server what the provider has said, and what followed. */

import { Placeholder } from "../components/placeholder.js";
import { providerButtons } from "../components/provider_buttons.js";
import { factorParts } from "../factors/door.js";
import { sayProblem } from "../i18n/say.js";
import { has, t } from "../i18n/t.js";
import { Component } from "../lib/component.js";
import { focusHeading, h } from "../lib/dom.js";
import { errand } from "../net/provider_way.js";
import { signInWays } from "../net/sign_in_ways.js";
import { Welcome } from "./welcome.js";

export class ComeBack extends Component {
  get title() {
    return t("come.title");
  }

  build() {
    this.errand = errand(this.props.params.provider);
    return h("section", {});
  }

  start() {
    super.start();
    this.#finish();
  }

  async #finish() {
    const { app, params } = this.props;
    const { brought } = app;
    app.brought = null; // it counts once
    if (!brought?.state) return this.#say("nothing", t("come.nothing.text"));
    const waiting = this.append(new Placeholder({ large: true, waiting: t("come.waiting") }), this.element);
    waiting.show("loading");
    try {
      const answer = await app.api.comeBack(params.provider, brought);
      this.remove(waiting);
      return this.#go(answer);
    } catch (error) {
      this.remove(waiting);
      const what = has(`come.${error.code}`) ? error.code : "failed";
      return this.#say(what, sayProblem(error));
    }
  }

  /** Go on with the server's answer: signed in, somebody new, linked, or (null) proven. */
  #go(answer) {
    const { app } = this.props;
    if (answer?.player) return this.#enter(answer.player);
    if (answer?.second_factor) return this.#askSecond(answer.second_factor);
    if (answer?.ticket) return this.#welcome(answer);
    const text = answer ? t("identities.linked", { name: answer.provider_name ?? "", label: answer.label }) : t("come.proven");
    app.notify({ text });
    return app.router.go(this.errand.next, { replace: true });
  }

  /** The account has a second factor: it is asked for here, as after a password. */
  async #askSecond(second) {
    const { app } = this.props;
    const { SecondStep } = await factorParts();
    const card = h("div", { class: "card" });
    const enter = async (path, values) => this.#enter((await app.api.enter(path, values)).player);
    this.element.replaceChildren(h("div", { class: "narrow" }, h("h1", {}, t("come.title")), card));
    this.append(new SecondStep({ app, second, enter, again: () => app.router.go("/", { replace: true }) }), card).focus();
  }

  #welcome(newcomer) {
    const { app } = this.props;
    this.append(new Welcome({ app, newcomer, enter: (player) => this.#enter(player) }), this.element);
    focusHeading(this.element);
  }

  /** Somebody is signed in now, perhaps in place of a guest. */
  async #enter(player) {
    const { router, session, store } = this.props.app;
    if (store.state.player) session.disconnect();
    store.set({ player, banned: false });
    await router.go(this.errand.next, { replace: true });
  }

  /** Say how it failed, and how to go on. */
  async #say(what, text) {
    const { app, params } = this.props;
    const again = h("div", {});
    this.element.replaceChildren(h("div", { class: "message" }, [
      h("h1", {}, t(`come.${what}`)),
      h("p", {}, text),
      again,
      h("a", { class: "button", href: app.store.state.player ? this.errand.next : "/" }, t("come.leave")),
    ]));
    focusHeading(this.element);
    const ways = await signInWays(app.api);
    const providers = ways.providers.filter(({ id }) => id === params.provider);
    const { intent, next } = this.errand;
    const signedIn = intent === "sign_in" || app.store.state.player;
    if (providers.length > 0 && signedIn) again.append(providerButtons({ app, providers, intent, next, words: "come.again" }));
  }
}
