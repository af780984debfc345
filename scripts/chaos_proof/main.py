"""The arguments of `scripts/chaos`, and what it prints."""

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import trio

from chaos_proof import own_network
from chaos_proof.book import RUN, Book
from chaos_proof.check import check
from chaos_proof.director import Director
from chaos_proof.findings import LOSSES, Findings
from chaos_proof.fleet import Fleet
from chaos_proof.harm import Harms, draw, kinds_of
from chaos_proof.kills import Kills
from chaos_proof.nodes import Nodes
from chaos_proof.plan import SABOTAGES, Plan, plan
from chaos_proof.server import Server, ServerFailed, server_errors
from chaos_proof.services import NoProgram

SHOWN = 20
"""How many losses are printed; the books have them all."""


def main(arguments: Sequence[str]) -> int:
    """Run, check and print; return the exit code."""
    chosen = _parse(arguments)
    if chosen.nodes > 1 and not own_network.is_ours() and own_network.can():
        return own_network.again()
    if chosen.nodes > 1 and not own_network.is_ours():
        _say("NOT DONE: nodes are not cut off from each other, which takes root, ip and unshare")
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    random.seed(chosen.seed)
    counts = chosen.matches, chosen.kills, chosen.seed, chosen.lines
    planned = plan(*counts, quick=chosen.quick, several=chosen.nodes > 1)
    if chosen.upgrade:  # all standstills are its own
        planned = replace(planned, faults=[()] * len(planned.faults))
    folder = Path(tempfile.mkdtemp(prefix="rally-chaos-"))
    begun = time.monotonic()
    try:
        _play(chosen, planned, folder)
        figures, findings = check(folder, planned.matches, planned.points)
    except (Exception, BaseExceptionGroup, KeyboardInterrupt) as error:  # noqa: BLE001 - sorted there
        return _stopped(error, folder)
    figures["errors_logged"] = sum(server_errors(log) for log in folder.glob("*.log"))
    figures["seconds"] = round(time.monotonic() - begun, 1)
    _report(figures, findings, folder, as_json=chosen.json)
    return 0 if findings.clean else 1


def _play(chosen: argparse.Namespace, planned: Plan, folder: Path) -> None:
    with Book(folder / RUN) as book:
        if chosen.nodes == 1:
            server = Server(folder, chosen.store, chosen.sabotage, book)
            run = Kills(planned, server, Director(planned, server, folder, book)).run
        else:
            nodes = Nodes(chosen.nodes, folder, chosen.sabotage, book)
            kinds = kinds_of(quick=chosen.quick, upgrade=chosen.upgrade)
            harms = draw(kinds, chosen.kills, chosen.nodes, chosen.seed)
            harm = Harms(nodes, harms, apart=own_network.is_ours())
            run = Fleet(nodes, harm, Director(planned, nodes, folder, book)).run
        trio.run(run)


def _report(figures: dict[str, Any], findings: Findings, folder: Path, *, as_json: bool) -> None:
    """Print the losses and where the books are; if nothing was lost, remove the books."""
    for words in findings.words[:SHOWN]:
        _say(words)
    if findings.clean:
        shutil.rmtree(folder)
    else:
        _say(f"{len(findings.words)} losses; what everybody saw is in {folder}")
    if as_json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{json.dumps(value):>40}  {name:<20}{LOSSES.get(name, '')}".rstrip())


def _stopped(error: BaseException, folder: Path) -> int:
    """Print why there are no figures, and return the exit code."""
    leaves = [*_leaves(error)]
    for leaf in leaves:
        if isinstance(leaf, ServerFailed | NoProgram):
            _say(f"{leaf}; its log is in {folder}")
            return 2
    if any(isinstance(leaf, KeyboardInterrupt) for leaf in leaves):
        shutil.rmtree(folder)
        return 130
    raise error


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def _say(words: str) -> None:
    print(f"chaos: {words}", file=sys.stderr, flush=True)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "scripts/chaos",
        description="Plays bot matches on the real server, kills it again and again, cuts and"
        " freezes sockets, and checks from what the bots saw that nothing is lost: no point, no"
        " result, and no line that they said.",
        epilog="Exit code: 0 nothing was lost, 1 something was, 2 the server did not start or"
        " ended by itself. See docs/reliability.md.",
    )
    add = parser.add_argument
    add("--matches", type=_positive, metavar="M", help="default: 20; with --quick 3")
    add("--kills", type=_count, metavar="K", help="default: 10; with --quick 2")
    add(
        "--lines",
        type=_count,
        metavar="N",
        help="lines that the bots say in all, half of them in the lobby; default: 400; with --quick"
        " 60",
    )
    add(
        "--seed",
        type=int,
        default=1,
        metavar="N",
        help="seed of the plan; default: %(default)s",
    )
    add("--json", action="store_true", help="also print the figures as a line of JSON")
    add("--store", metavar="URL", help="postgresql://...; default: SQLite in a temporary folder")
    add("--sabotage", choices=SABOTAGES, help="plant a fault in the server: the run must fail")
    add(
        "--nodes",
        type=_positive,
        default=1,
        metavar="N",
        help="so many nodes, on a PostgreSQL and a Redis server of the run; --kills is then how"
        " often something goes wrong, of the kinds in docs/reliability/chaos.md",
    )
    add("--upgrade", action="store_true", help="with --nodes: stop and start one after the other")
    add("--quick", action="store_true", help="done within 45 seconds")
    chosen = parser.parse_args(arguments)
    chosen.matches = chosen.matches or (3 if chosen.quick else 20)
    if chosen.kills is None:
        chosen.kills = 2 if chosen.quick else 10
    if chosen.lines is None:
        chosen.lines = 60 if chosen.quick else 400
    return chosen


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is no number; give 0 or more")
    return int(text)


def _positive(text: str) -> int:
    if not _count(text):
        raise argparse.ArgumentTypeError("0 is too few; give 1 or more")
    return int(text)
