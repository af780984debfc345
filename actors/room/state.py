"""What a room knows. Pure."""

from msgspec import Struct
from msgspec.structs import replace

from actors.core.journal.book import Recovered
from actors.frames import From
from actors.player.following import People
from actors.room.flood import Pace
from actors.room.frames import Frame, Mode, Request
from actors.room.roles import Roles
from actors.room.rules import ECHO_FOR, Echo, echoing
from actors.seats.lasting import read
from store.rooms.records import MadeRoom, RoomEvent

KEPT, KEPT_FOR = 100, 10_000
"""A room remembers so many events, and those of the last so many milliseconds: what is not in the
store yet is among them."""
MOST_AUTHORS = 10_000
"""Authors of whom it is remembered what they said last."""


class Lasting(Struct):
    """What outlives the process, journaled with each event: the number of the last one.

    ``salt`` is a secret of the room; see `Readers`.
    """

    last: int = 0
    mode: Mode = Mode()
    salt: str = ""


class Reader(Struct):
    """A page that reads the room. It is told from event ``after`` on, once its blocks are known.

    ``view`` stands for the blocks that counted when it was told what came before. ``parted`` is
    everybody of whom it is shown nothing; None while that is not known.
    """

    player: str
    after: int
    view: str = ""
    parted: frozenset[str] | None = None


class State(Lasting):
    """Owned by the room actor.

    ``recent`` are the newest events; until the store has told them, which `loaded` says, only those
    that have happened since. ``changed`` are older lines that were changed a short while ago.
    ``waiting`` is what came before that. ``lines`` has the largest number of a line by author,
    ``checked`` the frames by player that wait for facts. ``readers`` are the pages that read, by
    connection; ``marks`` says how far their players have read. ``early`` is what is known of marks
    before the store has told them. ``typed`` is when players wrote last.
    ``made`` and ``roles`` are about a room that a player has made, the roles in the order in which
    people came.
    """

    recent: list[RoomEvent] = []
    loaded: bool = False
    changed: dict[int, RoomEvent] = {}
    waiting: list[From[Frame]] = []
    lines: dict[str, int] = {}
    paces: dict[str, Pace] = {}
    echoes: dict[str, tuple[Echo, ...]] = {}
    checked: dict[str, list[From[Request]]] = {}
    readers: dict[str, Reader] = {}
    marks: dict[str, int] = {}
    early: dict[str, int] = {}
    typed: dict[str, float] = {}
    people: People = {}
    made: MadeRoom | None = None
    roles: Roles = {}

    def load(self, events: tuple[RoomEvent, ...]) -> None:
        """Take in the newest events of the store; some have happened since it was asked."""
        known = {event.number: event for event in (*events, *self.recent)}
        self.recent = [known[number] for number in sorted(known)]
        self.loaded = True

    def add(self, event: RoomEvent, changed: RoomEvent | None = None) -> None:
        """Take in a new event, and the line that it changed; forget what is old."""
        if changed is not None:
            self._change(changed)
        recent = self.recent = [*self.recent, event]
        self.last = event.number
        old = event.at - KEPT_FOR
        while len(recent) > KEPT and recent[0].at < old:
            recent.pop(0)

    def fade(self, since: int) -> None:
        """Forget what was said before that time (ms), as the store does; only numbers stay."""
        self.recent = [_faded(event) if event.at < since else event for event in self.recent]

    def _change(self, line: RoomEvent) -> None:
        """Replace a line, and empty the edits of it before: this is what the store does as well."""
        number = line.number
        self.recent = [_after_change(event, line) for event in self.recent]
        changed = self.changed = {n: one for n, one in self.changed.items() if n != number}
        changed[number] = line
        if len(changed) > KEPT:
            del changed[next(iter(changed))]

    def event(self, number: int) -> RoomEvent | None:
        """Return an event that the room remembers."""
        recent = self.recent
        if recent and recent[0].number <= number <= self.last:
            return recent[number - recent[0].number]
        return self.changed.get(number)

    def said(self, player: str, line: int) -> RoomEvent | None:
        """Return a line of which the room still knows."""
        for event in reversed(self.recent):
            if event.author == player and event.line == line:
                return event
        return None

    def note(self, player: str, line: int) -> None:
        """Remember the largest number that an author has given."""
        self.lines[player] = max(line, self.lines.pop(player, 0))
        if len(self.lines) > MOST_AUTHORS:
            del self.lines[next(iter(self.lines))]

    def note_pace(self, player: str, pace: Pace, now: float) -> None:
        """Remember how much of the limit an author has used; forget those who waited longest."""
        self.paces.pop(player, None)
        self.paces[player] = pace
        while (oldest := next(iter(self.paces))) != player and self.paces[oldest].at <= now:
            del self.paces[oldest]

    def note_echo(self, player: str, text: str, now: float) -> None:
        """Remember what an author has said; forget those who said nothing for longest."""
        self.echoes[player] = echoing(self.echoes.pop(player, ()), text, now)
        while self.echoes[oldest := next(iter(self.echoes))][-1].at + ECHO_FOR <= now:
            del self.echoes[oldest]

    def since(self, after: int) -> tuple[int, list[RoomEvent]]:
        """Return the events after that one, and after which one they really begin."""
        first = self.first - 1
        begin = after if first <= after <= self.last else first
        return begin, [event for event in self.recent if event.number > begin]

    @property
    def first(self) -> int:
        """The number of the first event that is remembered."""
        return self.recent[0].number if self.recent else self.last + 1

    def pages(self, player: str) -> list[str]:
        """Return the connections on which a player reads."""
        return [name for name, reader in self.readers.items() if reader.player == player]


class Handed(Struct, frozen=True):
    """What a start hands over to the one after a crash: of the turn that crashed no event is left.

    What happened is never changed in place, so this is what it was after the turn before.
    """

    state: State
    last: int
    mode: Mode
    recent: list[RoomEvent]
    changed: dict[int, RoomEvent]
    made: MadeRoom | None
    roles: Roles

    def again(self) -> State:
        """Return the state without the events of a turn that has crashed."""
        state = self.state
        state.last, state.mode = self.last, self.mode
        state.recent, state.changed = self.recent, self.changed
        state.echoes = {}  # or a line that was not taken would be refused as a repetition of itself
        state.made, state.roles = self.made, self.roles
        return state


def _faded(event: RoomEvent) -> RoomEvent:
    if event.kind not in {"line", "edit"}:
        return event
    return replace(event, kind="gone", author=None, name="", text="")


def _after_change(event: RoomEvent, line: RoomEvent) -> RoomEvent:
    if event.number == line.number:
        return line
    if event.about == line.number and event.kind == "edit":
        return replace(event, kind="gone", text="")
    return event


def restored(recovered: Recovered | None) -> State:
    """Return the room as it was before a crash, or what the journal has of it."""
    if recovered is None:
        return State()
    if isinstance(recovered.handed, Handed):
        return recovered.handed.again()
    lasting = read(recovered, Lasting)
    return State(lasting.last, lasting.mode, lasting.salt)
