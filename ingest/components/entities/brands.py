"""A brand and its fuller names: "Tidalware" and "Tidalware Media", "Tidal Programme"."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ingest.lexicon import phrases, words

from .form import Form

if TYPE_CHECKING:
    from .variants import Variants

#: Nouns that networks add to what they are called.
_LINKING = frozenset({"network", "alliance", "coalition"})
#: Votes that settle what a brand alone is.
_SURELY = 3.2


def join_brands(variants: Variants) -> None:
    """Join a name of one word with the only longer one that adds a firm's or scheme's noun."""
    forms = variants.forms
    tails = words("names", "firms") | phrases("names", "schemes") | _LINKING
    longer: dict[str, list[str]] = defaultdict(list)
    for key in forms:
        first, _, rest = key.partition(" ")
        if first in forms and rest in tails:
            longer[first].append(key)
    for brand, keys in longer.items():
        linking = all(key.partition(" ")[2] in _LINKING for key in keys)
        alone = len({variants.find(key) for key in keys}) == 1
        alone = alone and (linking or not forms[brand].links)
        if alone and _fits(forms[brand], keys[0].partition(" ")[2]):
            variants.join(keys[0], brand)
            if forms[brand].kind != "Network":
                forms[brand].votes.clear()


def _fits(form: Form, tail: str) -> bool:
    """Tell whether nothing speaks against a brand being what its longer name is."""
    if tail in words("names", "firms"):
        letters = any(text.isupper() for text in form.surfaces)
        return form.kind in {"", "Organization", "City"} and not letters
    if tail in _LINKING:
        return form.kind == "Network"
    return max(form.votes.values(), default=0.0) < _SURELY
