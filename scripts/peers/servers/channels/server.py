"""Pong on Django Channels: one consumer per player; inputs go through the channel layer.

Started by Daphne with this folder as the working directory: ``daphne server:application``.
"""

import asyncio
import json
import time
from typing import ClassVar

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from pong import Pong

settings.configure(
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            "CONFIG": {"capacity": 1000},  # of messages waiting for one consumer; 100 would drop
        }
    }
)
COUNTDOWN = 3.0


class Match:
    """One match between two channels; timers wait for the contacts of the ball."""

    def __init__(self, channels: dict[int, str]) -> None:
        self.channels = channels
        self.pong = Pong()
        self.starts = (int(time.time() * 1000.0) + 1) / 1000.0 + COUNTDOWN

    async def run(self) -> None:
        """Play the match to its end."""
        pong, starts = self.pong, int(self.starts * 1000.0)
        await self.tell_both({"t": "countdown", "starts": starts, "flight": pong.flight})
        while not pong.won:
            await asyncio.sleep(max(0.0, pong.flight["contact"] - self.now()))
            if pong.contact():
                score = list(pong.score.values())
                await self.tell_both({"t": "point", "score": score, "flight": pong.flight})
            else:
                await self.tell_both({"t": "flight", "flight": pong.flight})
        await self.tell_both({"t": "finished", "score": list(pong.score.values())})

    def now(self) -> float:
        """Return the seconds of play."""
        return time.time() - self.starts

    async def press(self, side: int, direction: int) -> None:
        """Take a key, and tell the other player at once."""
        paddle = self.pong.press(side, direction, max(0.0, self.now()))
        await self.tell(-side, {"t": "paddle", "side": side, **paddle})

    async def tell_both(self, frame: dict) -> None:
        """Tell both players."""
        for side in self.channels:
            await self.tell(side, frame)

    async def tell(self, side: int, frame: dict) -> None:
        """Tell one player; by measurement this is cheaper than a group for each match."""
        text = json.dumps(frame, separators=(",", ":"))
        message = {"type": "match.frame", "text": text}
        await get_channel_layer().send(self.channels[side], message)


class Player(AsyncWebsocketConsumer):
    """One page: it asks for a match with "queue", then sends inputs."""

    waiting: ClassVar["list[Player]"] = []  # one process serves all
    match: Match | None = None
    side = 0

    async def disconnect(self, code: int) -> None:
        """Leave the queue."""
        if self in self.waiting:
            self.waiting.remove(self)

    async def receive(self, text_data: str) -> None:
        """Handle one message of the page."""
        frame = json.loads(text_data)
        if frame["t"] == "queue":
            await self.queue()
        elif frame["t"] == "input" and self.match is not None and frame["dir"] in (-1, 0, 1):
            await self.match.press(self.side, frame["dir"])

    async def queue(self) -> None:
        """Play with whoever waits, or wait."""
        if not self.waiting:
            self.waiting.append(self)
            return
        other = self.waiting.pop()
        match = Match({-1: other.channel_name, 1: self.channel_name})
        for player, side in ((other, -1), (self, 1)):
            player.match, player.side = match, side
            await match.tell(side, {"t": "matched", "match": str(id(match)), "side": side})
        self.playing = asyncio.create_task(match.run())

    async def match_frame(self, event: dict) -> None:
        """Pass on what the match or the opponent tells."""
        await self.send(text_data=event["text"])


application = ProtocolTypeRouter({"websocket": Player.as_asgi()})
