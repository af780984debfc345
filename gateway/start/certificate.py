"""The certificate: a given one, or a self-signed one made at the first start.

CannotStart says in one line what is wrong with it and what to do.
"""

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from msgspec import Struct

from gateway.process import whole_file
from gateway.process.errors import CannotStart
from gateway.start.folder import cannot_use

LIFETIME = timedelta(days=365)
"""The most that Mozilla advises; no browser accepts more than 825 days."""
ALPN = "http/1.1"
"""The only protocol offered; HTTP/2 is left to a proxy in front (docs/adr/0012)."""
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""For TLS 1.2: authenticated, with forward secrecy, which Mozilla calls "intermediate"."""
CHANGING = "--tls-cert, --tls-key: the files were just being changed; start again"
OTHERWISE = "or leave --tls-cert and --tls-key out for a self-signed one"


class Certificate(Struct, frozen=True):
    """A certificate to serve TLS with; ``names`` are the names it is valid for."""

    context: ssl.SSLContext
    names: tuple[str, ...]
    fingerprint: str
    """SHA-256, as browsers show it."""
    ends: datetime
    """When the first certificate of its chain expires."""
    source: bytes
    """The hash of the files it was loaded from; see `hash_of`."""


def utc_now() -> datetime:
    """Return the time by which certificates are judged: the machine's, as browsers use theirs."""
    return datetime.now(UTC)


def hash_of(*texts: bytes) -> bytes:
    """Return one hash of the contents of some files."""
    return sha256(b"".join(sha256(text).digest() for text in texts)).digest()


def load(certificate: Path, key: Path) -> Certificate:
    """Load a given certificate."""
    text, secret = _read("--tls-cert", certificate), _read("--tls-key", key)
    try:
        parsed, *chain = x509.load_pem_x509_certificates(text)
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
    except OSError:
        raise CannotStart(CHANGING) from None
    if (_read("--tls-cert", certificate), _read("--tls-key", key)) != (text, secret):
        raise CannotStart(CHANGING)
    return _certificate(context, [parsed, *chain], text, secret)


def self_signed(path: Path, names: Sequence[str]) -> Certificate:
    """Load the self-signed certificate at ``path``; make it if there is no usable one."""
    try:
        text = _kept(path)
    except OSError as error:
        raise cannot_use(path, error) from None
    return anew(path, names) if text is None else _own(path, text)


def anew(path: Path, names: Sequence[str]) -> Certificate:
    """Make a self-signed certificate in place of the one at ``path``, and load it."""
    try:
        return _own(path, _make(path, names))
    except OSError as error:
        raise cannot_use(path, error) from None


def _own(path: Path, text: bytes) -> Certificate:
    context = _context()
    context.load_cert_chain(path)
    return _certificate(context, [x509.load_pem_x509_certificate(text)], text)


def _read(option: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotStart(
            f"{option}: cannot read {path} ({error.strerror}); let this user read it, {OTHERWISE}"
        ) from None


def _check_dates(path: Path, certificate: x509.Certificate) -> None:
    now = utc_now()
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


def _certificate(
    context: ssl.SSLContext, chain: Sequence[x509.Certificate], *files: bytes
) -> Certificate:
    fingerprint = chain[0].fingerprint(hashes.SHA256()).hex(":").upper()
    ends = min(each.not_valid_after_utc for each in chain)
    return Certificate(context, _names(chain[0]), fingerprint, ends, hash_of(*files))


def _names(parsed: x509.Certificate) -> tuple[str, ...]:
    try:
        found = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = found.get_values_for_type(x509.IPAddress)
    return (*found.get_values_for_type(x509.DNSName), *map(str, addresses))


def _kept(path: Path) -> bytes | None:
    """Return the file if it has a key and a certificate for it that has not expired."""
    try:
        text = path.read_bytes()
        parsed = x509.load_pem_x509_certificate(text)
        key = serialization.load_pem_private_key(text, None)
    except (FileNotFoundError, ValueError, UnsupportedAlgorithm):
        return None
    fits = key.public_key() == parsed.public_key()
    return text if fits and utc_now() < parsed.not_valid_after_utc else None


def _make(path: Path, names: Sequence[str]) -> bytes:
    """Write key and certificate into one file at once, as one without the other is useless."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Rally")])
    begins = utc_now() - timedelta(hours=1)  # for browsers whose clock is slow
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
    text = secret + made.public_bytes(pem)
    whole_file.write(path, text)
    return text


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
