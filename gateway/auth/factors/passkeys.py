"""Passkeys (WebAuthn, level 2): what a browser is asked, and the check of what it answers.

A passkey belongs to the name of a site, the host. Ours are always kept by the authenticator
(discoverable) and always verify the person, by a PIN or a finger: each is two factors in one.
"""

import json
import secrets
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from msgspec import Struct
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LASTS = 300
"""Seconds for which a challenge may be answered."""
BYTES = 32
LONGEST_ID = 1400
"""Characters: a credential id has at most 1023 bytes."""
ODD = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, OverflowError)
"""What the library raises for what no browser sends."""


class Unproven(Exception):
    """The answer does not fit the challenge, the site or the key."""


class Assertion(Struct, forbid_unknown_fields=True, rename="camel"):
    """What `navigator.credentials.get` gives; all in base64url."""

    id: str
    client_data: str
    authenticator_data: str
    signature: str
    user_handle: str | None = None


class Attestation(Struct, forbid_unknown_fields=True, rename="camel"):
    """What `navigator.credentials.create` gives; all in base64url."""

    id: str
    client_data: str
    attestation_object: str


class Site(Struct, frozen=True):
    """Where somebody is: the origin of their page, and the name in it."""

    origin: str
    host: str


class Made(Struct, frozen=True):
    """A new key: ``public_key`` in COSE."""

    id: str
    public_key: bytes
    sign_count: int


def site_of(origin: str) -> Site | None:
    """Return the site of a page, by its Origin; None where browsers make no passkeys."""
    host = urlsplit(origin).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return Site(origin, host) if host else None
    return None


def new_challenge() -> bytes:
    """Make a challenge."""
    return secrets.token_bytes(BYTES)


def to_make(
    site: Site, challenge: bytes, user: tuple[str, str, str], known: Sequence[str]
) -> dict[str, Any]:
    """Return the options for making a key, as JSON has them.

    ``user`` is the id, the log-in name and the name that others see; ``known`` are the ids of the
    user's keys of this site, so that no device gets a second one.
    """
    user_id, login, shown = user
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=f"Rally ({site.host})",
        user_id=user_id.encode(),
        user_name=login,
        user_display_name=shown,
        challenge=challenge,
        timeout=LASTS * 1000,
        exclude_credentials=[_descriptor(one) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return json.loads(webauthn.options_to_json(options))


def to_show(site: Site, challenge: bytes, known: Sequence[str] = ()) -> dict[str, Any]:
    """Return the options for showing one of the ``known`` keys; if they are empty, any key."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=LASTS * 1000,
        allow_credentials=[_descriptor(one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return json.loads(webauthn.options_to_json(options))


def made(attestation: Attestation, site: Site, challenge: bytes) -> Made:
    """Check what a browser answers to `to_make`; raises `Unproven`."""
    response = {
        "clientDataJSON": attestation.client_data,
        "attestationObject": attestation.attestation_object,
    }
    try:
        found = webauthn.verify_registration_response(
            credential=_credential(attestation.id, response),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except ODD as error:
        raise Unproven(str(error)) from None
    return Made(attestation.id, found.credential_public_key, found.sign_count)


def shown(assertion: Assertion, site: Site, challenge: bytes, public_key: bytes) -> int:
    """Check what a browser answers to `to_show`; return the new count. Raises `Unproven`."""
    response = {
        "clientDataJSON": assertion.client_data,
        "authenticatorData": assertion.authenticator_data,
        "signature": assertion.signature,
    }
    try:
        found = webauthn.verify_authentication_response(
            credential=_credential(assertion.id, response),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,  # `is_copy` compares, as that has its own answer
            require_user_verification=True,
        )
    except ODD as error:
        raise Unproven(str(error)) from None
    return found.new_sign_count


def is_copy(before: int, now: int) -> bool:
    """Tell whether a count shows that there are two of a key (section 6.1.1); 0: it has none."""
    return (before > 0 or now > 0) and now <= before


def owner_in(assertion: Assertion) -> str | None:
    """Return the id of the user whom the key names, which a key of ours always does."""
    text = assertion.user_handle or ""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode() or None
    except ValueError:
        return None


def _credential(key_id: str, response: dict[str, str]) -> dict[str, Any]:
    return {"id": key_id, "rawId": key_id, "type": "public-key", "response": response}


def _descriptor(key_id: str) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(key_id))
