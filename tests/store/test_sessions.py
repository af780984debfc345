"""The contract on sessions, for every backend."""

import trio
from msgspec.structs import replace

from store.people.records import Proof
from store.sessions.records import DEVICES_KEPT_MS, MOST_DEVICES, Device

HASH = "$2b$12$hash"


async def test_a_session_comes_back_with_its_user_until_it_expires(store, make):
    user, session = make.user("u1"), make.session("s1", "u1", expires_at=9_000)
    await store.people.create_user(user)
    await store.sessions.create_session(session, HASH)
    await store.sessions.create_session(session, HASH)
    assert await store.sessions.session("s1", 8_999) == (session, user)
    assert await store.sessions.session("s1", 9_000) is None
    assert await store.sessions.session("other", 0) is None


async def test_a_deleted_session_is_gone(store, make):
    await store.people.create_user(make.user("u1"))
    for name in "ab":
        await store.sessions.create_session(make.session(name, "u1"), HASH)
    await store.sessions.delete_session("a")
    await store.sessions.delete_session("a")
    assert await store.sessions.session("a", 0) is None
    assert await store.sessions.session("b", 0) is not None


async def test_a_session_needs_its_user(store, make):
    assert not await store.sessions.create_session(make.session("a", "nobody"), HASH)
    assert await store.sessions.session("a", 0) is None


async def test_the_sessions_of_a_user_come_last_seen_first(store, make):
    for name in ("u1", "u2"):
        await store.people.create_user(make.user(name))
    old, new, over = (
        make.session("old", "u1", seen_at=2_000),
        make.session("new", "u1", seen_at=3_000),
        make.session("over", "u1", expires_at=1_500),
    )
    for session in (old, new, over, make.session("other", "u2")):
        await store.sessions.create_session(session, HASH)
    assert await store.sessions.sessions_of("u1", 1_500) == [new, old]
    assert await store.sessions.sessions_of("nobody", 0) == []


async def test_a_session_begins_only_with_the_hash_that_was_checked(store, make):
    await store.people.create_user(make.user("u1"))
    await store.people.create_user(make.user("g1", guest=True))
    assert await store.sessions.create_session(make.session("g", "g1"), None)
    assert not await store.sessions.create_session(make.session("h", "g1"), HASH)
    await store.people.set_password("u1", HASH, "new")
    assert not await store.sessions.create_session(make.session("old", "u1"), HASH)
    assert not await store.sessions.create_session(make.session("none", "u1"), None)
    assert await store.sessions.create_session(make.session("new", "u1"), "new")
    assert [session.id for session in await store.sessions.sessions_of("u1", 0)] == ["new"]


async def test_a_session_is_replaced_by_the_one_who_knows_its_revision(store, make):
    await store.people.create_user(make.user("u1"))
    before = make.session("s1", "u1")
    await store.sessions.create_session(before, HASH)
    after = replace(
        before,
        token_hash=b"next",
        previous_hash=before.token_hash,
        attempt_hash=None,
        device="Firefox on macOS",
        address="192.0.2.2",
        seen_at=4_000,
        expires_at=20_000,
        line=b"\x00line",
        active=3_000,
    )
    assert await store.sessions.replace_session(after)
    assert not await store.sessions.replace_session(before)
    found = await store.sessions.session("s1", 10_000)
    assert found is not None
    assert found[0] == replace(after, revision=1)
    assert await store.sessions.replace_session(replace(after, line=None, revision=1))
    assert not await store.sessions.replace_session(replace(after, id="other"))


async def test_of_two_who_replace_it_at_once_one_does(store, make):
    await store.people.create_user(make.user("u1"))
    session = make.session("s1", "u1")
    await store.sessions.create_session(session, HASH)
    outcomes = []

    async def replace_it(number: int) -> None:
        after = replace(session, token_hash=b"%d" % number)
        outcomes.append(await store.sessions.replace_session(after))

    async with trio.open_nursery() as nursery:
        for number in range(8):
            nursery.start_soon(replace_it, number)
    assert sorted(outcomes) == [False] * 7 + [True]


async def test_signs_of_life_count_as_activity_and_a_long_silence_only_in_part(store, make):
    await store.people.create_user(make.user("u1"))
    for name in ("a", "b"):
        await store.sessions.create_session(make.session(name, "u1", expires_at=1_000_000), HASH)
    await store.sessions.saw_sessions(["a", "nobody"], 1_400, 500)
    await store.sessions.saw_sessions(["a", "b"], 90_000, 500)
    await store.sessions.saw_sessions(["a"], 80_000, 500)  # a clock that was set back
    await store.sessions.saw_sessions([], 90_001, 500)
    seen = [(s.id, s.seen_at, s.active) for s in await store.sessions.sessions_of("u1", 0)]
    assert seen == [("a", 90_000, 900), ("b", 90_000, 500)]


async def test_a_session_is_proven_only_with_the_hash_that_was_checked(store, make):
    await store.people.create_user(make.user("u1"))
    session = make.session("s1", "u1", expires_at=9_000)
    await store.sessions.create_session(session, HASH)
    assert not await store.sessions.prove_session(Proof("s1", "another"), 500)
    assert not await store.sessions.prove_session(Proof("none", HASH), 500)
    assert await store.sessions.prove_session(Proof("s1", HASH), 500)
    assert await store.sessions.replace_session(replace(session, seen_at=3_000, proven_at=0))
    found = await store.sessions.session("s1", 0)
    assert (found[0].proven_at, found[0].seen_at) == (500, 3_000)
    await store.delete_user("u1", 600)
    assert not await store.sessions.prove_session(Proof("s1", HASH), 700)


async def test_a_browser_is_known_to_each_account_that_has_used_it(peopled):
    know = peopled.sessions.know_device
    assert await know("a", b"\x00one", "Firefox on Linux", 10) == "first"
    assert await know("a", b"\x00one", "Firefox on Linux", 30) == "known"
    assert await know("a", b"\x00two", "Safari on iPhone", 20) == "new"
    assert await know("c", b"\x00one", "Firefox on Linux", 40) == "first"
    found = await peopled.sessions.devices_of("a")
    assert found == [Device("Firefox on Linux", 10, 30), Device("Safari on iPhone", 20, 20)]
    await peopled.tidy(20 + DEVICES_KEPT_MS)
    assert await peopled.sessions.devices_of("a") == found[:1]
    for number in range(MOST_DEVICES):
        await know("a", bytes([0, number]), "Chrome on Linux", 100 + number)
    await peopled.tidy(100)
    kept = await peopled.sessions.devices_of("a")
    assert (len(kept), kept[-1].seen_at) == (MOST_DEVICES, 100)
    await peopled.delete_user("a", 1)
    assert await peopled.sessions.devices_of("a") == []
