"""The digests that say what has to be read again: cheap, complete, and of nothing else."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest
from spacy.language import Language

import ingest
from ingest import digests
from ingest.digests import APART, CONVERTERS, READING
from ingest.errors import PipelineError
from ingest.executors import ProcessExecutor, SerialExecutor
from ingest.pipeline import pipeline_digest
from ingest.readers import MEDIA_TYPES
from ingest.registration import COMPONENTS

PACKAGE = Path(ingest.__file__).parent
ROOT = PACKAGE.parent
DIGEST = "from ingest.digests import *; print(pipeline_digest(), reading_digest('text/html'))"


def test_the_digest_of_a_pipeline_is_known_before_it_is_built(nlp: Language) -> None:
    assert digests.pipeline_digest() == pipeline_digest(nlp)
    assert SerialExecutor().digest == pipeline_digest(nlp)
    assert ProcessExecutor(2).digest == pipeline_digest(nlp)


def test_digests_load_neither_spacy_nor_a_converter() -> None:
    heavy = {"bs4", "docx", "lxml", "numpy", "pdfplumber", "pptx", "py3langid", "spacy", "thinc"}
    code = f"{DIGEST}; import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT
    )
    assert heavy.isdisjoint(done.stdout.split())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the code that may be changed."""
    root = tmp_path_factory.mktemp("copy")
    for package in ("ontology", "graph", "ingest"):
        ignored = shutil.ignore_patterns("__pycache__", "samples")
        shutil.copytree(ROOT / package, root / package, ignore=ignored)
    return root


def _digests(root: Path) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", DIGEST], capture_output=True, check=True, text=True, cwd=root
    )
    pipeline, reading = done.stdout.split()
    return pipeline, reading


@pytest.mark.parametrize(
    ("file", "pipeline", "reading"),
    [
        ("ingest/components/entities/towns.py", True, False),
        ("ingest/patterns/places.toml", True, False),
        ("ingest/models/names.npz", True, False),
        ("ingest/config.cfg", True, False),
        ("ingest/layout.py", True, False),
        ("ontology/authority.ttl", True, False),
        ("ingest/readers/html.py", False, True),
        ("ingest/documents.py", False, True),
        ("ingest/language.py", False, True),
        ("ingest/run.py", False, False),
        ("ingest/executors.py", False, False),
        ("graph/store.py", False, False),
    ],
)
def test_a_file_that_changes_changes_the_digest_of_what_it_makes(
    copy: Path, file: str, pipeline: bool, reading: bool
) -> None:
    before = _digests(copy)
    whole = (copy / file).read_bytes()
    (copy / file).write_bytes(whole + b"\n# Something more.\n")
    after = _digests(copy)
    (copy / file).write_bytes(whole)
    assert (before[0] != after[0], before[1] != after[1]) == (pipeline, reading)


def test_a_new_file_changes_the_digest(copy: Path) -> None:
    before = _digests(copy)
    for place in ("ingest/components/new.py", "ingest/readers/new.py"):
        (copy / place).write_text("")
    after = _digests(copy)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_the_configuration_the_model_and_its_version_change_the_digest(tmp_path: Path) -> None:
    def digest(version: str, *, threshold: str = "1.0", name: str = "model") -> str:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        meta = {"lang": "en", "name": "tiny", "version": version}
        (folder / "meta.json").write_text(json.dumps(meta))
        config = tmp_path / "config.cfg"
        config.write_text(f'[hansa]\nmodel = "{folder}"\n[components]\nleast = {threshold}\n')
        return digests.pipeline_digest(config)

    found = [
        digest("1.0"),
        digest("1.1"),
        digest("1.0", threshold="2.0"),
        digest("1.0", name="other"),
        digests.pipeline_digest(tmp_path / "config.cfg", model=str(tmp_path / "model")),
        digests.pipeline_digest(),
    ]
    assert len(set(found)) == len(found)
    assert digest("1.0") == found[0]


def test_a_model_that_is_not_there_and_a_wrong_configuration_are_told(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="'no_such_model' is not installed"):
        digests.pipeline_digest(model="no_such_model")
    with pytest.raises(PipelineError, match="cannot read the pipeline configuration"):
        digests.pipeline_digest(tmp_path / "none.cfg")
    (tmp_path / "wrong.cfg").write_text("[components]\n")
    with pytest.raises(PipelineError, match=r"wrong\.cfg is not valid"):
        digests.pipeline_digest(tmp_path / "wrong.cfg")


def test_format_charset_and_languages_change_the_digest_of_reading() -> None:
    found = {
        digests.reading_digest("text/html"),
        digests.reading_digest("text/plain"),
        digests.reading_digest("text/html", charset="latin-1"),
        digests.reading_digest("text/html", languages=("en",)),
        digests.reading_digest("text/html", languages=("en", "de")),
    }
    assert len(found) == 5
    assert set(CONVERTERS) == set(MEDIA_TYPES.values())


def test_what_is_left_out_of_the_digest_of_the_pipeline_is_used_by_none_of_it() -> None:
    begin = ["pipeline.py", "extraction.py", "explaining.py"]
    begin += [f"components/{name.replace('.', '/')}.py" for name in COMPONENTS]
    reached = _closure([PACKAGE / name for name in begin])
    assert len(reached) > 100
    tops = {path.relative_to(PACKAGE).parts[0] for path in reached}
    assert tops & APART <= {"digests.py"}
    assert all((PACKAGE / name).exists() for name in APART)


def test_what_makes_a_text_is_in_the_digest_of_reading() -> None:
    reached = _closure(
        [PACKAGE / "readers" / path.name for path in (PACKAGE / "readers").glob("*")]
    )
    reached |= _closure([PACKAGE / name for name in READING if name.endswith(".py")])
    beside = {path.relative_to(PACKAGE).parts[0] for path in reached} - READING
    # Messages, limits, keys, the bytes of a URL, and the digest itself: none of them is text.
    assert beside <= {
        "digests.py",
        "errors.py",
        "fetch.py",
        "network.py",
        "settings.py",
        "sources.py",
    }


def test_every_package_that_a_reader_imports_is_named_as_a_converter() -> None:
    paths = [*(PACKAGE / "readers").glob("*.py"), PACKAGE / "language.py"]
    imported = {name for path in paths for name in _imports(path)}
    known = packages_distributions()
    foreign = {name for name in imported if name in known and name not in {"ingest", "ontology"}}
    assert {"bs4", "docx", "pdfplumber", "pptx", "py3langid"} <= foreign
    named = {name for names in CONVERTERS.values() for name in names}
    for name in foreign:
        assert set(known[name]) & named, name


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def _closure(paths: list[Path]) -> set[Path]:
    """Return the modules of this package that these import, however far, with themselves."""
    found: set[Path] = set()
    waiting = [path for path in paths if path.suffix == ".py"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.name == "digests.py":  # names what it is of, and reads none of it
            continue
        for name in _own_imports(path):
            spec = find_spec(name)
            if spec is not None and spec.origin:
                waiting.append(Path(spec.origin))
    return {path for path in found if path.name != "__init__.py"}


def _own_imports(path: Path) -> set[str]:
    """Return the full names of the modules of this package that a module imports at any depth."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ImportFrom):
            continue
        above = package.rsplit(".", node.level - 1)[0] if node.level else ""
        module = ".".join(filter(None, [above, node.module or ""])) if node.level else node.module
        if module and module.split(".")[0] == "ingest":
            found.add(module)
            found |= {f"{module}.{alias.name}" for alias in node.names if _is_module(module, alias)}
    return found


def _is_module(package: str, alias: ast.alias) -> bool:
    return (ROOT / package.replace(".", "/") / f"{alias.name}.py").exists()
