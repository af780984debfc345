"""The cache on a real Redis: what it answers, and that nothing is shown after its change."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest
import trio
from msgspec.structs import replace

from actors.core.journal.records import Flush
from store.identities.records import Identity
from store.memory import MemoryStore
from store.people.records import Proof, User
from store.profiles.records import Privacy, Profile
from store.protocol import Store
from store.ratings.records import Board, Rating
from store.redis.cache import Cache, Content
from store.redis.cached import LISTED, PROFILES, cached
from store.redis.client import Redis, open_redis
from tests.redis_server import RedisServer
from tests.store.images import FACE
from tests.store.test_redis import patient, until_well

__all__ = ["patient"]

NUMBERS = count()
STORE = Path(__file__).parents[2] / "store"


class Site:
    """A store, and two nodes that see it through a cache."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.store = MemoryStore()
        self.caches = [Cache(redis), Cache(redis)]
        self.one, self.two = (cached(self.store, cache) for cache in self.caches)

    @property
    def hits(self) -> int:
        return sum(cache.statistics()["hits"] for cache in self.caches)


@asynccontextmanager
async def site(server: RedisServer) -> AsyncIterator[Site]:
    async with open_redis(server.url, f"cache-{next(NUMBERS)}") as redis:
        await until_well(redis)
        yield Site(redis)


async def people(made: Site, make, *ids: str) -> None:
    """Add accounts with ratings, the first one the best."""
    for place, user_id in enumerate(ids):
        await made.store.people.create_user(make.user(user_id))
        rating = Rating(user_id, "classic", 40.0 - place, 3.0, 20, 20, 1_000)
        await made.store.journal.flush(Flush(0, 50, rows=(rating,)))


async def names(store: Store, viewer: str = "z") -> list[str]:
    return [one.person.name for one in await store.ratings.leaders(Board("classic", viewer), 10)]


async def test_what_one_node_has_read_the_other_has_from_the_cache(redis: RedisServer, make):
    async with site(redis) as made:
        await people(made, make, "a", "b")
        first = [await made.one.profiles.profile("a"), await names(made.one)]
        assert made.hits == 0
        assert [await made.two.profiles.profile("a"), await names(made.two)] == first
        assert made.hits == 3  # and that nobody is parted from the viewer
        assert isinstance(first[0], Profile)


async def test_there_is_nobody_is_no_answer_that_is_kept(redis: RedisServer, make):
    async with site(redis) as made:
        assert await made.one.profiles.profile("a") is None
        await people(made, make, "a")
        assert await made.two.profiles.profile("a") is not None


Write = Callable[[Store, User], Awaitable[object]]
WRITES: dict[str, Write] = {
    "make_account": lambda store, user: store.people.make_account(replace(user, guest=False)),
    "rename_user": lambda store, user: store.people.rename_user(user.id, "Renamed"),
    "save_about": lambda store, user: store.profiles.save_about(user.id, "de", "about"),
    "save_privacy": lambda store, user: store.profiles.save_privacy(
        user.id, Privacy(presence="nobody")
    ),
    "save_avatar": lambda store, user: store.profiles.save_avatar(user.id, FACE),
    "saw": lambda store, user: store.profiles.saw(user.id, 5_000),
    "set_role": lambda store, user: store.moderation.set_role(user.id, "moderator"),
    "delete_user": lambda store, user: store.delete_user(user.id, 5_000),
    "register_identity": lambda store, user: store.register_identity(
        replace(user, guest=False, password_hash=None),
        Identity("i", user.id, "p", "issuer", "subject", "label", 1, 1),
        Proof("s", None),
    ),
}


@pytest.mark.parametrize("verb", WRITES)
async def test_no_node_shows_what_was_before_a_write(redis: RedisServer, make, verb: str):
    async with site(redis) as made:
        await people(made, make, "a", "b")
        guest = verb in {"make_account", "register_identity"}
        user = make.user("a", guest=guest)
        if guest:
            made.store.tables.users["a"] = replace(user, password_hash=None)
            await made.store.sessions.create_session(make.session("s", "a"), None)
        before = await made.one.profiles.profile("a"), await names(made.one)
        await WRITES[verb](made.one, user)
        after = await made.two.profiles.profile("a"), await names(made.two)
        assert after == (await made.store.profiles.profile("a"), await names(made.store))
        assert after != before
        assert made.hits == (1 if verb in LISTED else 2)


async def test_bots_go_with_their_owner(redis: RedisServer, make):
    async with site(redis) as made:
        await people(made, make, "a")
        bot = make.user("bot-1")
        assert await made.store.programs.make_bot(bot, "a")
        assert await made.one.profiles.profile(bot.id) is not None
        await made.one.delete_user("a", 5_000)
        assert await made.two.profiles.profile(bot.id) is None


CHANGES = re.compile(
    r"(INTO|UPDATE|DELETE FROM) (profiles|roles)\b|INTO blocks\b"
    r"|UPDATE users\s+SET ((?!WHERE).)*\b(display_name|guest) = (?!guest)",
    re.DOTALL,
)
CONSTANT = re.compile(r'^(\w+) = f?"+([^"]*)"', re.MULTILINE)


def test_every_statement_that_changes_what_is_kept_is_known():
    """A new one: have its verb drop what it changes, in `store.redis.cached`, and name it here."""
    found = {
        f"{path.parent.name}.{name}"
        for path in STORE.glob("*/queries.py")
        for name, text in CONSTANT.findall(path.read_text())
        if CHANGES.search(text)
    }
    assert found == {
        *("people.MAKE_ACCOUNT", "people.RENAME_USER", "people.DELETE", "programs.SHOW_BOT"),
        *("profiles.SAVE_ABOUT", "profiles.SAVE_PRIVACY", "profiles.SAVE_AVATAR", "profiles.SAW"),
        *("profiles.DELETE_PROFILE", "moderation.SET_ROLE", "moderation.NO_ROLE"),
        "profiles.HOLD_AVATAR",  # it changes nothing
        "social.BLOCK",
    }


async def test_what_was_read_before_a_write_is_not_kept_after_it(redis: RedisServer, make):
    async with site(redis) as made:
        await people(made, make, "a")
        go = trio.Event()

        async def slow() -> Profile | None:
            old = await made.store.profiles.profile("a")
            await made.two.profiles.save_about("a", "de", "new")
            go.set()
            return old

        await made.caches[0].get(PROFILES, "a", "", slow)
        shown = await made.two.profiles.profile("a")
        assert shown is not None
        assert shown.about == "new"


async def test_who_is_parted_from_somebody_has_a_leaderboard_of_their_own(redis: RedisServer, make):
    async with site(redis) as made:
        await people(made, make, "a", "b", "c", "z")
        everybody = ["The a", "The b", "The c", "The z"]
        assert [await names(made.one, who) for who in "zb"] == [everybody] * 2
        await made.one.social.block("z", "b", 1_000)
        assert await names(made.one, "z") == ["The a", "The c", "The z"]
        assert await names(made.two, "b") == ["The a", "The b", "The c"]
        assert await names(made.two, "a") == everybody
        last = await made.store.ratings.rating("c", "classic")
        assert last is not None
        ahead = [await made.one.ratings.ahead(Board("classic", who), last) for who in "aczb"]
        assert ahead == [2, 2, 1, 2]


async def test_friends_have_a_leaderboard_of_their_own(redis: RedisServer, make):
    async with site(redis) as made:
        await people(made, make, "a", "b", "z")
        for viewer in ("a", "z"):
            board = Board("classic", viewer, friends=True)
            shown = await made.one.ratings.leaders(board, 10)
            assert [one.person.id for one in shown] == [viewer]


async def test_pages_spans_and_modes_are_kept_apart(redis: RedisServer, make):
    async with site(redis) as made:
        await people(made, make, "a", "b")
        leaders = made.one.ratings.leaders
        for _ in range(2):
            assert len(await leaders(Board("classic", "z"), 10)) == 2
            assert len(await leaders(Board("classic", "z"), 1)) == 1
            assert len(await leaders(Board("classic", "z"), 10, 1)) == 1
            assert len(await leaders(Board("classic", "z", since=2_000), 10)) == 0
            assert await leaders(Board("short", "z"), 10) == []
            for who, place in (("a", 0), ("b", 1)):
                rating = await made.store.ratings.rating(who, "classic")
                assert rating is not None
                assert await made.one.ratings.ahead(Board("classic", "z"), rating) == place
                assert await made.one.ratings.ahead(Board("classic", "z", 2_000), rating) == 0


async def test_an_answer_is_old_for_seconds_at_most(redis: RedisServer, make):
    async with site(redis) as made:
        await people(made, make, "a")
        brief = Content[int]("brief", int, lifetime=0.2)
        asked = count()

        async def ask() -> int:
            return next(asked)

        async def get(part: str) -> int | None:
            return await made.caches[0].get(brief, "k", part, ask)

        assert [await get("a"), await get("a")] == [0, 0]
        await trio.sleep(0.15)
        assert await get("b") == 1
        await trio.sleep(0.06)  # another part makes no part live longer
        assert await get("a") == 2
        await made.one.profiles.profile("a")
        (name,) = await made.redis.ask("KEYS", made.redis.key("cache", "profile*"))
        assert 0 < await made.redis.ask("PTTL", name) <= PROFILES.lifetime * 1000


def test_another_type_has_another_name():
    assert Content("x", int, 1.0).name != Content("x", str, 1.0).name
    assert Content("x", Profile, 1.0).name == Content("x", Profile, 9.0).name


async def test_without_redis_the_store_answers(own_redis: RedisServer, make):
    async with site(own_redis) as made:
        await people(made, make, "a")
        await made.one.profiles.profile("a")
        own_redis.stop()
        await made.one.profiles.save_about("a", "de", "new")
        for node in (made.one, made.two):
            shown = await node.profiles.profile("a")
            assert shown is not None
            assert shown.about == "new"
            assert await names(node) == ["The a"]
        assert made.caches[0].statistics()["away"] == 3


async def test_all_else_is_the_store_itself(redis: RedisServer, make):
    async with site(redis) as made:
        assert made.one.journal is made.store.journal
        assert await made.one.people.user("a") is None
        await made.one.check()
