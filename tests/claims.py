"""Assertions about seconds of the clock, which are judged only if the machine is fast enough.

A test with such an assertion has the mark ``claims_seconds``; `scripts/test` runs it alone, last.
"""

from collections.abc import Callable, Iterator

import pytest

from scripts import _capacity

FAST = 0.025
"""A machine is fast enough if a fixed piece of work takes at most this many seconds.

It takes 0.012 s on the machine for which the figures were chosen.
"""
Claim = Callable[[str, float, float], None]


def judge(what: str, took: float, most: float) -> str | None:
    """Fail if ``took`` is not below ``most``, or return why this is not judged.

    An assertion that holds on a slow machine holds. If it does not, the machine is measured.
    """
    if took < most:
        return None
    pace = _capacity.pace()
    words = f"{what}: {took:.3g}, and shall be less than {most:.3g}"
    if pace <= FAST:
        pytest.fail(words)
    return f"{words}; not judged, as this machine takes {pace * 1000.0:.0f} ms for what may take 25"


@pytest.fixture
def claim(capsys: pytest.CaptureFixture[str]) -> Iterator[Claim]:
    """Assert that a figure is below a limit; print a line for each that could not be judged."""
    said: list[str] = []

    def claimed(what: str, took: float, most: float) -> None:
        if unjudged := judge(what, took, most):
            said.append(unjudged)

    yield claimed
    with capsys.disabled():
        for line in said:
            print(f"\n{line}")
