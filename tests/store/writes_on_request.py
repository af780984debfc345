"""Hold a store open and write to it on request: one line in, one line out.

``append SEQ BYTES`` appends a blob to the journal of match/m1. ``journal`` begins a new epoch and
prints what the journal has, as SEQ:BYTES. ``check`` asks whether the store works.
"""

import sys
from functools import partial

import trio

from actors.core.journal.records import Blob, Flush
from store.errors import StoreError
from store.opening import open_store
from store.protocol import Store


async def obey(store: Store, command: str, *arguments: str) -> str:
    match command:
        case "check":
            await store.check()
        case "append":
            seq, size = map(int, arguments)
            blob = Blob("match/m1", seq, 1, b"x" * size)
            await store.journal.flush(Flush(0, 0, (blob,)))
        case "journal":
            await store.journal.begin_epoch()
            found = await store.journal.recover(["match/m1"])
            return " ".join(f"{blob.seq}:{len(blob.data)}" for blob in found["match/m1"].blobs)
    return "ok"


async def main(place: str) -> None:
    async with open_store(place) as store:
        print("open", flush=True)
        while line := await trio.to_thread.run_sync(sys.stdin.readline):
            try:
                answer = await obey(store, *line.split())
            except StoreError as error:
                answer = f"{type(error).__name__} {error}"
            print(answer, flush=True)


trio.run(partial(main, sys.argv[1]))
