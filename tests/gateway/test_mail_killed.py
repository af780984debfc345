"""A server that is killed while a mail is being sent: the mail comes once more, and not again."""

from pathlib import Path

import trio

from store.sqlite import open_sqlite
from tests.gateway.client import asked
from tests.gateway.process import serving
from tests.gateway.sink import SENDER, Sink, sink
from tests.patience import STUCK


def options(post: Sink) -> tuple[str, ...]:
    return ("--smtp", f"smtp://127.0.0.1:{post.port}", "--mail-from", SENDER)


async def test_it_is_sent_once_more_under_the_same_message_id_and_never_a_third_time(
    tmp_path: Path,
):
    with sink() as post:
        for kill in (1, 2):
            with serving(tmp_path, *options(post), module="tests.gateway.hasty") as (
                process,
                client,
            ):
                post.before = process.kill  # when the text is there, and before it is answered
                if kill == 1:
                    with trio.move_on_after(STUCK):
                        await client.register("ada")
                with trio.fail_after(STUCK):
                    await trio.to_thread.run_sync(process.wait)
            assert len(post.letters) == kill
        post.before = lambda: None
        with serving(tmp_path, *options(post), module="tests.gateway.hasty"):
            async with open_sqlite(tmp_path) as store:
                [mail] = await asked(
                    lambda: store.mail.unsent(9), lambda found: found[0].state == "given_up"
                )
    first, second = (letter.message["Message-ID"] for letter in post.letters)
    assert first == second == f"<{mail.id}@example.org>"
    assert (mail.attempts, mail.doubts, mail.data) == (3, 2, "")
    tokens = {letter.token for letter in post.letters}
    assert len(tokens) == 2
