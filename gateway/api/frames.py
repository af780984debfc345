"""The JSON Schema of all WebSocket frames, made from the Structs that decode and encode them.

``$defs`` has a schema for each frame and for its parts. ``client`` and ``server`` list the frames
of each direction by their ``t``, with what is known about each besides its fields.
"""

from inspect import cleandoc
from typing import Any, get_args

import msgspec
from msgspec import Struct
from quart import Blueprint, Response

from actors import frames
from actors.frames import RequestId, ServerFrame
from actors.games import messages as games
from actors.invitations import messages as invitations
from actors.match import messages as match
from actors.match import wishes
from actors.matchmaker import messages as queue
from actors.player import messages as player
from actors.player import notices
from actors.presence import messages as presence
from actors.ratings import messages as ratings
from actors.room import frames as room
from actors.seats import messages as seats
from actors.tournament import frames as tournament
from actors.tournament import shown
from gateway.api.describe import operation
from gateway.services import Services
from gateway.socket.scopes import SCOPES
from gateway.socket.wire import MAX_MESSAGE, Frame

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REF = "#/$defs/{name}"
MODULES = (
    *(tournament, shown, ratings),
    *(frames, player, notices, seats, queue, games, invitations, match, wishes, room, presence),
)
UNNUMBERED = (
    *(player.Welcome, player.ServerPing, player.ServerPong),
    *(seats.PlayingView, queue.WaitingView, games.GamesView, invitations.InvitationsView),
    *(shown.TournamentView, shown.TournamentPart, shown.OrganisersView),
    *(room.RoomView, room.Happened, room.Head, room.HistoryPage),
    *(room.MarkView, room.Seen, room.Typing, room.Unsubscribed),
    *(presence.OnlineView, presence.PresenceChanged, match.Flew, match.PaddleMoved),
)
"""Frames about the connection, and frames of which only the newest counts: they have no `seq`."""
SEQ = {
    "type": "integer",
    "minimum": 1,
    "description": "The number of this frame in its session; an error that the session never"
    " saw has none.",
}
ABOUT = f"""One JSON object a message from a client, at most {MAX_MESSAGE} bytes; the server may
join several with newlines. docs/protocol.md says what they mean. `client` and `server` list the
frames by their `t`: `schema` is where its fields are; a `request` carries an `id` and is answered
by `ok` (`friends` by `friends`) or `error` with the same one, and may take the `settings` that its
schema names; with an API token it needs the `scope` (null: it needs a page); `numbered` frames
count `seq` up by one in each session."""


def routes(_: Services) -> Blueprint:
    """Make the route."""
    blueprint = Blueprint("frames", __name__)
    made: list[bytes] = []

    @blueprint.get("/frames.json")
    @operation(answer=dict[str, Any])
    async def read_frames() -> Response:
        """Return the JSON Schema of all frames of the WebSocket."""
        if not made:
            made.append(msgspec.json.encode(document()))
        return Response(made[0], content_type="application/json")

    return blueprint


def client_frames() -> tuple[type[Struct], ...]:
    """Return every frame that a client may send."""
    return get_args(Frame)


def server_frames() -> tuple[type[ServerFrame], ...]:
    """Return every frame that the server may send."""
    known = (thing for module in MODULES for thing in vars(module).values())
    kinds = (k for k in known if isinstance(k, type) and issubclass(k, ServerFrame))
    return tuple(dict.fromkeys(kind for kind in kinds if kind is not ServerFrame))


def document() -> dict[str, Any]:
    """Make the document, which is itself a schema that every frame of either direction matches."""
    kinds = [*client_frames(), *server_frames()]
    refs, components = msgspec.json.schema_components(kinds, ref_template=REF)
    for schema in components.values():
        if "description" in schema:
            schema["description"] = cleandoc(schema["description"])
    places = dict(zip(kinds, (ref["$ref"] for ref in refs), strict=True))
    for kind in server_frames():
        if kind not in UNNUMBERED:
            components[places[kind].rpartition("/")[2]]["properties"]["seq"] = SEQ
    return {
        "$schema": DIALECT,
        "title": "The frames of Rally's WebSocket",
        "description": ABOUT.replace("\n", " "),
        "anyOf": refs,
        "client": {
            kind.__struct_config__.tag: {
                "schema": places[kind],
                "request": _is_request(kind),
                "scope": SCOPES.get(kind),
            }
            for kind in client_frames()
        },
        "server": {
            kind.__struct_config__.tag: {
                "schema": places[kind],
                "numbered": kind not in UNNUMBERED,
            }
            for kind in server_frames()
        },
        "$defs": components,
    }


def _is_request(kind: type[Struct]) -> bool:
    return any(f.name == "id" and f.type == RequestId for f in msgspec.structs.fields(kind))
