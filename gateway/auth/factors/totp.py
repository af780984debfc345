"""Codes of an app, by time (RFC 6238): SHA-1, 6 digits, 30 s, as every such app makes them."""

import secrets
from base64 import b32encode
from hmac import compare_digest

import segno
from pyotp.totp import TOTP

BYTES = 20
"""Of a secret: as long as the output of SHA-1 (RFC 4226, section 4)."""
STEP = 30
"""Seconds."""
DRIFT = 1
"""Steps by which the clock of a telephone may differ, either way."""
DIGITS = 6


def new_secret() -> bytes:
    """Make a secret."""
    return secrets.token_bytes(BYTES)


def spelt(secret: bytes) -> str:
    """Write a secret as apps read it, in base32 without padding."""
    return b32encode(secret).decode().rstrip("=")


def code(secret: bytes, step: int) -> str:
    """Return the code of a time step."""
    return TOTP(spelt(secret), digits=DIGITS).generate_otp(step)


def step_of(secret: bytes, typed: str, now: float) -> int | None:
    """Return the time step, about ``now`` (s), of which somebody has typed the code, or None."""
    present = int(now) // STEP
    for step in range(present - DRIFT, present + DRIFT + 1):
        if compare_digest(code(secret, step).encode(), typed.encode()):
            return step
    return None


def address(secret: bytes, login: str, host: str) -> str:
    """Return the address (otpauth://) from which an app learns the secret and whose it is."""
    return TOTP(spelt(secret), digits=DIGITS).provisioning_uri(
        name=login, issuer_name=f"Rally ({host})"
    )


def picture(text: str) -> str:
    """Draw a text as a QR code; return it as the address (data:) of an SVG image."""
    return segno.make(text, micro=False).svg_data_uri(scale=6, border=4, light="#fff")
