"""A session by docs/protocol.md, sections 1 and 2: signs in, keeps time, resumes."""

import json
import random
import time
from collections import deque
from statistics import median
from urllib.request import Request, urlopen

import trio
from trio_websocket import ConnectionClosed, HandshakeError, open_websocket_url

FOR_GOOD = {1003, 1009, 4400, 4401, 4403, 4409, 4410}
REFUSED = {401, 403}  # instead of a socket: the token is not valid, or no longer
SILENCE = 5.0  # seconds; the server pings every second


class Session:
    """A subclass overrides `welcomed`, `hear` and `play`. Without an API token it is a guest's."""

    def __init__(self, site, name, token=None):
        self.site = site
        if token:
            self.headers = {"Authorization": f"Bearer {token}"}
            self.http("/api/v1/me").close()  # raises an error if it is not valid
        else:
            self.headers = {"Origin": site}
            with self.http("/api/v1/guest", {"name": name}) as answer:
                self.headers["Cookie"] = answer.headers["Set-Cookie"].partition(";")[0]
        self.name, self.last, self.patience = None, 0, 0.25
        self.offsets = deque([0.0], maxlen=16)  # server's clock minus ours, in milliseconds
        self.exit_code = None

    def http(self, path, body=None):
        """Send a GET, or a POST if there is a body; return the answer."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **self.headers}
        return urlopen(Request(self.site + path, data, headers))  # noqa: S310 - the user's own site

    def now(self):
        """Return our estimate of the server's time, in whole milliseconds since the epoch."""
        return int(time.monotonic() * 1000 + median(self.offsets))

    async def welcomed(self, frame):
        """Handle a welcome; each connection begins with one."""

    async def hear(self, frame):
        """Handle a frame of the lobby or a match."""

    async def play(self):
        """Do what else there is to do; this is cancelled when the connection ends."""

    async def send(self, **frame):
        """Send a frame."""
        await self.socket.send_message(json.dumps(frame))

    def say(self, words):
        """Print something for whoever watches."""
        print(words, flush=True)

    def end(self, exit_code, words):
        """Stop after this frame."""
        self.say(words)
        self.exit_code = exit_code

    async def run(self):
        """Connect, and connect again when the connection is lost; return the exit code."""
        url = self.site.replace("http", "ws", 1) + "/ws"
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        while self.exit_code is None:
            try:
                async with open_websocket_url(
                    url, extra_headers=headers, connect_timeout=SILENCE, disconnect_timeout=1
                ) as self.socket:
                    await self._talk()
                why = self.socket.closed
            except (HandshakeError, OSError) as error:
                why = error
            refused = getattr(why, "status_code", None) in REFUSED
            if refused or getattr(why, "code", None) in FOR_GOOD:
                self.end(1, f"closed for good: {why}")
            elif self.exit_code is None:
                self.say(f"connection lost ({why}), trying again")
                await trio.sleep(self.patience * random.uniform(0.5, 1))
                self.patience = min(self.patience * 1.5, 5)
        return self.exit_code

    async def _talk(self):
        known = {"session": self.name, "last": self.last} if self.name else {}
        try:
            async with trio.open_nursery() as nursery:
                await self.send(t="hello", **known)
                nursery.start_soon(self._ping)
                nursery.start_soon(self.play)
                while self.exit_code is None:
                    with trio.fail_after(SILENCE):
                        message = await self.socket.get_message()
                    for line in message.splitlines():
                        await self._hear(json.loads(line))
                nursery.cancel_scope.cancel()
        except* (ConnectionClosed, trio.TooSlowError):
            pass

    async def _ping(self):
        while True:
            await self.send(t="ping", at=time.monotonic() * 1000, ack=self.last)
            await trio.sleep(1 if len(self.offsets) == self.offsets.maxlen else 0.15)

    async def _hear(self, frame):
        self.last = frame.get("seq", self.last)
        match frame:
            case {"t": "ping", "at": at}:
                await self.send(t="pong", at=at)
            case {"t": "pong", "at": at, "now": now}:
                if self.offsets[0] == 0.0:
                    self.offsets.clear()
                self.offsets.append(now - (at + time.monotonic() * 1000) / 2)
            case {"t": "welcome", "resumed": resumed}:
                self.patience = 0.25
                if not resumed:
                    self.name, self.last = frame["session"], 0
                await self.welcomed(frame)
            case _:
                await self.hear(frame)
