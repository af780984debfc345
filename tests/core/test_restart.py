"""The pure rules of restarting, compared with a naive model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.core.life import BACKOFF_CAP, add_restart, backoff_delay, must_restart, next_streak

# Quarters are exact in binary, so that the model's differences do not round.
times = st.lists(st.integers(0, 200).map(lambda quarters: quarters / 4), max_size=40).map(sorted)


@given(times, st.integers(0, 5), st.integers(1, 40).map(lambda quarters: quarters / 4))
def test_intensity_is_the_number_of_restarts_in_the_window(
    crashes: list[float], intensity: int, period: float
) -> None:
    past: tuple[float, ...] = ()
    for index, now in enumerate(crashes):
        in_window = [then for then in crashes[: index + 1] if now - then <= period]
        result = add_restart(past, now, intensity, period)
        assert (result is None) == (len(in_window) > intensity)
        if result is None:
            return
        assert list(result) == in_window
        past = result


@given(st.floats(0, 2e9), st.floats(1e-3, 1e4))
def test_restart_exactly_one_period_ago_counts(then: float, period: float) -> None:
    now = then + period
    since = now - period
    assert (add_restart((then,), now, 1, period) is None) == (then >= since)


@pytest.mark.parametrize("reason", ["normal", "shutdown", "crashed", "out of luck"])
@pytest.mark.parametrize("restart", ["permanent", "transient"])
def test_restart_types_by_reasons(restart: str, reason: str) -> None:
    expected = {
        "permanent": True,
        "transient": reason in ("crashed", "out of luck"),
    }
    assert must_restart(restart, reason) is expected[restart]  # type: ignore[arg-type]


def test_backoff_doubles_to_its_cap() -> None:
    assert [backoff_delay(0.5, streak) for streak in (1, 2, 3)] == [0.5, 1.0, 2.0]
    assert backoff_delay(0.5, 5000) == BACKOFF_CAP
    assert backoff_delay(0.0, 9) == 0.0


def test_streak_ends_after_a_quiet_period() -> None:
    assert next_streak(3, up_for=5.0, period=5.0) == 4
    assert next_streak(3, up_for=5.1, period=5.0) == 1
