"""What is done once is claimed by a node; one that is gone claims nothing, and loses its claims."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import pytest
import trio
from msgspec.structs import replace

from store.mail.records import Mail
from store.notifications.records import Note, Ways
from store.protocol import Store
from store.push.records import Push, Subscription

NOW, LATER = 2_000, 122_000
"""When work is due, and until when whoever claims it has it."""
MAIL = Mail("m1", "a", "ann@example.org", "greeting", "{}", 1_000, 1 << 50, 1_000)
NOTE = Note("n1", "a", "tournament", "{}", 5)
PUSH = Push("w1", "n1", 10, 1 << 50)


class Work(NamedTuple):
    """One kind of work of a store, of which one piece waits."""

    claim: Callable[[int], Awaitable[Any]]
    next_due: Callable[[], Awaitable[int | None]]
    settle: Callable[[Any], Awaitable[bool]]
    """Write that a claimed piece waits again, until `LATER`."""


async def mails(store: Store) -> Work:
    await store.mail.add(MAIL, 9)

    async def settle(claimed: Mail) -> bool:
        return await store.mail.settle(claimed, replace(claimed, state="waiting", due_at=LATER))

    return Work(lambda by: store.mail.claim(by, NOW, LATER), store.mail.next_due, settle)


async def pushes(store: Store) -> Work:
    keys = b"key", b"auth", "k1", 1
    await store.push.subscribe(Subscription("w1", "a", "s1", "https://push.example/1", *keys))
    await store.push.queue([PUSH])

    async def settle(claimed: tuple[Push, Subscription]) -> bool:
        push = claimed[0]
        return await store.push.settle(push, replace(push, state="waiting", due_at=LATER))

    return Work(lambda by: store.push.claim(by, NOW, LATER), store.push.next_due, settle)


async def errands(store: Store) -> Work:
    await store.notifications.set_ways("a", Ways(mail=("tournament",)))
    await store.notifications.add(NOTE)
    notes = store.notifications
    return Work(
        lambda by: notes.claim_errand(by, NOW, LATER),
        notes.next_errand,
        lambda claimed: notes.settle_errand(claimed, "mail", LATER),
    )


@pytest.fixture(params=[mails, pushes, errands])
async def work(request: pytest.FixtureRequest, peopled: Store, make: Any) -> Work:
    await peopled.sessions.create_session(make.session("s1", "a", 1 << 45), "$2b$12$hash")
    return await request.param(peopled)


async def test_what_a_node_has_claimed_is_free_at_once_when_it_is_gone(peopled: Store, work: Work):
    one, two = [await peopled.nodes.join(name, "") for name in ("one", "two")]
    claimed = await work.claim(one)
    assert claimed is not None
    assert await work.claim(two) is None
    assert await work.next_due() == LATER
    await peopled.nodes.bury(one, 0)
    assert (await work.next_due() or 0) <= NOW
    assert await work.claim(one) is None  # it has thawed, and does not know yet
    again = await work.claim(two)
    assert again is not None
    assert await work.claim(two) is None
    if not isinstance(again, tuple) and hasattr(again, "doubts"):
        assert again.doubts == 1


async def test_a_node_that_is_gone_can_claim_nothing(peopled: Store, work: Work):
    one = await peopled.nodes.join("one", "")
    await peopled.nodes.bury(one, 0)
    assert await work.claim(one) is None
    assert await work.claim(one + 1) is None  # nor one that never was
    assert await work.next_due() is not None


async def test_what_was_settled_is_free_when_it_is_due_whoever_is_gone(peopled: Store, work: Work):
    one, two = [await peopled.nodes.join(name, "") for name in ("one", "two")]
    assert await work.settle(await work.claim(one))
    await peopled.nodes.bury(one, 0)
    assert await work.next_due() == LATER
    assert await work.claim(two) is None


async def test_of_mails_about_notes_a_node_that_is_gone_takes_none(peopled: Store):
    await peopled.notifications.set_ways("a", Ways(mail=("tournament",)))
    await peopled.notifications.add(NOTE)
    one = await peopled.nodes.join("one", "")
    claimed = await peopled.notifications.claim_errand(one, NOW, LATER)
    assert claimed is not None
    await peopled.notifications.settle_errand(claimed, "mail", LATER)
    await peopled.nodes.bury(one, 0)
    assert await peopled.notifications.claim_mails(one, "a", LATER) == []
    two = await peopled.nodes.join("two", "")
    assert len(await peopled.notifications.claim_mails(two, "a", LATER)) == 1


async def test_a_chore_is_taken_by_one_when_it_is_due(peopled: Store):
    nodes = peopled.nodes
    one, two = [await nodes.join(name, "") for name in ("one", "two")]
    taken: list[bool] = []

    async def take(epoch: int) -> None:
        taken.append(await nodes.take_chore(epoch, "tidy", NOW, LATER))

    async with trio.open_nursery() as nursery:
        for epoch in (one, two):
            nursery.start_soon(take, epoch)
    assert sorted(taken) == [False, True]
    assert not await nodes.take_chore(one, "tidy", LATER - 1, 1 << 50)
    assert await nodes.take_chore(one, "sweep", NOW, LATER)
    await nodes.bury(one, 0)
    assert not await nodes.take_chore(one, "tidy", LATER, 1 << 50)
    assert await nodes.take_chore(two, "tidy", LATER, 1 << 50)
