"""How the files of the page travel: compressed, and kept for ever under the name of a version."""

import gzip
import re
from pathlib import Path

import pytest

from gateway.http.files import Files
from tests.gateway.client import Answer, Client
from tests.gateway.test_avatars import picture, upload

NAMES = re.compile(r'(?:src|href)="(/[^"]+\.\w+)"')
OTHER = "0123456789abcdef"
ACCEPTED = {
    "gzip": True,
    "gzip, deflate, br, zstd": True,
    "br;q=1.0, gzip;q=0.2": True,
    "GZIP": True,
    "*": True,
    "identity, gzip": True,
    "identity;q=0.5, gzip": True,
    "gzip;q=0": False,
    "gzip;q=0, *": False,
    "gzip;q=0.5, identity": False,
    "*;q=0": False,
    "deflate": False,
    "": False,
    None: False,
}


async def test_text_is_compressed_for_who_takes_it(client: Client):
    plain = await client.get("/js/main.js")
    for accepted, packed in ACCEPTED.items():
        answer = await client.get("/js/main.js", accept_encoding=accepted)
        encoding = "gzip" if packed else None
        assert (accepted, answer.headers.get("content-encoding")) == (accepted, encoding)
        assert (gzip.decompress(answer.body) if packed else answer.body) == plain.body
        assert answer.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-length"] == str(len(answer.body))
        assert (answer.headers["etag"] != plain.headers["etag"]) is packed


async def test_each_text_is_less_than_half_as_long(client: Client):
    for path in await _names(client):
        if not path.endswith(".svg"):
            plain = await client.get(path)
            assert len((await _packed(client, path)).body) < len(plain.body) / 2


async def test_a_head_is_that_of_the_compressed_file(client: Client):
    got = await _packed(client, "/styles/main.css")
    head = await client.request("HEAD", "/styles/main.css", b"", accept_encoding="gzip")
    varies = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in varies} == {
        k: v for k, v in got.headers.items() if k not in varies
    }
    assert (head.status, head.body) == (200, b"")


async def test_who_has_the_compressed_file_gets_no_body(client: Client):
    plain = await client.get("/js/main.js")
    packed = await _packed(client, "/js/main.js")
    for first, sent in ((plain, None), (packed, "gzip")):
        tag = first.headers["etag"]
        again = await client.get("/js/main.js", if_none_match=tag, accept_encoding=sent)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["vary"] == "Accept-Encoding"
        assert "content-encoding" not in again.headers
    changed = await client.get("/js/main.js", if_none_match=packed.headers["etag"])
    assert (changed.status, changed.body) == (200, plain.body)


async def test_a_part_of_a_file_is_not_to_be_had(client: Client):
    """The whole is the answer: a part of a compressed file would be a part of other bytes."""
    for sent in (None, "gzip"):
        answer = await client.get("/js/main.js", range="bytes=0-99", accept_encoding=sent)
        assert (answer.status, "content-range" in answer.headers) == (200, False)
        assert len(answer.body) > 100


async def test_nothing_but_files_of_the_page_is_compressed(client: Client):
    """Answers with secrets beside what was sent would tell them by their length (BREACH)."""
    await client.register()
    image = (await upload(client, picture("PNG"))).json()["avatar"]
    for path in (f"/api/v1/avatars/{image}/64", "/api/v1/me", "/api/v1/openapi.json", "/healthz"):
        answer = await _packed(client, path)
        assert (answer.status, "content-encoding" in answer.headers) == (200, False)
    refreshed = await client.refresh(accept_encoding="gzip")
    assert (refreshed.status, "content-encoding" in refreshed.headers) == (200, False)


def test_a_file_is_compressed_once_in_each_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    packed, compress = [], gzip.compress

    def noted(data: bytes, **how: int) -> bytes:
        packed.append(data)
        return compress(data, **how)

    monkeypatch.setattr(gzip, "compress", noted)
    files = Files(tmp_path)
    (tmp_path / "a.txt").write_text("one " * 100)
    (tmp_path / "a.png").write_bytes(b"zero" * 100)
    for _ in range(3):
        assert files.find("a.txt")
        assert (png := files.find("a.png"))
        assert png.gzipped is None
    (tmp_path / "a.txt").write_text("two " * 101)
    for _ in range(3):
        assert files.find("a.txt")
    assert packed == [b"one " * 100, b"two " * 101]


async def test_what_a_page_names_is_kept_for_ever(client: Client):
    names = await _names(client)
    assert [re.sub(r"[0-9a-f]{16}", "*", name) for name in names] == [
        "/favicon.*.svg",
        "/styles/main.*.css",
        "/js/main.*.js",
    ]
    for name in names:
        answer = await client.get(name)
        plain = await client.get(re.sub(r"\.[0-9a-f]{16}", "", name))
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert (answer.status, answer.body) == (200, plain.body)
        assert plain.headers["cache-control"] == "no-cache"
    assert (await client.get("/")).headers["cache-control"] == "no-cache"


async def test_a_page_from_before_an_update_gets_the_present_files_for_now(client: Client):
    for name in await _names(client):
        old = re.sub(r"[0-9a-f]{16}", OTHER, name)
        answer = await client.get(old)
        assert (answer.status, answer.body) == (200, (await client.get(name)).body)
        assert answer.headers["cache-control"] == "no-store"


async def test_a_version_of_what_is_not_there_is_not_found(client: Client):
    for path in (
        f"/js/nothing.{OTHER}.js",
        f"/index.{OTHER}.html",
        f"/js/main.{OTHER}.{OTHER}.js",
        "/js/main.0123456789abcde.js",
        "/js/main.0123456789ABCDEF.js",
    ):
        assert (await client.get(path)).status == 404


async def test_the_page_of_a_wrong_address_names_versions_too(client: Client):
    answer = await client.get("/metrics", accept="text/html")
    [sheet] = [name for name in await _names(client) if name.endswith(".css")]
    assert f'href="{sheet}"' in answer.body.decode()


def test_a_page_names_another_version_when_a_part_of_it_changes(tmp_path: Path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "index.html").write_text('<link href="/styles/main.css"><a href="/none.css">')
    (tmp_path / "styles" / "main.css").write_text('@import "base.css";\n')
    part = tmp_path / "styles" / "base.css"
    part.write_text("p { margin: 0 }")
    files = Files(tmp_path)
    pages = []
    for margin in (0, 10, 0):
        part.write_text(f"p {{ margin: {margin} }}")
        page, sheet = files.find("index.html"), files.find("styles/main.css")
        assert page
        assert sheet
        assert f'"/styles/main.{sheet.version}.css"' in page.data.decode()
        assert '"/none.css"' in page.data.decode()
        pages.append(page.data)
    assert pages[0] == pages[2] != pages[1]


async def _names(client: Client) -> list[str]:
    """Return the names of the files that the page asks for."""
    return NAMES.findall((await client.get("/")).body.decode())


async def _packed(client: Client, path: str) -> Answer:
    return await client.get(path, accept_encoding="gzip, br")
