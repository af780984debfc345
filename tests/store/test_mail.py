"""The contract of the outbox, for every backend."""

import trio
from msgspec.structs import replace

from store.mail.records import MAILS_KEPT_MS, Mail

MOST = 100
FIRST = Mail("m1", "a", "ann@example.org", "greeting", '{"x":"1"}', 1_000, 90_000, 1_000)
SECOND = replace(FIRST, id="m2", due_at=1_500, created_at=1_500)


async def test_a_mail_is_claimed_when_it_is_due_by_one_and_settled(peopled):
    mail = peopled.mail
    assert await mail.next_due() is None
    for one in (SECOND, FIRST, FIRST):
        await mail.add(one, MOST)
    assert await mail.next_due() == 1_000
    assert await mail.claim(999, 5_000) is None
    claimed = await mail.claim(2_000, 5_000)
    assert claimed == replace(FIRST, state="sending", attempts=1, due_at=5_000)
    other = await mail.claim(2_000, 6_000)
    assert other.id == "m2"
    assert await mail.claim(2_000, 6_000) is None
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
    lost = await peopled.mail.claim(1_000, 2_000)
    assert await peopled.mail.claim(1_999, 9_000) is None
    again = await peopled.mail.claim(2_000, 3_000)
    assert (again.attempts, again.doubts) == (2, 1)
    assert not await peopled.mail.settle(lost, replace(lost, state="sent"))
    assert await peopled.mail.settle(again, replace(again, state="waiting", due_at=4_000))
    third = await peopled.mail.claim(4_000, 5_000)
    assert (third.attempts, third.doubts) == (3, 1)


async def test_a_full_outbox_and_a_mail_to_nobody(peopled):
    await peopled.delete_user("c", 1)
    assert not await peopled.mail.add(replace(FIRST, user_id="c"), MOST)
    assert not await peopled.mail.add(replace(FIRST, user_id="nobody"), MOST)
    assert await peopled.mail.add(replace(FIRST, user_id=None), 1)
    assert not await peopled.mail.add(SECOND, 1)
    claimed = await peopled.mail.claim(2_000, 5_000)
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
    claimed = await peopled.mail.claim(1_000, 2_000)
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
        claimed.append(await peopled.mail.claim(2_000, 9_000))

    async with trio.open_nursery() as nursery:
        for _ in range(8):
            nursery.start_soon(claim)
    ids = [mail.id for mail in claimed if mail is not None]
    assert ids
    assert len(ids) == len(set(ids))


async def test_a_mail_that_nobody_is_to_get_is_dropped_by_whoever_has_it(peopled):
    await peopled.mail.add(FIRST, MOST)
    claimed = await peopled.mail.claim(1_000, 2_000)
    assert not await peopled.mail.drop(replace(claimed, due_at=1_999))
    assert await peopled.mail.drop(claimed)
    assert not await peopled.mail.drop(claimed)
    assert await peopled.mail.next_due() is None
