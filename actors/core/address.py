"""Where an actor lives, whether or not it is in memory just now."""

import msgspec


class Address(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """The kind of an actor and its id within the kind; prints as ``match/7f3a``.

    An actor that is the only one of its kind has no id: ``Address("clock")`` prints ``clock``.
    """

    kind: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" if self.id else self.kind

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Return the address that prints as this text."""
        kind, _, name = text.partition("/")
        return cls(kind, name)
