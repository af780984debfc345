"""Makes matches, and keeps players for matches which others make: each order is all or nothing.

An order comes to the first part of its players. If they are all its own, it is carried out at once.
Otherwise the part holds its own, asks the other part to keep the rest, and goes on with the answer.
Whoever is held gets nothing else until then: what concerns them waits.

Nobody is kept for a match that never comes. While the part that asks is up, it asks again until it
is answered. A kill makes it forget what is pending; so after each start a part that keeps somebody
asks, by `Reserved`, and after a kill whatever concerns them waits for the answer.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from actors.core.address import Address
from actors.core.context import Context
from actors.match.orders import CallOff
from actors.match.owner import create_match
from actors.match.view import matched
from actors.match.wishes import NotAgain
from actors.player.pages import Pages
from actors.seats.ids import draw_match
from actors.seats.messages import Retry
from actors.seats.orders import Order, gets_practice, is_part, over_for, players_of
from actors.seats.parts import by_part
from actors.seats.seating import (
    Abandoned,
    Coming,
    Declined,
    Propose,
    Released,
    Reserve,
    Reserved,
    Seated,
)
from actors.seats.state import State
from actors.seats.telling import Telling

RETRY = 2.0
"""Seconds until another part is asked once more."""


class Making:
    """Part of the seats. ``free`` frees players of a match that is over or called off."""

    def __init__(
        self,
        context: Context[Any],
        state: State,
        telling: Telling,
        free: Callable[[str, bool], None],
    ) -> None:
        self._context = context
        self._state = state
        self._telling = telling
        self._free = free
        self._pages = Pages(context)
        self.told: dict[type, Callable[[Any], None]] = {
            Propose: lambda made: self.order(draw_match(players_of(made)[0], context.random), made),
            Reserve: lambda asked: self.order(asked.match, asked),
            Reserved: self.reserved,
            Declined: self.declined,
            Released: self.released,
            Coming: lambda coming: self._sure(coming.match),
            Abandoned: self.abandon,
            Retry: lambda _: self._ask_again(),
        }

    def resume(self, fatal: object, *, anew: bool) -> None:
        """After a start: ask again for what is pending; ``anew``, after a kill, let it go.

        Others are asked whether what they have reserved still comes. A match that could not be made
        (``fatal`` crashed the last start) is let go too.
        """
        state = self._state
        kept = {match: by for match, by in state.reserved.items() if is_part(by)}
        if anew:
            state.pending.clear()
            state.unsure = dict.fromkeys(kept)
        if isinstance(fatal, Reserved) and fatal.match in state.pending:
            self._context.tell_at_once(fatal.part, Released(fatal.match, over=False))
            self.declined(Declined(fatal.match, {}))
        for match in kept.keys() - state.unsure.keys():
            self._make_sure(match)
        self._ask_again()
        for match in state.waiting.keys() - state.pending.keys() - state.unsure.keys():
            self._let_through(match)

    def held(self, players: Iterable[str]) -> str | None:
        """Return the match that is pending for one of these players, if any."""
        wanted = {*players}
        for match, order in self._state.pending.items():
            if wanted.intersection(players_of(order)):
                return match
        return self.unsure(wanted)

    def unsure(self, players: Collection[str]) -> str | None:
        """Return the match for which one of these is kept, if it may not come, after a kill."""
        playing = (self._state.playing.get(player, "") for player in players)
        return next((match for match in playing if match in self._state.unsure), None)

    def wait(self, match: str, message: object) -> None:
        """Handle a message when it is clear what becomes of a pending match."""
        self._state.waiting.setdefault(match, []).append(message)

    def order(self, match: str, order: Order) -> None:
        """Carry out an order, ask another part first, wait for what is pending, or decline."""
        state, players = self._state, players_of(order)
        if match in state.ended:
            return  # it was asked for twice
        if match in state.pending:
            self._ask(match, order)
            return
        if (other := self.held(players)) is not None:
            self.wait(other, order)
            return
        busy, _ = self._busy(match, order)
        if busy:
            self._decline(order, busy)
        elif self._elsewhere(order) and match not in state.others:
            state.pending[match] = order
            self._telling.save()
            self._ask(match, order)
        else:
            self._carry_out(match, order)

    def reserved(self, reserved: Reserved) -> None:
        """Go on with a match, as its other players are kept for it."""
        state, match = self._state, reserved.match
        order = state.pending.get(match)
        if order is None:
            comes = state.knows(match)  # else it has ended, or was forgotten by a kill
            if comes:
                self._call_off(reserved.practice)  # perhaps it has not heard of it
            answer = Coming(match) if comes else Released(match, over=False)
            self._context.tell_at_once(reserved.part, answer)
            return
        busy, _ = self._busy(match, order)
        del state.pending[match]
        if busy:
            self._context.tell_at_once(reserved.part, Released(match, over=False))
            self._decline(order, busy)
        else:
            self._call_off(reserved.practice)
            self._carry_out(match, order)
        self._let_through(match)

    def released(self, released: Released) -> None:
        """Let players go whose match is over or does not come about."""
        if released.match in self._state.yielding:
            self._state.go_back(released.match)
            self._telling.save()
        else:
            self._free(released.match, released.over)
        self._sure(released.match)

    def _sure(self, match: str) -> None:
        if match in self._state.unsure:
            self._let_through(match)
            del self._state.unsure[match]

    def declined(self, declined: Declined) -> None:
        """Tell whoever wanted a match that there is none."""
        order = self._state.pending.pop(declined.key, None)
        if order is not None:
            self._decline(order, declined.busy)
            self._telling.save()
            self._let_through(declined.key)

    def abandon(self, abandoned: Abandoned) -> None:
        """Call off what an owner who is given up has reserved; some may never have been made."""
        reserved = self._state.reserved
        for match in [match for match, by in reserved.items() if by == abandoned.by]:
            self._context.tell(Address("match", match), CallOff())
            self._free(match, True)

    # Steps.

    def _own(self, order: Order) -> list[str]:
        here = by_part(players_of(order)).get(self._context.address, ())
        return [*here]

    def _elsewhere(self, order: Order) -> list[tuple[Address, tuple[str, ...]]]:
        """Return the other parts of its players, each with those."""
        parts = by_part(players_of(order)).items()
        return [(part, each) for part, each in parts if part != self._context.address]

    def _busy(self, match: str, order: Order) -> tuple[dict[str, str], set[str]]:
        """Return who of this part plays elsewhere, and which matches give way."""
        own, yields = self._own(order), gets_practice(order)
        busy, yielding = self._state.elsewhere(own, yields=yields)
        over = {match, over_for(order)}
        return {player: other for player, other in busy.items() if other not in over}, yielding

    def _ask(self, match: str, order: Order) -> None:
        """Ask past the gate: if a kill loses that it is pending here, it is let go there."""
        here, homes = self._context.address, getattr(order, "homes", {})
        for part, players in self._elsewhere(order):
            yields, over = gets_practice(order), over_for(order)
            reserve = Reserve(here, match, players, yields=yields, over=over, homes=homes)
            self._context.tell_at_once(part, reserve)
        self._context.timer("retry", self._context.now() + RETRY, Retry())

    def _ask_again(self) -> None:
        for match, order in self._state.pending.items():
            self._ask(match, order)
        for match in [*self._state.unsure]:
            if match in self._state.reserved:
                self._make_sure(match)
                self._context.timer("retry", self._context.now() + RETRY, Retry())
            else:
                self._sure(match)  # it has ended meanwhile

    def _make_sure(self, match: str) -> None:
        """Ask whether a match still comes for which players are kept."""
        practice = self._state.yielding.get(match)
        reserved = Reserved(match, self._context.address, practice)
        self._context.tell_at_once(self._state.reserved[match], reserved)

    def _decline(self, order: Order, busy: dict[str, str]) -> None:
        if isinstance(order, Reserve):
            self._context.tell(order.by, Declined(order.match, busy))
        elif over := over_for(order):
            self._context.tell(Address("match", over), NotAgain())
        else:
            self._context.tell(order.by, Declined(order.key, busy))

    def _let_through(self, match: str) -> None:
        for message in self._state.waiting.get(match, ()):
            self._context.tell_at_once(self._context.address, message)
        self._state.waiting.pop(match, None)

    def _carry_out(self, match: str, order: Order) -> None:
        _, yielding = self._busy(match, order)
        for practice in yielding:
            self._state.free(practice, self._own(order))
            if isinstance(order, Reserve) and is_part(order.by):
                self._state.yielding[match] = practice
            else:
                self._call_off(practice)
        if isinstance(order, Reserve):
            self._keep(order)
        else:
            self._make(match, order)

    def _call_off(self, practice: str | None) -> None:
        if practice is not None:
            self._context.tell(Address("match", practice), CallOff())

    def _keep(self, order: Reserve) -> None:
        """Keep players for a match of others. It is durable before another part relies on it."""
        state, match, first = self._state, order.match, not is_part(order.by)
        if match not in state.reserved:
            state.reserved[match] = order.by
            if order.homes:
                state.homes[match] = order.homes
            self._seat(match, order)
            self._telling.save()
            if first:
                self._telling.seated(Seated(match, order.players))
        if not first:
            self._context.persist(away="tell")
        practice = state.yielding.get(match)
        self._context.tell(order.by, Reserved(match, self._context.address, practice))

    def _make(self, match: str, order: Propose) -> None:
        """Make a match; its players wait for nothing else any more."""
        state, context, mode = self._state, self._context, order.mode
        strangers = mode in {"quick", "open"}
        if strangers:
            state.homes[match] = order.homes
        if mode == "ai":
            state.practice[match] = None
        self._seat(match, order)
        frames = matched(match, mode, order.seats)
        for player, frame in frames.items():
            self._pages.send(player, frame)
        seed = context.random.getrandbits(32)
        create_match(context, match, mode, order.settings, order.seats, seed, rated=order.rated)
        self._telling.save()
        self._telling.watch(match)
        self._telling.seated(Seated(match, tuple(frames), order.key, strangers))

    def _seat(self, match: str, order: Order) -> None:
        self._state.seat(match, self._own(order))
        others = tuple(player for _, each in self._elsewhere(order) for player in each)
        if others:
            self._state.others[match] = others
