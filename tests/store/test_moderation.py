"""The contract on roles, bans, links and the audit log, for every backend."""

from msgspec.structs import replace

from store.social.records import AUDIT_KEPT_MS, GUESSES_KEPT_MS, AuditEntry, Ban, Registered

HASH = "$2b$12$hash"


async def test_accounts_are_listed_in_pages_with_role_and_ban(people, make):
    await people.create_user(make.user("d", guest=True))
    await people.set_role("a", "moderator")
    await people.set_role("a", "admin")
    await people.set_role("c", "moderator")
    await people.saw("c", 7)
    await people.ban(Ban("B", "rude", 5, 100))
    whole = [
        Registered("B", "B", "The B", "player", 1_000, None, Ban("B", "rude", 5, 100)),
        Registered("a", "a", "The a", "admin", 1_000, None, None),
        Registered("c", "c", "The c", "moderator", 1_000, 7, None),
    ]
    found = await people.registered(99, 9)
    assert sorted(found, key=lambda one: one.id.encode()) == whole
    assert await people.registered(99, 2) == found[:2]
    assert await people.registered(99, 2, found[1].id) == found[2:]
    await people.set_role("a", "player")
    assert [one.ban or one.role for one in await people.registered(100, 9)] == [
        "moderator" if one.id == "c" else "player" for one in found
    ]
    assert (await people.profile("c")).role == "moderator"


async def test_who_is_banned_has_no_session(people, make):
    await people.create_session(make.session("s1", "a"), HASH)
    assert await people.session("s1", 50) is not None
    await people.ban(Ban("a", "rude", 1, 100))
    assert await people.session("s1", 50) is None
    assert await people.session("s1", 100) is not None


async def test_a_link_counts_once_and_for_a_time(people, make):
    for token in (b"1", b"2"):
        await people.add_link(token, "a", 100)
    assert await people.link(b"1", 99) == await people.link(b"1", 99) == "a"
    assert await people.link(b"1", 100) is None
    assert await people.link(b"3", 0) is None
    await people.create_session(make.session("s1", "a"), HASH)
    assert not await people.reset_password("a", b"1", 100, HASH, "late")
    assert not await people.reset_password("a", b"3", 99, HASH, "no link")
    assert not await people.reset_password("c", b"1", 99, HASH, "another's")
    assert not await people.reset_password("a", b"1", 99, "other", "changed meanwhile")
    assert [s.id for s in await people.sessions_of("a", 0)] == ["s1"]
    assert await people.reset_password("a", b"1", 99, HASH, "new")
    assert (await people.user("a")).password_hash == "new"
    assert await people.sessions_of("a", 0) == []
    assert not await people.reset_password("a", b"2", 99, "new", "newer")  # all links are gone


async def test_a_ban_holds_until_its_end(people):
    short, forever = Ban("a", "rude", 1, 100), Ban("B", "cheating", 2, None)
    for ban in (Ban("a", "once", 0, 5), short, forever):
        await people.ban(ban)
    assert sorted(await people.bans(99), key=lambda ban: ban.at) == [short, forever]
    assert await people.ban_of("a", 99) == short
    assert await people.ban_of("a", 100) is None
    assert await people.bans(100) == [forever]
    assert await people.unban("B")
    assert not await people.unban("B")
    assert await people.ban_of("B", 0) is None


async def test_bans_are_numbered_as_they_are_made(people):
    """Whatever their clocks say, and one that was lifted gives its number to no other."""
    first = await people.last_ban()
    await people.ban(Ban("a", "rude", 7, None))
    second = await people.last_ban()
    await people.ban(Ban("B", "rude", 7, None))
    await people.ban(Ban("c", "rude", 3, 100))
    assert {ban.user_id for ban in await people.bans(50, first)} == {"a", "B", "c"}
    assert {ban.user_id for ban in await people.bans(50, second)} == {"B", "c"}
    assert {ban.user_id for ban in await people.bans(100, second)} == {"B"}
    last = await people.last_ban()
    assert await people.bans(50, last) == []
    await people.unban("c")
    await people.ban(Ban("a", "worse", 1, None))
    assert await people.bans(50, last) == [Ban("a", "worse", 1, None)]
    assert await people.last_ban() > last


async def test_the_audit_log_forgets_guesses_first_and_the_rest_in_a_year(store):
    for number, action in enumerate(("wrong-password", "locked-out", "ban")):
        await store.write_audit(AuditEntry(f"e{number}", 1000, "ada", action, "bo", ""))
    await store.tidy(1000 + GUESSES_KEPT_MS)
    assert len(await store.audit(9)) == 3
    await store.tidy(1001 + GUESSES_KEPT_MS)
    assert [entry.action for entry in await store.audit(9)] == ["ban"]
    await store.tidy(1001 + AUDIT_KEPT_MS)
    assert await store.audit(9) == []


async def test_the_audit_log_comes_newest_first(store):
    entries = [AuditEntry(f"e{n}", n, "console", "ban", "bo", "rude") for n in range(3)]
    for entry in (*entries, replace(entries[0], action="other")):
        await store.write_audit(entry)
    assert await store.audit(2) == [entries[2], entries[1]]
    assert (await store.audit(9))[-1] == entries[0]
