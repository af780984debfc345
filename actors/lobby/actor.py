"""The lobby actor: brings players together and creates their matches."""

from typing import assert_never

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.core.monitor import Down
from actors.core.restart import NORMAL, Reason
from actors.frames import Error, From, Ok, Origin
from actors.lobby.desk import Desk
from actors.lobby.messages import (
    Absent,
    Close,
    Ended,
    Forget,
    Insist,
    Join,
    Local,
    Machine,
    Matched,
    Message,
    Open,
    Parted,
    Present,
    Publish,
    Queue,
    Request,
    Resumed,
    Unqueue,
    WatchLobby,
)
from actors.lobby.state import (
    MOST_GAMES,
    NOBODY,
    Game,
    State,
    Waiting,
    lasting,
    restored,
)
from actors.match.messages import Create, Finished, Mode, Seat
from actors.player.messages import Unseated
from actors.pong.court import LEFT, RIGHT
from actors.pong.settings import Settings
from actors.presence.messages import Changed

PRESENCE = Address("presence")
PATIENCE = 10.0
"""Seconds without a connection after which a player waits in the lobby no longer."""
PUBLISH = 0.2
"""Seconds that changes of the lobby gather before the pages are told."""
INSIST = 20.0
"""Seconds after which a quick match is rather against somebody blocked than none at all."""
MACHINE = "Rally AI"

Refused = tuple[str, str]
"""Code and detail."""


class LobbyActor(Actor[Message]):
    """The one lobby. Requests are idempotent: the last answer to each player is kept."""

    def __init__(self, context: Context[Message]) -> None:
        super().__init__(context)
        past = context.past
        fresh = State() if past is None else restored(past.state, context.now())
        self.state: State = context.kept or fresh
        context.keep(self.state)
        self.publishing = False
        self.desk = Desk(context)

    def started(self) -> None:
        """After a restart: set the timers again, and tell the pages how it stands.

        Monitors outlive a crash, but not the news whose handling crashed: those come once more.
        """
        for match in dict.fromkeys(self.state.playing.values()):
            self._monitor(match)
        for player, since in self.state.absent.items():
            self._wait_for(player, since)
        for player in self.state.queue:
            self._insist_later(player)
        self._changed()

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
            case Down(address, reason):
                self._lost(address.id, reason)
            case Parted():
                self._part(message)
            case Insist(player):
                self._meet(player, anybody=True)
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
            self.desk.show(self.state, player)
        else:
            self.state.watchers.pop(player, None)

    def _request(self, origin: Origin, frame: Request) -> None:
        """Carry out a request once; the same one again gets the same answer."""
        last = self.state.answers.get(origin.player)
        if last is not None and last[0] == frame.id:
            self.desk.answer(origin, last[1])
            return
        outcome = self._carry_out(origin, frame)
        if isinstance(outcome, tuple):
            answer: Ok | Error = Error(*outcome, frame.id)
        else:
            answer = Ok(frame.id, outcome)
            self.context.snapshot(lasting(self.state))
            self._changed()
        self.state.answers[origin.player] = (frame.id, answer)
        self.desk.answer(origin, answer)

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
        self.state.queue[origin.player] = Waiting(origin.player, origin.name)
        self._meet(origin.player)
        if origin.player in self.state.queue:
            self._insist_later(origin.player)

    def _part(self, message: Parted) -> None:
        player, others = message.player, message.others
        before, self.state.parted[player] = self.state.parted.get(player, NOBODY), others
        self._meet(player)
        if others != before:
            self._changed()

    def _insist_later(self, player: str) -> None:
        self.context.timer(f"insist {player}", self.context.now() + INSIST, Insist(player))

    def _meet(self, player: str, *, anybody: bool = False) -> None:
        """Let somebody from the queue play, if there is an opponent for them."""
        waiting = self.state.queue.get(player)
        if waiting is None:
            return
        if player not in self.state.parted:  # on its way, unless a crash of ours has lost it
            self.context.tell(PRESENCE, Changed(player))
            return
        opponent = self.state.opponent_for(player, anybody=anybody)
        if opponent is not None:
            seats = Seat(opponent.player, opponent.name), Seat(player, waiting.name)
            self._pair("quick", Settings(), *self._shuffled(*seats))
            self.context.snapshot(lasting(self.state))
            self._changed()

    def _open(self, origin: Origin, frame: Open) -> Refused | str:
        """Offer a game; whoever offers one already gets it changed, under its id."""
        hosted = self.state.hosted_by(origin.player)
        if hosted is None and len(self.state.games) >= MOST_GAMES:
            return "too_many", "Too many games are open; try again later."
        game = hosted.id if hosted else self.desk.new_id("g")
        self.state.games[game] = Game(
            game, origin.player, origin.name, frame.settings, frame.private
        )
        return game

    def _join(self, origin: Origin, name: str) -> Refused | None:
        game = self.state.games.get(name)
        # A private game is joined by whoever was sent its link, and that is the host's affair.
        if game is None or (not game.private and self.state.apart(game.host, origin.player)):
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
        match = self.desk.new_id("m")
        for seat in (left, right):
            if seat.player is not None:
                self.state.withdraw(seat.player)
                self.state.playing[seat.player] = match
        seed = self.context.random.getrandbits(32)
        self._monitor(match)
        self.context.tell(Address("match", match), Create(mode, settings, seed, (left, right)))
        if left.player is not None:
            self.desk.send(left.player, Matched(match, LEFT, right.name))
        if right.player is not None and right.player != left.player:
            self.desk.send(right.player, Matched(match, RIGHT, left.name))

    def _monitor(self, match: str) -> None:
        self.context.monitor(Address("match", match), lambda down: down)

    def _lost(self, match: str, reason: Reason) -> None:
        """A match is gone and nobody said ``Ended``: it was given up, or it did and we crashed.

        Then (it stopped in good order) its players have been told how it ended.
        """
        players = [player for player, name in self.state.playing.items() if name == match]
        for player in players:
            if reason != NORMAL:
                self.desk.send(player, Finished(match, "server_fault", 0))
            self.context.tell(Address("player", player), Unseated(match))
        self.state.free(match, players)
        self._changed()

    def _changed(self) -> None:
        """Tell the watchers soon: many changes in a row are told once."""
        if not self.publishing and self.state.watchers:
            self.publishing = True
            self.context.timer("publish", self.context.now() + PUBLISH, Publish())

    def _publish(self) -> None:
        self.publishing = False
        for player in self.state.watchers:
            self.desk.show(self.state, player)


def _patience(player: str) -> str:
    """The key of the timer that waits for a player; no id can be taken for "publish"."""
    return f"absent {player}"
