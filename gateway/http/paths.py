"""Paths as they are sent: only one of the ways to write a path is an address.

Code that decodes a path, drops empty segments or goes up a folder may see another path than the
code that checked it before, such as a proxy. So a path that the two could read differently is not
found.
"""

import re
from urllib.parse import unquote_to_bytes

from quart import Quart, request

from gateway.http.problems import Problem

ODD = re.compile(
    rb"//|/\.\.?(?:/|$)"  # an empty segment, or one that leads elsewhere
    rb"|[\\#]|%(?:2e|2f|5c|[01][0-9a-f]|7f)"  # dots, slashes and controls in disguise
    rb"|%(?![0-9a-f]{2})",
    re.IGNORECASE,
)


def is_plain(path: bytes) -> bool:
    """Tell whether a path, as it was sent, may be an address."""
    if not path.startswith(b"/") or ODD.search(path):
        return False
    try:
        unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        return False
    return True


def nothing_here() -> Problem:
    """Make the answer for an address with nothing at it."""
    return Problem(404, "not_found", "There is nothing at this address.")


def install(app: Quart) -> None:
    """Answer requests for all other paths with 404, so that routes may take paths as they are."""

    async def check() -> None:
        if not is_plain(request.scope["raw_path"]):
            raise nothing_here()

    app.before_request(check)
    app.url_map.merge_slashes = False
