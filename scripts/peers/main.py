"""The arguments of `scripts/bench` that want servers: `--peers`, `--growth`, `--tls` and so on."""

import argparse
import sys
from collections.abc import Callable, Sequence

from peers.channels import Channels
from peers.colyseus import Colyseus
from peers.compare import compare, report
from peers.growth import growth
from peers.install import install_channels, install_colyseus
from peers.process import CannotMeasure, cores
from peers.rally import Rally
from peers.room import SIZES, rooms
from peers.secure import compare_tls
from peers.storm import storms
from peers.systems import System
from peers.workers import compare_workers

PEERS: dict[str, tuple[Callable[[], System], Callable[[], None]]] = {
    "colyseus": (Colyseus, install_colyseus),
    "channels": (Channels, install_channels),
}


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for; return the exit code: 2 if something it needs is missing."""
    chosen = _parse(arguments)
    try:
        cores()
        _measure(chosen)
    except CannotMeasure as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _measure(chosen: argparse.Namespace) -> None:
    seconds, as_json = chosen.seconds, chosen.json
    if chosen.growth:
        growth(seconds)
    elif chosen.tls:
        compare_tls(chosen.matches or 400, seconds, as_json=as_json)
    elif chosen.workers:
        compare_workers(chosen.matches or 100, seconds, as_json=as_json)
    elif chosen.storm:
        storms(chosen.matches or 50, seconds, as_json=as_json)
    elif chosen.room:
        rooms(chosen.matches or 50, seconds, chosen.members or SIZES, as_json=as_json)
    else:
        peers = [name for name in PEERS if name not in chosen.without]
        for name in peers:
            PEERS[name][1]()
        systems: list[System] = [Rally(), *(PEERS[name][0]() for name in peers)]
        report(compare(systems, seconds), as_json=as_json)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench", description="Rally under load, on two cores.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--peers", action="store_true", help="Rally, Colyseus, Django Channels")
    what.add_argument("--growth", action="store_true", help="write docs/performance.md")
    what.add_argument("--tls", action="store_true", help="Rally over TLS and in clear text")
    what.add_argument("--workers", action="store_true", help="one server, one node, two nodes")
    what.add_argument("--storm", action="store_true", help="200 people sign in while matches run")
    what.add_argument("--room", action="store_true", help="a room of up to 5,000 members")
    parser.add_argument("--members", type=int, nargs="+", help="for --room: only these sizes")
    parser.add_argument(
        "--json", action="store_true", help="also print the figures as a line of JSON"
    )
    parser.add_argument("--without", action="append", default=[], choices=list(PEERS))
    parser.add_argument(
        "--seconds", type=float, default=10.0, help="per step; default: %(default)s"
    )
    parser.add_argument(
        "--matches", type=int, help="for --tls (400), --workers (100), --storm and --room (50)"
    )
    return parser.parse_args(arguments)
