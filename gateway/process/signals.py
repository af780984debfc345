"""What SIGTERM, SIGINT and SIGHUP do, from the first line of the program to its last.

One handler for all of its life, so that there is no moment without one. Imports nothing that takes
time. Until the server is ready there is nobody to say good-bye to, and nothing that a process which
is killed would not leave just as well: the first signal ends it at once, and so does the second.
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
    """Of the process; ``code`` is what it ends with when a signal ends it at once."""

    def __init__(self) -> None:
        self.code = STOPPED
        self._stop: Callable[[], None] | None = None

    @contextmanager
    def obeyed(self) -> Iterator[None]:
        """Obey them within the block, if that has not begun before, for good."""
        before = [(number, signal.getsignal(number)) for number in STOPS]
        self.obey()
        try:
            yield
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    def obey(self) -> None:
        """Begin. `nohup` has SIGHUP ignored, which stays so."""
        for number in STOPS:
            if number != HUNG_UP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._handle)
        if hasattr(signal, "SIGTTOU"):  # in the background, and the terminal wants it to stop
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)

    def stop_by(self, stop: Callable[[], None]) -> None:
        """Let the next one call this; it runs between two bytecodes of anything."""
        self._stop = stop

    def _handle(self, number: int, _: FrameType | None) -> None:
        if self._stop is not None:
            stop, self._stop, self.code = self._stop, None, CUT_SHORT
            stop()
        elif number != HUNG_UP or self.code == STOPPED:  # a terminal that closes says it twice
            os._exit(self.code)


process = Signals()
