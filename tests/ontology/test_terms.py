"""The constants are the ontology's terms, and the signatures make sense."""

from __future__ import annotations

from itertools import product

import pytest

from ontology import terms
from ontology.namespaces import HANSA


def constants() -> dict[str, str]:
    return {
        name: value
        for name, value in vars(terms).items()
        if name.isupper() and isinstance(value, str) and name != "HANSA"
    }


def test_there_is_one_constant_for_every_term() -> None:
    names = {*terms.CLASSES, *terms.PROPERTIES, *terms.STATUSES}
    assert sorted(constants().values()) == sorted(HANSA + name for name in names)


def test_a_constant_is_called_after_its_term() -> None:
    for name, iri in constants().items():
        called = {name.replace("_", ""), name.removesuffix("_PROPERTY").replace("_", "")}
        assert iri.removeprefix(HANSA).upper() in called


def test_tables_do_not_overlap() -> None:
    relations = {*terms.RELATIONS, *terms.RELATIONS.values()}
    assert not relations & set(terms.LITERALS)
    assert not (relations | set(terms.LITERALS)) & set(terms.OTHER_PROPERTIES)


def test_there_are_ten_kinds_twelve_relations_and_four_literals() -> None:
    assert (len(terms.KINDS), len(terms.RELATIONS), len(terms.LITERALS)) == (10, 12, 4)


def test_every_relation_and_literal_has_a_signature() -> None:
    assert set(terms.SIGNATURES) == set(terms.RELATIONS)
    assert set(terms.LITERAL_SUBJECTS) == set(terms.LITERALS)


def test_every_kind_of_a_signature_fits_with_some_other_end() -> None:
    for name, (subjects, objects) in terms.SIGNATURES.items():
        for subject in subjects:
            assert any(terms.fits(name, subject, object_) for object_ in objects)
        for object_ in objects:
            assert any(terms.fits(name, subject, object_) for subject in subjects)


def test_partners_fit_both_ways() -> None:
    for one, other in product(terms.KINDS, terms.KINDS):
        assert terms.fits("partnerOf", one, other) == terms.fits("partnerOf", other, one)


@pytest.mark.parametrize("kind", terms.KINDS)
def test_a_network_may_do_what_an_organisation_may(kind: str) -> None:
    for name in terms.RELATIONS:
        assert terms.fits(name, "Network", kind) >= terms.fits(name, "Organization", kind)
        assert terms.fits(name, kind, "Network") >= terms.fits(name, kind, "Organization")


@pytest.mark.parametrize(
    ("name", "subject", "object_"),
    [
        ("memberOf", "Person", "Network"),
        ("participatesIn", "Programme", "Event"),
        ("locatedIn", "City", "City"),
        ("locatedIn", "Country", "Region"),
        ("worksFor", "City", "Person"),
        ("partOf", "Organization", "Programme"),
        ("supportedBy", "Network", "Project"),
        ("knows", "Person", "Person"),
        ("memberOf", "Spaceship", "Network"),
    ],
)
def test_what_makes_no_sense_does_not_fit(name: str, subject: str, object_: str) -> None:
    assert not terms.fits(name, subject, object_)


def test_an_unknown_literal_fits_nothing() -> None:
    assert not any(terms.fits_literal("population", kind) for kind in terms.KINDS)
