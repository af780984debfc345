"""The command `scripts/cluster`."""

import argparse
import fcntl
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import trio

from deploy.cluster import ACTS, Cluster, ask
from deploy.compose import ComposeError
from deploy.images import ROOT

FILE = ROOT / "compose.yml"
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: Sequence[str]) -> int:
    """Run a cluster, or do something in one that runs; return the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.act is None:
        with _folder(given.folder) as folder:
            return _guarded(folder)
    if given.folder is None or (given.service is None) != (given.act == "status"):
        parser.error(f"{given.act} needs --folder" + (", and a service" * (given.act != "status")))
    try:
        answer = trio.run(ask, given.folder.absolute(), given.act, given.service or "")
    except ComposeError as error:
        answer = f"rally: {error}\n"
    wrong = answer.startswith("rally: ")
    print(answer, end="", file=sys.stderr if wrong else sys.stdout)
    return 1 if wrong else 0


def _guarded(folder: Path) -> int:
    """Run a cluster; print in one line what keeps it from running."""
    try:
        trio.run(_run, folder)
    except BaseExceptionGroup as errors:
        told, others = errors.split(ComposeError)
        if told is None or others is not None:
            raise
        first: BaseException = told
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        _say(str(first))
        return 2
    except ComposeError as error:
        _say(str(error))
        return 2
    return 0


async def _run(folder: Path) -> None:
    cluster = Cluster(FILE, folder, _say)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_stop_on_signal, nursery.cancel_scope)
        await cluster.run(lambda: print(f"Rally is ready at {cluster.url}", flush=True))


async def _stop_on_signal(scope: trio.CancelScope) -> None:
    """Cancel at the first signal; at the second one end at once, and all services with us."""
    with trio.open_signal_receiver(*STOPS) as signals:
        async for _ in signals:
            if scope.cancel_called:
                os._exit(1)
            scope.cancel()


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    """Use the given folder, or one that is removed afterwards."""
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        with _alone(given):
            yield given.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="rally-cluster-") as made:
        folder = Path(made)
        folder.chmod(0o711)  # PostgreSQL may be another user
        yield folder


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no second cluster run in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _say(f"another cluster runs in {folder}; stop it, or give another --folder")
        sys.exit(2)
    else:
        yield
    finally:
        os.close(descriptor)


def _say(line: str) -> None:
    print(f"rally: {line}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/cluster",
        description="Starts what compose.yml describes, without Docker: from installed programs,"
        " each with an address of its own in 127.0.0.0/8. Prints one line when all is healthy; runs"
        " until SIGTERM or Ctrl-C. Needs Linux, nginx, PostgreSQL and Redis.",
        epilog="Exit code: 0 stopped, 1 what was asked for cannot be done, 2 could not start.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--folder",
        type=Path,
        help="where volumes and logs are kept (default: a temporary one, removed at the end)",
    )
    parser.add_argument(
        "act",
        nargs="?",
        choices=ACTS,
        help="do something in the cluster that runs in --folder: status prints name, address,"
        " process and state of each service; kill (it is started again), pause and unpause"
        " (SIGSTOP and SIGCONT), stop and start are for one",
    )
    parser.add_argument("service", nargs="?", help="its name in compose.yml")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
