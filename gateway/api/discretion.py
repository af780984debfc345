"""What one who asks may know of a match that others played: who it was, and when."""

from collections.abc import AsyncIterator

from actors.contact import findable, may_date, tie_in
from store.names import DELETED
from store.protocol import Store
from store.records import MatchPlayer, MatchRecord
from store.social.records import Audience, Circle, Tie


class Discretion:
    """Of one viewer, None: nobody who is signed in. It asks the store about each person once."""

    def __init__(self, store: Store, viewer: str | None, circle: Circle) -> None:
        self._store = store
        self._viewer = viewer
        self._circle = circle
        self._last_seen: dict[str, Audience | None] = {}

    def name(self, record: MatchRecord, player: MatchPlayer) -> tuple[str | None, str]:
        """Return id and name of a player as they are shown.

        Who has blocked the viewer is shown as one whose account is deleted, but in the viewer's own
        matches.
        """
        if player.user_id is None or self._plays(record):
            return player.user_id, player.name
        if findable(tie_in(self._circle, player.user_id)) and player.name != DELETED:
            return player.user_id, player.name
        return None, DELETED

    async def dated(self, record: MatchRecord) -> bool:
        """Tell whether it is shown when a match was."""
        return self._plays(record) or may_date([shown async for shown in self._shown(record)])

    async def _shown(self, record: MatchRecord) -> AsyncIterator[tuple[Audience, Tie]]:
        """To whom each of its people shows when they were here last; of the deleted nothing."""
        for player in record.players:
            if player.user_id is None:
                continue
            if player.user_id not in self._last_seen:
                profile = await self._store.profile(player.user_id)
                self._last_seen[player.user_id] = profile and profile.privacy.last_seen
            last_seen = self._last_seen[player.user_id]
            if last_seen is not None:
                yield last_seen, tie_in(self._circle, player.user_id)

    def _plays(self, record: MatchRecord) -> bool:
        return self._viewer in [player.user_id for player in record.players if player.user_id]


async def discretion(store: Store, viewer: str | None) -> Discretion:
    """Make the discretion of a viewer."""
    return Discretion(store, viewer, await store.circle(viewer) if viewer else Circle())
