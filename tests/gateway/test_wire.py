"""The decoder reads every example of docs/protocol.md, and raises only Refused for the rest."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.frames import ClientFrame, Error, Ok, Origin, ServerFrame, encode
from actors.games import messages as games
from actors.invitations import messages as invitations
from actors.match import messages as match
from actors.match import wishes
from actors.matchmaker import messages as queue
from actors.player import messages as player
from actors.player import notices
from actors.presence import messages as presence
from actors.presence.parts import presence_of
from actors.ratings import messages as ratings
from actors.room import frames as room
from actors.seats import messages as seats
from actors.seats.parts import seats_of
from actors.tournament import frames as tournament
from actors.tournament import shown
from gateway.api.frames import server_frames
from gateway.auth.rules import display_name
from gateway.socket.wire import MAX_MESSAGE, ROUTES, Frame, Refused, address, decode
from tests import frames

PROTOCOL = Path(__file__).resolve().parents[2] / "docs" / "protocol.md"
EXAMPLES = re.findall(r"```json (client|server)\n(.*?)\n```", PROTOCOL.read_text(), re.DOTALL)
FIELDS = json.loads((Path(__file__).parents[1] / "webui" / "fields.json").read_text())
FROM_CLIENTS = [text for who, text in EXAMPLES if who == "client"]
FROM_SERVER = [json.loads(text) for who, text in EXAMPLES if who == "server"]


def _structs(base: type) -> list[type]:
    modules = (
        *(seats, queue, games, invitations, match, wishes, player, notices, presence, room),
        *(ratings, tournament, shown),
    )
    known = [thing for module in modules for thing in vars(module).values()]
    kinds = {k for k in (*known, Ok, Error) if isinstance(k, type) and issubclass(k, base)}
    return sorted(kinds - {base}, key=lambda kind: kind.__name__)


SERVER_FRAMES = {kind.__struct_config__.tag: kind for kind in _structs(ServerFrame)}


@pytest.mark.parametrize("text", FROM_CLIENTS)
def test_every_client_example_is_a_frame(text: str):
    assert frames.faults("client", json.loads(text)) == []
    frame = decode(text.encode())
    given, encoded = json.loads(text), json.loads(encode(frame))
    written = {"settings", "plan"}  # of these only what differs from the usual
    assert {name: encoded[name] for name in given if name not in written} == {
        name: value for name, value in given.items() if name not in written
    }


@pytest.mark.parametrize("example", FROM_SERVER, ids=lambda frame: frame["t"])
def test_every_server_example_is_a_frame(example: dict[str, Any]):
    frames.heard(example)
    frame = {name: value for name, value in example.items() if name != "seq"}
    kind = SERVER_FRAMES[frame["t"]]
    assert json.loads(encode(msgspec.convert(frame, kind))) == frame


def test_the_document_has_an_example_of_every_frame():
    shown = {json.loads(text)["t"] for text in FROM_CLIENTS}
    assert shown == {kind.__struct_config__.tag for kind in get_args(Frame)}
    assert {frame["t"] for frame in FROM_SERVER} == set(SERVER_FRAMES)


def test_the_schema_has_every_frame_and_says_which_are_requests():
    assert set(server_frames()) == set(SERVER_FRAMES.values())
    requests = {tag for tag, said in frames.DOCUMENT["client"].items() if said["request"]}
    asked = {json.loads(text)["t"] for text in FROM_CLIENTS if "id" in json.loads(text)}
    assert requests == asked
    settings = {
        kind["properties"]["t"]["enum"][0]
        for kind in frames.DOCUMENT["$defs"].values()
        if {"t", "settings", "id"} <= kind["properties"].keys()
    }
    assert settings == {"open", "local", "ai", "invite"}


def test_every_frame_is_decoded_and_has_an_actor():
    assert set(_structs(ClientFrame)) == set(get_args(Frame))
    assert set(ROUTES) == set(get_args(Frame)) - {player.Hello}
    origin = Origin("p1", "Ada", "c1")
    decoded = [decode(text.encode()) for text in FROM_CLIENTS]
    frames = [frame for frame in decoded if not isinstance(frame, player.Hello)]
    where = {str(address(frame, origin)) for frame in frames}
    rooms = {"room/lobby", "room/d.p1.p2", "room/r.8c1f20aa"}
    others = {
        "player/p1",
        "match/m81x",
        str(seats_of("p1")),
        str(presence_of("p1")),
        "invitations",
        "tournament/t.spring",
    }
    assert where == others | rooms


def _refusal(text: str) -> Error:
    with pytest.raises(Refused) as refused:
        decode(text.encode())
    return refused.value.error


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("", "malformed", ""),
        ("nonsense", "malformed", ""),
        ("[]", "malformed", ""),
        ("{}", "malformed", "t"),
        ('{"t": 5}', "malformed", "t"),
        ('{"t": "fly"}', "unknown_frame", "t"),
        ('{"t": "welcome"}', "unknown_frame", "t"),
        ('{"t": "queue"}', "malformed", "id"),
        ('{"t": "queue", "id": ""}', "malformed", "id"),
        ('{"t": "open", "id": "r", "settings": {"points": 99}}', "malformed", "settings.points"),
        ('{"t": "input", "match": "m", "dir": 2, "at": 1}', "malformed", "dir"),
        ('{"t": "input", "match": "m", "dir": 1, "at": -1}', "malformed", "at"),
        ('{"t": "input", "match": "m", "dir": 1, "at": 1, "y": 3.5}', "malformed", "y"),
        ('{"t": "input", "match": "m", "dir": 1, "at": 1, "side": 0}', "malformed", "side"),
        ('{"t": "ping", "at": 1e999}', "malformed", "at"),
        ('{"t": "watch", "match": "m", "home": "1.2.3.4"}', "malformed", "home"),
        ("x" * (MAX_MESSAGE + 1), "too_large", ""),
        ("é" * (MAX_MESSAGE // 2 + 1), "too_large", ""),
    ],
)
def test_what_is_refused_says_why_and_where(text: str, code: str, names: str):
    error = _refusal(text)
    assert error.code == code
    assert names in error.detail
    if text.startswith("{"):
        assert frames.faults("client", json.loads(text)) != []


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(
    "example",
    [
        e
        for e in FIELDS
        if e["field"] == "display_name" and 0 < len(e["value"]) <= 24 and "\ud800" not in e["value"]
    ],
    ids=lambda e: ascii(e["value"]),
)
def test_names_on_one_keyboard_are_names_as_all_others(place: int, example: dict[str, str | None]):
    """Everybody sees them: watchers, and readers of the result."""
    names = ["Ada", "Bob"]
    names[place] = example["value"] or ""
    text = json.dumps({"t": "local", "id": "r6", "names": names})
    if example["rule"] is None:
        frame = decode(text.encode())
        assert isinstance(frame, seats.Local)
        assert frame.names is not None
        assert frame.names[place] == display_name(names[place])
    else:
        error = _refusal(text)
        assert (error.code, error.id) == ("malformed", "r6")
        assert error.detail.startswith(f"names.{place}: ")
        assert error.detail.endswith(f"({example['rule']})")


def test_a_refused_request_is_answered_by_its_id():
    assert _refusal('{"t": "ai", "level": "godlike", "id": "r7"}').id == "r7"
    assert _refusal('{"t": "nothing", "id": "r8"}').id == "r8"
    assert _refusal('{"t": "queue", "id": 9}').id is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
tags = st.sampled_from([json.loads(text)["t"] for text in FROM_CLIENTS])
names = st.sampled_from(sorted({name for text in FROM_CLIENTS for name in json.loads(text)}))


def _decodes_or_is_refused(text: str) -> None:
    try:
        frame = decode(text.encode())
    except Refused as refused:
        error = refused.error
    else:
        assert type(frame) in get_args(Frame)
        assert frames.faults("client", json.loads(text)) == []
        return
    assert error.code in {"malformed", "unknown_frame", "too_large"}
    assert len(error.detail) < 300


@given(st.text() | json_values.map(json.dumps))
def test_random_text_never_fails_otherwise(text: str):
    _decodes_or_is_refused(text)


@given(tags, st.dictionaries(names, json_values))
def test_random_fields_never_fail_otherwise(tag: str, fields: dict[str, Any]):
    _decodes_or_is_refused(json.dumps({"t": tag} | fields))


@given(st.sampled_from(FROM_CLIENTS), st.data())
def test_a_mutated_frame_never_fails_otherwise(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    _decodes_or_is_refused(text[:start] + data.draw(st.text(max_size=8)) + text[end:])


@pytest.mark.parametrize("opening", ["[", '{"t":', '{"t":"hello","session":', '{"id":['])
def test_deep_nesting_never_fails_otherwise(opening: str):
    _decodes_or_is_refused(opening * (MAX_MESSAGE // len(opening)))
