"""The room actor: it gives every line its number, has it stored, and tells it to who reads."""

from collections.abc import Callable
from math import ceil
from typing import Any, get_args

from actors.core.actor import Actor
from actors.core.context import Context
from actors.frames import Error, From, Ok, Origin, encode
from actors.player.following import Following, OfFollowing
from actors.player.messages import Followed
from actors.player.pages import Pages
from actors.room.access import may_enter
from actors.room.flood import Limit, Pace, free_at, spoken
from actors.room.messages import (
    PAGE,
    Checked,
    Fetched,
    Frame,
    History,
    Loaded,
    Message,
    Next,
    Reload,
    Say,
    Subscribe,
    Unsubscribe,
)
from actors.room.readers import Readers
from actors.room.refusals import REFUSALS
from actors.room.state import KEPT, Handed, Lasting, restored
from store.protocol import Store
from store.rooms.records import RoomEvent

AGAIN = 1.0
"""Seconds until a store that could not answer is asked again."""
USUAL = Limit()
MOST_WAITING = 1000
"""Frames that wait for the store at most."""


class RoomActor(Actor[Message]):
    """One room. It leaves the memory when nobody reads it."""

    def __init__(self, context: Context[Message], store: Store, limit: Limit = USUAL) -> None:
        super().__init__(context)
        self.id = context.address.id
        self.store = store
        self.limit = limit
        self.state = restored(context.recovered)
        self.pages = Pages(context)
        self.following = Following(context, self.state.people, self._news, self._lapsed)
        self.readers = Readers(context, self.state)
        self.from_pages: dict[type, Callable[[From[Any]], None]] = {
            Subscribe: self._subscribe,
            Say: self._say,
            History: self._history,
            Unsubscribe: lambda asked: self._leave([asked.origin.connection]),
        }
        self.told: dict[type, Callable[[Any], None]] = {
            Loaded: self._loaded,
            Reload: lambda _: self._load(),
            Next: self._next,
            Checked: self._checked,
            Fetched: self._fetched,
            **dict.fromkeys(get_args(OfFollowing), self.following.handle),
        }

    def started(self) -> None:
        """Ask the store again for what a crash has lost, and show all readers where they are."""
        state = self.state
        if not state.salt:
            state.salt = self.context.random.randbytes(16).hex()
        self._hand_over()
        self.following.resume(reader.player for reader in state.readers.values())
        self.readers.show_all()
        self._make_good(self.context.fatal)
        if state.recent is None:
            self._load()
        else:
            self._go_on()
        for player, asked in state.checked.items():
            self._check(player, asked[0].frame.line)

    def _make_good(self, fatal: Message | None) -> None:
        """Answer whoever waits for the message that crashed us; what nobody repeats happens."""
        match fatal:
            case From(_, Unsubscribe()) | Followed():
                self.receive(fatal)
            case From(origin, frame):
                self._refuse(origin, frame, "server_fault")
            case Next() if self.state.waiting:
                asked = self.state.waiting.pop(0)
                self._refuse(asked.origin, asked.frame, "server_fault")
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message."""
        if not isinstance(message, From):
            self.told[type(message)](message)
        elif may_enter(self.id, message.origin.player):
            if self.state.recent is None or self.state.waiting:
                self._wait(message)
            else:
                self.from_pages[type(message.frame)](message)
        else:
            self._refuse(message.origin, message.frame, "no_such_room")

    def can_passivate(self) -> bool:
        """Leave when nobody reads any more, and follow nobody: news of a player would wake it."""
        ended = self.readers.ended()
        if len(ended) < len(self.state.readers):
            return False
        self._leave(ended)
        return True

    # What the store has of the room.

    def _load(self) -> None:
        last = self.state.last
        self.context.effect(
            lambda: self.store.rooms.events_before(self.id, last + 1, KEPT),
            lambda events: Loaded(tuple(events)),
            lambda _: Loaded(None),
        )

    def _loaded(self, loaded: Loaded) -> None:
        if loaded.events is not None:
            self.state.recent = [*loaded.events]
            self._hand_over()
            self._go_on()
            return
        self.context.timer("load", self.context.now() + AGAIN, Reload())
        for asked in self.state.waiting:
            self._refuse(asked.origin, asked.frame, "unavailable")
        self.state.waiting = []

    def _wait(self, asked: From[Frame]) -> None:
        """Let a frame wait until it is known what was said last, and behind those that wait."""
        if len(self.state.waiting) < MOST_WAITING:
            self.state.waiting.append(asked)
        else:
            self._refuse(asked.origin, asked.frame, "unavailable")

    def _go_on(self) -> None:
        if self.state.waiting:
            self.context.tell(self.context.address, Next())

    def _next(self, _: Next) -> None:
        if self.state.waiting:
            asked, *others = self.state.waiting
            self.from_pages[type(asked.frame)](asked)
            self.state.waiting = others
            self._go_on()

    # Who reads.

    def _subscribe(self, asked: From[Subscribe]) -> None:
        origin, frame = asked.origin, asked.frame
        self._leave(self.readers.ended())
        self.readers.add(origin, frame.after, frame.view)
        self.following.follow(origin.player)
        self.pages.answer(origin, Ok(frame.id))

    def _news(self, news: Followed) -> None:
        if news.parted is not None:
            self.readers.show(news.player, news.parted)

    def _lapsed(self, player: str) -> None:
        for connection in self.state.pages(player):
            del self.state.readers[connection]

    def _leave(self, connections: list[str]) -> None:
        for connection in connections:
            reader = self.state.readers.pop(connection, None)
            if reader is not None and not self.state.pages(reader.player):
                self.following.unfollow(reader.player)

    # What is said.

    def _say(self, asked: From[Say]) -> None:
        """Say a line, unless lines of this author wait already: they keep their order."""
        player, line = asked.origin.player, asked.frame.line
        if player in self.state.checked:
            self.state.checked[player].append(asked)
        elif self._is_above(player, line):
            self._add(asked)
        elif not self._said(asked, None):
            self.state.checked[player] = [asked]
            self._check(player, line)

    def _is_above(self, player: str, line: int) -> bool:
        """Tell whether a number is above all that its author gave before."""
        last = self.state.lines.get(player)
        return last is not None and line > last

    def _said(self, asked: From[Say], known: RoomEvent | None) -> bool:
        """Answer a line that was said before."""
        origin, frame = asked.origin, asked.frame
        before = self.state.said(origin.player, frame.line) or known
        if before is None:
            return False
        if before.text == frame.text:
            self.pages.answer(origin, Ok(frame.id))
        else:
            self._refuse(origin, frame, "line_taken")
        return True

    def _check(self, player: str, line: int) -> None:
        """Ask the store what it knows of an author, and of a line that waits."""
        rooms = self.store.rooms

        async def look() -> Checked:
            known = await rooms.line(self.id, player, line)
            return Checked(player, await rooms.last_line(self.id, player), known)

        self.context.effect(look, lambda checked: checked, lambda _: Checked(player, None, None))

    def _checked(self, checked: Checked) -> None:
        """Answer the first line that waits; the others are checked one by one after it."""
        player = checked.player
        first, *others = self.state.checked[player]
        if others:
            self._check(player, others[0].frame.line)
        if checked.last is None:
            self._refuse(first.origin, first.frame, "unavailable")
        elif not self._said(first, checked.known):
            self.state.note(player, checked.last)
            self._add(first)
        if others:
            self.state.checked[player] = others
        else:
            del self.state.checked[player]

    def _add(self, asked: From[Say]) -> None:
        """Give a line its number, and tell it when it is stored."""
        origin, frame, now = asked.origin, asked.frame, self.context.now()
        pace = self.state.paces.get(origin.player, Pace())
        free = free_at(pace, self.limit)
        if self.context.log_away:
            self._refuse(origin, frame, "unavailable")
        elif free > now:
            self._refuse(origin, frame, "too_fast", free)
        else:
            self._tell(origin, frame, spoken(pace, self.limit, now))

    def _tell(self, origin: Origin, frame: Say, pace: Pace) -> None:
        """Have a line stored and told. The state changes last: a crash before leaves no trace."""
        state, player, now = self.state, origin.player, self.context.now()
        at, number = int(self.context.date() * 1000.0), state.last + 1
        written = player, origin.name, frame.line, frame.text
        event = RoomEvent(self.id, number, "line", at, *written)
        self.context.persist(rows=(event,))
        self.context.snapshot(encode(Lasting(number, self.state.salt)))
        self.readers.tell(event)
        self.pages.answer(origin, Ok(frame.id))
        state.paces = {who: one for who, one in state.paces.items() if one.at > now}
        state.paces[player] = pace
        state.note(player, frame.line)
        state.add(event)
        self._hand_over()

    def _hand_over(self) -> None:
        self.context.hand_over(Handed(self.state, self.state.last, self.state.recent))

    # What was said.

    def _history(self, asked: From[History]) -> None:
        frame, player = asked.frame, asked.origin.player

        async def fetch() -> Fetched:
            events = await self.store.rooms.events_before(self.id, frame.before, PAGE)
            return Fetched(asked, tuple(events), await self.store.social.circle(player))

        self.context.effect(fetch, lambda fetched: fetched, lambda _: Fetched(asked, None, None))

    def _fetched(self, fetched: Fetched) -> None:
        asked, events, circle = fetched.asked, fetched.events, fetched.circle
        if events is None or circle is None:
            self._refuse(asked.origin, asked.frame, "unavailable")
        else:
            self.readers.page(asked, events, circle)

    def _refuse(self, origin: Origin, frame: Frame, code: str, until: float | None = None) -> None:
        """Answer a frame that changes nothing; it would be refused ``until`` then, if given."""
        at = None if until is None else ceil(until * 1000.0)
        request = None if isinstance(frame, Unsubscribe) else frame.id
        self.pages.answer(origin, Error(code, REFUSALS[code], request, at))
