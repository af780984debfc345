/** Settings that the browser remembers: what somebody chose last, and their presets. */

import { MAPS } from "../game/maps.js";
import { CLASSIC, PACES, PADDLES, SPEED_UPS } from "../game/options.js";
import { recall, remember } from "../lib/storage.js";

/** The values of each option, in their order. */
export const OPTIONS = {
  points: [1, 3, 5, 7, 11, 15, 21],
  sets: [1, 3, 5],
  ball: Object.keys(PACES),
  speed_up: Object.keys(SPEED_UPS),
  paddle: Object.keys(PADDLES),
  map: Object.keys(MAPS),
};
const MOST = 8;

const keyOf = (kind, player) => `rally.${kind}.${player}`;

/** Settings with what is known of `found`; the rest is classic, as nobody knows what the browser has kept. */
export function sound(found) {
  const known = Object.entries(OPTIONS).filter(([name, values]) => values.includes(found?.[name]));
  const chosen = Object.fromEntries(known.map(([name]) => [name, found[name]]));
  return { ...CLASSIC, win_by_two: found?.win_by_two === true, ...chosen };
}

function read(key) {
  try {
    return JSON.parse(recall(key) ?? "null");
  } catch {
    return null;
  }
}

/** What a player (an id) chose last in this browser. */
export const lastChosen = (player) => sound(read(keyOf("settings", player)));

export const keepChosen = (player, settings) => remember(keyOf("settings", player), JSON.stringify(settings));

/** The presets of a player, the oldest first. */
export function presets(player) {
  const found = read(keyOf("presets", player));
  return Array.isArray(found) ? found.map(sound) : [];
}

export const same = (one, other) => Object.keys(CLASSIC).every((name) => one[name] === other[name]);

/** Keep settings as a preset, once; the oldest gives way. Returns all. */
export function addPreset(player, settings) {
  const others = presets(player).filter((each) => !same(each, settings));
  return keepPresets(player, [...others, settings].slice(-MOST));
}

export function dropPreset(player, settings) {
  return keepPresets(player, presets(player).filter((each) => !same(each, settings)));
}

function keepPresets(player, all) {
  remember(keyOf("presets", player), JSON.stringify(all));
  return all;
}
