"""Runs a command in the project's own virtual environment, which it makes on the first use.

A command in this folder begins with `from _bootstrap import ensure` and `ensure("runtime")`.
`python3` may be an old Python. This file must parse there too, so that it can say so.
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
    """Return if this process runs in `.venv` with `lock` installed; it can import the project then.

    `lock` is "runtime" or "test" (which includes the runtime). Otherwise run the command again with
    the same arguments, in a newer Python or in `.venv`, and do not return. If that is impossible,
    print one line to stderr and exit with code 2.
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

    Otherwise the next file that is opened would get its number, and the output would go there.
    """
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(descriptor)
        except OSError:  # it is closed; open() takes the lowest free number, which is this one
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, "w" if descriptor else "r", closefd=False))


def _say(kind, error, trace):
    """Print an uncaught error, unless it is Ctrl-C or comes from printing itself."""
    if not issubclass(kind, KeyboardInterrupt) and not _unprinted(error):
        sys.__excepthook__(kind, error, trace)


def _unprinted(error):
    """Tell whether the error means that output could not be printed, as in `... | head -1`."""
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
    """Exit with 1 if the last output cannot be printed; Python alone would print a traceback."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            _complain(error)
            os._exit(1)


def _complain(error):
    """Say why output cannot be printed, if possible; not if the reader has closed the pipe."""
    if error.errno != errno.EPIPE:
        with suppress(OSError):
            os.write(2, ("rally: cannot print: %s\n" % error.strerror).encode())


def _run_again_on_a_newer_python():
    """Replace this process by the newest suitable Python on PATH; exit with 2 if there is none."""
    for name in NEWER:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            python = os.path.join(folder, name)
            if os.access(python, os.X_OK) and _starts(python):
                os.execv(python, [python] + sys.argv)
    sys.stderr.write(TOO_OLD % ((sys.executable,) + tuple(sys.version_info[:2])))
    sys.exit(2)


def _starts(python):
    """Tell whether `python` runs at all: it may be a version manager's stub with nothing behind."""
    import subprocess

    with open(os.devnull, "w") as nowhere:
        return subprocess.call([python, "-c", ""], stdout=nowhere, stderr=nowhere) == 0
