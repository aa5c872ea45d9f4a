"""Long documents made of the samples with other names, and texts that are nothing but awkward."""

from __future__ import annotations

from pathlib import Path

SAMPLES = Path(__file__).parent.parent.parent / "ingest" / "samples"
_FIRST = ("Amber", "Birch", "Coral", "Delta", "Elm", "Fjord", "Glen", "Heron", "Isle", "Juniper")
_LAST = ("Quays", "Roofs", "Lanterns", "Bridges", "Meadows", "Tides", "Orchards", "Kilns")


def long_document(characters: int) -> str:
    """Return chapters of invented reports, each with names of its own, in all so many or more."""
    chapters = [
        "# Yearbook of the Tidal Cities Forum\n\nThe Tidal Cities Forum was founded in 1998."
    ]
    length = len(chapters[0])
    number = 0
    while length < characters:
        chapters.append(_chapter(number))
        length += len(chapters[-1]) + 2
        number += 1
    return "\n\n".join(chapters)


def _chapter(number: int) -> str:
    first, last = _FIRST[number % 10], _LAST[number // 10 % 8]
    name = f"{first} {last} {'Network' if number % 2 else 'Alliance'}"
    return (
        f"## Report {number}\n\n"
        f"The {name} was founded in {1950 + number % 70} by the Mayor of Ghent. "
        f"Its secretariat is in Tallinn, and it has {20 + number % 50} members. "
        f"Riga and Turku are members of the {name}.\n\n"
        f"### Members of the {name}\n\n"
        "- Lisbon, Portugal\n- Vigo, Spain\n- Bergen, Norway\n\n"
        f"In {1960 + number % 60} the {name} signed the {first} {last} Charter with the "
        "Tidal Cities Forum. The work goes on in schools, in ports and in markets, where people "
        "of every age meet and talk about what a street could be.\n"
    )
