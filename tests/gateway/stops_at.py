"""Usage: python -m tests.gateway.stops_at STEP SIGNAL [options of gateway.main]

The server, that gets a signal at a step of its start and goes no further by itself. A step is
``import NAME``, or ``MODULE:NAME`` of a function, where it is called. At ``ready``, in the middle
of that line, and at ``stopping``, where it has got one already, it goes on after it.
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
    """Send the signal to the process; whichever thread this is, it does not go on."""
    os.write(2, b"at the step\n")
    os.kill(os.getpid(), SIGNAL)
    while True:
        time.sleep(3600.0)


class At(MetaPathFinder):
    """Stops where a module is imported."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, fullname: str, *_: Any) -> None:
        if fullname == self._name:
            stop()


def at_call(step: str) -> None:
    """Stop where a function is called."""
    module, _, path = step.partition(":")
    *owners, name = path.split(".")
    holder: Any = import_module(module)
    for owner in owners:
        holder = getattr(holder, owner)
    setattr(holder, name, stop)


def at_ready() -> None:
    """Get the signal while that line is printed."""
    from gateway.process.output import Output

    write = Output.write

    def wrapped(self: Output, text: str) -> int:
        if text.startswith("Rally is ready"):
            os.kill(os.getpid(), SIGNAL)
        return write(self, text)

    Output.write = wrapped


def at_stopping() -> None:
    """Get the signal twice: when it is ready, and while it stops for that."""
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
