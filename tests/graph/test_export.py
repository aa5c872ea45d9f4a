"""The export is canonical: every quad once, in code point order, as the standard spells it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Dataset, DefaultGraph, NamedNode, RdfFormat, parse

from graph.errors import ExportError
from graph.lines import export
from graph.lines.export import DATASET_FORMATS
from graph.lines.jsonld import jsonld
from graph.lines.ntriples import text, triple, typed
from graph.lines.turtle import trig
from graph.reader import Reader
from graph.store import Store
from graph.workspace import Workspace
from ontology import vocabulary
from ontology.namespaces import HANSA, PREFIXES

ROOT = Path(__file__).parents[2]
PREF_LABEL = PREFIXES["skos"] + "prefLabel"


def test_lines_are_sorted_and_distinct(reader: Reader) -> None:
    lines = b"".join(reader.export()).splitlines()
    assert lines == sorted(set(lines))


def test_chunks_end_with_whole_lines(reader: Reader) -> None:
    assert all(chunk.endswith(b" .\n") for chunk in reader.export())


def test_it_is_read_back_as_the_same_dataset(reader: Reader) -> None:
    exported = b"".join(reader.export())
    assert Dataset(parse(exported, format=RdfFormat.N_QUADS)) == Dataset(reader.quads())
    assert b"_:" not in b"".join(line.split(b'"')[0] for line in exported.splitlines())


def test_large_stores_are_sorted_in_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(tmp_path / "store")
    lines = {triple("urn:s", f"urn:p{number % 7}", text(str(number))) for number in range(5_000)}
    store.apply({}, {None: lines})
    whole = b"".join(export.sorted_lines(store))
    monkeypatch.setattr(export, "_RUN", 64)
    assert b"".join(export.sorted_lines(store)) == whole
    assert whole == "".join(f"{line}\n" for line in sorted(lines)).encode()


def test_an_empty_store_exports_nothing(tmp_path: Path) -> None:
    assert list(export.sorted_lines(Store.open(tmp_path / "store"))) == []


def test_an_export_is_the_same_in_other_processes(sample: Workspace) -> None:
    command = [sys.executable, "-m", "api.cli", "export", "-", "--store", str(sample.path)]
    for form in DATASET_FORMATS:
        runs = [
            subprocess.run(
                [*command, "--format", form],
                cwd=ROOT,
                env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
                check=True,
                capture_output=True,
            ).stdout
            for seed in ("1", "2")
        ]
        assert runs[0] == runs[1] != b""


class TestFormats:
    """Whatever the format, it is read back as the same quads, by two libraries."""

    @pytest.mark.parametrize("form", ["trig", "jsonld", "nq"])
    def test_a_dataset_is_read_back(self, reader: Reader, form: str) -> None:
        exported = b"".join(reader.export(form))
        plain = b"".join(reader.export())
        assert oxigraph_quads(exported, form) == oxigraph_quads(plain, "nq")
        assert rdflib_quads(exported, form) == rdflib_quads(plain, "nq")

    @pytest.mark.parametrize("form", ["ttl", "nt"])
    def test_the_default_graph_is_read_back(self, reader: Reader, form: str) -> None:
        exported = b"".join(reader.export(form))
        plain = b"".join(reader.export("nt"))
        assert oxigraph_quads(exported, form) == oxigraph_quads(plain, "nt")
        assert rdflib_quads(exported, form) == rdflib_quads(plain, "nt")
        assert len(plain.splitlines()) == len(list(reader.quads(graph=DefaultGraph())))

    @pytest.mark.parametrize("form", list(DATASET_FORMATS))
    def test_one_graph_is_read_back(self, reader: Reader, form: str) -> None:
        document = reader.documents()[0].iri
        exported = b"".join(reader.export(form, graph=document))
        found = {quad.triple for quad in oxigraph_quads(exported, form)}
        assert found == {quad.triple for quad in reader.quads(graph=NamedNode(document))}
        if form in {"nq", "trig", "jsonld"}:
            graphs = {quad.graph_name for quad in oxigraph_quads(exported, form)}
            assert graphs == {NamedNode(document)}

    @pytest.mark.parametrize("form", ["trig", "jsonld", "ttl", "nt"])
    def test_difficult_terms_are_read_back(self, tmp_path: Path, form: str) -> None:
        store = Store.open(tmp_path / "store")
        store.apply({}, {None: difficult_lines()})
        plain = b"".join(export.export(store, "nq"))
        exported = b"".join(export.export(store, form))
        assert oxigraph_quads(exported, form) == oxigraph_quads(plain, "nq")
        assert rdflib_quads(exported, form) == rdflib_quads(plain, "nq")

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(values=st.lists(st.tuples(st.text(), st.sampled_from(["", "en", "pt-br"]))))
    @pytest.mark.parametrize("form", ["trig", "jsonld"])
    def test_any_text_is_read_back(self, form: str, values: list[tuple[str, str]]) -> None:
        lines = sorted(
            {triple("urn:s", PREF_LABEL, text(value, language=tag)) for value, tag in values}
        )
        stream = [f"{line}\n".encode() for line in lines]
        writer = {"trig": trig, "jsonld": jsonld}[form]
        exported = b"".join(writer([(None, stream)]))
        assert oxigraph_quads(exported, form) == oxigraph_quads(b"".join(stream), "nq")


def test_what_json_ld_cannot_say_is_refused(tmp_path: Path) -> None:
    for number, term in enumerate(("<geo:13,52>", "<<( <urn:a> <urn:b> <urn:c> )>>")):
        store = Store.open(tmp_path / str(number))
        store.apply({}, {None: {f"<urn:s> <urn:p> {term} ."}})
        with pytest.raises(ExportError, match="another format"):
            b"".join(export.export(store, "jsonld"))
        assert b"".join(export.export(store, "ttl"))


def test_unknown_formats_and_graphs_are_named(reader: Reader) -> None:
    with pytest.raises(ExportError, match=r"'rdf'.*nq, trig, ttl, nt, jsonld"):
        next(reader.export("rdf"))
    with pytest.raises(ExportError, match="<urn:nowhere>"):
        next(reader.export("ttl", graph="urn:nowhere"))


def test_json_ld_uses_the_terms_of_the_context(reader: Reader) -> None:
    written = json.loads(b"".join(reader.export("jsonld")))
    assert written["@context"] == json.loads(vocabulary.read("context.jsonld"))["@context"]
    riga = next(node for node in written["@graph"] if node["id"].endswith("/id/city/riga-lv"))
    assert "City" in riga["type"]
    assert riga["skos:prefLabel"] == "Riga"  # without a language the term's container fits not
    assert riga["locatedIn"].endswith("/id/country/latvia")
    assert not any("/" in key for node in written["@graph"] for key in node)


def test_turtle_uses_our_prefixes(reader: Reader) -> None:
    written = b"".join(reader.export("ttl")).decode()
    assert "@prefix hansa: <https://w3id.org/hansa/ontology#> ." in written
    assert "\n    hansa:memberCount 26" in written
    assert "<https://w3id.org/hansa/id/city/riga-lv> a prov:Agent, " in written
    body = written.partition("\n\n")[2]
    assert "<https://w3id.org/hansa/ontology#" not in body


def difficult_lines() -> set[str]:
    """Return lines whose terms look like others, or need escapes."""
    xsd, here = PREFIXES["xsd"], "urn:s"
    terms = [
        text("a . b <urn:x> ."),
        text('quotes " and \\ and \n\r\t\b\f\x00\x7f and \U0001f600 ﷐'),
        text("ends with ^^<urn:x>"),
        text("Rīga", language="lv-Latn"),
        typed("1", xsd + "integer"),
        typed("-12345678901234567890", xsd + "integer"),
        typed("0.5", xsd + "decimal"),
        typed("7", xsd + "decimal"),
        typed("true", xsd + "boolean"),
        typed("1.0e0", xsd + "double"),
        typed("2021-05", xsd + "gYearMonth"),
        typed("x", "urn:t"),
        "<urn:o>",
        "<https://w3id.org/hansa/ontology#a/b>",
        "<https://w3id.org/hansa/ontology#a.>",
        "<https://w3id.org/hansa/ontology#>",
        "<https://w3id.org/hansa/ontology#1>",
        "<http://www.w3.org/2001/XMLSchema#%20>",
    ]
    predicates = [
        "urn:p",
        *(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel")),
        *(HANSA + name for name in ("memberCount", "memberOf", "status", "date", "year")),
        PREFIXES["rdf"] + "object",
        PREFIXES["owl"] + "deprecated",
    ]
    lines = {triple(here, predicate, term) for predicate in predicates for term in terms}
    lines |= {triple(here, PREFIXES["rdf"] + "type", term) for term in terms if term[0] == "<"}
    return lines | {triple(HANSA + "x", "urn:p", "<urn:s>"), triple("urn:s-t", "urn:p", "<urn:s>")}


def oxigraph_quads(exported: bytes, form: str) -> Dataset:
    return Dataset(parse(exported, format=RdfFormat.from_extension(form)))


def rdflib_quads(exported: bytes, form: str) -> set[tuple[object, ...]]:
    dataset = rdflib.Dataset()
    names = {"nq": "nquads", "ttl": "turtle", "nt": "ntriples", "jsonld": "json-ld"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's, about itself
        dataset.parse(data=exported, format=names.get(form, form))
        return {(*quad[:3], str(quad[3] or "")) for quad in dataset.quads()}
