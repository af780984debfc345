"""What a viewer may know of a match of others: who played, and when."""

from collections.abc import AsyncIterator

from actors.contact import apart, may_date, tie_in
from store.matches.records import MatchPlayer, MatchRecord
from store.names import DELETED
from store.profiles.records import Audience, Privacy
from store.protocol import Store
from store.social.records import Circle, Tie


class Discretion:
    """The discretion towards one viewer (None: not signed in); asks the store once a person."""

    def __init__(self, store: Store, viewer: str | None, circle: Circle) -> None:
        self._store = store
        self._viewer = viewer
        self._circle = circle
        self._last_seen: dict[str, Audience] = {}

    def name(self, record: MatchRecord, player: MatchPlayer) -> tuple[str | None, str]:
        """Return id and name of a player as the viewer sees them.

        In the viewer's own matches, a player who has blocked the viewer, or is blocked, is shown
        like a deleted account.
        """
        return (None, DELETED) if self._hides(record, player) else (player.user_id, player.name)

    async def dated(self, record: MatchRecord) -> bool:
        """Tell whether the date of a match is shown; not if it has no other person to ask about."""
        if self._plays(record):
            return True
        if any(self._hides(record, player) for player in record.players):
            return False
        return may_date([shown async for shown in self._shown(record)])

    async def _shown(self, record: MatchRecord) -> AsyncIterator[tuple[Audience, Tie]]:
        """Yield who may see when each person was last here, and the viewer's tie with them."""
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
