"""Headers that every answer carries."""

from quart import Quart, Response

# No inline code, nothing from elsewhere, and no way from a string into markup or code.
POLICY = (
    "default-src 'none';"
    " script-src 'self';"
    " style-src 'self';"
    " img-src 'self' data:;"
    " font-src 'self';"
    " media-src 'self';"
    " manifest-src 'self';"
    " connect-src 'self';"
    " base-uri 'none';"
    " form-action 'self';"
    " frame-ancestors 'none';"
    " require-trusted-types-for 'script';"
    " trusted-types 'none';"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def install(app: Quart) -> None:
    """Add them to every response; what has not said how to be cached is not."""

    async def add(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.after_request(add)
