"""One thing, one cluster: and different things, different ones."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .naming_cases import clusters, named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The City of Leipzig joined. Leipzig is in Germany.", {"City of Leipzig", "Leipzig"}),
        ("Cebu City joined. Cebu is growing.", {"Cebu City", "Cebu"}),
        ("Bogotá and Lima met. Bogota hosted.", {"Bogotá", "Bogota"}),
        ("The Dutch Government paid. The Netherlands leads.", {"Dutch Government", "Netherlands"}),
        (
            "The 2021 Harbour Lights Festival opened. The Harbour Lights Festival is in Oslo.",
            {"2021 Harbour Lights Festival", "Harbour Lights Festival"},
        ),
        ("Reno, NV grew. In Nevada it rains little.", {"Nevada", "NV"}),
    ],
)
def test_variants_of_a_name_are_one_entity(nlp: Language, text: str, names: set[str]) -> None:
    assert names in clusters(nlp, text)


def test_bodies_of_one_head_stay_apart(nlp: Language) -> None:
    found = clusters(nlp, "The Ministry of Health of Peru and the Ministry of Trade of Peru met.")
    assert sum(any("Ministry" in name for name in names) for names in found) == 2


def test_clusters_stand_at_their_index_with_the_fullest_name_first(nlp: Language) -> None:
    doc = named(nlp, "The Nordic Tram League (NTL) met in Bergen, Norway. NTL is young.")
    assert [one.index for one in doc._.clusters] == list(range(len(doc._.clusters)))
    assert all(one.names[0] == max(one.names, key=len) for one in doc._.clusters)


def test_the_same_text_gives_the_same_clusters(nlp: Language) -> None:
    text = "Accra (Ghana), Pune and Jaipur in India joined the Coast Cities Alliance (CCA)."
    assert named(nlp, text)._.clusters == named(nlp, text)._.clusters
