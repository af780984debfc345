"""The contract on roles, bans, links and the audit log, for every backend."""

from msgspec.structs import replace

from actors.core.journal.records import Flush
from store.moderation.records import (
    AUDIT_KEPT_MS,
    GUESSES_KEPT_MS,
    REPORTS_KEPT_MS,
    AuditEntry,
    Ban,
    Mute,
    Registered,
    Report,
)
from store.names import DELETED, ENDED_MS

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


async def test_a_mute_holds_in_its_room_until_it_ends(peopled):
    here = Mute("a", "lobby", "The B", "rude", 5, 100)
    everywhere = Mute("a", "", "The B", "very rude", 6, None)
    other = Mute("c", "lobby", "The B", "flood", 6, 50)
    for mute in (here, everywhere, other):
        await peopled.moderation.mute(mute)
    assert await peopled.moderation.mutes_of("a", 99) == [everywhere, here]
    assert await peopled.moderation.mutes_of("a", 100) == [everywhere]
    assert await peopled.moderation.mutes_of("c", 50) == []
    assert await peopled.moderation.mutes(49, 9) == [everywhere, other, here]
    assert await peopled.moderation.mutes(49, 1) == [everywhere]
    longer = replace(here, until=1_000, reason="still rude")
    await peopled.moderation.mute(longer)
    assert await peopled.moderation.mutes_of("a", 999) == [everywhere, longer]
    assert await peopled.moderation.unmute("a", "")
    assert not await peopled.moderation.unmute("a", "")
    assert await peopled.moderation.mutes_of("a", 999) == [longer]
    await peopled.tidy(1_000 + ENDED_MS)
    await peopled.moderation.mute(everywhere)
    assert await peopled.moderation.mutes_of("a", 1) == [everywhere]


async def test_a_report_is_open_until_somebody_closes_it(peopled):
    first = Report("r1", 5, "a", "lobby", 7, "B", "The B", "rude", b"[]")
    second = replace(first, id="r2", at=6, reporter="c")
    assert await peopled.moderation.report(first)
    assert await peopled.moderation.report(second)
    assert not await peopled.moderation.report(replace(first, id="r3", at=9))
    assert await peopled.moderation.reports(9, still_open=True) == [second, first]
    assert await peopled.moderation.reports(1, still_open=True) == [second]
    assert await peopled.moderation.reports_by("a") == [first]
    assert await peopled.moderation.close_report("r1", "acted", "The C", 10)
    assert not await peopled.moderation.close_report("r1", "dismissed", "The C", 11)
    assert not await peopled.moderation.close_report("r9", "dismissed", "The C", 11)
    closed = replace(first, outcome="acted", moderator="The C", closed_at=10)
    assert await peopled.moderation.reports(9, still_open=False) == [closed]
    assert await peopled.moderation.reports(9, still_open=True) == [second]
    await peopled.tidy(10 + REPORTS_KEPT_MS)
    assert await peopled.moderation.reports(9, still_open=False) == []


async def test_of_a_deleted_account_no_report_says_anything(peopled):
    about = Report("r1", 5, "a", "lobby", 7, "B", "The B", "rude", b'["x"]')
    for report in (about, replace(about, id="r2", reporter="B", author="c")):
        assert await peopled.moderation.report(report)
    await peopled.moderation.mute(Mute("B", "", "The C", "rude", 5, None))
    assert await peopled.delete_user("B", 5_000)
    assert await peopled.moderation.reports(9, still_open=True) == [
        replace(about, author=None, name=DELETED, context=b"[]")
    ]
    assert await peopled.moderation.mutes(9, 9) == []


async def test_a_flush_writes_the_audit_log_too(peopled):
    entry = AuditEntry("e1", 5, "The B (B)", "line-deleted", "lobby 7", "")
    await peopled.journal.flush(Flush(0, 50, rows=(entry, entry)))
    assert await peopled.moderation.audit(9) == [entry]
