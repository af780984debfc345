"""Append to journals as fast as it goes and print what was acknowledged, until killed."""

import itertools
import sys

import trio

from actors.core.journal.records import Blob, Flush
from store.opening import open_store
from store.protocol import Store


async def append(store: Store, match_id: str) -> None:
    for seq in itertools.count(1):
        await store.journal.flush(
            Flush(0, 0, (Blob(match_id, seq, 1, b"input" * 20),))
        )
        print(match_id, seq, flush=True)


async def main(place: str) -> None:
    async with open_store(place) as store, trio.open_nursery() as nursery:
        for number in range(10):
            nursery.start_soon(append, store, f"m{number}")


trio.run(main, sys.argv[1])
