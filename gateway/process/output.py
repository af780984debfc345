"""Output to stdout and stderr that neither blocks nor fails the server, whoever reads it.

The reader may be gone, asleep or never there, the disk may be full, a terminal stopped with Ctrl-S.
Python's own streams wait or raise then, in the middle of a match. These hand each line to a thread.
Lines that it cannot write are lost; before the next line that it can write, it prints how many.
"""

import atexit
import io
import os
import select
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress

MOST = 1 << 20
"""Characters that may wait to be written; more are lost."""
AT_THE_END = 0.25
"""Seconds to write what still waits when the process ends."""


def install() -> None:
    """Print through these streams from now on. Call it before any other code opens a file."""
    stand_in()
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        setattr(sys, name, Output(descriptor))
    atexit.register(drain)


def drain() -> None:
    """Wait a little for what was printed to be written, before the process ends."""
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, Output):
            output.drain(AT_THE_END)


def stand_in() -> None:
    """Open /dev/null for each of stdin, stdout and stderr that is closed.

    Otherwise the next file to be opened, perhaps the database, would get that number and the
    printed text.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:  # `open` gives the lowest free number, which is this one
            os.open(os.devnull, os.O_RDWR)


def lines_lost(count: int) -> str:
    """Return the line that reports lost lines, unless another form was set."""
    return f"rally: {count} lines before this one could not be written"


class Output(io.TextIOBase):
    """A text stream that takes whole lines to a descriptor, in a thread of its own."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._begun = ""
        self._waiting = deque[tuple[str, int]]()  # a line, and how many lines are lost with it
        self._size = 0
        self._lost = 0
        self._overflows = False
        self._torn = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self.lines_lost: Callable[[int], str] = lines_lost

    @property
    def encoding(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride] - read only
        """The encoding of the bytes."""
        return "utf-8"

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._descriptor

    def isatty(self) -> bool:
        """Tell whether the descriptor is a terminal."""
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Take some text; a line is written once it is complete."""
        with self._changed:
            *lines, self._begun = (self._begun + text).split("\n")
            for line in lines:
                self._take(line)
            if lines:
                self._start()
                self._changed.notify_all()
        return len(text)

    def drain(self, seconds: float) -> None:
        """Wait until everything is written or lost, but at most so many seconds."""
        if self._begun:
            self.write("\n")
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting, seconds)

    def _take(self, line: str) -> None:
        # Once lines are lost, lose more until there is room for many: one gap instead of many.
        if self._size + len(line) > (MOST // 2 if self._overflows else MOST):
            self._overflows = True
            self._lost += 1
            return
        self._overflows = False
        if self._lost:
            self._append(self.lines_lost(self._lost), self._lost)
            self._lost = 0
        self._append(line, 1)

    def _append(self, line: str, worth: int) -> None:
        self._waiting.append((line, worth))
        self._size += len(line)

    def _start(self) -> None:
        """Start the thread, if there is none; a forked process has lost the one it had."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="output", daemon=True)
            with suppress(RuntimeError):  # the system allows no more threads just now
                self._thread.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                line, worth = self._waiting[0]
            written = self._write(line)
            with self._changed:
                self._waiting.popleft()
                self._size -= len(line)
                self._lost += 0 if written else worth
                self._changed.notify_all()

    def _write(self, line: str) -> bool:
        """Write a line, however long that takes; return whether it was written."""
        data = memoryview(f"{line}\n".encode(errors="backslashreplace"))
        if self._torn:
            data = memoryview(b"\n" + data)
        whole = len(data)
        try:
            while data:
                try:
                    data = data[os.write(self._descriptor, data) :]
                except BlockingIOError:  # another process that shares it has made it non-blocking
                    _until_writable(self._descriptor)
        except OSError:
            self._torn = self._torn or len(data) < whole
            return False
        self._torn = False
        return True


def _until_writable(descriptor: int) -> None:
    waiting = select.poll()
    waiting.register(descriptor, select.POLLOUT)
    waiting.poll(1000)
