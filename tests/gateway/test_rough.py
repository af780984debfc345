"""Beside a hostile client a match goes on as before, and the server does not grow."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pytest
import trio

from tests.claims import Claim
from tests.gateway.attacker import KINDS
from tests.gateway.client import Client, Page
from tests.gateway.process import QUIET, ROOT, serving
from tests.programs import program

SAMPLES = 30
EVERY = 0.05
"""Seconds between two keys."""
MEGABYTES = 64
"""Megabytes by which the server may grow: some thousand connections, buffers of 20 sockets."""
SLOWER, AND = 10.0, 0.03
"""How much longer a key may take at the median, as a factor and in seconds: the machine may have
other work too."""


def _resident(process: subprocess.Popen[str]) -> float:
    """Megabytes of memory in use."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


@contextmanager
def _attacked(kind: str, client: Client) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.gateway.attacker", kind, str(client.port)]
    with program(
        [*command, str(client.cookie)], cwd=ROOT, env=QUIET, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begins\n"
        yield


class Match:
    """A match in which Ada moves; it measures how long Bob takes to see that."""

    def __init__(self, ada: Page, bob: Page) -> None:
        self._ada, self._bob = ada, bob
        self._match, self._side = "", 0
        self._seen: tuple[int, float] = (0, 0.0)
        self._news = trio.Event()

    async def begin(self, nursery: trio.Nursery) -> None:
        """Let the two play, and keep their pages alive."""
        for page in (self._ada, self._bob):
            await page.hello()
            await page.send(t="queue", id="r1")
        for page in (self._ada, self._bob):
            self._match = (await page.attend("matched"))["match"]
            await page.send(t="enter", match=self._match)
        self._side = (await self._ada.attend("match"))["sides"][0]
        nursery.start_soon(self._keep, self._ada)
        nursery.start_soon(self._keep, self._bob)

    async def _keep(self, page: Page) -> None:
        while True:
            frame = await page.attend("paddle")
            if page is self._bob and frame["side"] == self._side:
                self._seen = frame["direction"], trio.current_time()
                self._news.set()

    async def delays(self) -> list[float]:
        """Press a key time and again; return the seconds until the opponent saw it, sorted."""
        return sorted([await self._press(number) for number in range(SAMPLES)])

    async def _press(self, number: int) -> float:
        direction = (1, 0, -1, 0)[number % 4]
        at = int(time.time() * 1000)
        began = trio.current_time()
        await self._ada.send(t="input", match=self._match, dir=direction, at=at)
        while self._seen[0] != direction:
            self._news = trio.Event()
            await self._news.wait()
        await trio.sleep(EVERY)
        return self._seen[1] - began


@pytest.mark.claims_seconds
async def test_a_match_goes_on_as_before(
    tmp_path: Path, claim: Claim, capsys: pytest.CaptureFixture[str]
):
    with serving(tmp_path) as (process, client):
        bob, eve = Client(client.port), Client(client.port)
        for each, name in ((client, "Ada"), (bob, "Bob"), (eve, "Eve")):
            await each.guest(name)
        async with client.socket() as one, bob.socket() as two, trio.open_nursery() as nursery:
            match = Match(one, two)
            await match.begin(nursery)
            await trio.sleep(3.5)  # 3, 2, 1
            before, small = await match.delays(), _resident(process)
            figures = [("nobody", before, 0.0)]
            for kind in KINDS:
                with _attacked(kind, eve):
                    figures.append((kind, await match.delays(), _resident(process) - small))
                assert (await client.get("/readyz")).status == 200
            nursery.cancel_scope.cancel()
    with capsys.disabled():
        for kind, delays, grown in figures:
            middle, worst = median(delays) * 1000.0, delays[-1] * 1000.0
            print(f"\n{kind}: {middle:.1f} ms, at worst {worst:.0f} ms, {grown:+.1f} MB", end="")
    for kind, delays, grown in figures:
        most = SLOWER * median(before) + AND
        claim(f"seconds of a key beside {kind}", median(delays), most)
        assert grown < MEGABYTES, kind
