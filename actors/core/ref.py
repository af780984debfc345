"""A handle to send to an actor."""

from typing import Generic, Protocol, TypeVar

from actors.core.address import Address

M_contra = TypeVar("M_contra", contravariant=True)


class Post(Protocol):
    """Whoever brings a message to an address."""

    def tell(self, address: Address, message: object) -> None:
        """Bring it, or make it a dead letter."""
        ...


class Ref(Generic[M_contra]):
    """Names an actor, in memory or not; equal and hashable by address. Not for other threads."""

    __slots__ = ("_post", "address")

    def __init__(self, address: Address, post: Post) -> None:
        self.address = address
        self._post = post

    def tell(self, message: M_contra) -> None:
        """Send; activates the actor. Never blocks or raises: at worst it is a dead letter."""
        self._post.tell(self.address, message)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and self.address == other.address

    def __hash__(self) -> int:
        return hash(self.address)

    def __repr__(self) -> str:
        return f"<Ref {self.address}>"
