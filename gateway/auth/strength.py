"""How soon a password is guessed, judged by zxcvbn in its own process, and why, in our words."""

import atexit
import json
import select
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from typing import TextIO, cast

from gateway.auth import judge

PROGRAM = (sys.executable, "-I", judge.__file__)
WITHIN = 10.0
"""Seconds for one password, including the start of the program."""
TRIES = 2
"""A program that has ended, for whatever reason, is started again once."""

REASONS = {
    "own": "Your own names and the name of this game are tried first. Use words that have nothing"
    " to do with you.",
    "common": "This is one of the most used passwords, which are tried first. Use a few uncommon"
    " words.",
    "disguised": "A common word with letters exchanged or turned round is guessed soon. Use a few"
    " uncommon words.",
    "near": "This is a common password with little added. Use a few uncommon words.",
    "word": "Common words alone are guessed soon. Add two or three uncommon ones.",
    "name": "Names of people are guessed soon. Add two or three uncommon words.",
    "keys": "Keys that lie side by side are guessed soon. Use a few uncommon words.",
    "repeat": "What is repeated makes a password longer, not harder to guess. Use a few uncommon"
    " words.",
    "sequence": "Sequences such as abc or 6543 are guessed soon. Use a few uncommon words.",
    "date": "Years and dates are guessed soon. Use a few uncommon words.",
    "short": "This is too short to be hard to guess. Add another word or two.",
}
"""What is said of a weak password, by short name; the page's catalogue has the same."""


class Judge:
    """Asks the program, which starts with the first question. Threads may use it one at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._one = Lock()

    def weakness(self, password: str, known: list[str]) -> str | None:
        """See below. Raises RuntimeError if the program does not answer."""
        question = json.dumps([password, known]) + "\n"
        with self._one:
            for _ in range(TRIES):
                if answer := self._ask(question):
                    return json.loads(answer)
                self.close()
        raise RuntimeError("the program that judges passwords does not answer")

    def close(self) -> None:
        """End the program; the next question starts it again."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, question: str) -> str:
        """Return the line that answers; an empty one if none will come."""
        process = self._process = self._process or _start()
        asked, answers = cast("TextIO", process.stdin), cast("TextIO", process.stdout)
        with suppress(BrokenPipeError):
            asked.write(question)
            asked.flush()
        patience = select.poll()
        patience.register(answers, select.POLLIN)
        return answers.readline() if patience.poll(WITHIN * 1000.0) else ""


def _start() -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603 - a program of ours
        PROGRAM, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )


_judge = Judge()
atexit.register(_judge.close)


def weakness(password: str, known: list[str]) -> str | None:
    """Return why a password is too easy to guess, one of REASONS, or None.

    Call it in a thread, as it takes up to a tenth of a second. ``known`` are the names of its
    owner, which an attacker tries first.
    """
    return _judge.weakness(password, known)
