"""Rules about files that no linter knows: import directions, sizes, and no local names."""

import ast
import re
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (".ci", "actors", "docs", "gateway", "scripts", "store", "tests", "webui")
PROJECT = {"actors", "gateway", "store"}

DOMAINS = (
    *("people", "sessions", "identities", "factors", "profiles", "social", "moderation", "matches"),
    *("rooms", "notifications", "tournaments", "ratings", "programs", "mail", "push", "journal"),
    "nodes",
)
"""The domains of the store: each is a folder, and all have the same shape."""

# A package may import only these parts of the project; the most specific line counts.
MAY_IMPORT = {
    "actors": (
        *("actors", "store.protocol", "store.errors", "store.words", "store.names"),
        *(f"store.{domain}.records" for domain in DOMAINS if domain != "journal"),
    ),
    "actors.core": ("actors.core",),
    "actors.pong": ("actors.pong",),
    "actors.tournament.formats": ("actors.tournament.formats",),
    "store": (
        "store",
        "actors.core.journal.records",
        "actors.core.shards",
    ),  # these are the kernel's records
    "gateway": ("actors", "gateway", "store"),
}
PURE = {
    *("asyncio", "datetime", "io", "logging", "os", "pathlib", "secrets", "socket"),
    *("structlog", "sys", "threading", "time", "trio", "uuid"),
}
# Nor may it import these packages from outside.
FORBIDDEN = {
    "actors": {"quart", "quart_trio", "hypercorn", "trio_websocket", "sqlite3", "asyncpg", "redis"},
    "actors.pong": PURE | {"random"},
    "actors.tournament.formats": PURE,
    "store": {"quart", "quart_trio", "hypercorn", "trio_websocket"},
    "gateway": {"sqlite3", "asyncpg", "redis"},
}


def _imports(source: str) -> Iterator[str]:
    """Yield each name a module imports, dotted; `from a import b` gives "a.b"."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def _breaches(module: str, source: str) -> list[str]:
    """List the imports of `module` that point the wrong way."""
    homes = [package for package in MAY_IMPORT if _within(module, package)]
    allowed = MAY_IMPORT[max(homes, key=len)]
    forbidden = set[str]().union(*(FORBIDDEN.get(home, set()) for home in homes))
    return [
        f"{module} imports {name}"
        for name in _imports(source)
        if (top := name.partition(".")[0]) in forbidden
        or (top in PROJECT and not any(_within(name, package) for package in allowed))
    ]


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _files(*suffixes: str) -> list[Path]:
    """List the project's own files, all or those with one of these suffixes."""
    nested = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return [
        path
        for path in [*ROOT.glob("*"), *nested]
        if path.is_file()
        and path.name != ".git"  # in a worktree this is a file with the path of the repository
        and "__pycache__" not in path.parts
        and (not suffixes or path.suffix in suffixes)
    ]


def test_imports_point_one_way():
    modules = [path for path in _files(".py") if path.relative_to(ROOT).parts[0] in PROJECT]
    found = [breach for path in modules for breach in _breaches(_module(path), path.read_text())]
    assert found == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("actors.match.actor", "from gateway.socket.wire import Hello"),
        ("actors.match.actor", "import store.sqlite"),
        ("actors.match.actor", "from store import sqlite"),
        ("actors.match.actor", "from store.matches.sql import SqlMatches"),
        ("actors.match.actor", "import quart"),
        ("actors.core.mailbox", "from actors.pong.court import Court"),
        ("actors.pong.ball", "from actors.core.ref import Ref"),
        ("actors.pong.ball", "from time import monotonic"),
        ("actors.pong.ball", "import trio"),
        ("actors.pong.ball", "import random"),
        ("actors.tournament.formats.single", "from actors.tournament.actor import Tournament"),
        ("actors.tournament.formats.swiss", "import time"),
        ("store.sqlite", "from actors.core.ref import Ref"),
        ("actors.core.journal.journal", "from store.errors import StoreError"),
        ("gateway.main", "import sqlite3"),
    ],
)
def test_an_import_the_wrong_way_is_found(module: str, line: str):
    assert len(_breaches(module, line)) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("actors.match.actor", "from actors.core.ref import Ref"),
        ("actors.match.actor", "from store.matches import records"),
        ("actors.match.actor", "from store.protocol import Store"),
        ("actors.pong.ball", "from actors.pong import court"),
        ("gateway.main", "from store.sqlite import open_sqlite"),
        ("store.tables", "from actors.core.journal.records import Blob"),
    ],
)
def test_an_import_the_right_way_passes(module: str, line: str):
    assert _breaches(module, line) == []


LOOSE = {"app", "main", "services", "stop", "store_watch", "upkeep", "worker"}
"""Modules of the gateway outside all rooms: they put rooms together, or know none of them."""


def _rooms(init: Path) -> set[str]:
    """Read from the last line of a room's docstring which parts of the gateway it may import."""
    said = (ast.get_docstring(ast.parse(init.read_text())) or "").splitlines()[-1]
    assert said.startswith("May import "), init
    return set(re.findall(r"`(\w+)`", said))


def _outside(path: Path, source: str) -> list[str]:
    """List the imports of a module, from the gateway, that its room does not name."""
    allowed = {path.parent.name, *_rooms(path.parent / "__init__.py")}
    return [
        f"{path.parent.name}/{path.name} imports {name}"
        for name in _imports(source)
        if _within(name, "gateway") and name.split(".")[1] not in allowed
    ]


def test_a_room_of_the_gateway_imports_what_it_says():
    assert {path.stem for path in ROOT.glob("gateway/*.py")} == {"__init__", *LOOSE}
    modules = ROOT.glob("gateway/*/*.py")
    assert [breach for path in modules for breach in _outside(path, path.read_text())] == []
    limits = ROOT / "gateway" / "guard" / "limits.py"
    assert len(_outside(limits, "from gateway.auth import tokens")) == 1
    assert len(_outside(limits, "from gateway import services")) == 1


def test_the_rooms_of_the_gateway_make_no_circle():
    seen = {init.parent.name: _rooms(init) for init in ROOT.glob("gateway/*/__init__.py")}
    while seen:
        lowest = {room for room, others in seen.items() if not others & seen.keys()}
        assert lowest, seen
        seen = {room: others for room, others in seen.items() if room not in lowest}


def test_every_domain_of_the_store_has_the_same_shape():
    shape = {"__init__", "memory", "protocol", "queries", "records", "rows", "sql"}
    for domain in DOMAINS:
        folder = ROOT / "store" / domain
        theirs = {"records"} if domain == "journal" else set[str]()  # they are the kernel's
        assert {path.stem for path in folder.glob("*.py")} == shape - theirs
        assert (ROOT / "tests" / "store" / f"test_{domain}.py").is_file()
    for protocol in ROOT.glob("store/*/protocol.py"):
        assert protocol.parent.name in DOMAINS


def test_files_stay_small():
    lengths = {path: len(path.read_text().splitlines()) for path in _files(".py", ".js", ".css")}
    assert [str(path.relative_to(ROOT)) for path, lines in lengths.items() if lines > 300] == []
    assert statistics.median(lengths.values()) < 120


def test_no_file_names_a_package_registry_or_a_place_on_one_machine():
    registry = r"[p]ypi\.|[p]ythonhosted|[n]pmjs|[-]-(?:extra-)?index-url"
    place = r"(?<![\w.}])/(?:root|work|home|Users|tmp)/"
    pattern = re.compile(f"{registry}|{place}".encode())
    found = [
        f"{path.relative_to(ROOT)}: {match.group().decode()}"
        for path in _files()
        for match in pattern.finditer(path.read_bytes())
    ]
    assert found == []


def test_an_empty_answer_is_made_in_one_place():
    """See `gateway.api.common.done`: otherwise a client that leaves early harms PostgreSQL."""
    bare = [p.name for p in ROOT.glob("gateway/**/*.py") if "Response(status=204" in p.read_text()]
    assert bare == []


def test_every_locked_package_has_a_version_and_a_hash():
    for lock in ROOT.glob("scripts/*.lock"):
        for entry in _entries(lock):
            assert re.match(r"[\w.-]+==\S+( --hash=sha256:[0-9a-f]{64})+$", entry), entry


def test_the_test_lock_includes_the_runtime_lock_and_what_the_project_names():
    runtime = set(_entries(ROOT / "scripts" / "requirements.lock"))
    test = set(_entries(ROOT / "scripts" / "requirements-test.lock"))
    assert runtime < test
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert set(project["dependencies"]) <= {_name(entry) for entry in runtime}
    named = {name.partition("[")[0] for name in project["optional-dependencies"]["test"]}
    assert named <= {_name(entry) for entry in test}


def _entries(lock: Path) -> list[str]:
    """Read a lock file: one "name==version --hash=…" a package, comments left out."""
    lines = [line.strip() for line in lock.read_text().splitlines()]
    text = "\n".join(line for line in lines if not line.startswith("#"))
    return re.sub(r"\s*\\\n", " ", text).strip().splitlines()


def _name(entry: str) -> str:
    return entry.partition("==")[0]


def test_the_list_of_decisions_names_each_of_them():
    folder = ROOT / "docs" / "adr"
    listed = re.findall(
        r"\[(\d+)\]\((\d{4}-[\w-]+\.md)\) \| (.+?) \|", (folder / "README.md").read_text()
    )
    titles = {path.name: path.read_text().partition("\n")[0] for path in folder.glob("0*.md")}
    assert {name: f"# {int(number)}. {title}" for number, name, title in listed} == titles


OWN_WAY = {
    "tests/programs.py",
    "tests/postgres_server.py",
    "tests/e2e/server.py",
    "tests/e2e/proxy.py",
}
"""Files that may start programs: the one way for tests, and those that end them themselves."""


def test_what_a_test_starts_ends_with_it():
    begins = re.compile(r"^(?!\s*#).*\bsubprocess\.Popen\(", re.MULTILINE)
    texts = {p: p.read_text().partition('\n"""\n')[0] for p in ROOT.glob("tests/**/*.py")}
    found = {str(p.relative_to(ROOT)) for p, text in texts.items() if begins.search(text)}
    found.discard("tests/scripts/test_ends.py")  # it ends what its small tests start
    assert found <= OWN_WAY
