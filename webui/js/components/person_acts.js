/** The actions in the menu beside a name; each shows a notice of how it went. */

import { named } from "./bot.js";
import { sayProblem } from "../i18n/say.js";
import { t } from "../i18n/t.js";
import { openWith } from "../net/invitations_state.js";
import { relationShown } from "../net/people_state.js";

/** The actions for a person, by our relation to them: `[{key, kind?, run(app, person)}]`. */
export function actsFor(relation, { guest }) {
  const friendly = guest ? [] : FRIENDLY[relation];
  return [...friendly, relation === "blocked" ? UNBLOCK : BLOCK];
}

/** The actions about a match with a person, by the invitations between us; who has a match begins no other one. */
export function playActs({ invitations, circle, currentMatch }, { id }) {
  if (relationShown(circle, id) === "blocked") return [];
  const { sent, received } = openWith(invitations, id);
  if (received) return currentMatch ? [INVITE_DECLINE] : [INVITE_ACCEPT, INVITE_DECLINE];
  if (sent) return [INVITE_BACK];
  return currentMatch ? [] : [INVITE];
}

const INVITE = { key: "invite", run: (app, person) => app.invitations.invite(person) };
const INVITE_BACK = { key: "invite_back", run: answer("sent", "withdraw") };
const INVITE_ACCEPT = { key: "invite_accept", run: answer("received", "accept") };
const INVITE_DECLINE = { key: "invite_decline", run: answer("received", "decline") };

export const ADD = { key: "add", run: addFriend };
export const ACCEPT = { key: "accept", run: addFriend };
export const DECLINE = { key: "decline", run: (app, person) => removeLater(app, person, "declined") };
export const WITHDRAW = { key: "withdraw", run: withdraw };
export const UNBLOCK = { key: "unblock", run: unblock };
const REMOVE = { key: "remove", run: (app, person) => removeLater(app, person, "removed") };
const BLOCK = { key: "block", kind: "danger", run: block };

const FRIENDLY = {
  unknown: [],
  none: [ADD],
  asked: [WITHDRAW],
  asks: [ACCEPT, DECLINE],
  friend: [REMOVE],
  blocked: [],
};

/** Answer the invitation between us, if it still is open when the action runs. */
function answer(direction, what) {
  return async (app, { id }) => {
    const open = openWith(app.store.state.invitations, id)[direction];
    if (open) await app.invitations[what](open);
  };
}

/** Ask to be friends, or accept the other's request. */
async function addFriend(app, person) {
  await attempt(app, async () => {
    const relation = await app.people.befriend(person);
    const key = relation === "friend" ? "notice.friend" : "notice.asked";
    app.notify({ text: t(key, { name: named(person) }) });
  });
}

async function withdraw(app, person) {
  await attempt(app, async () => {
    await app.people.withdraw(person);
    const text = t("notice.withdrawn", { name: named(person) });
    app.notify({ text, undo: () => addFriend(app, person) });
  });
}

/** End a friendship a little later: nobody can bring it back afterwards. */
function removeLater(app, person, what) {
  const { commit, undo } = app.people.remove(person);
  const done = () => attempt(app, commit);
  app.notify({ text: t(`notice.${what}`, { name: named(person) }), undo, done });
}

async function block(app, person) {
  await attempt(app, async () => {
    await app.people.block(person);
    app.notify({ text: t("notice.blocked", { name: named(person) }), undo: () => unblock(app, person) });
  });
}

async function unblock(app, person) {
  await attempt(app, async () => {
    await app.people.unblock(person);
    app.notify({ text: t("notice.unblocked", { name: named(person) }), undo: () => block(app, person) });
  });
}

async function attempt(app, work) {
  try {
    await work();
  } catch (error) {
    app.notify({ text: sayProblem(error), kind: "error" });
  }
}
