"""What a match does to the world: frames to pages, entries to the journal, results to the store."""

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import Error, Origin, ServerFrame, encode
from actors.lobby.messages import Ended, Resumed, Served, Standing
from actors.match.messages import (
    Finished,
    Flew,
    Frame,
    Look,
    Message,
    NotSaved,
    Opened,
    PaddleMoved,
    Resign,
    Saved,
    Unsaved,
)
from actors.match.presence import missed, proven
from actors.match.record import match_record, match_result
from actors.match.refusals import REFUSALS
from actors.match.state import State
from actors.match.view import countdown, paused, whole, without_them
from actors.player.messages import Deliver, Seated, Unseated
from actors.player.messages import Message as PlayerMessage
from store.protocol import Store

LOBBY = Address("lobby")


class Desk:
    """The match's way out; decides nothing."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        self.context = context
        self.match = context.address.id
        self.store = store
        self.overdue = False
        self._addresses: dict[str, Address] = {}

    def deliver(self, player: str, frame: ServerFrame, connection: str | None = None) -> None:
        """Send a frame to all pages of a player, or to the one on ``connection``."""
        self._tell(player, Deliver(encode(frame), None, connection))

    def show(self, state: State, player: str, connection: str | None = None) -> None:
        """Send a player the match, whole."""
        view = whole(self.match, state, player, self.context.now(), self.unsaved(state))
        self.deliver(player, view, connection)

    def show_all(self, state: State) -> None:
        """Show the match to the pages that play or watch it; to all of a player who is away."""
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
        if state.watchers:
            view = whole(self.match, state, "", self.context.now(), self.unsaved(state))
            self._tell_watchers(state, view)

    def broadcast(self, state: State, frame: ServerFrame, but: str | None = None) -> None:
        """Encode once, deliver to everybody but one player."""
        players = [player for player in state.players if player != but]
        if players:
            message = Deliver(encode(frame), _slot(frame))
            for player in players:
                self._tell(player, message)
        if state.watchers:
            self._tell_watchers(state, frame)

    def _tell_watchers(self, state: State, frame: ServerFrame) -> None:
        """In slots of their own: one page may watch while another of the same player plays."""
        data, slot = encode(frame), _slot(frame)
        key = None if slot is None else f"watched {slot}"
        for watcher in state.watchers:
            if watcher.admitted:
                self._tell(watcher.player, Deliver(data, key, watcher.connection))

    def refuse(self, origin: Origin, code: str, frame: Frame) -> None:
        """Answer a frame that changes nothing."""
        request = frame.id if isinstance(frame, Resign | Look) else None
        self.deliver(origin.player, Error(code, REFUSALS[code], request), origin.connection)

    def seat(self, player: str, connection: str | None = None, instead: str | None = None) -> None:
        """Tell a player that there is a seat, and which connection plays it instead of which."""
        self._tell(player, Seated(self.match, connection, instead))

    def announce(self, state: State) -> None:
        """Tell the pages what phase the match has come to; its end only once it is durable."""
        match state.phase:
            case "countdown":
                self.broadcast(state, countdown(self.match, state, self.context.now()))
            case "paused":
                self.broadcast(state, paused(self.match, state, self.context.now()))
            case "waiting":
                self._show_everywhere(state)
            case "finished":
                self.save(state)
            case "playing":
                pass

    def say_absent(self, state: State) -> None:
        """Tell who is away from a match that goes on."""
        self.broadcast(state, without_them(self.match, state, self.context.now()))

    def show_overdue(self, state: State) -> None:
        """Show all pages how it ended although that is not in the store yet, and say so."""
        self.overdue = True
        self._show_everywhere(state)

    def unsaved(self, state: State) -> int:
        """How many of the points that were told are not in the store yet; the end counts as one."""
        if state.phase == "finished":
            return 0 if state.durable else max(self.context.unsaved, 1)
        points = sum(state.game.score)
        return min(self.context.unsaved, points) if state.opened else points

    def say_unsaved(self, state: State) -> None:
        """Tell how much of what was told is not in the store yet."""
        self.broadcast(state, NotSaved(self.match, self.unsaved(state)))

    def try_again(self, state: State) -> None:
        """Offer to the store what it did not take; with the result goes the record."""
        if state.phase == "finished":
            self.save(state)
        else:
            self.open(state)

    def open(self, state: State) -> None:
        """Write what the match is made of, so that it can be looked up while it is played."""
        record = match_record(self.match, state)
        self.context.effect(
            lambda: self.store.create_match(record),
            lambda _: Opened(),
            lambda error: Opened(str(error)),
        )

    def save(self, state: State) -> None:
        """Write the result, once its replay is; ``Saved`` or ``Unsaved`` comes back."""
        record, result = match_record(self.match, state), match_result(self.match, state)

        async def write() -> None:
            await self.context.written()
            await self.store.create_match(record)
            await self.store.write_result(result)

        self.context.effect(write, lambda _: Saved(), lambda error: Unsaved(str(error)))

    def stand(self) -> None:
        """Tell the lobby that the match has begun to be."""
        self.context.tell(LOBBY, Standing(self.match))

    def serve(self) -> None:
        """Tell the lobby that its players have come."""
        self.context.tell(LOBBY, Served(self.match))

    def resume(self, state: State) -> None:
        """Tell the lobby of a match that began before this process."""
        self.context.tell(LOBBY, Resumed(self.match, state.players))

    def conclude(self, state: State) -> None:
        """The result is durable: now everybody may know."""
        game = state.game
        cause, winner = state.cause or "aborted", state.winner or 0
        end = Finished(self.match, cause, winner, game.score, game.now, state.pauses)
        self.broadcast(state, end)
        for player in state.players:
            self._tell(player, Unseated(self.match))
        ended = Ended(self.match, state.players, missed(state), proven(state))
        self.context.tell(LOBBY, ended)

    def _tell(self, player: str, message: PlayerMessage) -> None:
        address = self._addresses.get(player)
        if address is None:
            address = self._addresses[player] = Address("player", player)
        self.context.tell(address, message)


def _slot(frame: ServerFrame) -> str | None:
    """The latest-wins slot of a motion frame; None for one that is numbered."""
    if isinstance(frame, PaddleMoved):
        return "left" if frame.side < 0 else "right"
    return "ball" if isinstance(frame, Flew) else None
