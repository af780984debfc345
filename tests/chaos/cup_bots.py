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

    async def hear(self, frame):
        """Take in a frame."""
        await super().hear(frame)
        if frame["t"] == "match" and frame["phase"] in {"waiting", "countdown", "playing"}:
            names = [player["name"] for player in frame["players"]]
            here = all(player["here"] for player in frame["players"])
            if here and frame["players"][self.side > 0]["name"] == max(names):
                self.asked += 1
                await self.send(t="resign", id=f"resign{self.asked}", match=frame["match"])
            elif not here:
                await trio.sleep(0.2)
                await self.send(t="enter", match=frame["match"])


async def main(site, tournament, count):
    """Run all bots until the tournament has ended."""
    async with trio.open_nursery() as nursery:
        for number in range(count):
            bot = Resigner(site, f"Bot {number + 1}", tournament, "")
            nursery.start_soon(bot.run)


if __name__ == "__main__":
    trio.run(main, sys.argv[1], sys.argv[2], int(sys.argv[3]))
