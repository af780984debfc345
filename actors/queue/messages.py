"""Messages of the queue actor and the frames it sends."""

from msgspec import Struct

from actors.frames import ClientFrame, RequestId, ServerFrame
from actors.player.following import OfFollowing
from actors.player.topic import OfTopic
from actors.ratings.modes import RatingMode
from actors.seats.seating import Asked, OfSeats

# Frames from the page.


class Queue(ClientFrame, frozen=True, tag="queue"):
    """Join the queue of a mode: play the next opponent who comes.

    ``rated``: the result counts for the ratings of both; guests have none.
    """

    id: RequestId
    mode: RatingMode = "classic"
    rated: bool = False


class Unqueue(ClientFrame, frozen=True, tag="unqueue"):
    """Leave the queue."""

    id: RequestId


# Frames to the page.


class WaitingView(ServerFrame, frozen=True, tag="waiting"):
    """How many players wait in the queue, and whether the receiver does; only the newest counts."""

    waiting: int
    queued: bool


# To itself.


class Insist(Struct, frozen=True, tag=True):
    """Timer: a player in the queue has waited so long that anybody will do as an opponent."""

    player: str


Request = Queue | Unqueue
Message = Asked[Request] | OfSeats | OfFollowing | Insist | OfTopic
