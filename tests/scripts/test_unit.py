"""How services of scripts/cluster start, fail and end, with small programs in their place."""

from pathlib import Path

import pytest
import trio
from deploy.cluster import Cluster
from deploy.compose import ComposeError

from tests.patience import STUCK

WAITS = """
import pathlib, signal, sys
def stop(*_):
    with pathlib.Path("{file}").open("a") as file:
        file.write(sys.argv[1] + " ")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
pathlib.Path("{file}").with_name(sys.argv[1]).touch()
signal.pause()
"""
HEALTH = "interval: 1s, timeout: 4s, retries: 2, start_period: {young}, start_interval: 1s"


class Small:
    """A compose file of small Python programs; ``proxy`` has the address that is printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lines = ["services:"]
        self.said: list[str] = []

    def service(self, name: str, program: str, *lines: str) -> None:
        path = self.folder / f"{name}.py"
        path.write_text(program)
        said = ["image: rally", f"command: [python, {path}, {name}]", *lines]
        self._lines += [f"  {name}:", *(f"    {line}" for line in said)]

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        file = self.folder / "compose.yml"
        file.write_text("\n".join(self._lines))
        cluster = Cluster(file, self.folder, self.said.append)
        with trio.fail_after(STUCK):
            await cluster.run(task_status.started)


def lasting(name: Path, young: str = "60s") -> str:
    """Write the lines of a health check: healthy if there is a file of that name."""
    return f"healthcheck: {{test: [CMD, test, -e, {name}], {HEALTH.format(young=young)}}}"


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)


async def test_services_end_before_those_that_they_need(small: Small, nursery: trio.Nursery):
    file = small.folder / "ended"
    program = WAITS.format(file=file)
    small.service("store", program, lasting(small.folder / "store"))
    needs = "depends_on: {store: {condition: service_healthy}}"
    small.service("proxy", program, needs, lasting(small.folder / "proxy"))
    small.service("node", program, needs, lasting(small.folder / "node"))
    async with trio.open_nursery() as inner:
        await inner.start(small.run)
        assert not file.exists()
        inner.cancel_scope.cancel()
    *first, last = file.read_text().split()
    assert (sorted(first), last) == (["node", "proxy"], "store")
    assert small.said == []


async def test_what_fails_is_tried_again_as_often_as_it_says(small: Small):
    program = """
import pathlib, sys
file = pathlib.Path(__file__).with_suffix(".tries")
with file.open("a") as tries:
    tries.write("x")
sys.exit(len(file.read_text()) < 3)
"""
    small.service("proxy", program, "restart: on-failure:2")
    async with trio.open_nursery() as nursery:
        await nursery.start(small.run)
        nursery.cancel_scope.cancel()
    assert [line[:23] for line in small.said] == ["proxy has ended (1), an"] * 2


@pytest.mark.parametrize("policy", ["on-failure:1", "unless-stopped", "'no'"])
async def test_what_cannot_start_is_told_with_the_end_of_its_log(small: Small, policy: str):
    small.service("proxy", "raise SystemExit('there is no room')", f"restart: {policy}")
    with pytest.RaisesGroup(
        pytest.RaisesExc(ComposeError, match=r"proxy has ended with 1; the end of(.|\n)*no room"),
        flatten_subgroups=True,
    ):
        await small.run()


async def test_what_does_not_become_healthy_is_told(small: Small):
    program = WAITS.format(file=small.folder / "ended")
    small.service("proxy", program, lasting(small.folder / "missing", young="0s"))
    with pytest.RaisesGroup(
        pytest.RaisesExc(ComposeError, match="proxy is not healthy"), flatten_subgroups=True
    ):
        await small.run()
    assert (small.folder / "ended").read_text() == "proxy "
