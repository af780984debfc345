"""A push service on the loopback, and browsers that subscribe to it and read what it gets.

`open_push` is RFC 8291 from the side of the browser; a test holds it against the RFC's example.
"""

import secrets
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwt.types import Options
from msgspec import Struct

from gateway.ways.endpoint import PostOffice
from gateway.ways.vapid import b64, from_b64, public_bytes
from store.push.records import Subscription
from tests.gateway.certificates import pair

HOST = "localhost"


class Received(Struct):
    """A request that has arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


class Service:
    """What has arrived, and what is answered: a status, or a function that returns one."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office
        self.received: list[Received] = []
        self.answers: list[int | Callable[[], int]] = []
        self.headers: dict[str, str] = {}


class Browser:
    """A browser's side of a subscription."""

    def __init__(self, name: str = "one") -> None:
        self.endpoint = f"https://{HOST}/push/{name}"
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.auth = secrets.token_bytes(16)

    def body(self, key_id: str) -> dict[str, str]:
        """Return what a page sends to the server."""
        keys = {"p256dh": b64(public_bytes(self.private)), "auth": b64(self.auth)}
        return {"endpoint": self.endpoint, **keys, "key_id": key_id}

    def subscription(self, user: str, session: str, key_id: str) -> Subscription:
        """Return what the store keeps of it."""
        keys = public_bytes(self.private), self.auth, key_id
        return Subscription(f"w-{self.endpoint[-3:]}", user, session, self.endpoint, *keys, 1)

    def read(self, received: Received) -> dict[str, Any]:
        """Decrypt a push."""
        return msgspec.json.decode(open_push(received.body, self.private, self.auth))


def open_push(body: bytes, private: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """Decrypt the body of a push as its browser does."""
    salt, length = body[:16], body[20]
    sender, sealed = body[21 : 21 + length], body[21 + length :]
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    both = public_bytes(private) + sender
    agreed = private.exchange(ec.ECDH(), other)
    seed = HKDF(SHA256(), 32, auth, b"WebPush: info\0" + both).derive(agreed)
    key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(seed)
    nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(seed)
    text = AESGCM(key).decrypt(nonce, sealed, None)
    assert text[-1] == 2, "it is not the last record"
    return text[:-1]


def signed_by(received: Received) -> tuple[bytes, dict[str, Any]]:
    """Check who has signed a push; return the public key and the claims."""
    scheme, _, rest = received.headers["authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(part.split("=", 1) for part in rest.split(","))
    key = from_b64(parts["k"])
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    own_clock: Options = {"verify_exp": False}  # the test looks at it, by its own clock
    to = f"https://{HOST}"
    claims = jwt.decode(parts["t"], public, ["ES256"], audience=to, options=own_clock)
    return key, claims


@contextmanager
def push_service(folder: Path) -> Iterator[Service]:
    """Run a push service; `Service.office` reaches it under ``https://localhost/``."""
    cert, key = pair(HOST).put(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            named = {name.lower(): value for name, value in self.headers.items()}
            service.received.append(Received(self.path, named, body))
            answer = service.answers.pop(0) if service.answers else 201
            status = answer if isinstance(answer, int) else answer()
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    trust = ssl.create_default_context(cafile=cert)
    loopback = ip_address("127.0.0.1"), ip_address("::1")
    service = Service(PostOffice(lambda a: a in loopback, trust, server.server_port))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
