"""Who comes in by HTTP takes turns, so that a crowd does not hold up the matches.

trio runs every task that can go on before it looks at the sockets again. 200 people who come at the
same moment are 200 such tasks, and a key that is pressed meanwhile waits for all of them.
"""

import trio


class Turns:
    """Lets one task through in each round of the scheduler, in the order in which they came.

    What each does then takes about a millisecond.
    """

    def __init__(self) -> None:
        self._gate = trio.Lock()

    async def turn(self) -> None:
        """Wait for one's turn; it lasts until the next checkpoint."""
        async with self._gate:  # takes a round, and so does handing it on
            pass
