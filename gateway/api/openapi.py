"""The OpenAPI document of /api/v1, made of the routes there are and what is written beside them."""

from collections.abc import Iterator
from typing import Any, cast

import msgspec
from quart import Blueprint, Quart, Response, current_app
from werkzeug.routing import Rule

from gateway.api.describe import Operation, operation
from gateway.http.problems import ProblemBody
from gateway.services import Services

BASE = "/api/v1"
REF = "#/components/schemas/{name}"
PROBLEM = "application/problem+json"
JSON = "application/json"
ALWAYS = (400, 403, 500, 501, 503)
"""What any request may be told: no sense, another site, a mistake of ours, a body sent in a way
that we do not know, a store that is away."""
WITH_BODY = (408, 413, 415, 422)
SAYS = {"token": [{"token": []}], "cookie": [{"cookie": []}, {}], "nobody": []}
ABOUT = """Sign in, and show the access token as `Authorization: Bearer …`; when it has had its
time, `POST /refresh` exchanges the cookie for another. Programs show an API token instead, where
a scope is named. Writes of pages need an `Origin` header with the
address of the site. The WebSocket is described in docs/protocol.md."""


def routes(_: Services) -> Blueprint:
    """Make the route."""
    blueprint = Blueprint("openapi", __name__)
    made: list[bytes] = []

    @blueprint.get("/openapi.json")
    @operation(answer=dict[str, Any])
    async def openapi() -> Response:
        """Return this document."""
        if not made:
            made.append(msgspec.json.encode(document(cast("Quart", current_app))))
        return Response(made[0], content_type=JSON)

    return blueprint


def document(app: Quart) -> dict[str, Any]:
    """Make the document. A route without a description is a KeyError: nobody may forget one."""
    found = [*operations(app)]
    types = [kind for _, _, op in found for kind in _types(op)]
    schemas, components = msgspec.json.schema_components([*types, ProblemBody], ref_template=REF)
    schema = iter(schemas)
    paths: dict[str, dict[str, Any]] = {}
    for path, method, op in found:
        paths.setdefault(path, {})[method] = _describe(op, [next(schema) for _ in _types(op)])
    return {
        "openapi": "3.1.0",
        "info": {"title": "Rally", "version": "1", "description": ABOUT},
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": SCHEMES},
    }


PROGRAMS = "An API token, made on the page of an account; it needs the scope that is named."
SCHEMES: dict[str, dict[str, str]] = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "api_token": {"type": "http", "scheme": "bearer", "description": PROGRAMS},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "rally_refresh_PORT"},
}


def operations(app: Quart) -> Iterator[tuple[str, str, Operation]]:
    """Yield path, method and description of every route of the API."""
    rules: list[Rule] = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    for rule in rules:
        if rule.rule.startswith(BASE + "/"):
            path = rule.rule.removeprefix(BASE).replace("<", "{").replace(">", "}")
            handler = app.view_functions[rule.endpoint]
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                try:
                    yield path, method.lower(), handler.operation  # pyright: ignore[reportFunctionMemberAccess]
                except AttributeError:
                    raise KeyError(f"{method} {rule.rule} has no @operation") from None


def _types(op: Operation) -> list[Any]:
    """List the types of an operation, in the order in which `_describe` takes their schemas."""
    bodies = [kind for kind in (op.body, op.answer) if not _is_media_type(kind)]
    return [*op.path.values(), *op.query.values(), *bodies, *_others(op)]


def _others(op: Operation) -> list[Any]:
    """List the types of the further answers of an operation, in order."""
    kinds = (kind if isinstance(kind, tuple) else (kind,) for kind in op.also.values())
    return [one for several in kinds for one in several if one is not None]


def _is_media_type(kind: Any) -> bool:
    return kind is None or isinstance(kind, str)


def _content(kind: Any, schemas: Iterator[dict[str, Any]]) -> dict[str, Any]:
    return {kind: {}} if isinstance(kind, str) else {JSON: {"schema": next(schemas)}}


def _security(op: Operation) -> list[dict[str, list[str]]]:
    """Say how a client shows who asks; an API token has the scopes that are named."""
    said: list[dict[str, list[str]]] = SAYS[op.by]
    return said if op.scope is None else [*(said or [{}]), {"api_token": [op.scope]}]


def _any_content(kind: Any, schemas: Iterator[dict[str, Any]]) -> dict[str, Any]:
    if not isinstance(kind, tuple):
        return _content(kind, schemas)
    return {JSON: {"schema": {"oneOf": [next(schemas) for _ in kind]}}}


def _describe(op: Operation, schemas: list[dict[str, Any]]) -> dict[str, Any]:
    schema = iter(schemas)
    parameters = [
        {"name": name, "in": place, "required": place == "path", "schema": next(schema)}
        for place, names in (("path", op.path), ("query", op.query))
        for name in names
    ]
    described: dict[str, Any] = {"summary": op.summary, "security": _security(op)}
    if parameters:
        described["parameters"] = parameters
    if op.body is not None:
        described["requestBody"] = {"required": True, "content": _content(op.body, schema)}
    answered = {} if op.answer is None else {"content": _content(op.answer, schema)}
    statuses = {*op.problems, *ALWAYS, *(WITH_BODY if op.body is not None else ())}
    done = {str(op.status): {"description": "Done.", **answered}}
    for status, kind in op.also.items():
        content = {} if kind is None else {"content": _any_content(kind, schema)}
        done[str(status)] = {"description": "Done.", **content}
    described["responses"] = done | {
        str(status): {
            "description": "A problem.",
            "content": {PROBLEM: {"schema": {"$ref": REF.format(name=ProblemBody.__name__)}}},
        }
        for status in sorted(statuses)
    }
    return described
