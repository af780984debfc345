"""A server that is killed while a mail is being sent: the mail comes once more, and not again."""

import subprocess
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import h11
import trio

from store.sqlite import open_sqlite
from tests.gateway.client import Client, asked
from tests.gateway.process import serving
from tests.gateway.sink import SENDER, Sink, sink
from tests.patience import STUCK


def hasty(folder: Path, post: Sink) -> AbstractContextManager[tuple[subprocess.Popen[str], Client]]:
    options = ("--smtp", f"smtp://127.0.0.1:{post.port}", "--mail-from", SENDER)
    return serving(folder, *options, module="tests.gateway.hasty")


async def test_it_is_sent_once_more_under_the_same_message_id_and_never_a_third_time(
    tmp_path: Path,
):
    with sink() as post:
        for kill in (1, 2):
            with hasty(tmp_path, post) as (process, client):
                post.before = process.kill  # when the text is there, and before it is answered
                if kill == 1:
                    with suppress(OSError, h11.RemoteProtocolError):
                        await client.register("ada")
                with trio.fail_after(STUCK):
                    await trio.to_thread.run_sync(process.wait)
            assert len(post.letters) == kill
        post.before = lambda: None
        with hasty(tmp_path, post):
            async with open_sqlite(tmp_path) as store:
                [mail] = await asked(
                    lambda: store.mail.unsent(9), lambda found: found[0].state == "given_up"
                )
    first, second = post.letters
    assert first.message["Message-ID"] == f"<{mail.id}@example.org>"
    assert second.message["Message-ID"] == f"<{mail.id}@example.org>"
    assert (mail.attempts, mail.doubts, mail.data) == (3, 2, "")
