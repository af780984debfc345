"""A run on several nodes, with harm to them and to all that they need."""

import trio

from chaos_proof.director import Director
from chaos_proof.harm import Harms
from chaos_proof.nodes import Nodes


class Fleet:
    """Harms the nodes that a director plays on."""

    def __init__(self, nodes: Nodes, harms: Harms, play: Director) -> None:
        self._nodes, self._harms, self._play = nodes, harms, play

    async def run(self) -> None:
        """Play until all matches and harms are done or time is up; then ask for results."""
        async with trio.open_nursery() as nursery:
            await nursery.start(self._nodes.run)
            await self._play.run(self._harm)
            nursery.cancel_scope.cancel()

    async def _harm(self) -> None:
        await self._play.begun()
        await self._harms.run()
