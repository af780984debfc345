"""Reads the books of a run: what every bot saw, and what was done to the server."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chaos_proof.book import RUN, read

Line = dict[str, Any]
TALK = {"room", "event", "head", "history"}
"""Frames of rooms, which are many; see `chaos_proof.lines`."""
SHORTLY = 2.0
"""Seconds that a bot needs to come back after its link was cut, or a freeze ended."""


@dataclass
class Tale:
    """The book of one bot; ``match`` is the number of its match in the plan."""

    name: str
    match: int
    lines: list[Line] = field(default_factory=list)

    def heard(self, *kinds: str) -> Iterator[tuple[float, Line]]:
        """Yield the frames of these kinds with the time of each."""
        for line in self.lines:
            if line["is"] == "heard" and line["frame"]["t"] in kinds:
                yield line["at"], line["frame"]


@dataclass
class Run:
    """A run: the times of kills and starts, the faults, and the API's last answers by match id."""

    kills: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    ready_ms: list[float] = field(default_factory=list)
    faults: list[Line] = field(default_factory=list)
    answers: dict[str, Line] = field(default_factory=dict)
    tales: list[Tale] = field(default_factory=list)
    harms: list[Line] = field(default_factory=list)
    """What was done to nodes of several; empty if there was one server."""
    notes: list[Line] = field(default_factory=list)
    """What was measured meanwhile."""

    def killed_between(self, begin: float, end: float) -> bool:
        """Tell whether the server was killed between two times.

        With several nodes actors move at any time.
        """
        return bool(self.harms) or any(begin <= kill <= end for kill in self.kills)

    def disturbed(self, names: set[str], begin: float, end: float) -> bool:
        """Tell whether the link of one of these bots was broken then, or shortly before."""
        return any(
            fault["player"] in names and fault["begun"] < end and fault["at"] > begin - SHORTLY
            for fault in self.faults
        )

    def matches(self) -> dict[str, list[Tale]]:
        """The books of the bots, by the match id that the bots were told."""
        found: dict[str, list[Tale]] = {}
        for tale in self.tales:
            told = {frame["match"] for _, frame in tale.heard("matched", "match")}
            told |= {frame["match"] for _, frame in tale.heard("welcome") if frame["match"]}
            for match in sorted(told):
                found.setdefault(match, []).append(tale)
        return found


def load(folder: Path) -> Run:
    """Read the books in a folder."""
    run = Run()
    for line in read(folder / RUN):
        match line["is"]:
            case "killed":
                run.kills.append(line["at"])
            case "started":
                run.starts.append(line["at"])
            case "ready":
                run.ready_ms.append(1000.0 * (line["at"] - run.starts[-1]))
            case "fault":
                run.faults.append(line)
            case "harm":
                run.harms.append(line)
            case "taken" | "unfenced" | "in a transaction" | "ended alone":
                run.notes.append(line)
            case "answer":
                run.answers[line["match"]] = line
    for path in sorted(folder.glob("*-*.jsonl")):
        lines = read(path)
        first = next(lines)
        kept = [line for line in lines if line.get("frame", {}).get("t") not in TALK]
        run.tales.append(Tale(first["name"], first["match"], kept))
    return run
