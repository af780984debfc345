"""Codes by time: the vectors of RFC 6238, a real program, drift, and what others spell."""

import shutil
import subprocess

import pytest

from gateway.auth.factors import recovery, totp

RFC = b"12345678901234567890"
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924"} | {
    2000000000: "279037",
    20000000000: "353130",
}
"""Appendix B of RFC 6238, SHA-1: the last six of its eight digits."""


@pytest.mark.parametrize(("at", "code"), VECTORS.items())
def test_the_vectors_of_the_rfc(at: int, code: str):
    assert totp.code(RFC, at // totp.STEP) == code
    assert totp.step_of(RFC, code, at) == at // totp.STEP


def test_a_clock_may_differ_by_one_step_and_no_more():
    at = 1111111109
    steps = [totp.step_of(RFC, totp.code(RFC, at // 30 + by), at) for by in (-2, -1, 0, 1, 2)]
    assert steps == [None, *(at // 30 + by for by in (-1, 0, 1)), None]
    assert totp.step_of(RFC, "", at) is None
    assert totp.step_of(RFC, "\N{ARABIC-INDIC DIGIT ZERO}81804", at) is None


@pytest.mark.skipif(shutil.which("oathtool") is None, reason="apt-get install oathtool")
def test_another_program_shows_the_same_codes():
    secret = totp.new_secret()
    at = 1_700_000_000
    asked = ["oathtool", "--totp", "-b", totp.spelt(secret), "-N", f"@{at}", "-w", "1"]
    shown = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
    assert [totp.step_of(secret, code, at) for code in shown] == [at // 30, at // 30 + 1]


def test_an_app_learns_whose_code_it_is():
    address = totp.address(RFC, "ada_1.b-c", "pong.example.org")
    assert address == (
        "otpauth://totp/Rally%20%28pong.example.org%29:ada_1.b-c"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Rally%20%28pong.example.org%29"
    )
    assert totp.picture(address).startswith("data:image/svg+xml")


def test_recovery_codes_are_read_however_they_are_spelt():
    codes = recovery.make()
    assert len({*codes}) == 10
    assert all(len(code.replace("-", "")) * 5 == 80 for code in codes)
    code = codes[0]
    hashed = recovery.hash_of("u1", code)
    for spelt in (code.upper(), code.replace("-", " "), f" {code.replace('-', '')}\n"):
        assert recovery.hash_of("u1", spelt) == hashed
    assert recovery.hash_of("u1", code.replace("o", "0").replace("l", "1")) == hashed
    assert recovery.hash_of("u2", code) != hashed
