"""Puts a command into the project's own virtual environment, made on the first use.

A command in this folder begins with `from _bootstrap import ensure` and `ensure("runtime")`.
This file is read by whatever `python3` is, so it must parse on an old one, in order to say so.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
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
    if sys.version_info < OLDEST:
        _run_again_on_a_newer_python()
    import _venv

    _venv.enter(lock)
    sys.path.insert(0, ROOT)


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
