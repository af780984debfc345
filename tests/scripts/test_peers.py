"""The comparison without servers: the search, the decoding, the report."""

import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from peers import growth, storm
from peers.channels import Channels
from peers.compare import compare, report
from peers.frames import BINARY, TEXT, head_and_mask
from peers.measure import Figures, measure
from peers.plot import HEIGHT, WIDTH, Panel, svg
from peers.rally import Rally
from peers.search import CLOSE_ENOUGH, Search
from peers.secure import compare_tls
from peers.systems import Program, System
from peers.unseen import Unseen
from peers.workers import compare_workers
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, TextMessage

from tests.two_cores import two_cores

BENCH = Path(__file__).resolve().parents[2] / "scripts" / "bench"


@two_cores
def test_without_node_it_says_so():
    command = [sys.executable, str(BENCH), "--peers"]
    done = subprocess.run(
        command, env={"PATH": ""}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "Node" in done.stderr
    assert "--without colyseus" in done.stderr


@pytest.mark.parametrize("capacity", [1, 5, 68, 997, 4000])
def test_the_search_ends_close_below_the_limit(capacity: int):
    search, steps = Search(250), 0
    while (matches := search.next()) is not None:
        search.tell(Figures(matches, [] if matches <= capacity else ["too many"]))
        steps += 1
    assert search.max_matches <= capacity
    assert capacity < max(CLOSE_ENOUGH * search.max_matches, search.max_matches + 1)
    assert steps < 14


def test_a_server_that_holds_nothing_has_a_limit_of_zero():
    search = Search(4)
    while (matches := search.next()) is not None:
        search.tell(Figures(matches, ["dead"]))
    assert search.max_matches == 0


@pytest.mark.parametrize("size", [0, 1, 7, 125, 126, 4096])
@pytest.mark.parametrize("first", [TEXT, BINARY])
def test_frames_are_what_another_implementation_reads(size: int, first: int):
    payload = bytes(range(32, 127)) * (size // 95 + 1)
    payload = payload[:size]
    head, mask = head_and_mask(first, size)
    server = Connection(ConnectionType.SERVER)
    server.receive_data(head + (int.from_bytes(payload, "little") ^ mask).to_bytes(size, "little"))
    (event,) = server.events()
    assert isinstance(event, TextMessage if first == TEXT else BytesMessage)
    data = event.data.encode() if isinstance(event, TextMessage) else bytes(event.data)
    assert data == payload
    assert event.message_finished


def test_the_newest_of_merged_inputs_answers_for_all():
    unseen = Unseen()
    unseen.sent(1.0, 1)
    unseen.sent(1.1, 0)
    unseen.sent(1.2, -1)
    assert unseen.seen(0, sent_by=1.15) == [1.0, 1.1]
    assert unseen.seen(0, sent_by=1.15) == ()
    assert unseen.drop() == [1.2]


def test_an_input_still_on_its_way_is_not_answered_by_an_earlier_one_alike():
    unseen = Unseen()
    unseen.sent(1.0, 1)
    unseen.sent(1.1, 0)
    unseen.sent(1.5, 1)
    assert unseen.seen(1, sent_by=1.3) == [1.0]


def test_the_report_names_ratios_and_ends_with_json(monkeypatch, capsys):
    held = {"rally": 40, "channels": 8}

    def pretend(system: System, matches: int, _seconds: float) -> Figures:
        return Figures(matches, [] if matches <= held[system.name] else ["p99 120 ms"])

    monkeypatch.setattr("peers.compare.measure", pretend)
    report(compare([Rally(), Channels()], 1.0), as_json=True)
    *_, last = capsys.readouterr().out.splitlines()
    assert '"rally_to_channels": ' in last
    assert last.startswith('{"rally": {"max_matches": ')


def test_what_tls_costs_is_a_ratio_of_medians(monkeypatch, capsys):
    spent = iter((1.0, 1.2, 9.0, 9.0, 2.0, 2.4))  # by turns, and one bad round

    def pretend(_system: System, matches: int, _seconds: float) -> Figures:
        return Figures(matches, [], match_seconds=1.0, cpu_ms_per_match_second=next(spent))

    monkeypatch.setattr("peers.compare.measure", pretend)
    compare_tls(40, 1.0, as_json=True)
    *_, last = capsys.readouterr().out.splitlines()
    assert json.loads(last) == {"matches": 40, "clear": 2.0, "tls": 2.4, "ratio": 1.2}


def test_what_a_second_worker_costs_is_a_ratio_of_medians(monkeypatch, capsys):
    spent = iter((0.9, 1.0, 1.1, 9.0, 9.0, 9.0, 1.8, 2.0, 2.2))  # by turns, and one bad round

    def pretend(_system: System, matches: int, _seconds: float) -> Figures:
        return Figures(matches, [], match_seconds=1.0, cpu_ms_per_match_second=next(spent))

    monkeypatch.setattr("peers.compare.measure", pretend)
    monkeypatch.setattr("peers.workers.services", nullcontext)
    compare_workers(40, 1.0, as_json=True)
    *_, last = capsys.readouterr().out.splitlines()
    figures = json.loads(last)
    assert (figures["alone"], figures["one"], figures["two"]) == (1.8, 2.0, 2.2)
    assert figures["ratio"] == pytest.approx(1.1)


def test_the_picture_is_svg_whatever_the_figures():
    ranges = ([(100, 0.3), (3000, 0.2)], [(50, 9.0)], [(100, 71.0), (15000, 12.5)])
    for points in ranges:
        panels = [Panel("a < b", "x", points), Panel("a", "x", points, log_y=True)]
        picture = ET.fromstring(svg(panels))  # noqa: S314 - our own
        dots = picture.findall(".//{http://www.w3.org/2000/svg}circle")
        assert len(dots) == 2 * len(points)
        assert all(0.0 <= float(dot.attrib["cx"]) <= WIDTH for dot in dots)
        assert all(0.0 <= float(dot.attrib["cy"]) <= HEIGHT for dot in dots)


def test_the_tables_go_between_the_marks(monkeypatch, tmp_path: Path):
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{growth.BEGIN}\nold\n{growth.END}\nafter\n")
    monkeypatch.setattr(growth, "PAGE", page)
    monkeypatch.setattr(growth, "PICTURE", tmp_path / "growth.svg")
    step = Figures(1000, ["p99 120 ms"], cpu_ms_per_match_second=0.25, p99_ms=120.0)
    growth.write([step], [growth.Idle(100, 12.5, 0.01)])
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith(f"{growth.END}\nafter\n")
    assert "old" not in text
    assert "| 1,000 | 0.250 |" in text
    assert "| 100 | 12.5 | 1% |" in text


def test_the_storm_ends_with_json_and_the_worst_of_the_log_ins(monkeypatch, capsys):
    calm, worst = storm.Delays(9, 1.0, 2.0, 3.0), iter((5.0, 8.0, 90.0, 90.0))

    def pretend(what: str, _matches: int, _seconds: float, *, pinned: bool) -> storm.Storm:
        first = storm.Delays(9, 1.0, next(worst), 99.0)
        statuses = {200: 120, 503: 80}
        return storm.Storm(what, pinned, calm, first, calm, calm, 1.0, statuses, 30.0, 4.0, 0.0)

    monkeypatch.setattr(storm, "storm", pretend)
    storm.storms(50, 1.0, as_json=True)
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["p99_ms"] == 8.0
    assert [run["pinned"] for run in figures["runs"]] == [True, False] * 2
    assert figures["runs"][0]["statuses"] == {"200": 120, "503": 80}


class Dying(Channels):
    """A server that accepts one connection and then ends."""

    def program(self, folder: Path, port: int) -> Program:
        code = f"import socket; socket.create_server(('127.0.0.1', {port})).accept()"
        return Program([sys.executable, "-c", code], folder)


@two_cores
def test_a_server_that_ends_does_not_hold():
    figures = measure(Dying(), 1, 0.1)
    assert not figures.passed
    assert figures.failures[0].startswith("0 in")


def test_more_sockets_than_files_are_our_limit_not_the_servers():
    figures = measure(Dying(), 10**9, 0.1)
    assert not figures.passed
    assert figures.limited_by_client
