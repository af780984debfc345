"""Usage: python -m tests.gateway.storm PORT PEOPLE login|register

PEOPLE people log in or register at the same moment; prints how many were let in and how many were
refused. It is a process of its own, so that its work does not count as delay of the server.
"""

import sys
from collections import Counter

import trio

from tests.gateway.client import PASSWORD, Client


async def storm(port: int, people: int, verb: str) -> Counter[int]:
    """Return how often each status was answered."""
    statuses: Counter[int] = Counter()

    async def come(number: int) -> None:
        client = Client(port)
        if verb == "login":
            answer = await client.login(f"pupil{number}", PASSWORD)
        else:
            answer = await client.register(f"new{number}")
        statuses[answer.status] += 1
        print(number, answer.status, flush=True)

    async with trio.open_nursery() as nursery:
        for number in range(people):
            nursery.start_soon(come, number)
    return statuses


if __name__ == "__main__":
    print(dict(trio.run(storm, int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
