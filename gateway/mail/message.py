"""Writes a mail: plain text, with all headers that a mail of a program should have."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from gateway.mail.letter import Letter
from store.names import ascii_domain

DOMAIN = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
FOOT = """
--\x20
Rally at {site}
This mail was sent by a program; nobody reads answers to it.
"""
SEVEN_BIT = SMTP.clone(cte_type="7bit")


class NoAddress(ValueError):
    """No mail can be sent to this text."""


def address_of(text: str) -> Address:
    """Return an address with its domain in ASCII; raises `NoAddress`."""
    name, _, domain = text.rpartition("@")
    domain = ascii_domain(domain)
    if not name or DOMAIN.fullmatch(domain) is None or any(not c.isprintable() for c in name):
        raise NoAddress("this is no address that mail could be sent to")
    return Address(username=name, domain=domain)


def write(
    letter: Letter, facts: Mapping[str, str], *, mail: str, to: Address, sender: str, at: float
) -> bytes:
    """Return a mail as it is sent; ``mail`` is its id, ``at`` the time in seconds.

    Raises KeyError if a fact is missing. The facts can begin no line and no header.
    """
    known = {name: _on_one_line(text) for name, text in facts.items()}
    if letter.listed is not None:
        points = facts[letter.listed].split("\n")
        known[letter.listed] = "\n".join(f"* {_on_one_line(point)}" for point in points)
    message = EmailMessage(policy=SEVEN_BIT if to.username.isascii() else SMTPUTF8)
    message["From"] = Address("Rally", addr_spec=sender)
    message["To"] = to
    message["Subject"] = f"Rally: {letter.subject.format_map(known)}"
    message["Date"] = format_datetime(datetime.fromtimestamp(at, UTC))
    message["Message-ID"] = f"<{mail}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.may_stop:
        message["List-Unsubscribe"] = f"<{known['stop']}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text.format_map(known) + FOOT.format_map(known))
    return message.as_bytes()


def _on_one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
