"""The books of a run: what happens is written to a JSONL file for each bot, and one for the run.

A line is `{"at": seconds since the epoch, "is": kind, ...}`. Kinds of a bot's file: `player` (the
first line), `opened` and `closed` (a connection), `sent` and `heard` (a frame), `asked` (what the
API said about its match). Kinds of `run.jsonl`: `started`, `ready`, `killed`, `fault`, `answer`,
`lines` (what the API says of a room in the end).
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

RUN = "run.jsonl"
_AHEAD = time.time() - time.monotonic()


def now() -> float:
    """Return the seconds since the epoch, by a clock that never goes back."""
    return time.monotonic() + _AHEAD


class Book:
    """One file, open for writing. It must be closed, or used in a ``with`` block."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w")

    def note(self, kind: str, /, **more: Any) -> None:
        """Write a line."""
        self._file.write(json.dumps({"at": now(), "is": kind, **more}) + "\n")

    def __enter__(self) -> Self:
        """Return the book itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a file."""
    with path.open() as file:
        for line in file:
            yield json.loads(line)
