/** Bots are marked wherever they are named: each text with a name goes through `named`, or is listed here with the reason. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { sayNotice } from "../../webui/js/chat/dock/notice_row.js";
import { sayNotice as sayNote } from "../../webui/js/inbox/words.js";

const ROOT = new URL("../../webui/js/", import.meta.url);
const FOLDERS_OF_NOBODY = /^(i18n|factors|providers|programs|ways|game|lib|mail)\//;
/** What a player, or something else, may be called where a text is filled in. */
const NAME = /\b(alias|loser|moderator|name|opponent|other|person|player|subject|who|winner)\b(?!\()|\.\.\./;
const MARKS = /\b(named|nameOf|sayName|saySide|sayTwo|marked)\(/;
const WHERE_NAMED = /[\w.]*\b(player|person|one|entrant|opponent|owner|other|left|right)\.(alias|name)\b/;

/** Texts that name no player who could be a bot, by what is asked of the catalogue. */
const OTHERS = {
  "the own name": [
    't("account.name.done"', 't("account.login.done"', 't("account.guest.done"', 't("make.name"', 't("tour.in.text"',
    't("tour.check.text"', 't("tours.placed"', 't("tours.as"', 't("top.profile"',
  ],
  "a friend, or somebody who asks: bots have none": ['t("friends.watch.label"', "t(`friends.${key}.label`", 't("friends.add.label"', 't("friends.accept.label"'],
  "a moderator": ['t(where, { name: mute.moderator', "t(`mod.outcome.${outcome}`", 't("mod.mutes.note"', 't(room === "" ? "inbox.muted.everywhere"'],
  "a room": ['t("mod.rules.title"', 't("chat.leave.title"', "t(this.#isMine ?", 't("chat.tab.invited"', 't("chat.tab.unread"', "t(WRITE[room.kind]", 't("chat.heard.direct"'],
  "a tournament, or a part of it": ['t("desk.cancel.text"', "t(`inbox.tournament.", 't("inbox.next_fight.unknown"', 't("tour.pairing"'],
  "what somebody has typed": ['t("chat.unknown"', "t(people.length === 0"],
  "a name that came from `named`": [
    "t(`invitations.${what}.label`", 't(sent ? "invitations.sent"', 't("own.against"', "t(`rematch.${state}`", "t(key, { name })", 't("pause.other"',
    't("tour.missing.both"', 't("tour.missing.one"', "t(`desk.${what}.done`", "t(`desk.${what}.label`", 't("end.both"',
  ],
  "a site that people sign in with": ["t(words, { name })"],
  "nobody": ['t("quick.since.usual"', "t(`match.${way}`"],
};
/** Names without a text: a mark stands beside them, or they are no bot's. */
const BESIDE = {
  "components/person.js": "botMark",
  "pages/match/opponent.js": "marks(record)",
  "pages/profile/profile.js": "marks(record)",
  "pages/match/scoreboard.js": "Person",
  "pages/account/upgrade.js": "the own name",
};

/** The calls of `t` in a source, each with all its arguments. */
function callsOf(source) {
  return Array.from(source.matchAll(/(?<![\w.])t\(/g), ({ index }) => {
    let [depth, end] = [0, index + 1];
    do {
      if (source[end] === "(") depth += 1;
      if (source[end] === ")") depth -= 1;
      end += 1;
    } while (depth > 0);
    return source.slice(index, end).replaceAll(/\s+/g, " ");
  });
}

const sources = readdirSync(ROOT, { recursive: true })
  .filter((file) => file.endsWith(".js") && !FOLDERS_OF_NOBODY.test(file) && file !== "components/bot.js")
  .map((file) => ({ file, source: readFileSync(new URL(file, ROOT), "utf8") }));
const listed = Object.values(OTHERS).flat();

const said = (notice) => sayNotice({ kind: "system", notice });

test("every text that is given a name marks bots", () => {
  const naming = sources.flatMap(({ file, source }) => callsOf(source).map((call) => ({ file, call })))
    .filter(({ call }) => call.includes(",") && NAME.test(call.slice(call.indexOf(","))) && !MARKS.test(call));
  const unmarked = naming.filter(({ call }) => !listed.some((begin) => call.startsWith(begin)));
  assert.deepEqual(unmarked, []);
  const idle = listed.filter((begin) => !naming.some(({ call }) => call.startsWith(begin)));
  assert.deepEqual(idle, [], "listed, but not there");
});

test("every name that stands without a text has a mark beside it", () => {
  const bare = sources.flatMap(({ file, source }) =>
    source.split("\n").filter((line) => /\b(h|setText)\(/.test(line) && WHERE_NAMED.test(line) && !MARKS.test(line)).map((line) => `${file}: ${line.trim()}`));
  assert.deepEqual(bare.filter((line) => !(line.split(":")[0] in BESIDE)), []);
});

test("a line of a room and a note name a bot as one, though only by alias", () => {
  const over = { type: "fight_over", aliases: ["Ace", "Robo"], cause: "played", games: [0, 1], points: [3, 11], winner: 1 };
  assert.equal(said({ ...over, bots: ["Robo"] }), "Robo (bot) has won against Ace, 11 : 3.");
  assert.equal(said(over), "Robo has won against Ace, 11 : 3."); // a line of before
  assert.match(said({ type: "fights", fights: [["w1-1", "Ace", "Robo"]], more: 0, until: 0, bots: ["Robo"] }), /Ace against Robo \(bot\)/);
  assert.match(said({ type: "stage", what: "over", round: null, winner: "Robo", bots: ["Robo"] }), /Robo \(bot\) has won/);
  const member = { player: "bot1", name: "Robo", role: "member" };
  assert.equal(sayNotice({ kind: "member", author: "a", name: "Ada", member }), "Ada has made Robo (bot) a member.");
  const fight = { kind: "next_fight", tournament: "t5", name: "Spring", pairing: "p3", opponent: "Robo", deadline: null };
  assert.equal(sayNote({ ...fight, bot: true }), "You are next in Spring, against Robo (bot).");
  assert.equal(sayNote({ kind: "invited", player: "bot1", name: "Robo", until: 1 }), "Robo (bot) has invited you to play.");
});
