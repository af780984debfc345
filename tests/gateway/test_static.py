"""Files of the page: caching, history fallback, and nothing outside of their folder."""

from pathlib import Path

import pytest

from gateway.static import Files
from tests.gateway.client import Client


async def test_the_page_comes_at_every_address_of_a_page(client: Client):
    index = await client.get("/")
    assert index.status == 200
    assert index.headers["content-type"] == "text/html; charset=utf-8"
    for path in ("/lobby", "/match/m81x", "/join/g5kq?x=1", "/no/such/page"):
        assert (await client.get(path)).body == index.body


@pytest.mark.parametrize(
    "path",
    [
        *("/missing.js", "/js/missing.css", "/match/x.png", "/api/v1/nothing", "/api/nothing"),
        *("/../pyproject.toml", "/%2e%2e/pyproject.toml", "/..%2f..%2fetc/x.txt", "/js/%00.js"),
        *("/.git/config.txt", "/js", "/js.py"),
    ],
)
async def test_what_is_not_there_is_not_found(client: Client, path: str):
    answer = await client.get(path)
    if path == "/js":  # looks like a page's address
        assert answer.headers["content-type"].startswith("text/html")
    else:
        assert answer.status == 404
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_browser_that_has_the_file_gets_no_body(client: Client):
    first = await client.get("/favicon.svg")
    assert first.headers["cache-control"] == "no-cache"
    again = await client.get("/favicon.svg", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    dated = await client.get("/favicon.svg", if_modified_since=first.headers["last-modified"])
    assert dated.status == 304
    assert (await client.get("/favicon.svg", if_none_match='"other"')).status == 200


def test_a_changed_file_is_read_again(tmp_path: Path):
    files, path = Files(tmp_path), tmp_path / "a.js"
    path.write_text("one")
    one = files.find("a.js")
    assert one is files.find("a.js")
    path.write_text("three")
    three = files.find("a.js")
    assert one is not None
    assert three is not None
    assert (three.data, three.etag != one.etag) == (b"three", True)
    path.unlink()
    assert files.find("a.js") is None


def test_a_link_out_of_the_folder_leads_nowhere(tmp_path: Path):
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "webui").mkdir()
    (tmp_path / "webui" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert Files(tmp_path / "webui").find("link.txt") is None
