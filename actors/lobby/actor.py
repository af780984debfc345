"""The lobby actor: brings players together and creates their matches."""

from typing import assert_never

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.core.monitor import Down
from actors.core.restart import NORMAL
from actors.frames import Error, From, Ok, Origin, ServerFrame, encode
from actors.lobby.attendance import Attendance
from actors.lobby.board import Board
from actors.lobby.faults import Faults
from actors.lobby.keeping import lasting, pair, restored, taken
from actors.lobby.messages import (
    Absent,
    Ended,
    Forget,
    Insist,
    Message,
    Parted,
    Present,
    Publish,
    Queue,
    Renamed,
    Request,
    Resumed,
    Served,
    SettleAgain,
    Settled,
    Standing,
    Unsettled,
    WatchLobby,
)
from actors.lobby.requests import Done, Match, Refused, carry_out, draw_id, meet, no_show
from actors.lobby.state import NOBODY, State
from actors.match.messages import Create, Finished
from actors.player.messages import Deliver, Unseated
from actors.presence.messages import Changed
from store.protocol import Store

PRESENCE = Address("presence")
FAULT = "Something failed here; send it again."


class LobbyActor(Actor[Message]):
    """The one lobby. Requests are idempotent: the last answer to each player is kept."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        past = context.past
        fresh = State() if past is None else restored(past.state, context.now())
        self.state: State = context.kept or fresh
        context.keep(self.state)
        self.faults = Faults(context, store, self.state.faults)
        self.board = Board(context, self.state)
        self.attendance = Attendance(context, self.state, self.board.changed)

    def started(self) -> None:
        """After a restart: set the timers again, and tell the pages how it stands.

        Monitors outlive a crash, but not the news whose handling crashed: those come once more.
        What crashed may have been done by half: what there is of it is made whole and durable.
        """
        for match, made in self.state.pairs.items():
            self._begin(match, made.create)
        if self.context.restarts:
            self.context.snapshot(lasting(self.state))
            self.context.persist()
        for match in dict.fromkeys(self.state.playing.values()):
            self._monitor(match)
        self.attendance.resume()
        for player in self.state.queue:
            self._insist_later(player)
        self.faults.resume()
        self.board.changed()
        fatal: Message | None = self.context.fatal
        match fatal:
            case From(origin, frame) if not isinstance(frame, WatchLobby):
                self._own_up(origin, frame.id)
            case Standing(match):
                self._stand(match)
            case Ended():
                self._ended(fatal)
            case _:
                pass

    def _own_up(self, origin: Origin, request: str) -> None:
        """Refuse what crashed us, unless it made a match all the same, which answers it."""
        self.state.answers.pop(origin.player, None)
        if not self.state.answers_later(origin, request):
            self._answer(origin, Error("server_fault", FAULT, request))

    def receive(self, message: Message) -> None:
        """Handle one message."""
        match message:
            case From(origin, WatchLobby(on)):
                self._watch(origin.player, on=on)
            case From(origin, frame):
                self._request(origin, frame)
            case Absent() | Present() | Forget() | Renamed():
                self.attendance.handle(message)
            case Ended() | Standing() | Served() | Resumed():
                self._match(message)
            case Down(address):
                self._lost(address.id, message)
            case Settled(match):
                self._tell_end(match, self.faults.tell(match))
                self.faults.close(match)
            case Unsettled() | SettleAgain():
                self.faults.handle(message)
            case Parted() | Insist():
                self._meet_again(message)
            case Publish():
                self.board.publish()
            case _:
                assert_never(message)

    def _match(self, message: Ended | Standing | Served | Resumed) -> None:
        match message:
            case Ended():
                self._ended(message)
            case Standing(match):
                self._stand(match)
            case Served(match):
                self.state.taken.pop(match, None)
            case Resumed(match, players):
                if (inherited := self.state.inherited.pop(match, None)) is not None:
                    self.state.taken[match] = inherited
                for player in players:
                    self.state.withdraw(player)
                self.state.playing |= dict.fromkeys(players, match)
                self._monitor(match)

    def _ended(self, ended: Ended) -> None:
        """Its players are free; of one that never began the others are the first who wait."""
        match, players = ended.match, ended.players
        self.context.demonitor(Address("match", match))
        if ended.missed:
            self._missed(ended)
        elif ended.proven:
            self.state.proved(players)
        self.state.free(match, players)  # last: what a crash cuts short is done again
        self.board.changed()

    def _missed(self, ended: Ended) -> None:
        """The others wait again, and nobody of the household of who did not come waits on."""
        now = self.context.now()
        back = self.state.give_back(ended.match, ended.missed, now)
        swept = self.state.sweep(ended.players, now)
        self.context.snapshot(lasting(self.state))
        for player, until in swept.items():
            self._send(player, no_show(until, now).error(None))
            self.board.show(player)
        for player in back:
            self._insist_later(player)
            self._meet(player)
            self.board.show(player)

    def _watch(self, player: str, *, on: bool) -> None:
        if on:
            self.state.watchers[player] = b""  # this page has seen nothing yet
            self.board.show(player)
        else:
            self.state.watchers.pop(player, None)

    def _request(self, origin: Origin, frame: Request) -> None:
        """Carry out a request once; the same one again gets the same answer.

        Two pages of a player may use the same id for different ones.
        """
        last = self.state.answers.get(origin.player)
        if last is not None and last[0] == frame:
            if not self.state.answers_later(origin, frame.id):
                self._answer(origin, last[1])
            return
        called = self.state.called(origin)
        outcome = carry_out(self.state, called, frame, self.context.random, self.context.now())
        if isinstance(outcome, Refused):
            answer: Ok | Error = outcome.error(frame.id)
        else:
            answer = Ok(frame.id, outcome.game if isinstance(outcome, Done) else None)
        self.state.answers[origin.player] = (frame, answer)
        if isinstance(outcome, Match):
            self._create(outcome, ((origin, frame.id),))
        if not isinstance(outcome, Refused):
            self.context.snapshot(lasting(self.state))
            self.context.persist()
            self.board.changed()
        if not isinstance(outcome, Match):
            self._answer(origin, answer)
        if origin.player in self.state.queue and isinstance(frame, Queue):
            self._insist_later(origin.player)

    def _meet_again(self, message: Parted | Insist) -> None:
        """Perhaps it was only this that a quick match has waited for."""
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
        if player not in self.state.parted:  # on its way, unless a crash of ours has lost it
            self.context.tell(PRESENCE, Changed(player))

    def _meet(self, player: str, *, anybody: bool = False) -> None:
        """Let somebody from the queue play, if there is an opponent for them."""
        waiting = self.state.queue.get(player)
        made = waiting and meet(self.state, waiting, self.context.random, anybody=anybody)
        if made:
            self._create(made)
            self.context.snapshot(lasting(self.state))
            self.context.persist()
            self.board.changed()

    def _create(self, made: Match, asked: tuple[tuple[Origin, str], ...] = ()) -> None:
        """Create a match."""
        match = draw_id("m", self.context.random)
        create = Create(made.mode, made.settings, self.context.random.getrandbits(32), made.seats)
        made_of = self.state.pairs[match] = pair(self.state, match, asked, create)
        if made.mode in {"quick", "open"}:
            self.state.taken[match] = taken(made_of)
        self._begin(match, create)

    def _begin(self, match: str, create: Create) -> None:
        """Its players wait for nothing else any more, and hear of it later. May be repeated."""
        for seat in create.seats:
            if seat.player is not None:
                self.state.withdraw(seat.player)
                self.state.insists.pop(seat.player, None)
                self.state.playing[seat.player] = match
        self._monitor(match)
        self.context.tell(Address("match", match), create)

    def _stand(self, match: str) -> None:
        """There is a match now, and nobody loses it any more. Repeated if a crash cut it short."""
        made = self.state.pairs.get(match)
        if made is not None:
            for player, matched in made.told:
                self._send(player, matched)
            for origin, request in made.asked:
                self._answer(origin, Ok(request))
            del self.state.pairs[match]
            self.context.snapshot(lasting(self.state))

    def _monitor(self, match: str) -> None:
        self.context.monitor(Address("match", match), lambda down: down)

    def _lost(self, match: str, down: Down) -> None:
        """A match is gone and nobody said ``Ended``: it was given up, or it did and we crashed.

        Then (it stopped in good order) its players have been told how it ended.
        """
        made = self.state.pairs.pop(match, None)
        for origin, request in () if made is None else made.asked:
            self._answer(origin, Error("server_fault", FAULT, request))
        if self.faults.settling(match):
            return
        if down.reason == NORMAL:
            self._tell_end(match, None)
        elif down.kept is None:
            self._tell_end(match, Finished(match, "server_fault", 0))
        else:
            self.faults.settle(match, down.kept)

    def _tell_end(self, match: str, end: Finished | None) -> None:
        """Its players are free, and are told why if they have not been."""
        players = [player for player, name in self.state.playing.items() if name == match]
        for player in players:
            if end is not None:
                self._send(player, end)
            self.context.tell(Address("player", player), Unseated(match))
        self.state.free(match, players)
        self.board.changed()

    def _answer(self, origin: Origin, frame: ServerFrame) -> None:
        deliver = Deliver(encode(frame), None, origin.connection)
        self.context.tell(Address("player", origin.player), deliver)

    def _send(self, player: str, frame: ServerFrame) -> None:
        self.context.tell(Address("player", player), Deliver(encode(frame)))
