"""Two servers on the same data: the second is refused, or shuts the first one out."""

from pathlib import Path

import pytest
import trio

from gateway.main import main
from tests.gateway.process import serving
from tests.patience import STUCK

WITHIN = STUCK
"""Seconds within which a server writes something and stops."""


def test_a_data_folder_has_oneserving(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        "gateway.process.log.configure", lambda *_: None
    )  # do not change the log of the suite
    with serving(tmp_path):
        assert main(["--port", "0", "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("rally: --data: another Rally server uses the folder")
    assert said.count("\n") == 1


async def test_a_server_that_was_taken_for_dead_stops_when_it_writes(tmp_path: Path, database: str):
    store = ("--store", database)
    with serving(tmp_path / "first", *store) as (first, client):
        await client.guest()
        async with client.socket() as page:
            await page.hello()
            await page.send(t="local", id="r1")
            match = (await page.attend("matched"))["match"]
            await page.send(t="enter", match=match)
            await page.attend("countdown")
            with serving(tmp_path / "second", *store) as (_, again):
                again.cookie = client.cookie
                with trio.fail_after(WITHIN):
                    _, said = await trio.to_thread.run_sync(
                        first.communicate, abandon_on_cancel=True
                    )
                    await page.close_code()
                assert first.returncode == 1
                assert "rally: another server has taken over this store" in said
                async with again.socket() as other:
                    assert (await other.hello())["match"] == match
