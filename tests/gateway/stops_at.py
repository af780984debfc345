"""Usage: python -m tests.gateway.stops_at STEP SIGNAL [options of gateway.main]

A server that gets a signal at a step of its start and does not go on by itself. A step is
``import NAME``, or ``MODULE:NAME`` for the call of a function. At ``ready`` (while it prints that
line) and at ``stopping`` (while it stops after a first signal) it goes on after the signal.
"""

import os
import runpy
import sys
import time
from importlib import import_module
from importlib.abc import MetaPathFinder
from typing import Any, NoReturn

STEP, SIGNAL = sys.argv[1], int(sys.argv[2])


def stop(*_: Any, **__: Any) -> NoReturn:
    """Send the signal to the process, and do not go on, whichever thread this is."""
    os.write(2, b"at the step\n")
    os.kill(os.getpid(), SIGNAL)
    while True:
        time.sleep(3600.0)


class At(MetaPathFinder):
    """Stops at the import of a module."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, fullname: str, *_: Any) -> None:
        if fullname == self._name:
            stop()


def at_call(step: str) -> None:
    """Stop at the call of a function."""
    module, _, path = step.partition(":")
    *owners, name = path.split(".")
    holder: Any = import_module(module)
    for owner in owners:
        holder = getattr(holder, owner)
    setattr(holder, name, stop)


def at_ready() -> None:
    """Send the signal while the ready line is printed."""
    from gateway.process.output import Output

    write = Output.write

    def wrapped(self: Output, text: str) -> int:
        if text.startswith("Rally is ready"):
            os.kill(os.getpid(), SIGNAL)
        return write(self, text)

    Output.write = wrapped


def at_stopping() -> None:
    """Send the signal twice: when the server is ready, and while it stops because of that."""
    from gateway import stop as stopping

    at_ready()
    say_good_bye = stopping.say_good_bye

    async def wrapped(services: Any) -> None:
        os.kill(os.getpid(), SIGNAL)
        await say_good_bye(services)

    stopping.say_good_bye = wrapped


if __name__ == "__main__":
    sys.argv = ["gateway.main", *sys.argv[3:]]
    if STEP.startswith("import "):
        sys.meta_path.insert(0, At(STEP.removeprefix("import ")))
    elif STEP in {"ready", "stopping"}:
        {"ready": at_ready, "stopping": at_stopping}[STEP]()
    else:
        at_call(STEP)
    runpy.run_module("gateway.main", run_name="__main__", alter_sys=True)
