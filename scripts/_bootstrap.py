"""Puts a command into the project's own virtual environment, made on the first use.

A command in this folder begins with `from _bootstrap import ensure` and `ensure("runtime")`.
This file is read by whatever `python3` is, so it must parse on an old one, in order to say so.
"""

import atexit
import errno
import os
import sys
from contextlib import suppress

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
UNPRINTED = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EIO)
TOO_OLD = (
    "rally: needs Python 3.11 or newer, but %s is %d.%d; "
    "install one (on Debian and Ubuntu: apt install python3.11 python3.11-venv) and start again\n"
)


def ensure(lock):
    """Return once this process runs in `.venv` with `lock` installed and can import the project.

    `lock` is "runtime" or "test" (which includes the runtime). Where a newer Python or `.venv` is
    needed the command is run again in that one, with the same arguments, and this never returns.
    What keeps it from that is one line on stderr and exit code 2.
    """
    _stand_in()
    sys.excepthook = _say
    atexit.register(_print_the_last)
    if sys.version_info < OLDEST:
        _run_again_on_a_newer_python()
    try:
        import _venv

        _venv.enter(lock)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.path.insert(0, ROOT)


def _stand_in():
    """Open /dev/null for each of stdin, stdout and stderr that is closed.

    Else the next file that is opened gets its number, and what is printed.
    """
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(descriptor)
        except OSError:  # the lowest number that is free is given next: this one
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, "w" if descriptor else "r", closefd=False))


def _say(kind, error, trace):
    """Print what nobody has caught, unless it came of printing, or of somebody's Ctrl-C."""
    if not issubclass(kind, KeyboardInterrupt) and not _unprinted(error):
        sys.__excepthook__(kind, error, trace)


def _unprinted(error):
    """Tell whether it is that what was printed could not be, as in `... | head -1`."""
    inner = getattr(error, "exceptions", None)
    if inner:
        return all(_unprinted(each) for each in inner)
    if not isinstance(error, OSError) or error.errno not in UNPRINTED or error.filename:
        return False
    try:
        os.write(1, b"\n")
        os.write(2, b"\n")
    except OSError as again:
        _complain(again)
        return again.errno == error.errno
    return False


def _print_the_last():
    """End with 1 when what was printed has not arrived; Python would complain, at length."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            _complain(error)
            os._exit(1)


def _complain(error):
    """Say why nothing is printed, if that can be said. Who has left need not be told."""
    if error.errno != errno.EPIPE:
        with suppress(OSError):
            os.write(2, ("rally: cannot print: %s\n" % error.strerror).encode())


def _run_again_on_a_newer_python():
    """Replace this process by the newest fitting Python on PATH; exit with 2 when there is none."""
    for name in NEWER:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            python = os.path.join(folder, name)
            if os.access(python, os.X_OK) and _starts(python):
                os.execv(python, [python] + sys.argv)
    sys.stderr.write(TOO_OLD % ((sys.executable,) + tuple(sys.version_info[:2])))
    sys.exit(2)


def _starts(python):
    """Tell whether `python` runs at all: a version manager's stub may stand for nothing."""
    import subprocess

    with open(os.devnull, "w") as nowhere:
        return subprocess.call([python, "-c", ""], stdout=nowhere, stderr=nowhere) == 0
