"""The contract on roles, bans, links and the audit log, for every backend."""

from msgspec.structs import replace

from store.moderation.records import AUDIT_KEPT_MS, GUESSES_KEPT_MS, AuditEntry, Ban, Registered

HASH = "$2b$12$hash"


async def test_accounts_are_listed_in_pages_with_role_and_ban(peopled, make):
    await peopled.people.create_user(make.user("d", guest=True))
    await peopled.moderation.set_role("a", "moderator")
    await peopled.moderation.set_role("a", "admin")
    await peopled.moderation.set_role("c", "moderator")
    await peopled.profiles.saw("c", 7)
    await peopled.moderation.ban(Ban("B", "rude", 5, 100))
    whole = [
        Registered("B", "B", "The B", "player", 1_000, None, Ban("B", "rude", 5, 100)),
        Registered("a", "a", "The a", "admin", 1_000, None, None),
        Registered("c", "c", "The c", "moderator", 1_000, 7, None),
    ]
    found = await peopled.moderation.registered(99, 9)
    assert sorted(found, key=lambda one: one.id.encode()) == whole
    assert await peopled.moderation.registered(99, 2) == found[:2]
    assert await peopled.moderation.registered(99, 2, found[1].id) == found[2:]
    await peopled.moderation.set_role("a", "player")
    assert [one.ban or one.role for one in await peopled.moderation.registered(100, 9)] == [
        "moderator" if one.id == "c" else "player" for one in found
    ]
    assert (await peopled.profiles.profile("c")).role == "moderator"


async def test_who_is_banned_has_no_session(peopled, make):
    await peopled.sessions.create_session(make.session("s1", "a"), HASH)
    assert await peopled.sessions.session("s1", 50) is not None
    await peopled.moderation.ban(Ban("a", "rude", 1, 100))
    assert await peopled.sessions.session("s1", 50) is None
    assert await peopled.sessions.session("s1", 100) is not None


async def test_a_ban_holds_until_its_end(peopled):
    short, forever = Ban("a", "rude", 1, 100), Ban("B", "cheating", 2, None)
    for ban in (Ban("a", "once", 0, 5), short, forever):
        await peopled.moderation.ban(ban)
    assert sorted(await peopled.moderation.bans(99), key=lambda ban: ban.at) == [short, forever]
    assert await peopled.moderation.ban_of("a", 99) == short
    assert await peopled.moderation.ban_of("a", 100) is None
    assert await peopled.moderation.bans(100) == [forever]
    assert await peopled.moderation.unban("B")
    assert not await peopled.moderation.unban("B")
    assert await peopled.moderation.ban_of("B", 0) is None


async def test_bans_are_numbered_as_they_are_made(peopled):
    """Whatever their times are; no ban gets the number of one that was lifted."""
    first = await peopled.moderation.last_ban()
    await peopled.moderation.ban(Ban("a", "rude", 7, None))
    second = await peopled.moderation.last_ban()
    await peopled.moderation.ban(Ban("B", "rude", 7, None))
    await peopled.moderation.ban(Ban("c", "rude", 3, 100))
    assert {ban.user_id for ban in await peopled.moderation.bans(50, first)} == {"a", "B", "c"}
    assert {ban.user_id for ban in await peopled.moderation.bans(50, second)} == {"B", "c"}
    assert {ban.user_id for ban in await peopled.moderation.bans(100, second)} == {"B"}
    last = await peopled.moderation.last_ban()
    assert await peopled.moderation.bans(50, last) == []
    await peopled.moderation.unban("c")
    await peopled.moderation.ban(Ban("a", "worse", 1, None))
    assert await peopled.moderation.bans(50, last) == [Ban("a", "worse", 1, None)]
    assert await peopled.moderation.last_ban() > last


async def test_the_audit_log_forgets_guesses_first_and_the_rest_in_a_year(store):
    for number, action in enumerate(("wrong-password", "locked-out", "ban")):
        await store.moderation.write_audit(AuditEntry(f"e{number}", 1000, "ada", action, "bo", ""))
    await store.tidy(1000 + GUESSES_KEPT_MS)
    assert len(await store.moderation.audit(9)) == 3
    await store.tidy(1001 + GUESSES_KEPT_MS)
    assert [entry.action for entry in await store.moderation.audit(9)] == ["ban"]
    await store.tidy(1001 + AUDIT_KEPT_MS)
    assert await store.moderation.audit(9) == []


async def test_the_audit_log_comes_newest_first(store):
    entries = [AuditEntry(f"e{n}", n, "console", "ban", "bo", "rude") for n in range(3)]
    for entry in (*entries, replace(entries[0], action="other")):
        await store.moderation.write_audit(entry)
    assert await store.moderation.audit(2) == [entries[2], entries[1]]
    assert (await store.moderation.audit(9))[-1] == entries[0]
