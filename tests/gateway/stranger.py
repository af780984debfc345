"""Pages over another library: `websockets` on asyncio, in a process of its own.

Each line on stdin is a job in JSON; each line on stdout is a record.
"""

import asyncio
import json
import sys
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

EVERY = 0.25
"""Seconds between two keys."""


class Part:
    """How a page answers frames, and what it notes; the same for both libraries."""

    def __init__(self, way_in: dict[str, Any]) -> None:
        self._way_in = way_in
        self._keys = 0
        self.frames: list[dict[str, Any]] = []
        self.match = ""
        self.over = False

    def hear(self, frame: dict[str, Any]) -> list[dict[str, Any]]:
        """Take in a frame; return the frames that answer it."""
        if frame["t"] == "ping":
            return [{"t": "pong", "at": frame["at"]}]
        self.frames.append(frame)
        match frame:
            case {"t": "welcome"}:
                return [self._way_in]
            case {"t": "matched", "match": match}:
                self.match = match
                return [{"t": "enter", "match": match}]
            case {"t": "finished"}:
                self.over = True
        return []

    def key(self, at: int) -> dict[str, Any]:
        """The next key."""
        self._keys += 1
        return {"t": "input", "match": self.match, "dir": (1, 0, -1, 0)[self._keys % 4], "at": at}


async def _press(socket: ClientConnection, part: Part) -> None:
    """Send keys in fragments, pings between them."""
    while not part.over:
        await asyncio.sleep(EVERY)
        if part.match:
            text = json.dumps(part.key(0))  # long ago: it takes effect as early as allowed
            await socket.send([text[:1], text[1:20], "", text[20:]])
            await (await socket.ping())


async def play(job: dict[str, Any]) -> dict[str, Any]:
    """Play one match; return what was seen."""
    part = Part(job["way_in"])
    async with connect(
        job["url"],
        origin=job["site"],
        additional_headers={"Cookie": job["cookie"]},
        compression=job["compression"],
        ping_interval=0.5,
        ping_timeout=2.0,
        proxy=None,
    ) as socket:
        await socket.send('{"t":"hello"}')
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_press(socket, part))
            while not part.over:
                for line in str(await socket.recv()).split("\n"):
                    for answer in part.hear(json.loads(line)):
                        await socket.send(json.dumps(answer))
        await socket.close(1000, "played")
    return {
        "frames": part.frames,
        "code": socket.close_code,
        "extensions": [extension.name for extension in socket.protocol.extensions],
        "offered": "Sec-WebSocket-Extensions" in socket.request.headers if socket.request else None,
    }


async def _all(jobs: list[dict[str, Any]]) -> None:
    async with asyncio.timeout(40.0):
        for record in await asyncio.gather(*map(play, jobs)):
            print(json.dumps(record))


if __name__ == "__main__":
    asyncio.run(_all([json.loads(line) for line in sys.stdin]))
