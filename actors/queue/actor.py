"""The queue actor: it pairs players who wait for a quick match."""

from collections.abc import Callable
from typing import Any, get_args

from actors.core.actor import Actor
from actors.core.context import Context
from actors.frames import Error, Ok, Origin, encode
from actors.match.messages import Seat
from actors.player.following import Following, OfFollowing
from actors.player.messages import Followed
from actors.player.pages import Pages
from actors.player.topic import OfTopic, Subscribe, Topic, View
from actors.queue.messages import Insist, Message, Queue, Request, Unqueue, WaitingView
from actors.queue.state import MOST_AT_HOME, Waiting, lasting, restored
from actors.ratings.modes import SETTINGS
from actors.seats.ids import draw_id
from actors.seats.refused import already_playing, crowded, guests_cannot, no_show, server_fault
from actors.seats.seating import SEATS, Asked, Begun, Declined, Missed, Propose, Seated, Sync


class QueueActor(Actor[Message]):
    """The only queue. It proposes pairs; the seats actor makes their matches."""

    def __init__(self, context: Context[Message]) -> None:
        super().__init__(context)
        self.state = restored(context.recovered)
        self.pages = Pages(context)
        self.topic = Topic(context, "waiting", self.state.readers, self._look)
        self.following = Following(context, self.state.people, self._news, self._lapsed)
        self.told: dict[type, Callable[[Any], None]] = {
            Asked: self._asked,
            Seated: self._seated,
            Declined: self._declined,
            Begun: self._begun,
            Missed: self._missed,
            Insist: lambda insist: self._meet(insist.player, anybody=True),
            **dict.fromkeys(get_args(OfFollowing), self.following.handle),
            **dict.fromkeys(get_args(OfTopic), self.topic.handle),
        }

    def started(self) -> None:
        """Follow those who wait, and make good what crashed the last start."""
        self.context.hand_over(self.state)
        self.following.resume(self.state.queue)
        for player in self.state.queue:
            self._insist_later(player)
        self.topic.resume()
        if self.state.queue:
            self.context.tell(SEATS, Sync(self.context.address, tuple(self.state.queue)))
        fatal: Message | None = self.context.fatal
        match fatal:
            case Asked(origin, frame):
                self.state.answers.forget(origin.player)
                self.pages.answer(origin, server_fault(frame.id))
            case Seated() | Begun() | Subscribe() | Missed():
                self.told[type(fatal)](fatal)  # nobody says it again
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message."""
        self.told[type(message)](message)

    # What players ask for.

    def _asked(self, asked: Asked[Request]) -> None:
        origin, frame = asked.origin, asked.frame
        answer = self.state.answers.to(origin.player, frame)
        if answer is None:
            answer = self._carry_out(asked)
            self.state.answers.note(origin.player, frame, answer)
        self.pages.answer(origin, answer)

    def _carry_out(self, asked: Asked[Request]) -> Ok | Error:
        origin, frame = asked.origin, asked.frame
        player = origin.player
        if isinstance(frame, Unqueue):
            if self.state.queue.pop(player, None) is not None:
                self._left(player)
        elif asked.match is not None:
            return already_playing(asked.match).error(frame.id)
        elif asked.barred is not None:
            return no_show(asked.barred, self.context.now()).error(frame.id)
        elif frame.rated and not origin.account:
            return guests_cannot(frame.id)
        elif self.state.crowded(player, origin.home):
            return crowded("people wait", MOST_AT_HOME).error(frame.id)
        else:
            self._wait(origin, frame)
        return Ok(frame.id)

    def _wait(self, origin: Origin, frame: Queue) -> None:
        """Let a player wait. They are paired as soon as their actor has told of them."""
        player = origin.player
        self._insist_later(player)
        self.state.queue[player] = Waiting(
            player, origin.name, origin.home, frame.mode, frame.rated
        )
        self.following.follow(player)
        self._changed()

    def _insist_later(self, player: str) -> None:
        at = self.state.insist(player, self.context.now())
        self.context.timer(f"insist {player}", at, Insist(player))

    def _left(self, player: str) -> None:
        """Follow somebody no longer who has left the queue."""
        self.following.unfollow(player)
        self.context.cancel(f"insist {player}")
        self._changed()

    def _changed(self) -> None:
        """Journal a change; tell nobody of it before it is written, unless the store is away."""
        self.context.snapshot(lasting(self.state))
        self.context.persist(away="tell")
        self.topic.changed()

    # News of those who wait.

    def _news(self, news: Followed) -> None:
        player = news.player
        if news.name is not None and self.state.rename(player, news.name):
            self._changed()
        self.topic.changed()  # their blocks decide who sees them
        self._meet(player, anybody=self.state.insisting(player, self.context.now()))

    def _lapsed(self, player: str) -> None:
        if self.state.queue.pop(player, None) is not None:
            self._left(player)

    # Pairs.

    def _meet(self, player: str, *, anybody: bool = False) -> None:
        """Propose a match for somebody who waits, if there is an opponent."""
        opponent = self.state.opponent_for(player, anybody=anybody)
        if opponent is None:
            return
        random, two = self.context.random, (opponent, self.state.queue[player])
        one, other = two if random.random() < 0.5 else two[::-1]
        seats = Seat(one.player, one.name), Seat(other.player, other.name)
        key = draw_id("p", random)
        self.state.proposed[key] = one.player, other.player
        homes = {waiting.player: waiting.home for waiting in two}
        settings = SETTINGS[one.mode]
        proposal = Propose(self.context.address, key, "quick", settings, seats, homes, one.rated)
        # Past the gate: whether they wait need not be durable for them to play.
        self.context.tell_at_once(SEATS, proposal)

    def _seated(self, seated: Seated) -> None:
        """Take players out of the queue who have a match."""
        self._settle(seated.key)
        self.state.faulty = self.state.faulty.difference(seated.players)
        if self.state.withdraw(seated.match, seated.players, keep=seated.strangers):
            for player in seated.players:
                self._left(player)

    def _declined(self, declined: Declined) -> None:
        """Pair those anew who are still free; the others have left, or are about to hear so."""
        players = self._settle(declined.key)
        if not declined.busy and self._fails_again(players):
            return
        for player in players:
            if player in declined.busy:
                self._lapsed(player)
            else:
                self._meet(player, anybody=self.state.insisting(player, self.context.now()))

    def _fails_again(self, players: tuple[str, ...]) -> bool:
        """Take a pair out of the queue over which the seats actor has crashed twice running."""
        before, self.state.faulty = self.state.faulty, frozenset(players)
        if before != self.state.faulty:
            return False
        for player in players:
            self._lapsed(player)
            self.pages.send(player, server_fault(None))
        return True

    def _settle(self, key: str | None) -> tuple[str, ...]:
        """Close a proposal; return its players."""
        return () if key is None else self.state.proposed.pop(key, ())

    def _begun(self, begun: Begun) -> None:
        if self.state.withdrawn.pop(begun.match, None) is not None:
            self.context.snapshot(lasting(self.state))

    def _missed(self, missed: Missed) -> None:
        """Let those who came wait again, in front, and those no longer who are barred now."""
        now = self.context.now()
        back, swept = self.state.give_back(missed), self.state.sweep(missed)
        for player, until in swept.items():
            self._left(player)
            self.pages.send(player, no_show(until, now).error(None))
        for player in back:
            self.following.follow(player)
            self._insist_later(player)
        self._changed()
        for player in (*swept, *back):
            self.topic.show(player)

    def _look(self) -> View:
        waiting, total = self.state.queue, len(self.state.queue)
        hidden = self.state.hidden()

        def view(player: str) -> bytes:
            return encode(WaitingView(total - hidden.get(player, 0), player in waiting))

        return View(encode(WaitingView(total, queued=False)), waiting.keys() | hidden.keys(), view)
