"""The table of a process's life is complete, is in the docs, and no other step ever happens."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actors.core import SupervisorSpec, life, process
from actors.core.address import Address
from actors.core.journal.records import Blob
from actors.core.life import LIFE, Phase, Step
from tests.core.probe import A, Desk, Stage, boom, record, static

Edge = tuple[str, str, str]

TABLE = {(phase.name, step, to.name) for phase, steps in LIFE.items() for step, to in steps.items()}
DOCS = Path(__file__).parents[2] / "docs" / "architecture.md"


@pytest.fixture
def edges(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[Edge]]:
    """The steps that processes take in the test."""
    taken: set[Edge] = set()

    def after(phase: Phase, step: Step) -> Phase:
        to = life.after(phase, step)
        taken.add((phase.name, step, to.name))
        return to

    monkeypatch.setattr(process, "after", after)
    yield taken
    assert taken <= TABLE


def test_every_step_of_the_table_happens(edges: set[Edge]) -> None:
    desk = Desk(passivate_after=1.0, backoff=1.0)
    desk.tell(A, record(1), boom)  # start, recovered, begun, crash, wait
    desk.later(10.0)  # start, stop, end
    assert not desk.kernel.addresses("probe")
    desk.kill()
    desk.disk.tails[str(A)] = [Blob(str(A), 1, 1, b"?")]
    desk.tell(A, "unreadable")  # crash while it recovers
    desk.kernel.stop()  # stop while it waits

    recovering = Desk()
    recovering.disk.reading = 1.0
    recovering.tell(A, "up")
    recovering.kernel.stop()

    class Halts(Stage):
        def make(self, context: Any) -> Any:
            probe = super().make(context)
            probe.started = self.kernel.stop
            return probe

    Halts().tell(A, "up")  # stop while it is ready
    broken = Stage(actor=boom, intensity=0)
    broken.tell(A, "up")  # crash while it is ready

    children = (static("wrecked"), static("gone"))
    low = SupervisorSpec(name="low", intensity=0, children=children)
    tree = Stage(SupervisorSpec(name="root", children=(low,)))
    tree.tell(Address("gone"), lambda me: me.context.stop())
    tree.tell(Address("wrecked"), boom)  # stop of one that is down, start of one that was gone
    assert TABLE - edges == set()


def test_the_drawing_in_the_docs_is_the_table() -> None:
    (block,) = re.findall(r"^```life\n(.*?)^```$", DOCS.read_text(), re.DOTALL | re.MULTILINE)
    lines = [re.fullmatch(r"(\w+) +--(\w+)--> +(\w+)", line) for line in block.splitlines()]
    drawn = [line.groups() for line in lines if line is not None]
    assert len(drawn) == len(lines)
    assert sorted(drawn) == sorted(TABLE)
