"""The check finds each kind of loss among lines in hand-made books, and none where none is lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from chaos_proof.findings import Findings
from chaos_proof.lines import check_lines

Line = dict[str, Any]


def event(number: int, author: str, line: int, **more: Any) -> Line:
    """An event of the lobby."""
    text = f"{author} {line}"
    return {"number": number, "kind": "line", "author": author, "line": line, "text": text, **more}


def heard(kind: str, **frame: Any) -> Line:
    """A frame that a bot heard."""
    return {"at": 1.0, "is": "heard", "frame": {"t": kind, **frame}}


def said(request: str, line: int) -> Line:
    """A line that the host says."""
    frame = {"t": "say", "id": request, "room": "lobby", "line": line, "text": f"p1 {line}"}
    return {"at": 1.0, "is": "sent", "frame": frame}


def told(number: int, author: str, line: int, **more: Any) -> Line:
    """An event as it was told."""
    return heard("event", room="lobby", event=event(number, author, line, **more))


class Books:
    """The books of a run with two bots in the lobby; the host says two lines, the guest one."""

    def __init__(self) -> None:
        self.events = [event(1, "p1", 1), event(2, "p2", 1), event(3, "p1", 2)]
        self.host = [
            heard("welcome", player={"id": "p1"}),
            heard("room", room="lobby", last=0, after=0, events=[], anew=False),
            said("a", 1),
            told(1, "p1", 1),
            heard("ok", id="a"),
            told(2, "p2", 1),
            said("b", 2),
            heard("welcome", player={"id": "p1"}),
            heard("room", room="lobby", last=2, after=2, events=[], anew=False),
            said("c", 2),
            told(3, "p1", 2),
            heard("ok", id="c"),
        ]
        self.guest = [
            heard("welcome", player={"id": "p2"}),
            heard("room", room="lobby", last=1, after=0, events=[event(1, "p1", 1)], anew=False),
            heard("head", room="lobby", last=3),
            told(3, "p1", 2),
            heard("history", id="h", room="lobby", events=[event(2, "p2", 1)], more=True),
        ]

    def check(self, folder: Path) -> tuple[tuple[int, int], dict[str, int]]:
        """Write the books and check them."""
        run = [{"at": 9.0, "is": "lines", "room": "lobby", "events": self.events}]
        for name, lines in {"run": run, "host-0": self.host, "guest-0": self.guest}.items():
            (folder / f"{name}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
        findings = Findings()
        figures = check_lines(folder, findings)
        return figures, {loss: count for loss, count in findings.counts.items() if count}


@pytest.fixture
def books() -> Books:
    return Books()


def test_nothing_is_found_where_nothing_is_lost(books: Books, tmp_path: Path):
    assert books.check(tmp_path) == ((2, 6), {})


def test_a_line_that_was_answered_and_is_gone(books: Books, tmp_path: Path):
    books.events.pop()
    assert books.check(tmp_path)[1] == {"lines_missing": 1, "lines_differ": 2}


def test_an_event_that_the_room_has_left_out(books: Books, tmp_path: Path):
    del books.events[1]
    assert books.check(tmp_path)[1] == {"lines_missing": 1, "lines_differ": 2}


def test_a_line_that_is_there_twice(books: Books, tmp_path: Path):
    books.events.append(event(4, "p1", 2))
    assert books.check(tmp_path)[1] == {"lines_double": 1}


def test_lines_of_one_author_in_another_order(books: Books, tmp_path: Path):
    books.events[0], books.events[2] = event(1, "p1", 2), event(3, "p1", 1)
    assert books.check(tmp_path)[1]["lines_disordered"] == 1


def test_an_event_that_is_told_again(books: Books, tmp_path: Path):
    books.host.insert(6, told(2, "p2", 1))
    assert books.check(tmp_path)[1] == {"lines_double": 1}


def test_an_event_that_is_told_late(books: Books, tmp_path: Path):
    books.guest[2:] = [told(3, "p1", 2), told(2, "p2", 1)]
    assert books.check(tmp_path)[1] == {"lines_disordered": 1}


def test_a_line_with_another_text(books: Books, tmp_path: Path):
    books.host[5] = told(2, "p2", 1, text="something else")
    assert books.check(tmp_path)[1] == {"lines_differ": 1}


def test_an_answered_line_with_another_text(books: Books, tmp_path: Path):
    books.host[2]["frame"]["text"] = "something else"
    assert books.check(tmp_path)[1] == {"lines_differ": 1}


def test_a_gap_that_a_bot_never_filled(books: Books, tmp_path: Path):
    books.guest.pop()
    assert books.check(tmp_path)[1] == {"lines_missing": 1}
