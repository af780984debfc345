"""Encrypts a push for one browser, so that its push service cannot read it (RFC 8291)."""

from cryptography.hazmat.primitives.asymmetric import ec

from gateway.ways.vapid import b64

RECORD = 4096
"""Bytes of a push: no push service must take more, and a browser reads one record alone."""
HEAD = 16 + 4 + 1 + 65
LONGEST = RECORD - HEAD - 16 - 1
"""Bytes of a text: what the head, the tag and the end mark leave."""


def encrypt(text: bytes, p256dh: bytes, auth: bytes) -> bytes:
    """Return the body of a push to the browser with these keys; raises ValueError if too long.

    Call it in a thread: the first time it imports pywebpush, which takes a tenth of a second.
    """
    # aiohttp and requests come with it, 11 MB that a server without pushes does not need.
    from pywebpush import WebPusher

    if len(text) > LONGEST:
        raise ValueError(f"a push has at most {LONGEST} bytes, and this is {len(text)}")
    keys = {"p256dh": b64(p256dh), "auth": b64(auth)}
    # The endpoint is not for encoding, but WebPusher wants one.
    return WebPusher({"endpoint": "", "keys": keys}).encode(text)["body"]


def browser_key(p256dh: bytes) -> ec.EllipticCurvePublicKey:
    """Return the public key of a browser; raises ValueError if it is none."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)
