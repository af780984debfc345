"""The check imports nothing of the server: otherwise it could have the same mistakes."""

import ast
from pathlib import Path

import chaos_proof

PROJECT = {"actors", "gateway", "store"}
WRAPPER = "sabotaged.py"


def test_only_the_wrapper_around_the_server_knows_its_code():
    folder = Path(chaos_proof.__file__).parent
    knowing = {path.name for path in folder.glob("*.py") if _imports(path) & PROJECT}
    assert knowing == {WRAPPER}


def _imports(path: Path) -> set[str]:
    """The top-level packages that a module imports."""
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}
