"""What a decoder complains about, in words for the one who sent it."""

import re

import msgspec

NO_JSON = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)
"""What decoding the bytes of a peer may raise: msgspec leaves text that is no UTF-8 to Python."""
PATH = re.compile(r" - at `(?P<path>[^`]*)`$")
NAMED = re.compile(r"field `(?P<name>[^`]*)`")


def explain(error: Exception) -> tuple[str, str | None]:
    """Return what is wrong and the field where it is (dotted), if it is in one."""
    if isinstance(error, RecursionError):
        return "nested too deeply", None
    if isinstance(error, UnicodeDecodeError):
        return "text that is not UTF-8", None
    text = str(error)
    path = PATH.search(text)
    place = path["path"].removeprefix("$").removeprefix(".") if path else ""
    detail = PATH.sub("", text)
    if named := NAMED.search(detail):
        place = ".".join(part for part in (place, named["name"]) if part)
    return detail, place[:64] or None
