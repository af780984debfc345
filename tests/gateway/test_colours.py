"""The colours of an uploaded image are shown as they were meant, in whatever format it came."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from gateway.avatars import convert

SIDE = 16
XYZ = (0.4360, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
"""What sRGB's red, green and blue are, as profiles have it."""


def _shown(data: bytes) -> Image.Image:
    """The image after it was converted, as it is sent."""
    [_, small] = [
        convert.encoded(image, size)
        for image in [convert.upright(Image.open(BytesIO(data), formats=convert.FORMATS))]
        for size in convert.SIZES
    ]
    return Image.open(BytesIO(small)).convert("RGBA")


def _middle(data: bytes) -> tuple[int, ...]:
    found = _shown(data)
    pixel = found.getpixel((found.width // 2, found.height // 2))
    assert isinstance(pixel, tuple)
    return pixel


def _saved(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def _png(depth: int, colour: int, row: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A hand-made PNG in which all lines are the same."""
    head = struct.pack(">IIBBBBB", SIDE, SIDE, depth, colour, 0, 0, 0)
    body = zlib.compress((b"\0" + row) * SIDE)
    parts = [(b"IHDR", head), *chunks, (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def _profile(colours: tuple[tuple[float, float, float], ...], gamma: float, space: bytes) -> bytes:
    """A small colour profile of ICC version 2."""
    fixed = lambda *values: b"".join(struct.pack(">i", round(v * 65536)) for v in values)  # noqa: E731
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    white = b"XYZ " + bytes(4) + fixed(0.9642, 1.0, 0.8249)
    if space == b"GRAY":
        tags = {b"wtpt": white, b"kTRC": curve}
    else:
        tags = {b"wtpt": white}
        for name, colour in zip((b"r", b"g", b"b"), colours, strict=True):
            tags[name + b"XYZ"] = b"XYZ " + bytes(4) + fixed(*colour)
            tags[name + b"TRC"] = curve
    at, table, data = 132 + 12 * len(tags), b"", b""
    for name, tag in tags.items():
        table += name + struct.pack(">II", at + len(data), len(tag))
        data += tag
    size = at + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02100000, b"mntr", space, b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


SWAPPED = _profile((XYZ[1], XYZ[0], XYZ[2]), 2.2, b"RGB ")
"""A profile that calls green what sRGB calls red."""


@pytest.mark.parametrize(("grey", "seen"), [(0, 0), (0x4000, 64), (0x8000, 128), (0xFFFF, 255)])
def test_sixteen_bits_of_grey_are_that_grey(grey: int, seen: int):
    assert _middle(_png(16, 0, struct.pack(">H", grey) * SIDE))[:3] == pytest.approx(
        (seen,) * 3, abs=2
    )


def test_sixteen_bits_of_grey_and_transparency():
    pixel = _middle(_png(16, 4, struct.pack(">HH", 0x4000, 0x8000) * SIDE))
    assert pixel == pytest.approx((64, 64, 64, 128), abs=3)


def test_one_grey_that_is_transparent_of_sixteen_bits():
    clear = (b"tRNS", struct.pack(">H", 0x4000))
    for grey, seen in ((0x4000, 0), (0x4001, 255), (0x3FFF, 255), (0x8000, 255)):
        assert _middle(_png(16, 0, struct.pack(">H", grey) * SIDE, clear))[3] == seen


@pytest.mark.parametrize(("depth", "row"), [(2, b"\x55"), (4, b"\x11")])
def test_one_grey_that_is_transparent_of_few_bits(depth: int, row: bytes):
    image = row * (SIDE * depth // 8)
    assert _middle(_png(depth, 0, image, (b"tRNS", struct.pack(">H", 1))))[3] == 0
    assert _middle(_png(depth, 0, image, (b"tRNS", struct.pack(">H", 2))))[3] == 255


def test_one_colour_that_is_transparent_of_sixteen_bits():
    row = struct.pack(">HHH", 0x4000, 0x8000, 0x1000) * SIDE
    assert _middle(_png(16, 2, row, (b"tRNS", struct.pack(">HHH", 0x4000, 0x8000, 0x1000))))[3] == 0
    assert _middle(_png(16, 2, row, (b"tRNS", struct.pack(">HHH", 0x4000, 0, 0x1000))))[3] == 255


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_colour_profile_is_heeded(kind: str):
    image = Image.new("RGB", (SIDE, SIDE), (220, 30, 30))
    red, green, blue, _ = _middle(_saved(image, kind, icc_profile=SWAPPED, quality=95))
    assert green > 180
    assert max(red, blue) < 90


def test_a_profile_keeps_transparency():
    pixel = _middle(
        _saved(Image.new("RGBA", (SIDE, SIDE), (220, 30, 30, 128)), icc_profile=SWAPPED)
    )
    assert pixel[1] > 180
    assert pixel[3] == pytest.approx(128, abs=3)


def test_a_profile_of_indexed_colours_is_heeded():
    image = Image.new("RGB", (SIDE, SIDE), (220, 30, 30)).convert("P")
    assert _middle(_saved(image, icc_profile=SWAPPED))[1] > 180


def test_a_profile_of_grey_is_heeded():
    linear = _profile((), 1.0, b"GRAY")
    assert _middle(_saved(Image.new("L", (SIDE, SIDE), 55), icc_profile=linear))[
        0
    ] == pytest.approx(128, abs=6)


def test_a_gamma_is_heeded_unless_there_is_more_to_go_by():
    row, linear = bytes((55,)) * SIDE, (b"gAMA", struct.pack(">I", 100_000))
    usual = (b"gAMA", struct.pack(">I", 45_455))
    odd = (b"gAMA", struct.pack(">I", 1))
    cases = [((linear,), 128), (((b"sRGB", b"\0"), linear), 55), ((usual,), 55), ((odd,), 55)]
    for chunks, seen in cases:
        assert _middle(_png(8, 0, row, *chunks))[0] == pytest.approx(seen, abs=6)


@pytest.mark.parametrize("profile", [b"none", SWAPPED[:200], _profile((), 1.0, b"GRAY")])
def test_a_profile_that_does_not_fit_is_none(profile: bytes):
    image = Image.new("RGB", (SIDE, SIDE), (220, 30, 30))
    assert _middle(_saved(image, icc_profile=profile))[0] == pytest.approx(220, abs=4)


def test_what_a_printer_is_sent_is_seen_in_colour():
    image = Image.new("CMYK", (SIDE, SIDE), (0, 255, 255, 0))
    red, green, blue, _ = _middle(_saved(image, "JPEG", quality=95))
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_way_to_keep_a_picture_is_seen(mode: str):
    image = Image.new("RGB", (SIDE, SIDE), "white").convert(mode)
    assert _middle(_saved(image)) == (255,) * 4


def test_the_srgb_profile_changes_nothing():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (SIDE, SIDE), (200, 100, 50))
    assert _middle(_saved(image, icc_profile=srgb))[:3] == pytest.approx((200, 100, 50), abs=4)
