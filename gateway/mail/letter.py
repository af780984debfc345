"""What a letter is, which kinds there are, and the links in them."""

from typing import Literal

from msgspec import Struct

HOUR, DAY = 3600, 24 * 3600

Kind = Literal[
    "confirm",
    "address_taken",
    "reset",
    "password_changed",
    "password_reset",
    "ways_closed",
    "email_changed",
    "name_changed",
    "new_device",
    "code",
    "factor_added",
    "factor_removed",
    "recovery_used",
    "code_guessed",
    "passkey_copied",
    "notes",
    "identity_linked",
    "token_made",
]
Link = Literal["confirm", "take_back", "reset"]

LINKS: dict[Link, tuple[str, int]] = {
    "confirm": ("/confirm-email", DAY),
    "take_back": ("/confirm-email", 7 * DAY),
    "reset": ("/password-reset", HOUR),
}
"""The page of each one-time link, and for how many seconds it is good once it was sent."""


class Letter(Struct, frozen=True):
    """A kind. After ``lasts`` seconds in the outbox it is not sent any more.

    Each line of the fact ``listed`` is a point of a list in the text. If readers ``may_stop`` such
    letters, the fact ``stop`` is the address that does it, also with one click (RFC 8058).

    A ``link`` is made when the letter is sent, so that no secret waits in the store. A letter goes
    to a confirmed address, unless it is for ``anybody`` who reads the mails of an address.
    """

    subject: str
    text: str
    lasts: int = DAY
    link: Link | None = None
    anybody: bool = False
    listed: str | None = None
    may_stop: bool = False
