"""Open a store in each folder named on standard input, write a user, and say so."""

import os
import sys
from pathlib import Path

import trio

from store.people.records import User
from store.sqlite import open_sqlite


async def open_and_write(folder: Path) -> None:
    name = f"process-{os.getpid()}"
    async with open_sqlite(folder) as store:
        await store.people.create_user(User(name, name, name, None, guest=True, created_at=0))


for line in sys.stdin:
    trio.run(open_and_write, Path(line.strip()))
    print("opened", flush=True)
