"""Makes `.venv` from a lock file, once: the part of the bootstrap that needs Python 3.11.

`.venv/rally-stamp` says what is installed. It is made invalid before anything changes and written
last, so that an interrupted install is noticed and begun again from nothing.
"""

import fcntl
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "rally-stamp"
PYTHON = VENV / "bin" / "python"
LOCKS = {
    "runtime": ROOT / "scripts" / "requirements.lock",
    "test": ROOT / "scripts" / "requirements-test.lock",
}
INCLUDES = {"runtime": ["runtime"], "test": ["test", "runtime"]}
PIP = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
# The hashes pin what is fetched. With wheels only, the machine needs no compiler; http-ece comes as
# plain Python without a wheel, and what BUILDERS pins makes one of it.
HASHED = ["--require-hashes", "--only-binary", ":all:"]
BUILDERS = ROOT / "scripts" / "requirements-build.lock"
BUILT = ["--no-build-isolation", "--no-binary", "http-ece"]


def enter(lock: str) -> None:
    """Return if this process runs in `.venv` with `lock` installed.

    Otherwise install it and run this command again there.
    """
    try:
        ready = _installed(lock)
        if not ready:
            with _alone():
                _install(lock)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        _stop(
            f"cannot write {error.filename or VENV} ({error.strerror}); "
            f"give this user the right to write in {ROOT} and some free space, then start again"
        )
    if not ready or Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])


def _installed(lock: str) -> bool:
    """Tell from the stamp whether `.venv` is complete, works, and has what `lock` says."""
    stamp = _stamp()
    return _stands(stamp) and stamp["locks"].get(lock) == LOCKS[lock].read_text()


def _stamp() -> dict:
    """Read the stamp; it is empty if `.venv` is missing, unfinished or made by hand."""
    try:
        return json.loads(STAMP.read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}


def _stands(stamp: dict) -> bool:
    """Tell whether `.venv` and its Python are where they were, not moved or upgraded."""
    return stamp.get("place") == _place() and PYTHON.exists()


def _place() -> list[str]:
    return [str(VENV), str(PYTHON.resolve())]


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock that allows changes of `.venv`; the system frees it if this process dies."""
    with LOCKS["runtime"].open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("waiting for another start, which is installing")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _install(lock: str) -> None:
    """Install what `lock` says into `.venv`; in place if possible, as programs may run there."""
    if _installed(lock):  # another start did it while this one waited
        return
    if VENV.is_symlink():  # its target may belong to somebody: never empty that
        _stop(f"{VENV} is a link; remove the link, then start again")
    if not _usable():
        _make()
    _say(f"installing the {lock} dependencies into .venv (once, about half a minute)")
    with TemporaryDirectory() as folder:  # have everything before changing what works
        builders, wheels = Path(folder) / "builders", Path(folder) / "wheels"
        _pip("install", "--target", str(builders), *HASHED, "-r", str(BUILDERS))
        lines = ["--wheel-dir", str(wheels), *HASHED, *BUILT, "-r", str(LOCKS[lock])]
        _pip("wheel", *lines, path=str(builders))
        STAMP.write_text("unfinished\n")
        _pip("install", "--no-index", "--no-deps", *map(str, wheels.glob("*.whl")))
    locks = {name: LOCKS[name].read_text() for name in INCLUDES[lock]}
    STAMP.write_text(json.dumps({"place": _place(), "locks": locks}))


def _pip(*arguments: str, path: str = "") -> None:
    failure = _failure([*PIP, *arguments], path)
    if failure:
        _stop(f"cannot install the dependencies: {failure}; is there internet? then start again")


def _usable() -> bool:
    """Tell whether `.venv` can be updated in place: we finished it once, or it works."""
    if STAMP.exists():
        return _stands(_stamp())
    new_enough = "import pip, sys; assert sys.version_info >= (3, 11)"
    return PYTHON.exists() and not _failure([str(PYTHON), "-c", new_enough])


def _make() -> None:
    """Make an empty `.venv`; this replaces whatever is there."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = f"python3.{sys.version_info[1]}-venv"
        _stop(
            f"{sys.executable} comes without the venv module; on Debian and Ubuntu: "
            f"apt install python3-venv (or {package}), then start again"
        )
    VENV.mkdir(exist_ok=True)
    STAMP.write_text("unfinished\n")
    for child in VENV.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        elif child != STAMP:
            child.unlink()
    # This process may run on the Python that was just removed.
    base = getattr(sys, "_base_executable", sys.executable)
    failure = _failure([base, "-m", "venv", str(VENV)])
    if failure:
        _stop(f"{base} cannot make a virtual environment: {failure}")


def _failure(command: Sequence[str], path: str = "") -> str:
    """Run a command quietly; return "" if it worked, else the line that says why it failed."""
    environment = {**os.environ, "PYTHONPATH": path} if path else None
    done = subprocess.run(command, env=environment, text=True, capture_output=True, check=False)
    if not done.returncode:
        return ""
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or [f"exit code {done.returncode}"])[-1]


def _say(line: str) -> None:
    print(f"rally: {line}", file=sys.stderr, flush=True)


def _stop(line: str) -> NoReturn:
    _say(line)
    sys.exit(2)
