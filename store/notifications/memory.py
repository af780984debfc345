"""The verbs of `Store.notifications` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.nodes.memory import is_lost, is_up
from store.notifications.records import (
    MOST_NOTES,
    NOTES_KEPT_MS,
    Errand,
    KeptNote,
    Note,
    Step,
    Ways,
)
from store.push.memory import subscribed
from store.tables import Tables, apart


class MemoryNotifications:
    """See `store.notifications.protocol.Notifications` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, note: Note) -> None:
        """See `Notifications.add`."""
        add_note(self._tables, note)

    async def newest(self, player: str, limit: int, before: str | None = None) -> list[KeptNote]:
        """See `Notifications.newest`."""
        found = sorted(self._shown(player), key=_place, reverse=True)
        if before is not None:
            last = self._tables.notifications.get((player, before))
            found = [kept for kept in found if last and _place(kept) < _place(last)]
        return found[:limit]

    async def unread(self, player: str) -> int:
        """See `Notifications.unread`."""
        return sum(not kept.read for kept in self._shown(player))

    async def read(self, player: str, note: str, *, earlier: bool = False) -> bool:
        """See `Notifications.read`."""
        notes = self._tables.notifications
        last = notes.get((player, note))
        changed = False
        for key, kept in notes.items() if last is not None else ():
            meant = _place(kept) <= _place(last) if earlier and last else key == (player, note)
            if key[0] == player and meant and not kept.read:
                notes[key] = replace(kept, read=True)
                changed = True
        return changed

    async def note(self, player: str, note: str) -> KeptNote | None:
        """See `Notifications.note`."""
        return next((kept for kept in self._shown(player) if kept.note.id == note), None)

    async def ways(self, player: str) -> Ways | None:
        """See `Notifications.ways`."""
        return self._tables.ways.get(player)

    async def set_ways(self, player: str, ways: Ways) -> None:
        """See `Notifications.set_ways`."""
        user = self._tables.users.get(player)
        if user is not None and user.deleted_at is None:
            self._tables.ways[player] = ways

    async def next_errand(self) -> int | None:
        """See `Notifications.next_errand`."""
        return min(map(self._due, self._tables.errands.values()), default=None)

    async def claim_errand(self, by: int, now_ms: int, until_ms: int) -> Errand | None:
        """See `Notifications.claim_errand`."""
        due = [one for one in self._tables.errands.values() if self._due(one) <= now_ms]
        if not due or not is_up(self._tables, by):
            return None
        return self._claimed(by, min(due, key=lambda one: (one.due_at, one.note)), until_ms)

    async def claim_mails(self, by: int, player: str, until_ms: int) -> list[Errand]:
        """See `Notifications.claim_mails`."""
        if not is_up(self._tables, by):
            return []
        return [
            self._claimed(by, one, until_ms)
            for one in [*self._tables.errands.values()]
            if (one.player, one.step, one.tries) == (player, "mail", 0)
        ]

    async def settle_errand(self, claimed: Errand, step: Step | None, due_at: int | None) -> bool:
        """See `Notifications.settle_errand`."""
        key = claimed.player, claimed.note
        if self._tables.errands.get(key) != claimed:
            return False
        if step is None or due_at is None:
            del self._tables.errands[key]
        else:
            self._tables.errands[key] = Errand(*key, step, due_at)
        self._tables.claims.pop(("errand", *key), None)
        return True

    def _due(self, errand: Errand) -> int:
        lost = is_lost(self._tables, "errand", errand.player, errand.note)
        return 0 if lost else errand.due_at

    def _claimed(self, by: int, errand: Errand, until_ms: int) -> Errand:
        claimed = replace(errand, due_at=until_ms, tries=errand.tries + 1)
        self._tables.claims["errand", errand.player, errand.note] = by
        self._tables.errands[errand.player, errand.note] = claimed
        return claimed

    def _shown(self, player: str) -> list[KeptNote]:
        return [
            kept
            for kept in self._tables.notifications.values()
            if kept.note.player == player
            and (kept.note.about is None or not apart(self._tables, player, kept.note.about))
        ]


def _place(kept: KeptNote) -> tuple[int, str]:
    return kept.note.at, kept.note.id


def add_note(tables: Tables, note: Note) -> None:
    """Keep a note, unless its player or the one it is about has no account (any more)."""
    people = [note.player] if note.about is None else [note.player, note.about]
    users = [tables.users.get(person) for person in people]
    key = note.player, note.id
    if key in tables.notifications or any(user is None or user.deleted_at for user in users):
        return
    tables.notifications[key] = KeptNote(note, read=False)
    chosen = tables.ways.get(note.player)
    if subscribed(tables, note.player) or (chosen is not None and chosen.mail):
        tables.errands[key] = Errand(*key, "decide", note.at)


KINDS = {Note: add_note}
"""The records of notifications that a flush of the journal may carry."""


def tidy_notes(tables: Tables, now_ms: int) -> None:
    """Remove the notes that are old enough, and the oldest of a player who has very many."""
    places: dict[str, int] = {}
    for key, kept in sorted(tables.notifications.items(), key=lambda one: _place(one[1]))[::-1]:
        places[key[0]] = places.get(key[0], 0) + 1
        if kept.note.at <= now_ms - NOTES_KEPT_MS or places[key[0]] > MOST_NOTES:
            del tables.notifications[key]
            tables.errands.pop(key, None)


def forget_notes(tables: Tables, user_id: str) -> None:
    """Leave nothing of the notes to and about a user, nor of what they have chosen."""
    for key, kept in [*tables.notifications.items()]:
        if user_id in (kept.note.player, kept.note.about):
            del tables.notifications[key]
            tables.errands.pop(key, None)
    tables.ways.pop(user_id, None)
