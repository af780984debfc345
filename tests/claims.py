"""What a test says about seconds of the clock: judged only where the machine is fast enough.

A test that claims some has the mark ``claims_seconds``: `scripts/test` runs it alone, at the end.
"""

from collections.abc import Callable, Iterator

import pytest

from scripts import _capacity

FAST = 0.025
"""Seconds that a piece of work may take which takes 0.012 s where the figures were measured."""
Claim = Callable[[str, float, float], None]


def judge(what: str, took: float, most: float) -> str | None:
    """Fail unless it took less than the most it may; return why that is not judged, if it is not.

    A claim that holds on a slow machine holds. Where it does not, the machine is measured.
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
    """Claim that something takes less than so much; one line says what could not be judged."""
    said: list[str] = []

    def claimed(what: str, took: float, most: float) -> None:
        if unjudged := judge(what, took, most):
            said.append(unjudged)

    yield claimed
    with capsys.disabled():
        for line in said:
            print(f"\n{line}")
