"""A small comparison: each server is really started, and a few matches are played on it."""

import os

import pytest
from peers import growth, room, storm
from peers.channels import Channels
from peers.colyseus import Colyseus
from peers.install import install_channels, install_colyseus
from peers.measure import measure
from peers.process import CannotMeasure
from peers.rally import Rally
from peers.secure import SecureRally
from peers.systems import System

from tests.claims import Claim
from tests.two_cores import two_cores

MATCHES, SECONDS = 3, 1.0
pytestmark = two_cores


def rally() -> System:
    return Rally()


def tls() -> System:
    return SecureRally()


def channels() -> System:
    try:
        install_channels()
    except CannotMeasure as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    return Channels()


def colyseus() -> System:
    """Colyseus, or a skip without npm, also in CI: it would take several hundred packages."""
    try:
        install_colyseus()
    except CannotMeasure as missing:
        pytest.skip(str(missing))
    return Colyseus()


@pytest.mark.parametrize("system", [rally, tls, channels, colyseus])
def test_every_input_reaches_the_other_player(system, claim: Claim):
    before = os.sched_getaffinity(0)
    figures = measure(system(), MATCHES, SECONDS)
    assert not set(figures.failures) - {f"p99 {figures.p99_ms:.0f} ms"}, figures  # a busy machine
    assert figures.errors == {}
    assert figures.answered == 1.0
    assert figures.match_seconds > 0.8 * MATCHES * SECONDS
    inputs = figures.inputs_per_second / MATCHES
    # It is 8, but if we are late, some inputs of a second fall into the next.
    claim("inputs of a match in a second", inputs, 16.0)
    claim("4 inputs of a match in a second", 4.0, inputs)
    most = 0.8 * figures.inputs_per_second  # the last ones are counted where they arrive in time
    assert figures.messages_out_per_second >= most
    assert figures.messages_in_per_second >= most
    assert 0.0 < figures.p50_ms <= figures.p99_ms
    assert figures.cpu_ms_per_match_second > 0.0
    assert figures.kib_per_match > 0.0
    assert os.sched_getaffinity(0) == before


def test_idle_sockets_stay_and_are_weighed(monkeypatch):
    monkeypatch.setattr(growth, "SETTLE", 0.1)
    monkeypatch.setattr(growth, "WATCH", 0.5)
    (found,) = growth.idle([20])
    assert found.sockets == 20
    assert 1.0 < found.kib_per_socket < 1000.0


@pytest.mark.parametrize(("what", "status"), [("log in", 200), ("register", 201)])
def test_a_storm_is_told_from_the_calm(monkeypatch, what: str, status: int):
    monkeypatch.setattr(storm, "PEOPLE", 3)
    run = storm.storm(what, 2, 1.0, pinned=False)
    assert run.statuses == {status: 3}
    assert run.answered == 1.0
    for delays in (run.before, run.first, run.during, run.after):
        assert delays.inputs > 0
        assert 0.0 < delays.p50_ms <= delays.p99_ms <= delays.max_ms
    assert run.served_per_second > 0.0


def test_a_room_is_measured_with_the_matches_beside_it():
    figures = room.step(1, 3, 1.0)
    assert figures.members == 3
    assert figures.calm.deliveries == 0
    for part in (figures.talk, figures.flood):
        assert part.lines > 0
        assert abs(part.deliveries - 3 * part.lines) <= 3 * room.SPEAKERS
        assert 0.0 < part.answer_p50_ms <= part.answer_p99_ms
    assert room.row(figures).count("|") == len(room.COLUMNS) + 2
