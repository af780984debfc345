"""Which addresses are pages: those that webui/js/routes.js has a page for, and no others.

Everything else is not found, so that a probe for /metrics or /admin is not answered with a page.
"""

import re
from pathlib import Path

ROUTE = re.compile(r'^  "(/[^"]*)": \w+,$', re.MULTILINE)
SECRET = re.compile(r"(/join/+|/password-reset[/#]).*", re.IGNORECASE | re.DOTALL)
"""What only those invited know, and a link for a new password whose fragment was sent along."""
PARAMETER = re.compile(r"\\{\w+\\}")


def patterns(routes: Path) -> list[str]:
    """Return the patterns of the module, such as ``/match/{id}``. OSError when it is not there."""
    return ROUTE.findall(routes.read_text(encoding="utf-8"))


def compiled(known: list[str]) -> re.Pattern[str]:
    """Return what matches their paths, as webui/js/lib/pattern.js does."""
    return re.compile("|".join(f"{PARAMETER.sub('[^/]+', re.escape(one))}/?" for one in known))


def without_secrets(path: str) -> str:
    """Return a path for the log: of an address that is a secret, however written, the pattern."""
    return SECRET.sub(r"\1{secret}", path)
