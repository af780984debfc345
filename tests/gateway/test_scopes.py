"""Every route and every frame says which API tokens are good for it, and lets in no others."""

import json
import re
from typing import get_args

from actors.frames import Error
from gateway.api import openapi
from gateway.app import make_app
from gateway.main import Running
from gateway.socket import scopes
from gateway.socket.wire import Frame, Refused, decode
from store.programs.records import Scope
from tests.gateway.bodies import BODIES, OF_ROUTE
from tests.gateway.client import Client
from tests.gateway.programs import code, make_bot, program_of, prove
from tests.gateway.test_attacks import fields
from tests.gateway.test_wire import FROM_CLIENTS, PROTOCOL

PAGE_ONLY = {
    "/blocks",
    "/blocks/{player_id}",
    "/friends/{player_id}",
    "/moderation/log",
    "/moderation/mutes",
    "/moderation/reports",
    "/moderation/reports/{report_id}",
    "/notifications/read",
    "/players/{player_id}/ban",
    "/players/{player_id}/mute",
    "/profile",
    "/profile/avatar",
    "/profile/privacy",
    "/rooms/{room_id}/lines/{number}",
    "/rooms/{room_id}/lines/{number}/report",
    "/rooms/{room_id}/mode",
    "/sessions",
    "/sessions/{session_id}",
}
"""No token is good for these, and for anything below /account; of `/profile` and lines, for some
methods. Think before you shorten the list: whoever finds a token must not be able to take the
account with it, nor moderate."""


async def test_every_route_lets_in_only_tokens_of_its_scope(server: Running, client: Client):
    """Each is asked with a token that may only read, and with those that may one thing more."""
    await client.register()
    await prove(client)
    bot = await make_bot(client)
    programs = {s: await program_of(client, s, bot=bot) for s in get_args(Scope)}
    routes = [*openapi.operations(make_app(server.services))]
    closed = {path for path, _, op in routes if op.by == "token" and op.scope is None}
    of_account = {path for path, _, _ in routes if path.startswith("/account")}
    assert closed - of_account == PAGE_ONLY
    assert not [path for path, _, op in routes if path in of_account and op.scope is not None]
    for path, method, op in routes:
        if op.by != "token" and op.scope is None:
            continue
        for scope, program in programs.items():
            if op.scope == "read" and scope != "read":
                continue
            target = f"/api/v1{path}".replace("{number}", "1")
            body = b""
            if op.body is not None and not isinstance(op.body, str):
                good = BODIES | OF_ROUTE.get(path, {})
                body = json.dumps({name: good[name] for name in fields(op.body)}).encode()
            answer = await program.request(
                method.upper(), target, body, content_type="application/json"
            )
            assert answer.status < 500, (method, path)
            refused = code(answer) if answer.status == 403 else ""
            if op.scope is None:
                assert refused == "page_only", (method, path)
            elif op.scope in {scope, "read"}:
                assert refused not in {"page_only", "missing_scope"}, (method, path)
            else:
                assert refused == "missing_scope", (method, path)
                assert answer.json()["scope"] == op.scope


def test_the_document_has_the_scope_of_every_frame():
    rows = re.findall(
        r"^\| `([a-z]+)` \| ((?:`[a-z_]+`,? ?)+)\|", PROTOCOL.read_text(), re.MULTILINE
    )
    told = {tag: scope for scope, tags in rows for tag in re.findall(r"`(\w+)`", tags)}
    known = {kind.__struct_config__.tag: scope for kind, scope in scopes.SCOPES.items()}
    assert {tag: scope for tag, scope in told.items() if scope in get_args(Scope)} == known


def test_every_frame_lets_in_only_tokens_of_its_scope():
    closed = {kind for kind in get_args(Frame) if kind not in scopes.SCOPES}
    assert {kind.__struct_config__.tag for kind in closed} == {"delete", "mode", "station"}
    for text in FROM_CLIENTS:
        frame = decode(text.encode())
        needed = scopes.SCOPES.get(type(frame))
        for scope in get_args(Scope):
            try:
                scopes.require(frozenset({"read", scope}), frame)
                refusal = None
            except Refused as refused:
                refusal = refused.error
            if needed in {"read", scope}:
                assert refusal is None
            else:
                assert isinstance(refusal, Error)
                assert refusal.id == getattr(frame, "id", None)
                assert refusal.code == ("page_only" if needed is None else "missing_scope")
                assert f"`{needed}`" in refusal.detail or needed is None
