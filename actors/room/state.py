"""What a room knows. Pure."""

from msgspec import Struct

from actors.core.journal.book import Recovered
from actors.frames import From
from actors.player.following import People
from actors.room.flood import Pace
from actors.room.messages import Event, Frame, Say
from actors.seats.lasting import read
from store.rooms.records import RoomEvent

KEPT, KEPT_FOR = 100, 10_000
"""A room remembers so many events, and those of the last so many milliseconds: what is not in the
store yet is among them."""
MOST_AUTHORS = 10_000
"""Authors of whom it is remembered what they said last."""


class Lasting(Struct):
    """What outlives the process, journaled with each event: the number of the last one."""

    last: int = 0
    salt: str = ""


class Reader(Struct):
    """A page that reads the room. It is told from event ``after`` on, once its blocks are known.

    ``parted`` is everybody of whom it is shown nothing; None while that is not known.
    """

    player: str
    after: int
    view: str = ""
    parted: frozenset[str] | None = None


class State(Lasting):
    """Owned by the room actor.

    ``recent`` are the newest events, None until the store has told them. ``waiting`` is what
    came before that. ``lines`` has the largest number of a line by author, ``checked`` the lines
    that wait until it is known. ``readers`` are the pages that read, by connection.
    """

    recent: list[RoomEvent] | None = None
    waiting: list[From[Frame]] = []
    lines: dict[str, int] = {}
    paces: dict[str, Pace] = {}
    checked: dict[str, list[From[Say]]] = {}
    readers: dict[str, Reader] = {}
    people: People = {}

    def add(self, event: RoomEvent) -> None:
        """Take in a new event; forget the oldest that need not be remembered."""
        recent = self.recent = [*(self.recent or ()), event]
        self.last = event.number
        old = event.at - KEPT_FOR
        while len(recent) > KEPT and recent[0].at < old:
            recent.pop(0)

    def said(self, player: str, line: int) -> RoomEvent | None:
        """Return a line of which the room still knows."""
        for event in reversed(self.recent or ()):
            if event.author == player and event.line == line:
                return event
        return None

    def note(self, player: str, line: int) -> None:
        """Remember the largest number that an author has given."""
        self.lines[player] = max(line, self.lines.pop(player, 0))
        if len(self.lines) > MOST_AUTHORS:
            del self.lines[next(iter(self.lines))]

    def since(self, after: int) -> tuple[int, list[RoomEvent]]:
        """Return the events after that one, and after which one they really begin."""
        recent = self.recent or []
        first = recent[0].number - 1 if recent else self.last
        begin = after if first <= after <= self.last else first
        return begin, [event for event in recent if event.number > begin]

    def pages(self, player: str) -> list[str]:
        """Return the connections on which a player reads."""
        return [name for name, reader in self.readers.items() if reader.player == player]


class Handed(Struct, frozen=True):
    """What a start hands over to the one after a crash: no event of a turn that failed."""

    state: State
    last: int
    recent: list[RoomEvent] | None

    def again(self) -> State:
        """Return the state without what the turn that crashed has done to it."""
        self.state.last, self.state.recent = self.last, self.recent
        return self.state


def shown(event: RoomEvent, parted: frozenset[str]) -> Event:
    """Return an event for a player; of those with whom they are ``parted`` there is nothing."""
    if event.author in parted:
        return Event(event.number, "hidden")
    if event.kind == "gone":
        return Event(event.number, "gone")
    about = event.number, event.kind, event.at, event.author
    return Event(*about, event.name, event.line, event.text)


def restored(recovered: Recovered | None) -> State:
    """Return the room as it was before a crash, or what the journal has of it."""
    if recovered is None:
        return State()
    if isinstance(recovered.handed, Handed):
        return recovered.handed.again()
    lasting = read(recovered, Lasting)
    return State(lasting.last, lasting.salt)
