"""The kernel has no circle of imports, not even of those for types alone."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "actors" / "core"


def _imports(text: str) -> set[str]:
    """Return the modules that a module imports anywhere: at its top, for types, in a function."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    named = {node.module for node in nodes if node.module is not None}
    members = {f"{node.module}.{name.name}" for node in nodes for name in node.names}
    plain = {
        name.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import)
        for name in node.names
    }
    return named | members | plain


def _graph() -> dict[str, set[str]]:
    files = [path for path in CORE.rglob("*.py") if path.name != "__init__.py"]
    texts = {
        ".".join(path.relative_to(CORE.parents[1]).with_suffix("").parts): path.read_text()
        for path in files
    }
    return {module: _imports(text) & set(texts) for module, text in texts.items()}


def test_no_circle() -> None:
    graph = _graph()
    assert len(graph) > 20
    TopologicalSorter(graph).prepare()


def test_a_circle_is_found_also_if_it_is_for_types_alone() -> None:
    graph = _graph()
    text = "if TYPE_CHECKING:\n    from actors.core.kernel import Kernel\n"
    graph["actors.core.address"] |= _imports(text) & set(graph)
    with pytest.raises(CycleError):
        TopologicalSorter(graph).prepare()


def test_nobody_in_the_kernel_imports_the_package_itself() -> None:
    """The package imports all its modules, so importing it from one of them is a circle."""
    texts = [path.read_text() for path in CORE.rglob("*.py") if path.name != "__init__.py"]
    assert not any("actors.core" in _imports(text) for text in texts)
