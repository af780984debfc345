"""What two players want after the end: frames and messages about a rematch."""

from msgspec import Struct

from actors.frames import ClientFrame, Id, Origin, RequestId, ServerFrame
from actors.pong.court import Side


class Rematch(ClientFrame, frozen=True, tag="rematch"):
    """After the end: offer a rematch, or accept the opponent's offer; not ``on``: go on alone."""

    id: RequestId
    match: Id
    on: bool


class Offers(ServerFrame, frozen=True, tag="rematch"):
    """Which sides want a rematch, and until when their offers stand (ms since the epoch).

    ``over``: there will be none, as one of the two has gone on; or it comes next, if ``offers`` has
    both sides.
    """

    match: str
    offers: tuple[Side, ...]
    until: int
    over: bool


class Wish(Struct, frozen=True, gc=False):
    """One player's wish for a rematch, as it came from a page."""

    origin: Origin
    frame: Rematch


class Wishes(Struct, frozen=True, gc=False):
    """Which sides want a rematch, until then (seconds since the epoch).

    ``asked`` are wishes of which it is not known yet whether one of the two has blocked the other
    (``parted``): then neither hears what the other wants. ``over``: no rematch comes, or none more.
    """

    sides: tuple[Side, ...] = ()
    until: float = 0.0
    over: bool = False
    parted: bool = False
    asked: tuple[Wish, ...] = ()


class NotAgain(Struct, frozen=True, tag=True):
    """From its owner: there is no rematch, as somebody plays another match by now."""


class Weighed(Struct, frozen=True, tag=True):
    """To itself: whether one of the two has blocked the other; None: the store could not say."""

    wish: Wish
    parted: bool | None
