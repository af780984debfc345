"""One server a data folder: two would play the same matches."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gateway.errors import CannotStart
from gateway.options import Options

FILE = "rally.lock"


@asynccontextmanager
async def sole_server(options: Options) -> AsyncIterator[None]:
    """Hold the data folder, once it is there; CannotStart when another server does.

    The system lets go of it with the process, however that ends. Where there are no such locks
    (Windows, PostgreSQL) the epoch of the journal tells two servers apart: the older one stops.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (options.data / FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"--data: another Rally server uses the folder {options.data}; "
                "stop that one, or give this one a folder of its own"
            ) from None
        yield
