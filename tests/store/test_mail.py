"""The contract of the outbox, for every backend."""

from collections.abc import Awaitable, Callable
from typing import Any

import trio
from msgspec.structs import replace

from store.factors.records import Passkey, Totp
from store.identities.records import Identity
from store.mail.records import MAILS_KEPT_MS, Mail
from store.people.records import EmailLink, Proof
from store.programs.records import ApiToken

MOST = 100
EPOCH = 0
"""The incarnation that is up in a new store."""
FIRST = Mail("m1", "a", "ann@example.org", "greeting", '{"x":"1"}', 1_000, 90_000, 1_000)
SECOND = replace(FIRST, id="m2", due_at=1_500, created_at=1_500)


async def test_a_mail_is_claimed_when_it_is_due_by_one_and_settled(peopled):
    mail = peopled.mail
    assert await mail.next_due() is None
    for one in (SECOND, FIRST, FIRST):
        await mail.add(one, MOST)
    assert await mail.next_due() == 1_000
    assert await mail.claim(EPOCH, 999, 5_000) is None
    claimed = await mail.claim(EPOCH, 2_000, 5_000)
    assert claimed == replace(FIRST, state="sending", attempts=1, due_at=5_000)
    other = await mail.claim(EPOCH, 2_000, 6_000)
    assert other.id == "m2"
    assert await mail.claim(EPOCH, 2_000, 6_000) is None
    sent = replace(claimed, state="sent", data="", detail="250 ok", done_at=3_000)
    assert await mail.settle(claimed, sent)
    assert not await mail.settle(claimed, sent)
    again = replace(other, state="waiting", due_at=9_000, detail="451 later")
    assert await mail.settle(other, again)
    assert await mail.next_due() == 9_000
    assert await mail.unsent(9) == [again]
    assert await mail.mails_of("a") == [again, sent]


async def test_one_that_was_not_settled_is_claimed_again_as_a_doubt(peopled):
    await peopled.mail.add(FIRST, MOST)
    lost = await peopled.mail.claim(EPOCH, 1_000, 2_000)
    assert await peopled.mail.claim(EPOCH, 1_999, 9_000) is None
    again = await peopled.mail.claim(EPOCH, 2_000, 3_000)
    assert (again.attempts, again.doubts) == (2, 1)
    assert not await peopled.mail.settle(lost, replace(lost, state="sent"))
    assert await peopled.mail.settle(again, replace(again, state="waiting", due_at=4_000))
    third = await peopled.mail.claim(EPOCH, 4_000, 5_000)
    assert (third.attempts, third.doubts) == (3, 1)


async def test_a_full_outbox_and_a_mail_to_nobody(peopled):
    await peopled.delete_user("c", 1)
    assert not await peopled.mail.add(replace(FIRST, user_id="c"), MOST)
    assert not await peopled.mail.add(replace(FIRST, user_id="nobody"), MOST)
    assert await peopled.mail.add(replace(FIRST, user_id=None), 1)
    assert not await peopled.mail.add(SECOND, 1)
    claimed = await peopled.mail.claim(EPOCH, 2_000, 5_000)
    assert not await peopled.mail.add(SECOND, 1)
    await peopled.mail.settle(claimed, replace(claimed, state="given_up", done_at=2_000))
    assert await peopled.mail.add(SECOND, 1)


async def test_mails_are_counted_by_account_kind_and_time(peopled):
    for one in (FIRST, SECOND, replace(FIRST, id="m3", kind="code")):
        await peopled.mail.add(one, MOST)
    assert await peopled.mail.lately("a", "greeting", 0) == 2
    assert await peopled.mail.lately("a", "greeting", 1_001) == 1
    assert await peopled.mail.lately("B", "greeting", 0) == 0
    assert await peopled.mail.lately_to("ANN@Example.org", "greeting", 0) == 2
    assert await peopled.mail.lately_to("ann@example.org", "greeting", 1_001) == 1
    assert await peopled.mail.lately_to("an@example.org", "greeting", 0) == 0


async def test_what_is_over_is_removed_after_some_days_and_with_its_account(peopled):
    for one in (FIRST, SECOND, replace(FIRST, id="m3", user_id="B")):
        await peopled.mail.add(one, MOST)
    claimed = await peopled.mail.claim(EPOCH, 1_000, 2_000)
    await peopled.mail.settle(claimed, replace(claimed, state="sent", done_at=1_200))
    await peopled.tidy(1_199 + MAILS_KEPT_MS)
    assert len(await peopled.mail.mails_of("a")) == 2
    await peopled.tidy(1_200 + MAILS_KEPT_MS)
    assert [mail.id for mail in await peopled.mail.mails_of("a")] == ["m2"]
    await peopled.tidy(90_000 + MAILS_KEPT_MS)
    assert await peopled.mail.mails_of("B") == []
    await peopled.mail.add(FIRST, MOST)
    await peopled.delete_user("a", 5_000)
    assert await peopled.mail.next_due() is None


async def test_of_many_who_claim_at_once_each_mail_has_one(peopled):
    for number in range(4):
        await peopled.mail.add(replace(FIRST, id=f"m{number}"), MOST)
    claimed: list[Mail | None] = []

    async def claim() -> None:
        claimed.append(await peopled.mail.claim(EPOCH, 2_000, 9_000))

    async with trio.open_nursery() as nursery:
        for _ in range(8):
            nursery.start_soon(claim)
    ids = [mail.id for mail in claimed if mail is not None]
    assert ids
    assert len(ids) == len(set(ids))


async def test_a_mail_that_nobody_is_to_get_is_dropped_by_whoever_has_it(peopled):
    await peopled.mail.add(FIRST, MOST)
    claimed = await peopled.mail.claim(EPOCH, 1_000, 2_000)
    assert not await peopled.mail.drop(replace(claimed, due_at=1_999))
    assert await peopled.mail.drop(claimed)
    assert not await peopled.mail.drop(claimed)
    assert await peopled.mail.next_due() is None


HASH = "$2b$12$hash"
BY, NOT_BY = Proof("s1", HASH), Proof("s1", "another")
LINK = EmailLink(b"confirm", "a", "new@example.org", "confirm", 1_000, 9_000)
KEY = Passkey("key", "a", "rally.example", b"public", 0, "Laptop", 1)
IDENTITY = Identity("i1", "https://id.example", "7", "a", "example", "ann", 1, 1)
TOKEN = ApiToken("k1", "a", "mine", ("read",), 5)
ACTS: dict[str, Callable[[Any, Proof, Mail], Awaitable[Any]]] = {
    "a new password": lambda s, by, m: s.change_password("a", HASH, by, m),
    "a new name": lambda s, by, m: s.people.set_name("a", "anna", by, m),
    "an app": lambda s, by, m: s.factors.set_totp(Totp("a", b"sealed", 1, 0), [b"code"], by, m),
    "no app": lambda s, by, m: s.factors.remove_totp("a", by, m),
    "codes by mail": lambda s, by, m: s.factors.set_email("a", 1, [b"code"], by, m),
    "no codes by mail": lambda s, by, m: s.factors.remove_email("a", by, m),
    "a passkey": lambda s, by, m: s.factors.add_passkey(KEY, [b"code"], by, m),
    "no passkey": lambda s, by, m: s.factors.remove_passkey("a", "key", by, m),
    "an identity": lambda s, by, m: s.identities.link(IDENTITY, by, m),
    "a token": lambda s, by, m: s.programs.make_token(TOKEN, b"hash", by, m),
    "all other ways in": lambda s, by, m: s.close_ways("a", by, m),
}


async def test_a_mail_about_an_act_is_queued_with_it_or_not_at_all(peopled, make):
    assert await peopled.sessions.create_session(make.session("s1", "a"), HASH)
    for number, (what, act) in enumerate(ACTS.items()):
        news = replace(FIRST, id=f"news {number}")
        assert not await act(peopled, NOT_BY, news), what
        assert await peopled.mail.mails_of("a") == [], what
        assert await act(peopled, BY, news), what
        assert await peopled.mail.mails_of("a") == [news], what
        claimed = await peopled.mail.claim(EPOCH, 2_000, 5_000)
        assert await peopled.mail.drop(claimed)
    assert await peopled.identities.identities_of("a") == []
    assert await peopled.programs.tokens_of("a", 5) == []


async def test_nothing_is_told_twice_or_of_what_was_there(peopled, make):
    assert await peopled.sessions.create_session(make.session("s1", "a"), HASH)
    assert await peopled.identities.link(IDENTITY, BY)
    for number, (device, told) in enumerate(((b"one", 0), (b"one", 0), (b"two", 1))):
        news = replace(FIRST, id=f"device {number}")
        await peopled.sessions.know_device("a", device, "Firefox", 5, news)
        assert len(await peopled.mail.mails_of("a")) == told
    assert await peopled.identities.link(replace(IDENTITY, id="i2"), BY, FIRST) == IDENTITY
    assert await peopled.factors.set_totp(Totp("a", b"sealed", 1, 0), [b"code"], BY)
    for told in (2, 2):
        await peopled.factors.use_code("a", b"code", SECOND)
        assert len(await peopled.mail.mails_of("a")) == told


async def test_links_tell_together_with_what_they_do(peopled):
    people = peopled.people
    for number, link in enumerate((b"reset", b"factors")):
        await people.add_link(link, "a", 9_000)
        news = replace(FIRST, id=f"link {number}")
        act = peopled.reset_factors("a", link, 10_000, HASH, news)
        assert not await act
        if link == b"reset":
            assert await peopled.reset_password("a", link, 8_000, HASH, HASH, news)
        else:
            assert await peopled.reset_factors("a", link, 8_000, HASH, news)
        assert len(await peopled.mail.mails_of("a")) == number + 1
    await people.ask_email("a", LINK.address)
    await people.add_email_link(LINK)
    assert not await people.confirm_email(LINK, 9_000, SECOND)
    assert await people.confirm_email(LINK, 8_000, SECOND)
    assert not await people.confirm_email(LINK, 8_000, replace(SECOND, id="again"))
    assert {mail.id for mail in await peopled.mail.mails_of("a")} == {"link 0", "link 1", "m2"}
