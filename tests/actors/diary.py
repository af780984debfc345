"""Usage: python -m tests.actors.diary > docs/diary.md

One match in the simulated world, written down frame by frame as one of its players sees it.
"""

import json
import sys
from typing import Any

from actors.frames import ClientFrame, encode
from actors.games.messages import Join, Open
from actors.match.messages import Enter, Press
from actors.player.messages import Hello, Ping
from actors.pong.settings import Settings
from tests.actors.hands import chase
from tests.actors.page import Page
from tests.actors.world import Duel, World

HEAD = """\
# A whole match, frame by frame

What one client says (`>`) and hears (`<`), from `hello` to `finished`, in a match to 1 during
which its connection is cut once. A real run in the simulated world wrote this, and a test runs it
again and compares (`actors/test_diary.py`). On the left are seconds since the first frame, by the
server's clock. Of the server's pings only the first is shown, with its answer.
[protocol.md](protocol.md) says what the frames mean.
"""
DELAY = 0.03
"""Seconds from the client to the server."""


class Diary(World):
    """Writes down what Ada's page sends and receives."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.text = HEAD
        self.began = self.now()
        self._pinged = self._answered = False

    def title(self, words: str) -> None:
        """Begin a paragraph."""
        end = "" if self.text == HEAD else "```\n"
        self.text += f"{end}\n{words}\n\n```\n"

    def note(self, sign: str, frame: dict[str, Any]) -> None:
        """Write down a frame."""
        self.text += f"{self.now() - self.began:6.3f} {sign} {json.dumps(frame)}\n"

    def route(self, page: Page, frame: ClientFrame) -> None:
        """See `World.route`."""
        if page.player == "ada":
            said = json.loads(encode(frame))
            if said["t"] != "pong" or not self._answered:
                self.note(">", {k: v for k, v in said.items() if v is not None})
            self._answered = self._answered or said["t"] == "pong"
        super().route(page, frame)

    def client(self, session: str | None = None, last: int = 0) -> Page:
        """Connect Ada."""
        page = self.page("ada", greeted=False, delay=DELAY)
        hear = page._hear

        def write(frame: dict[str, Any]) -> None:
            if frame["t"] != "ping" or not self._pinged:
                self.note("<", frame)
            self._pinged = self._pinged or frame["t"] == "ping"
            hear(frame)

        page._hear = write  # type: ignore[method-assign]
        hello = {"t": "hello"} if session is None else json.loads(encode(Hello(session, last)))
        self.note(">", hello)
        page.begin(session, last)
        return page


def diary(seed: int = 5) -> str:
    """Play the match; return the document."""
    world = Diary(seed)
    bob = world.page("bob")
    world.title("**Hello.** The clock is measured with a ping of one's own.")
    ada = world.client()
    ada.say(Ping(1000))
    world.wait(1.5)
    world.title("**A game** is offered, and Bob takes it.")
    ada.say(Open("r1", Settings(points=1)))
    bob.say(Join("j", ada.last("ok")["game"]))
    match = ada.last("matched")["match"]
    world.title(
        "**The match.** Bob enters first: `match` comes unasked. Ada enters: here `countdown` comes"
        "\nbefore the `match` that answers."
    )
    bob.say(Enter(match))
    world.wait(0.3)
    ada.say(Enter(match))
    sides = (ada, bob) if ada.last("match")["sides"] == [-1] else (bob, ada)
    duel = Duel(world, *sides, match)
    world.title(
        "**Play.** The serve comes again with the lag window of its defender. Keys are honoured as"
        "\nclaimed, which only the opponent is told; the last one claims to be 40 ms ahead of time,"
        "\nand is answered."
    )
    duel.start()
    own = ada.last("match")["sides"][0]
    while duel.state.game.flight.number < 2:
        world.wait(0.05)
        for page, side in ((ada, own), (bob, -own)):
            chase(page, duel, side, 1.2, DELAY if page is ada else 0.0)
    last = duel.state.game.paddles[own > 0].segments[-1].direction
    ada.say(Press(match, 0 if last else 1, world.at() + 40))
    world.wait(0.2)
    world.title(
        "**The cut.** The connection is lost; what Ada could not hear comes after the welcome."
    )
    ada.drop()
    world.wait(2.0)
    ada = world.client(ada.session, ada.seq)
    ada.say(Enter(match))
    world.title("**The end.** Play goes on from the same ball; Bob's key stays down.")
    while not ada.of("finished"):
        world.wait(0.05)
        chase(ada, duel, own, 1.2, DELAY)
    return world.text + "```\n"


if __name__ == "__main__":
    sys.stdout.write(diary())
