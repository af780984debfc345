"""The inbox of a player: how any actor tells them something, and how their pages learn of it.

The note is a row of the sender's flush, so it is there if and only if what it tells of has
happened. The message that follows only rings the bell, and may be lost: a page that comes reads the
inbox. Whoever reaches players without a page (`gateway/ways`) is woken by it, and reads the rows.
"""

from collections.abc import Callable
from typing import Any

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.player.messages import InboxRead, Message, Notify
from actors.player.notices import InboxChanged, Notice, Notified, noted, notice_of
from actors.player.state import State
from store.notifications.records import Note

OfInbox = Notify | InboxRead
Rang = Callable[[], None]
"""Called when the bell of any player rings. It must return at once."""


def unheard() -> None:
    """Do nothing: nobody brings notes to people outside the page."""


def notify(
    context: Context[Any], player: str, note: str, notice: Notice, about: str | None = None
) -> None:
    """Tell a player something that they find in their inbox, whenever they come.

    It is written with this turn, under an id: the player is told once, however often the sender
    does its work again. It is not shown where a block parts the player from the one it is
    ``about``. While the store is away the bell rings all the same.
    """
    kept = noted(note, player, notice, int(context.date() * 1000.0), about)
    context.persist(rows=(kept,), away="tell")
    context.tell(Address("player", player), Notify(kept))


class Inbox:
    """The bell of one player: it rings on every page."""

    def __init__(self, context: Context[Message], state: State, rang: Rang) -> None:
        self._context = context
        self._state = state
        self._rang = rang

    def handle(self, message: OfInbox) -> None:
        """Tell the pages of a new note, or that notes were read."""
        match message:
            case Notify(note):
                self._ring(note)
            case InboxRead():
                self._show(encode(InboxChanged()))

    def _ring(self, note: Note) -> None:
        if note.about is None or note.about not in (self._state.parted or ()):
            self._show(encode(Notified(note.id, note.at, notice_of(note))))
            self._rang()

    def _show(self, frame: bytes) -> None:
        for session in self._state.sessions.values():
            session.push(frame)
