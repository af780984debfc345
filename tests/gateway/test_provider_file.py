"""The file of providers: what is read from it, and the line that is said to be wrong."""

from argparse import Namespace
from pathlib import Path

import pytest
from _admin_desk import Desk
from _admin_providers import DAY, list_providers

from gateway.auth.providers.settings import is_safe, read_providers
from gateway.process.errors import CannotStart
from gateway.start.options import parse
from store.memory import MemoryStore

GOOD = """\
[[provider]]
id = "42"
kind = "42"
name = "42"
client_id = "u-s4t2ud-1"
secret_files = ["present", "next"]

[[provider]]
id = "school"
kind = "oidc"
name = "Our school"
client_id = "rally"
secret_files = ["present"]
issuer = "https://id.example.org/realms/school"
algorithms = ["ES256"]
nonce = false
"""


def written(folder: Path, text: str = GOOD) -> Path:
    (folder / "present").write_text("s3cret\n")
    path = folder / "providers.toml"
    path.write_text(text)
    return path


def test_several_providers_in_the_order_of_their_buttons(tmp_path: Path):
    path = written(tmp_path)
    forty_two, school = read_providers(path)
    assert forty_two.issuer == "https://api.intra.42.fr"
    assert forty_two.secret_files == [str(tmp_path / "present"), str(tmp_path / "next")]
    assert not forty_two.uses_pkce
    assert (school.algorithms, school.nonce, school.uses_pkce) == (("ES256",), False, True)
    assert parse(["--providers", str(path)], {}).providers == path
    assert parse([], {"RALLY_PROVIDERS": str(path)}).providers == path
    assert read_providers(written(tmp_path, "")) == []


WRONG = {
    'id = "school"': ('id = "School"', "line 9"),
    'kind = "oidc"': ('kind = "saml"', "line 10"),
    'name = "Our school"': ("name = 7", "line 11"),
    'client_id = "rally"': ("", "line 8"),
    'secret_files = ["present"]': ('secret_files = ["absent"]', "line 13"),
    'issuer = "https://id.example.org/realms/school"': ('issuer = "http://id.example"', "line 14"),
    'algorithms = ["ES256"]': ('algorithms = ["ES256", "HS256"]', "line 15"),
    "nonce = false": ("nonces = false", "line 16"),
    'kind = "42"': ("kind = 42", "line 3"),
    "[[provider]]\nid": ("[[providers]]\nid", "providers"),
    'name = "42"': ('name = "42', "line 4"),
}


@pytest.mark.parametrize("right", WRONG)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, right: str):
    wrong, place = WRONG[right]
    with pytest.raises(CannotStart, match=place) as found:
        read_providers(written(tmp_path, GOOD.replace(right, wrong, 1)))
    assert str(found.value).startswith("--providers: ")


def test_an_id_is_used_once_and_a_secret_has_to_be_there(tmp_path: Path):
    with pytest.raises(CannotStart, match=r"line 9: .*taken"):
        read_providers(written(tmp_path, GOOD.replace('id = "school"', 'id = "42"')))
    path = written(tmp_path)
    (tmp_path / "present").write_text("\n")
    with pytest.raises(CannotStart, match=r"line 6: secret_files: .* is empty"):
        read_providers(path)
    with pytest.raises(CannotStart, match="cannot be read"):
        read_providers(tmp_path / "absent.toml")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://id.example", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080", True),
        ("http://localhost:8080/realms/x", True),
        ("http://id.example", False),
        ("http://127.0.0.1.example", False),
        ("https://user@id.example", False),
        ("https:///path", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_secrets_leave_this_machine_by_tls_alone(url: str, safe: bool):
    assert is_safe(url) == safe


async def test_an_administrator_sees_what_to_register_and_when_secrets_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path, store = written(tmp_path), MemoryStore()
    options = parse(["--providers", str(path), "--public-urls", "https://pong.example.org"], {})
    desk = Desk(store, "console:ops", options)
    await store.identities.note_secret("42", desk.now + 20 * DAY + 1)
    await store.identities.note_refusal("gone", desk.now)
    await list_providers(desk, Namespace())
    forty_two, school, gone = capsys.readouterr().out.splitlines()
    assert "https://pong.example.org/sign-in/42" in forty_two
    assert forty_two.endswith("(in 20 days)")
    assert school.endswith("nobody has signed in yet")
    assert gone.startswith("gone")
    assert "refuses our secret since" in gone
