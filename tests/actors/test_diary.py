"""docs/diary.md is up to date."""

from pathlib import Path

from tests.actors.diary import diary

DIARY = Path(__file__).resolve().parents[2] / "docs" / "diary.md"


def test_the_diary_is_what_happens():
    assert DIARY.read_text() == diary(), "run python -m tests.actors.diary > docs/diary.md"
