"""Places and well-known bodies found by their names, with the licence their context gives."""

from __future__ import annotations

from functools import cache

from ingest.folding import fold
from ingest.lexicon import table, words
from ingest.places import Places
from ontology import vocabulary

from .spans import Proposal
from .words import Words

_LARGE, _MIDDLE = 250_000, 60_000
#: Only places at least this sure make a region with a point of the compass.
_REGIONAL = 0.4
#: A city of this size is meant even where its name is a word ("to shanghai").
_UNMISTAKABLE = 500_000
#: Before a city's name these say that one follows; "of" must follow all but the last two groups.
_OF = frozenset(
    {"city", "cities", "town", "municipality", "mayor", "mayors", "metropolis", "capital"}
)
_COMMAS = frozenset({",", "(", "–", "-", "/"})


@cache
def _authority() -> dict[str, tuple[str, str]]:
    """Return folded name -> (kind, IRI) of the records of the authority file."""
    found: dict[str, tuple[str, str]] = {}
    for record in vocabulary.authority():
        for name in (*(name.text for name in record.names), *record.acronyms):
            found.setdefault(fold(name), (record.kind, record.iri))
    return found


@cache
def _authority_lengths() -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in _authority():
        first = name.partition(" ")[0]
        longest[first] = max(longest.get(first, 0), name.count(" ") + 1)
    return longest


class Gazetteer:
    """Finds names of the tables in one document."""

    def __init__(self, w: Words, places: Places) -> None:
        """Look into *w* with the tables of *places*."""
        self.w = w
        self.places = places
        self.cues: dict[str, float] = table("weights")["cues"]
        self.found: dict[tuple[int, int], str] = {}

    def proposals(self) -> list[Proposal]:
        """Return every place and body named, each with its votes."""
        found: list[Proposal] = []
        i, total = 0, len(self.w)
        while i < total:
            if self.w.capital[i] or self.w.texts[i] == "the":
                found.extend(self._at(i))
            i += 1
        return found

    def _at(self, i: int) -> list[Proposal]:
        """Return the longest body and the longest place that begin at a token."""
        found: list[Proposal] = []
        first = self.w.folded[i].partition(" ")[0]
        end = self._longest(i, _authority_lengths().get(first, 0), _authority())
        if end and self._is_written(i, end):
            kind, iri = _authority()[self.w.key(i, end)]
            found.append(Proposal(i, end, "authority", 4.0, ((kind, self.cues["authority"]),), iri))
        place = self._place(i, self.places.longest.get(first, 0))
        place = place or self._compass(i)
        return [*found, place] if place else found

    def _compass(self, i: int) -> Proposal | None:
        """Read "Eastern Colorado" and "Greater Lyon" as regions."""
        following = i + 1 < len(self.w) and self.w.capital[i + 1]
        if not following or self.w.folded[i] not in words("places", "compass"):
            return None
        length = self.places.longest.get(self.w.folded[i + 1].partition(" ")[0], 0)
        place = self._place(i + 1, length)
        if place is None or place.strength < _REGIONAL or self.w.block[i] != self.w.block[i + 1]:
            return None
        return Proposal(i, place.end, "place", 3.0, (("Region", self.cues["region"]),))

    def _is_written(self, i: int, end: int) -> bool:
        """Tell an acronym or name from a common word of the same letters."""
        text = self.w.texts[i]
        if end - i > 1:
            return self.w.capital[end - 1] or not self.w.texts[end - 1].isalpha()
        return (any(letter.isupper() for letter in text[1:]) and len(text) > 1) or len(text) > 4

    def _longest(self, i: int, length: int, known: object) -> int:
        """Return the end of the longest name from *i* that is *known*, or 0."""
        if not length:
            return 0
        limit = min(self.w.ranges[self.w.block[i]][1], i + 2 * length)
        for end in range(limit, i, -1):
            if self.w.folded[end - 1] and self.w.key(i, end) in known:  # type: ignore[operator]  # a container
                return end
        return 0

    def _place(self, i: int, length: int) -> Proposal | None:
        p = self.places
        for known in (p.countries, p.regions, p.subdivisions, p.cities):
            end = self._longest(i, length, known)
            if not end or self.w.is_stop(i) or not self._is_capital(end - 1):
                continue
            longer = max(
                self._longest(i, length, other)
                for other in (p.countries, p.regions, p.subdivisions, p.cities)
            )
            if longer > end:
                continue
            return self._propose(i, end, self.w.key(i, end))
        return self._postal(i) or self._government(i)

    def _ends_city(self, i: int) -> bool:
        """Tell whether a token ends the name of a city or county."""
        if self.w.folded[i] in {"city", "county"}:
            return True
        return any(
            self.w.key(start, i + 1) in self.places.cities
            for start in (i - 2, i - 1, i)
            if start >= 0
        )

    def _government(self, i: int) -> Proposal | None:
        """Read "Korean Government" and "Government of Japan" as the country."""
        w, last = self.w, self.w.ranges[self.w.block[i]][1]
        votes = (("Country", self.cues["country"]),)
        if w.folded[i] == "government" and i + 2 < last and w.texts[i + 1] == "of":
            start = i + 3 if w.texts[i + 2] == "the" else i + 2
            end = self._longest(start, 4, self.places.countries) if start < last else 0
            if end:
                code = self.places.countries[w.key(start, end)]
                return Proposal(i, end, "government", 6.0, votes, f"iso3166:{code}")
        code = table("places")["demonyms"].get(w.folded[i])
        stop = next((j for j in (i + 1, i + 2) if j < last and w.folded[j] == "government"), None)
        if (
            code is None
            or stop is None
            or (stop == i + 2 and w.folded[i + 1] not in {"federal", "national", "central"})
        ):
            return None
        return Proposal(i, stop + 1, "government", 6.0, votes, f"iso3166:{code}")

    def _is_capital(self, i: int) -> bool:
        return self.w.capital[i] or not self.w.texts[i].isalpha() or len(self.w.texts[i]) < 4

    def _postal(self, i: int) -> Proposal | None:
        """Read "OR" in "Portland OR" and "Md." in "Baltimore, Md.": only after a name."""
        w = self.w
        text = w.texts[i].casefold()
        code = self.places.postal.get(text)
        before = i - 1 if i and w.texts[i - 1] != "," else i - 2
        if code is None or before < 0 or not w.capital[before] or w.block[before] != w.block[i]:
            return None
        if code == "US-DC" or w.key(before, i + 1) in self.places.cities:
            return None
        if not ((w.texts[i].isupper() and len(text) == 2) or "." in text):
            return None
        if before == i - 1 and not self._ends_city(before):
            return None
        return Proposal(
            i, i + 1, "state", 3.0, (("Region", self.cues["region"]),), f"iso3166:{code}"
        )

    def _propose(self, i: int, end: int, key: str) -> Proposal | None:
        """Return the proposal for a place's name, weighed by how well known and how licensed."""
        p, cues = self.places, self.cues
        alone = 1.0 if self._is_alone(i, end) else 0.4
        votes: dict[str, float] = {}
        strength = 0.0
        licence = self.licence(i, end)
        if key in p.countries and self._is_country(i, end, key, licence):
            votes["Country"], strength = cues["country"], 3.0
        if self._is_state(i, key):
            votes["Region"], strength = cues["region"], 3.0
        elif key in p.regions:
            votes["Region"], strength = cues["region"], 3.0
        if key in p.subdivisions and not votes:
            votes["Region"], strength = cues["subdivision"], 2.0
        if (
            key in p.cities
            and not self._is_state(i, key)
            and (not votes or key in words("places", "city_states"))
        ):
            weight, sure = self._city(i, end, key)
            if "Country" not in votes:
                votes["City"], strength = weight, max(strength, sure)
        if licence and ("City" in votes or key in words("places", "city_states")):
            votes["City"] = votes.get("City", 0.0) + cues["licence"]
            strength += 2.0
        if not votes:
            return None
        return Proposal(i, end, "place", strength * alone, tuple(sorted(votes.items())))

    def _is_state(self, i: int, key: str) -> bool:
        """Tell the State of Washington from the city: it stands after a city and a comma."""
        w = self.w
        if key not in self.places.states or i < 2 or w.texts[i - 1] != "," or not w.capital[i - 2]:
            return False
        return (
            w.block[i - 2] == w.block[i]
            and w.folded[i - 2] in self.places.cities
            or key not in self.places.cities
        )

    def _is_country(self, i: int, end: int, key: str, licence: bool) -> bool:
        if self.w.surface(i, end) in {"Us", "US$"}:
            return False
        if key in words("places", "ambiguous_countries"):
            return self.w.texts[i - 1] in {",", "("} if i else False
        return not (licence and key in {"mexico", "panama", "guatemala", "kuwait"})

    def _city(self, i: int, end: int, key: str) -> tuple[float, float]:
        """Return the vote for a city and the strength of the name."""
        city = self.places.cities[key][0]
        cues = self.cues
        odd = end - i == 1 and self.w.english.is_inflected(key)
        if city.primary and city.population >= _UNMISTAKABLE:
            odd = False
        if odd or key in words("places", "ambiguous_cities") or len(key) < 4:
            return cues["city_small"], 0.1
        if i and self.w.folded[i - 1] == "the":
            return cues["city_small"], 0.1
        known = city.population if city.primary or " " in key else city.population // 3
        if known >= _LARGE:
            return cues["city_large"], 2.0
        if known >= _MIDDLE:
            return cues["city_middle"], 1.0
        return cues["city_small"], 0.4

    def _is_alone(self, i: int, end: int) -> bool:
        """Tell whether no capitalised word touches the name on either side."""
        w = self.w
        first, last = w.ranges[w.block[i]]
        before = i > first and w.capital[i - 1] and not w.is_stop(i - 1)
        after = end < last and w.capital[end] and not w.is_stop(end)
        if before and w.folded[i - 1] in words("persons", "posts"):
            before = False
        if after and self.places.postal.get(w.texts[end].casefold()):
            after = False
        return not (before or after)

    def licence(self, i: int, end: int) -> bool:
        """Tell whether the context says that a city stands here."""
        w = self.w
        first, last = w.ranges[w.block[i]]
        if (
            end < last
            and w.texts[end] in {",", "("}
            and end + 1 < last
            and self._country_at(end + 1)
        ):
            return True
        if i - 2 >= first and w.texts[i - 1] == "of" and w.folded[i - 2] in _OF:
            return True
        return False

    def _country_at(self, i: int) -> bool:
        length = self.places.longest.get(self.w.folded[i].partition(" ")[0], 0)
        if self._longest(i, length, self.places.countries):
            return True
        if self._longest(i, length, self.places.subdivisions) and self.w.texts[i - 1] == ",":
            return True
        code = self.places.postal.get(self.w.texts[i].casefold())
        return bool(code and (self.w.texts[i].isupper() or "." in self.w.texts[i]))
