"""Takes part in a tournament with several bots that play quickly: the weaker of two resigns.

``python cup_bots.py SITE TOURNAMENT COUNT`` ends when the tournament has. The bots are called
Bot 1 to Bot COUNT, and the lower number is the stronger. They reconnect as the example bot does.
"""

import sys
from pathlib import Path

import trio

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from _cup_bot import CupBot


class Resigner(CupBot):
    """Resigns as soon as it is in a match against a stronger one."""

    weaker = False

    async def hear(self, frame):
        """Take in a frame; play counts down only when both are here."""
        await super().hear(frame)
        match frame:
            case {"t": "match", "players": players}:
                names = [player["name"] for player in players]
                self.weaker = names[self.side > 0] == max(names)
                if self.weaker and frame["phase"] in {"countdown", "playing"}:
                    await self.resign(frame["match"])
            case {"t": "countdown"} if self.weaker:
                await self.resign(frame["match"])
            case _:
                pass

    async def resign(self, match):
        """Let the opponent win."""
        self.asked += 1
        await self.send(t="resign", id=f"resign{self.asked}", match=match)


async def main(site, tournament, count):
    """Run all bots until the tournament has ended."""
    async with trio.open_nursery() as nursery:
        for number in range(count):
            bot = Resigner(site, f"Bot {number + 1}", tournament, "")
            nursery.start_soon(bot.run)


if __name__ == "__main__":
    trio.run(main, sys.argv[1], sys.argv[2], int(sys.argv[3]))
