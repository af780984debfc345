"""A program: reads an image from stdin and writes two small squares of it in WebP to stdout.

It runs for one image in its own process, which the system kills if it uses too much memory or time:
decoders of images are large, and the images here come from anybody.
Imports nothing of the project.
"""

import resource
import struct
import sys
from io import BytesIO

from PIL import Image, ImageChops, ImageCms, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
SIZES = (256, 64)
GAMMA = 1 / 2.2
"""The gamma of sRGB, as PNG writes it."""
GAMMAS = 0.1, 4.0
"""A gamma in a file is believed between these."""
ENOUGH = 2 * SIZES[0]
"""The most pixels of a side that are converted, as colours are costly."""
TO_EIGHT = 1 / 257
"""The factor from a colour of 16 bits to one of 8."""
NO_IMAGE, TOO_LARGE, UNREADABLE = 3, 4, 5
"""Exit codes."""
MEMORY = 1 << 30
CPU_SECONDS = 8


def main() -> int:
    """Convert; return an exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # a second check of what is checked below
    try:
        image = Image.open(BytesIO(sys.stdin.buffer.read()), formats=FORMATS)  # reads the head only
    except Image.DecompressionBombError:
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - whatever a decoder says of bytes that are no image
        return NO_IMAGE
    if image.width * image.height > MOST_PIXELS:
        return TOO_LARGE
    try:
        squares = [encoded(image, size) for image in [upright(image)] for size in SIZES]
    except Exception:  # noqa: BLE001 - the same for an image that ends too early or lies
        return UNREADABLE
    for square in squares:
        sys.stdout.buffer.write(struct.pack(">I", len(square)) + square)
    return 0


def upright(image: Image.Image) -> Image.Image:
    """Return the first frame the right way up, in sRGB, with or without transparency."""
    image.draft("RGB", (ENOUGH, ENOUGH))  # a JPEG need not be decoded at full size
    if (clear := clear_colour(image)) is not None:
        image.info["transparency"] = clear
    turned = ImageOps.exif_transpose(image)
    profile, gamma = turned.info.get("icc_profile"), turned.info.get("gamma")
    plain = eight_bits(turned)
    kind, seen_through = plain.mode, turned.has_transparency_data
    if seen_through:
        plain.putalpha(opacity(turned, clear))
    small = ImageOps.fit(plain, (ENOUGH, ENOUGH)) if min(plain.size) > ENOUGH else plain
    seen = in_srgb(small.convert(kind), profile)
    if gamma and GAMMAS[0] < gamma < GAMMAS[1] and not profile and "srgb" not in turned.info:
        seen = seen.point([round(255.0 * (v / 255.0) ** (GAMMA / gamma)) for v in range(256)] * 3)
    if seen_through:
        seen.putalpha(small.getchannel("A"))
    return seen


def opacity(image: Image.Image, clear: object) -> Image.Image:
    """Return the opacity of each pixel; ``clear`` is the transparent colour, if there is one."""
    if image.mode.startswith("I") and isinstance(clear, int):
        grey = image.convert("I")
        above = grey.point(lambda value: value * 1 - clear).convert("L")
        below = grey.point(lambda value: value * -1 + clear).convert("L")
        differs = ImageChops.add(above, below)
        return differs.point([0] + [255] * 255)
    return image.convert("RGBA").getchannel("A")


def clear_colour(image: Image.Image) -> object:
    """Return the transparent colour of a PNG, in the bit depth the image is decoded to.

    Pillow leaves it in the depth of the file: 2, 4 or three times 16 bits. That depth shows in what
    the decoder is asked for, so call this before the image is loaded.
    """
    clear = image.info.get("transparency")
    tiles = getattr(image, "tile", None)
    depth = str(tiles[0][3]) if tiles else ""
    if isinstance(clear, int) and (factor := {"L;2": 85, "L;4": 17}.get(depth)):
        return clear * factor
    if isinstance(clear, tuple) and "16" in depth:
        return tuple(value >> 8 for value in clear)
    return clear


def eight_bits(image: Image.Image) -> Image.Image:
    """Return an image in a mode that colour profiles can have: 8 bits of grey, RGB or CMYK."""
    if image.mode.startswith("I"):  # 16 bits of grey, which `convert` would clip at 255
        return image.convert("I").point(lambda value: value * TO_EIGHT + 0.5).convert("L")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image.copy()
    return image.convert("L" if image.mode in {"1", "LA", "La"} else "RGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return an image in sRGB; an invalid profile counts as none."""
    if profile:
        try:
            own, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            seen = ImageCms.profileToProfile(image, own, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            seen = None
        if seen is not None:
            return seen
    return image.convert("RGB")


def encoded(image: Image.Image, size: int) -> bytes:
    """Return the middle of an image as a square, without any metadata."""
    square = Image.new(image.mode, (size, size))
    square.paste(ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS))
    out = BytesIO()
    square.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
