"""What the lobby does to the world: answers, frames, names for what it makes. Decides nothing."""

from hashlib import blake2b

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import Error, Ok, Origin, ServerFrame, encode
from actors.lobby.messages import Message
from actors.lobby.state import State, lines, view
from actors.player.messages import Deliver


class Desk:
    """The lobby's way out."""

    def __init__(self, context: Context[Message]) -> None:
        self._context = context

    def answer(self, origin: Origin, frame: Ok | Error) -> None:
        """Answer a request on the connection it came from."""
        deliver = Deliver(encode(frame), None, origin.connection)
        self._context.tell(Address("player", origin.player), deliver)

    def send(self, player: str, frame: ServerFrame) -> None:
        """Send a frame to all pages of a player."""
        self._context.tell(Address("player", player), Deliver(encode(frame)))

    def show(self, state: State, player: str) -> None:
        """Send a player the list as it is now; the newest one counts."""
        frame = encode(view(state, lines(state, player), player))
        self._context.tell(Address("player", player), Deliver(frame, "lobby"))

    def new_id(self, prefix: str) -> str:
        """A name nobody can guess from others: the generator's state is not to be read off it."""
        drawn = self._context.random.randbytes(16)
        return prefix + blake2b(drawn, digest_size=10).hexdigest()
