"""Plays a tournament by docs/protocol.md, section 12: enters it, and answers when it is called."""

from typing import Any

from _bot import Bot


class CupBot(Bot):
    """Takes part under its own name until the tournament has ended."""

    def __init__(self, site, name, tournament, word, token=None):
        way_in = {"t": "join_tournament", "tournament": tournament, "alias": name, "word": word}
        super().__init__(site, name, way_in, token)
        self.tournament, self.version = tournament, None
        self.entrants: list[dict[str, Any]] = []
        self.pairings: dict[str, dict[str, Any]] = {}
        self.asked = 0

    async def welcomed(self, frame):
        """Take part, watch the tournament, and go on with a match. Asking twice does no harm."""
        self.me = frame["player"]["id"]
        await self.send(**self.way_in)
        await self.watch()
        if frame["match"]:
            await self.enter(frame["match"])

    async def watch(self):
        """Ask for the whole tournament, and for what changes of it."""
        await self.send(t="watch_tournament", tournament=self.tournament, on=True)

    async def hear(self, frame):
        """Take in a frame of the tournament, or of a match."""
        match frame:
            case {"t": "tournament", "tournament": name} if name == self.tournament:
                self.pairings.clear()
                await self.shown(frame)
            case {"t": "tournament_part", "tournament": name} if name == self.tournament:
                if frame["after"] == self.version:
                    await self.shown(frame)
                else:
                    await self.watch()  # something between the two has not come
            case _:
                await super().hear(frame)

    async def shown(self, frame):
        """Note what is shown of the tournament, and say that we are ready where we are called."""
        self.version = frame["version"]
        self.entrants = frame.get("entrants", self.entrants)
        self.pairings |= {one["key"]: one for one in frame.get("pairings", ())}
        mine = {one["number"] for one in self.entrants if one["player"] == self.me}
        for pairing in self.pairings.values():
            if pairing["state"] == "called" and pairing["station"] is None:
                for side in (0, 1):
                    if pairing["entrants"][side] in mine and not pairing["ready"][side]:
                        await self.say_ready(pairing["key"])
        head = frame.get("head")
        if head and head["phase"] in {"over", "cancelled"}:
            places = {one["entrant"]: one["place"] for one in frame.get("standings", ())}
            place = next((places[number] for number in mine if number in places), None)
            self.end(
                0, f"the tournament is {head['phase']}" + (f", place {place}" if place else "")
            )

    async def say_ready(self, pairing):
        """Answer the call to a pairing."""
        self.asked += 1
        frame = {"id": f"ready{self.asked}", "tournament": self.tournament, "pairing": pairing}
        await self.send(t="ready", **frame)

    def hear_end(self, frame):
        """Take in the result of a match; the tournament goes on."""
        match frame:
            case {"t": "finished", "winner": winner}:
                self.starts = None
                self.say("won" if winner == self.side else "lost" if winner else "nobody won")
            case {"t": "ok"}:
                pass
            case _:
                super().hear_end(frame)
