"""New names and images: told to the player's own actor, and to whoever lists them."""

from collections.abc import Iterable

from actors.contact import Relation, relation
from actors.core.address import Address
from actors.core.context import Context
from actors.frames import ServerFrame, encode
from actors.player.messages import Named, Profile
from actors.presence.messages import (
    Brought,
    Deleted,
    Introduced,
    Message,
    NotIntroduced,
    PersonView,
    ProfileChanged,
    Renamed,
    TieChanged,
)
from actors.presence.parts import by_part
from actors.presence.state import State
from store.programs.records import is_bot
from store.protocol import Store
from store.social.records import Tie

AGAIN = 2.0
"""Seconds until a store that could not answer is asked again."""


class Names:
    """Belongs to a part of presence; questions under way are in its state and outlive a crash."""

    def __init__(self, context: Context[Message], store: Store, state: State) -> None:
        self._context = context
        self._store = store
        self._state = state

    def resume(self) -> None:
        """Repeat the questions that a crash has left unanswered."""
        for player in self._state.renamed:
            self._ask(player)

    def handle(self, message: Renamed | Introduced | NotIntroduced | Deleted) -> None:
        """Find out who somebody is now, and tell every connected player whose pages show them."""
        match message:
            case Renamed(player):
                self._ask(player)
            case Introduced(player, number, profile, relations):
                if self._answered(player, number) and profile is not None:
                    self._introduce(profile, relations)
            case NotIntroduced(player, number):
                if self._state.renamed.get(player) == number:
                    at = self._context.now() + AGAIN
                    self._context.timer(f"name {player}", at, Renamed(player))
            case Deleted(person, others):
                self._tell(others, TieChanged(person, "none"))

    def _ask(self, player: str) -> None:
        number = self._state.rename(player)

        async def read() -> Introduced:
            found = await self._store.profiles.profile(player)
            if found is None:
                return Introduced(player, number, None, {})
            person = found.person
            profile = Profile(player, person.name, found.guest, is_bot(player))
            relations: dict[str, Relation] = {
                f.person.id: relation(f.person.id, Tie(f.since is not None, f.asked_by))
                for f in await self._store.social.friendships(player)
            }
            return Introduced(player, number, ProfileChanged(profile, person.avatar), relations)

        self._context.effect(read, lambda read: read, lambda _: NotIntroduced(player, number))

    def _answered(self, player: str, number: int) -> bool:
        """Tell whether this answer is the newest."""
        if self._state.renamed.get(player) != number:
            return False
        del self._state.renamed[player]
        return True

    def _introduce(self, changed: ProfileChanged, relations: dict[str, Relation]) -> None:
        player = changed.player
        if player.id in self._state.here:
            named = Named(player.name, not player.guest, encode(changed))
            self._context.tell(Address("player", player.id), named)
        person = PersonView(player.id, player.name, changed.avatar)
        for what in dict.fromkeys(relations.values()):
            others = (other for other, to_them in relations.items() if to_them == what)
            self._tell(others, TieChanged(person, what))

    def _tell(self, players: Iterable[str], frame: ServerFrame) -> None:
        encoded = encode(frame)
        for part, some in by_part(players).items():
            self._context.tell(part, Brought(encoded, frozenset(some)))
