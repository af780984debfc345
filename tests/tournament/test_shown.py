"""The tests of the page draw what the server shows now."""

from tests.tournament.shown import FILE, text


def test_the_page_is_tested_with_what_is_shown():
    hint = "write it again: python -m tests.tournament.shown"
    assert FILE.read_bytes() == text(), hint
