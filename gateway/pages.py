"""Which addresses are pages: those that webui/js/routes.js has a page for, and no others.

Everything else is not found, so that a probe for /metrics or /admin is not answered with a page.
"""

import re
from pathlib import Path

ROUTE = re.compile(r'^  "(/[^"]*)": \w+,$', re.MULTILINE)
INVITATION = re.compile(r"(/join/+).*", re.IGNORECASE | re.DOTALL)
"""The address of a private game: who knows it may play. Links for passwords have theirs in a query."""
PARAMETER = re.compile(r"\\{\w+\\}")


def patterns(routes: Path) -> list[str]:
    """Return the patterns of the module, such as ``/match/{id}``. OSError when it is not there."""
    return ROUTE.findall(routes.read_text(encoding="utf-8"))


def compiled(known: list[str]) -> re.Pattern[str]:
    """Return what matches their paths, as webui/js/lib/pattern.js does."""
    return re.compile("|".join(f"{PARAMETER.sub('[^/]+', re.escape(one))}/?" for one in known))


def without_secrets(path: str) -> str:
    """Return a path for the log: of an address that only the invited know, however it is written,
    the pattern."""
    return INVITATION.sub(r"\1{game}", path)
