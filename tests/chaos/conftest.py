"""A folder for what runs leave."""

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where runs leave what they leave."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path
