"""Passwords: bcrypt in a few threads, with a queue that ends."""

import os
import unicodedata

import bcrypt
import trio

from gateway.problems import Problem

SHORTEST = 8
MOST_BYTES = 72
ROUNDS = 12
NOBODY = b"$2b$12$T3arA/71j2YWavYwFAkLduqhoRIXRBsL.441eTzhx2GlSD6cO.hcG"
"""Checked where there is no user, so that the time tells nothing; nobody knows its password."""
WAITING = 250
"""More than a school signs in at once; the last of them waits about a minute."""


class Passwords:
    """Hashes and checks, each about 0.3 s of one core; the event loop keeps a core free."""

    def __init__(self) -> None:
        self._threads = trio.CapacityLimiter(max(1, (os.cpu_count() or 1) - 1))

    async def hash(self, password: str) -> str:
        """Return the hash of a new password; a Problem when it is too short or too long."""
        data = _bytes(password)
        if len(password) < SHORTEST:
            raise _bad(f"A password has at least {SHORTEST} characters.")
        if len(data) > MOST_BYTES:
            raise _bad(
                f"A password has at most {MOST_BYTES} bytes in UTF-8, and this one has {len(data)}."
            )
        return (await self._run(bcrypt.hashpw, data, bcrypt.gensalt(ROUNDS))).decode()

    async def check(self, password: str, known: str | None) -> bool:
        """Tell whether the password is that of a hash; takes as long when there is none."""
        data = _bytes(password)
        fits = len(data) <= MOST_BYTES
        against = known.encode() if known is not None else NOBODY
        same = await self._run(bcrypt.checkpw, data[:MOST_BYTES], against)
        return same and fits and known is not None

    async def _run(self, work, *arguments: bytes):
        if self._threads.statistics().tasks_waiting >= WAITING:
            detail = "Too many people are signing in just now; try again soon."
            raise Problem(503, "busy", detail, headers={"Retry-After": "10"})
        return await trio.to_thread.run_sync(work, *arguments, limiter=self._threads)


def _bytes(password: str) -> bytes:
    """Spell a password the same on every keyboard."""
    return unicodedata.normalize("NFC", password).encode()


def _bad(detail: str) -> Problem:
    return Problem(422, "bad_password", detail, field="password")
