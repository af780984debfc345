"""A passkey in software: makes what a browser answers to the options of WebAuthn."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Authenticator:
    """One key (ES256) for one site; what it answers can be spoilt by its fields."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.id = secrets.token_bytes(16)
        self.count = 0
        self.flags = PRESENT | VERIFIED
        self.user: str | None = None
        self._key = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: dict[str, Any]) -> dict[str, str]:
        """Answer like `navigator.credentials.create`."""
        self.user = options["user"]["id"]
        numbers = self._key.public_key().public_numbers()
        point = (numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big"))
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point[0], -3: point[1]})
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        data = self._data(options["rp"]["id"], ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return {
            "id": text(self.id),
            "clientData": text(client),
            "attestationObject": text(attestation),
        }

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer like `navigator.credentials.get`."""
        self.count += 1
        client, data = self._client("webauthn.get", options), self._data(options["rpId"])
        signed = data + hashlib.sha256(client).digest()
        signature = self._key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return {
            "id": text(self.id),
            "clientData": text(client),
            "authenticatorData": text(data),
            "signature": text(signature),
            "userHandle": self.user,
        }

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _data(self, host: str, flags: int = 0) -> bytes:
        name = hashlib.sha256(host.encode()).digest()
        return name + bytes([self.flags | flags]) + self.count.to_bytes(4, "big")
