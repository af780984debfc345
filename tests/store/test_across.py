"""The contract on verbs over several domains, for every backend: deletion, passwords, tidying."""

import pytest
from msgspec.structs import replace

from store import sql
from store.errors import NameTaken, StoreError
from store.memory import MemoryStore
from store.moderation.records import Ban
from store.names import DELETED, ENDED_MS, KEPT_MS
from store.people.records import Proof
from store.protocol import Store
from tests.store.conftest import begin
from tests.store.images import FACE

HASH = "$2b$12$hash"


async def test_the_store_says_that_it_is_ready(store):
    await store.check()


async def test_of_a_deleted_user_matches_stay_under_no_name(store, make):
    await store.people.create_user(make.account("u1", "ann", "Ann"))
    await store.people.create_user(make.account("u2", "bo", "Bo"))
    await begin(store, make.match("m1", "u1", "u2"))
    await begin(store, make.match("m2", "u2", "u1"))
    await store.sessions.create_session(make.session("s1", "u1"), HASH)
    await store.matches.write_result(make.result("m1"))
    await store.delete_user("u1", 5_000)
    await store.delete_user("u1", 6_000)
    gone = await store.people.user("u1")
    assert (gone.display_name, gone.email, gone.password_hash) == (DELETED, None, None)
    assert gone.deleted_at == 5_000
    assert await store.sessions.session("s1", 0) is None
    assert [m.record.id for m in await store.matches.matches_of("u1", 9)] == ["m2", "m1"]
    names = [[p.name for p in (await store.matches.match(m)).record.players] for m in ("m1", "m2")]
    assert names == [[DELETED, "Bo"], ["Ann", DELETED]]  # Make.match calls the right side Bo
    assert (await store.matches.match("m1")).result is not None


async def test_a_deleted_user_cannot_come_back(store, make):
    await store.people.create_user(make.account("u1", "ann", "Ann"))
    await store.people.create_user(make.user("g1", guest=True))
    for user_id in ("u1", "g1"):
        await store.delete_user(user_id, 5_000)
        assert not await store.sessions.create_session(
            make.session(f"late-{user_id}", user_id), None
        )
        assert await store.sessions.session(f"late-{user_id}", 0) is None
    await store.people.rename_user("u1", "Ann")
    assert not await store.people.set_password("u1", "$2b$12$hash", "new")
    assert not await store.people.make_account(make.account("g1", "bo", "Bo"))
    assert (await store.people.user("u1")).display_name == DELETED


async def test_the_names_of_the_deleted_are_free_after_a_time(store, make):
    await store.people.create_user(make.account("u1", "ann", "Ann"))
    await store.people.create_user(make.account("u2", "bo", "Bo"))
    await begin(store, make.match("m1", "u1", "u2"))
    await store.delete_user("u1", 5_000)
    await store.tidy(5_000 + KEPT_MS - 1)
    with pytest.raises(NameTaken) as caught:
        await store.people.create_user(make.account("u3", "ann", "Ann"))
    assert caught.value.fields == ("name", "display_name")
    for _ in range(2):
        await store.tidy(5_000 + KEPT_MS)
    await store.people.create_user(make.account("u3", "ann", "Ann"))
    assert (await store.people.user_by_name("ann")).id == "u3"
    assert (await store.people.user("u1")).display_name == DELETED
    assert "ann" not in (await store.people.user("u1")).name
    assert (await store.people.user_by_name("bo")).id == "u2"


async def test_an_act_with_a_proof_needs_its_session_and_its_hash(store, make):
    for number, (ended, known) in enumerate([(True, HASH), (False, "other"), (False, HASH)]):
        user_id, guest_id = f"u{number}", f"g{number}"
        await store.people.create_user(make.account(user_id, f"ann {number}", f"Ann {number}"))
        await store.people.create_user(make.user(guest_id, guest=True))
        for owner, hash_ in ((user_id, HASH), (guest_id, None)):
            for name in ("s", "t"):
                await store.sessions.create_session(make.session(f"{name}-{owner}", owner), hash_)
            if ended:
                await store.sessions.delete_session(f"s-{owner}")
        by = Proof(f"s-{user_id}", known)
        as_guest = Proof(f"s-{guest_id}", None if known == HASH else known)
        account = make.account(guest_id, f"new {number}", f"New {number}")
        anothers = Proof(f"s-{guest_id}", known)
        done = [
            await store.people.set_email(user_id, "new@example.org", anothers),
            await store.people.set_email(user_id, "new@example.org", by),
            await store.people.make_account(account, as_guest),
            await store.change_password(user_id, "new", by),
            await store.delete_user(user_id, 5_000, Proof(by.session_id, "new")),
        ]
        assert done == [False, *([not ended and known == HASH] * 4)]


async def test_a_change_of_the_password_ends_the_other_sessions_and_links(store, make):
    await store.people.create_user(make.account("u1", "ann", "Ann"))
    await store.people.add_link(b"link", "u1", 9_000)
    for name in "abc":
        await store.sessions.create_session(make.session(name, "u1"), HASH)
    assert await store.change_password("u1", "new", Proof("b", HASH))
    assert [session.id for session in await store.sessions.sessions_of("u1", 0)] == ["b"]
    assert await store.people.link(b"link", 0) is None
    assert (await store.people.user("u1")).password_hash == "new"


async def test_nothing_is_left_of_whoever_is_deleted(peopled):
    await peopled.social.befriend("a", "B", 1)
    await peopled.social.block("c", "a", 1)
    await peopled.profiles.save_avatar("a", FACE)
    await peopled.moderation.set_role("a", "admin")
    await peopled.delete_user("a", 9)
    assert await peopled.profiles.profile("a") is None
    assert await peopled.social.friendships("B") == await peopled.social.blocks("c") == []
    assert await peopled.profiles.image("f00") is None


async def test_who_is_deleted_is_seen_to_go_and_nothing_is_kept_of_it(peopled):
    await peopled.delete_user("a", 9)
    await peopled.profiles.saw("a", 7_000)
    if isinstance(peopled, MemoryStore):
        assert peopled.tables.profiles == {}
    else:
        assert await peopled._engine.read("SELECT user_id FROM profiles") == []


async def test_a_deletion_that_fails_has_done_nothing(peopled, monkeypatch: pytest.MonkeyPatch):
    if isinstance(peopled, MemoryStore):
        return  # in memory nothing fails
    await peopled.profiles.save_avatar("a", FACE)
    monkeypatch.setattr(sql, "FORGET", (*sql.FORGET, "DELETE FROM nowhere"))
    with pytest.raises(StoreError):
        await peopled.delete_user("a", 9)
    assert (await peopled.profiles.profile("a")).person.avatar == "f00"


async def test_a_link_counts_once_and_for_a_time(peopled, make):
    for token in (b"1", b"2"):
        await peopled.people.add_link(token, "a", 100)
    assert await peopled.people.link(b"1", 99) == await peopled.people.link(b"1", 99) == "a"
    assert await peopled.people.link(b"1", 100) is None
    assert await peopled.people.link(b"3", 0) is None
    await peopled.sessions.create_session(make.session("s1", "a"), HASH)
    assert not await peopled.reset_password("a", b"1", 100, HASH, "late")
    assert not await peopled.reset_password("a", b"3", 99, HASH, "no link")
    assert not await peopled.reset_password("c", b"1", 99, HASH, "another's")
    assert not await peopled.reset_password("a", b"1", 99, "other", "changed meanwhile")
    assert [s.id for s in await peopled.sessions.sessions_of("a", 0)] == ["s1"]
    assert await peopled.reset_password("a", b"1", 99, HASH, "new")
    assert (await peopled.people.user("a")).password_hash == "new"
    assert await peopled.sessions.sessions_of("a", 0) == []
    assert not await peopled.reset_password("a", b"2", 99, "new", "newer")  # all links are gone


async def test_tidying_removes_what_has_expired(store, make):
    await store.people.create_user(make.user("u1"))
    for name, expires_at in (("old", 5_000), ("new", 5_001)):
        await store.sessions.create_session(make.session(name, "u1", expires_at=expires_at), HASH)
    await store.tidy(5_000)
    assert [session.id for session in await store.sessions.sessions_of("u1", 0)] == ["new"]


async def test_bans_and_links_go_a_day_after_their_end(peopled, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sql, "PORTION", 2)
    for user_id, until in (("a", 100), ("B", 101), ("c", None)):
        await peopled.moderation.ban(Ban(user_id, "rude", 1, until))
    for number in range(5):
        await peopled.people.add_link(b"old %d" % number, "a", 100)
    await peopled.people.add_link(b"new", "a", 101)
    await peopled.tidy(100 + ENDED_MS)
    assert {ban.user_id for ban in await peopled.moderation.bans(0)} == {"B", "c"}
    assert await peopled.moderation.last_ban() == 3 + await _first_ban(peopled)
    links = [b"new", *(b"old %d" % number for number in range(5))]
    assert [await peopled.people.link(link, 0) for link in links] == ["a", *[None] * 5]


async def _first_ban(store: Store) -> int:
    """Return the number before any ban: a database begins with 1, the memory with 0."""
    return 0 if isinstance(store, MemoryStore) else 1


GONE = [*(f"gone {number}" for number in range(7)), "was friend", "was banned"]
KEPT = ["signed in", "left", "right", "banned", "asked", "blocks", "blocked", "young"]


async def test_guests_that_nothing_refers_to_any_more_are_removed(
    peopled, make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sql, "PORTION", 3)
    for name in (*GONE, *KEPT):
        await peopled.people.create_user(make.user(name, guest=True))
    await peopled.people.create_user(make.account("played", "played", "Played"))
    await peopled.people.create_user(make.account("deleted", "deleted", "Deleted"))
    now = 1_000 + ENDED_MS
    await peopled.people.create_user(replace(make.user("newest", guest=True), created_at=1_001))
    await peopled.people.make_account(make.account("young", "young", "Young"))
    expiry = now + 2 * KEPT_MS
    await peopled.sessions.create_session(make.session("s", "signed in", expires_at=expiry), None)
    await peopled.sessions.create_session(make.session("t", "gone 1", expires_at=now), None)
    await begin(peopled, make.match("m1", "left", "a"))
    await begin(peopled, make.match("m2", "a", "right"))
    await begin(peopled, make.match("m3", "played", "a"))
    await peopled.moderation.ban(Ban("banned", "rude", 1, None))
    await peopled.moderation.ban(Ban("was banned", "rude", 1, 999))
    await peopled.social.befriend("asked", "a", 1)
    await peopled.social.befriend("a", "was friend", 1)
    await peopled.social.unfriend("a", "was friend")
    await peopled.social.block("blocks", "a", 1)
    await peopled.social.block("a", "blocked", 1)
    await peopled.profiles.saw("gone 2", 5)
    for name in ("played", "deleted"):
        await peopled.delete_user(name, now)
    await peopled.tidy(now)
    stay = [*KEPT, "newest", "played", "deleted", "a", "B", "c"]
    assert [name for name in stay if await peopled.people.user(name) is None] == []
    assert [name for name in GONE if await peopled.people.user(name) is not None] == []
    await peopled.people.create_user(make.user("gone 2", guest=True))  # its name is free again
    assert await peopled.profiles.profile("gone 2") == replace(
        await peopled.profiles.profile("gone 2"), seen_at=None
    )
    await peopled.tidy(now + KEPT_MS)
    assert await peopled.people.user("deleted") is None
    assert (await peopled.people.user("played")).display_name == DELETED
