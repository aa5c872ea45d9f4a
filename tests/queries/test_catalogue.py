"""The catalogue reads its files strictly and describes them."""

import pytest

from queries import catalogue, describe
from queries.catalogue import parse_question
from queries.descriptions import GROUPS, describe_question, grouped
from queries.errors import CatalogueError

GOOD = """#+ summary: Who?
#+ group: Agreements
#+ description: >-
#+   All of
#+   them.
#+ parameters:
#+   city:
#+     type: city
#+     description: The city.
#+ example:
#+   city: Riga
#+ sentence: "{name} it is."

SELECT ?name
WHERE {
  #VALUES
  ?city rdfs:label ?name .
}
ORDER BY ?name
"""


def test_a_question_is_read_from_its_file() -> None:
    found = parse_question("who-is-it", GOOD)
    assert (found.summary, found.description) == ("Who?", "All of them.")
    assert found.columns == ("name",)
    assert [(each.name, each.required) for each in found.parameters] == [("city", True)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ group: Agreements\n", "", "the header lacks group"),
        ("{name} it", "{names|town|towns} it", "the sentence speaks of unknown columns names"),
        ("type: city", "type: town", "parameter city has the unknown type town"),
        ("#VALUES", "# values", "the query has no line #VALUES"),
        ("?city rdfs", "?town rdfs", r"the query does not use \?city"),
        ("{name} it", "{names} it", "the sentence speaks of unknown columns names"),
        ("#+   city: Riga", "#+   town: Riga", "the example gives unknown parameters town"),
        ("ORDER BY ?name", "LIMIT 3", "the query has its own LIMIT"),
        ("#+ summary: Who?\n", "", "the header lacks summary"),
        ("summary: Who?", "summary: Who?\n#+ colour: red", "unknown keys colour"),
        ("SELECT ?name", "SELECT *", "does not begin with SELECT"),
        ('"{name} it is."', '"{name} it is.', "is not well quoted"),
        ("#+     type: city", "#+       type: city", "indented by surprise"),
        ("#+     type: city\n", "", "needs a type and a description"),
        ("#+ example:", "#+ example: none", "indented by surprise"),
        ("#+ summary: Who?", "#+ summary: Who?\n#+ summary: Who?", "is not a new 'key: value'"),
    ],
)
def test_a_file_that_breaks_a_rule_is_named_with_what_to_change(
    old: str, new: str, message: str
) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError, match=message) as caught:
        parse_question("who-is-it", GOOD.replace(old, new, 1))
    assert str(caught.value).startswith("who-is-it.rq: ")


def test_every_query_says_in_which_order_its_rows_come() -> None:
    for name, question in catalogue().items():
        assert "\nORDER BY" in question.text, name


def test_the_listing_gives_every_question_one_line() -> None:
    text = describe()
    assert all(
        line.startswith("  members-of-network network=… ")
        for line in text.splitlines()
        if "Who belongs to a network?" in line
    )
    assert len(text.splitlines()) < len(catalogue()) + 2 * len(GROUPS) + 4


def test_every_question_stands_once_under_a_heading_that_is_known() -> None:
    assert [group for group, _ in grouped()] == list(GROUPS)
    assert sorted(each.name for _, some in grouped() for each in some) == list(catalogue())


def test_a_question_is_told_with_its_parameters_and_an_example_to_copy() -> None:
    text = describe_question(catalogue()["parties-to"])
    assert "one of asserted, planned, any; asserted unless given" in text
    assert 'hansa ask parties-to agreement="Gulf of Finland Cooperation Agreement"' in text
