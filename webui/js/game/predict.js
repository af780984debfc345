/** Predicts a contact by the rules, before the server announces it. */

import { advance } from "./rally.js";

/**
 * The flight after `flight` met `paddle` (of the rules), or null after a miss. `window` is the one that
 * the next defender will probably get; the motion does not depend on it. `settings` are those of the match.
 */
export function afterContact(flight, paddle, window, settings) {
  const game = {
    settings,
    flight: { ...flight, window: 0 }, // so it is decided at the contact, not later
    paddles: [paddle, paddle],
    windows: [window, window],
    now: flight.since,
    marks: 0,
    missed: false,
    winner: null,
  };
  const [after] = advance(game, flight.contact);
  return after.missed ? null : after.flight;
}
