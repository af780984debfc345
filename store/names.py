"""When two names count as the same, and what happens to the names of a deleted account."""

from unicodedata import normalize

import idna

DELETED = "deleted player"
"""The display name of every deleted account."""
KEPT_MS = 30 * 24 * 3600 * 1000
"""For this long nobody else can take the names of a deleted account."""


ENDED_MS = 24 * 3600 * 1000
"""For this long the store keeps what has ended: a ban, a link, a guest who never played."""
UNSEEN = dict.fromkeys(
    [*map(ord, "\u200c\u200d\ufe0f\u180b\u180c\u180d\u180e\u180f"), *range(0xE0100, 0xE01F0)]
)
"""Joiners and variation selectors. They are invisible: names that differ only in them look alike.
"""


def name_key(name: str) -> str:
    """Return the key of a name: two names with the same key count as the same name.

    Case, compatibility forms (NFKC, Unicode Standard Annex 15) and UNSEEN characters do not count.
    """
    return normalize("NFKC", normalize("NFKC", name.translate(UNSEEN)).casefold())


def email_key(address: str) -> str:
    """Return the key of an e-mail address: two addresses with the same key are one mailbox.

    Case does not count, not even before the @, where hardly any mailbox tells it apart; nor does
    it count whether the domain is written in letters or in the ASCII form that mail servers use.
    """
    name, _, domain = normalize("NFKC", address).rpartition("@")
    return f"{name.casefold()}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """Return a domain in the form that mail servers use (RFC 5891); as it is if it has none."""
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain.casefold()
