"""The contract on sessions, for every backend."""

import pytest
import trio
from msgspec.structs import replace

from store.errors import StoreError


async def test_a_session_comes_back_with_its_user_until_it_expires(store, make):
    user, session = make.user("u1"), make.session("s1", "u1", expires_at=9_000)
    await store.create_user(user)
    await store.create_session(session)
    await store.create_session(session)
    assert await store.session("s1", 8_999) == (session, user)
    assert await store.session("s1", 9_000) is None
    assert await store.session("other", 0) is None


async def test_a_deleted_session_is_gone(store, make):
    await store.create_user(make.user("u1"))
    for name in "ab":
        await store.create_session(make.session(name, "u1"))
    await store.delete_session("a")
    await store.delete_session("a")
    assert await store.session("a", 0) is None
    assert await store.session("b", 0) is not None


async def test_a_session_needs_its_user(store, make):
    with pytest.raises(StoreError):
        await store.create_session(make.session("a", "nobody"))
    assert await store.session("a", 0) is None


async def test_the_sessions_of_a_user_come_last_seen_first(store, make):
    for name in ("u1", "u2"):
        await store.create_user(make.user(name))
    old, new, over = (
        make.session("old", "u1", seen_at=2_000),
        make.session("new", "u1", seen_at=3_000),
        make.session("over", "u1", expires_at=1_500),
    )
    for session in (old, new, over, make.session("other", "u2")):
        await store.create_session(session)
    assert await store.sessions_of("u1", 1_500) == [new, old]
    assert await store.sessions_of("nobody", 0) == []


async def test_a_session_is_replaced_by_the_one_who_knows_its_token(store, make):
    await store.create_user(make.user("u1"))
    before = make.session("s1", "u1")
    await store.create_session(before)
    after = replace(
        before,
        token_hash=b"next",
        previous_hash=before.token_hash,
        attempt_hash=None,
        device="Firefox on macOS",
        address="192.0.2.2",
        seen_at=4_000,
        expires_at=20_000,
    )
    assert await store.replace_session(after, before.token_hash)
    assert not await store.replace_session(before, before.token_hash)
    found = await store.session("s1", 10_000)
    assert found is not None
    assert found[0] == after
    assert not await store.replace_session(replace(after, id="other"), b"next")


async def test_of_two_who_replace_it_at_once_one_does(store, make):
    await store.create_user(make.user("u1"))
    session = make.session("s1", "u1")
    await store.create_session(session)
    outcomes = []

    async def replace_it(number: int) -> None:
        after = replace(session, token_hash=b"%d" % number)
        outcomes.append(await store.replace_session(after, session.token_hash))

    async with trio.open_nursery() as nursery:
        for number in range(8):
            nursery.start_soon(replace_it, number)
    assert sorted(outcomes) == [False] * 7 + [True]


async def test_tidying_removes_what_has_expired(store, make):
    await store.create_user(make.user("u1"))
    for name, expires_at in (("old", 5_000), ("new", 5_001)):
        await store.create_session(make.session(name, "u1", expires_at=expires_at))
    await store.tidy(5_000)
    assert [session.id for session in await store.sessions_of("u1", 0)] == ["new"]
