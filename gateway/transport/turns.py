"""HTTP requests take turns, so that a crowd does not hold up the matches.

trio runs every task that can go on before it looks at the sockets again. 200 people who come at the
same moment make 200 such tasks, and a key pressed meanwhile waits for all of them.
"""

import trio


class Turns:
    """Lets one task pass in each round of the scheduler, in the order in which they came.

    The work of each then takes about a millisecond.
    """

    def __init__(self) -> None:
        self._gate = trio.Lock()

    async def turn(self) -> None:
        """Wait for a turn; it lasts until the next checkpoint."""
        async with self._gate:  # taking it takes a round, and so does handing it on
            pass
