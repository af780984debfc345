"""How long a crash interrupts a match, when five hundred are played and some actors crash."""

from typing import Any

import pytest
from _backend import Backend, NullConnection

from actors.match.refusals import refuse_press
from actors.match.state import State
from tests.claims import Claim

MATCHES, CRASHES = 500, 50
AT_MOST = 0.1
"""The most seconds, at p99, from the crash of a match until its pages are shown it again."""


class Boom(Exception):
    """A crash on purpose."""


@pytest.fixture(scope="module")
def backend() -> Backend:
    """A server with all matches in play."""
    backend = Backend(seed=3)
    for number in range(2 * MATCHES):
        player = backend.join(f"p{number}")
        backend.wire.at(backend.wire.now + number / MATCHES, player.queue)
    backend.run(7.0)
    return backend


@pytest.mark.claims_seconds
def test_a_match_that_crashed_is_back_in_a_moment(
    backend: Backend,
    claim: Claim,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    times = sorted(crash(backend, monkeypatch) for _ in range(CRASHES))
    p99 = times[int(0.99 * CRASHES)]
    print(f"back after {1000.0 * times[CRASHES // 2]:.0f} ms, p99 {1000.0 * p99:.0f} ms")
    claim("seconds of a crash at p99", p99, AT_MOST)
    statistics = backend.kernel.statistics()
    assert (statistics.crashes, statistics.given_up) == (CRASHES, 0)
    assert statistics.kinds["match"] >= MATCHES
    assert len(caplog.records) >= CRASHES


def crash(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> float:
    """Let the next key crash its match; return the seconds until both pages have a whole view.

    The clock of the kernel is virtual, so the CPU time that this took is added.
    """
    failed: list[tuple[str, ...]] = []
    shown: set[str] = set()

    def raising(state: State, *_: Any) -> None:
        monkeypatch.setattr("actors.match.actor.refuse_press", refuse_press)
        failed.append(state.players)
        raise Boom

    def note(connection: NullConnection, data: bytes) -> bool:
        if failed and connection.origin.player in failed[0] and b'"t":"match"' in data:
            shown.add(connection.origin.player)
        return send(connection, data)

    send = NullConnection.send
    with monkeypatch.context() as patch:
        patch.setattr(NullConnection, "send", note)
        monkeypatch.setattr("actors.match.actor.refuse_press", raising)
        while not failed:
            backend.step()
        began = backend.world.now() + backend.acting + backend.decoding
        while len(shown) < 2:
            backend.step()
    # The CPU time of the server in these steps, and the virtual time they stand for.
    return backend.world.now() + backend.acting + backend.decoding - began
