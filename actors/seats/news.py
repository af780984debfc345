"""What a part of the seats does about news of matches."""

from collections.abc import Callable
from typing import Any

from actors.core.address import Address
from actors.core.context import Context
from actors.core.life import NORMAL
from actors.core.monitor import Down
from actors.match.messages import Finished
from actors.match.orders import CallOff
from actors.match.owner import Ended, Resumed, Served
from actors.player.messages import Unseated
from actors.player.pages import Pages
from actors.ratings.letters import letter_of
from actors.seats.households import household_of
from actors.seats.parts import by_part, first_of
from actors.seats.seating import Absent, LetDown, Owed, Released, Seated
from actors.seats.state import State
from actors.seats.telling import QUEUE, Telling


class News:
    """A match tells the parts of all its players; the first of these does what is done once."""

    def __init__(self, context: Context[Any], state: State, telling: Telling) -> None:
        self._context = context
        self._state = state
        self._telling = telling
        self._pages = Pages(context)
        self.told: dict[type, Callable[[Any], None]] = {
            Resumed: self.resumed,
            Served: self._served,
            Ended: self.ended,
            Down: self._down,
        }

    def _own(self, players: tuple[str, ...]) -> tuple[str, ...]:
        return by_part(players).get(self._context.address, ())

    def _is_first(self, players: tuple[str, ...]) -> bool:
        return first_of(players) == self._context.address

    def resumed(self, resumed: Resumed) -> None:
        """Note that a match goes on, so its players are not free."""
        state, match, players = self._state, resumed.match, resumed.players
        if match in state.ended:
            return  # it was held up on the way
        own, first = self._own(players), self._is_first(players)
        if match in state.yielding.values():
            pass  # it goes on until the other match is made
        elif len(players) == 1 and state.playing.get(players[0], match) != match:
            self._context.tell(Address("match", match), CallOff())  # it was told so before a kill
        elif any(state.playing.get(player) != match for player in own):
            self._take(match, players, own)
        if first:
            self._telling.watch(match)

    def _take(self, match: str, players: tuple[str, ...], own: tuple[str, ...]) -> None:
        state, others = self._state, tuple(each for each in players if each not in own)
        state.seat(match, own)
        if not self._is_first(players):
            state.reserved[match] = first_of(players)
        elif others:
            state.others[match] = others
        self._telling.save()
        self._telling.seated(Seated(match, own))

    def _served(self, served: Served) -> None:
        if self._state.homes.pop(served.match, None) is not None:
            self._telling.save()
            self._telling.begun(served.match)

    def ended(self, ended: Ended) -> None:
        """Free the players of a match; if it never began, those who came wait again, in front."""
        state, match = self._state, ended.match
        self._context.demonitor(Address("match", match))
        if not ended.players:  # all parts are told, and each knows its own
            self._lost(match, state.players(match))
            return
        own, first = self._own(ended.players), self._is_first(ended.players)
        letter = letter_of(ended, self._context.date()) if first else None
        if letter is not None:
            self._context.send(*letter)
        if ended.missed:
            self._missed(ended, own, first=first)
        elif ended.proven:
            state.prove(own)
        if ended.cause == "server_fault" and first:
            self._owe(ended.players)
        self._end(match, own)

    def _missed(self, ended: Ended, own: tuple[str, ...], *, first: bool) -> None:
        """Note who did not come, and let the household of whoever came say what follows."""
        state, context, match = self._state, self._context, ended.match
        missed = [player for player in own if player in ended.missed]
        state.miss(match, missed, context.now())
        homes = state.homes.pop(match, None)
        if homes is None:
            return
        came = tuple(player for player in ended.players if player not in ended.missed)
        for player in missed:
            if home := homes.get(player):
                # A kill undoes it together with `Ended`: there is no need to wait for the store.
                context.send(household_of(home), Absent(match, home, came), away="tell")
        absentees = tuple(homes.get(player) or player for player in ended.missed)
        for player in state.back(match, own, ended.missed):
            home = homes.get(player, "")
            told = LetDown(match, player, home, player in state.reliable, absentees)
            context.send(household_of(home), told, away="tell")
        if first and not came:
            self._telling.begun(match)  # nobody waits again

    def _down(self, down: Down) -> None:
        """Free the players of a match that was given up and could not be read.

        One that has stopped by itself has ended before, or this part was told late that it went on.
        """
        match = down.address.id
        own, others = self._state.players(match), self._state.others.get(match, ())
        if down.reason != NORMAL:
            self._lost(match, (*own, *others))
        elif own:
            self.free(match)

    def _lost(self, match: str, told: tuple[str, ...]) -> None:
        own, others = self._state.players(match), self._state.others.get(match, ())
        if not own:
            return
        for player in told:
            self._pages.send(player, Finished(match, "server_fault", 0))
            self._context.tell(Address("player", player), Unseated(match))
        self._owe((*own, *others))
        self.free(match)

    def _owe(self, players: tuple[str, ...]) -> None:
        """Let two who have lost their match by the server's fault come first in the queue."""
        if len(players) > 1:  # a part that is not the first knows one
            self._context.send(QUEUE, Owed(players), away="tell")

    def free(self, match: str, over: bool = True) -> None:
        """Free the players of a match that is ``over`` or does not come about, in all parts.

        Another part hears it before what it is asked next. If a kill loses it, that part will ask.
        """
        known = self._state.reserved.keys() | self._state.others.keys()
        if match not in known and not self._state.players(match):
            return
        for part in by_part(self._state.others.get(match, ())):
            self._context.tell_at_once(part, Released(match, over))
        self._end(match, self._state.players(match), over)

    def _end(self, match: str, own: tuple[str, ...], over: bool = True) -> None:
        if match in self._state.homes:
            self._telling.begun(match)
        self._state.free(match, own)
        self._telling.save()
        if over:
            self._state.end(match)
