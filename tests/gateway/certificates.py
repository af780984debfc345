"""Certificates as an authority gives them, for tests."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
DAY = timedelta(days=1)


class Pair(NamedTuple):
    """A certificate and its key, in PEM."""

    cert: bytes
    key: bytes

    def put(self, folder: Path) -> tuple[Path, Path]:
        """Write both to files; return their paths."""
        folder.mkdir(exist_ok=True)
        paths = folder / "cert.pem", folder / "key.pem"
        for path, text in zip(paths, self, strict=True):
            path.write_bytes(text)
        return paths


def pair(name: str = "one.example.org", days: float = 90.0, *, use_rsa: bool = False) -> Pair:
    """Make a pair for a name and for this machine; the certificate ends ``days`` days from now."""
    key = (
        rsa.generate_private_key(65537, 2048)
        if use_rsa
        else ec.generate_private_key(ec.SECP256R1())
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + days * DAY)
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(PEM, PKCS8, serialization.NoEncryption())
    return Pair(made.public_bytes(PEM), secret)
