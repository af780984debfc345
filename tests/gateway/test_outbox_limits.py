"""Who gets a mail, and how many."""

import pytest
from msgspec.structs import replace

from gateway.mail.letter import HOUR
from gateway.mail.outbox import AN_HOUR, MOST_ASKED, TO_ANYBODY
from gateway.mail.worker import RESETS_AN_HOUR
from store.errors import StoreUnavailable
from store.people.records import User
from tests.gateway.client import until
from tests.gateway.office import WHERE, Office, office, post
from tests.gateway.sink import Sink

__all__ = ["office", "post"]


async def test_nobody_gets_very_many_mails(post: Sink):
    office = Office(post)
    ada, eve = await office.account("ada"), await office.account("eve", confirmed=False)
    assert not await office.outbox.send(eve, "new_device", WHERE)
    assert not await office.outbox.send(replace(ada, email=None), "confirm")
    queued = [await office.outbox.send(ada, "new_device", WHERE) for _ in range(AN_HOUR + 1)]
    assert queued == [True] * AN_HOUR + [False]
    assert await office.outbox.send(ada, "email_changed")
    office.now += HOUR + 1
    assert await office.outbox.send(ada, "new_device", WHERE)


async def test_many_accounts_with_one_address_fill_no_mailbox(post: Sink):
    office = Office(post)
    users = [await office.account(f"u{n}", confirmed=False) for n in range(TO_ANYBODY + 1)]
    queued = [await office.outbox.send(u, "confirm", to="Ada@example.org") for u in users]
    assert queued == [True] * TO_ANYBODY + [False]


async def test_a_store_that_goes_away_before_a_mail_is_sent_leaves_no_doubt(
    office: Office, post: Sink, monkeypatch: pytest.MonkeyPatch
):
    real, away = office.store.people.user, [1]

    async def user(user_id: str) -> User | None:
        if away:
            raise StoreUnavailable(str(away.pop()))
        return await real(user_id)

    ada = await office.account("ada")
    monkeypatch.setattr(office.store.people, "user", user)
    await office.outbox.send(ada, "new_device", WHERE)
    await until(lambda: not away)
    await until(lambda: [m.state for m in office.store.tables.mails.values()] == ["waiting"])
    office.later(2)
    [sent] = await office.settled()
    assert (sent.state, sent.doubts, len(post.letters)) == ("sent", 0, 1)


async def test_who_asks_for_a_new_password_gets_a_link_if_the_address_is_confirmed(
    office: Office, post: Sink
):
    await office.account("ada")
    await office.account("eve", confirmed=False)
    for address in ("ADA@example.org", "eve@example.org", "nobody@example.org"):
        assert await office.outbox.ask_reset(address, WHERE)
    letter = await post.letter("ada@example.org", "Choose a new password")
    assert "Firefox on Linux, address 192.0.2.1" in letter.text
    assert len(office.store.tables.links) == 1
    for _ in range(RESETS_AN_HOUR):
        await office.outbox.ask_reset("ada@example.org", WHERE)
    mails = office.store.tables.mails
    await until(lambda: all(mail.kind == "reset" for mail in mails.values()))
    assert len(mails) == RESETS_AN_HOUR
    assert {one.action for one in office.store.tables.audit.values()} == {"reset-asked"}


async def test_who_asks_for_a_new_password_waits_for_no_look_at_the_accounts(
    post: Sink, monkeypatch: pytest.MonkeyPatch
):
    office = Office(post)
    monkeypatch.delattr(office.store, "people")
    assert await office.outbox.ask_reset("ada@example.org", WHERE)


async def test_what_strangers_may_ask_for_does_not_fill_the_outbox(post: Sink):
    office = Office(post)
    asked = [await office.outbox.ask_reset("x@example.org", WHERE) for _ in range(MOST_ASKED + 1)]
    assert asked == [True] * MOST_ASKED + [False]
    assert await office.outbox.send(await office.account("ada"), "new_device", WHERE)


async def test_an_address_of_another_account_is_told_so_by_mail_alone(office: Office, post: Sink):
    await office.account("ada")
    bob = await office.account("bob", confirmed=False)
    bob = replace(bob, email="Ada@example.org")
    office.store.tables.users[bob.id] = bob
    assert await office.outbox.send(bob, "confirm")
    letter = await post.letter("ada@example.org")
    assert letter.subject == "Rally: This address belongs to an account already"
    assert '"bob"' in letter.text
    assert '"ada"' in letter.text
    assert office.store.tables.email_links == {}


async def test_a_link_to_an_address_that_is_not_wanted_any_more_is_not_sent(
    office: Office, post: Sink
):
    bob = await office.account("bob", confirmed=False)
    for address in ("typo@example.org", "bob@example.org"):
        assert await office.outbox.send(bob, "confirm", to=address)
    await post.letter("bob@example.org")
    await until(lambda: len(office.store.tables.mails) == 1)
    assert post.letters == []
