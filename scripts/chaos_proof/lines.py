"""Checks that no line is lost, doubled, changed or out of order once it was answered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chaos_proof.book import RUN, read
from chaos_proof.findings import Findings

Line = dict[str, Any]
Rooms = dict[str, dict[int, Line]]


def check_lines(folder: Path, findings: Findings) -> tuple[int, int]:
    """Check what was said; return how many lines were answered, and how often one was told."""
    rooms = {
        line["room"]: _room(line["room"], line["events"], findings)
        for line in read(folder / RUN)
        if line["is"] == "lines"
    }
    answered = told = 0
    for path in sorted(folder.glob("*-*.jsonl")):
        reader = _Reader(path.stem, rooms, findings)
        reader.follow(line for line in read(path) if line["is"] in {"sent", "heard"})
        reader.end()
        answered, told = answered + reader.answered, told + reader.told
    return answered, told


def _room(room: str, events: list[Line], findings: Findings) -> dict[int, Line]:
    """Check what the API says of a room: no number is missing, and no line is there twice."""
    numbers = [event["number"] for event in events]
    if missing := {*range(1, max(numbers, default=0) + 1)}.difference(numbers):
        findings.add("lines_missing", f"{room}: no events {sorted(missing)[:9]}", len(missing))
    if numbers != sorted(numbers):
        findings.add("lines_disordered", f"{room}: {numbers}")
    last: dict[str, int] = {}
    for event in events:
        author, line = event.get("author", ""), event.get("line", 0)
        if line == last.get(author):
            findings.add("lines_double", f"{room}: {event}")
        elif line < last.get(author, 0):
            findings.add("lines_disordered", f"{room}: {event} after line {last[author]}")
        last[author] = line
    return {event["number"]: event for event in events}


class _Reader:
    """One bot: what it said, and what it knows of each room."""

    def __init__(self, name: str, rooms: Rooms, findings: Findings) -> None:
        self._name, self._rooms, self._findings = name, rooms, findings
        self._said: dict[str, Line] = {}
        self._lines = {
            (room, event.get("author"), event.get("line")): event["text"]
            for room, events in rooms.items()
            for event in events.values()
            if event["kind"] == "line"
        }
        self._me: str | None = None
        self._known: dict[str, set[int]] = {}
        self._last: dict[str, int] = {}
        self.answered = self.told = 0
        self._answered: set[tuple[str, int]] = set()

    def follow(self, lines: Iterator[Line]) -> None:
        """Go through what it sent and heard, in order."""
        for line in lines:
            frame = line["frame"]
            match frame["t"]:
                case "say":
                    self._said[frame["id"]] = frame
                case "welcome":
                    self._me = frame["player"]["id"]
                case "ok" if frame.get("id") in self._said:
                    self._ok(self._said[frame["id"]])
                case "room" if line["is"] == "heard":
                    self._whole(frame)
                case "event":
                    self._event(frame["room"], frame["event"])
                case "history" if line["is"] == "heard":
                    self._learn(frame["room"], frame["events"])
                case _:
                    pass

    def _ok(self, said: Line) -> None:
        """Check that a line that was answered is in its room, with its text."""
        room, line = said["room"], said["line"]
        if (room, line) in self._answered:
            return
        self._answered.add((room, line))
        self.answered += 1
        text = self._lines.get((room, self._me, line))
        if text is None:
            self._note("lines_missing", f"{said} was answered, and is not there")
        elif text != said["text"]:
            self._note("lines_differ", f"{said} was answered, there is {text!r}")

    def _whole(self, frame: Line) -> None:
        room, after = frame["room"], frame["after"]
        known = self._known.setdefault(room, set())
        if frame["anew"]:
            known.clear()
        known.difference_update([number for number in known if number > after])
        self._learn(room, frame["events"])
        self._last[room] = frame["last"]

    def _event(self, room: str, event: Line) -> None:
        number, last = event["number"], self._last.get(room, 0)
        if number in self._known.setdefault(room, set()):
            self._note("lines_double", f"{room}: event {number} came again")
        elif number < last:
            self._note("lines_disordered", f"{room}: event {number} after {last}")
        self._learn(room, [event])
        self._last[room] = max(number, last)

    def _learn(self, room: str, events: list[Line]) -> None:
        there = self._rooms.get(room, {})
        for event in events:
            self.told += 1
            self._known.setdefault(room, set()).add(event["number"])
            if event != there.get(event["number"]):
                self._note(
                    "lines_differ", f"{room}: told {event}, there is {there.get(event['number'])}"
                )

    def end(self) -> None:
        """Check that there is no gap in what it knows, from the first event it was told."""
        for room, known in self._known.items():
            missing = {*range(min(known, default=1), max(known, default=0) + 1)} - known
            if missing:
                words = f"{room}: it does not know {sorted(missing)[:9]}"
                self._note("lines_missing", words, len(missing))

    def _note(self, loss: str, words: str, times: int = 1) -> None:
        self._findings.add(loss, f"{self._name}: {words}", times)
