"""Names that stand side by side without a mark between them, and longer names that look so."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.pipeline import make_doc
from ontology.model import Document


def _names(nlp: Language, text: str) -> set[tuple[str, str]]:
    doc = nlp(make_doc(nlp, Document("seam.md", text, "")))
    return {(cluster.kind, cluster.names[0]) for cluster in doc._.clusters}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Its president is the Mayor of Graz Elke Wagner.", "City Graz;Person Elke Wagner"),
        (
            "We met the Mayor of Izmir Metropolitan Municipality Kemal Tunca.",
            "City Izmir Metropolitan Municipality;Person Kemal Tunca",
        ),
        (
            "Mayor of the city of Bursa Alper Demir opened it.",
            "City Bursa;Person Alper Demir",
        ),
        (
            "She met the Governor of New South Wales Margaret Hill.",
            "Region New South Wales;Person Margaret Hill",
        ),
        ("The assembly was held in Tartu Estonia last May.", "City Tartu;Country Estonia"),
        (
            "Collaborating governments: Denver, Recife Brazil, Leeds, Pune India.",
            "City Recife;Country Brazil;City Pune;Country India;City Denver;City Leeds",
        ),
        (
            "## Talks\n\n- **Jonas Feld** Quiver\n- **Tom Steiner** Technische Universität Graz\n",
            "Person Jonas Feld;Person Tom Steiner;Organization Technische Universität Graz",
        ),
        (
            "Riga (LV), Modena (IT), Zlín (CZ), Split (HR), Gdynia (PL), Cork (IE)",
            "City Split;Country HR;City Cork;Country IE;Country IT",
        ),
    ],
)
def test_names_without_a_mark_between_them_are_parted(nlp: Language, text: str, names: str) -> None:
    expected = {(kind, name) for kind, _, name in (n.partition(" ") for n in names.split(";"))}
    assert expected <= _names(nlp, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We thank the **Tidal Cities** Network for its help.", "Tidal Cities Network"),
        ("The Paris France Foundation met in May.", "Paris France Foundation"),
        ("The Mayor of San Jose Costa Rica spoke.", "San Jose"),
        ("The *Open Harbour* Programme runs until 2027.", "Open Harbour Programme"),
    ],
)
def test_longer_names_stay_whole(nlp: Language, text: str, name: str) -> None:
    assert name in {found for _, found in _names(nlp, text)}


@pytest.mark.parametrize(
    ("text", "located"),
    [
        ("Cities across Finland have joined, including Turku and Oulu.", {"Turku", "Oulu"}),
        (
            "In Kenya that means places like Kisumu, Nakuru and Thika.",
            {"Kisumu", "Nakuru", "Thika"},
        ),
        ("Firms in Kenya sell to places such as lakes and ports.", set()),
        ("Members are Bergen, Tromsø, Telemark, Ålesund and Molde.", set()),
    ],
)
def test_examples_of_a_country_lie_in_it_and_neighbours_in_a_list_do_not(
    nlp: Language, text: str, located: set[str]
) -> None:
    doc = nlp(make_doc(nlp, Document("list.md", text, "")))
    found = {
        doc._.clusters[fact.subject].names[0]
        for fact in doc._.facts
        if fact.property == "locatedIn"
    }
    assert found == located
