"""Who is connected, who their friends are, and what the friends have been told. Pure."""

from msgspec import Struct

from actors.contact import admits
from actors.core.address import Address
from actors.frames import From
from actors.player.topic import Readers
from actors.presence.messages import FriendPresence, Here, ListFriends, News, Where
from store.social.records import Circle, Friendship, Tie

FRIEND = Tie(friend=True)
NOBODY = Circle()


class Told(Struct, frozen=True):
    """What the friends of a player were told last; all are told the same."""

    presence: Where
    match: str | None = None


OFFLINE = Told("offline")
ONLINE, AWAY = Told("online"), Told("away")
REMEMBERED = 10.0
"""Seconds for which news of somebody who has gone is kept. By then it is known if it was lost."""


class Gathering(Struct):
    """A list of friends under way; ``waiting`` are the parts that have not answered, with whom."""

    request: From[ListFriends]
    friendships: tuple[Friendship, ...] = ()
    waiting: dict[Address, tuple[str, ...]] = {}
    told: dict[str, FriendPresence] = {}
    tries: int = 0


class Gone(Struct, frozen=True):
    """What the friends of somebody were told who has gone, at ``at`` (seconds since the epoch)."""

    at: float
    news: News


class State(Struct):
    """Owned by one part of presence, and all that survives a crash of it.

    ``here`` holds those of its players who have a connection. ``circles`` holds the circles that
    were read from the store for them; those of players who have just gone stay until their friends
    are told. ``told`` leaves out the offline, and ``gone`` has those who were not long ago.
    ``changed`` are those of whom there may be news; True: to be told even if it is none.
    ``loads`` and ``renamed`` number the questions to the store, so that only the newest answer
    counts. ``readers`` are the pages that show how many are here: ``others`` in other parts.
    ``present`` is how many the first part knows to be in each.
    """

    here: dict[str, Told] = {}
    circles: dict[str, Circle] = {}
    told: dict[str, Told] = {}
    gone: dict[str, Gone] = {}
    changed: dict[str, bool] = {}
    loads: dict[str, int] = {}
    renamed: dict[str, int] = {}
    last_question: int = 0
    lists: dict[int, Gathering] = {}
    readers: Readers = {}
    others: int = 0
    present: dict[str, int] = {}

    def arrive(self, message: Here) -> None:
        """Note where a player is."""
        player = message.player
        self.changed.setdefault(player, False)
        if message.where == "offline":
            self.here.pop(player, None)
            self.loads.pop(player, None)
        elif message.match is not None:
            self.here[player] = Told("playing", message.match)
        else:
            self.here[player] = ONLINE if message.where == "online" else AWAY

    def load(self, player: str) -> int:
        """Number a question about a circle; earlier questions about this player are void."""
        self.last_question += 1
        self.loads[player] = self.last_question
        return self.last_question

    def rename(self, player: str) -> int:
        """Number a question about a name; earlier questions about this player are void."""
        self.last_question += 1
        self.renamed[player] = self.last_question
        return self.last_question

    def awaited(self, player: str, load: int) -> bool:
        """Tell whether this is the answer that counts."""
        return self.loads.get(player) == load

    def new_friends(self, player: str, circle: Circle) -> frozenset[str]:
        """Return the friends who are new in a circle that was known before."""
        before = self.circles.get(player)
        return circle.friends - before.friends if before is not None else frozenset[str]()

    def take(self, player: str, circle: Circle) -> None:
        """Keep a circle."""
        del self.loads[player]
        self.circles[player] = circle

    def shown(self, player: str) -> Told:
        """Return what friends may know of a player now."""
        circle, told = self.circles.get(player), self.here.get(player)
        if told is None or circle is None or not admits(circle.privacy.presence, FRIEND):
            return OFFLINE
        return told

    def news(self, player: str, shown: Told, at: float) -> News:
        """Return what the friends of a player are told; ``at`` is the date in seconds."""
        circle = self.circles.get(player, NOBODY)
        known = shown is OFFLINE and admits(circle.privacy.last_seen, FRIEND)
        seen = int(at * 1000.0) if known else None
        about = FriendPresence(player, shown.presence, shown.match, seen)
        return News(about, circle.friends)

    def tell(self, shown: Told, news: News, at: float) -> None:
        """Note what friends are told at a time (seconds since the epoch)."""
        player = news.about.player
        if shown is not OFFLINE:
            self.told[player] = shown
            self.gone.pop(player, None)
        elif self.told.pop(player, None) is not None:
            self.gone[player] = Gone(at, news)

    def forget(self, player: str) -> None:
        """Forget the circle of a player who has gone."""
        if player not in self.here:
            self.circles.pop(player, None)

    def remembered(self, at: float) -> list[News]:
        """Return what was told of those who have gone lately, and forget the others."""
        self.gone = {p: gone for p, gone in self.gone.items() if gone.at > at - REMEMBERED}
        return [gone.news for gone in self.gone.values()]

    def as_told(self, player: str) -> FriendPresence:
        """Return what the friends of a player were told last, so that no change gets lost."""
        told = self.told.get(player, OFFLINE)
        return FriendPresence(player, told.presence, told.match, None)


def listed(friendship: Friendship, told: FriendPresence | None) -> FriendPresence:
    """Return one line of a friend list; ``told`` is what friends were told last, if anything."""
    if told is not None and (told.presence != "offline" or told.seen is not None):
        return told
    known = admits(friendship.privacy.last_seen, FRIEND)
    return FriendPresence(
        friendship.person.id, "offline", None, friendship.seen_at if known else None
    )
