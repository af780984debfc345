"""A program: an image on stdin, two small squares of it in WebP on stdout.

It runs for one image in a process of its own, which the system ends when it takes too much memory
or time: decoders of images are large, and what they are fed here comes from anybody.
Imports nothing of the project.
"""

import resource
import struct
import sys
from io import BytesIO

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
SIZES = (256, 64)
NO_IMAGE, TOO_LARGE, UNREADABLE = 3, 4, 5
"""Exit codes."""
MEMORY = 1 << 30
CPU_SECONDS = 8


def main() -> int:
    """Convert; return an exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # a second look at what is checked below
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
    """Return the first frame as it is meant to be seen, in colours that WebP knows."""
    image.draft("RGB", (2 * SIZES[0], 2 * SIZES[0]))  # a JPEG need not be decoded larger
    turned = ImageOps.exif_transpose(image)
    return turned.convert("RGBA" if turned.has_transparency_data else "RGB")


def encoded(image: Image.Image, size: int) -> bytes:
    """Return the middle of an image as a square, without anything that came along with it."""
    square = Image.new(image.mode, (size, size))
    square.paste(ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS))
    out = BytesIO()
    square.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
