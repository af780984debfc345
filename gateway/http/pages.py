"""Which addresses are pages: those that webui/js/routes.js has a page for, and no others.

All other addresses are not found, so a probe for /metrics or /admin gets no page as an answer.
"""

import re
from pathlib import Path

ROUTE = re.compile(r'^  "(/[^"]*)": \w+,$', re.MULTILINE)
SECRET = re.compile(
    r"(/(?:join|unsubscribe)/+|/(?:password-reset|factors-reset|confirm-email)[/#]).*",
    re.IGNORECASE | re.DOTALL,
)
"""Addresses with a secret: invitations, and password links whose fragment was sent by mistake."""
PARAMETER = re.compile(r"\\{\w+\\}")


def patterns(routes: Path) -> list[str]:
    """Return the patterns of the module, such as ``/match/{id}``. OSError if it is missing."""
    return ROUTE.findall(routes.read_text(encoding="utf-8"))


def compiled(known: list[str]) -> re.Pattern[str]:
    """Return a regular expression for their paths that matches as webui/js/lib/pattern.js does."""
    return re.compile("|".join(f"{PARAMETER.sub('[^/]+', re.escape(one))}/?" for one in known))


def without_secrets(path: str) -> str:
    """Return a path for the log: if the address is a secret, however written, only its pattern."""
    return SECRET.sub(r"\1{secret}", path)
