"""A run on one server, which is killed again and again."""

import sys

import trio

from chaos_proof.director import Director
from chaos_proof.plan import Kill, Plan
from chaos_proof.server import Server


class Kills:
    """Kills the server that a director plays on, as it is planned."""

    def __init__(self, plan: Plan, server: Server, play: Director) -> None:
        self._plan, self._server, self._play = plan, server, play

    async def run(self) -> None:
        """Play until all matches and kills are done or time is up; then ask for results."""
        try:
            await self._server.start()
            await self._server.ready()
            await self._play.run(self._kill_now_and_then)
        finally:
            await self._server.stop()

    async def _kill_now_and_then(self) -> None:
        kills = self._plan.kills
        for number, kill in enumerate(kills, start=1):
            if kill.when != "start":
                await self._server.ready()
                await self._await(kill)
            await trio.sleep(kill.delay)
            said = f"chaos: kill {number} of {len(kills)} ({kill.when}), {self._play.standing()}"
            print(said, file=sys.stderr, flush=True)
            with trio.CancelScope(shield=True):  # the end of the run must not interrupt a kill
                await self._server.kill(kill.when)
                await self._server.start()
        await self._server.ready()

    async def _await(self, kill: Kill) -> None:
        """Wait for the moment of a kill; after the last match some lines must have been said.

        After everything it is now, as results and lines must stay.
        """
        play = self._play
        points, results, lines = play.points(), play.results(), play.lines()
        some = self._plan.lines * len(play.players) // (1 + len(self._plan.kills))
        while not play.over and (
            play.points() < kill.points
            or (kill.when == "point" and play.points() == points)
            or (kill.when == "result" and play.results() == results)
        ):
            await play.news()
        while not play.quiet and play.lines() < lines + some:
            await play.news()
