"""Temporary shortages of the machine: disk space, descriptors, memory.

They pass, so requests are asked to come again, and the log says it once.
"""

import errno
import time
from collections import defaultdict
from collections.abc import Callable

from structlog import get_logger

log = get_logger("gateway.shortage")

QUIET = 60.0
"""Seconds without errors after which the next shortage is logged as a new one."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FAILING = frozenset({errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.ESTALE, errno.ENODEV})
SPENT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EAGAIN})
PASSING = FULL | FAILING | SPENT


class Shortages:
    """The shortages of one part of the server, by number of the error."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._last: dict[int | None, float] = defaultdict(lambda: -QUIET)

    def notice(self, what: str, error: OSError, **more: object) -> None:
        """Log what could not be done, unless the same shortage was logged and goes on."""
        now = self._now()
        if now - self._last[error.errno] >= QUIET:
            path = {} if error.filename is None else {"path": str(error.filename)}
            log.warning(what, reason=error.strerror or str(error), **path, **more)
        self._last[error.errno] = now
