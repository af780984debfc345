"""The verbs of `Store.notifications` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.notifications.records import MOST_NOTES, NOTES_KEPT_MS, KeptNote, Note
from store.tables import Tables


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

    def _shown(self, player: str) -> list[KeptNote]:
        blocks, mine = self._tables.blocks, self._tables.notifications.values()
        return [
            kept
            for kept in mine
            if kept.note.player == player
            and (player, kept.note.about) not in blocks
            and (kept.note.about, player) not in blocks
        ]


def _place(kept: KeptNote) -> tuple[int, str]:
    return kept.note.at, kept.note.id


def add_note(tables: Tables, note: Note) -> None:
    """Keep a note, unless its player or the one it is about has no account (any more)."""
    people = [note.player] if note.about is None else [note.player, note.about]
    users = [tables.users.get(person) for person in people]
    if all(user is not None and user.deleted_at is None for user in users):
        tables.notifications.setdefault((note.player, note.id), KeptNote(note, read=False))


KINDS = {Note: add_note}
"""The records of notifications that a flush of the journal may carry."""


def tidy_notes(tables: Tables, now_ms: int) -> None:
    """Remove the notes that are old enough, and the oldest of a player who has very many."""
    places: dict[str, int] = {}
    for key, kept in sorted(tables.notifications.items(), key=lambda one: _place(one[1]))[::-1]:
        places[key[0]] = places.get(key[0], 0) + 1
        if kept.note.at <= now_ms - NOTES_KEPT_MS or places[key[0]] > MOST_NOTES:
            del tables.notifications[key]


def forget_notes(tables: Tables, user_id: str) -> None:
    """Leave nothing of the notes to and about a user."""
    for key, kept in [*tables.notifications.items()]:
        if user_id in (kept.note.player, kept.note.about):
            del tables.notifications[key]
