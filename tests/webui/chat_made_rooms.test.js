/** Rooms that players make: what the page knows of them, who may speak, and what the room says in words. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { NO_ROOMS, listed, roomIn, tabsOf, unreadOf, withRoom } from "../../webui/js/chat/directory.js";
import { powersOver, silenced } from "../../webui/js/chat/may_speak.js";
import { nameOf } from "../../webui/js/chat/names.js";
import { NEW_ROOM, happened, told } from "../../webui/js/chat/room_model.js";
import { saySilence } from "../../webui/js/chat/dock/barrier.js";
import { sayNotice } from "../../webui/js/chat/dock/notice_row.js";
import { isAboutRoom } from "../../webui/js/net/room_codes.js";

const ME = { id: "ada", name: "Ada" };
const MADE = { name: "Spin doctors", topic: "All about spin", public: true };
const MODE = { slow: 0, members: false, closed: false };
const member = (number, subject, role, author = "ada", invited = undefined) => ({
  number, kind: "member", at: number, author, name: author, member: { player: subject, name: subject, role, invited },
});

/** A room that was shown, in which the player has this role. */
function shownAs(role, more = {}) {
  const model = told(NEW_ROOM, { after: 0, anew: false, events: [], last: 0, mode: MODE, made: MADE, role });
  return { ...roomIn(NO_ROOMS, "r.1"), status: "ready", model: { ...model, ...more } };
}

const why = (room, { mutes = [], now = 0, player = ME, profile = {} } = {}) =>
  silenced(room, { mutes, player, profile }, now)?.why ?? null;

const of = (own) => Object.fromEntries(["owner", "moderator", "member", "invited"].map((role) => [role, powersOver({ role }, own)]));
const words = (...args) => sayNotice(member(1, ...args));

test("what a room is called, and the own role, come with it and change with its events", () => {
  let { model } = shownAs(null);
  assert.equal(model.made.name, "Spin doctors");
  model = happened(model, member(1, "bob", "member", "bob"), "ada");
  assert.equal(model.role, null);
  model = happened(model, member(2, "ada", "owner"), "ada");
  assert.equal(model.role, "owner");
  model = happened(model, { number: 3, kind: "topic", at: 3, author: "ada", name: "Ada", room: { ...MADE, name: "Spin" } }, "ada");
  assert.equal(nameOf({ kind: "made", model }, {}), "Spin");
  model = happened(model, member(4, "bob", "owner"), "ada");
  assert.equal(model.role, "moderator", "who makes another one the owner moderates from then on");
  const left = member(5, "bob", null);
  model = happened(model, { ...left, member: { ...left.member, heir: "ada" } }, "ada");
  assert.equal(model.role, "owner", "who inherits the room owns it");
  model = happened(model, member(6, "ada", null, "bob"), "ada");
  assert.equal(model.role, null);
});

test("the server's list says what a room is called before it was read", () => {
  const list = [{ id: "r.1", kind: "made", name: "Spin", topic: "", public: false, role: "invited", other: null, last: 2, mark: 0, unread: 0 }];
  const directory = listed(NO_ROOMS, list);
  assert.equal(nameOf(directory.rooms["r.1"], {}), "Spin");
  assert.equal(directory.rooms["r.1"].model.role, "invited");
});

test("an invitation into a room counts as a line to the player, and stands first", () => {
  let directory = withRoom(withRoom(NO_ROOMS, "lobby"), "d.ada.bob");
  directory = withRoom(directory, "r.1", { model: { ...NEW_ROOM, role: "invited" } });
  assert.deepEqual(tabsOf(directory).map(({ id }) => id), ["lobby", "r.1", "d.ada.bob"]);
  assert.equal(unreadOf(directory, ME).count, 1);
});

test("why one cannot speak", () => {
  assert.equal(why(shownAs(null)), "not_a_member");
  assert.equal(why(shownAs("invited")), "invited");
  assert.equal(why(shownAs("member")), null);
  assert.equal(why({ ...shownAs(null), status: "loading" }), null, "nothing is said before the room is known");
  const closed = { mode: { ...MODE, closed: true } };
  assert.equal(why(shownAs("member", closed)), "closed");
  assert.equal(why(shownAs("moderator", closed)), null);
  assert.equal(why(shownAs("member", closed), { profile: { role: "admin" } }), null);
  const members = { ...roomIn(NO_ROOMS, "lobby"), status: "ready", model: { ...NEW_ROOM, mode: { ...MODE, members: true } } };
  assert.equal(why(members), null);
  assert.equal(why(members, { player: { ...ME, guest: true } }), "members_only");
});

test("a mute holds in its room or everywhere, until its end", () => {
  const mute = { room: "r.1", moderator: "Cyd", reason: "flood", until: 1000 };
  assert.equal(why(shownAs("owner"), { mutes: [mute], now: 999 }), "muted");
  assert.equal(why(shownAs("owner"), { mutes: [mute], now: 1000 }), null);
  assert.equal(why(shownAs("owner"), { mutes: [{ ...mute, room: "r.2" }] }), null);
  assert.equal(why(shownAs("owner"), { mutes: [{ ...mute, room: "", until: null }], now: 5000 }), "muted");
  assert.match(saySilence({ why: "muted", mute }), /^Cyd has muted you in this room: “flood”. Until /);
  assert.equal(saySilence({ why: "muted", mute: { ...mute, room: "", until: null } }),
    "Cyd has muted you everywhere: “flood”. There is no end to it.");
});

test("what one may do with a member", () => {
  assert.deepEqual(of("owner"), {
    owner: [], moderator: ["member", "owner", "remove"], member: ["moderator", "owner", "remove"], invited: ["remove"],
  });
  assert.deepEqual(of("moderator"), { owner: [], moderator: [], member: ["remove"], invited: ["remove"] });
  assert.deepEqual(of("member"), { owner: [], moderator: [], member: [], invited: [] });
});

test("what happens to a room, in words", () => {
  assert.equal(words("bob", "invited"), "ada has invited bob.");
  assert.equal(words("bob", "member", "bob"), "bob has joined.");
  assert.equal(words("bob", null, "bob"), "bob has left.");
  assert.equal(words("bob", null, "bob", true), "bob has declined the invitation.");
  assert.equal(words("bob", null, "ada", true), "ada has taken back the invitation of bob.");
  assert.equal(words("bob", null), "ada has removed bob.");
  assert.equal(words("bob", "moderator"), "ada has made bob a moderator.");
  assert.equal(words("bob", "owner"), "ada has made bob the owner.");
  assert.equal(sayNotice({ kind: "topic", name: "Ada", room: MADE }), "Ada has named the room Spin doctors: All about spin");
});

test("a refused `typing` is about a room; what the queue says is not", () => {
  assert.equal(isAboutRoom({ code: "no_such_room" }), true);
  assert.equal(isAboutRoom({ code: "no_show" }), false);
});
