"""Who sends a push: a signature with a key of this server (VAPID, RFC 8292).

The key is a point on P-256, made of a secret of `gateway.auth.keys`, so that it needs no file of
its own. A browser takes pushes of the key alone that it was asked with.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from gateway.auth.keys import Key, Keys

LASTS = 12 * 3600
"""Seconds. RFC 8292 allows 24 h, but a clock that is a little fast would make that too long."""
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points P-256 has (SEC 2, 2.4.2)."""


class Vapid:
    """Signs pushes. ``contact`` is where a push service finds who runs this server: a URL."""

    def __init__(self, keys: Keys, date: Callable[[], float], contact: str) -> None:
        self._keys = keys
        self._date = date
        self._contact = contact

    def current(self) -> tuple[str, str]:
        """Return the id of the newest key, and its public key as browsers want it."""
        key = self._keys.current()
        return key.id, b64(public_bytes(private_key(key)))

    def find(self, key_id: str) -> Key | None:
        """Return a key by its id; None if it is lost."""
        return self._keys.find(key_id)

    def header(self, endpoint: str, key: Key) -> str:
        """Return the Authorization header of a push that is signed with a key, in any thread."""
        url = urlsplit(endpoint)
        claims = {
            "aud": f"{url.scheme}://{url.netloc}",
            "exp": int(self._date()) + LASTS,
            "sub": self._contact,
        }
        # Not strict: it takes no https address with a port as a contact.
        return Vapid02(private_key(key), {"no-strict": True}).sign(claims)["Authorization"]


def private_key(key: Key) -> ec.EllipticCurvePrivateKey:
    """Return the private key that is made of a secret: always the same."""
    scalar = int.from_bytes(key.secret, "big") % (ORDER - 1) + 1
    return ec.derive_private_key(scalar, ec.SECP256R1())


def public_bytes(private: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the public key of a private one as 65 bytes, uncompressed."""
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def b64(data: bytes) -> str:
    """Return bytes in the URL-safe alphabet, without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64(text: str) -> bytes:
    """Return the bytes of such a text; raises ValueError if it is none."""
    if not text.isascii():
        raise ValueError("this is not base64")
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
