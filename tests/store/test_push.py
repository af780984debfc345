"""The contract on what is told outside the page, for every backend."""

import pytest
from msgspec.structs import replace

from store.notifications.records import Errand, Note, Ways
from store.push.records import MOST_SUBSCRIPTIONS, PUSHES_KEPT_MS, Push, Subscription

EPOCH = 0
"""The incarnation that is up in a new store."""
BROWSER = Subscription("w1", "a", "s1", "https://push.example/1", b"\x04key", b"auth", "k1", 1_000)
NOTE = Note("n1", "a", "tournament", "{}", 5)
PUSH = Push("w1", "n1", 10, 100)


@pytest.fixture
async def opened(peopled, make):
    for session, user in (("s1", "a"), ("s2", "a"), ("s3", "c")):
        await peopled.sessions.create_session(make.session(session, user, 2**45), "$2b$12$hash")
    return peopled


async def browsers(store, user: str = "a") -> list[str]:
    return [listed.subscription.id for listed in await store.push.browsers_of(user)]


async def test_a_subscription_ends_with_its_session_and_account(opened):
    assert await opened.push.subscribe(BROWSER) == "w1"
    assert await opened.push.subscribe(replace(BROWSER, id="w2", session_id="nowhere")) is None
    assert await opened.push.subscribe(replace(BROWSER, id="w2", session_id="s3")) is None
    [listed] = await opened.push.browsers_of("a")
    assert (listed.subscription, listed.device) == (BROWSER, "Chrome on Linux")
    other = replace(BROWSER, id="w3", endpoint="https://push.example/3", session_id="s2")
    await opened.push.subscribe(other)
    await opened.sessions.delete_session("s1")
    assert await browsers(opened) == ["w3"]
    assert not await opened.push.unsubscribe("c", "w3")
    assert await opened.push.unsubscribe("a", "w3")
    assert not await opened.push.unsubscribe("a", "w3")
    await opened.push.subscribe(other)
    await opened.delete_user("a", 1)
    assert await browsers(opened) == []


async def test_an_endpoint_is_of_one_person_and_their_browsers_are_bounded(opened):
    await opened.push.subscribe(BROWSER)
    await opened.push.queue([PUSH])
    again = replace(BROWSER, id="w9", key_id="k2", made_at=2_000)
    assert await opened.push.subscribe(again) == "w1"
    [listed] = await opened.push.browsers_of("a")
    assert listed.subscription == replace(again, id="w1")
    assert await opened.push.next_due() == 10
    await opened.push.subscribe(replace(BROWSER, id="w2", user_id="c", session_id="s3"))
    assert (await browsers(opened), await browsers(opened, "c")) == ([], ["w2"])
    assert await opened.push.next_due() is None
    for number in range(MOST_SUBSCRIPTIONS + 2):
        endpoint = f"https://push.example/more{number}"
        one = replace(BROWSER, id=f"m{number}", endpoint=endpoint, made_at=3_000 + number)
        await opened.push.subscribe(one)
    assert await browsers(opened) == [f"m{n}" for n in range(2, MOST_SUBSCRIPTIONS + 2)]


async def test_a_push_is_claimed_by_one_and_queued_once(opened):
    await opened.push.subscribe(BROWSER)
    await opened.push.queue([PUSH, replace(PUSH, subscription="gone")])
    await opened.push.queue([replace(PUSH, due_at=1)])
    assert await opened.push.claim(EPOCH, 9, 50) is None
    claimed, browser = await opened.push.claim(EPOCH, 10, 50)
    assert claimed == replace(PUSH, state="sending", due_at=50, attempts=1)
    assert browser == BROWSER
    assert await opened.push.claim(EPOCH, 49, 90) is None
    again, _ = await opened.push.claim(EPOCH, 50, 90)
    assert (again.attempts, again.doubts) == (2, 1)
    assert not await opened.push.settle(claimed, replace(claimed, state="over"))
    assert await opened.push.settle(again, replace(again, state="over"), arrived=False)
    assert await opened.push.next_due() is None
    await opened.push.queue([PUSH])
    assert await opened.push.next_due() is None
    [listed] = await opened.push.browsers_of("a")
    assert listed.subscription.failures == 1
    await opened.tidy(PUSH.expires_at + PUSHES_KEPT_MS)
    await opened.push.queue([PUSH])
    claimed, _ = await opened.push.claim(EPOCH, 10, 50)
    await opened.push.settle(claimed, replace(claimed, state="waiting", due_at=60), arrived=True)
    [listed] = await opened.push.browsers_of("a")
    assert (await opened.push.next_due(), listed.subscription.failures) == (60, 0)


async def test_a_note_is_an_errand_for_those_alone_who_have_a_way(opened):
    notes = opened.notifications
    await notes.add(NOTE)
    assert await notes.next_errand() is None
    await opened.push.subscribe(BROWSER)
    await notes.set_ways("c", Ways(mail=("tournament",)))
    for note in (NOTE, replace(NOTE, id="n2", at=6), replace(NOTE, id="n3", player="c", at=7)):
        await notes.add(note)
    await notes.add(replace(NOTE, id="n4", player="B"))
    assert await notes.next_errand() == 6
    first = await notes.claim_errand(EPOCH, 9, 50)
    assert first == Errand("a", "n2", "decide", 50, 1)
    assert (await notes.claim_errand(EPOCH, 9, 50)).note == "n3"
    assert await notes.claim_errand(EPOCH, 49, 90) is None
    again = await notes.claim_errand(EPOCH, 50, 90)
    assert again == replace(first, due_at=90, tries=2)
    assert not await notes.settle_errand(first, None, None)
    assert await notes.settle_errand(again, "mail", 200)
    assert await notes.claim_mails(EPOCH, "a", 300) == [Errand("a", "n2", "mail", 300, 1)]
    assert await notes.claim_mails(EPOCH, "a", 300) == []
    [mailed] = [await notes.claim_errand(EPOCH, 300, 400)]
    third = mailed if mailed.note == "n3" else await notes.claim_errand(EPOCH, 300, 400)
    assert third.note == "n3"
    assert await notes.settle_errand(third, None, None)


async def test_what_a_player_has_chosen(opened):
    notes = opened.notifications
    assert await notes.ways("a") is None
    chosen = Ways(("friend", "muted"), ("next_fight",), (1320, 420), "Europe/Zurich", 2**45, True)
    for ways in (Ways(), chosen):
        await notes.set_ways("a", ways)
        assert await notes.ways("a") == ways
    await notes.set_ways("nobody", chosen)
    assert await notes.ways("nobody") is None
    await opened.delete_user("a", 1)
    await notes.set_ways("a", chosen)
    assert await notes.ways("a") is None


async def test_one_note_unless_a_block_hides_it(opened):
    await opened.notifications.add(replace(NOTE, about="B"))
    assert (await opened.notifications.note("a", "n1")).note.about == "B"
    assert await opened.notifications.note("c", "n1") is None
    await opened.social.block("B", "a", 1)
    assert await opened.notifications.note("a", "n1") is None
