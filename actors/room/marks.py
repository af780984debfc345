"""How far people have read a room: a mark is the number of an event, and only grows."""

from typing import Any

from actors.core.context import Context
from actors.frames import From, Ok
from actors.player.pages import Pages
from actors.room.access import other_of
from actors.room.frames import MarkView, Read, Seen
from actors.room.messages import AskMark, Counted, Marked
from actors.room.readers import Readers
from actors.room.shown import unread
from actors.room.state import State
from store.protocol import Store
from store.rooms.records import Mark

MOST_ASIDE = 1000
"""Marks of people who read no longer that a room remembers, the newest."""
AGAIN = 2.0
"""Seconds until a store that could not say how far somebody has read is asked again."""
MOST_UNREAD = 100
"""Unread lines are counted so far."""


class Marks:
    """The marks of those who read the room now; those of others are in the store alone."""

    def __init__(
        self, context: Context[Any], state: State, store: Store, readers: Readers, pages: Pages
    ) -> None:
        self._context = context
        self._room = context.address.id
        self._state = state
        self._store = store
        self._readers = readers
        self._pages = pages

    def resume(self) -> None:
        """After a crash: what was asked of the store is lost, and pages may have missed news."""
        for player in {reader.player for reader in self._state.readers.values()}:
            self.ask(player)

    def ask(self, player: str) -> None:
        """Show a player's pages the mark, as soon as the store has said where it is."""
        rooms, other = self._store.rooms, other_of(self._room, player)
        new = self._state.last if other is None else 0  # what comes while the store is asked counts

        async def look() -> Marked:
            seen = None if other is None else await rooms.mark(self._room, other)
            return Marked(player, await rooms.mark(self._room, player), seen, new)

        failed = Marked(player, None, None, new, known=False)
        self._context.effect(look, lambda marked: marked, lambda _: failed)

    def _ask_later(self, player: str) -> None:
        at = self._context.now() + AGAIN
        self._context.timer(f"mark {player}", at, AskMark(player))

    def take(self, marked: Marked) -> None:
        """Take in what the store says. A room that is new to somebody has nothing unread.

        In a direct room all is meant for them. If the store could not say, it is asked again.
        """
        state, player, other = self._state, marked.player, other_of(self._room, marked.player)
        if not state.pages(player):
            return
        if not marked.known:
            self._ask_later(player)
            return
        said = marked.number, state.marks.get(player), state.early.get(player)
        known = [each for each in said if each is not None]
        number = max(known, default=marked.new)
        if not known and number:  # stored, or it might go back: the room forgets it
            self._context.persist(rows=(Mark(player, self._room, number),))
        if other is not None and marked.seen is not None and self._tells(player, other):
            seen = max(marked.seen, state.marks.get(other, 0))
            self._readers.send(player, Seen(self._room, seen))
        self._show(player, number)
        state.marks[player] = number
        state.early.pop(player, None)

    def read(self, asked: From[Read]) -> None:
        """Move a mark on; it is stored before anybody hears of it."""
        state, player, frame = self._state, asked.origin.player, asked.frame
        number = min(frame.number, state.last)
        known = state.marks.get(player)
        if known is None or number > known:
            self._context.persist(rows=(Mark(player, self._room, number),))
            if known is not None:
                self._show(player, number)
            self._tell_other(player, number)
        self._pages.answer(asked.origin, Ok(frame.id))
        if known is not None:
            state.marks[player] = max(known, number)
        else:
            self._note_early(player, number)

    def leave(self, player: str) -> None:
        """Put the mark of somebody aside who reads no longer: it may not be in the store yet."""
        self._context.cancel(f"mark {player}")
        number = self._state.marks.pop(player, None)
        if number is not None:
            self._note_early(player, number)

    def forget(self, player: str) -> None:
        """Forget a mark: nobody knows whether it was stored."""
        self._state.marks.pop(player, None)
        self._state.early.pop(player, None)

    def _note_early(self, player: str, number: int) -> None:
        early = self._state.early
        early[player] = max(number, early.pop(player, 0))
        if len(early) > MOST_ASIDE:
            del early[next(iter(early))]

    def _tell_other(self, player: str, number: int) -> None:
        other = other_of(self._room, player)
        if other is not None and self._tells(other, player):
            self._readers.send(other, Seen(self._room, number))

    def _tells(self, player: str, other: str) -> bool:
        """Tell whether a player who reads is told how far the other has read."""
        person = self._state.people.get(player)
        return person is not None and person.parted is not None and other not in person.parted

    def _show(self, player: str, number: int) -> None:
        """Show a mark. What the room does not remember of the unread lines, the store counts."""
        first = self._state.first
        if number >= first - 1:
            self.counted(Counted(player, number, 0))
            return
        rooms = self._store.rooms
        self._context.effect(
            lambda: rooms.unread(self._room, player, number, first, MOST_UNREAD),
            lambda older: Counted(player, number, older),
            lambda _: Counted(player, number, None),
        )

    def counted(self, counted: Counted) -> None:
        """Show a mark and the count of unread lines, of which the store has counted the older."""
        state, player, number = self._state, counted.player, counted.number
        person = state.people.get(player)
        newer = state.marks.get(player, 0) > number
        if newer or person is None or person.parted is None:
            return
        if counted.older is None:
            self._ask_later(player)
            return
        recent = unread(state.recent, player, number, person.parted)
        count = min(counted.older + recent, MOST_UNREAD)
        self._readers.send(player, MarkView(self._room, number, count))
