"""Passwords: bcrypt in a few threads; households take turns, and nobody waits over 30 s."""

import os
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import bcrypt
import trio

from gateway.auth.rules import MOST_BYTES, invalid, spell
from gateway.auth.strength import REASONS, weakness
from gateway.guard.fair_queue import FairQueue, TooLong
from gateway.http.problems import FieldError, Problem

T = TypeVar("T")

ROUNDS = 12
NOBODY = "$2b${:02}$T3arA/71j2YWavYwFAkLduqhoRIXRBsL.441eTzhx2GlSD6cO.hcG"
"""A hash that is checked if there is no user, so that the time tells nothing. Nobody knows its
password."""
PATIENCE = 30.0
"""Seconds: a request that would wait longer is refused at once."""
RETRY = 10
"""Seconds after which to come back; a third of a full queue is served in them."""


class Passwords:
    """Hashes and checks, each about 0.3 s of one core; the event loop keeps a core free."""

    def __init__(self, rounds: int = ROUNDS) -> None:
        self._rounds = rounds
        self._nobody = NOBODY.format(rounds)
        slots = max(1, (os.cpu_count() or 1) - 1)
        self._threads = trio.CapacityLimiter(slots)  # they are given out by turns
        self._queue = FairQueue(slots, PATIENCE)

    async def hash(
        self, password: str, known: list[str], household: str, field: str = "password"
    ) -> str:
        """Return the hash of a new password that keeps the rules; raises a Problem if it is weak.

        ``known`` are the names of its owner, ``field`` is its name in the request. Here and below,
        ``household`` is the household whose turn in the queue is used.
        """
        data = spell(password)
        hashed = await self._run(household, partial(_hash_strong, data, known, self._rounds))
        if isinstance(hashed, Weak):
            raise invalid(FieldError(field, "weak", REASONS[hashed.why], why=hashed.why))
        return hashed

    async def rehash(self, password: str, household: str) -> str:
        """Return the hash of a password that is in use, at the present cost."""
        return await self._run(household, partial(_hash, spell(password), self._rounds))

    async def check(self, password: str, known: str | None, household: str) -> bool:
        """Tell whether the password fits a hash; takes as long if there is no hash."""
        data = spell(password).encode()
        fits = len(data) <= MOST_BYTES
        against = (known or self._nobody).encode()
        same = await self._run(household, partial(bcrypt.checkpw, data[:MOST_BYTES], against))
        return same and fits and known is not None

    def outdated(self, known: str) -> bool:
        """Tell whether a hash was made at another cost than the present one."""
        return known.split("$")[2] != f"{self._rounds:02}"

    async def _run(self, household: str, work: Callable[[], T]) -> T:
        try:
            async with self._queue.turn(household):
                return await trio.to_thread.run_sync(work, limiter=self._threads)
        except TooLong:
            raise _busy() from None


class Weak:
    """The password was not hashed, as it is easy to guess."""

    def __init__(self, why: str) -> None:
        self.why = why


def _hash_strong(password: str, known: list[str], rounds: int) -> str | Weak:
    """Judge and hash in one turn of one thread, as only one judgement may run at a time."""
    why = weakness(password, known)
    return _hash(password, rounds) if why is None else Weak(why)


def _hash(password: str, rounds: int) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds)).decode()


def _busy() -> Problem:
    detail = f"Too many people are signing in just now; try again in {RETRY} s."
    return Problem(503, "busy", detail, headers={"Retry-After": str(RETRY)})
