"""What the API is asked: how a match ended, and what was said in a room."""

import json
import time
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

ASK_WITHIN = 3.0
TRIES, AGAIN = 40, 0.5


def ask(site: str, match: str) -> tuple[int, Any]:
    """Return the status and body with which the API answers about a match; 0 without an answer."""
    try:
        with urlopen(f"{site}/api/v1/matches/{match}", timeout=ASK_WITHIN) as answer:  # noqa: S310 - our own site
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code if error.code == 404 else 0, None
    except (URLError, OSError, ValueError):
        return 0, None


def lines(site: str, room: str, token: str) -> list[dict[str, Any]]:
    """Return all events of a room, oldest first, as its pages have them; raises OSError."""
    headers = {"Origin": site, "Authorization": f"Bearer {token}"}
    found: list[dict[str, Any]] = []
    more = True
    while more:
        before = f"?before={found[0]['number']}" if found else ""
        page = _read(Request(f"{site}/api/v1/rooms/{room}/lines{before}", headers=headers))  # noqa: S310 - our own site
        found, more = [*page["events"], *found], page["more"]
    return found


def _read(request: Request) -> Any:
    for _ in range(TRIES):
        try:
            with urlopen(request, timeout=ASK_WITHIN) as answer:  # noqa: S310 - our own site
                return json.load(answer)
        except (HTTPException, OSError):  # too many questions, or the server has just started
            time.sleep(AGAIN)
    raise OSError(f"no answer to {request.full_url}")
