"""Uploaded avatars: converted here, and kept by the store with whoever they are of."""

import re
import struct
import sys
from hashlib import sha256

import trio
from structlog import get_logger

from gateway.auth.rules import invalid
from gateway.avatars import convert
from gateway.guard.fair_queue import FairQueue, TooLong
from gateway.http.problems import FieldError, Problem, not_signed_in
from store.profiles.records import Image
from store.protocol import Store

log = get_logger("gateway.avatars")

PROGRAM = (sys.executable, "-I", convert.__file__)
WITHIN = 10.0
"""Seconds for one image, including the start of the program."""
PATIENCE, USUAL = 20.0, 1.0
"""The most seconds an image waits for its turn, and the seconds one is assumed to take until some
were measured. One is converted at a time, and households take turns."""
NAME = re.compile(r"[0-9a-f]{32}")

REFUSALS = {
    convert.NO_IMAGE: "This is no image that is known here: send PNG, JPEG, WebP or GIF.",
    convert.TOO_LARGE: "This image has too many pixels: send one of at most 50 megapixels.",
    convert.UNREADABLE: "This image cannot be read to its end; save it anew and try again.",
}

RULES = {convert.NO_IMAGE: "kind", convert.TOO_LARGE: "pixels"}


Squares = dict[int, bytes]


class Avatars:
    """Converts images, one at a time; they are named after their content."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queue = FairQueue(1, PATIENCE, USUAL)

    async def set(self, user_id: str, squares: Squares) -> str:
        """Make an image a user's avatar and return its name; a Problem if the user is deleted."""
        large, small = (squares[size] for size in convert.SIZES)
        image = Image(sha256(large).hexdigest()[:32], small, large)
        if not await self._store.profiles.save_avatar(user_id, image):
            raise not_signed_in()
        return image.name

    async def remove(self, user_id: str) -> None:
        """Let a user have the drawn avatar again."""
        await self._store.profiles.save_avatar(user_id, None)

    async def read(self, name: str, size: int) -> bytes | None:
        """Return the WebP of a size, if it exists."""
        if NAME.fullmatch(name) is None or size not in convert.SIZES:
            return None
        image = await self._store.profiles.image(name)
        if image is None:
            return None
        return image.large if size == convert.SIZES[0] else image.small

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
