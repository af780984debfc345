"""Installs the peers into .peers on the first use, apart from Rally's own environment.

Lock files beside the servers pin the versions. `CannotMeasure` is raised if an install fails.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from peers.process import CannotMeasure
from peers.systems import ROOT

SERVERS = Path(__file__).resolve().parent / "servers"
HOME = ROOT / ".peers"
CHANNELS, COLYSEUS = HOME / "channels", HOME / "colyseus"
WITHIN = 600.0
"""Seconds that an installation may take."""


def install_channels() -> None:
    """Make a virtual environment with Channels and Daphne, with our own pip, which is quicker."""
    lock = SERVERS / "channels" / "requirements.lock"
    if _is_current(CHANNELS, lock):
        return
    _begin(CHANNELS, "Django Channels and Daphne")
    _run([sys.executable, "-m", "venv", "--without-pip", str(CHANNELS)])
    pip = [sys.executable, "-m", "pip", "--python", str(CHANNELS / "bin" / "python"), "--quiet"]
    pip += ["--disable-pip-version-check", "install", "--no-compile"]  # most of it is never run
    _run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)])
    _finish(CHANNELS, lock)


def install_colyseus() -> None:
    """Install the npm packages, and copy the server beside them, where Node finds them."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise CannotMeasure(
            "needs Node and npm for Colyseus; install them (on Debian and Ubuntu: "
            "apt install nodejs npm), or measure --without colyseus"
        )
    source = SERVERS / "colyseus"
    lock = source / "package-lock.json"
    if not _is_current(COLYSEUS, lock):
        _begin(COLYSEUS, "Colyseus")
        for name in ("package.json", lock.name):
            shutil.copy(source / name, COLYSEUS)
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
        _run(npm, COLYSEUS)
        _finish(COLYSEUS, lock)
    for module in source.glob("*.mjs"):
        shutil.copy(module, COLYSEUS)


def environment_of_node() -> dict[str, str]:
    """Return the environment of Node, which says that this is production."""
    return {"NODE_ENV": "production"}


def _is_current(folder: Path, lock: Path) -> bool:
    stamp = folder / "stamp"
    return stamp.exists() and stamp.read_text() == lock.read_text()


def _begin(folder: Path, what: str) -> None:
    print(f"installing {what} into {folder.relative_to(ROOT)} (once)", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _finish(folder: Path, lock: Path) -> None:
    """Mark the installation as finished; without the mark it is made again."""
    (folder / "stamp").write_text(lock.read_text())


def _run(command: Sequence[str], cwd: Path | None = None) -> None:
    try:
        done = subprocess.run(
            command, cwd=cwd, text=True, capture_output=True, check=False, timeout=WITHIN
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotMeasure(f"cannot install: {error}") from error
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines() or ["no word"]
        raise CannotMeasure(f"cannot install: {lines[-1]}")
