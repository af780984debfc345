"""The query of a request, taken at its word as a body is."""

from quart import request

from gateway.auth.rules import invalid
from gateway.http.problems import FieldError


def query(*known: str) -> dict[str, str]:
    """Return the parameters by name; a Problem names one that is unknown, or there twice."""
    for name, values in request.args.lists():
        if name not in known:
            detail = f"There is no such parameter; the ones there are: {', '.join(known)}."
            raise invalid(FieldError(name[:64], "unknown", detail))
        if len(values) > 1:
            raise invalid(FieldError(name, "twice", f"`{name}` is given more than once."))
    return dict(request.args)
