"""Whoever adds a table that knows people has to say what becomes of them.

Each column that refers to a user is in `TREATED`: under which name it is in the export, and what a
deleted account leaves there.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from actors.core.journal.records import Flush
from gateway.api.export import ExportAnswer
from store.factors.records import EmailCode, Passkey, Totp
from store.identities.records import Identity
from store.mail.records import Mail
from store.migrate import load, migrate
from store.moderation.records import Mute, Report
from store.notifications.records import Note, Ways
from store.people.records import EmailLink, Proof, User
from store.programs.records import ApiToken
from store.push.records import Push, Subscription
from store.ratings.records import Rating, RatingEntry
from store.rooms.records import Mark, Member, RoomEvent
from store.sessions.records import SessionRecord
from store.sqlite import FILE, open_sqlite
from store.tournaments.records import Entry, TournamentRecord
from tests.store.images import FACE

HASH = "$2b$12$hash"


class Treated(NamedTuple):
    """``export`` is a field of the export, or says why it is in none; ``left``: the id stays."""

    export: str
    left: bool = False


TREATED = {
    "sessions.user_id": Treated("sessions"),
    "identities.user_id": Treated("identities"),
    "mails.user_id": Treated("mails"),
    "email_links.user_id": Treated("none: a secret that is good for a week at most"),
    "known_devices.user_id": Treated("devices"),
    "one_time_links.user_id": Treated("none: a secret that is good for an hour"),
    "totp.user_id": Treated("factors"),
    "email_factors.user_id": Treated("factors"),
    "passkeys.user_id": Treated("factors"),
    "recovery_codes.user_id": Treated("factors"),
    "code_guesses.user_id": Treated("none: a count for minutes"),
    "email_codes.user_id": Treated("none: a secret that is good for minutes"),
    "profiles.user_id": Treated("profile"),
    "avatars.user_id": Treated("profile"),
    "friendships.one": Treated("friends"),
    "friendships.two": Treated("friends"),
    "blocks.user_id": Treated("blocks"),
    "blocks.other_id": Treated("none: it would tell who blocks one"),
    "roles.user_id": Treated("none: shown with the profile"),
    "bans.user_id": Treated("none: who is banned cannot ask", left=True),
    "matches.left_user_id": Treated("matches"),
    "matches.right_user_id": Treated("matches"),
    "room_events.author": Treated("lines"),
    "room_marks.player": Treated("rooms"),
    "room_members.player": Treated("rooms"),
    "tournaments.owner": Treated("tournaments"),
    "tournament_entries.player": Treated("tournaments"),
    "mutes.player": Treated("mutes"),
    "ratings.player": Treated("ratings"),
    "rating_entries.player": Treated("ratings"),
    "notifications.player": Treated("notifications"),
    "ways.user_id": Treated("ways"),
    "push_subscriptions.user_id": Treated("ways"),
    "notifications.about": Treated("notifications"),
    "bots.user_id": Treated("none: a bot asks for nothing"),
    "bots.owner": Treated("programs"),
    "api_tokens.user_id": Treated("programs"),
    "reports.reporter": Treated("reports"),
    "reports.author": Treated("none: it would tell who has reported one"),
}


def _columns(folder: Path) -> set[str]:
    """Return each column of the schema that refers to a user."""
    with closing(sqlite3.connect(folder / "schema.sqlite3", isolation_level=None)) as connection:
        migrate(connection, load())
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            f"{table}.{key[3]}"
            for (table,) in tables.fetchall()
            for key in connection.execute(f"PRAGMA foreign_key_list({table})")
            if key[2] == "users"
        }


def test_it_is_said_of_every_column_what_becomes_of_it(tmp_path: Path):
    assert _columns(tmp_path) == set(TREATED)
    fields = set(ExportAnswer.__struct_fields__)
    named = {
        treated.export for treated in TREATED.values() if not treated.export.startswith("none: ")
    }
    assert named <= fields


async def test_a_deleted_account_is_named_nowhere_else(tmp_path: Path, make):
    """Every value of every table is looked at."""
    gone = "u-that-is-gone"
    async with open_sqlite(tmp_path) as store:
        await store.people.create_user(make.user(gone))
        await store.people.create_user(make.user("u2"))
        await _live(gone, store, make)
        assert await store.delete_user(gone, 5_000)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        left = {
            table
            for (table,) in tables.fetchall()
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608
            if any(gone in str(value) for value in row)
        }
    allowed = {name.partition(".")[0] for name, treated in TREATED.items() if treated.left}
    # A direct room is named after its two, and the other one keeps it.
    assert left - allowed == {"users", "room_events", "room_members"}


async def _live(user: str, store, make) -> None:
    direct = f"d.u2.{user}"
    line = RoomEvent(direct, 1, "line", 1, user, "Ann", 1, "hello")
    rows = (line, Mark(user, direct, 1), Member(user, direct), Member("u2", direct))
    entry = RatingEntry("m1", user, "result", "classic", 1, 1, 25.0, 8.0, 26.0, 7.0)
    rows += (Rating(user, "classic"), entry)
    notes = (
        Note("n1", user, "friend_accepted", "{}", 1, "u2"),
        Note("n1", "u2", "friend_accepted", "{}", 1, user),
    )
    await store.journal.flush(Flush(0, 50, rows=(*rows, *notes)))
    await store.sessions.create_session(make.session("s", user), "$2b$12$hash")
    identity = Identity("i1", "https://id.example", "7", user, "example", "ann", 1, 1)
    assert await store.identities.link(identity, Proof("s", "$2b$12$hash"))
    await store.moderation.mute(Mute(user, "lobby", "Cyd", "flood", 1, None))
    for key, who in (("r1", (user, "u2")), ("r2", ("u2", user))):
        report = Report(key, 1, who[0], "lobby", 1, who[1], "Ann", "rude", b"[]")
        assert await store.moderation.report(report)
    cup = {"format": "single", "entry": "open", "guests": True, "rated": False, "most": 16}
    about = {"entrants": 1, "phase": "running", "starts_at": None, "created_at": 1}
    made = TournamentRecord("t.1", "Cup", **cup, **about, ended_at=None, owner=user)
    await store.journal.flush(Flush(0, 50, rows=(made, Entry(user, "t.1", "Ann"))))
    session = SessionRecord("s1", user, b"1", None, None, "Chrome", "::1", 1, 1, 9_000)
    assert await store.sessions.create_session(session, HASH)
    by = Proof("s1", HASH)
    assert await store.factors.set_totp(Totp(user, b"sealed", 1, 0), [b"code"], by)
    assert await store.factors.set_email(user, 1, [], by)
    assert await store.factors.add_passkey(
        Passkey("k1", user, "localhost", b"", 0, "Key", 1), [], by
    )
    await store.factors.keep_email_code(EmailCode(b"1", user, b"2", 9_000))
    assert await store.factors.guess(user, 1)
    assert await store.programs.make_bot(User("bot1", "bot 1", "Robo", None, False, 1), user)
    assert await store.programs.make_token(ApiToken("k1", user, "reader", ("read",), 1), b"k1")
    await store.profiles.save_avatar(user, FACE)
    await store.social.block(user, "u2", 1)
    await store.moderation.set_role(user, "moderator")
    await store.mail.add(Mail("mail", user, f"{user}@example.org", "reset", "{}", 1, 9, 1), 9)
    link = EmailLink(b"\x00link", user, f"{user}@example.org", "confirm", 1, 9)
    await store.people.add_email_link(link)
    await store.notifications.set_ways(user, Ways())
    browser = Subscription("w1", user, "s", "https://push.example/1", b"\x04", b"auth", "k1", 1)
    await store.push.subscribe(browser)
    await store.push.queue([Push("w1", "n1", 1, 9)])
    await store.sessions.know_device(user, b"\x00device", "Firefox on Linux", 1)
