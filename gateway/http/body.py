"""The body of a request as a typed value."""

from typing import TypeVar

import msgspec
from quart import request

from gateway.http.fields import NO_JSON, explain
from gateway.http.problems import FieldError, Problem

T = TypeVar("T")


async def read(kind: type[T]) -> T:
    """Decode the JSON body; raises a Problem that names the wrong field."""
    if request.mimetype != "application/json":
        raise Problem(415, "not_json", "Send JSON, with the header Content-Type: application/json.")
    data = await request.get_data()
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        detail, field = explain(error)
        errors = [FieldError(field, _rule(detail), f"{detail}.")] if field else []
        raise Problem(422, "invalid", f"{detail}.", errors=errors) from None
    except NO_JSON as error:
        raise Problem(400, "malformed", f"This is not JSON: {explain(error)[0]}.") from None


def _rule(detail: str) -> str:
    """Return the short name of the rule that a decoder says is broken."""
    if "missing required" in detail:
        return "missing"
    return "unknown" if "unknown field" in detail else "type"
