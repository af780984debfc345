"""The contract on bots and API tokens, for every backend."""

import pytest
from msgspec.structs import replace

from store.errors import NameTaken
from store.moderation.records import Ban
from store.names import DELETED, ENDED_MS
from store.people.records import Proof, User
from store.profiles.records import Person, Privacy
from store.programs.records import MOST_BOTS, MOST_TOKENS, USED_EVERY_MS, ApiToken, Bot

TOKEN = ApiToken("k1", "a", "My reader", ("read", "chat"), 5, None, 90)


def bot(number: int = 1, name: str | None = None) -> User:
    return User(f"bot{number}", f"bot {number}", name or f"Robo {number}", None, False, number)


async def test_a_bot_is_an_account_with_an_owner(peopled):
    assert await peopled.programs.make_bot(bot(2), "a")
    assert await peopled.programs.make_bot(bot(1), "a")
    assert await peopled.programs.bots_of("a") == [
        Bot("bot1", "Robo 1", "a", 1),
        Bot("bot2", "Robo 2", "a", 2),
    ]
    assert await peopled.programs.bots_of("c") == []
    assert await peopled.people.user("bot1") == bot(1)
    assert await peopled.people.user_by_display_name("ROBO 1") == bot(1)
    profile = await peopled.profiles.profile("bot1")
    assert profile.privacy == Privacy("everybody", "everybody", "nobody")
    assert await peopled.programs.owner_of("bot1") == Person("a", "The a", None)
    assert await peopled.programs.owner_of("a") is None


async def test_nobody_else_makes_a_bot_or_more_of_them(peopled, make):
    guest = make.user("g", guest=True)
    await peopled.people.create_user(guest)
    for owner in ("nobody", "g"):
        assert not await peopled.programs.make_bot(bot(), owner)
    with pytest.raises(NameTaken) as taken:
        await peopled.programs.make_bot(bot(name="the A"), "a")
    assert taken.value.fields == ("display_name",)
    for number in range(MOST_BOTS):
        assert await peopled.programs.make_bot(bot(number), "a")
    assert not await peopled.programs.make_bot(bot(9), "a")
    assert not await peopled.programs.make_bot(bot(9), "bot1")
    assert await peopled.people.user("bot9") is None
    assert await peopled.programs.make_bot(bot(9), "c")


async def test_a_token_leads_to_its_account_until_it_ends_or_is_revoked(peopled):
    programs = peopled.programs
    assert await programs.make_token(TOKEN, b"\x00one")
    user = await peopled.people.user("a")
    assert await programs.holder(b"\x00one", 89) == (TOKEN, user)
    assert await programs.holder(b"\x00one", 90) is None
    assert await programs.holder(b"\x00two", 89) is None
    assert await programs.tokens_of("a", 89) == [TOKEN]
    assert await programs.tokens_of("a", 90) == []
    assert await programs.revoke("k1", "c") is None
    assert await programs.revoke("k1", "a") == TOKEN
    assert await programs.revoke("k1", "a") is None
    assert await programs.holder(b"\x00one", 89) is None


async def test_tokens_of_bots_belong_to_their_owner(peopled):
    programs = peopled.programs
    await programs.make_bot(bot(), "a")
    of_bot = replace(TOKEN, id="k0", user_id="bot1", made_at=1, ends_at=None)
    assert await programs.make_token(of_bot, b"bot")
    assert await programs.make_token(TOKEN, b"mine")
    assert await programs.tokens_of("a", 10) == [of_bot, TOKEN]
    assert await programs.tokens_of("bot1", 10) == [of_bot]
    assert await programs.revoke("k0", "c") is None
    assert await programs.revoke("k0", "a") == of_bot


async def test_who_has_lost_session_or_password_meanwhile_makes_no_token(peopled, make):
    programs = peopled.programs
    await programs.make_bot(bot(), "a")
    known = (await peopled.people.user("a")).password_hash
    await peopled.sessions.create_session(make.session("s", "a"), known)
    for token in (TOKEN, replace(TOKEN, id="k2", user_id="bot1")):
        for by in (Proof("gone", known), Proof("s", "another")):
            assert not await programs.make_token(token, token.id.encode(), by)
        assert await programs.make_token(token, token.id.encode(), Proof("s", known))


async def test_an_account_has_so_many_tokens_at_a_time(peopled, make):
    programs = peopled.programs
    for number in range(MOST_TOKENS):
        assert await programs.make_token(replace(TOKEN, id=f"n{number}"), b"%d" % number)
    assert not await programs.make_token(TOKEN, b"more")
    assert await programs.make_token(replace(TOKEN, made_at=90), b"after the end of the others")
    await peopled.people.create_user(make.user("g", guest=True))
    for user_id in ("nobody", "g"):
        assert not await programs.make_token(replace(TOKEN, id="x", user_id=user_id), b"x")


async def test_the_last_use_is_noted_once_a_minute(peopled):
    await peopled.programs.make_token(TOKEN, b"one")
    for at, noted in ((20, 20), (19 + USED_EVERY_MS, 20), (20 + USED_EVERY_MS,) * 2):
        await peopled.programs.used("k1", at)
        holder = await peopled.programs.holder(b"one", 21)
        assert holder[0].used_at == noted


async def test_the_banned_and_the_bots_of_the_banned_have_no_tokens(peopled):
    programs = peopled.programs
    await programs.make_bot(bot(), "a")
    await programs.make_token(TOKEN, b"mine")
    await programs.make_token(replace(TOKEN, id="k2", user_id="bot1"), b"bot")
    await peopled.moderation.ban(Ban("bot1", "rude", 1, 50))
    assert await programs.holder(b"bot", 49) is None
    assert await programs.holder(b"mine", 49) is not None
    assert await programs.holder(b"bot", 50) is not None
    await peopled.moderation.ban(Ban("a", "rude", 1, None))
    assert await programs.holder(b"mine", 50) is None
    assert await programs.holder(b"bot", 50) is None
    await peopled.moderation.unban("a")
    assert await programs.holder(b"mine", 50) is not None


async def test_the_deleted_leave_no_token(peopled):
    programs = peopled.programs
    await programs.make_bot(bot(1), "a")
    await programs.make_bot(bot(2), "a")
    for number, user_id in enumerate(("a", "bot1", "bot2")):
        await programs.make_token(replace(TOKEN, id=user_id, user_id=user_id), b"%d" % number)
    assert await peopled.delete_user("bot1", 9)
    assert [one.id for one in await programs.bots_of("a")] == ["bot2"]
    assert {token.id for token in await programs.tokens_of("a", 10)} == {"a", "bot2"}
    assert await peopled.delete_user("a", 9)
    assert await programs.owner_of("bot2") is None
    for number in range(3):
        assert await programs.holder(b"%d" % number, 10) is None


async def test_bots_go_with_their_owner_or_not_at_all(peopled, make):
    programs, proof = peopled.programs, Proof("s1", "$2b$12$hash")
    for number in (1, 2):
        await programs.make_bot(bot(number), "a")
    await peopled.people.rename_user("bot2", "Robot")
    assert not await peopled.delete_user("a", 9, proof)  # there is no such session (any more)
    assert [one.id for one in await programs.bots_of("a")] == ["bot1", "bot2"]
    assert (await peopled.people.user("bot2")).display_name == "Robot"
    await peopled.sessions.create_session(make.session("s1", "a"), proof.password_hash)
    assert await peopled.delete_user("a", 9, proof)
    for name in ("a", "bot1", "bot2"):
        gone = await peopled.people.user(name)
        assert (gone.display_name, gone.deleted_at) == (DELETED, 9)
    assert await programs.bots_of("a") == []


async def test_a_password_that_is_reset_revokes_all_tokens(peopled):
    programs = peopled.programs
    await programs.make_bot(bot(), "a")
    for number, user_id in enumerate(("a", "bot1", "c")):
        await programs.make_token(replace(TOKEN, id=user_id, user_id=user_id), b"%d" % number)
    await peopled.people.add_link(b"link", "a", 100)
    assert await peopled.reset_password("a", b"link", 50, "$2b$12$hash", "new")
    assert await programs.tokens_of("a", 50) == []
    assert [token.id for token in await programs.tokens_of("c", 50)] == ["c"]
    assert [one.id for one in await programs.bots_of("a")] == ["bot1"]


async def test_ended_tokens_are_tidied_away(peopled):
    await peopled.programs.make_token(TOKEN, b"one")
    await peopled.tidy(89 + ENDED_MS)
    assert await peopled.programs.tokens_of("a", 5) == [TOKEN]
    await peopled.tidy(90 + ENDED_MS)
    assert await peopled.programs.tokens_of("a", 5) == []
