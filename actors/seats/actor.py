"""The seats actor: it makes the matches of the lobby, and nobody gets two."""

from collections.abc import Callable
from typing import Any

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.core.life import INTENSITY, NORMAL
from actors.core.monitor import Down
from actors.frames import From, Ok, Origin, encode
from actors.games import messages as games
from actors.invitations import messages as invitations
from actors.match.messages import Finished
from actors.match.orders import CallOff
from actors.match.owner import Again, Ended, Resumed, Served, create_match
from actors.match.view import matched
from actors.match.wishes import NotAgain
from actors.matchmaker import messages as queue
from actors.player.messages import Unseated
from actors.player.pages import Pages
from actors.player.topic import Publish, Subscribe, Topic, Unsubscribe, View
from actors.presence.parts import presence_of
from actors.ratings.letters import letter_of
from actors.seats.alone import alone
from actors.seats.ids import draw_id
from actors.seats.messages import (
    Local,
    Machine,
    Message,
    PlayingView,
    Request,
    WatchLobby,
)
from actors.seats.refused import already_playing, server_fault
from actors.seats.reservations import Reservations
from actors.seats.seating import (
    Abandoned,
    Asked,
    Begun,
    Declined,
    Missed,
    Owed,
    Propose,
    Released,
    Reserve,
    Seated,
    Sync,
)
from actors.seats.state import lasting, restored

QUEUE, GAMES, INVITATIONS = Address("queue"), Address("games"), Address("invitations")


class SeatsActor(Actor[Message]):
    """The only one. All that is asked of the lobby comes here first, so it has one order."""

    def __init__(self, context: Context[Message]) -> None:
        super().__init__(context)
        self.state = restored(context.recovered, context.now())
        self.pages = Pages(context)
        self.topic = Topic(context, "playing", self.state.readers, self._look)
        self.reservations = Reservations(context, self.state, self._taken, self._free)
        self.told: dict[type, Callable[[Any], None]] = {
            From: self._ask,
            Propose: self._propose,
            **self.reservations.told,
            Sync: self._sync,
            Ended: self._ended,
            Again: self._again,
            Served: self._served,
            Resumed: self._resumed,
            Down: lambda down: self._lost(down.address.id, down.reason),
            Publish: self.topic.handle,
        }

    def started(self) -> None:
        """Monitor the matches again, and answer whoever waits for what crashed the last start."""
        self.context.hand_over(self.state)
        for match in dict.fromkeys(self.state.playing.values()):
            if match not in self.state.reserved:
                self._monitor(match)
        self.topic.resume()
        fatal: Message | None = self.context.fatal
        match fatal:
            case From(origin, WatchLobby(on)):  # nobody says it again
                self._watch(origin, on=on)
            case From(origin, frame) if not isinstance(frame, WatchLobby):
                self.state.answers.forget(origin.player)
                self.pages.answer(origin, server_fault(frame.id))
            case Propose():
                self.context.tell(fatal.by, Declined(fatal.key, {}))
            case Reserve():
                self.context.tell(fatal.by, Declined(fatal.match, {}))
            case Sync():
                self._sync(fatal)
            case Ended() | Again() | Released() | Abandoned():  # nobody says it again
                self.receive(fatal)
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message."""
        self.told[type(message)](message)

    # From pages.

    def _ask(self, message: From[WatchLobby | Request]) -> None:
        origin, frame = message.origin, message.frame
        match frame:
            case WatchLobby(on):
                self._watch(origin, on=on)
            case Local() | Machine():
                self._play_alone(origin, frame)
            case queue.Queue() | queue.Unqueue() | queue.AnswerCall():
                self._pass_on(QUEUE, origin, frame)
            case games.Open() | games.Close() | games.Join():
                self._pass_on(GAMES, origin, frame)
            case (
                invitations.Invite()
                | invitations.Accept()
                | invitations.Decline()
                | invitations.Withdraw()
            ):
                self._pass_on(INVITATIONS, origin, frame)

    def _watch(self, origin: Origin, *, on: bool) -> None:
        """Let a page read all that there is of the lobby, or none of it."""
        if on:
            message: Subscribe | Unsubscribe = Subscribe(origin.player, origin.connection)
        else:
            message = Unsubscribe(origin.connection)
        self.topic.handle(message)
        for part in (QUEUE, GAMES, presence_of(origin.player)):
            self.context.tell_at_once(part, message)

    def _pass_on(self, part: Address, origin: Origin, frame: Any) -> None:
        """Pass a request on, with what is known of the player.

        Nobody hears of a match before it is written; otherwise there is nothing to wait for.
        """
        match = self.state.playing.get(origin.player)
        if part == QUEUE and match in self.state.practice:
            match = None  # who practises may wait for an opponent meanwhile
        barred = self.state.barred(origin.player, origin.home, self.context.now())
        tell = self.context.tell_at_once if match is None else self.context.tell
        tell(part, Asked(origin, frame, match, barred))

    def _play_alone(self, origin: Origin, frame: Local | Machine) -> None:
        """Make a match against the machine, or one for two players on one keyboard."""
        player = origin.player
        answer = self.state.answers.to(player, frame)
        if answer is None:
            playing = self.state.playing.get(player)
            answer = Ok(frame.id) if playing is None else already_playing(playing).error(frame.id)
            if playing is None:
                self._make(alone(origin, frame))
            self.state.answers.note(player, frame, answer)
        self.pages.answer(origin, answer)

    # From those who bring players together.

    def _propose(self, made: Propose) -> None:
        players = [seat.player for seat in made.seats if seat.player is not None]
        busy, yielding = self.state.elsewhere(players, yields=made.by == QUEUE)
        if busy:
            self.context.tell(made.by, Declined(made.key, busy))
            return
        for match in yielding:
            self.context.tell(Address("match", match), CallOff())
            self.state.free(match, players)
        self._make(made)

    def _make(self, made: Propose) -> None:
        """Make a match; its players wait for nothing else any more."""
        state, context = self.state, self.context
        match, strangers = draw_id("m", context.random), made.mode in {"quick", "open"}
        if strangers:
            state.homes[match] = made.homes
        frames = matched(match, made.mode, made.seats)
        state.seat(match, frames)
        if made.mode == "ai":
            state.practice[match] = None
        for player, frame in frames.items():
            self.pages.send(player, frame)
        seed = context.random.getrandbits(32)
        create_match(context, match, made.mode, made.settings, made.seats, seed, rated=made.rated)
        self._save()
        self._monitor(match)
        self._tell_seated(Seated(match, tuple(frames), made.key, strangers))
        self.topic.changed()

    def _sync(self, message: Sync) -> None:
        for player in message.players:
            match = self.state.playing.get(player)
            if match is not None and (message.by != QUEUE or match not in self.state.practice):
                strangers = match in self.state.homes
                self.context.tell(message.by, Seated(match, (player,), None, strangers))

    # From matches.

    def _resumed(self, resumed: Resumed) -> None:
        """Note that a match goes on, so its players are not free."""
        match, players = resumed.match, resumed.players
        if len(players) == 1 and self.state.playing.get(players[0], match) != match:
            self.context.tell(Address("match", match), CallOff())  # it was told so before a kill
        elif any(self.state.playing.get(player) != match for player in players):
            self._taken(match, players)
        self._monitor(match)

    def _served(self, served: Served) -> None:
        if self.state.homes.pop(served.match, None) is not None:
            self._save()
            self._tell_begun(served.match)

    def _ended(self, ended: Ended) -> None:
        """Free the players of a match; if it never began, those who came wait again, in front."""
        self.context.demonitor(Address("match", ended.match))
        if not ended.players:
            self._lost(ended.match, INTENSITY)
            return
        if (letter := letter_of(ended, self.context.date())) is not None:
            self.context.send(*letter)
        if ended.missed:
            self._missed(ended)
        elif ended.proven:
            self.state.prove(ended.players)
        if ended.cause == "server_fault":
            self._owe(ended.players)
        self._free(ended.match, ended.players)

    def _missed(self, ended: Ended) -> None:
        """Let those who came wait again, and no longer the households of those who did not."""
        now = self.context.now()
        back, absentees = self.state.miss(ended.match, ended.missed, now)
        bars = self.state.bars(ended.match, ended.missed, ended.players, now)
        self.state.homes.pop(ended.match, None)
        for part in (QUEUE, GAMES):
            # A kill undoes it together with `Ended`: there is no need to wait for the store.
            self.context.send(part, Missed(ended.match, back, absentees, bars), away="tell")

    def _again(self, again: Again) -> None:
        """Make the rematch of two players, unless one of them plays another match by now."""
        players = [seat.player for seat in again.seats if seat.player is not None]
        if any(self.state.playing.get(player, again.match) != again.match for player in players):
            self.context.tell(Address("match", again.match), NotAgain())
            return
        homes = dict.fromkeys(players, "")
        seats, settings = again.seats, again.settings
        self._make(Propose(self.context.address, "", again.mode, settings, seats, homes))

    def _lost(self, match: str, reason: str) -> None:
        """Free the players of a match that was given up and could not be read."""
        players = self.state.players(match)
        if reason == NORMAL or not players:
            return
        for player in players:
            self.pages.send(player, Finished(match, "server_fault", 0))
            self.context.tell(Address("player", player), Unseated(match))
        self._owe(players)
        self._free(match, players)

    def _owe(self, players: tuple[str, ...]) -> None:
        """Let two who have lost their match by the server's fault come first in the queue."""
        if len(players) > 1:
            self.context.send(QUEUE, Owed(players), away="tell")

    def _taken(self, match: str, players: tuple[str, ...]) -> None:
        self.state.seat(match, players)
        self._save()
        self._tell_seated(Seated(match, players))
        self.topic.changed()

    def _free(self, match: str, players: tuple[str, ...]) -> None:
        if match in self.state.homes:
            self._tell_begun(match)
        self.state.free(match, players)
        self._save()
        self.topic.changed()

    # What follows.

    def _save(self) -> None:
        self.context.snapshot(lasting(self.state))

    def _monitor(self, match: str) -> None:
        self.context.monitor(Address("match", match), lambda down: down)

    def _tell_seated(self, seated: Seated) -> None:
        parts = (QUEUE, GAMES, INVITATIONS)
        for part in parts[1:] if seated.match in self.state.practice else parts:
            self.context.tell(part, seated)

    def _tell_begun(self, match: str) -> None:
        for part in (QUEUE, GAMES):
            self.context.tell(part, Begun(match))

    def _look(self) -> View:
        return View(encode(PlayingView(len(set(self.state.playing.values())))))
