"""Who is connected, who their friends are, and what the friends have been told. Pure."""

from msgspec import Struct

from actors.contact import admits
from actors.player.topic import Readers
from actors.presence.messages import FriendPresence, Here, Where
from store.social.records import Circle, Friendship, Tie

FRIEND = Tie(friend=True)


class Told(Struct, frozen=True):
    """What the friends of a player were told last; all are told the same."""

    presence: Where
    match: str | None = None


OFFLINE = Told("offline")
ONLINE, AWAY = Told("online"), Told("away")


class State(Struct):
    """Owned by the presence actor, and all that survives a crash of it.

    ``here`` holds everybody who has a connection. ``circles`` holds the circles that were read from
    the store for them; those of players who have just gone stay until their friends are told.
    ``told`` leaves out the offline. ``loads`` and ``renamed`` number the questions to the store, so
    that only the newest answer counts. ``readers`` are the pages that show how many are here.
    """

    here: dict[str, Told] = {}
    circles: dict[str, Circle] = {}
    told: dict[str, Told] = {}
    changed: dict[str, None] = {}
    loads: dict[str, int] = {}
    renamed: dict[str, int] = {}
    last_question: int = 0
    readers: Readers = {}

    def arrive(self, message: Here) -> None:
        """Note where a player is."""
        player = message.player
        self.changed[player] = None
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
        """Return the friends who are connected, and new in a circle that was known before."""
        before = self.circles.get(player)
        new = circle.friends - before.friends if before is not None else frozenset[str]()
        return new & self.here.keys()

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

    def audience(self, player: str) -> frozenset[str]:
        """Return the friends of a player who are connected."""
        circle = self.circles.get(player)
        return frozenset() if circle is None else circle.friends & self.here.keys()

    def tell(self, player: str, shown: Told) -> None:
        """Note what friends are told; forget a player who is gone."""
        if shown is OFFLINE:
            self.told.pop(player, None)
        else:
            self.told[player] = shown
        if player not in self.here:
            self.circles.pop(player, None)

    def seen(self, player: str, at: int) -> int | None:
        """Return the time to show for a player who goes now, if friends may know it."""
        circle = self.circles.get(player)
        return at if circle is not None and admits(circle.privacy.last_seen, FRIEND) else None

    def listed(self, friendship: Friendship) -> FriendPresence:
        """Return one line of a friend list, as friends were told last: no change gets lost."""
        player, privacy = friendship.person.id, friendship.privacy
        told = self.told.get(player, OFFLINE)
        known = told is OFFLINE and admits(privacy.last_seen, FRIEND)
        return FriendPresence(
            player, told.presence, told.match, friendship.seen_at if known else None
        )
