"""Messages of the matchmaker and the frames it sends."""

from msgspec import Struct

from actors.frames import ClientFrame, Id, RequestId, ServerFrame
from actors.player.following import OfFollowing
from actors.player.topic import OfTopic
from actors.ratings.modes import RatingMode
from actors.seats.seating import Asked, OfSeats, Owed

# Frames from the page.


class Queue(ClientFrame, frozen=True, tag="queue"):
    """Join the queue of a mode: play the next opponent who suits.

    ``rated``: the result counts for the ratings of both; guests have none.
    """

    id: RequestId
    mode: RatingMode = "classic"
    rated: bool = False


class Unqueue(ClientFrame, frozen=True, tag="unqueue"):
    """Leave the queue."""

    id: RequestId


class AnswerCall(ClientFrame, frozen=True, tag="answer_call"):
    """Somebody who was away answers a `Called`: they are here and want to play."""

    id: RequestId
    call: Id


# Frames to the page.


class KindView(Struct, frozen=True):
    """How many wait for this, and how many ms a wait takes by experience; None: nobody knows."""

    mode: RatingMode
    rated: bool
    waiting: int
    estimate: int | None


class PlaceView(Struct, frozen=True):
    """What the receiver waits for, and since when (ms since the epoch)."""

    mode: RatingMode
    rated: bool
    since: int


class WaitingView(ServerFrame, frozen=True, tag="waiting"):
    """How many players wait in the queue, and whether the receiver does; only the newest counts."""

    waiting: int
    queued: bool
    kinds: tuple[KindView, ...]
    place: PlaceView | None


class Called(ServerFrame, frozen=True, tag="called"):
    """There is an opponent, but the receiver is away: answer `AnswerCall` until then, or come back.

    ``until`` is in ms since the epoch. Whoever does neither waits no longer.
    """

    call: str
    until: int


# To itself.


class Insist(Struct, frozen=True, tag=True):
    """Timer: a player in the queue has waited so long that anybody will do as an opponent."""

    player: str


class Widen(Struct, frozen=True, tag=True):
    """Timer: ratings may lie further apart by now."""


class RatingKnown(Struct, frozen=True, tag=True):
    """The rating of a player who waits for a rated match; None: the store could not say."""

    player: str
    mode: RatingMode
    mu: float | None


class CallOver(Struct, frozen=True, tag=True):
    """Timer: somebody who was called has not answered."""

    call: str


Request = Queue | Unqueue | AnswerCall
Own = Insist | Widen | RatingKnown | CallOver
Message = Asked[Request] | OfSeats | Owed | OfFollowing | Own | OfTopic
