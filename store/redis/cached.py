"""The store of a node of several: the reads that are worth it come from the cache."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, cast

from msgspec.structs import replace

from store.identities.records import Identity
from store.people.records import Proof, User
from store.profiles.records import Profile
from store.programs.records import is_bot
from store.protocol import Store
from store.ratings.records import Board, Ranked, Rating
from store.redis.cache import Cache, Content

PROFILES = Content[Profile]("profile", Profile, lifetime=5.0)
BOARDS = Content[Sequence[Ranked]]("boards", list[Ranked], lifetime=5.0)
AHEAD = Content[int]("ahead", int, lifetime=5.0)
PARTED = Content[bool]("parted", bool, lifetime=5.0)
"""Whether somebody has blocked anybody, or is blocked."""

SHOWN = {
    "people": ("make_account", "rename_user"),
    "profiles": ("save_about", "save_privacy", "save_avatar", "saw"),
    "moderation": ("set_role",),
}
"""Verbs that change the profile of the user whom they name first, by domain."""
LISTED = {"rename_user", "save_avatar", "delete_user"}
"""Those of them that change what leaderboards show."""


def cached(store: Store, cache: Cache) -> Store:
    """Return the store, with profiles and leaderboards from the cache.

    Ratings may be as old as `BOARDS` says, and so may be all that is changed by who does not use
    the cache, such as scripts/admin.
    """
    return cast("Store", _Cached(store, cache))


class _Wrapped:
    """Has what ``of`` has, but for what is set here in its place."""

    def __init__(self, of: Any) -> None:
        self._of = of

    def __getattr__(self, name: str) -> Any:
        return getattr(self._of, name)


class _Cached(_Wrapped):
    def __init__(self, store: Store, cache: Cache) -> None:
        super().__init__(store)
        self._store = store
        self._cache = cache
        for domain, names in SHOWN.items():
            of = getattr(store, domain)
            wrapped = _Wrapped(of)
            for name in names:
                setattr(wrapped, name, self._dropping(name, getattr(of, name)))
            setattr(self, domain, wrapped)
        self.profiles: Any = self.profiles
        self.profiles.profile = self._profile
        self.ratings: Any = _Wrapped(store.ratings)
        self.ratings.leaders = self._leaders
        self.ratings.ahead = self._ahead
        self.social: Any = _Wrapped(store.social)
        self.social.block = self._block

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """See `Store.delete_user`."""
        for bot in await self._store.programs.bots_of(user_id):
            await self._drop("delete_user", bot.id)
        await self._drop("delete_user", user_id)
        return await self._store.delete_user(user_id, at, by)

    async def register_identity(
        self, user: User, identity: Identity, by: Proof | None = None
    ) -> bool:
        """See `Store.register_identity`."""
        await self._drop("register_identity", user.id)
        return await self._store.register_identity(user, identity, by)

    def _dropping(
        self, name: str, verb: Callable[..., Awaitable[Any]]
    ) -> Callable[..., Awaitable[Any]]:
        async def write(user: User | str, *arguments: Any, **named: Any) -> Any:
            await self._drop(name, user if isinstance(user, str) else user.id)
            return await verb(user, *arguments, **named)

        return write

    async def _drop(self, verb: str, user_id: str) -> None:
        await self._cache.drop(PROFILES, user_id)
        if verb in LISTED:
            await self._cache.drop(BOARDS)

    async def _profile(self, user_id: str) -> Profile | None:
        read = partial(self._store.profiles.profile, user_id)
        return await self._cache.get(PROFILES, user_id, "", read)

    async def _leaders(self, board: Board, limit: int, skip: int = 0) -> Sequence[Ranked]:
        """See `Ratings.leaders`."""
        if not await self._sees_all(board):
            return await self._store.ratings.leaders(board, limit, skip)
        read = partial(self._store.ratings.leaders, replace(board, viewer=""), limit, skip)
        part = f"{board.mode} {board.since} {limit} {skip}"
        return await self._cache.get(BOARDS, "", part, read) or []

    async def _ahead(self, board: Board, of: Rating) -> int:
        """See `Ratings.ahead`. Who turns the pages of a leaderboard asks it again for each."""
        if not await self._sees_all(board):
            return await self._store.ratings.ahead(board, of)
        read = partial(self._store.ratings.ahead, replace(board, viewer=""), of)
        part = f"{board.mode} {board.since} {of.place} {of.player}"
        return await self._cache.get(AHEAD, "", part, read) or 0

    async def _sees_all(self, board: Board) -> bool:
        """Tell whether a leaderboard is the same for its viewer as for almost everybody.

        It is not for who is parted from somebody; of a bot that is not known here.
        """
        if board.friends or is_bot(board.viewer):
            return False
        parted = partial(self._parted, board.viewer)
        return not await self._cache.get(PARTED, board.viewer, "", parted)

    async def _parted(self, player: str) -> bool:
        circle = await self._store.social.circle(player)
        return bool(circle.blocks or circle.blocked)

    async def _block(self, user_id: str, other_id: str, now_ms: int) -> None:
        """See `Social.block`. Whoever is parted no more may be taken for parted for a while."""
        for parted in (user_id, other_id):
            await self._cache.drop(PARTED, parted)
        await self._store.social.block(user_id, other_id, now_ms)
