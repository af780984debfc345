"""Avatars: which images are accepted, what they become, and which are kept."""

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gateway.avatars import images
from gateway.avatars.moving import move_in
from gateway.guard.fair_queue import FairQueue
from gateway.http.problems import Problem
from gateway.main import Running
from store.memory import MemoryStore
from store.people.records import User
from store.profiles.records import Image as Kept
from tests.gateway.client import PASSWORD, Answer, Client
from tests.gateway.conftest import People, tighten

UPLOAD = "/api/v1/profile/avatar"
SECRET = b"taken at home"


def picture(kind: str, size: tuple[int, int] = (300, 200), colour: str = "red") -> bytes:
    """A picture that carries a secret in every way that its format allows."""
    image, out = Image.new("RGB", size, colour), BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    more = {} if kind == "GIF" else {"exif": exif.tobytes()}
    image.save(out, kind, comment=SECRET, **more)
    return out.getvalue()


def reddest(square: Image.Image, y: int) -> bool:
    """Whether the pixel in the middle of a line is red."""
    pixel = square.convert("RGB").getpixel((square.width // 2, y))
    assert isinstance(pixel, tuple)
    return pixel[0] > 200 and max(pixel[1:]) < 50


async def kept(server: Running) -> list[str]:
    """The names of the images there are, one for each user who has one."""
    store: Any = server.services.store
    rows = await store._engine.read("SELECT name FROM avatars")
    return sorted(name for (name,) in rows)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"IEND", b"")


async def upload(client: Client, image: bytes, kind: str = "image/png") -> Answer:
    return await client.request("PUT", UPLOAD, image, content_type=kind)


@pytest.fixture
def ada(people: People, server: Running) -> Client:
    tighten(server, "account", 100)
    return people["ada"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_every_kind_becomes_two_squares_without_a_word(ada: Client, kind: str):
    image = picture(kind)
    assert SECRET in image
    answer = await upload(ada, image, f"image/{kind.lower()}")
    assert answer.status == 200
    for size in (64, 256):
        shown = await ada.get(f"/api/v1/avatars/{answer.json()['avatar']}/{size}", cookie=None)
        assert shown.headers["content-type"] == "image/webp"
        assert "immutable" in shown.headers["cache-control"]
        assert SECRET not in shown.body
        square = Image.open(BytesIO(shown.body))
        assert (square.format, square.size, dict(square.getexif())) == ("WEBP", (size, size), {})
        assert reddest(square, size // 2)


async def test_the_kind_is_what_is_in_it_and_not_what_it_says(ada: Client):
    assert (await upload(ada, picture("JPEG"), "image/gif")).status == 200


async def test_a_turned_photograph_is_seen_upright(ada: Client):
    image, out = Image.new("RGB", (200, 100), "blue"), BytesIO()
    image.paste("red", (0, 0, 100, 100))  # red on the left, to be seen at the top
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(out, "JPEG", exif=exif.tobytes())
    avatar = (await upload(ada, out.getvalue(), "image/jpeg")).json()["avatar"]
    square = Image.open(BytesIO((await ada.get(f"/api/v1/avatars/{avatar}/64")).body))
    assert reddest(square, 4)


async def test_transparency_stays(ada: Client):
    out = BytesIO()
    Image.new("RGBA", (90, 90), (0, 0, 0, 0)).save(out, "PNG")
    avatar = (await upload(ada, out.getvalue())).json()["avatar"]
    square = Image.open(BytesIO((await ada.get(f"/api/v1/avatars/{avatar}/64")).body))
    assert square.getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize(
    ("image", "says"),
    [
        (b"", "no image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no image"),
        (b"%PDF-1.7" + bytes(1000), "no image"),
        (b"BM" + bytes(1000), "no image"),
        (picture("PNG")[:-200], "to its end"),
        (picture("JPEG")[:-200], "to its end"),
        (bomb(60_000, 60_000), "too many pixels"),
        (bomb(2**31 - 1, 2**31 - 1), "too many pixels"),
        (bomb(7_000, 7_000), "to its end"),
    ],
)
async def test_what_is_no_image_to_keep_is_refused(
    ada: Client, server: Running, image: bytes, says: str
):
    refused = await upload(ada, image)
    assert (refused.status, refused.json()["errors"][0]["field"]) == (422, "image")
    assert says in refused.json()["detail"]
    assert await kept(server) == []


async def test_a_large_image_is_taken_and_a_larger_one_is_not(ada: Client):
    noise = BytesIO()
    Image.frombytes("RGB", (1200, 1200), os.urandom(1200 * 1200 * 3)).save(noise, "PNG")
    assert 4 * 2**20 < len(noise.getvalue()) < 5 * 2**20
    assert (await upload(ada, noise.getvalue())).status == 200
    assert (await upload(ada, bytes(5 * 2**20 + 1))).status == 413
    larger = await ada.request(
        "PUT", "/api/v1/profile", bytes(100_000), content_type="application/json"
    )
    assert larger.status == 413


async def test_other_content_is_refused_before_it_is_looked_at(ada: Client):
    assert (await upload(ada, picture("PNG"), "text/html")).status == 415


async def test_a_program_that_takes_too_long_is_ended(ada: Client, monkeypatch: pytest.MonkeyPatch):
    endless = (images.sys.executable, "-c", "import time; time.sleep(600)")
    monkeypatch.setattr(images, "PROGRAM", endless)
    monkeypatch.setattr(images, "WITHIN", 0.3)
    assert (await upload(ada, picture("PNG"))).status == 422


@pytest.fixture
def poor(tmp_path: Path) -> Path:
    """The program with less memory than it needs."""
    program = tmp_path / "poor.py"
    text = Path(images.convert.__file__).read_text()
    program.write_text(text.replace("MEMORY = 1 << 30", "MEMORY = 120 << 20"))
    assert program.read_text() != text
    return program


async def test_a_program_that_wants_too_much_memory_is_ended(
    ada: Client, monkeypatch: pytest.MonkeyPatch, poor: Path
):
    monkeypatch.setattr(images, "PROGRAM", (images.sys.executable, str(poor)))
    assert (await upload(ada, picture("PNG"))).status == 200
    assert (await upload(ada, picture("PNG", (7_000, 7_000)))).status == 422


async def test_too_many_at_once_are_told_to_come_back(ada: Client, server: Running):
    server.services.avatars._queue = FairQueue(1, patience=0.0)
    refused = await upload(ada, picture("PNG"))
    assert (refused.status, refused.headers["retry-after"]) == (503, "10")


async def test_an_image_stays_as_long_as_somebody_has_it(
    people: People, ada: Client, server: Running
):
    red, blue = picture("PNG"), picture("PNG", colour="blue")
    first = (await upload(ada, red)).json()["avatar"]
    assert (await upload(people["bob"], red)).json()["avatar"] == first
    second = (await upload(ada, blue)).json()["avatar"]
    assert second != first
    assert await kept(server) == sorted([first, second])
    assert (await ada.get("/api/v1/profile")).json()["player"]["avatar"] == second
    assert (await ada.get(f"/api/v1/avatars/{first}/64")).status == 200
    assert (await people["bob"].delete(UPLOAD)).status == 204
    assert await kept(server) == [second]
    assert (await ada.get(f"/api/v1/avatars/{first}/64")).status == 404
    assert (await people["bob"].get("/api/v1/profile")).json()["player"]["avatar"] is None


async def test_the_image_of_a_deleted_account_goes_with_it(
    people: People, ada: Client, server: Running
):
    red = picture("PNG")
    name = (await upload(ada, red)).json()["avatar"]
    await upload(people["bob"], red)
    for browser, left in ((ada, [name]), (people["bob"], [])):
        answer = await browser.post("/api/v1/account/delete", {"password": PASSWORD})
        assert answer.status == 204
        assert await kept(server) == left
    assert (await people["cyd"].get(f"/api/v1/avatars/{name}/64")).status == 404


async def test_an_image_that_comes_after_its_account_leaves_nothing(
    people: People, server: Running
):
    """The account was deleted while the image waited for its turn."""
    avatars, squares = server.services.avatars, {64: b"small", 256: b"large"}
    await server.services.store.delete_user(people.ids["ada"], 1)
    with pytest.raises(Problem):
        await avatars.set(people.ids["ada"], squares)
    assert await kept(server) == []


class Killed(Exception):
    """The process ends here."""


async def test_images_that_were_files_are_moved_once_and_by_a_start_that_is_not_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store, folder = MemoryStore(), tmp_path / "avatars"
    folder.mkdir()
    for number, user_id in enumerate("abcd"):
        await store.people.create_user(User(user_id, user_id, user_id, None, False, 1))
        name = f"{number:032x}"
        await store.profiles.save_avatar(user_id, Kept(name, b"", b""))
        for size in (64, 256):
            (folder / f"{name}-{size}.webp").write_text(f"{name} {size}")
    store.tables.avatars.clear()
    half, unused = folder / f"{3:032x}-64.webp", folder / f"{9:032x}-64.webp"
    half.unlink()
    unused.write_text("nobody's")
    adopt = store.profiles.adopt_avatar

    async def adopt_one(user_id: str, image: Kept) -> None:
        if store.tables.avatars:
            raise Killed
        await adopt(user_id, image)

    with monkeypatch.context() as killed:
        killed.setattr(store.profiles, "adopt_avatar", adopt_one)
        with pytest.raises(Killed):
            await move_in(folder, store)
    assert len(store.tables.avatars) == 1
    assert len([*folder.iterdir()]) == 8
    await move_in(folder, store)
    assert {image.name[-1] for image in store.tables.avatars.values()} == {"0", "1", "2"}
    image = await store.profiles.image(f"{1:032x}")
    assert image == Kept(f"{1:032x}", f"{1:032x} 64".encode(), f"{1:032x} 256".encode())
    assert [path.name for path in folder.iterdir()] == [f"{3:032x}-256.webp"]
    (folder / f"{3:032x}-64.webp").write_text("found again")
    await move_in(folder, store)
    assert not folder.exists()
    assert await store.profiles.without_image() == []
    await move_in(folder, store)


@pytest.mark.parametrize(
    "path", [f"{'0' * 32}/64", f"{'0' * 32}/65", "..%2f..%2frally.sqlite3/64", "drawn", "x/y"]
)
async def test_no_other_file_is_sent(client: Client, path: str):
    assert (await client.get(f"/api/v1/avatars/{path}")).status == 404


async def test_whoever_has_no_image_has_a_drawn_one(client: Client):
    first, second, again = [
        await client.get(f"/api/v1/avatars/drawn/{player}") for player in ("p1", "p2", "p1")
    ]
    assert first.headers["content-type"].startswith("image/svg+xml")
    assert first.body == again.body != second.body
    assert (await client.get(f"/api/v1/avatars/drawn/{'p' * 65}")).status == 404
