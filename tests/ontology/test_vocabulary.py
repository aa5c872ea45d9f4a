"""The reader of the vocabulary files."""

from __future__ import annotations

from importlib import resources

import pytest

from ontology import OntologyError, terms, vocabulary
from ontology.namespaces import HANSA, PREFIXES
from ontology.vocabulary import Name, SuperProperty


def test_read_offers_exactly_the_data_files_of_the_package() -> None:
    kept = {entry.name for entry in resources.files("ontology").iterdir()}
    data = {name for name in kept if name.endswith((".ttl", ".jsonld"))}
    assert set(vocabulary.FILES) == data
    assert all(vocabulary.read(name) for name in vocabulary.FILES)


@pytest.mark.parametrize("name", ["hansa.owl", "../pyproject.toml", "terms.py", ""])
def test_read_refuses_any_other_name_and_lists_the_known_ones(name: str) -> None:
    with pytest.raises(OntologyError, match=r"authority\.ttl"):
        vocabulary.read(name)


def test_a_file_that_is_not_turtle_is_reported_as_an_ontology_error() -> None:
    with pytest.raises(OntologyError, match=r"context\.jsonld is not Turtle"):
        list(vocabulary._triples("context.jsonld"))


def test_an_authority_record_has_its_names_and_acronyms() -> None:
    (record,) = [r for r in vocabulary.authority() if "ASEAN" in r.acronyms]
    assert record.kind == "Organization"
    assert record.names[0] == Name("Association of Southeast Asian Nations", "en")
    assert record.same_as == ("http://www.wikidata.org/entity/Q7768",)


def test_a_focus_concept_has_its_labels_and_what_is_broader() -> None:
    (concept,) = [c for c in vocabulary.focus_concepts() if c.iri.endswith("/privacy")]
    assert concept.labels[0] == Name("privacy", "en")
    assert [iri.rsplit("/", 1)[1] for iri in concept.broader] == ["data-governance"]


def test_super_classes_go_all_the_way_up() -> None:
    above = vocabulary.super_classes()[terms.NETWORK]
    assert terms.ORGANIZATION in above
    assert terms.AGENT in above
    assert PREFIXES["foaf"] + "Agent" in above
    assert terms.NETWORK not in above


def test_only_implication_has_no_super_class() -> None:
    classes = {HANSA + name for name in terms.CLASSES}
    assert classes - set(vocabulary.super_classes()) == {terms.IMPLICATION}


def test_a_super_property_holds_only_between_its_classes() -> None:
    (sub_organization,) = [
        found
        for found in vocabulary.super_properties()[terms.PART_OF]
        if found.iri.endswith("subOrganizationOf")
    ]
    body, city = {terms.ORGANIZATION}, {terms.CITY}
    assert sub_organization.holds(subject_classes=body, object_classes=body)
    assert not sub_organization.holds(subject_classes=body, object_classes=city)
    assert not sub_organization.holds(subject_classes=city, object_classes=body)


def test_a_super_property_without_conditions_always_holds() -> None:
    assert SuperProperty("urn:p").holds(subject_classes=(), object_classes=())


@pytest.mark.parametrize(
    "read",
    [
        vocabulary.authority,
        vocabulary.focus_concepts,
        vocabulary.inverses,
        vocabulary.super_classes,
        vocabulary.super_properties,
    ],
)
def test_tables_are_made_once_and_in_order(read: object) -> None:
    assert callable(read)
    table = read()
    assert read() is table
    keys = [getattr(row, "iri", row) for row in table]
    assert keys == sorted(keys)
