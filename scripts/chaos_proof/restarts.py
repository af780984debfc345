"""Measures how matches come back after a kill: how soon, from how far back, with which ball."""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field

from chaos_proof.findings import Findings
from chaos_proof.tales import Line, Run, Tale

BALL = ("side", "since", "x", "y", "vx", "vy", "speed")
"""The fields of a flight that no restart may change."""
STABLE = 5.0
"""A connection that lasted this many seconds lets a page begin again with the shortest delay."""


@dataclass(frozen=True)
class Life:
    """A server process: when the one before was killed, when it started, when it ended; in seconds.

    ``in_a_row``: the one before lived only shortly, so bots wait longer between their attempts.
    """

    killed: float
    started: float
    ended: float
    in_a_row: bool


@dataclass
class Known:
    """What a bot knows of its match: the match time and the newest flight."""

    playing: bool = False
    at: float = 0.0
    time: float = 0.0
    starts: float | None = None
    flight: Line = field(default_factory=lambda: {"number": -1})

    def hear(self, at: float, frame: Line) -> None:
        """Take in the next frame."""
        match frame["t"]:
            case "match" | "countdown":
                self.playing = frame.get("phase") != "finished"
                self.at, self.time, self.starts = at, frame["time"], frame["starts"]
            case "pause":
                self.starts = None
            case "finished":
                self.playing = False
        flight = frame.get("flight", self.flight)
        if frame["t"] == "match" or flight["number"] > self.flight["number"]:
            self.flight = flight  # after a kill this may be an older one, and others follow

    def match_time(self, at: float) -> float:
        """Return the match time at ``at`` (seconds since the epoch), by what is known."""
        since = 0.0 if self.starts is None else max(0.0, at - self.starts / 1000.0)
        return self.time + since


@dataclass
class Restarts:
    """For each bot and kill, in ms: the time from the start to the countdown, and the play lost."""

    resume_ms: list[float] = field(default_factory=list)
    resume_in_a_row_ms: list[float] = field(default_factory=list)
    rewind_ms: list[float] = field(default_factory=list)


def check_restarts(run: Run, findings: Findings) -> Restarts:
    """Measure each return to a match in play, except where a bot's broken link delayed it."""
    restarts = Restarts()
    for tales in run.matches().values():
        names = {tale.name for tale in tales}
        for life in _lives(run):
            known = [_known(tale, life.started) for tale in tales]
            if all(one.playing for one in known):
                for tale, before in zip(tales, known, strict=True):
                    _return(run, names, life, tale, before, restarts, findings)
    return restarts


def _lives(run: Run) -> Iterator[Life]:
    for number, killed in enumerate(run.kills):
        place = bisect(run.starts, killed)
        if place < len(run.starts):
            ended = (*run.kills, float("inf"))[number + 1]
            yield Life(killed, run.starts[place], ended, killed - run.starts[place - 1] < STABLE)


def _known(tale: Tale, until: float) -> Known:
    known = Known()
    for at, frame in tale.heard("match", "countdown", "pause", "flight", "point", "finished"):
        if at > until:
            break
        known.hear(at, frame)
    return known


def _return(
    run: Run,
    names: set[str],
    life: Life,
    tale: Tale,
    before: Known,
    restarts: Restarts,
    findings: Findings,
) -> None:
    for at, frame in tale.heard("match", "countdown"):
        if not life.started < at < life.ended:
            continue
        if frame["t"] == "match" and frame["flight"]["number"] == before.flight["number"]:
            _compare(tale, at, before.flight, frame["flight"], findings)
        if frame["t"] == "countdown" or frame["phase"] == "countdown":
            if not run.disturbed(names, life.killed, at):
                resumed = restarts.resume_in_a_row_ms if life.in_a_row else restarts.resume_ms
                resumed.append(1000.0 * (at - life.started))
                stopped = next(kill for kill in run.kills if kill > before.at)
                lost = before.match_time(stopped) - frame["time"]
                restarts.rewind_ms.append(1000.0 * max(0.0, lost))
            return


def _compare(tale: Tale, at: float, old: Line, new: Line, findings: Findings) -> None:
    if any(old[part] != new[part] for part in BALL):
        findings.add("balls_changed", f"{tale.name} at {at:.3f}: {old} became {new}")
