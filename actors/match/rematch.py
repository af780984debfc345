"""After the end: two players agree on another match against each other."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from actors.contact import apart
from actors.core.context import Context
from actors.frames import Ok, Origin
from actors.match.desk import Desk
from actors.match.messages import Message
from actors.match.owner import Again
from actors.match.refusals import refuse_rematch
from actors.match.state import State, sides_of
from actors.match.timers import Linger
from actors.match.wishes import NotAgain, Rematch, Weighed, Wish, Wishes
from actors.pong.court import Side
from store.protocol import Store

STANDS = 60.0
"""Seconds for which an offer stands; the match answers for so long."""


class Rematches:
    """The wishes of the players of one match; its owner makes the match they agree on.

    The wishes are in the state of the match, so a crash of the actor loses none. A kill does: the
    match is over, and nobody restores it.
    """

    def __init__(
        self,
        context: Context[Message],
        store: Store,
        desk: Desk,
        keep: Callable[[State], None],
    ) -> None:
        self._context = context
        self._store = store
        self._desk = desk
        self._keep = keep
        self.told: dict[type, Callable[[State, Any], None]] = {
            Weighed: self._weighed,
            NotAgain: self._not_again,
        }

    def resume(self, state: State) -> None:
        """After a crash: weigh again what was asked, as the answers of the store are lost."""
        for wish in state.wishes.asked:
            self._weigh(state, wish)

    def ask(self, state: State, origin: Origin, frame: Rematch) -> None:
        """Offer a rematch, accept the offer of the other, or go on alone."""
        refused = refuse_rematch(state)
        if refused is not None:
            self._desk.refuse(origin, refused, frame)
        elif frame.on:
            wish, wishes = Wish(origin, frame), state.wishes
            self._keep(replace(state, wishes=replace(wishes, asked=(*wishes.asked, wish))))
            self._weigh(state, wish)
        else:
            self._answer(state, Wish(origin, frame), alone(state, origin.player))

    def _weigh(self, state: State, wish: Wish) -> None:
        one, other = state.players
        self._context.effect(
            lambda: self._store.social.tie(one, other),
            lambda tie: Weighed(wish, apart(tie)),
            lambda _: Weighed(wish, None),
        )

    def _weighed(self, state: State, weighed: Weighed) -> None:
        wish = weighed.wish
        others = tuple(one for one in state.wishes.asked if one != wish)
        state = replace(state, wishes=replace(state.wishes, asked=others))
        refused = "unavailable" if weighed.parted is None else refuse_rematch(state)
        if refused is not None:
            self._keep(state)
            self._desk.refuse(wish.origin, refused, wish.frame)
            return
        now = self._context.now()
        wishes = offered(state, wish.origin.player, now, parted=bool(weighed.parted))
        self._context.timer("phase", wishes.until, Linger())
        if wishes.over:
            left, right = state.chairs
            match, settings = self._context.address.id, state.game.settings
            seats = right.seat, left.seat  # they change sides
            self._context.tell(state.owner, Again(match, state.mode, settings, seats))
        self._answer(state, wish, wishes)

    def _answer(self, state: State, wish: Wish, wishes: Wishes) -> None:
        origin = wish.origin
        state = self._change(state, origin.player, wishes)
        self._desk.say(state, origin.player, Ok(wish.frame.id), origin.connection)

    def _not_again(self, state: State, _: NotAgain) -> None:
        self._change(state, state.players[0], Wishes(over=True, asked=state.wishes.asked))

    def _change(self, state: State, player: str, wishes: Wishes) -> State:
        state = replace(state, wishes=wishes)
        self._keep(state)
        self._desk.show_offers(state, player)
        return state


def offered(state: State, player: str, now: float, *, parted: bool) -> Wishes:
    """Return the wishes with that of a player; they are over when both want the same. Pure.

    After a crash the match answers longer than an offer stands.
    """
    standing = state.wishes.sides if now < state.wishes.until else ()
    wishing = {*standing, *sides_of(state, player)}
    sides: tuple[Side, ...] = tuple(c.side for c in state.chairs if c.side in wishing)
    agreed = len(sides) > 1 and not parted
    return Wishes(sides, now + STANDS, over=agreed, parted=parted, asked=state.wishes.asked)


def alone(state: State, player: str) -> Wishes:
    """Return the wishes after a player has gone on alone; the parted do not hear of it. Pure."""
    wishes = state.wishes
    if not wishes.parted:
        return Wishes(over=True, asked=wishes.asked)
    wishing = {*wishes.sides} - {*sides_of(state, player)}
    sides: tuple[Side, ...] = tuple(c.side for c in state.chairs if c.side in wishing)
    return Wishes(sides, wishes.until, parted=True, asked=wishes.asked)
