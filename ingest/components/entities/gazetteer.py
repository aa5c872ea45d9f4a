"""Places and well-known bodies found by their names, weighed by size and context."""

from __future__ import annotations

from ingest.lexicon import table, words
from ingest.places import Places

from .authorities import is_written, known_bodies, longest_names
from .place_context import ends_city, is_alone, is_licensed, longest
from .spans import Proposal
from .words import Words

_LARGE, _MIDDLE = 250_000, 60_000
_CENTRAL = frozenset({"federal", "national", "central"})
#: Words of the longest full style of a country.
_STYLE = 8
#: Only places at least this sure make a region with a point of the compass.
_REGIONAL = 0.4
_LANDS = frozenset({"state", "province", "region", "prefecture", "canton", "department"})
#: Last words of what lies in a state: "Lake County, Washington".
_LOCAL = frozenset({"county", "city", "township", "parish", "borough"})
#: A city of this size is meant even where its name is a word ("to shanghai").
_UNMISTAKABLE = 500_000


class Gazetteer:
    """Finds names of the tables in one document."""

    def __init__(self, w: Words, places: Places) -> None:
        """Look into *w* with the tables of *places*."""
        self.w = w
        self.places = places
        self.cues: dict[str, float] = table("weights")["cues"]
        self.bodies, self.lengths = known_bodies(), longest_names()
        self.compass = words("places", "compass")

    def proposals(self) -> list[Proposal]:
        """Return every place and body named, each with its votes."""
        found: list[Proposal] = []
        for i, (capital, text) in enumerate(zip(self.w.capital, self.w.texts, strict=True)):
            if capital or text == "the":
                found.extend(self._at(i))
        return found

    def _at(self, i: int) -> list[Proposal]:
        """Return the longest body and the longest place that begin at a token."""
        found: list[Proposal] = []
        first = self.w.folded[i].partition(" ")[0]
        end = longest(self.w, i, self.lengths.get(first, 0), self.bodies)
        if end and is_written(self.w, i, end):
            kind, iri = self.bodies[self.w.key(i, end)]
            found.append(Proposal(i, end, "authority", 4.0, ((kind, self.cues["authority"]),), iri))
        place = self._place(i, self.places.longest.get(first, 0))
        place = place or self._compass(i)
        return [*found, place] if place else found

    def _compass(self, i: int) -> Proposal | None:
        """Read "Eastern Colorado" and "Greater Lyon" as regions."""
        if self.w.folded[i] not in self.compass:
            return None
        if i + 1 >= len(self.w) or not self.w.capital[i + 1]:
            return None
        length = self.places.longest.get(self.w.folded[i + 1].partition(" ")[0], 0)
        place = self._place(i + 1, length)
        if place is None or place.strength < _REGIONAL or self.w.block[i] != self.w.block[i + 1]:
            return None
        if self._goes_on(place.end):
            return None
        return Proposal(i, place.end, "place", 3.0, (("Region", self.cues["region"]),))

    def _goes_on(self, end: int) -> bool:
        """Tell a longer name that begins like a region's: "South Australia Evening News"."""
        w = self.w
        if end + 1 >= w.ranges[w.block[end - 1]][1] or not w.capital[end] or w.breaks[end]:
            return False
        return w.capital[end + 1] and not w.is_stop(end) and not w.titled[w.block[end]]

    def _place(self, i: int, length: int) -> Proposal | None:
        """Return the longest place that begins at a token, or a state or government."""
        if (state := self._postal(i)) is not None:
            return state
        end = longest(self.w, i, length, self.places.names)
        if end and not self.w.is_stop(i) and self._is_capital(end - 1):
            return self._propose(i, end, self.w.key(i, end))
        return self._government(i)

    def _government(self, i: int) -> Proposal | None:
        """Read "Korean Government" and "Government of Japan" as the country."""
        w, last = self.w, self.w.ranges[self.w.block[i]][1]
        votes = (("Country", self.cues["country"]),)
        if w.folded[i] == "government" and i + 2 < last and w.texts[i + 1] == "of":
            start = i + 3 if w.texts[i + 2] == "the" else i + 2
            known = self.places.countries
            end = longest(w, start, _STYLE, known, tokens=_STYLE) if start < last else 0
            if end:
                link = f"iso3166:{known[w.key(start, end)]}"
                return Proposal(i, end, "government", 6.0, votes, link)
            return self._state_government(i, start, last)
        code = self.w.english.demonyms.get(w.folded[i])
        if code is None:
            return None
        stop = next((j for j in (i + 1, i + 2) if j < last and w.folded[j] == "government"), None)
        if stop is None or (stop == i + 2 and w.folded[i + 1] not in _CENTRAL):
            return None
        return Proposal(i, stop + 1, "government", 6.0, votes, f"iso3166:{code}")

    def _state_government(self, i: int, start: int, last: int) -> Proposal | None:
        """Read "Government of Kerala" and "Government of the State of Jalisco" as the state."""
        w, known = self.w, self.places
        named = start
        if start + 2 < last and w.folded[start] in _LANDS and w.texts[start + 1] == "of":
            named = start + 2
        if named >= last or not w.capital[named]:
            return None
        length = known.longest.get(w.folded[named].partition(" ")[0], 0)
        end = longest(w, named, length, known.names)
        key = w.key(named, end) if end else ""
        region = key in known.states or key in known.regions or key in known.subdivisions
        if (
            not region
            or (end < last and w.capital[end])
            or (key in known.cities and named == start)
        ):
            return None
        return Proposal(i, end, "government", 6.0, (("Region", self.cues["region"]),))

    def _is_capital(self, i: int) -> bool:
        return self.w.capital[i] or not self.w.texts[i].isalpha() or len(self.w.texts[i]) < 4

    def _postal(self, i: int) -> Proposal | None:
        """Read "OR" in "Portland OR" and "Md." in "Baltimore, Md.": only after a name."""
        w = self.w
        text = w.texts[i].casefold()
        code = self.places.postal.get(text)
        if code is None:
            return None
        before = i - 1 if i and w.texts[i - 1] != "," else i - 2
        if before < 0 or not w.capital[before] or w.block[before] != w.block[i]:
            return None
        if code == "US-DC" or w.key(before, i + 1) in self.places.cities:
            return None
        if not ((w.texts[i].isupper() and len(text) == 2) or "." in text):
            return None
        unsure = before == i - 1 or text in words("persons", "letters")
        if unsure and not ends_city(w, self.places, before):
            return None
        if text in words("names", "stops") and w.texts[before].isupper() and w.spaced[i]:
            return None
        return Proposal(
            i, i + 1, "state", 3.0, (("Region", self.cues["region"]),), f"iso3166:{code}"
        )

    def _propose(self, i: int, end: int, key: str) -> Proposal | None:
        """Return the proposal for a place's name, weighed by how well known and how licensed."""
        p, cues = self.places, self.cues
        alone = 1.0 if is_alone(self.w, self.places, i, end) else 0.4
        votes: dict[str, float] = {}
        strength = 0.0
        licence = is_licensed(self.w, self.places, i, end)
        if key in p.countries and self._is_country(i, end, key, licence):
            votes["Country"], strength = cues["country"], 3.0
        if self._is_state(i, key) or key in p.regions:
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
        if licence and self._is_town(i, key, votes):
            votes["City"] = cues["city_small"]
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
        local = w.folded[i - 2] in self.places.cities or w.folded[i - 2] in _LOCAL
        return (w.block[i - 2] == w.block[i] and local) or key not in self.places.cities

    def _is_country(self, i: int, end: int, key: str, licence: bool) -> bool:
        if self.w.surface(i, end) in {"Us", "US$"}:
            return False
        if key in words("places", "ambiguous_countries"):
            return self.w.texts[i - 1] in {",", "("} if i else False
        return not (licence and key in {"mexico", "panama", "guatemala", "kuwait"})

    def _is_town(self, i: int, key: str, votes: dict[str, float]) -> bool:
        """Tell the town in "municipalities of X", where the table knows a district of that name."""
        p = self.places
        district = key in p.subdivisions and key not in p.regions and key not in p.states
        governed = i > 1 and self.w.texts[i - 1] == "of" and not self._is_state(i, key)
        return governed and district and votes.keys().isdisjoint({"City", "Country"})

    def _is_short(self, i: int, key: str) -> bool:
        """Tell "NYC" and "D.C." in capitals, which mean nothing else."""
        return (
            key in table("places")["short_cities"]
            and self.w.texts[i].isupper()
            and (len(key) > 2 or key == "dc")
        )

    def _city(self, i: int, end: int, key: str) -> tuple[float, float]:
        """Return the vote for a city and the strength of the name."""
        city = self.places.cities[key][0]
        cues = self.cues
        odd = end - i == 1 and self.w.english.is_inflected(key)
        odd = odd or (end - i == 1 and key in words("persons", "first_names"))
        if city.primary and city.population >= _UNMISTAKABLE:
            odd = False
        short = self._is_short(i, key)
        if (odd or key in words("places", "ambiguous_cities") or len(key) < 4) and not short:
            return cues["city_small"], 0.1
        if i and self.w.folded[i - 1] == "the":
            return cues["city_small"], 0.1
        known = city.population if city.primary or " " in key else city.population // 3
        if known >= _LARGE:
            return cues["city_large"], 2.0
        if known >= _MIDDLE:
            return cues["city_middle"], 1.0
        return cues["city_small"], 0.4
