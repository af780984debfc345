"""A full disk: the answer is clear, no partial file stays, and later everything works again."""

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import structlog
import trio

from gateway.auth.keys import ROTATE_AFTER, Keys
from gateway.main import Running
from tests.faults import full_disk, small_disk
from tests.gateway.client import Answer, Client
from tests.gateway.process import serving
from tests.gateway.test_avatars import ada, kept, picture, upload
from tests.patience import STUCK

__all__ = ["ada"]

DISK = [
    (errno.ENOSPC, "disk_full"),
    (errno.EDQUOT, "disk_full"),
    (errno.EFBIG, "disk_full"),
    (errno.EIO, "disk_failed"),
    (errno.EROFS, "disk_failed"),
    (errno.EACCES, "disk_failed"),
]


def fails(code: int, after: int = 0) -> Callable[..., Any]:
    """A function that does nothing for ``after`` calls, and then fails with this error."""
    calls = 0

    def fail(*_: object, **__: object) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise OSError(code, os.strerror(code))

    return fail


def refused(answer: Answer, code: str) -> bool:
    """Whether an answer is a problem with this code, and has Retry-After."""
    kind = f"urn:rally:problem:{code}"
    return (
        (answer.status, answer.json()["type"]) == (503, kind)
        and int(answer.headers["retry-after"]) > 0
        and len(answer.json()["detail"]) > 20
    )


@pytest.mark.parametrize(("code", "kind"), DISK)
async def test_a_disk_that_fails_under_a_request_is_said_and_logged_once(
    ada: Client, server: Running, monkeypatch: pytest.MonkeyPatch, code: int, kind: str
):
    async def failing(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as full, structlog.testing.capture_logs() as logs:
        full.setattr(server.services.store.profiles, "save_avatar", failing)
        for _ in range(2):
            assert refused(await upload(ada, picture("PNG")), kind)
    said = [line for line in logs if line["log_level"] != "info"]
    assert [line["event"] for line in said] == ["a request could not be answered"]
    assert (await upload(ada, picture("PNG"))).status == 200


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENOMEM, errno.EAGAIN])
async def test_without_a_process_for_it_an_image_is_to_come_again(
    ada: Client, server: Running, monkeypatch: pytest.MonkeyPatch, code: int
):
    async def cannot(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as short:
        short.setattr(trio, "run_process", cannot)
        assert refused(await upload(ada, picture("PNG")), "busy")
    assert await kept(server) == []


async def test_an_upload_to_a_disk_that_is_really_full(tmp_path: Path):
    with (
        trio.fail_after(4 * STUCK),
        serving(tmp_path, before=small_disk(tmp_path)) as (process, client),
    ):
        await client.register("ada", display_name="ada")
        with full_disk(process.pid, tmp_path):
            assert refused(await upload(client, picture("PNG")), "store_unavailable")
            me = (await client.get("/api/v1/profile")).json()["player"]
            assert me["avatar"] is None
        assert (await upload(client, picture("PNG"))).status == 200
        process.send_signal(signal.SIGTERM)
        _, err = await trio.to_thread.run_sync(process.communicate)
    assert "Traceback" not in err
    assert err.count("the store is away") == 1


@pytest.mark.parametrize("code", [code for code, _ in DISK])
def test_a_key_that_cannot_be_kept_lets_the_old_one_sign_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
):
    now = 1_700_000_000.0
    keys = Keys(tmp_path / "keys.json", lambda: now)
    first = keys.current()
    kept = (tmp_path / "keys.json").read_bytes()
    now += ROTATE_AFTER + 1
    with monkeypatch.context() as full, structlog.testing.capture_logs() as logs:
        full.setattr(os, "fsync", fails(code))
        assert [keys.current() for _ in range(5)] == [first] * 5
    assert len(logs) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.json", "keys.lock"]
    assert (tmp_path / "keys.json").read_bytes() == kept
    second = keys.current()
    assert second != first
    stored = msgspec.json.decode((tmp_path / "keys.json").read_bytes())
    assert [key["id"] for key in stored] == [first.id, second.id]
