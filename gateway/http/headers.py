"""Headers that every answer carries."""

from collections.abc import Mapping

from quart import Quart, Response, g

# No inline code, nothing from elsewhere, and no way from a string into markup or code: the one
# policy (webui/js/ways/listen.js) gives the address of the service worker, whatever it is given.
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
    " trusted-types worker;"
)
UNUSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
    "X-Permitted-Cross-Domain-Policies": "none",
}
SECURE_HEADERS = HEADERS | {"Strict-Transport-Security": "max-age=31536000"}
"""For a year, and for this name only: names below it may not have TLS."""


def of(*, secure: bool) -> Mapping[str, str]:
    """Return the headers for a request; ``secure``: it came over TLS."""
    return SECURE_HEADERS if secure else HEADERS


def install(app: Quart) -> None:
    """Add the headers to every response; one that does not say how to cache it is not cached."""

    async def add(response: Response) -> Response:
        for name, value in of(secure=g.seen.secure).items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.after_request(add)
