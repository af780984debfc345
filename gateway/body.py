"""The body of a request as a typed value."""

from typing import TypeVar

import msgspec
from quart import request

from gateway.fields import explain
from gateway.problems import Problem

T = TypeVar("T")


async def read(kind: type[T]) -> T:
    """Decode the JSON body; a Problem names the field that is wrong."""
    if request.mimetype != "application/json":
        raise Problem(415, "not_json", "Send JSON, with the header Content-Type: application/json.")
    data = await request.get_data()
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        detail, field = explain(error)
        raise Problem(422, "bad_field", f"{detail}.", field=field) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem(400, "malformed", f"This is not JSON: {explain(error)[0]}.") from None
