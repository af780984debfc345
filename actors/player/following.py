"""Players who wait for something: followed, and forgotten when they have been gone for a while."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from actors.core.address import Address
from actors.core.context import Context
from actors.player.messages import Follow, Followed, Unfollow, Where
from store.moderation.records import Mute

PATIENCE = 10.0
"""Seconds without a connection after which a player no longer waits."""
AGAIN = 6.0
"""Seconds after the actor of a player was given up until it is followed again."""


class Lapsed(Struct, frozen=True, tag=True):
    """Timer: an absent player waits no longer."""

    player: str


class Lost(Struct, frozen=True, tag=True):
    """To itself: the actor of a player was given up."""

    player: str


class Refollow(Struct, frozen=True, tag=True):
    """Timer: follow the player again."""

    player: str


OfFollowing = Followed | Lapsed | Lost | Refollow
"""The messages that an actor which follows players passes on to `Following.handle`."""


class Person(Struct):
    """A followed player; ``since`` is when the connection was lost (seconds since the epoch).

    ``where``, ``away`` and ``delay`` are known to who follows closely.
    """

    here: bool = False
    parted: frozenset[str] | None = None
    mutes: tuple[Mute, ...] = ()
    since: float | None = None
    where: Where | None = None
    away: bool = False
    delay: int | None = None


People = dict[str, Person]
"""By player. They belong to the state of the actor, so a crash of it loses none."""


class Following:
    """The players whom one actor follows.

    ``changed`` is called when one of them has changed, ``lapsed`` when one has been absent for
    longer than ``patience``; that one is followed no longer, unless ``closely``.
    """

    def __init__(
        self,
        context: Context[Any],
        people: People,
        changed: Callable[[Followed], None],
        lapsed: Callable[[str], None],
        patience: float = PATIENCE,
        *,
        closely: bool = False,
    ) -> None:
        self._patience = patience
        self._closely = closely
        self._context = context
        self._people = people
        self._changed = changed
        self._lapsed = lapsed

    def resume(self, players: Iterable[str]) -> None:
        """After a start: follow these players and no others.

        After a kill nobody is connected: they have some time to come back.
        """
        wanted = dict.fromkeys(players)
        for player in [*self._people]:
            if player not in wanted:
                self.unfollow(player)
        for player in wanted:
            self.follow(player)

    def follow(self, player: str) -> None:
        """Follow a player; ``changed`` is called soon, and again if they are followed already."""
        person = self._people.setdefault(player, Person())
        address = Address("player", player)
        self._context.monitor(address, lambda down: Lost(down.address.id))
        self._ask(address, Follow(self._context.address, self._closely))
        if not person.here:
            self._wait_for(player, person)

    def unfollow(self, player: str) -> None:
        """Follow a player no longer."""
        if self._people.pop(player, None) is not None:
            address = Address("player", player)
            self._context.demonitor(address)
            self._ask(address, Unfollow(self._context.address))
            self._context.cancel(_patience(player))
            self._context.cancel(_again(player))

    def _ask(self, address: Address, message: Follow | Unfollow) -> None:
        """Ask past the gate: that changes nothing, and need not wait until the rest is written."""
        self._context.tell_at_once(address, message)

    def handle(self, message: OfFollowing) -> None:
        """Take news of a player; of one who is not followed any more it counts for nothing."""
        player = message.player
        if (person := self._people.get(player)) is None:
            return
        match message:
            case Followed():
                self._note(message, person)
                self._changed(message)
            case Lost():
                gone = Followed(player, here=False, where="offline" if self._closely else None)
                self._note(gone, person)
                self._context.timer(_again(player), self._context.now() + AGAIN, Refollow(player))
                self._changed(gone)
            case Refollow():
                self.follow(player)
            case Lapsed():
                if not self._closely:
                    self.unfollow(player)
                self._lapsed(player)

    def _note(self, news: Followed, person: Person) -> None:
        person.here, person.where = news.here, news.where
        person.away, person.delay = news.away, news.delay
        if news.parted is not None:  # the store has been asked about both
            person.mutes = news.mutes
        if news.parted is not None:
            person.parted = news.parted  # what was known last counts until there is something newer
        if news.here:
            person.since = None
            self._context.cancel(_patience(news.player))
        else:
            self._wait_for(news.player, person)

    def _wait_for(self, player: str, person: Person) -> None:
        if person.since is None:
            person.since = self._context.now()
        self._context.timer(_patience(player), person.since + self._patience, Lapsed(player))


def _patience(player: str) -> str:
    return f"absent {player}"


def _again(player: str) -> str:
    return f"follow {player}"
