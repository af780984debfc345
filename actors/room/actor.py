"""The room actor: it gives what happens a number, has it stored, and tells it to who reads."""

from collections.abc import Callable
from typing import Any, get_args

from actors.core.actor import Actor
from actors.core.context import Context
from actors.frames import From, Ok
from actors.match.watching import Reconsider
from actors.player.following import Following, OfFollowing
from actors.player.messages import Followed
from actors.player.pages import Pages
from actors.room.access import is_made, match_of, may_enter
from actors.room.facts import enters
from actors.room.frames import (
    PAGE,
    Frame,
    History,
    Read,
    Request,
    Subscribe,
    Type,
    Unsubscribe,
    Unsubscribed,
)
from actors.room.lines import Lines
from actors.room.marks import Marks
from actors.room.members import Members
from actors.room.messages import (
    Admitted,
    AskMark,
    Checked,
    Counted,
    Fetched,
    Loaded,
    Marked,
    Message,
    Next,
    Reload,
)
from actors.room.notices import Announce
from actors.room.readers import Readers
from actors.room.refusals import Refusals
from actors.room.requests import Requests
from actors.room.rules import Rules
from actors.room.state import KEPT, Handed, restored
from actors.room.writer import Writer
from store.protocol import Store

AGAIN = 1.0
"""Seconds until a store that could not answer is asked again."""
USUAL = Rules()
MOST_WAITING = 1000
"""Frames that wait for the store at most."""


class RoomActor(Actor[Message]):
    """One room. It leaves the memory when nobody reads it."""

    def __init__(self, context: Context[Message], store: Store, rules: Rules = USUAL) -> None:
        super().__init__(context)
        self.id = context.address.id
        self.store = store
        self.rules = rules
        self.state = restored(context.recovered)
        self.pages = Pages(context)
        self.refusals = Refusals(self.pages)
        self.following = Following(context, self.state.people, self._news, self._lapsed)
        self.readers = Readers(context, self.state)
        self.marks = Marks(context, self.state, store, self.readers, self.pages)
        self.writer = Writer(context, self.state, self.readers, self.pages, self.refusals)
        self.lines = Lines(context, self.state, self.writer, self.refusals, rules)
        shown = self.readers, self.pages, self._leave
        self.members = Members(context, self.state, self.writer, *shown)
        others = {Subscribe: self._subscribe, History: self._history}
        parts = self.lines, self.members, others, self.refusals
        self.requests = Requests(context, self.state, store, *parts)
        self.from_pages: dict[type, Callable[[From[Any]], None]] = {
            **dict.fromkeys(get_args(Request), self.requests.take),
            Read: self.marks.read,
            Type: lambda asked: self.readers.typing(asked.origin),
            Unsubscribe: lambda asked: self._leave([asked.origin.connection]),
        }
        self.told: dict[type, Callable[[Any], None]] = {
            Announce: self.lines.announce,
            Loaded: self._loaded,
            Reload: lambda _: self._load(),
            Next: self._next,
            Checked: self.requests.checked,
            Fetched: self._fetched,
            Marked: self.marks.take,
            AskMark: lambda ask: self.marks.ask(ask.player),
            Counted: self.marks.counted,
            Reconsider: self._reconsider,
            Admitted: self._admitted,
            **dict.fromkeys(get_args(OfFollowing), self.following.handle),
        }

    def started(self) -> None:
        """Ask the store again for what a crash has lost, and show all readers where they are."""
        state = self.state
        if not state.salt:
            state.salt = self.context.random.randbytes(16).hex()
        self.following.resume(reader.player for reader in state.readers.values())
        self.readers.show_all()
        self.marks.resume()
        self._make_good(self.context.fatal)
        if state.loaded:
            self._go_on()
        else:
            self._load()
        self.requests.resume()
        self._hand_over()

    def _make_good(self, fatal: Message | None) -> None:
        """Answer whoever waits for the message that crashed us; what nobody repeats happens."""
        match fatal:
            case From(_, Unsubscribe()) | Followed() | Announce() | Reconsider():
                self.receive(fatal)
            case From(origin, frame):
                if isinstance(frame, Read):
                    self.marks.forget(origin.player)  # it may not be stored
                self.refusals.refuse(fatal, "server_fault")
            case Next() if self.state.waiting:
                asked = self.state.waiting.pop(0)
                self.refusals.refuse(asked, "server_fault")
            case Checked():
                self.requests.drop(fatal)
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message."""
        if not isinstance(message, From):
            self.told[type(message)](message)
        elif may_enter(self.id, message.origin.player) is False:
            self.refusals.refuse(message, "no_such_room")
        elif not self.state.loaded or self.state.waiting:
            self._wait(message)
        else:
            self._take(message)
        self._hand_over()

    def _take(self, asked: From[Any]) -> None:
        if self.members.admits(asked):
            self.from_pages[type(asked.frame)](asked)
        else:
            self.refusals.refuse(asked, "no_such_room")

    def _hand_over(self) -> None:
        """Keep what has happened for the next start; if this turn crashes, what was before it."""
        state = self.state
        happened = state.last, state.mode, state.recent, state.changed
        self.context.hand_over(Handed(state, *happened, state.made, state.roles))

    def can_passivate(self) -> bool:
        """Leave when nobody reads any more, and follow nobody: news of a player would wake it."""
        ended = self.readers.ended()
        if len(ended) < len(self.state.readers):
            return False
        self._leave(ended)
        return True

    # What the store has of the room.

    def _load(self) -> None:
        first, rooms = self.state.first, self.store.rooms

        async def read() -> Loaded:
            events = tuple(await rooms.events_before(self.id, first, KEPT))
            if not is_made(self.id):
                return Loaded(events)
            return Loaded(events, await rooms.made(self.id), tuple(await rooms.members(self.id)))

        self.context.effect(read, lambda loaded: loaded, lambda _: Loaded(None))

    def _loaded(self, loaded: Loaded) -> None:
        if loaded.events is not None:
            self.members.load(loaded)
            self.state.load(loaded.events)
            self._go_on()
            return
        self.context.timer("load", self.context.now() + AGAIN, Reload())
        for asked in self.state.waiting:
            self.refusals.refuse(asked, "unavailable")
        self.state.waiting = []

    def _wait(self, asked: From[Frame]) -> None:
        """Let a frame wait until it is known what was said last, and behind those that wait."""
        if len(self.state.waiting) < MOST_WAITING:
            self.state.waiting.append(asked)
        else:
            self.refusals.refuse(asked, "unavailable")

    def _go_on(self) -> None:
        if self.state.waiting:
            self.context.tell(self.context.address, Next())

    def _next(self, _: Next) -> None:
        if self.state.waiting:
            asked, *others = self.state.waiting
            self._take(asked)
            self.state.waiting = others
            self._go_on()

    # Who may be here.

    def _reconsider(self, _: Reconsider) -> None:
        """Ask again, for each page that reads, whether it may; those that may not are cut off."""
        for player in {reader.player for reader in self.state.readers.values()}:
            self._judge(player)

    def _judge(self, player: str) -> None:
        self.context.effect(
            lambda: enters(self.store, self.id, player),
            lambda may: Admitted(player, may),
            lambda _: Admitted(player, may=True),
        )

    def _admitted(self, admitted: Admitted) -> None:
        player = admitted.player
        if not admitted.may:
            self.readers.send(player, Unsubscribed(self.id))
            self._leave(self.state.pages(player))

    # Who reads.

    def _subscribe(self, asked: From[Subscribe]) -> None:
        origin, frame = asked.origin, asked.frame
        self._leave(self.readers.ended())
        since = self.rules.kept_since(self.id, int(self.context.date() * 1000.0))
        if since:
            self.state.fade(since)
        if self.readers.add(origin, frame.after, frame.view):
            self.marks.ask(origin.player)
        self.following.follow(origin.player)
        self.pages.answer(origin, Ok(frame.id))

    def _news(self, news: Followed) -> None:
        player = news.player
        if news.parted is not None and self.readers.show(player, news.parted):
            self.marks.ask(player)
            if match_of(self.id) is not None:
                self._judge(player)

    def _lapsed(self, player: str) -> None:
        for connection in self.state.pages(player):
            del self.state.readers[connection]
        self.marks.leave(player)

    def _leave(self, connections: list[str]) -> None:
        for connection in connections:
            reader = self.state.readers.pop(connection, None)
            if reader is not None and not self.state.pages(reader.player):
                self.following.unfollow(reader.player)
                self.marks.leave(reader.player)

    # What was said.

    def _history(self, asked: From[History]) -> None:
        frame = asked.frame
        if (frame.before is None) == (frame.after is None):
            self.refusals.refuse(asked, "one_of_two")
        else:
            failed = Fetched(asked, None, None)
            self.context.effect(
                lambda: self._fetch(asked), lambda fetched: fetched, lambda _: failed
            )

    async def _fetch(self, asked: From[History]) -> Fetched:
        frame, rooms = asked.frame, self.store.rooms
        if frame.after is not None:
            events = await rooms.events_after(self.id, frame.after, PAGE)
        else:
            events = await rooms.events_before(self.id, frame.before or 0, PAGE)
        return Fetched(asked, tuple(events), await self.store.social.circle(asked.origin.player))

    def _fetched(self, fetched: Fetched) -> None:
        asked, events, circle = fetched.asked, fetched.events, fetched.circle
        if events is None or circle is None:
            self.refusals.refuse(asked, "unavailable")
        else:
            self.readers.page(asked, events, circle)
