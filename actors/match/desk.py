"""What a match tells: frames to its pages, and news to its owner."""

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import Error, Ok, Origin, ServerFrame, encode
from actors.match.messages import (
    Finished,
    Flew,
    Frame,
    Look,
    Message,
    NotSaved,
    PaddleMoved,
    Resign,
)
from actors.match.owner import Ended, Resumed, Scored, Served
from actors.match.phases import goes_on, is_missed
from actors.match.presence import missed, proven
from actors.match.rated import counts
from actors.match.refusals import REFUSALS
from actors.match.state import State, outcome, served, sides_of, strangers, told_by
from actors.match.view import countdown, matched, paused, whole, without_them
from actors.match.wishes import Offers, Rematch, Wishes
from actors.player.messages import Deliver, Seated, StillHere, Unseated
from actors.player.messages import Message as PlayerMessage
from actors.room.notices import Announce, Result, room_of


class Desk:
    """Sends everything that a match tells; decides nothing."""

    def __init__(self, context: Context[Message]) -> None:
        self.context = context
        self.match = context.address.id
        self._addresses: dict[str, Address] = {}

    def deliver(self, player: str, frame: ServerFrame, connection: str | None = None) -> None:
        """Send a frame to all pages of a player, or to the one on ``connection``."""
        self._tell(player, Deliver(encode(frame), None, connection))

    def show(self, state: State, player: str, connection: str | None = None) -> None:
        """Send a player the whole match; an end that cannot be saved now is shown as unsaved."""
        view = whole(self.match, state, player, self.context.now(), self.context.unsaved)
        self.say(state, player, view, connection)

    def look(self, state: State, origin: Origin, frame: Look) -> None:
        """Show the match as it stands; if it has ended, in the words that everybody gets."""
        player, connection = origin.player, origin.connection
        self.show(state, player, connection)
        if state.wishes != Wishes():
            self.show_offers(state, player)
        self.say(state, player, Ok(frame.id), connection)

    def say(self, state: State, player: str, frame: ServerFrame, connection: str | None) -> None:
        """Send a frame; past the gate if that is waiting for a store that cannot take the end."""
        if self.context.stuck and state.phase == "finished":
            deliver = Deliver(encode(frame), None, connection)
            self.context.tell_at_once(Address("player", player), deliver)
        else:
            self.deliver(player, frame, connection)

    def show_all(self, state: State) -> None:
        """Show the match to pages that play or watch it, and to all pages of absent players."""
        for player in state.players:
            for connection in {c.connection for c in state.chairs if c.seat.player == player}:
                self.show(state, player, connection)
        self._show_watchers(state)

    def _show_everywhere(self, state: State) -> None:
        """Show the match to all pages of its players, and to those that watch."""
        for player in state.players:
            self.show(state, player)
        self._show_watchers(state)

    def _show_watchers(self, state: State) -> None:
        for watcher in state.watchers:
            if watcher.admitted:
                self.show(state, watcher.player, watcher.connection)

    def broadcast(self, state: State, frame: ServerFrame, but: str | None = None) -> None:
        """Encode a frame once and deliver it to everybody except the player ``but``."""
        players = [player for player in state.players if player != but]
        if players:
            message = Deliver(encode(frame), _slot(frame))
            for player in players:
                self._tell(player, message)
        if state.watchers:
            self._tell_watchers(state, frame)

    def _tell_watchers(self, state: State, frame: ServerFrame) -> None:
        """Use slots of their own: one page may watch while another of the same player plays."""
        data, slot = encode(frame), _slot(frame)
        key = None if slot is None else f"watched {slot}"
        for watcher in state.watchers:
            if watcher.admitted:
                self._tell(watcher.player, Deliver(data, key, watcher.connection))

    def accept(self, state: State, origin: Origin, frame: Resign) -> None:
        """Answer who resigns; if that has to wait until the end is saved, show it meanwhile."""
        if self.context.stuck and state.phase == "finished":
            self.show(state, origin.player, origin.connection)
        self.deliver(origin.player, Ok(frame.id), origin.connection)

    def refuse(self, origin: Origin, code: str, frame: Frame) -> None:
        """Answer a frame that changes nothing."""
        request = frame.id if isinstance(frame, Resign | Look | Rematch) else None
        self.deliver(origin.player, Error(code, REFUSALS[code], request), origin.connection)

    def seat(self, player: str, connection: str | None = None, instead: str | None = None) -> None:
        """Tell a player of the seat, the connection that plays it, and the one it replaces.

        The match hears when the actor of the player is given up, which then forgets the seat.
        """
        self._tell(player, Seated(self.match, connection, instead))
        self.context.monitor(self._addresses[player], lambda down: down)

    def reseat(self, state: State, player: str, *, again: bool = False) -> None:
        """Tell a player of the seat again, and call those who have never come, or all ``again``.

        What they were told may have been lost with their actor.
        """
        if state.phase == "finished":
            return
        self.seat(player)
        left, right = state.chairs
        if again or any(not chair.entered for chair in state.chairs if chair.seat.player == player):
            seats = left.seat, right.seat
            self.deliver(player, matched(self.match, state.mode, seats)[player])

    def announce(self, before: State | None, state: State) -> None:
        """Tell the pages a new phase, and who is away from a match that goes on."""
        if before is None or not goes_on(before, state):
            self._announce(state)
        if before is not None and is_missed(before, state):
            self.broadcast(state, without_them(self.match, state, self.context.now()))

    def _announce(self, state: State) -> None:
        match state.phase:
            case "countdown":
                self.broadcast(state, countdown(self.match, state, self.context.now()))
            case "paused":
                self.broadcast(state, paused(self.match, state, self.context.now()))
            case "waiting":
                self._show_everywhere(state)
            case "finished":
                self.conclude(state)
            case "playing":
                pass

    def show_offers(self, state: State, player: str) -> None:
        """Show who wants a rematch, after this player has spoken; to the parted only their own."""
        wishes, sides = state.wishes, state.wishes.sides
        if wishes.parted:
            own = sides_of(state, player)
            sides = own if own[0] in sides else ()
        offers = Offers(self.match, sides, int(wishes.until * 1000.0), wishes.over)
        for told in (player,) if wishes.parted else state.players:
            self.say(state, told, offers, None)

    def say_unsaved(self, state: State | None) -> None:
        """Tell how much is not in the store yet, or that an unsaved match has ended."""
        if state is None:
            return
        if state.phase != "finished":
            self.broadcast(state, NotSaved(self.match, self.context.unsaved))
        elif self.context.unsaved:
            self._show_everywhere(state)

    def seat_all(self, state: State) -> None:
        """Tell the players that there are seats."""
        for player in state.players:
            self.seat(player)

    def serve(self, state: State) -> None:
        """Tell the owner that play has begun."""
        for part in told_by(state):
            self.context.tell(part, Served(self.match))

    def tell_score(self, state: State) -> None:
        """Tell the director of a tournament how the match stands."""
        if state.mode == "tournament":
            self.context.tell_at_once(state.owner, Scored(self.match, outcome(state)))

    def resume(self, state: State, *, again: bool = False) -> None:
        """After a start: tell others again everything they have to know of the match.

        ``again``: all pages have to enter once more, also those that were there all the time, while
        the match has changed its node.

        Players whose connection has ended by now say so: the news of that may have been lost.
        """
        for player in state.players:
            self.reseat(state, player, again=again)
        for player, connection in {c.seat.player: c.connection for c in state.chairs}.items():
            if player is not None and connection is not None:
                self._tell(player, StillHere(self.match, connection))
        for part in told_by(state):
            self.context.tell(part, Resumed(self.match, state.players))
        if strangers(state) and served(state):
            self.serve(state)

    def conclude(self, state: State) -> None:
        """Tell the pages, players and owner that the match is over, once that is durable."""
        game = state.game
        cause, winner = state.cause or "aborted", state.winner or 0
        pauses, sets = state.pauses, game.sets
        end = Finished(self.match, cause, winner, game.score, game.now, pauses, sets)
        self.broadcast(state, end)
        for player in state.players:
            self._tell(player, Unseated(self.match))
        players, score = state.players, outcome(state)
        facts = missed(state), proven(state), counts(state)
        ended = Ended(self.match, players, cause, winner, score, *facts)
        for part in told_by(state):
            self.context.send(part, ended)
        if len(players) > 1:
            result = Result(self.match, cause, winner, score)
            self.context.send(room_of(self.match), Announce(result))

    def _tell(self, player: str, message: PlayerMessage) -> None:
        address = self._addresses.get(player)
        if address is None:
            address = self._addresses[player] = Address("player", player)
        self.context.tell(address, message)


def _slot(frame: ServerFrame) -> str | None:
    """Return the latest-wins slot of a motion frame; None for a numbered frame."""
    if isinstance(frame, PaddleMoved):
        return "left" if frame.side < 0 else "right"
    return "ball" if isinstance(frame, Flew) else None
