"""The files of avatars: named after their content, and removed when nobody uses them."""

import re
import struct
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import trio
from structlog import get_logger

from gateway.auth.rules import invalid
from gateway.avatars import convert
from gateway.guard.fair_queue import FairQueue, TooLong
from gateway.http.problems import FieldError, Problem, not_signed_in
from gateway.process import whole_file
from store.errors import StoreError
from store.protocol import Store

log = get_logger("gateway.avatars")

PROGRAM = (sys.executable, "-I", convert.__file__)
WITHIN = 10.0
"""Seconds for one image, including the start of the program."""
PATIENCE, USUAL = 20.0, 1.0
"""The most seconds an image waits for its turn, and the seconds one is assumed to take until some
were measured. One is converted at a time, and households take turns."""
UNUSED_FOR = 3600.0
"""Seconds an unused file stays, as another server may be about to use it."""
WHOLE = ".webp"
"""The ending of whole files; others are parts that a killed process has left."""
NAME = re.compile(r"[0-9a-f]{32}")

REFUSALS = {
    convert.NO_IMAGE: "This is no image that is known here: send PNG, JPEG, WebP or GIF.",
    convert.TOO_LARGE: "This image has too many pixels: send one of at most 50 megapixels.",
    convert.UNREADABLE: "This image cannot be read to its end; save it anew and try again.",
}

RULES = {convert.NO_IMAGE: "kind", convert.TOO_LARGE: "pixels"}


Squares = dict[int, bytes]


class Avatars:
    """Keeps images in a folder; the store knows whose they are."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._queue = FairQueue(1, PATIENCE, USUAL)
        self._changing = trio.Lock()

    async def set(self, user_id: str, squares: Squares) -> str:
        """Make an image a user's avatar and return its name."""
        name = sha256(squares[convert.SIZES[0]]).hexdigest()[:32]
        async with self._changing:
            added = await trio.to_thread.run_sync(self._write, name, squares)
            try:
                await self._exchange(user_id, name)
            except (StoreError, Problem):
                await self._take_back(name, added)
                raise
        return name

    async def remove(self, user_id: str) -> None:
        """Let a user have the drawn avatar again."""
        async with self._changing:
            await self._exchange(user_id, None)

    async def delete_user(self, user_id: str, delete: Callable[[], Awaitable[bool]]) -> bool:
        """Delete a user in the store by ``delete``, and the files that nobody uses then."""
        async with self._changing:
            before = await self._image_of(user_id)
            deleted = await delete()
            with suppress(StoreError):  # the user is deleted, and the files are swept later
                await self._drop(before if deleted else None)
        return deleted

    async def read(self, name: str, size: int) -> bytes | None:
        """Return the WebP of a size, if it exists."""
        if NAME.fullmatch(name) is None or size not in convert.SIZES:
            return None
        try:
            return await trio.Path(self._path(name, size)).read_bytes()
        except FileNotFoundError:
            return None

    async def sweep(self) -> None:
        """Remove the files that a crash has left behind."""
        async with self._changing:
            used = await self._store.profiles.avatars()
            await trio.to_thread.run_sync(self._sweep, used, time.time() - UNUSED_FOR)

    async def _exchange(self, user_id: str, name: str | None) -> None:
        before = await self._image_of(user_id)
        await self._store.profiles.save_avatar(user_id, name)
        await self._drop(before)

    async def _image_of(self, user_id: str) -> str | None:
        """Return the name of a user's image; raises a Problem if the user was deleted meanwhile."""
        profile = await self._store.profiles.profile(user_id)
        if profile is None:
            raise not_signed_in()
        return profile.person.avatar

    async def _drop(self, name: str | None) -> None:
        """Remove an image unless somebody uses it."""
        if name is not None and not await self._store.profiles.avatar_used(name):
            _remove(self._path(name, size) for size in convert.SIZES)

    async def _take_back(self, name: str, added: Sequence[Path]) -> None:
        """Remove files whose row was not written, if that is certain; else they stay an hour."""
        with suppress(StoreError):
            if not await self._store.profiles.avatar_used(name):
                _remove(added)

    async def convert(self, image: bytes, household: str) -> Squares:
        """Return the squares of an image by size; raises a Problem if something is wrong with it.

        It waits for the turn of its household.
        """
        try:
            async with self._queue.turn(household):
                return await _run(image)
        except TooLong:
            detail = "Many images are being worked on just now; try again soon."
            raise Problem(503, "busy", detail, headers={"Retry-After": "10"}) from None

    def _write(self, name: str, squares: Squares) -> list[Path]:
        """Write all files or none; return the new ones. Raises OSError if that fails."""
        added: list[Path] = []
        try:
            for size, data in squares.items():
                path = self._path(name, size)
                if not path.exists():
                    whole_file.write(path, data)
                    added.append(path)
        except OSError:
            _remove(added)
            raise
        return added

    def _sweep(self, used: frozenset[str], before: float) -> None:
        for path in self._folder.glob("*"):
            wanted = path.suffix == WHOLE and path.name.partition("-")[0] in used
            if not wanted and path.stat().st_mtime < before:
                path.unlink()

    def _path(self, name: str, size: int) -> Path:
        return self._folder / f"{name}-{size}{WHOLE}"


def _remove(paths: Iterable[Path]) -> None:
    """Remove unused files; those that cannot be removed now are swept later."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


async def _run(image: bytes) -> Squares:
    """Run the converter, which may fail in any way."""
    with trio.move_on_after(WITHIN):
        done = await trio.run_process(
            PROGRAM, stdin=image, capture_stdout=True, capture_stderr=True, check=False
        )
        if done.returncode == 0:
            return _squares(done.stdout)
        said = done.stderr[-300:].decode(errors="replace")  # cut anywhere
        log.info("image refused", code=done.returncode, said=said)
        raise _refused(done.returncode)
    raise _refused(convert.UNREADABLE)


def _squares(data: bytes) -> Squares:
    found: Squares = {}
    for size in convert.SIZES:
        (length,) = struct.unpack_from(">I", data)
        found[size], data = data[4 : 4 + length], data[4 + length :]
    return found


def _refused(code: int) -> Problem:
    """Make the answer; a program that was killed had used too much time or memory."""
    detail = REFUSALS.get(code, REFUSALS[convert.UNREADABLE])
    return invalid(FieldError("image", RULES.get(code, "broken"), detail))
