"""The files of avatars: named after what is in them, and gone when nobody uses them."""

import re
import struct
import sys
import time
from hashlib import sha256
from pathlib import Path

import trio
from structlog import get_logger

from gateway.auth.rules import invalid
from gateway.avatars import convert
from gateway.fair_queue import FairQueue, TooLong
from gateway.problems import FieldError, Problem
from store.protocol import Store

log = get_logger("gateway.avatars")

PROGRAM = (sys.executable, "-I", convert.__file__)
WITHIN = 10.0
"""Seconds for one image, the start of the program included."""
PATIENCE, USUAL = 20.0, 1.0
"""Seconds that an image waits for its turn at most, and takes until some have been measured; there
is one at a time, of each household in its turn."""
UNUSED_FOR = 3600.0
"""Seconds a file of nobody stays: another server may be about to use it."""
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
            await trio.to_thread.run_sync(self._write, name, squares)
            await self._exchange(user_id, name)
        return name

    async def remove(self, user_id: str) -> None:
        """Let a user have the drawn one again."""
        async with self._changing:
            await self._exchange(user_id, None)

    async def read(self, name: str, size: int) -> bytes | None:
        """Return the WebP of a size, if it is there."""
        if NAME.fullmatch(name) is None or size not in convert.SIZES:
            return None
        try:
            return await trio.Path(self._path(name, size)).read_bytes()
        except FileNotFoundError:
            return None

    async def sweep(self) -> None:
        """Remove what a crash has left behind."""
        async with self._changing:
            used = await self._store.avatars()
            await trio.to_thread.run_sync(self._sweep, used, time.time() - UNUSED_FOR)

    async def _exchange(self, user_id: str, name: str | None) -> None:
        profile = await self._store.profile(user_id)
        before = None if profile is None else profile.person.avatar
        await self._store.save_avatar(user_id, name)
        if before is not None and not await self._store.avatar_used(before):
            for size in convert.SIZES:
                self._path(before, size).unlink(missing_ok=True)

    async def convert(self, image: bytes, household: str) -> Squares:
        """Return the squares of an image, by their size; a Problem says what is wrong with it.

        It waits for its turn, which is that of the household.
        """
        try:
            async with self._queue.turn(household):
                return await _run(image)
        except TooLong:
            detail = "Many images are being worked on just now; try again soon."
            raise Problem(503, "busy", detail, headers={"Retry-After": "10"}) from None

    def _write(self, name: str, squares: Squares) -> None:
        """Write whole files or none: a reader never sees a part of one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for size, data in squares.items():
            path = self._path(name, size)
            if not path.exists():
                new = path.with_suffix(".new")
                new.write_bytes(data)
                new.replace(path)

    def _sweep(self, used: frozenset[str], before: float) -> None:
        for path in self._folder.glob("*"):
            if path.name.partition("-")[0] not in used and path.stat().st_mtime < before:
                path.unlink()

    def _path(self, name: str, size: int) -> Path:
        return self._folder / f"{name}-{size}.webp"


async def _run(image: bytes) -> Squares:
    """Run the program, which may fail in any way."""
    with trio.move_on_after(WITHIN):
        done = await trio.run_process(
            PROGRAM, stdin=image, capture_stdout=True, capture_stderr=True, check=False
        )
        if done.returncode == 0:
            return _squares(done.stdout)
        log.info("image refused", code=done.returncode, said=done.stderr[-300:].decode())
        raise _refused(done.returncode)
    raise _refused(convert.UNREADABLE)


def _squares(data: bytes) -> Squares:
    found: Squares = {}
    for size in convert.SIZES:
        (length,) = struct.unpack_from(">I", data)
        found[size], data = data[4 : 4 + length], data[4 + length :]
    return found


def _refused(code: int) -> Problem:
    """Make the answer; a program that was ended took too much of something."""
    detail = REFUSALS.get(code, REFUSALS[convert.UNREADABLE])
    return invalid(FieldError("image", RULES.get(code, "broken"), detail))
