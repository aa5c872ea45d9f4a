"""When two names of a document are names of one thing."""

from __future__ import annotations

import re
from collections import defaultdict

from ingest.lexicon import head_kinds

from .authorities import known_bodies
from .brands import join_brands
from .form import Form
from .forms import city_cores, core, initials, reduced

#: Kinds whose names are not shortened from the left or right.
_WHOLE = frozenset({"Person", "City", "Country", "Region"})


_LINKS = frozenset({"of", "for", "on"})


class Variants:
    """A union of forms that name the same thing."""

    def __init__(self, forms: dict[str, Form]) -> None:
        """Start with each form apart."""
        self.forms = forms
        self.parent = {key: key for key in forms}
        self.after_owner: dict[str, list[str]] = defaultdict(list)
        for key in forms:
            rest = key.partition(" ")[2]
            owners = {text.split()[0] for text in forms[key].surfaces}
            if rest.count(" ") > 1 and any(owner.isupper() for owner in owners):
                self.after_owner[rest].append(key)

    def find(self, key: str) -> str:
        """Return the representative of a form's set."""
        while self.parent[key] != key:
            key = self.parent[key]
        return key

    def join(self, one: str, other: str) -> None:
        """Put two forms into one set; the earlier by sort order represents it."""
        if one in self.parent and other in self.parent:
            first, second = sorted((self.find(one), self.find(other)))
            self.parent[second] = first

    def sets(self) -> list[list[str]]:
        """Return the sets, each sorted, in the order of their first form."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.forms:
            found[self.find(key)].append(key)
        return list(found.values())

    def join_all(self, acronyms: list[tuple[str, str]], place_of: dict[str, str]) -> None:
        """Apply every rule: acronyms, cities, persons, editions, shortened and expanded names."""
        for long_form, short in acronyms:
            self.join(long_form, short)
        self._places(place_of)
        self._cities()
        self._persons()
        self._reduced()
        self._cored()
        self._expanded(acronyms)
        self._initials()
        self._shortened()
        join_brands(self)

    def _places(self, place_of: dict[str, str]) -> None:
        first: dict[str, str] = {}
        for key in sorted(place_of):
            self.join(first.setdefault(place_of[key], key), key)

    def _cities(self) -> None:
        """Join "City of X", "X City", "X City Council" with X, and "X County" with a bare X."""
        for key, form in self.forms.items():
            bare = key.removesuffix(" county")
            if bare != key and bare in self.forms and form.kind == "Region":
                unsure = max(self.forms[bare].votes.values(), default=0.0) < 1.0
                if unsure and self.forms[bare].kind in {"", "City", "Region"}:
                    self.join(key, bare)
        for key in list(self.forms):
            for bare in city_cores(key):
                if bare in self.forms and self.forms[bare].kind in {"City", "Region", ""}:
                    self.join(bare, key)

    def _persons(self) -> None:
        """Join a surname, or a name without its middle names, with the one full name it ends."""
        people = [key for key, form in self.forms.items() if form.kind == "Person"]
        full: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)  # by first and last word
        for key in people:
            parts = key.split()
            for end in {parts[0], parts[-1]} if " " in key else ():
                full[end].append((key, set(parts)))
        for key in people:
            parts = key.split()
            near = full.get(parts[-1], ()) if parts else ()
            fitting = [other for other, its in near if other != key and its.issuperset(parts)]
            if len(fitting) == 1:
                self.join(fitting[0], key)

    def _reduced(self) -> None:
        """Join names that differ by an edition, a plural or a legal form only."""
        seen: dict[str, list[str]] = defaultdict(list)
        for key in self.forms:
            seen[reduced(key)].append(key)
        for keys in seen.values():
            years = {year for key in keys for year in re.findall(r"\b(?:19|20)\d\d\b", key)}
            if len(years) <= 1:
                for key in keys[1:]:
                    self.join(keys[0], key)

    def _cored(self) -> None:
        """Join names of three words and more, with a head, that differ by "global" or the like."""
        seen: dict[str, str] = {}
        for key, form in self.forms.items():
            if form.kind in _WHOLE or key.count(" ") < 2:
                continue
            if not head_kinds().keys().isdisjoint(key.split()):
                self.join(seen.setdefault(core(key), key), key)

    def _expanded(self, acronyms: list[tuple[str, str]]) -> None:
        """Join "XYZ Expo" with "Long Form of XYZ Expo"."""
        long_of = {short: long_form for long_form, short in acronyms}
        seen: dict[str, str] = {}
        for key in self.forms:
            plain = key
            for short, long_form in long_of.items():
                plain = plain.replace(f"{long_form} {short} ", f"{long_form} ")
            full = " ".join(long_of.get(word, word) for word in plain.split())
            self.join(seen.setdefault(reduced(full), key), key)

    def _initials(self) -> None:
        """Join an acronym that is never spelt out beside its long form with the one it fits."""
        shorts = {
            key: form
            for key, form in self.forms.items()
            if key.isalpha()
            and 3 <= len(key) <= 8
            and any(name.isupper() for name in form.surfaces)
        }
        found: dict[str, set[str]] = defaultdict(set)
        for key, form in self.forms.items():
            if " " in key and form.kind not in {"Person", "City", "Country"}:
                for letters in initials(key) & shorts.keys():
                    found[letters].add(self.find(key))
        for letters, owners in sorted(found.items()):
            if len(owners) == 1 and shorts[letters].kind not in {"City", "Country"}:
                self.join(letters, min(owners))

    def _shortened(self) -> None:
        """Join a shorter name with the only longer one that ends or begins with it."""
        endings, beginnings = self._longer()
        for key in sorted(self.forms, key=lambda key: (-len(key), key)):
            form = self.forms[key]
            parts = key.split()
            if form.kind in _WHOLE or head_kinds().keys().isdisjoint(parts):
                continue
            if len(parts) < 2 and form.kind != "Agreement":
                continue
            for longer in (endings[key], beginnings[key]):
                if len({self.find(other) for other in longer}) == 1:
                    self.join(longer[0], key)

    def _longer(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Return, for each name, the longer ones that end, and those that begin, with it."""
        endings: dict[str, list[str]] = defaultdict(list)
        beginnings: dict[str, list[str]] = defaultdict(list)
        cores = {core(key): key for key in self.forms if key.count(" ") > 1}
        for other in self.forms:
            parts = other.split()
            for i in range(1, len(parts)):
                ending, before = " ".join(parts[i:]), " ".join(parts[:i])
                if ending in self.forms and self._may_precede(before):
                    endings[ending].append(other)
                linked = parts[i] == "and" and not _LINKS.isdisjoint(parts[:i])
                if parts[i] in _LINKS or linked:
                    loose = cores.get(core(before), before) if i > 2 else before
                    for short in dict.fromkeys((before, loose, *self._owned(before))):
                        if short in self.forms and short != other:
                            beginnings[short].append(other)
        return endings, beginnings

    def _owned(self, key: str) -> list[str]:
        """Return the names that are this one after a body's acronym: "ABC Initiative on X"."""
        return self.after_owner.get(key, [])

    def _may_precede(self, prefix: str) -> bool:
        """Tell whether the words before a shortened name name a place, body or edition."""
        return prefix in self.forms or prefix in known_bodies() or " " not in prefix
