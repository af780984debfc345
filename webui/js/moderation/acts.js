/** What moderators do to people and rooms: a dialog, a request, a notice of how it went. */

import { named } from "../components/bot.js";
import { askForm } from "../components/form_dialog.js";
import { shortly } from "../i18n/dates.js";
import { explainProblem, sayError, sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { given } from "../lib/checks.js";
import { LENGTHS, modeOf, placeOf, speakersOf, untilOf } from "./model.js";

/** Characters of a reason. */
const REASON = 200;
/** Seconds between two lines that a moderator may choose. */
const SLOW = [0, 5, 10, 30, 60, 300];

/** Note that something was done: lists and counts are read again. */
export function acted({ store }) {
  store.set({ moderated: store.state.moderated + 1 });
}

/** Where a mute holds, or something was said, in words. */
export function sayPlace(room) {
  return t(`mod.place.${placeOf(room)}`);
}

/** When a mute ends, in words. */
export function sayUntil(until) {
  return until === null ? t("mod.for_good") : t("mod.until", { moment: shortly(until) });
}

/** Ask where, for how long and why, and mute `person`, `{id, name}`; resolves to whether that was done. */
export async function mute(app, person, room = "") {
  const places = room === "" ? [""] : [room, ""];
  const fields = [
    { name: "room", label: t("mod.mute.where"), kind: "select", options: places.map((each) => [each, sayPlace(each)]) },
    {
      name: "length", label: t("mod.mute.length"), kind: "select",
      options: Object.keys(LENGTHS).map((length) => [length, t(`mod.length.${length}`)]),
    },
    { name: "reason", label: t("mod.mute.reason"), hint: t("mod.mute.hint"), maxlength: REASON, autocomplete: "off", check: given("reason") },
  ];
  const onSubmit = ({ length, reason, room: where }) =>
    put(app, person, { reason, room: where, until: untilOf(length, Math.round(app.session.clock.now())) });
  const title = t("mod.mute.title", { name: named(person) });
  const form = { fields, submit: t("mod.mute.submit"), explain: explainProblem, onSubmit };
  return askForm({ router: app.router, title, form });
}

/** Lift a mute, `{player, name, room, reason, until}`; the notice can bring it back. */
export async function lift(app, { name, player, reason, room, until }) {
  await attempt(app, async () => {
    await remove(app, player, room);
    const undo = () => attempt(app, () => put(app, { id: player, name }, { reason, room, until }));
    app.notify({ text: t("mod.lifted", { name: named({ id: player, name }) }), undo });
  });
}

/** Ask for the rules of a room, and set them. */
export async function setRules({ router, session }, { id, mode, name }) {
  const { slow } = mode;
  const seconds = SLOW.includes(slow) ? SLOW : [...SLOW, slow];
  const fields = [
    {
      name: "who", label: t("mod.rules.who"), kind: "select", value: speakersOf(mode),
      options: ["all", "members", "closed"].map((who) => [who, t(`mod.rules.${who}`)]),
    },
    {
      name: "slow", label: t("mod.rules.slow"), kind: "select", value: String(slow),
      options: seconds.map((each) => [each, each === 0 ? t("mod.rules.fast") : t("mod.rules.each", { seconds: each })]),
    },
  ];
  const onSubmit = (values) => session.request({ t: "mode", room: id, mode: modeOf(values) });
  const form = { fields, submit: t("mod.rules.submit"), explain: (error) => ({ text: sayError(error) }), onSubmit };
  return askForm({ router, title: t("mod.rules.title", { name }), text: t("mod.rules.text"), form });
}

/** Do some work; a refusal becomes a notice. Resolves to whether it was done. */
export async function attempt(app, work) {
  try {
    await work();
    return true;
  } catch (error) {
    app.notify({ text: sayProblem(error), kind: "error" });
    return false;
  }
}

async function put(app, { id, name }, body) {
  await app.api.ask("PUT", `/players/${encodeURIComponent(id)}/mute`, body);
  const undo = () => attempt(app, () => remove(app, id, body.room));
  app.notify({ text: t("mod.done", { name: named({ id, name }), until: sayUntil(body.until) }), undo });
  acted(app);
}

async function remove(app, id, room) {
  const query = room === "" ? "" : `?room=${encodeURIComponent(room)}`;
  await app.api.ask("DELETE", `/players/${encodeURIComponent(id)}/mute${query}`);
  acted(app);
}
