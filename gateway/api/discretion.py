"""What one who asks may know of a match that others played: who it was, and when."""

from collections.abc import AsyncIterator

from actors.contact import apart, may_date, tie_in
from store.matches.records import MatchPlayer, MatchRecord
from store.names import DELETED
from store.profiles.records import Audience, Privacy
from store.protocol import Store
from store.social.records import Circle, Tie


class Discretion:
    """Of one viewer, None: nobody who is signed in. It asks the store about each person once."""

    def __init__(self, store: Store, viewer: str | None, circle: Circle) -> None:
        self._store = store
        self._viewer = viewer
        self._circle = circle
        self._last_seen: dict[str, Audience] = {}

    def name(self, record: MatchRecord, player: MatchPlayer) -> tuple[str | None, str]:
        """Return id and name of a player as they are shown.

        But in the viewer's own matches somebody who is apart from the viewer is shown as one whose
        account is deleted.
        """
        return (None, DELETED) if self._hides(record, player) else (player.user_id, player.name)

    async def dated(self, record: MatchRecord) -> bool:
        """Tell whether it is shown when a match was. Of one with nobody to ask it is not."""
        if self._plays(record):
            return True
        if any(self._hides(record, player) for player in record.players):
            return False
        return may_date([shown async for shown in self._shown(record)])

    async def _shown(self, record: MatchRecord) -> AsyncIterator[tuple[Audience, Tie]]:
        """To whom each of its people shows when they were here last."""
        for user_id in [player.user_id for player in record.players if player.user_id]:
            if user_id not in self._last_seen:
                profile = await self._store.profiles.profile(user_id)
                gone = Privacy(last_seen="nobody")
                self._last_seen[user_id] = (profile.privacy if profile else gone).last_seen
            yield self._last_seen[user_id], tie_in(self._circle, user_id)

    def _hides(self, record: MatchRecord, player: MatchPlayer) -> bool:
        if player.user_id is None or self._plays(record):
            return False
        return player.name == DELETED or apart(tie_in(self._circle, player.user_id))

    def _plays(self, record: MatchRecord) -> bool:
        return self._viewer in [player.user_id for player in record.players if player.user_id]


async def discretion(store: Store, viewer: str | None) -> Discretion:
    """Make the discretion of a viewer."""
    return Discretion(store, viewer, await store.social.circle(viewer) if viewer else Circle())
