"""Serves the files of the page, and index.html for every address of a page.

Modules and style sheets are sent joined (`gateway.http.linked`). File names have no hash, so no
file may be called immutable: browsers keep the files and ask each time whether they have changed
(no-cache with an ETag), which costs an answer without a body.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import cast

from msgspec import Struct
from quart import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import MapAdapter, PathConverter

from gateway.http import pages
from gateway.http.linked import LINKED, Linker
from gateway.http.paths import nothing_here
from gateway.http.problems import of_http

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


Stamp = tuple[tuple[int, int], ...]
"""For each file, when it was changed and its size, from the file system."""


class File(Struct, frozen=True):
    """A file in memory; ``stamp`` is that of its parts when they were read."""

    parts: Sequence[Path]
    stamp: Stamp
    data: bytes
    etag: str
    modified: datetime
    kind: str


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
        link = LINKED.get(str(path.relative_to(self._root)))
        if link is None:
            parts, data = [path], path.read_bytes()
        else:
            linker = Linker()
            data = link(linker, path).encode()
            parts = linker.parts
        stamp = _stamp(parts)
        modified = datetime.fromtimestamp(max(stamp)[0] // 1_000_000_000, UTC)
        return File(parts, stamp, data, sha256(data).hexdigest()[:32], modified, TYPES[path.suffix])


class OutsideApi(PathConverter):
    """Matches paths outside the API, as a wrong method in the API must not lead to a page."""

    regex = "(?!api/)[^/].*?"


def routes(files: Files) -> Blueprint:
    """Make the routes; they take all paths that no other route takes."""
    blueprint = Blueprint("files", __name__)
    blueprint.record(lambda setup: setup.app.url_map.converters.update(outside=OutsideApi))

    is_page = pages.compiled(pages.patterns(WEBUI / "js" / "routes.js")).fullmatch

    def find(name: str) -> File | None:
        """Return the file at an address; a page is not found at the address of its file."""
        if not PurePosixPath(name).suffix:
            return files.find("index.html") if is_page(f"/{name}") else None
        return None if name.endswith(("/", ".html")) else files.find(name)

    @blueprint.get("/", provide_automatic_options=False)
    @blueprint.get("/<outside:name>", provide_automatic_options=False)  # it would answer 200
    async def read_file(name: str = "") -> Response:
        file = find(name)
        return _nothing(files) if file is None else _response(file)

    @blueprint.app_errorhandler(MethodNotAllowed)
    async def not_allowed(error: MethodNotAllowed) -> Response:
        """Answer 404 instead of 405 at an address with nothing at it."""
        name = _name_of_file()
        problem = of_http(error) if name is None or find(name) else nothing_here()
        return problem.response()

    return blueprint


def _name_of_file() -> str | None:
    """Return the path of the request, without its slash, if it belongs to no other route."""
    adapter = cast("MapAdapter", current_app.create_url_adapter(request))
    try:
        endpoint, values = adapter.match(method="GET")
    except HTTPException:
        return None
    return values.get("name", "") if endpoint == "files.read_file" else None


def _nothing(files: Files) -> Response:
    """Answer 404: with a small page to a person, with a problem to a program."""
    small = files.find("not_found.html")
    if small is None or "text/html" not in request.accept_mimetypes.values():
        raise nothing_here()
    return Response(small.data, 404, {"Cache-Control": "no-store"}, content_type=small.kind)


def _stamp(parts: Sequence[Path]) -> Stamp:
    found = [part.stat() for part in parts]
    return tuple((status.st_mtime_ns, status.st_size) for status in found)


def _response(file: File) -> Response:
    """Answer with the file, or with 304 if the browser has it."""
    response = Response(file.data, content_type=file.kind)
    response.set_etag(file.etag)
    response.last_modified = file.modified
    response.headers["Cache-Control"] = "no-cache"
    if _has_it(file):
        response.status_code = 304
        response.set_data(b"")
        del response.headers["Content-Length"]
    return response


def _has_it(file: File) -> bool:
    if request.if_none_match:
        return request.if_none_match.contains_weak(file.etag)
    since = request.if_modified_since
    return since is not None and file.modified <= since
