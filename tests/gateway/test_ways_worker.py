"""The worker: a store in memory, a clock of the test's, a real push service and SMTP server."""

import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import trio

from actors.player.notices import FriendAccepted, NextFight, TournamentNews
from gateway.mail.worker import Worker as MailWorker
from gateway.ways import worker
from gateway.ways.decide import TOGETHER
from gateway.ways.endpoint import PostOffice
from gateway.ways.vapid import b64, private_key, public_bytes
from gateway.ways.worker import LEASE, Worker
from store.notifications.records import Ways
from store.people.records import User
from tests.gateway.client import until
from tests.gateway.office import EPOCH
from tests.gateway.push_service import Service, push_service, signed_by
from tests.gateway.sink import Sink, sink
from tests.gateway.ways_office import HOME, Office


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with push_service(tmp_path) as running:
        yield running


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as opened:
        yield opened


@pytest.fixture
async def still(tmp_path: Path, service: Service, post: Sink) -> Office:
    """An office whose worker does not run yet."""
    office = Office(tmp_path, service, post)
    await office.open()
    return office


@pytest.fixture
async def office(still: Office, nursery: trio.Nursery) -> AsyncIterator[Office]:
    nursery.start_soon(still.worker().run)
    yield still
    nursery.cancel_scope.cancel()


async def test_a_browser_that_is_gone_is_forgotten(office: Office):
    office.service.answers = [410]
    await office.note("n1")
    await until(lambda: not office.store.tables.subscriptions)
    await office.note("n2")
    assert await office.store.notifications.next_errand() is None
    assert len(office.service.received) == 1


async def test_a_push_service_that_fails_is_asked_again_later(office: Office):
    office.service.answers = [503, 429]
    office.service.headers = {"Retry-After": "40"}
    await office.note("n1")
    await office.done()
    office.later(39)
    await office.done()
    assert len(office.service.received) == 1
    office.later(2)
    await until(lambda: len(office.service.received) == 2)
    await office.done()
    office.later(41)
    await until(lambda: office.states() == ["over"])
    assert len(office.service.received) == 3
    assert office.metrics.statistics()["pushes_sent"] == 1


async def test_what_is_read_or_answered_meanwhile_is_not_pushed_again(office: Office):
    office.service.answers = [503, 503, 503]
    for name in ("read", "came back", "quiet"):
        await office.note(name, FriendAccepted("p", name))
    await office.done()
    assert office.states() == [], "nobody wants to be told of friends"
    await office.store.notifications.set_ways("ada", Ways(push=("tournament",)))
    await office.note("n1")
    await office.done()
    await office.store.notifications.read("ada", "n1")
    office.later(60)
    await until(lambda: office.states() == ["over"])
    await office.note("n2")
    await office.done()
    office.where = "online"
    office.later(60)
    await until(lambda: office.states() == ["over", "over"])
    assert len(office.service.received) == 2


async def test_nothing_of_somebody_whom_a_block_parts(office: Office):
    bob = User("bob", "bob", "Bob", "hash", False, 1)
    await office.store.people.create_user(bob)
    await office.store.notifications.set_ways("ada", Ways(push=("friend",)))
    await office.store.social.block("ada", "bob", 1)
    await office.note("n1", FriendAccepted("bob", "Bob"), about="bob")
    await until(lambda: not office.store.tables.errands)
    assert office.service.received == []


async def test_a_server_killed_between_a_push_and_its_answer_repeats_it_once(
    still: Office, nursery: trio.Nursery
):
    for lives in range(3):
        asked, let_go = threading.Event(), threading.Event()
        still.service.answers = [lambda a=asked, g=let_go: _held(a, g)]
        life = trio.CancelScope()
        nursery.start_soon(_live, life, still.worker())
        if lives == 0:
            await still.note("n1")
        if lives < 2:
            await until(asked.is_set)
        else:
            await until(lambda: still.states() == ["over"])
        life.cancel()
        let_go.set()
        still.later(LEASE / 1000 + 1)
    assert len(still.service.received) == 2
    assert len({push.headers["topic"] for push in still.service.received}) == 1


def _held(asked: threading.Event, let_go: threading.Event) -> int:
    asked.set()
    let_go.wait(10)
    return 201


async def _live(life: trio.CancelScope, one: Worker) -> None:
    with life:
        await one.run()


async def test_one_slow_push_service_holds_up_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worker, "LONGEST", 0.2)
    asked, let_go = threading.Event(), threading.Event()
    office.service.answers = [lambda: _held(asked, let_go)]
    await office.note("n1")
    await until(asked.is_set)
    await office.note("n2")
    await until(lambda: len(office.service.received) == 2)
    await office.done()
    assert office.states() == ["waiting", "over"]
    [slow] = [p for p in office.store.tables.pushes.values() if p.state == "waiting"]
    assert slow.doubts == 1
    let_go.set()


async def test_an_endpoint_in_our_own_network_gets_nothing(office: Office):
    office.ways.post = PostOffice()
    await office.note("n1")
    await until(lambda: not office.store.tables.subscriptions)
    assert office.service.received == []


async def test_a_browser_of_before_a_new_key_goes_on_with_the_old_one(office: Office):
    old = office.keys.current()
    office.keys.rotate()
    await office.note("n1")
    await until(lambda: office.service.received)
    public, claims = signed_by(office.service.received[0])
    assert public == public_bytes(private_key(old))
    assert claims["sub"] == "mailto:rally@example.org"
    assert office.ways.vapid.current()[1] != b64(public)


async def test_several_notes_are_one_mail_which_can_be_ended(office: Office, nursery):
    mails = MailWorker(office.mail, office.store, office.date, office.metrics, EPOCH)
    nursery.start_soon(mails.run)
    ways = Ways(push=(), mail=("tournament", "friend", "next_fight"), zone="Europe/Zurich")
    await office.store.notifications.set_ways("ada", ways)
    await office.note("n1")
    await office.done()
    office.later(100)
    await office.note("n2", FriendAccepted("p2", "Bob\r\nBcc: x"))
    await office.note("n3", TournamentNews("t.2", "Old Cup", "over"))
    await office.done()
    await office.store.notifications.read("ada", "n3")
    office.later(TOGETHER / 1000 - 100)
    await until(lambda: office.post.letters)
    [letter] = office.post.letters
    assert "* Spring Cup is over; you are number 2. https://rally.example.org/tournament/t.1\n" in (
        letter.text
    )
    assert "\n* Bob Bcc: x is your friend now. https://rally.example.org/player/p2\n" in letter.text
    assert "Old Cup" not in letter.text
    link = str(letter.message["List-Unsubscribe"]).strip("<>")
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"No more of these mails: {link}\n" in letter.text
    assert letter.message["Bcc"] is None
    token = link.removeprefix(f"{HOME}/unsubscribe/")
    assert office.digest.player_of(token) == "ada"
    assert [office.digest.player_of(t) for t in ("", "x", token[:-2], "é")] == [None] * 4
    assert not office.store.tables.errands
    fight = NextFight("t.1", "Spring Cup", "w1-1", None, int(office.now * 1000) + 180_000)
    await office.note("n4", fight)
    await until(lambda: len(office.post.letters) == 2)  # a call does not wait
    assert "Be there by" in office.post.letters[1].text


async def test_the_same_notes_are_mailed_once_whatever_is_killed(still: Office):
    await still.store.notifications.set_ways("ada", Ways(push=(), mail=("tournament",)))
    await still.note("n1")
    now, notes = int(still.now * 1000), still.store.notifications
    decided = await notes.claim_errand(EPOCH, now, now + LEASE)
    assert decided
    await notes.settle_errand(decided, "mail", now)
    for _ in range(2):
        claimed = await notes.claim_errand(EPOCH, now, now)
        assert claimed
        await still.digest.send(EPOCH, claimed, now)
        still.store.tables.errands["ada", "n1"] = claimed  # as if it had been killed before
    assert len(still.store.tables.mails) == 1
