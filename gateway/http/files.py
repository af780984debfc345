"""The files of the page: read, joined and compressed once, and again when they change.

Every file has a name of its own for each version, such as ``/js/main.0123456789abcdef.js``, by
which pages of HTML ask for it; see docs/adr/0041.
"""

import gzip
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from msgspec import Struct

from gateway.http.linked import FIRST, LATE, STYLES_JOINED, WORKER, Linker

WEBUI = Path(__file__).resolve().parent.parent.parent / "webui"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
TEXT = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest"})
"""What compression makes shorter; the others are compressed in themselves."""

NAMED = re.compile(r'="/([\w/-]+)(\.(?:css|js|svg))"')
VERSIONED = re.compile(r"(.+)\.([0-9a-f]{16})(\.\w+)")

Stamp = tuple[tuple[int, int], ...]
"""For each file, when it was changed and its size, from the file system."""


class File(Struct, frozen=True):
    """A file in memory; ``stamp`` is that of its parts when they were read."""

    parts: Sequence[Path]
    stamp: Stamp
    data: bytes
    gzipped: bytes | None
    """None if it is no text, or no shorter."""
    digest: str
    modified: datetime
    kind: str

    @property
    def version(self) -> str:
        """What stands in the file's name; other contents have another version."""
        return self.digest[:16]


class Files:
    """The files of a folder, read once, and again when they change."""

    def __init__(self, root: Path = WEBUI) -> None:
        self._root = root.resolve()
        self._files: dict[Path, File] = {}

    def find(self, name: str) -> File | None:
        """Return the file of a relative path; None if it is not in the folder."""
        parts = PurePosixPath(name).parts
        if "\0" in name or any(part.startswith(".") for part in parts):
            return None
        path = self._root.joinpath(*parts).resolve()
        if path.suffix not in TYPES or not path.is_relative_to(self._root):
            return None
        try:
            known = self._files.get(path)
            if known is None or known.stamp != _stamp(known.parts):
                known = self._files[path] = self._read(path)
        except OSError:
            return None
        return known

    def _read(self, path: Path) -> File:
        parts, data = self._contents(path)
        stamp = _stamp(parts)
        modified = datetime.fromtimestamp(max(stamp)[0] // 1_000_000_000, UTC)
        short = gzip.compress(data, mtime=0) if path.suffix in TEXT else data
        gzipped = short if len(short) < len(data) else None
        digest = sha256(data).hexdigest()[:32]
        return File(parts, stamp, data, gzipped, digest, modified, TYPES[path.suffix])

    def _contents(self, path: Path) -> tuple[Sequence[Path], bytes]:
        """Return what is sent for a file, and the files that it is made of."""
        name, linker = str(path.relative_to(self._root)), Linker()
        if name in (FIRST, WORKER):
            return linker.parts, linker.script(path, self._address).encode()
        if name in STYLES_JOINED:
            return linker.parts, linker.styles(path).encode()
        if name in LATE:
            linker.script(self._root / FIRST)
            return linker.parts, Linker(linker).later(path).encode()
        if path.suffix == ".html":
            return self._page(path)
        return [path], path.read_bytes()

    def _address(self, path: Path) -> str:
        """Return where the present version of a file is found."""
        name = path.relative_to(self._root)
        file = self.find(str(name))
        version = "" if file is None else f".{file.version}"
        return f"/{name.with_suffix('')}{version}{name.suffix}"

    def _page(self, path: Path) -> tuple[Sequence[Path], bytes]:
        """Return a page which names the present versions of the files that it needs."""
        parts = [path]

        def versioned(found: re.Match[str]) -> str:
            stem, suffix = found.groups()
            file = self.find(stem + suffix)
            if file is None:
                return found[0]
            parts.extend(file.parts)
            return f'="/{stem}.{file.version}{suffix}"'

        return parts, NAMED.sub(versioned, path.read_text(encoding="utf-8")).encode()


def without_version(name: str) -> tuple[str, str | None]:
    """Return the name of the file in the folder, and the version that was asked for, if any."""
    found = VERSIONED.fullmatch(name)
    return (name, None) if found is None else (found[1] + found[3], found[2])


def _stamp(parts: Sequence[Path]) -> Stamp:
    found = [part.stat() for part in parts]
    return tuple((status.st_mtime_ns, status.st_size) for status in found)
