"""The target of a request (RFC 9112, section 3.2), which follows the method. Pure."""

import re

LABEL = rb"[a-z0-9_~-]{1,63}"
HOST = rb"(?:%b(?:\.%b)*\.?|\[[0-9a-f:.]+\])(?::\d{0,5})?" % (LABEL, LABEL)
ABSOLUTE = re.compile(rb"https?://(?P<host>%b)(?P<path>[/?].*)?" % HOST, re.IGNORECASE)
NAMED = re.compile(HOST, re.IGNORECASE)


class BadTarget(Exception):
    """The target has none of the forms that are answered here."""


def origin_form(target: bytes) -> tuple[bytes, bytes | None]:
    """Return a target without its host, and the host, if any, which overrides the header.

    ``*`` stays as it is. Raises BadTarget for the address of a tunnel (CONNECT) and anything odd.
    """
    if target.startswith(b"/") or target == b"*":
        return target, None
    absolute = ABSOLUTE.fullmatch(target)
    if absolute is None:
        raise BadTarget
    path = absolute["path"] or b""
    return path if path.startswith(b"/") else b"/" + path, absolute["host"]


def is_host(value: bytes) -> bool:
    """Tell whether a Host header is well-formed, as an empty one is too."""
    return not value or NAMED.fullmatch(value) is not None
