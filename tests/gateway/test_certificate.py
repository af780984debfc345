"""Certificates: made once and kept; one line says what is wrong with a given one."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.process import machine
from gateway.process.errors import CannotStart
from gateway.start import certificate

PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8


def _given(folder: Path, days: int = 10, passphrase: bytes | None = None) -> tuple[Path, Path]:
    """Somebody's certificate for *.example.org that is valid for so many days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now + timedelta(days=min(days, 0) - 1 if days < 99 else 5))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("*.example.org")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        secret = serialization.BestAvailableEncryption(passphrase)
    cert_path, key_path = folder / "cert.pem", folder / "key.pem"
    cert_path.write_bytes(made.public_bytes(PEM))
    key_path.write_bytes(key.private_bytes(PEM, PKCS8, secret))
    return cert_path, key_path


def test_a_given_one_is_loaded_with_its_names(tmp_path: Path):
    loaded = certificate.load(*_given(tmp_path))
    assert loaded.names == ("*.example.org",)


def test_one_is_made_once_for_these_names_and_nobody_else_reads_its_key(tmp_path: Path):
    path = tmp_path / "data" / "tls.pem"
    made = certificate.self_signed(path, ["192.0.2.7", "::1", "here.local"])
    assert set(made.names) == {"192.0.2.7", "::1", "here.local"}
    assert len(made.fingerprint) == 95
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = certificate.self_signed(path, ["192.0.2.8"])
    assert again.fingerprint == made.fingerprint


def test_one_that_is_no_use_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "tls.pem"
    path.write_text("torn")
    with monkeypatch.context() as earlier:
        earlier.setattr(certificate, "LIFETIME", timedelta(seconds=1))
        expired = certificate.self_signed(path, ["localhost"])
    assert certificate.self_signed(path, ["localhost"]).fingerprint != expired.fingerprint


def _refusal(*paths: Path) -> str:
    with pytest.raises(CannotStart) as refused:
        certificate.load(*paths)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_what_is_wrong_with_a_given_one_is_said(tmp_path: Path):
    cert, key = _given(tmp_path)
    (tmp_path / "other").mkdir()
    _, other_key = _given(tmp_path / "other")
    assert "is not the key of" in _refusal(cert, other_key)
    assert "--tls-cert: cannot read" in _refusal(tmp_path / "none.pem", key)
    assert "--tls-key: cannot read" in _refusal(cert, tmp_path / "none.pem")
    assert "no certificate in PEM form" in _refusal(key, key)
    assert "no key in PEM form" in _refusal(cert, cert)
    assert "passphrase" in _refusal(*_given(tmp_path, passphrase=b"secret"))
    assert "expired on" in _refusal(*_given(tmp_path, days=-1))
    assert "not valid before" in _refusal(*_given(tmp_path, days=99))


def test_a_folder_nobody_may_write_to_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotStart, match="--data"):
        certificate.self_signed(tmp_path / "file" / "tls.pem", ["localhost"])


def test_the_machine_knows_where_it_is_reached():
    assert machine.addresses("192.0.2.9") == ["192.0.2.9", "127.0.0.1", "::1"]
    everywhere = machine.addresses("::")
    assert {"127.0.0.1", "::1"} <= set(everywhere)
    assert "localhost" in machine.names()
    assert machine.most_connections() >= machine.SPARE
