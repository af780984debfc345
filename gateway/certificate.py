"""The certificate: a given one, or a self-signed one made at the first start.

CannotStart says in one line what is wrong with it and what to do.
"""

import os
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from msgspec import Struct

from gateway.errors import CannotStart

LIFETIME = timedelta(days=365)
"""What Mozilla advises at most; no browser accepts more than 825."""
ALPN = "http/1.1"
"""What is offered; HTTP/2 is for a proxy in front (docs/adr/0012)."""
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2, with forward secrecy and authenticated: what Mozilla calls intermediate."""
OTHERWISE = "or leave --tls-cert and --tls-key out for a self-signed one"


class Certificate(Struct, frozen=True):
    """What to serve TLS with; ``names`` are those it stands for, as in its own text."""

    context: ssl.SSLContext
    names: tuple[str, ...]
    fingerprint: str
    """SHA-256, as browsers show it."""


def load(certificate: Path, key: Path) -> Certificate:
    """Load the one that is given."""
    text = _read("--tls-cert", certificate)
    _read("--tls-key", key)
    try:
        parsed = x509.load_pem_x509_certificate(text)
    except ValueError:
        raise CannotStart(
            f"--tls-cert: {certificate} is no certificate in PEM form; give one that begins with"
            f" -----BEGIN CERTIFICATE-----, {OTHERWISE}"
        ) from None
    _check_dates(certificate, parsed)
    context = _context()
    try:
        context.load_cert_chain(certificate, key, password=_no_passphrase)
    except ssl.SSLError as error:
        mismatch = error.reason == "KEY_VALUES_MISMATCH"
        wrong = f"is not the key of {certificate}" if mismatch else "is no key in PEM form"
        raise CannotStart(f"--tls-key: {key} {wrong}; give the one made with it") from None
    return _certificate(context, parsed)


def self_signed(path: Path, names: Sequence[str]) -> Certificate:
    """Load the one at ``path``, made anew where there is none or it has expired."""
    try:
        parsed = _kept(path)
        if parsed is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            parsed = _make(path, names)
        context = _context()
        context.load_cert_chain(path)
    except OSError as error:
        raise CannotStart(
            f"cannot keep a certificate in {path} ({error.strerror}); let this user write there, or"
            " choose another folder: --data"
        ) from None
    return _certificate(context, parsed)


def _read(option: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotStart(
            f"{option}: cannot read {path} ({error.strerror}); let this user read it, {OTHERWISE}"
        ) from None


def _check_dates(path: Path, certificate: x509.Certificate) -> None:
    now = datetime.now(UTC)
    if now > certificate.not_valid_after_utc:
        what = f"expired on {certificate.not_valid_after_utc:%Y-%m-%d}; renew it"
    elif now < certificate.not_valid_before_utc:
        what = f"is not valid before {certificate.not_valid_before_utc:%Y-%m-%d}; set the clock"
    else:
        return
    raise CannotStart(f"--tls-cert: {path} {what}, {OTHERWISE}")


def _no_passphrase() -> str:
    raise CannotStart("--tls-key: it needs a passphrase, which nobody is there to type; remove it")


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_COMPRESSION
    context.set_alpn_protocols([ALPN])
    return context


def _certificate(context: ssl.SSLContext, parsed: x509.Certificate) -> Certificate:
    fingerprint = parsed.fingerprint(hashes.SHA256()).hex(":").upper()
    return Certificate(context, _names(parsed), fingerprint)


def _names(parsed: x509.Certificate) -> tuple[str, ...]:
    try:
        found = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = found.get_values_for_type(x509.IPAddress)
    return (*found.get_values_for_type(x509.DNSName), *map(str, addresses))


def _kept(path: Path) -> x509.Certificate | None:
    try:
        parsed = x509.load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return parsed if datetime.now(UTC) < parsed.not_valid_after_utc else None


def _make(path: Path, names: Sequence[str]) -> x509.Certificate:
    """Write key and certificate into one file at once: half of it would be of no use."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Rally")])
    begins = datetime.now(UTC) - timedelta(hours=1)  # for a clock that is slow
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([_general(n) for n in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret + made.public_bytes(pem))
    unfinished.replace(path)
    return made


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
