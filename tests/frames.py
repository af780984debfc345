"""Checks every frame that tests send and receive against the schema of all frames."""

import json
from functools import cache
from typing import Any

import jsonschema_rs

from actors.frames import ClientFrame, encode
from gateway.api.frames import document
from gateway.socket.wire import Refused, decode

DOCUMENT = json.loads(json.dumps(document()))


@cache
def _validator(side: str, tag: str) -> jsonschema_rs.Validator | None:
    frame = DOCUMENT[side].get(tag)
    if frame is None:
        return None
    one = {"$ref": frame["schema"], "$defs": DOCUMENT["$defs"]}
    return jsonschema_rs.Draft202012Validator(one)


def faults(side: str, frame: Any) -> list[str]:
    """Return the schema's errors for a frame of the `client` or the `server`."""
    tag = frame.get("t") if isinstance(frame, dict) else None
    validator = _validator(side, tag) if isinstance(tag, str) else None
    if validator is None:
        return ["no frame"]
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(frame)]


def heard(frame: dict[str, Any]) -> None:
    """Check a frame of the server against the schema, and its number against the document."""
    assert faults("server", frame) == [], frame
    numbered = DOCUMENT["server"][frame["t"]]["numbered"]
    assert ("seq" in frame) == numbered or frame["t"] == "error", frame


def said(frame: ClientFrame) -> None:
    """Check a frame of a page against the schema, if the gateway accepts it."""
    data = encode(frame)
    assert accepts(data) <= (faults("client", json.loads(data)) == []), frame


def accepts(data: bytes) -> bool:
    """Tell whether the gateway takes a message for a frame."""
    try:
        decode(data)
    except Refused:
        return False
    return True
