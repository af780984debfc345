"""The worker: what becomes of a mail, whatever the mail server and the store do."""

import pytest
import trio
from msgspec.structs import replace
from structlog.testing import capture_logs

from gateway.mail import after, worker
from gateway.mail.letter import DAY, HOUR
from gateway.mail.smtp import Failed
from gateway.process import workers
from store.errors import StoreUnavailable
from store.mail.records import Mail
from tests.gateway.client import until
from tests.gateway.office import WHERE, Office, office, post
from tests.gateway.sink import Sink
from tests.patience import STUCK

__all__ = ["office", "post"]


async def test_what_is_refused_for_now_is_tried_again_under_the_same_message_id(
    office: Office, post: Sink
):
    ada = await office.account("ada")
    post.answers = ["451 try later", "451 try later"]
    for pause in (30, 60):
        if pause == 30:
            assert await office.outbox.send(ada, "new_device", WHERE)
        [waits] = await office.settled()
        assert (waits.state, waits.doubts, waits.detail) == (
            "waiting",
            0,
            "the mail was refused (451 try later)",
        )
        assert waits.due_at == int((office.now + pause) * 1000)
        office.store.tables.mails[waits.id] = replace(waits, detail="")
        office.later(pause)
    [letter] = await post.got()
    await until(lambda: office.store.tables.mails[waits.id].state == "sent")
    [sent] = office.store.tables.mails.values()
    assert letter.message["Message-ID"] == f"<{sent.id}@example.org>"
    assert (sent.attempts, sent.data, sent.detail) == (3, "", "250 taken")


async def test_what_is_refused_for_good_is_given_up_and_said_without_the_address(
    office: Office, post: Sink
):
    ada = await office.account("ada")
    post.recipients = ["550 <ada@example.org> is unknown"]
    with capture_logs() as logs:
        await office.outbox.send(ada, "new_device", WHERE)
        [given_up] = await office.settled()
        audit = office.store.tables.audit
        await until(lambda: len(audit) == 1)
    assert (given_up.state, given_up.data) == ("given_up", "")
    assert "550 <ada@example.org> is unknown" in given_up.detail
    [line] = [one for one in logs if one["event"] == "a mail was given up"]
    assert "ada@" not in str(line)
    assert "550 <(its address)> is unknown" in line["reason"]
    assert [(one.actor, one.action) for one in audit.values()] == [("mail", "mail-given-up")]
    assert office.metrics.statistics()["mails_given_up"] == 1
    assert await office.store.mail.unsent(9) == [given_up]


async def test_what_an_administrator_has_to_mend_is_said_once_and_the_mails_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    refuses = "535 wrong password"

    def deliver(*_: object) -> str:
        if refuses:
            raise Failed("later", refuses, "check both")
        return "250 taken"

    monkeypatch.setattr(worker.smtp, "deliver", deliver)
    ada = await office.account("ada")
    with capture_logs() as logs:
        for _ in range(2):
            await office.outbox.send(ada, "new_device", WHERE)
        assert [mail.state for mail in await office.settled(2)] == ["waiting"] * 2
        refuses = ""
        office.later(30)
        await until(lambda: office.metrics.statistics().get("mails_sent") == 2)
    said = [(one["event"], one.get("remedy")) for one in logs]
    assert said == [
        ("no mail can be sent; all wait", "check both"),
        ("mails can be sent again", None),
    ]


async def test_a_mail_that_has_waited_too_long_is_not_sent(office: Office, post: Sink):
    ada = await office.account("ada")
    post.answers = ["421 not now"]
    await office.outbox.send(ada, "reset", WHERE)
    await office.settled()
    office.later(HOUR)
    mails = office.store.tables.mails
    await until(lambda: [mail.state for mail in mails.values()] == ["given_up"])
    assert post.letters == []


def test_a_mail_is_tried_for_a_day_and_after_a_doubt_once():
    mail = Mail("m", "a", "a@example.org", "x", "{}", 0, DAY * 1000, 0, "sending", attempts=1)
    busy, silent = Failed("later", "451"), Failed("unknown", "silence")
    now, pauses = 0, list[int]()
    while (next_one := after.failed(mail, busy, now)).state == "waiting":
        pauses.append((next_one.due_at - now) // 1000)
        now = next_one.due_at
        mail = replace(next_one, state="sending", attempts=next_one.attempts + 1)
    assert pauses[:8] == [30, 60, 120, 240, 480, 960, 1920, 3600]
    assert now > (DAY - 2 * HOUR) * 1000
    assert "in time: 451" in next_one.detail
    once = after.failed(replace(mail, doubts=0), silent, 0)
    assert (once.state, once.doubts) == ("waiting", 1)
    assert after.failed(once, busy, 0).state == "waiting"
    assert after.failed(once, silent, 0).state == "given_up"
    assert after.hopeless(once, 0) is None
    assert after.hopeless(replace(once, doubts=2), 0) is not None


async def test_a_sent_mail_is_noted_although_the_store_was_away(
    office: Office, post: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workers, "AGAIN", 0.01)
    real, away = office.store.mail.settle, [1, 2]

    async def settle(*values: Mail) -> bool:
        if away:
            raise StoreUnavailable(str(away.pop()))
        return await real(*values)

    monkeypatch.setattr(office.store.mail, "settle", settle)
    await office.outbox.send(await office.account("ada"), "new_device", WHERE)
    assert [mail.state for mail in await office.settled()] == ["sent"]
    assert len(post.letters) == 1


async def test_a_failure_that_nobody_thought_of_ends_no_worker(
    office: Office, post: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workers, "AGAIN", 0.01)
    real, faults = office.store.mail.claim, [KeyError("a fault"), ValueError("another")]

    async def claim(*values: int) -> Mail | None:
        if faults:
            raise faults.pop()
        return await real(*values)

    monkeypatch.setattr(office.store.mail, "claim", claim)
    await office.outbox.send(await office.account("ada"), "new_device", WHERE)
    assert [mail.state for mail in await office.settled()] == ["sent"]
    assert faults == []
    assert len(post.letters) == 1


async def test_two_servers_send_each_mail_once(office: Office, post: Sink, nursery: trio.Nursery):
    nursery.start_soon(office.worker().run)
    users = [await office.account(f"u{number}") for number in range(12)]
    for user in users:
        await office.outbox.send(user, "new_device", WHERE)
    await office.settled(12)
    assert sorted(letter.to[0] for letter in post.letters) == sorted(str(u.email) for u in users)


async def test_a_stop_waits_for_no_mail(post: Sink):
    office = Office(post)
    held = trio.Event()
    token = trio.lowlevel.current_trio_token()
    post.before = lambda: token.run_sync_soon(held.set)
    post.answers = ["451 whatever"]
    async with trio.open_nursery() as nursery:
        nursery.start_soon(office.worker().run)
        await office.outbox.send(await office.account("ada"), "new_device", WHERE)
        with trio.fail_after(STUCK):
            await held.wait()
        nursery.cancel_scope.cancel()
    [left] = office.store.tables.mails.values()
    assert left.state in ("sending", "waiting")
