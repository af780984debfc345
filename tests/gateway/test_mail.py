"""Mails of a whole server: from what is done to what a real SMTP server gets."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import trio

from gateway.auth.passwords import Passwords
from gateway.main import Running, serve
from gateway.start.options import Options
from tests.gateway.client import Client
from tests.gateway.sink import SENDER, Sink, sink


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as opened:
        yield opened


@pytest.fixture
async def server(nursery: trio.Nursery, tmp_path: Path, post: Sink) -> AsyncIterator[Running]:
    more = {"smtp": post.server, "mail_from": SENDER}
    options = Options(port=0, data=tmp_path / "data", **more)
    running = await nursery.start(serve, options)
    running.services.passwords = Passwords(4)
    yield running
    running.stop.set()


async def test_a_letter_leaves_the_outbox_and_arrives_with_the_right_headers(
    client: Client, server: Running, post: Sink
):
    await client.register("ada")
    user = await server.services.store.people.user_by_name("ada")
    assert user is not None
    assert server.services.mail.possible
    post.letters.clear()
    assert await server.services.mail.send(user, "confirm")
    letter = await post.letter("ada@example.org")
    assert letter.sender == SENDER
    head = letter.message
    assert head["From"] == f"Rally <{SENDER}>"
    assert head["To"] == "ada@example.org"
    assert head["Auto-Submitted"] == "auto-generated"
    assert head["Date"]
    assert head["Message-ID"].endswith("@example.org>")
    assert head.get_content_type() == "text/plain"
    assert f"{server.services.site.url}/confirm-email#{letter.token}" in letter.text
