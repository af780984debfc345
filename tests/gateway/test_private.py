"""Our files in the data folder are readable only by their owner, whatever they were before."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trio

from gateway.main import serve
from gateway.process.errors import CannotStart
from gateway.start import folder
from gateway.start.folder import prepare
from gateway.start.options import Options
from tests.gateway.client import Client
from tests.gateway.conftest import port_of
from tests.gateway.test_avatars import picture, upload

TLS = {"host": "0.0.0.0", "port": 0, "redirect_port": 0}  # noqa: S104


@pytest.fixture(autouse=True)
def lax_umask() -> Iterator[None]:
    """A umask by which new files are open to everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(data: Path) -> list[str]:
    """Everything in the folder that somebody else may read, write or enter."""
    return sorted(
        str(path.relative_to(data))
        for path in data.rglob("*")
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    )


def pieces(data: Path) -> list[Path]:
    """Temporary files that were left behind."""
    return list(data.rglob("*.new"))


async def visit(data: Path) -> None:
    """Start a server on the folder, make an account with an image, and stop the server."""
    async with trio.open_nursery() as nursery:
        secure = await nursery.start(serve, Options(data=data, **TLS))
        secure.stop.set()
    async with trio.open_nursery() as nursery:
        running = await nursery.start(serve, Options(data=data, port=0))
        client = Client(port_of(running))
        await client.register("ada", display_name="ada")
        assert (await upload(client, picture("PNG"))).status == 200
        assert open_to_others(data) == []
        running.stop.set()


@pytest.mark.parametrize("mode", [None, 0o700, 0o755, 0o750, 0o2770, 0o775, 0o777])
async def test_what_a_server_makes_is_private(tmp_path: Path, mode: int | None):
    data = tmp_path / "above" / "data"
    if mode is not None:
        data.mkdir(parents=True)
        data.chmod(mode)
    await visit(data)
    names = {path.name for path in data.iterdir()}
    assert {"rally.sqlite3", "keys", "tls.pem", "rally.lock"} <= names
    assert open_to_others(data) == []
    if mode is None:
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert stat.S_IMODE(data.parent.stat().st_mode) == 0o700
    else:  # a group may have been allowed to write on purpose, but not everybody
        assert stat.S_IMODE(data.stat().st_mode) == mode & ~0o002


def test_what_an_older_server_has_left_open_is_made_private(tmp_path: Path):
    trio.run(visit, tmp_path)
    for path in tmp_path.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    for piece in ("keys/tokens.new", "tls.new", "rally.sqlite3-journal"):
        (tmp_path / piece).touch(0o666)
    other = tmp_path / "somebody's notes"
    other.touch(0o644)
    prepare(tmp_path, tmp_path / "keys")
    assert open_to_others(tmp_path) == [other.name]


def test_the_keys_of_an_older_server_go_to_the_others(tmp_path: Path):
    (tmp_path / "keys.json").write_text("old")
    prepare(tmp_path, tmp_path / "keys")
    assert (tmp_path / "keys" / "tokens.json").read_text() == "old"
    assert not (tmp_path / "keys.json").exists()
    (tmp_path / "keys.json").write_text("put back by hand")
    prepare(tmp_path, tmp_path / "keys")
    assert (tmp_path / "keys" / "tokens.json").read_text() == "old"


def test_links_are_followed_to_what_they_lead_to(tmp_path: Path):
    data, disk = tmp_path / "data", tmp_path / "disk"
    for each in (data, disk):
        each.mkdir(0o700)
    (disk / "keys.json").touch(0o666)
    (disk / "images").mkdir(0o777)
    (disk / "images" / "one").touch(0o666)
    (data / "keys.json").symlink_to(disk / "keys.json")
    (data / "avatars").symlink_to(disk / "images")
    (data / "rally.sqlite3").touch(0o666)
    (tmp_path / "copy").hardlink_to(data / "rally.sqlite3")
    prepare(data, data / "keys")
    assert open_to_others(disk) == []
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600


async def test_a_link_that_leads_to_nothing_yet_leads_to_something_private(tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rally.sqlite3").symlink_to(tmp_path / "database")
    await visit(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "database").stat().st_mode) == 0o600


def test_what_belongs_to_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "keys.json").touch()
    monkeypatch.setattr(folder, "_me", lambda: os.geteuid() + 4711)
    with pytest.raises(CannotStart, match=r"keys\.json belongs to another user.*chown") as refused:
        prepare(tmp_path, tmp_path / "keys")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("error", [errno.EPERM, errno.EROFS])
def test_what_cannot_be_made_private_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
):
    (tmp_path / "keys.json").touch(0o644)

    def refuse(self: Path, _: int) -> None:
        raise OSError(error, os.strerror(error), str(self))

    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(CannotStart, match=r"keys\.json can be read by others"):
        prepare(tmp_path, tmp_path / "keys")


def test_a_folder_of_somebody_else_where_everybody_may_put_things_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tmp_path.chmod(0o777)
    with monkeypatch.context() as another:
        another.setattr(folder, "_me", lambda: os.geteuid() + 4711)
        with pytest.raises(CannotStart, match="everybody may write") as refused:
            prepare(tmp_path, tmp_path / "keys")
    assert str(tmp_path / "rally") in str(refused.value)
    prepare(tmp_path / "rally", tmp_path / "rally" / "keys")
    assert stat.S_IMODE((tmp_path / "rally").stat().st_mode) == 0o700


def test_a_folder_like_tmp_is_left_as_it_is(tmp_path: Path):
    tmp_path.chmod(0o1777)
    (tmp_path / "keys.json").touch(0o666)
    prepare(tmp_path, tmp_path / "keys")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
    assert open_to_others(tmp_path) == []


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (errno.ENOSPC, "make room"),
        (errno.EDQUOT, "make room"),
        (errno.EROFS, "mount it"),
        (errno.EIO, "disk"),
        (errno.EACCES, "let this user write"),
    ],
)
@pytest.mark.parametrize("name", ["keys/tokens.new", "rally.lock", "tls.new", "folder"])
async def test_a_disk_that_refuses_at_the_start_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, remedy: str, name: str
):
    opens, mkdir = os.open, Path.mkdir

    def refuse(path: object, *more: int, **named: int) -> int:
        if path == tmp_path / "data" / name:
            raise OSError(error, os.strerror(error), str(path))
        return opens(path, *more, **named)  # type: ignore[arg-type]

    def refuse_folder(self: Path, *more: Any, **named: Any) -> None:
        if name == "folder" and self == tmp_path / "data":
            raise OSError(error, os.strerror(error), str(self))
        mkdir(self, *more, **named)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "mkdir", refuse_folder)
    with pytest.raises((CannotStart, ExceptionGroup)) as refused:
        await serve(Options(data=tmp_path / "data", **TLS))
    leaf = refused.value
    while isinstance(leaf, ExceptionGroup):
        (leaf,) = leaf.exceptions
    assert isinstance(leaf, CannotStart)
    assert remedy in str(leaf)
    assert "\n" not in str(leaf)
    assert pieces(tmp_path) == []
