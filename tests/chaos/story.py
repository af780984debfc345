"""Hand-made books of a match to two points that survives a kill; tests spoil them line by line."""

import json
from pathlib import Path
from typing import Any

MATCH = "m1"
FLIGHT = {"number": 4, "side": 1, "since": 3.0, "x": 0.0, "y": 0.0, "vx": 15.0, "vy": 1.0}
FLIGHT |= {"speed": 15.0, "contact": 4.0, "goal": 4.1, "window": 0.05}
NEXT = FLIGHT | {"number": 5, "since": 9.0}
KILLED, STARTED = 20.0, 20.1
RESULT = {"cause": "played", "winner": -1, "score": [2, 0], "seconds": 9.0, "finished_at": 1}

Line = dict[str, Any]


def heard(at: float, kind: str, **frame: Any) -> Line:
    """A frame that a bot heard."""
    return {"at": at, "is": "heard", "frame": {"t": kind, **frame}}


def hello(at: float, **frame: Any) -> Line:
    """The first frame that a bot sent on a connection."""
    return {"at": at, "is": "sent", "frame": {"t": "hello", **frame}}


def welcome(at: float, session: str, *, resumed: bool) -> Line:
    """The answer to a hello."""
    known = {"session": session, "resumed": resumed, "player": {"id": "p1"}}
    return heard(at, "welcome", match=MATCH, **known)


def shown(at: float, seq: int, score: list[int], phase: str = "countdown", **more: Any) -> Line:
    """The whole match; the countdown ends three seconds later, at match time 4."""
    starts = int(1000 * (at + 3.0))
    view = {"phase": phase, "score": score, "time": 4.0, "starts": starts, "flight": FLIGHT}
    return heard(at, "match", match=MATCH, **{**view, "seq": seq, **more})


def point(at: float, seq: int, score: list[int], **more: Any) -> Line:
    """A point."""
    return heard(at, "point", match=MATCH, **{"score": score, "flight": FLIGHT, "seq": seq, **more})


def finished(at: float, seq: int, **more: Any) -> Line:
    """The end."""
    end = {"cause": "played", "winner": -1, "score": [2, 0], "time": 9.0, "seq": seq}
    return heard(at, "finished", match=MATCH, **{**end, **more})


def tale() -> list[Line]:
    """The book of one bot, if all is well."""
    return [
        hello(10.0),
        welcome(10.1, "s1", resumed=False),
        heard(10.2, "matched", match=MATCH, seq=1),
        shown(10.3, 2, [0, 0], flight=FLIGHT | {"number": 0}),
        point(14.0, 3, [1, 0]),
        {"at": 20.01, "is": "closed", "code": 1006},
        hello(20.5, session="s1", last=3),
        welcome(20.6, "s2", resumed=False),
        heard(20.7, "resync", reason="session_unknown", seq=1),
        shown(20.8, 2, [1, 0]),
        {"at": 22.0, "is": "closed", "code": 1006},
        hello(22.5, session="s2", last=2),
        welcome(22.6, "s2", resumed=True),
        point(27.0, 3, [2, 0], flight=NEXT),
        finished(27.1, 4),
    ]


class Story:
    """The books of a run with one match; ``host`` and ``guest`` have the same lines."""

    def __init__(self) -> None:
        self.host, self.guest = tale(), tale()
        self.run: list[Line] = [
            {"at": 9.0, "is": "started"},
            {"at": 9.5, "is": "ready"},
            {"at": KILLED, "is": "killed", "why": "point"},
            {"at": STARTED, "is": "started"},
            {"at": 20.4, "is": "ready"},
            {"at": 30.0, "is": "answer", "match": MATCH, "status": 200, "answer": answer(RESULT)},
        ]

    def replace(self, kind: str, *lines: Line, nth: int = 0) -> None:
        """Replace the host's n-th frame of a kind by these lines; without lines, remove it."""
        places = [
            place
            for place, line in enumerate(self.host)
            if line["is"] == "heard" and line["frame"]["t"] == kind
        ]
        self.host[places[nth] : places[nth] + 1] = lines

    def answers(self, result: Line | None) -> None:
        """Let the API give this result at the end."""
        self.run[-1] = {**self.run[-1], "answer": answer(result)}

    def write(self, folder: Path) -> None:
        """Write the books to a folder."""
        books = {"run": self.run, "host-0": _book("host 0", self.host)}
        books["guest-0"] = _book("guest 0", self.guest)
        for name, lines in books.items():
            text = "".join(json.dumps(line) + "\n" for line in lines)
            (folder / f"{name}.jsonl").write_text(text)


def answer(result: Line | None) -> Line:
    """What the API says of the match."""
    return {"id": MATCH, "points": 2, "result": result}


def _book(name: str, lines: list[Line]) -> list[Line]:
    return [{"at": 9.9, "is": "player", "match": 0, "name": name}, *lines]
