"""Tables, read by their columns."""

from __future__ import annotations

from spacy.language import Language

from ingest.components.lists.lists import read_lists

from .reading_cases import facts, prepare, roles


def test_a_country_column_says_where_the_cities_lie(nlp: Language) -> None:
    text = "# Baltic Ring\n\n## Members\n\n| City | Country |\n| --- | --- |\n| Tartu | Estonia |\n"
    doc = prepare(nlp, text, Network="Baltic Ring", City="Tartu", Country="Estonia")
    assert facts(read_lists(doc)) == {
        ("Tartu", "locatedIn", "Estonia"),
        ("Tartu", "memberOf", "Baltic Ring"),
    }


def test_lead_and_partner_columns_relate_to_the_project_of_the_row(nlp: Language) -> None:
    text = (
        "| Project | Lead partner | Partners | Funded by |\n| --- | --- | --- | --- |\n"
        "| Quay Bus | Tartu | Volt Mobility, Quay Lab | Port Bank |\n"
    )
    doc = prepare(nlp, text, Project="Quay Bus", City="Tartu",
                  Organization="Volt Mobility; Quay Lab; Port Bank")  # fmt: skip
    assert facts(read_lists(doc)) == {
        ("Quay Bus", "ledBy", "Tartu"),
        ("Quay Bus", "partnerOf", "Volt Mobility"),
        ("Quay Bus", "partnerOf", "Quay Lab"),
        ("Quay Bus", "supportedBy", "Port Bank"),
    }


def test_name_title_and_organisation_columns_make_a_post(nlp: Language) -> None:
    text = (
        "| Name | Title | Organisation |\n| --- | --- | --- |\n"
        "| Mara Lind | Chief Engineer | Quay Lab |\n"
    )
    doc = prepare(nlp, text, Person="Mara Lind", Organization="Quay Lab")
    assert roles(read_lists(doc)) == {("Mara Lind", "Quay Lab", "Chief Engineer")}


def test_the_winners_of_a_lead_in_are_the_names_of_the_first_column(nlp: Language) -> None:
    text = (
        "The winners of the Quay Challenge are:\n\n| Lead entity | Submission |\n| --- | --- |\n"
        "| Quay Lab | A bridge |\n| Port Bank | A boat |\n"
    )
    doc = prepare(nlp, text, Programme="Quay Challenge", Organization="Quay Lab; Port Bank")
    assert facts(read_lists(doc)) == {
        ("Quay Lab", "participatesIn", "Quay Challenge"),
        ("Port Bank", "participatesIn", "Quay Challenge"),
    }


def test_a_grid_of_cities_is_one_list(nlp: Language) -> None:
    text = "## Selected for the Quay Challenge\n\n| 1. Tartu | 3. Riga |\n| 2. Narva | 4. Oslo |\n"
    doc = prepare(nlp, text, Programme="Quay Challenge", City="Tartu; Riga; Narva; Oslo")
    assert len(facts(read_lists(doc))) == 4


def test_labels_in_a_first_column_are_read_like_labels_in_lines(nlp: Language) -> None:
    text = "# Quay Days\n\n| Organiser | Quay Lab |\n| Date | 3 May |\n| Venue | Tartu |\n"
    doc = prepare(nlp, text, Event="Quay Days", Organization="Quay Lab", City="Tartu")
    assert facts(read_lists(doc)) == {
        ("Quay Days", "ledBy", "Quay Lab"),
        ("Quay Days", "locatedIn", "Tartu"),
    }


def test_a_table_of_numbers_says_nothing(nlp: Language) -> None:
    text = "# Baltic Ring\n\n| City | Buses |\n| --- | --- |\n| Many | 12 |\n| Few | 3 |\n"
    assert not facts(read_lists(prepare(nlp, text, Network="Baltic Ring", City="Tartu")))


def test_a_role_column_tells_the_coordinator_from_the_partners(nlp: Language) -> None:
    text = (
        "# Harbour Academy\n\n| Partner | Role |\n| --- | --- |\n"
        "| Quay Lab | Coordinator |\n| Port Bank | Partner |\n"
    )
    doc = prepare(nlp, text, Programme="Harbour Academy", Organization="Quay Lab; Port Bank")
    assert facts(read_lists(doc)) == {
        ("Harbour Academy", "ledBy", "Quay Lab"),
        ("Port Bank", "partnerOf", "Harbour Academy"),
    }


def test_a_label_that_names_a_body_and_a_post_gives_the_person_beside_it_the_post(
    nlp: Language,
) -> None:
    text = "| Role | Who |\n| --- | --- |\n| Baltic Ring Chair | Mara Lind |\n"
    doc = read_lists(prepare(nlp, text, Network="Baltic Ring", Person="Mara Lind"))
    assert roles(doc) == {("Mara Lind", "Baltic Ring", "Chair")}
    assert ("Baltic Ring", "chairedBy", "Mara Lind") in facts(doc)
