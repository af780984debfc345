"""scripts/admin about mail: a mail to try it out, and a list of what was not sent."""

import pytest
from msgspec.structs import replace

from gateway.main import Running
from store.mail.records import Mail
from tests.gateway.sink import SENDER, sink


async def test_a_mail_is_sent_now_and_what_the_server_said_is_printed(
    server: Running, admin, monkeypatch: pytest.MonkeyPatch
):
    with sink() as post:
        given = ("--smtp", f"smtp://127.0.0.1:{post.port}", "--mail-from", SENDER)
        said = await admin("test-mail", "ada@example.org", *given)
        assert "has taken a mail to ada@example.org: 250 taken" in said
        assert post.letters[0].subject == "Rally: A mail to try it out"
        post.recipients = ["550 no such user"]
        monkeypatch.setenv("RALLY_SMTP", f"smtp://127.0.0.1:{post.port}")
        monkeypatch.setenv("RALLY_MAIL_FROM", SENDER)
        assert "550 no such user" in await admin("test-mail", "eve@example.org", code=1)
    away = await admin("test-mail", "ada@example.org", code=1)
    assert "cannot be reached" in away
    assert "firewall" in away
    assert "no address" in await admin("test-mail", "ada", code=1)


async def test_without_a_mail_server_it_says_how_to_name_one(server: Running, admin):
    assert "RALLY_SMTP" in await admin("test-mail", "ada@example.org", code=1)


async def test_what_waits_and_what_was_given_up_is_listed(server: Running, admin):
    store = server.services.store.mail
    for number, state in enumerate(("given_up", "sent", "waiting")):
        mail = Mail(f"m{number}", None, f"{number}@e.org", "reset", "{}", number, 1 << 50, 0)
        await store.add(mail, 9)
        if state != "waiting":
            claimed = await store.claim(server.services.kernel.epoch, 1, 2)
            assert claimed is not None
            over = replace(claimed, state=state, detail="550 gone", done_at=1 << 50)
            await store.settle(claimed, over)
    lines = (await admin("mails")).splitlines()
    assert [line.split("\t")[1:4] for line in lines] == [
        ["waiting", "reset", "2@e.org"],
        ["given up", "reset", "0@e.org"],
    ]
    assert "550" in lines[1]
