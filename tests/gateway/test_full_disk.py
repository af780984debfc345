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
from store.errors import StoreUnavailable
from tests.faults import full_disk, small_disk
from tests.gateway.client import Answer, Client
from tests.gateway.process import serving
from tests.gateway.test_avatars import ada, folder, names, picture, upload
from tests.patience import STUCK

__all__ = ["ada", "folder"]

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


@pytest.mark.parametrize(
    ("code", "kind", "what", "written"),
    [
        *((code, kind, "fsync", 1) for code, kind in DISK),
        *((errno.ENOSPC, "disk_full", what, 0) for what in ("open", "fsync", "replace")),
        *((errno.ENOSPC, "disk_full", what, 1) for what in ("open", "replace")),
    ],
)
async def test_an_image_that_cannot_be_written_leaves_nothing(
    ada: Client,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    kind: str,
    what: str,
    written: int,
):
    first = (await upload(ada, picture("PNG"))).json()["avatar"]
    before = names(folder)
    opens, replace = os.open, Path.replace
    fail = fails(code, after=written)

    def opened(path: Any, *more: Any, **named: Any) -> int:
        if str(path).endswith(".new"):
            fail()
        return opens(path, *more, **named)

    def replaced(self: Path, target: Path) -> Path:
        fail()
        return replace(self, target)

    with monkeypatch.context() as full, structlog.testing.capture_logs() as logs:
        match what:
            case "open":
                full.setattr(os, "open", opened)
            case "fsync":
                full.setattr(os, "fsync", fail)
            case _:
                full.setattr(Path, "replace", replaced)
        assert refused(await upload(ada, picture("PNG", colour="blue")), kind)
        assert refused(await upload(ada, picture("PNG", colour="blue")), kind)
    said = [line for line in logs if line["log_level"] != "info"]
    assert [line["event"] for line in said] == ["a request could not be answered"]
    assert names(folder) == before
    assert (await ada.get("/api/v1/profile")).json()["player"]["avatar"] == first
    assert (await upload(ada, picture("PNG", colour="blue"))).status == 200


async def test_files_whose_row_cannot_be_written_go_again(
    ada: Client, server: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    await upload(ada, picture("PNG"))
    before = names(folder)

    async def full(*_: object) -> None:
        raise StoreUnavailable("SQLite: database or disk is full")

    with monkeypatch.context() as away:
        away.setattr(server.services.store.profiles, "save_avatar", full)
        assert refused(await upload(ada, picture("PNG", colour="blue")), "store_unavailable")
        assert names(folder) == before
        # Nobody may remove the one that is in use.
        assert refused(await upload(ada, picture("PNG")), "store_unavailable")
        assert names(folder) == before
    assert (await upload(ada, picture("PNG", colour="blue"))).status == 200


async def test_an_old_image_that_cannot_be_removed_is_no_mistake(
    ada: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    await upload(ada, picture("PNG"))
    with monkeypatch.context() as failing:
        failing.setattr(Path, "unlink", fails(errno.EIO, after=2))
        assert (await upload(ada, picture("PNG", colour="blue"))).status == 200
    assert len(names(folder)) == 4  # to be swept


async def test_the_piece_of_a_killed_process_is_swept_also_of_an_image_in_use(
    ada: Client, server: Running, folder: Path
):
    await upload(ada, picture("PNG"))
    whole = names(folder)
    piece = (folder / whole[0]).with_suffix(".new")
    piece.write_bytes(b"half of it")
    os.utime(piece, (0, 0))
    await server.services.avatars.sweep()
    assert names(folder) == whole


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENOMEM, errno.EAGAIN])
async def test_without_a_process_for_it_an_image_is_to_come_again(
    ada: Client, folder: Path, monkeypatch: pytest.MonkeyPatch, code: int
):
    async def cannot(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as short:
        short.setattr(trio, "run_process", cannot)
        assert refused(await upload(ada, picture("PNG")), "busy")
    assert names(folder) == []


async def test_an_upload_to_a_disk_that_is_really_full(tmp_path: Path):
    with (
        trio.fail_after(4 * STUCK),
        serving(tmp_path, before=small_disk(tmp_path)) as (process, client),
    ):
        await client.register("ada", display_name="ada")
        seen = Path(f"/proc/{process.pid}/root/{tmp_path}")
        with full_disk(process.pid, tmp_path):
            assert refused(await upload(client, picture("PNG")), "disk_full")
            assert names(seen / "avatars") == []
        assert (await upload(client, picture("PNG"))).status == 200
        assert len(names(seen / "avatars")) == 2
        process.send_signal(signal.SIGTERM)
        _, err = await trio.to_thread.run_sync(process.communicate)
    assert "Traceback" not in err
    assert err.count("a request could not be answered") == 1


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
    assert names(tmp_path) == ["keys.json", "keys.lock"]
    assert (tmp_path / "keys.json").read_bytes() == kept
    second = keys.current()
    assert second != first
    stored = msgspec.json.decode((tmp_path / "keys.json").read_bytes())
    assert [key["id"] for key in stored] == [first.id, second.id]
