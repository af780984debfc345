"""Handles SIGTERM, SIGINT and SIGHUP, from the first line of the program to its last.

One handler stays for the whole life of the process, so that there is no moment without one. This
file imports nothing that takes time. Until the server is ready, the first signal ends it at once:
there is nobody to say good-bye to, and a killed process would leave things just as well. Once it is
ready, the second signal ends it at once.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPPED = 0
CUT_SHORT = 1
"""Exit codes."""
HUNG_UP = getattr(signal, "SIGHUP", None)
STOPS = [number for number in (signal.SIGTERM, signal.SIGINT, HUNG_UP) if number is not None]


class Signals:
    """The signals of the process; ``code`` is its exit code if a signal ends it at once."""

    def __init__(self) -> None:
        self.code = STOPPED
        self._stop: Callable[[], None] | None = None

    @contextmanager
    def obeyed(self) -> Iterator[None]:
        """Obey signals within the block, then put back the handlers there were before."""
        before = [(number, signal.getsignal(number)) for number in STOPS]
        self.obey()
        try:
            yield
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    def obey(self) -> None:
        """Begin to obey signals, for good; if SIGHUP is ignored (`nohup`), it stays so."""
        for number in STOPS:
            if number != HUNG_UP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._handle)
        if hasattr(signal, "SIGTTOU"):  # sent to a background process that writes to a terminal
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)

    def stop_by(self, stop: Callable[[], None]) -> None:
        """Let the next signal call this, between any two bytecodes."""
        self._stop = stop

    def _handle(self, number: int, _: FrameType | None) -> None:
        if self._stop is not None:
            stop, self._stop, self.code = self._stop, None, CUT_SHORT
            stop()
        elif number != HUNG_UP or self.code == STOPPED:  # a closing terminal sends it twice
            os._exit(self.code)


process = Signals()
