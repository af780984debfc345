"""What tells a program from a page: the API token that it shows with each request."""

PREFIX = "rally_"


def presented(authorization: str | None) -> str | None:
    """Return the API token in an Authorization header; None if there is none."""
    kind, _, token = (authorization or "").partition(" ")
    token = token.strip()
    return token if kind.lower() == "bearer" and token.startswith(PREFIX) else None
