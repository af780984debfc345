"""Serves the files of the page, and index.html for every address of a page.

The files are the same for everybody and reflect nothing of a request. So they may be compressed;
answers of the API are not, as their length would tell an attacker who can add to their text what
secrets stand beside it (BREACH).
"""

from pathlib import PurePosixPath
from typing import cast

from quart import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import MapAdapter, PathConverter

from gateway.http import pages
from gateway.http.files import TYPES, WEBUI, File, Files, without_version
from gateway.http.paths import nothing_here
from gateway.http.problems import of_http

ASK_AGAIN = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"
NEVER = "no-store"


class OutsideApi(PathConverter):
    """Matches paths outside the API, as a wrong method in the API must not lead to a page."""

    regex = "(?!api/)[^/].*?"


def routes(files: Files) -> Blueprint:
    """Make the routes; they take all paths that no other route takes."""
    blueprint = Blueprint("files", __name__)
    blueprint.record(lambda setup: setup.app.url_map.converters.update(outside=OutsideApi))

    is_page = pages.compiled(pages.patterns(WEBUI / "js" / "routes.js")).fullmatch

    def find(name: str) -> tuple[File, str] | None:
        """Return the file at an address and how to cache it.

        A page is not found at the address of its file. The id of a tournament has a dot in it: only
        what ends as our files do is the name of one.
        """
        if PurePosixPath(name).suffix not in TYPES:
            file = files.find("index.html") if is_page(f"/{name}") else None
            return file and (file, ASK_AGAIN)
        if name.endswith(("/", ".html")):
            return None
        plain, version = without_version(name)
        file = files.find(plain)
        return file and (file, _caching(file, version))

    @blueprint.get("/", provide_automatic_options=False)
    @blueprint.get("/<outside:name>", provide_automatic_options=False)  # it would answer 200
    async def read_file(name: str = "") -> Response:
        found = find(name)
        return _nothing(files) if found is None else _response(*found)

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
    return Response(small.data, 404, {"Cache-Control": NEVER}, content_type=small.kind)


def _caching(file: File, version: str | None) -> str:
    """Return how a file may be cached that was asked for in a version, or without one.

    A page from before an update asks for a version that is gone: it gets the present one, and
    nobody keeps it under the wrong name.
    """
    if version is None:
        return ASK_AGAIN
    return FOR_EVER if version == file.version else NEVER


def _response(file: File, caching: str) -> Response:
    """Answer with the file, or with 304 if the browser has it."""
    gzipped = file.gzipped if _takes_gzip() else None
    etag = file.digest if gzipped is None else f"{file.digest}-gzip"
    response = Response(gzipped or file.data, content_type=file.kind)
    response.set_etag(etag)
    response.last_modified = file.modified
    response.headers["Cache-Control"] = caching
    if file.gzipped is not None:
        response.vary.add("Accept-Encoding")
    if _has_it(file, etag):
        response.status_code = 304
        response.set_data(b"")
        del response.headers["Content-Length"]
    elif gzipped is not None:
        response.content_encoding = "gzip"
    return response


def _takes_gzip() -> bool:
    """Tell whether the browser takes gzip, and would not rather have the file as it is."""
    quality = request.accept_encodings.quality
    return quality("gzip") > 0 and quality("gzip") >= quality("identity")


def _has_it(file: File, etag: str) -> bool:
    if request.if_none_match:
        return request.if_none_match.contains_weak(etag)
    since = request.if_modified_since
    return since is not None and file.modified <= since
