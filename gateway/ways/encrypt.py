"""Encrypts a push for one browser, so that its push service cannot read it.

Message encryption for Web Push (RFC 8291) in the content coding aes128gcm (RFC 8188): a secret
agreed upon by ECDH, keys by HKDF-SHA-256, one record of AES-128-GCM.
"""

import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.ways.vapid import public_bytes

RECORD = 4096
"""Bytes of a record, and so of a push: no push service must take more."""
HEAD = 16 + 4 + 1 + 65
LONGEST = RECORD - HEAD - 16 - 1
"""Bytes of a text: what the head, the tag and the end mark leave."""
LAST = b"\x02"
"""Ends the last record of a text."""


def encrypt(
    text: bytes,
    p256dh: bytes,
    auth: bytes,
    private: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Return the body of a push to the browser with these keys; raises ValueError if too long.

    ``private`` and ``salt`` are drawn for each push; they are arguments for the sake of tests.
    """
    if len(text) > LONGEST:
        raise ValueError(f"a push has at most {LONGEST} bytes, and this is {len(text)}")
    private = private or ec.generate_private_key(ec.SECP256R1())
    salt = salt or secrets.token_bytes(16)
    browser, own = browser_key(p256dh), public_bytes(private)
    agreed = private.exchange(ec.ECDH(), browser)
    seed = _derive(auth, agreed, b"WebPush: info\0" + p256dh + own, 32)
    key = _derive(salt, seed, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, seed, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, text + LAST, None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(own)]) + own + sealed


def browser_key(p256dh: bytes) -> ec.EllipticCurvePublicKey:
    """Return the public key of a browser; raises ValueError if it is none."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)


def _derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
