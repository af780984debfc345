"""A folder for what runs leave."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where runs leave what they leave."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def open_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Such a folder that other users can enter: PostgreSQL runs as one where we are root.

    It comes after ``folder``, which is inside of pytest's, where nobody else can go.
    """
    del folder
    found = Path(tempfile.mkdtemp(prefix="rally-test-", dir="/tmp"))
    found.chmod(0o711)
    monkeypatch.setenv("TMPDIR", str(found))
    yield found
    shutil.rmtree(found)
