"""Which entities become one, and under which IRI: a function of the extractions alone."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from graph.deriving.assembly import Assembly
from graph.deriving.gazetteer import Gazetteer
from graph.deriving.shares import Source
from ontology import vocabulary
from ontology.iris import Base
from tests.graph.factories import (
    BARCELONA,
    RIGA,
    SPRINGFIELD_ILLINOIS,
    SPRINGFIELD_MISSOURI,
    Story,
    sample_stories,
)

BASE = Base()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    known = Gazetteer()
    known.look_up(
        [RIGA, BARCELONA, SPRINGFIELD_ILLINOIS, SPRINGFIELD_MISSOURI, "iso3166:LV", "iso3166:US-TX"]
    )
    return known


def resolved(stories: Iterable[Story], gazetteer: Gazetteer) -> Assembly:
    return Assembly([Source(*story.pair()) for story in stories], gazetteer, BASE)


def one(key: str, kind: str, *names: str, link: str | None = None) -> Story:
    """Return a document that names one thing, ``x``."""
    story = Story(key)
    story.name("x", kind, *names, link=link)
    return story


def iris(gazetteer: Gazetteer, *stories: Story) -> list[str]:
    resolution = resolved(stories, gazetteer)
    return [resolution.iri(story.key, "x").removeprefix(BASE.iri + "id/") for story in stories]


def test_one_full_name_is_one_thing(gazetteer: Gazetteer) -> None:
    found = iris(
        gazetteer,
        one("a", "Network", "The Lantern Cities League"),
        one("b", "Organization", "Lantern Cities League"),
    )
    assert len(set(found)) == 1


def test_incompatible_kinds_stay_apart(gazetteer: Gazetteer) -> None:
    a, b = iris(gazetteer, one("a", "Event", "Lantern Days"), one("b", "Programme", "Lantern Days"))
    assert (a, b) == ("event/lantern-days", "programme/lantern-days")


@pytest.mark.parametrize("name", ["Joint Statement", "the Memorandum of Understanding", "MoU"])
def test_generic_names_never_join(gazetteer: Gazetteer, name: str) -> None:
    a, b = iris(gazetteer, one("a", "Agreement", name), one("b", "Agreement", name))
    assert a != b
    assert a.startswith("agreement/")


def test_a_linked_city_is_named_with_its_country(gazetteer: Gazetteer) -> None:
    assert iris(gazetteer, one("a", "City", "Rīga", link=RIGA)) == ["city/riga-lv"]


def test_a_city_goes_by_the_name_that_documents_use(gazetteer: Gazetteer) -> None:
    gent = "https://sws.geonames.org/2797656/"
    gazetteer.look_up([gent])
    stories = [one("a", "City", "City of Ghent", link=gent), one("b", "City", "Ghent", link=gent)]
    (entity,) = resolved(stories, gazetteer).entities().values()
    assert entity.iri.endswith("city/gent-be")
    assert entity.names[0] == ("Ghent", "en")
    assert ("Gent", "") in entity.names
    local = [one("a", "City", "Gent", link=gent), one("b", "City", "Ghent", link=gent)]
    (entity,) = resolved(local, gazetteer).entities().values()
    assert entity.names[0] == ("Gent", "")


def test_of_two_cities_of_one_name_only_the_biggest_goes_without_its_number(
    gazetteer: Gazetteer,
) -> None:
    found = iris(
        gazetteer,
        one("a", "City", "Springfield", link=SPRINGFIELD_MISSOURI),
        one("b", "City", "Springfield", link=SPRINGFIELD_ILLINOIS),
        one("c", "City", "Springfield"),
    )
    assert found == ["city/springfield-us", "city/springfield-us-4250542", "city/springfield"]


def test_an_unlinked_city_joins_the_only_linked_one_of_its_name(gazetteer: Gazetteer) -> None:
    found = iris(gazetteer, one("a", "City", "Riga", link=RIGA), one("b", "City", "Riga"))
    assert set(found) == {"city/riga-lv"}


def test_countries_and_their_parts_go_by_their_codes(gazetteer: Gazetteer) -> None:
    country = one("a", "Country", "Republic of Latvia", link="iso3166:LV")
    part = one("b", "Region", "Lone Star State", link="iso3166:US-TX")
    assert iris(gazetteer, country, part) == ["country/latvia", "region/texas-us-tx"]


def test_an_unknown_link_counts_as_none(gazetteer: Gazetteer) -> None:
    story = one("a", "City", "Lanternville", link="https://sws.geonames.org/1/")
    assert iris(gazetteer, story) == ["city/lanternville"]


def test_an_acronym_joins_the_only_name_it_stands_for(gazetteer: Gazetteer) -> None:
    full = one("a", "Network", "Lantern Cities League", "LCL")
    found = iris(gazetteer, full, one("b", "Organization", "LCL"))
    assert set(found) == {"network/lantern-cities-league"}


def test_an_acronym_of_two_names_joins_nothing(gazetteer: Gazetteer) -> None:
    found = iris(
        gazetteer,
        one("a", "Network", "Lantern Cities League", "LCL"),
        one("b", "Network", "League of Coastal Lights", "LCL"),
        one("c", "Network", "LCL"),
        one("d", "Network", "LCL"),
    )
    assert len(set(found)) == 4
    assert found[2].startswith("network/lcl-")


def test_an_acronym_nobody_spells_out_is_one_thing(gazetteer: Gazetteer) -> None:
    found = iris(gazetteer, one("a", "Network", "LCLX"), one("b", "Network", "LCLX"))
    assert found == ["network/lclx", "network/lclx"]


def test_a_record_of_the_authority_file_joins_any_kind_and_gives_its_own(
    gazetteer: Gazetteer,
) -> None:
    record = next(record for record in vocabulary.authority() if record.kind == "Network")
    other = one("b", "Programme", "Some Scheme", link=record.iri)
    linked = one("a", "Organization", "Whatever it is", link=record.iri)
    named = one("c", "Network", record.names[0].text)
    resolution = resolved([linked, other, named], gazetteer)
    assert {resolution.iri(key, "x") for key in "abc"} == {record.iri}
    entity = resolution.entities()[record.iri]
    assert entity.kind == "Network"
    assert entity.names[0][0] == record.names[0].text


def person(key: str, name: str, employer: str) -> Story:
    story = one(key, "Person", name)
    story.name("o", "Organization", employer)
    said = story.say(f"{name} works for {employer}.")
    story.state("x", "worksFor", "o", said)
    return story


def test_persons_join_where_they_share_an_organisation(gazetteer: Gazetteer) -> None:
    found = iris(
        gazetteer,
        person("a", "Ada Lind", "Lantern Works"),
        person("b", "Ada Lind", "Lantern Works"),
    )
    assert set(found) == {"person/ada-lind"}


def test_persons_of_one_name_and_different_organisations_stay_apart(gazetteer: Gazetteer) -> None:
    a, b = iris(
        gazetteer,
        person("a", "Ada Lind", "Lantern Works"),
        person("b", "Ada Lind", "Harbour Works"),
    )
    assert a != b


def test_a_person_goes_by_the_employer_whichever_document_comes_first(gazetteer: Gazetteer) -> None:
    b = person("b", "Ada Lind", "Lantern Works")
    c = person("c", "Ada Lind", "Harbour Works")
    before = iris(gazetteer, b, c)
    _, *after = iris(gazetteer, person("a", "Ada Lind", "Harbour Works"), b, c)
    assert before == after
    assert len(set(before)) == 2


def test_persons_of_one_name_without_employer_go_by_their_documents(gazetteer: Gazetteer) -> None:
    stories = one("a", "Person", "Ada Lind"), one("b", "Person", "Ada Lind")
    a, b = iris(gazetteer, *stories, person("c", "Ada Lind", "Harbour Works"))[:2]
    assert a != b
    assert b == iris(gazetteer, *stories[1:], person("c", "Ada Lind", "Harbour Works"))[0]


def test_where_a_person_works_tells_the_same_under_any_base(gazetteer: Gazetteer) -> None:
    stories = person("b", "Ada Lind", "Lantern Works"), person("c", "Ada Lind", "Harbour Works")
    expected = iris(gazetteer, *stories)
    base = Base("http://localhost:8000/")
    moved = Assembly([Source(*story.pair()) for story in stories], gazetteer, base)
    found = [moved.iri(story.key, "x").removeprefix(base.iri + "id/") for story in stories]
    assert found == expected


def test_the_kind_is_what_most_claims_speak_for(gazetteer: Gazetteer) -> None:
    busy = one("a", "Project", "Lantern Walk")
    busy.measure("x", "foundingYear", 2001, busy.say("Lantern Walk began in 2001."))
    quiet = one("b", "Programme", "Lantern Walk")
    assert iris(gazetteer, busy, quiet) == ["project/lantern-walk"] * 2


def test_with_equally_many_claims_a_fixed_order_decides(gazetteer: Gazetteer) -> None:
    stories = one("a", "Organization", "Lantern Group"), one("b", "Network", "Lantern Group")
    assert iris(gazetteer, *stories) == ["network/lantern-group"] * 2


def test_names_hold_every_form_once_with_the_fullest_first(gazetteer: Gazetteer) -> None:
    stories = [
        one("a", "Network", "Lantern Cities League", "LCL"),
        one("b", "Network", "LCL", "Lanterns"),
    ]
    (entity,) = resolved(stories, gazetteer).entities().values()
    assert [name for name, _ in entity.names] == ["Lantern Cities League", "LCL", "Lanterns"]


def test_the_order_of_documents_and_entities_changes_nothing(gazetteer: Gazetteer) -> None:
    stories = [
        *sample_stories(),
        one("c", "City", "Springfield", link=SPRINGFIELD_MISSOURI),
        one("d", "City", "Springfield", link=SPRINGFIELD_ILLINOIS),
        one("e", "City", "Springfield"),
        one("f", "Network", "HCN"),
        one("g", "Network", "High Coast Neighbours", "HCN"),
        person("h", "Ilze Kalnina", "HCN"),
        person("i", "Ilze Kalnina", "Harbour Cities Network"),
    ]
    expected = resolved(stories, gazetteer)
    for seed in range(20):
        shuffled = random.Random(seed).sample(stories, len(stories))
        for story in shuffled:
            story.entities = dict(reversed(story.entities.items()))
        found = resolved(shuffled, gazetteer)
        assert found.entities() == expected.entities()
        assert all(
            found.iri(story.key, name) == expected.iri(story.key, name)
            for story in stories
            for name in story.entities
        )


def test_another_base_moves_every_iri(gazetteer: Gazetteer) -> None:
    record = vocabulary.authority()[0]
    story = one("a", record.kind, "Whatever", link=record.iri)
    base = Base("http://localhost:8000/")
    resolution = Assembly([Source(*story.pair())], gazetteer, base)
    assert resolution.iri("a", "x").startswith(base.iri)
