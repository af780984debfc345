"""The query of a request, checked as strictly as a body."""

from quart import request

from gateway.auth.rules import invalid
from gateway.http.problems import FieldError


def query(*known: str) -> dict[str, str]:
    """Return the parameters by name; raises a Problem for one that is unknown or repeated."""
    for name, values in request.args.lists():
        if name not in known:
            detail = f"There is no such parameter; the ones there are: {', '.join(known)}."
            raise invalid(FieldError(name[:64], "unknown", detail))
        if len(values) > 1:
            raise invalid(FieldError(name, "twice", f"`{name}` is given more than once."))
    return dict(request.args)


def page_size(text: str | None, usual: int, largest: int) -> int:
    """Return the length of a page that ``limit`` asks for; raises a Problem if it is no length."""
    given = str(usual) if text is None else text
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= largest):
        detail = f"`limit` is a number from 1 to {largest}."
        raise invalid(FieldError("limit", "range", detail, largest))
    return int(given)
