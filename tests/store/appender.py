"""Append to journals as fast as it goes and print what was acknowledged, until killed."""

import itertools
import sys
from pathlib import Path

import trio

from store.records import JournalBlob
from store.sqlite import SqliteStore, open_sqlite


async def append(store: SqliteStore, match_id: str) -> None:
    for seq in itertools.count(1):
        await store.append_journal([JournalBlob(match_id, seq, 1, b"input" * 20)])
        print(match_id, seq, flush=True)


async def main(folder: Path) -> None:
    async with open_sqlite(folder) as store, trio.open_nursery() as nursery:
        for number in range(10):
            nursery.start_soon(append, store, f"m{number}")


trio.run(main, Path(sys.argv[1]))
