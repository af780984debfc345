"""Descriptions of routes, written beside them; `gateway.api.openapi` makes a document of them."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from msgspec import Struct

from store.programs.records import Scope

Handler = TypeVar("Handler", bound=Callable[..., Any])

By = Literal["nobody", "token", "cookie"]
"""How a route knows who asks; ``cookie``: without one, nobody does."""


class Operation(Struct, frozen=True):
    """One route: the types of body and answer, the statuses, and how it knows who asks.

    ``scope`` is the one that an API token needs; None: no token is good for it.
    ``path`` and ``query`` are the types of its parameters; ``answer`` None means an empty answer.
    ``also`` has the types of further answers, by status; a tuple has several. For a body or answer
    that is not JSON, the name of its media type stands in place of the type.
    """

    summary: str
    by: By
    scope: Scope | None
    body: Any
    answer: Any
    status: int
    problems: tuple[int, ...]
    path: dict[str, Any]
    query: dict[str, Any]
    also: dict[int, Any]


def operation(
    *,
    by: By = "nobody",
    scope: Scope | None = None,
    body: Any = None,
    answer: Any = None,
    status: int = 200,
    problems: tuple[int, ...] = (),
    path: dict[str, Any] | None = None,
    query: dict[str, Any] | None = None,
    also: dict[int, Any] | None = None,
) -> Callable[[Handler], Handler]:
    """Describe a handler; the first line of its docstring is the summary."""

    def describe(handler: Handler) -> Handler:
        summary = (handler.__doc__ or "").partition("\n")[0]
        about = (by, scope, body, answer, status, problems)
        described = Operation(summary, *about, path or {}, query or {}, also or {})
        handler.operation = described  # pyright: ignore[reportFunctionMemberAccess]
        return handler

    return describe
