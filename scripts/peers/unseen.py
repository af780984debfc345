"""Decides which inputs a message answers, by the same rule for every server."""

from collections import deque
from collections.abc import Sequence


class Unseen:
    """The inputs of one player that the other has not seen yet, in order.

    A server may merge inputs: of two in a row the other player may see only the newer. So a message
    with a direction answers the newest input of that direction and all inputs before it. It does
    not answer inputs sent after the time in the message: those are still on their way.
    """

    def __init__(self) -> None:
        self._inputs: deque[tuple[float, int]] = deque()

    def sent(self, stamp: float, direction: int) -> None:
        """Note an input that was sent at ``stamp``."""
        self._inputs.append((stamp, direction))

    def seen(self, direction: int, sent_by: float) -> Sequence[float]:
        """Return the stamps of the inputs that a message answers, and forget them."""
        inputs = self._inputs
        if len(inputs) == 1:  # the usual case, made fast
            stamp, pressed = inputs[0]
            return (inputs.popleft()[0],) if pressed == direction and stamp <= sent_by else ()
        for place in range(len(inputs) - 1, -1, -1):
            stamp, pressed = inputs[place]
            if pressed == direction and stamp <= sent_by:
                return [inputs.popleft()[0] for _ in range(place + 1)]
        return ()

    def drop(self) -> Sequence[float]:
        """Forget them all; return their stamps."""
        stamps = [stamp for stamp, _ in self._inputs]
        self._inputs.clear()
        return stamps
