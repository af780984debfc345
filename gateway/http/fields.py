"""Turns the complaints of a decoder into words for the sender."""

import re

import msgspec

NO_JSON = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)
"""The errors of decoding a peer's bytes; for text that is not UTF-8 they come from Python."""
PATH = re.compile(r" - at `(?P<path>[^`]*)`$")
NAMED = re.compile(r"field `(?P<name>[^`]*)`")


def explain(error: Exception) -> tuple[str, str | None]:
    """Return what is wrong, and the dotted name of the field if it is in one."""
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
