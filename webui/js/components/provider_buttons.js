/** A button for each provider: it leads to the provider's pages, and those lead back. */

import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { busy, h, svg } from "../lib/dom.js";
import { leaveFor } from "../net/provider_way.js";

const MARKS = {
  42: ["M3 11.5h7M8 3.5L3 11.5M10 8v8", "M12 6a2.6 2.6 0 1 1 4.6 1.7L12 13.5h5.5"],
  oidc: ["M10 11.5a4 4 0 1 0-3-3L3 12.5V16h3.5v-2H8v-1.5Z", "M12.3 6.8h.1"],
};

/**
 * `words` is the key of the text on each button; `intent` and `next` are as in `leaveFor`. `first()` resolves to
 * whether to leave at all.
 */
export function providerButtons({ app, providers, intent, next, first = () => true, words = "sign.with" }) {
  const button = ({ id, kind, name }) => {
    const onClick = () => busy(made, async () => (await first()) && leave(app, id, intent, next));
    const made = h("button", { class: "button provider", type: "button", onClick }, mark(kind), h("span", {}, t(words, { name })));
    return made;
  };
  return h("div", { class: "providers" }, providers.map(button));
}

async function leave({ api, notify }, provider, intent, next) {
  try {
    await leaveFor(provider, intent, { api, next });
  } catch (error) {
    notify({ text: sayProblem(error), kind: "error" });
  }
}

function mark(kind) {
  const lines = (MARKS[kind] ?? MARKS.oidc).map((d) => svg("path", { d }));
  return svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, lines);
}
