"""The lobby actor: brings players together and creates their matches."""

from hashlib import blake2b
from typing import assert_never

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.core.monitor import Down
from actors.core.restart import NORMAL
from actors.frames import Error, From, Ok, Origin, ServerFrame, encode
from actors.lobby.faults import Faults
from actors.lobby.messages import (
    Absent,
    Close,
    Ended,
    Forget,
    Join,
    Local,
    Machine,
    Matched,
    Message,
    Open,
    Present,
    Publish,
    Queue,
    Request,
    Resumed,
    SettleAgain,
    Settled,
    Unqueue,
    Unsettled,
    WatchLobby,
)
from actors.lobby.state import (
    MOST_GAMES,
    Game,
    State,
    Waiting,
    lasting,
    lines,
    restored,
    view,
)
from actors.match.messages import Create, Mode, Seat
from actors.player.messages import Deliver, Unseated
from actors.pong.court import LEFT, RIGHT
from actors.pong.settings import Settings
from store.protocol import Store

PATIENCE = 10.0
"""Seconds without a connection after which a player waits in the lobby no longer."""
PUBLISH = 0.2
"""Seconds that changes of the lobby gather before the pages are told."""
MACHINE = "Rally AI"
FAULT = "Something failed here; send it again."

Refused = tuple[str, str]
"""Code and detail."""


class LobbyActor(Actor[Message]):
    """The one lobby. Requests are idempotent: the last answer to each player is kept."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        past = context.past
        fresh = State() if past is None else restored(past.state, context.now())
        self.state: State = context.kept or fresh
        context.keep(self.state)
        self.faults = Faults(context, store, self.state.faults)
        self.publishing = False

    def started(self) -> None:
        """After a restart: set the timers again, and tell the pages how it stands.

        Monitors outlive a crash, but not the news whose handling crashed: those come once more.
        """
        for match in dict.fromkeys(self.state.playing.values()):
            self._monitor(match)
        for player, since in self.state.absent.items():
            self._wait_for(player, since)
        self.faults.resume()
        self._changed()
        match self.context.fatal:
            case From(origin, frame) if not isinstance(frame, WatchLobby):
                self._answer(origin, Error("server_fault", FAULT, frame.id))
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message."""
        match message:
            case From(origin, WatchLobby(on)):
                self._watch(origin.player, on=on)
            case From(origin, frame):
                self._request(origin, frame)
            case Absent() | Present() | Forget():
                self._presence(message)
            case Ended(match, players):
                self.context.demonitor(Address("match", match))
                self.state.free(match, players)
                self._changed()
            case Resumed(match, players):
                self.state.playing |= dict.fromkeys(players, match)
                self._monitor(match)
            case Down(address):
                self._lost(address.id, message)
            case Settled() | Unsettled() | SettleAgain():
                self.faults.handle(message)
            case Publish():
                self._publish()
            case _:
                assert_never(message)

    def _presence(self, message: Absent | Present | Forget) -> None:
        player, now = message.player, self.context.now()
        match message:
            case Absent():
                self.state.absent[player] = now
                self._wait_for(player, now)
            case Present():
                self.state.absent.pop(player, None)
                self.context.cancel(_patience(player))
            case Forget():
                if self.state.forget(player):
                    self.context.snapshot(lasting(self.state))
                    self._changed()

    def _wait_for(self, player: str, since: float) -> None:
        self.context.timer(_patience(player), since + PATIENCE, Forget(player))

    def _watch(self, player: str, *, on: bool) -> None:
        if on:
            self.state.watchers[player] = None
            self._show(player)
        else:
            self.state.watchers.pop(player, None)

    def _request(self, origin: Origin, frame: Request) -> None:
        """Carry out a request once; the same one again gets the same answer."""
        last = self.state.answers.get(origin.player)
        if last is not None and last[0] == frame.id:
            self._answer(origin, last[1])
            return
        outcome = self._carry_out(origin, frame)
        if isinstance(outcome, tuple):
            answer: Ok | Error = Error(*outcome, frame.id)
        else:
            answer = Ok(frame.id, outcome)
            self.context.snapshot(lasting(self.state))
            self._changed()
        self.state.answers[origin.player] = (frame.id, answer)
        self._answer(origin, answer)

    def _carry_out(self, origin: Origin, frame: Request) -> Refused | str | None:
        """The refusal, or the id of the game made, or None for plain ok."""
        player, state = origin.player, self.state
        match frame:
            case Unqueue():
                state.queue.pop(player, None)
                return None
            case Close(_, game):
                hosted = state.hosted_by(player)
                if hosted is None or hosted.id != game:
                    return "no_such_game", "You offer no game of this id."
                del state.games[game]
                return None
            case _:
                playing = state.playing.get(player)
        if playing is not None:
            return "already_playing", f"Finish or resign your match {playing} first."
        return self._play(origin, frame)

    def _play(
        self, origin: Origin, frame: Queue | Open | Join | Local | Machine
    ) -> Refused | str | None:
        """Requests of somebody who is free."""
        player = origin.player
        match frame:
            case Queue():
                return self._queue(origin)
            case Open():
                return self._open(origin, frame)
            case Join(_, game):
                return self._join(origin, game)
            case Local(_, settings, names):
                left, right = names or (origin.name, "Player 2")
                self._pair("local", settings, Seat(player, left), Seat(player, right))
                return None
            case Machine(_, level, settings):
                self._pair("ai", settings, Seat(player, origin.name), Seat(None, MACHINE, level))
                return None
            case _:
                assert_never(frame)

    def _queue(self, origin: Origin) -> None:
        opponent = self.state.opponent_for(origin.player)
        if opponent is None:
            self.state.queue[origin.player] = Waiting(origin.player, origin.name)
            return
        seats = self._shuffled(
            Seat(opponent.player, opponent.name), Seat(origin.player, origin.name)
        )
        self._pair("quick", Settings(), *seats)

    def _open(self, origin: Origin, frame: Open) -> Refused | str:
        """Offer a game; whoever offers one already gets it changed, under its id."""
        hosted = self.state.hosted_by(origin.player)
        if hosted is None and len(self.state.games) >= MOST_GAMES:
            return "too_many", "Too many games are open; try again later."
        game = hosted.id if hosted else self._id("g")
        self.state.games[game] = Game(
            game, origin.player, origin.name, frame.settings, frame.private
        )
        return game

    def _join(self, origin: Origin, name: str) -> Refused | None:
        game = self.state.games.get(name)
        if game is None:
            return "no_such_game", "This game is no longer open."
        if game.host == origin.player:
            return "own_game", "This is your own game; send its link to somebody."
        seats = self._shuffled(Seat(game.host, game.name), Seat(origin.player, origin.name))
        self._pair("private" if game.private else "open", game.settings, *seats)
        return None

    def _shuffled(self, one: Seat, two: Seat) -> tuple[Seat, Seat]:
        return (one, two) if self.context.random.random() < 0.5 else (two, one)

    def _pair(self, mode: Mode, settings: Settings, left: Seat, right: Seat) -> None:
        """Create a match; its players wait for nothing else any more."""
        match = self._id("m")
        for seat in (left, right):
            if seat.player is not None:
                self.state.withdraw(seat.player)
                self.state.playing[seat.player] = match
        seed = self.context.random.getrandbits(32)
        self._monitor(match)
        self.context.tell(Address("match", match), Create(mode, settings, seed, (left, right)))
        if left.player is not None:
            self._send(left.player, Matched(match, LEFT, right.name))
        if right.player is not None and right.player != left.player:
            self._send(right.player, Matched(match, RIGHT, left.name))

    def _monitor(self, match: str) -> None:
        self.context.monitor(Address("match", match), lambda down: down)

    def _lost(self, match: str, down: Down) -> None:
        """A match is gone and nobody said ``Ended``: it was given up, or it did and we crashed.

        Then (it stopped in good order) its players have been told how it ended.
        """
        players = [player for player, name in self.state.playing.items() if name == match]
        if down.reason != NORMAL:
            end = self.faults.settle(match, down.kept)
            for player in players:
                self._send(player, end)
        for player in players:
            self.context.tell(Address("player", player), Unseated(match))
        self.state.free(match, players)
        self._changed()

    def _id(self, prefix: str) -> str:
        """A name nobody can guess from others: the generator's state is not to be read off it."""
        drawn = self.context.random.randbytes(16)
        return prefix + blake2b(drawn, digest_size=10).hexdigest()

    def _answer(self, origin: Origin, frame: ServerFrame) -> None:
        deliver = Deliver(encode(frame), None, origin.connection)
        self.context.tell(Address("player", origin.player), deliver)

    def _send(self, player: str, frame: ServerFrame) -> None:
        self.context.tell(Address("player", player), Deliver(encode(frame)))

    def _changed(self) -> None:
        """Tell the watchers soon: many changes in a row are told once."""
        if not self.publishing and self.state.watchers:
            self.publishing = True
            self.context.timer("publish", self.context.now() + PUBLISH, Publish())

    def _publish(self) -> None:
        self.publishing = False
        for player in self.state.watchers:
            self._show(player)

    def _show(self, player: str) -> None:
        frame = encode(view(self.state, lines(self.state), player))
        self.context.tell(Address("player", player), Deliver(frame, "lobby"))


def _patience(player: str) -> str:
    """The key of the timer that waits for a player; no id can be taken for "publish"."""
    return f"absent {player}"
