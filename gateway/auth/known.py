"""The cookie by which a browser is recognised when somebody signs in with it again.

It opens nothing. It is random text that stays when its user signs out; the store has a hash of it
with the user's id, so that nobody can tell from the store who shares a browser. It is Lax, unlike
the one of the session, as a browser also comes back to sign in from another site.
"""

import re
import secrets
from collections.abc import Mapping
from hashlib import sha256

from quart import Response

from gateway.auth.cookie import Jar

LIFETIME = 400 * 24 * 3600
"""Seconds; browsers keep no cookie for longer."""
OURS = re.compile(r"[A-Za-z0-9_-]{43}")


def name(jar: Jar) -> str:
    """Return the name of the cookie; it depends on the page's address as the session's does."""
    return f"{'__Host-' if jar.secure else ''}rally_device_{jar.port}"


def read(jar: Jar, cookies: Mapping[str, str]) -> str:
    """Return the text of this browser; a new one if it has none, or one that is none of ours."""
    text = cookies.get(name(jar), "")
    return text if OURS.fullmatch(text) else secrets.token_urlsafe(32)


def give(jar: Jar, response: Response, text: str) -> None:
    """Let the browser keep its text."""
    response.set_cookie(
        name(jar),
        text,
        max_age=LIFETIME,
        path="/",
        secure=jar.secure,
        httponly=True,
        samesite="Lax",
    )


def hash_for(user_id: str, text: str) -> bytes:
    """Return what the store keeps of a browser of this user."""
    return sha256(f"{user_id} {text}".encode()).digest()
