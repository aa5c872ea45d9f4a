"""Names to things: one cluster for all the names of one thing, and every place it is named."""

from __future__ import annotations

from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc

from ingest.annotations import Cluster, Mention
from ingest.folding import fold
from ingest.lexicon import table
from ingest.places import Places, places

from .apposition import appositions
from .form import Form
from .spans import Name
from .variants import Variants
from .words import Words

NAME = "hansa_clusterer_v1"
#: Shorter ends of names than this are those of many things.
_SHORTEST = 2


class Clusterer:
    """Writes ``doc._.clusters`` (kinds by votes so far) and ``doc._.mentions``."""

    def __init__(self, *, smallest_city: int) -> None:
        """Use cities of at least *smallest_city* inhabitants to know two names of one city."""
        self.places: Places = places(smallest_city)

    def __call__(self, doc: Doc) -> Doc:
        """Cluster ``doc._.chosen``."""
        w: Words = doc._.words
        names: list[Name] = _with_repeats(w, doc._.chosen)
        forms = _forms(w, names)
        variants = Variants(forms)
        begins = {name.end: name.start for name in names}
        pairs = [
            (_key(w, begins.get(last, first), last), _key(w, short, stop))
            for first, last, short, stop in doc._.acronyms
        ]
        pairs += [
            (fold(w.surface(name.start, name.alias)), _key(w, name.start, name.end))
            for name in names
            if name.alias
        ]
        pairs += _aliases_within(w, names, forms)
        pairs += [(_key(w, *one), _key(w, *other)) for one, other in appositions(w, doc._.chosen)]
        variants.join_all(pairs, self._identities(forms))
        clusters, index = _clusters(forms, variants)
        doc._.clusters = clusters
        doc._.mentions = sorted(
            Mention(name.start, name.end, index[_key(w, name.start, name.end)]) for name in names
        )
        doc._.chosen = names
        return doc

    def _identities(self, forms: dict[str, Form]) -> dict[str, str]:
        """Return, for each name of a known place or body, what it denotes."""
        found: dict[str, str] = {}
        for key, form in forms.items():
            if key in table("places")["short_cities"] and (city := self.places.largest(key)):
                found[key] = str(city.geonameid)
            elif form.links:
                found[key] = min(form.links)
            elif form.kind == "Country" and key in self.places.countries:
                found[key] = f"iso3166:{self.places.countries[key]}"
            elif form.kind == "Region" and key in self.places.states:
                found[key] = f"iso3166:{self.places.states[key]}"
            elif form.kind == "Region" and len(self.places.subdivisions.get(key, ())) == 1:
                found[key] = f"iso3166:{self.places.subdivisions[key][0]}"
            elif form.kind == "City" and (city := self.places.largest(key)):
                found[key] = str(city.geonameid)
        return found


def _key(w: Words, start: int, end: int) -> str:
    key = w.key(start, end)
    first, _, rest = key.partition(" ")
    return rest if first in {"the", "a", "an"} and rest else key


def _aliases_within(w: Words, names: list[Name], forms: dict[str, Form]) -> list[tuple[str, str]]:
    """Return the names whose longer form ends the name of something else: "the Regional forum"."""
    longer = {
        fold(w.surface(name.start, name.alias)): _key(w, name.start, name.end)
        for name in names
        if name.alias and name.alias - name.start > _SHORTEST
    }
    found: list[tuple[str, str]] = []
    for key in forms if longer else ():
        parts = key.split()
        for i in range(1, len(parts) - _SHORTEST):
            short = longer.get(" ".join(parts[i:]))
            if short is not None:
                found.append((key, short))
    return found


def _with_repeats(w: Words, chosen: list[Name]) -> list[Name]:
    """Add every further place where the words of a chosen name stand."""
    known: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for name in chosen:
        parts = tuple(w.folded[name.start : name.end])
        known[parts[0]][parts] = w.texts[name.start]
    lengths = {first: sorted(set(map(len, each)), reverse=True) for first, each in known.items()}
    taken = {i for name in chosen for i in range(name.start, name.end)}
    found = list(chosen)
    for i, folded in enumerate(w.folded):
        if i in taken or folded not in known or not w.capital[i]:
            continue
        for length in lengths[folded]:
            end = i + length
            text = known[folded].get(tuple(w.folded[i:end]))
            if text and _stands(w, i, end, text) and taken.isdisjoint(range(i, end)):
                found.append(Name(i, end, sources={"repeat"}))
                taken.update(range(i, end))
                break
    return sorted(found, key=lambda name: name.start)


def _stands(w: Words, i: int, end: int, text: str) -> bool:
    """Tell whether a name may stand at *i* again; one of one word needs the same spelling."""
    if end > len(w) or w.block[i] != w.block[end - 1]:
        return False
    if end - i > 1:
        return True
    touches = end < len(w) and w.capital[end] and w.spaced[end - 1] and w.block[end] == w.block[i]
    return (w.texts[i] == text or w.texts[i].isupper()) and not (touches and not text.isupper())


def _forms(w: Words, names: list[Name]) -> dict[str, Form]:
    """Gather the names by their folded words, with the votes of all their places."""
    forms: dict[str, Form] = {}
    counted: dict[str, list[dict[str, float]]] = defaultdict(list)
    for name in names:
        key = _key(w, name.start, name.end)
        form = forms.setdefault(key, Form(key))
        surface = w.surface(name.start, name.end)
        if surface not in form.surfaces:
            form.surfaces.append(surface)
        if name.alias and (longer := w.surface(name.start, name.alias)) not in form.surfaces:
            form.surfaces.append(longer)
        form.links |= name.links
        form.sources |= name.sources
        if name.votes:
            counted[key].append(name.votes)
    for key, all_votes in counted.items():
        for kind in sorted({kind for votes in all_votes for kind in votes}):
            each = [votes.get(kind, 0.0) for votes in all_votes]
            forms[key].votes[kind] = max(each) + 0.5 * sum(each) / len(each)
    return forms


def _clusters(forms: dict[str, Form], variants: Variants) -> tuple[list[Cluster], dict[str, int]]:
    """Return the clusters, in order of first mention, and the cluster of each folded name."""
    clusters: list[Cluster] = []
    index: dict[str, int] = {}
    for keys in variants.sets():
        votes: dict[str, float] = defaultdict(float)
        for key in keys:
            for kind, weight in forms[key].votes.items():
                votes[kind] += weight
        surfaces = [surface for key in keys for surface in forms[key].surfaces]
        links = sorted(link for key in keys for link in forms[key].links)
        names = _ordered(surfaces)
        sources = tuple(sorted({source for key in keys for source in forms[key].sources}))
        link = links[0] if links else None
        cluster = Cluster(len(clusters), "", names, link=link, votes=dict(votes), sources=sources)
        clusters.append(cluster)
        index.update((key, len(clusters) - 1) for key in keys)
    return clusters, index


def _ordered(surfaces: list[str]) -> list[str]:
    """Order names, the fullest first: the longest, and of equals the one not all in capitals."""
    return sorted(dict.fromkeys(surfaces), key=lambda name: (-len(name), name.isupper(), name))


def register() -> None:
    """Register the component under its versioned name."""

    def make(  # spaCy passes nlp and name
        nlp: Language,  # noqa: ARG001
        name: str,  # noqa: ARG001
        smallest_city: int,
    ) -> Clusterer:
        return Clusterer(smallest_city=smallest_city)

    Language.factory(
        NAME,
        default_config={"smallest_city": 15_000},
        requires=["doc._.words", "doc._.chosen", "doc._.acronyms"],
        assigns=["doc._.clusters", "doc._.mentions"],
        func=make,
    )
