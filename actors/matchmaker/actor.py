"""The matchmaker: it pairs players who wait for a quick match."""

from collections.abc import Callable, Iterable
from typing import Any, get_args

from msgspec.structs import replace

from actors.core.actor import Actor
from actors.core.context import Context
from actors.frames import Error, Ok, Origin
from actors.match.messages import Seat
from actors.matchmaker.calls import Calls, no_call
from actors.matchmaker.messages import (
    AnswerCall,
    CallOver,
    Insist,
    Message,
    Queue,
    RatingKnown,
    Request,
    Unqueue,
    Widen,
)
from actors.matchmaker.pairing import is_away, opponent_for
from actors.matchmaker.refusal import refusal_of
from actors.matchmaker.state import INSIST, lasting, restored
from actors.matchmaker.view import view
from actors.matchmaker.waiting import Waiting
from actors.player.following import Following, OfFollowing
from actors.player.messages import Followed
from actors.player.pages import Pages
from actors.player.topic import OfTopic, Subscribe, Topic, View
from actors.ratings.modes import SETTINGS
from actors.seats.ids import draw_id
from actors.seats.parts import by_part, first_of
from actors.seats.refused import (
    no_show,
    server_fault,
)
from actors.seats.seating import (
    Asked,
    Begun,
    Declined,
    HomeBarred,
    Missed,
    Owed,
    Propose,
    Seated,
    Sync,
)
from store.protocol import Store
from store.ratings.records import MU

STEP = 2.0
"""Seconds after which those who wait for a rated match are looked at again."""


class Matchmaker(Actor[Message]):
    """The only one. It proposes pairs; the seats actor makes their matches."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        self.store = store
        self.state = restored(context.recovered, context.now())
        self.pages = Pages(context)
        self.topic = Topic(context, "waiting", self.state.readers, self._look)
        people = self.state.people
        self.following = Following(context, people, self._news, self._lapsed, closely=True)
        self.calls = Calls(context, self.state, self._propose, self._meet, self._lapsed)
        self.told: dict[type, Callable[[Any], None]] = {
            Asked: self._asked,
            Seated: self._seated,
            Declined: self._declined,
            Begun: self._begun,
            Missed: self._missed,
            HomeBarred: self._barred,
            Owed: self._owed,
            Insist: lambda insist: self._meet(insist.player),
            Widen: self._widen,
            RatingKnown: self._rated,
            CallOver: lambda over: self.calls.over(over.call),
            **dict.fromkeys(get_args(OfFollowing), self.following.handle),
            **dict.fromkeys(get_args(OfTopic), self.topic.handle),
        }

    def started(self) -> None:
        """Follow those who wait, and make good what crashed the last start."""
        self.context.hand_over(self.state)
        self.following.resume(self.state.queue)
        for waiting in [*self.state.queue.values()]:
            self.state.begun.setdefault(waiting.player, waiting.since)
            self._wait_on(waiting)
        self.topic.resume()
        self._sync(self.state.queue)
        fatal: Message | None = self.context.fatal
        match fatal:
            case Asked(origin, frame):
                self.state.answers.forget(origin.player)
                self.pages.answer(origin, server_fault(frame.id))
            case Seated() | Begun() | Subscribe() | Missed() | HomeBarred() | Owed():
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
        match frame:
            case Unqueue():
                self._lapsed(player)
            case AnswerCall(call=call):
                if not self.calls.answer(player, call):
                    return no_call(frame.id)
            case Queue():
                refusal = refusal_of(asked, frame, self.state, self.context.now())
                if refusal is not None:
                    return refusal
                self._wait(origin, frame, reliable=asked.reliable)
        return Ok(frame.id)

    def _wait(self, origin: Origin, frame: Queue, *, reliable: bool) -> None:
        """Let a player wait. They are paired as soon as all is known of them."""
        player = origin.player
        self.calls.drop(player)
        wish = Waiting(player, origin.name, origin.home, frame.mode, frame.rated)
        wish = replace(wish, reliable=reliable)
        self._wait_on(self.state.place(wish, self.context.now()))
        self.following.follow(player)
        self._changed()

    def _wait_on(self, waiting: Waiting) -> None:
        """Set the timers of somebody who waits, and ask for their rating."""
        player, mode, now = waiting.player, waiting.mode, self.context.now()
        at = max(self.state.begun.get(player, now) + INSIST, now)
        self.context.timer(f"insist {player}", at, Insist(player))
        if not waiting.rated:
            return
        self.context.timer("widen", now + STEP, Widen())
        if waiting.mu is None:

            async def read() -> RatingKnown:
                rating = await self.store.ratings.rating(player, mode)
                return RatingKnown(player, mode, None if rating is None else rating.mu)

            unknown = RatingKnown(player, mode, None)
            self.context.effect(read, lambda known: known, lambda _: unknown)

    def _rated(self, known: RatingKnown) -> None:
        """Pair somebody whose rating is known now; as a newcomer if the store cannot say it."""
        mu = MU if known.mu is None else known.mu
        if self.state.rate(known.player, (known.mode, True), mu):
            self._changed()
            self._meet(known.player)

    def _left(self, player: str) -> None:
        """Follow somebody no longer who has left the queue."""
        self.following.unfollow(player)
        self.context.cancel(f"insist {player}")
        self.calls.drop(player)
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
        if not is_away(self.state, player):
            self.calls.back(player)
        self._meet(player)

    def _lapsed(self, player: str) -> None:
        if self.state.queue.pop(player, None) is not None:
            self._left(player)

    # Pairs.

    def _meet(self, player: str) -> None:
        """Propose a match for somebody who waits, if there is an opponent."""
        now = self.context.now()
        anybody = self.state.insisting(player, now)
        opponent = opponent_for(self.state, player, now, anybody=anybody)
        if opponent is not None:
            self.calls.bring_together(opponent.player, player)

    def _widen(self, _: Widen) -> None:
        """Look again at all who wait for a rated match, the longest first."""
        rated = [waiting.player for waiting in self.state.queue.values() if waiting.rated]
        for player in rated:
            self._meet(player)
        if rated:
            self.context.timer("widen", self.context.now() + STEP, Widen())

    def _propose(self, *players: str) -> None:
        random, two = self.context.random, tuple(self.state.queue[player] for player in players)
        one, other = two if random.random() < 0.5 else two[::-1]
        seats = Seat(one.player, one.name), Seat(other.player, other.name)
        key = draw_id("p", random)
        self.state.proposed[key] = one.player, other.player
        homes = {waiting.player: waiting.home for waiting in two}
        settings = SETTINGS[one.mode]
        proposal = Propose(self.context.address, key, "quick", settings, seats, homes, one.rated)
        # Past the gate: whether they wait need not be durable for them to play.
        self.context.tell_at_once(first_of(homes), proposal)

    def _seated(self, seated: Seated) -> None:
        """Take players out of the queue who have a match."""
        pair = [self.state.queue.get(player) for player in self._settle(seated.key)]
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None:
            self.state.lately.note((pair[0], pair[1]), self.context.now())
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
                self._meet(player)

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
        """Let those who came wait again, in front."""
        now, back = self.context.now(), self.state.give_back(missed)
        for player in back:
            self.following.follow(player)
            self.state.begin(player, now)
            self._wait_on(self.state.queue[player])
        self._changed()
        self._sync(back)
        for player in back:
            self.topic.show(player)

    def _barred(self, barred: HomeBarred) -> None:
        """Let those wait no longer who may not meet strangers."""
        swept = self.state.sweep(barred)
        for player in swept:
            self._left(player)
            self.pages.send(player, no_show(barred.until, self.context.now()).error(None))
        for player in swept:
            self.topic.show(player)

    def _sync(self, players: Iterable[str]) -> None:
        """Ask which of these have a match by now."""
        for part, each in by_part(players).items():
            self.context.tell(part, Sync(self.context.address, each))

    def _owed(self, owed: Owed) -> None:
        """Note to whom the server owes a match, as it has lost theirs."""
        self.state.owe(owed.players, self.context.now())
        self.context.snapshot(lasting(self.state))

    def _look(self) -> View:
        return view(self.state, self.context.now())
