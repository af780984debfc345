"""The lobby actor: brings players together and creates their matches."""

from typing import assert_never

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.core.monitor import Down
from actors.core.restart import INTENSITY, NORMAL
from actors.frames import Error, From, Ok, Origin, ServerFrame, encode
from actors.lobby.attendance import Attendance
from actors.lobby.board import Board
from actors.lobby.keeping import lasting, restored, taken, told
from actors.lobby.messages import (
    Absent,
    Forget,
    Gone,
    Insist,
    Message,
    Parted,
    Present,
    Publish,
    Queue,
    Renamed,
    Request,
    WatchLobby,
)
from actors.lobby.requests import Done, Match, Refused, carry_out, draw_id, meet, no_show
from actors.lobby.state import NOBODY, Onlooker
from actors.match.messages import Finished
from actors.match.owner import Ended, Resumed, Served, create_match
from actors.player.messages import Deliver, Unseated
from actors.presence.messages import Changed

PRESENCE = Address("presence")
FAULT = "Something failed here; send it again."


class LobbyActor(Actor[Message]):
    """The only lobby. Requests are idempotent: the last answer to each player is kept."""

    def __init__(self, context: Context[Message]) -> None:
        super().__init__(context)
        self.state = restored(context.recovered, context.now())
        self.board = Board(context, self.state)
        self.attendance = Attendance(context, self.state, self.board.changed)

    def started(self) -> None:
        """Set the timers again, ask who is there, and show the pages the lobby."""
        self.context.hand_over(self.state)
        for match in dict.fromkeys(self.state.playing.values()):
            self._monitor(match)
        self.attendance.resume()
        for player in self.state.queue:
            self._insist_later(player)
        self.board.changed()
        fatal: Message | None = self.context.fatal
        match fatal:
            case From(origin, frame) if not isinstance(frame, WatchLobby):
                self.state.answers.pop(origin.player, None)
                self._answer(origin, Error("server_fault", FAULT, frame.id))
            case Ended(name, players):  # perhaps it was this that is wrong about it
                self._free(name, players or self._players(name))
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message."""
        match message:
            case From(origin, frame):
                if isinstance(frame, WatchLobby):
                    self._watch(origin, on=frame.on)
                else:
                    self._request(origin, frame)
            case Absent() | Present() | Gone() | Forget() | Renamed():
                self.attendance.handle(message)
            case Ended():
                self._ended(message)
            case Served(match):
                self.state.taken.pop(match, None)
                self._save()
            case Resumed(match, players):
                self._resumed(match, players)
            case Down(address, reason):
                self._lost(address.id, reason)
            case Parted() | Insist():
                self._meet_again(message)
            case Publish():
                self.board.publish()
            case _:
                assert_never(message)

    def _save(self) -> None:
        self.context.snapshot(lasting(self.state))

    def _resumed(self, match: str, players: tuple[str, ...]) -> None:
        """Note that a match goes on, so its players are not free."""
        if any(self.state.playing.get(player) != match for player in players):
            for player in players:
                self.state.withdraw(player)
            self.state.playing |= dict.fromkeys(players, match)
            self._save()
        self._monitor(match)

    def _ended(self, ended: Ended) -> None:
        """Free the players of a match; if it never began, those who came wait again, in front."""
        self.context.demonitor(Address("match", ended.match))
        if not ended.players:
            self._lost(ended.match, INTENSITY)
            return
        if ended.missed:
            self._missed(ended)
        elif ended.proven:
            self.state.proved(ended.players)
        self._free(ended.match, ended.players)

    def _free(self, match: str, players: tuple[str, ...]) -> None:
        self.state.free(match, players)
        self._save()
        self.board.changed()

    def _missed(self, ended: Ended) -> None:
        """Let those who came wait again, and no longer the households of those who did not."""
        now = self.context.now()
        back = self.state.give_back(ended.match, ended.missed, now)
        swept = self.state.sweep(ended.players, now)
        for player, until in swept.items():
            self._send(player, no_show(until, now).error(None))
            self.board.show(player)
        for player in back:
            self._insist_later(player)
            self._meet(player)
            self.board.show(player)

    def _watch(self, origin: Origin, *, on: bool) -> None:
        """Show a page the list, now and after each change, until its connection ends."""
        if on:
            self.state.watchers[origin.connection] = Onlooker(origin.player)
            self.board.publish_to(origin.connection)
        else:
            self.state.watchers.pop(origin.connection, None)

    def _request(self, origin: Origin, frame: Request) -> None:
        """Carry out a request once; a repeated one gets the same answer.

        Two pages of a player may use the same id for different requests.
        """
        last = self.state.answers.get(origin.player)
        if last is not None and last[0] == frame:
            self._answer(origin, last[1])
            return
        called = self.state.called(origin)
        outcome = carry_out(self.state, called, frame, self.context.random, self.context.now())
        if isinstance(outcome, Refused):
            answer: Ok | Error = outcome.error(frame.id)
        else:
            answer = Ok(frame.id, outcome.game if isinstance(outcome, Done) else None)
            if isinstance(outcome, Match):
                self._create(outcome, origin)
            self._changed()
        self.state.answers[origin.player] = (frame, answer)
        self._answer(origin, answer)
        if origin.player in self.state.queue and isinstance(frame, Queue):
            self._insist_later(origin.player)

    def _changed(self) -> None:
        """Journal a change; tell nobody of it before it is written, unless the store is away."""
        self._save()
        self.context.persist(away="tell")
        self.board.changed()

    def _meet_again(self, message: Parted | Insist) -> None:
        """Try again to match somebody in the queue: this message may be all they waited for."""
        match message:
            case Insist(player):
                self._meet(player, anybody=True)
            case Parted(player, others):
                before, self.state.parted[player] = self.state.parted.get(player, NOBODY), others
                self._meet(player, anybody=self.state.insisting(player, self.context.now()))
                if others != before:
                    self.board.changed()

    def _insist_later(self, player: str) -> None:
        at = self.state.insist(player, self.context.now())
        self.context.timer(f"insist {player}", at, Insist(player))
        if player not in self.state.parted:  # it is on its way, unless we lost it in a crash
            self.context.tell(PRESENCE, Changed(player))

    def _meet(self, player: str, *, anybody: bool = False) -> None:
        """Match somebody from the queue, if there is an opponent."""
        waiting = self.state.queue.get(player)
        made = waiting and meet(self.state, waiting, self.context.random, anybody=anybody)
        if made:
            self._create(made)
            self._changed()

    def _create(self, made: Match, asked: Origin | None = None) -> None:
        """Make a match; its players wait for nothing else any more."""
        state, context = self.state, self.context
        match = draw_id("m", context.random)
        if made.mode in {"quick", "open"}:
            state.taken[match] = taken(state, made, asked)
        for player, matched in told(match, made).items():
            state.withdraw(player)
            state.insists.pop(player, None)
            state.playing[player] = match
            self._send(player, matched)
        seed = context.random.getrandbits(32)
        create_match(context, match, made.mode, made.settings, made.seats, seed)
        self._monitor(match)

    def _monitor(self, match: str) -> None:
        self.context.monitor(Address("match", match), lambda down: down)

    def _players(self, match: str) -> tuple[str, ...]:
        return tuple(player for player, name in self.state.playing.items() if name == match)

    def _lost(self, match: str, reason: str) -> None:
        """Free the players of a match that was given up and could not be read."""
        players = self._players(match)
        if reason == NORMAL or not players:
            return
        for player in players:
            self._send(player, Finished(match, "server_fault", 0))
            self.context.tell(Address("player", player), Unseated(match))
        self._free(match, players)

    def _answer(self, origin: Origin, frame: ServerFrame) -> None:
        deliver = Deliver(encode(frame), None, origin.connection)
        self.context.tell(Address("player", origin.player), deliver)

    def _send(self, player: str, frame: ServerFrame) -> None:
        self.context.tell(Address("player", player), Deliver(encode(frame)))
