"""The files of the page: caching, page addresses, and nothing outside their folder."""

import json
import re
import subprocess
from itertools import product
from pathlib import Path

from structlog.testing import capture_logs

from gateway.http import pages
from gateway.http.files import WEBUI, Files
from tests.gateway.client import Client
from tests.gateway.test_linked import NODE

PAGES = (
    *("/", "/account", "/join/g5kq?x=1", "/match/m81x", "/match/m81x/result", "/profile/edit/"),
    *("/tournament/t.x9", "/tournament/t.x9/screen", "/tournaments?stage=over"),
)


async def test_the_page_comes_at_every_address_of_a_page(client: Client):
    index = await client.get("/")
    assert index.status == 200
    assert index.headers["content-type"] == "text/html; charset=utf-8"
    for path in PAGES:
        assert (await client.get(path)).body == index.body
    for pattern in pages.patterns(WEBUI / "js" / "routes.js"):
        path = re.sub(r"{\w+}", "a%20b", pattern)
        assert (await client.get(path)).body == index.body


NOTHING = (
    *("/missing.js", "/js/missing.css", "/match/x.png", "/api/v1/nothing", "/api/nothing"),
    *("/../pyproject.toml", "/%2e%2e/pyproject.toml", "/..%2f..%2fetc/x.txt", "/js/%00.js"),
    *("/.git/config.txt", "/js", "/js.py", "/metrics", "/admin", "/docs", "/wp-login.php"),
    *("/lobby", "/no/such/page", "/match", "/match/", "/match/a/b", "/match/a/result/b", "/join"),
    *("/Account", "/accounts", "/account/x", "/.env", "/.well-known/security.txt", "/graphql"),
    *("/ws/", "/wsx", "/healthz/", "/api", "/index", "/password-reset/x", "/player/", "/openapi"),
    *("/swagger-ui/", "/actuator/health", "/server-status", "/cgi-bin/test-cgi", "/%ff", "/%0a"),
)


ODD = (
    *(
        "//",
        "/%2f",
        "/%2F%2f",
        "/player%2fx",
        "/player/..",
        "/player/.",
        "/player/%2e%2e",
        "/./",
        "/.",
    ),
    *(
        "/player/.%2e",
        "/index.html",
        "/index.html/",
        "/not_found.html",
        "/js/main.js/",
        "/js//main.js",
    ),
    *(
        "//js/main.js",
        "/api//v1/me",
        "//api/v1/me",
        "/api/v1//me",
        "/api/v1/me/",
        "/api/v1/../v1/me",
    ),
    *("/js/../js/main.js", "/js/%2e/main.js", "/js/main%2ejs", "/js%2fmain.js", "/js%5cmain.js"),
    *(
        "/player/a%2fb",
        "/player/a%00",
        "/player/a%0ab",
        "/player/%7f",
        "/player/a\\b",
        "/player/a%5Cb",
    ),
    *("/player/%", "/player/%zz", "/player/%4", "/player/%ff", "/player/%ed%a0%80", "/player/x#y"),
    *("/healthz//", "//healthz", "/ws//", "/./healthz", "/api/v1/avatars/%2e%2e/64", "/match/a//"),
    *(
        "/account//",
        "///",
        "/%2e",
        "/%2e%2e/",
        "/..",
        "/favicon.svg/",
        "/css/main.css//",
        "/JS/main.js",
    ),
)


async def test_a_path_has_one_way_to_be_written(client: Client):
    await client.guest()
    for path, method in product(ODD, ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")):
        answer = await client.request(method, path, b"{}", content_type="application/json")
        assert (answer.status, method, path) == (404, method, path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert "location" not in answer.headers


async def test_a_wrong_method_is_wrong_only_where_something_is(client: Client):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        for path in ("/", "/account", "/player/x", "/js/main.js", "/healthz", "/api/v1/me"):
            if method == "OPTIONS" and path in {"/healthz", "/api/v1/me"}:
                continue  # there it names the allowed methods
            answer = await client.request(method, path, b"")
            assert (answer.status, method, path) == (405, method, path)
            assert {"GET", "HEAD"} <= set(answer.headers["allow"].split(", "))
        for path in ("/nope", "/js/nope.js", "/player", "/api/v1/nope", "/api", "/metrics"):
            answer = await client.request(method, path, b"")
            assert (answer.status, method, path) == (404, method, path)


async def test_what_is_not_there_is_not_found(client: Client):
    for path, method in product(NOTHING, ("GET", "HEAD")):
        answer = await client.request(method, path, b"")
        assert (answer.status, method, path) == (404, method, path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"


async def test_a_person_is_shown_a_small_page_instead(client: Client):
    answer = await client.get("/metrics", accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"<script" not in answer.body
    assert b'href="/"' in answer.body


def test_the_server_knows_the_pages_that_the_browser_knows(tmp_path: Path):
    """Checked with the browser's own code, for addresses that are pages, nearly pages, or none."""
    known = pages.patterns(WEBUI / "js" / "routes.js")
    paths = [re.sub(r"{\w+}", filled, one) for one in known for filled in ("a", "x_y-9", "é", "")]
    paths += [f"{path}{more}" for path in paths for more in ("/", "/more", "//", "x")]
    paths += [path.partition("?")[0] for path in NOTHING if "%" not in path]
    program = tmp_path / "asked.mjs"
    program.write_text(ASKED % {"js": (WEBUI / "js").as_uri()})
    given = json.dumps({"source": (WEBUI / "js" / "routes.js").read_text(), "paths": paths})
    done = subprocess.run([NODE, program], input=given, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    matches = pages.compiled(known).fullmatch
    assert said["patterns"] == known
    assert said["pages"] == [path for path in paths if matches(path)]


ASKED = """
import { readFileSync } from "node:fs";
import { compile } from "%(js)s/lib/pattern.js";
const { source, paths } = JSON.parse(readFileSync(0, "utf8"));
// the pages themselves need a browser: the names of the classes are enough here
const named = source.replace(/: (\\w+),$/gm, ': "$1",');
const body = named.replace(/^import .*$/gm, "").replace(/^export /gm, "");
const names = [
  ...["ComeBackPage", "ConfirmEmailPage", "ForgotPasswordPage"],
  ...["Reset", "ResetFactorsPage", "ScreenPage", "UnsubscribePage"],
];
const open = names.map((name) => `${name} = 0`).join(", ");
const read = new Function(`const ${open}; ${body}; return routes;`);
const patterns = Object.keys(read());
const pages = paths.filter((path) => patterns.some((pattern) => compile(pattern)(path)));
console.log(JSON.stringify({ patterns, pages }));
"""


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
    assert (three.data, three.digest != one.digest) == (b"three", True)
    path.unlink()
    assert files.find("a.js") is None


def test_a_link_out_of_the_folder_leads_nowhere(tmp_path: Path):
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "webui").mkdir()
    (tmp_path / "webui" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert Files(tmp_path / "webui").find("link.txt") is None


SECRETS = ("/join/g5kqsecret", "/JOIN/g5kqsecret", "/join//g5kqsecret", "/x/../join/g5kqsecret")
HIDDEN = (
    *(
        *SECRETS,
        "/join%2fg5kqsecret",
        "//join/g5kqsecret/",
        "/join/g5kqsecret?x",
        "/join/a/g5kqsecret",
    ),
    *("/password-reset#g5kqsecret", "/password-reset/g5kqsecret", "/password-reset%23g5kqsecret"),
)


async def test_the_log_holds_no_address_that_is_a_secret(client: Client):
    with capture_logs() as logs:
        for path in HIDDEN:
            for method in ("GET", "HEAD", "POST"):
                await client.request(method, path, b"")
        await client.get("/account")
    paths = [line["path"] for line in logs if line["event"] == "request"]
    assert len(paths) == 3 * len(HIDDEN) + 1
    assert "g5kqsecret" not in str(logs)
    assert "/join/{secret}" in paths
    assert paths[-1] == "/account"
