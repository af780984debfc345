/** What the rules will say of a contact, before the server says it. */

import { advance } from "./rally.js";

/**
 * The flight after `flight` met `paddle` (of the rules), or null after a miss. `window` is what
 * the next defender probably gets; the motion does not depend on it.
 */
export function afterContact(flight, paddle, window) {
  const game = {
    flight: { ...flight, window: 0 }, // decided at the contact, not when it is announced
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
