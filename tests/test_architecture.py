"""The plan of the house, held: layers, sizes, façades, one root for all five packages."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("ontology", "graph", "ingest", "queries", "api")
BELOW = {
    "ontology": set(),
    "graph": {"ontology"},
    "ingest": {"ontology", "graph"},
    "queries": {"ontology", "graph"},
    "api": {"ontology", "graph", "ingest", "queries"},
}
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
CODE = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _imported(path: Path) -> set[str]:
    """Return the top-level names that a module imports absolutely, at any depth."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_go_down_only(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    forbidden = set(PACKAGES) - BELOW[package] - {package}
    assert not _imported(path) & forbidden


#: Rooms of the graph of which none imports those after it.
ROOMS = ("curating", "deriving", "reviewing")


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_decided_derived_and_reviewed_is_imported_downwards(room: str) -> None:
    above = tuple(f"graph.{each}." for each in ROOMS[ROOMS.index(room) + 1 :])
    for path in sorted((ROOT / "graph" / room).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                assert not f"{node.module}.".startswith(above or ("-",)), path


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_no_module_is_over_400_lines_and_no_function_over_60(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 60, node.name


@pytest.mark.parametrize("package", PACKAGES)
def test_a_facade_offers_what_it_lists(package: str) -> None:
    # That the list is sorted is ruff's to say (RUF022).
    module = importlib.import_module(package)
    offered = list(getattr(module, "__all__", []))
    assert len(offered) == len(set(offered))
    assert all(hasattr(module, name) for name in offered)
    assert (ROOT / package / "py.typed").exists()


def test_the_five_packages_share_one_root() -> None:
    # A foreign distribution named "queries" would win silently in an editable install.
    command = "import ontology, graph, ingest, queries, api; print(*{m.__file__.rsplit('/', 2)[0] "
    command += "for m in (ontology, graph, ingest, queries, api)})"
    out = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True, cwd="/"
    )
    assert out.stdout.split() == [str(ROOT)]


def test_only_the_settings_read_the_environment() -> None:
    readers = [_name(p) for p in MODULES if "os.environ" in p.read_text()]
    # The second only sets what Ray reads.
    assert set(readers) <= {"api/settings.py", "ingest/cluster/connection.py"}
