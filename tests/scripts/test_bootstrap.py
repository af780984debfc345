"""The first start on a machine, and what may go wrong; it is run for real, without a network."""

import ast
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import _bootstrap
import _venv
import pytest

from tests.programs import program
from tests.scripts.pebble import PYTHON, SCRIPTS, Checkout, make_checkout

INSTALLING = "installing the runtime dependencies"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return make_checkout(tmp_path)


def test_the_life_of_an_environment(checkout: Checkout):
    # Two starts at once install once.
    pipe, environment = subprocess.PIPE, checkout.environment()
    start = partial(program, env=environment, text=True, stdout=pipe, stderr=pipe)
    with start(checkout.command()) as one, start(checkout.command()) as two:
        outputs = [one.communicate(), two.communicate()]
    assert [out for out, _ in outputs] == ["pebble 1.0 --port 1\n"] * 2, outputs
    said = [line for _, errors in outputs for line in errors.splitlines()]
    (one,) = (line for line in said if INSTALLING in line)
    said.remove(one)
    assert all("waiting for another start" in line for line in said)

    second = checkout.serve()
    assert (second.stdout, second.stderr) == ("pebble 1.0 --port 1\n", "")

    # If a changed lock cannot be fetched, a line says so, and what works goes on working.
    sentinel = checkout.venv / "sentinel"
    sentinel.touch()
    checkout.pin("2.0", available=False)
    offline = checkout.serve()
    assert (offline.returncode, offline.stdout) == (2, "")
    assert "cannot install the dependencies: ERROR: No matching" in offline.stderr
    assert "Traceback" not in offline.stderr
    checkout.pin("1.0")
    assert checkout.serve().stderr == ""

    # A wheel whose hash is not in the lock is not installed either.
    checkout.pin("2.0")
    (wheel,) = checkout.wheels.glob("pebble-2.0-*")
    as_pinned = wheel.read_bytes()
    wheel.write_bytes(as_pinned + b"\0")
    tampered = checkout.serve()
    assert (tampered.returncode, tampered.stdout) == (2, "")
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in tampered.stderr
    assert "Traceback" not in tampered.stderr
    checkout.pin("1.0")
    assert checkout.serve().stderr == ""

    # If it can be fetched, it is installed in place, while programs run there.
    checkout.pin("2.0")
    assert checkout.serve().stdout == "pebble 2.0 --port 1\n"
    assert sentinel.exists()

    # What an interrupted install left behind is removed, not trusted.
    (checkout.venv / "rally-stamp").write_text("unfinished\n")
    assert checkout.serve().stdout == "pebble 2.0 --port 1\n"
    assert not sentinel.exists()


def test_a_venv_that_is_a_link_is_refused_and_its_target_left_alone(
    checkout: Checkout, tmp_path: Path
):
    kept = tmp_path / "elsewhere" / "kept"
    kept.parent.mkdir()
    kept.touch()
    checkout.venv.symlink_to(kept.parent)
    refused = checkout.serve()
    assert kept.exists()
    assert refused.returncode == 2
    assert f"{checkout.venv} is a link" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_missing_venv_module_is_told_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    _move_venv(monkeypatch, tmp_path / ".venv")
    monkeypatch.setattr(_venv.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="2"):
        _venv.enter("runtime")
    errors = capsys.readouterr().err
    assert "apt install python3-venv" in errors
    assert errors.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_told_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    (tmp_path / "file").touch()  # nobody can make a folder inside a file, not even root
    _move_venv(monkeypatch, tmp_path / "file" / ".venv")
    with pytest.raises(SystemExit, match="2"):
        _venv.enter("runtime")
    errors = capsys.readouterr().err
    assert f"cannot write {tmp_path / 'file' / '.venv'}" in errors
    assert errors.count("\n") == 1


def _move_venv(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(_venv, "VENV", folder)
    monkeypatch.setattr(_venv, "STAMP", folder / "rally-stamp")
    monkeypatch.setattr(_venv, "PYTHON", folder / "bin" / "python")


def _start_as_if_too_old(folders: list[Path]) -> subprocess.CompletedProcess[str]:
    code = "import _bootstrap as b; b.OLDEST = (99, 0); b.ensure('runtime')"
    return subprocess.run(
        [PYTHON, "-c", code, "serve", "--port"],
        env={"PATH": os.pathsep.join(map(str, folders)), "PYTHONPATH": str(SCRIPTS)},
        text=True,
        capture_output=True,
        check=False,
    )


def test_an_old_python_is_told_with_the_remedy():
    done = _start_as_if_too_old([])
    assert done.returncode == 2
    assert f"needs Python 3.11 or newer, but {PYTHON} is" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_old_python_hands_over_to_a_newer_one_that_starts(tmp_path: Path):
    _stub(tmp_path / "python3.13", "exit 1")
    _stub(tmp_path / "python3.12", 'if [ "$1" != -c ] || [ "$2" ]; then echo again "$@"; fi')
    done = _start_as_if_too_old([tmp_path])
    assert (done.returncode, done.stdout) == (0, "again -c serve --port\n")


def _stub(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def test_an_old_python_can_read_the_file_that_tells_it():
    for name in ("_bootstrap.py", "serve", "test", "bot", "bench"):
        path = SCRIPTS / name
        if path.exists():
            ast.parse(path.read_text(), feature_version=(3, 6))
    assert sys.version_info >= _bootstrap.OLDEST
