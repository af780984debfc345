"""A part of the seats: it makes the matches of the lobby, and nobody gets two."""

from collections.abc import Callable
from typing import Any

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.frames import From, Ok, Origin
from actors.games import messages as games
from actors.invitations import messages as invitations
from actors.match.owner import Again, Ended
from actors.match.wishes import NotAgain
from actors.matchmaker import messages as queue
from actors.player.messages import Unseated
from actors.player.pages import Pages
from actors.player.topic import Publish, Subscribe, Unsubscribe
from actors.presence.parts import presence_of
from actors.seats.alone import alone
from actors.seats.households import household_of
from actors.seats.ids import draw_match
from actors.seats.making import Making
from actors.seats.messages import (
    Inherited,
    Local,
    Machine,
    Message,
    Request,
    TellCount,
    Total,
    WatchLobby,
)
from actors.seats.news import News
from actors.seats.refused import already_playing, server_fault
from actors.seats.seating import (
    Abandoned,
    Asked,
    Declined,
    Propose,
    Released,
    Reserve,
    Seated,
    Sits,
    Sync,
)
from actors.seats.state import State, restored
from actors.seats.telling import GAMES, INVITATIONS, QUEUE, Telling


class SeatsActor(Actor[Message]):
    """One part. All that its players ask of the lobby comes here first, so it has one order."""

    def __init__(self, context: Context[Message]) -> None:
        super().__init__(context)
        self.state = restored(context.recovered, context.now())
        self.pages = Pages(context)
        self.telling = Telling(context, self.state)
        self.news = News(context, self.state, self.telling)
        self.making = Making(context, self.state, self.telling, self.news.free)
        self.told: dict[type, Callable[[Any], None]] = {
            From: self._ask,
            Sync: self._sync,
            Sits: self._sits,
            Again: self._again,
            TellCount: lambda _: self.telling.count(),
            Total: self._total,
            Inherited: self._inherited,
            Publish: self.telling.topic.handle,
            **self.making.told,
            **self.news.told,
        }

    def started(self) -> None:
        """Monitor the matches again, and answer whoever waits for what crashed the last start."""
        context, state = self.context, self.state
        recovered = context.recovered
        anew = recovered is None or not isinstance(recovered.handed, State)
        context.hand_over(state)
        for match in dict.fromkeys(state.playing.values()):
            if match not in state.reserved:
                self.telling.watch(match)
        self.telling.topic.resume()
        self.telling.count()
        fatal: Message | None = context.fatal
        self.making.resume(fatal, anew=anew)
        match fatal:
            case From(origin, WatchLobby(on)):  # nobody says it again
                self._watch(origin, on=on)
            case From(origin, frame) if not isinstance(frame, WatchLobby):
                state.answers.forget(origin.player)
                self.pages.answer(origin, server_fault(frame.id))
            case Propose():
                context.tell(fatal.by, Declined(fatal.key, {}))
            case Reserve():
                context.tell(fatal.by, Declined(fatal.match, {}))
            case Again():
                context.tell(Address("match", fatal.match), NotAgain())
            case Sync() | Sits() | Ended() | Released() | Abandoned() | Inherited():
                self.receive(fatal)  # nobody says it again
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
                self._play_alone(message, origin, frame)
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
        self.telling.topic.handle(message)
        for part in (QUEUE, GAMES, presence_of(origin.player)):
            self.context.tell_at_once(part, message)

    def _pass_on(self, part: Address, origin: Origin, frame: Any) -> None:
        """Pass a request on, with what is known of the player; if it may be to meet a stranger, by
        way of their household.

        Nobody hears of a match before it is written; otherwise there is nothing to wait for.
        """
        player, state = origin.player, self.state
        if (unsure := self.making.unsure([player])) is not None:
            self.making.wait(unsure, From(origin, frame))
            return
        match = state.playing.get(player)
        if part == QUEUE and match in state.practice:
            match = None  # who practises may wait for an opponent meanwhile
        barred = state.barred(player, self.context.now())
        tell = self.context.tell_at_once if match is None else self.context.tell
        to = part if part == INVITATIONS else household_of(origin.home)
        tell(to, Asked(origin, frame, match, barred, player in state.reliable))

    def _play_alone(self, message: From[Any], origin: Origin, frame: Local | Machine) -> None:
        """Make a match against the machine, or one for two players on one keyboard."""
        player = origin.player
        answer = self.state.answers.to(player, frame)
        if answer is None:
            if (pending := self.making.held([player])) is not None:
                self.making.wait(pending, message)
                return
            playing = self.state.playing.get(player)
            answer = Ok(frame.id) if playing is None else already_playing(playing).error(frame.id)
            if playing is None:
                match = draw_match(player, self.context.random)
                self.making.order(match, alone(origin, frame))
            self.state.answers.note(player, frame, answer)
        self.pages.answer(origin, answer)

    # From others.

    def _sync(self, message: Sync) -> None:
        for player in message.players:
            if (unsure := self.making.unsure([player])) is not None:
                self.making.wait(unsure, Sync(message.by, (player,)))
                continue
            match = self.state.playing.get(player)
            if match is not None and (message.by != QUEUE or match not in self.state.practice):
                strangers = match in self.state.homes
                self.context.tell(message.by, Seated(match, (player,), None, strangers))

    def _sits(self, sits: Sits) -> None:
        if self.state.playing.get(sits.player) != sits.match:
            self.context.tell(Address("player", sits.player), Unseated(sits.match))

    def _again(self, again: Again) -> None:
        """Make the rematch of two players, unless one of them plays another match by now."""
        players = [seat.player for seat in again.seats if seat.player is not None]
        homes, here = dict.fromkeys(players, ""), self.context.address
        rematch = Propose(here, again.match, again.mode, again.settings, again.seats, homes)
        self.making.order(draw_match(players[0], self.context.random), rematch)

    def _total(self, total: Total) -> None:
        if total.matches != self.state.matches:
            self.state.matches = total.matches
            self.telling.topic.changed()

    def _inherited(self, inherited: Inherited) -> None:
        """Take over what is known of the players of this part."""
        for match in self.state.inherit(inherited.lasting):
            if match not in self.state.reserved:
                self.telling.watch(match)
        self.telling.save()
