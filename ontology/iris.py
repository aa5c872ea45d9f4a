"""Minting IRIs: pure functions of names and keys, with no counters and no random parts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ontology.namespaces import DEFAULT_BASE

#: How many hexadecimal digits name a claim.
CLAIM_DIGITS: Final = 32

#: How many slugs and normalised names are kept: the same few names come again and again.
_KEPT: Final = 20_000
_APART = re.compile(r"[^a-z0-9]+")
#: Latin letters that do not decompose into a base letter and a mark.
LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)


@lru_cache(_KEPT)
def slug(text: str, *, limit: int = 80) -> str:
    """Return *text* as lower-case ASCII words joined by hyphens, for the path of an IRI.

    A text without any Latin letter or digit gets the first eight hexadecimal digits of its hash.

    >>> slug("São Paulo City Hall")
    'sao-paulo-city-hall'
    >>> slug("Łódź & Ålesund")
    'lodz-alesund'
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    words = _APART.sub("-", folded.encode("ascii", "ignore").decode()).strip("-")
    return words[:limit].rstrip("-") or hash8(folded)


def hash8(*parts: str) -> str:
    """Return eight hexadecimal digits of the SHA-256 of *parts*, joined unambiguously.

    >>> hash8("a", "b") == hash8("ab")
    False
    """
    return digest(*parts)[:8]


def digest(*parts: str) -> str:
    """Return the SHA-256, in hexadecimal, of *parts* each preceded by its length."""
    framed = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(framed.encode()).hexdigest()


def claim_digest(*parts: str) -> str:
    """Return what names a claim under any base, from the parts that identify it in their order."""
    return digest(*parts)[:CLAIM_DIGITS]


@lru_cache(_KEPT)
def normalise_name(name: str) -> str:
    """Fold a name for comparison: case, accents, punctuation, possessives, leading article.

    >>> normalise_name("The City of Zürich's")
    'city of zurich'
    """
    words = slug(re.sub(r"['’]s\b", "", name), limit=10_000).split("-")
    return " ".join(words[1:] if words[0] in {"the", "a", "an"} and len(words) > 1 else words)


@lru_cache(_KEPT)
def _document_name(key: str) -> str:
    return f"{slug(key)}-{hash8(key)}"


@dataclass(frozen=True, slots=True)
class Base:
    """The base IRI of the data and every shape of IRI made under it.

    >>> Base().entity("City", "riga-lv")
    'https://w3id.org/hansa/id/city/riga-lv'
    """

    iri: str = DEFAULT_BASE

    def entity(self, kind: str, name: str) -> str:
        """Return the canonical IRI of an entity from its kind and its finished slug."""
        return f"{self.iri}id/{kind.lower()}/{name}"

    def document(self, key: str) -> str:
        """Return a document's IRI, which is also the name of its graph, from its source key.

        >>> Base().document("press/Joint Statement.md")
        'https://w3id.org/hansa/doc/press-joint-statement-md-69b0ea71'
        """
        return f"{self.iri}doc/{_document_name(key)}"

    def local_entity(self, key: str, kind: str, name: str) -> str:
        """Return the document-local IRI of the entity that *name* denotes there."""
        return f"{self.document(key)}#e-{kind.lower()}-{slug(name)}"

    def claim(self, name: str) -> str:
        """Return the IRI of the claim with that digest."""
        return f"{self.iri}claim/{name}"

    def decision(self, name: str) -> str:
        """Return the IRI of the curator's decision with that digest."""
        return f"{self.iri}decision/{name}"

    def curator(self, name: str) -> str:
        """Return the IRI of whoever decides under that name.

        >>> Base().curator("Ada Lind")
        'https://w3id.org/hansa/curator/ada-lind-3bc7f025'
        """
        return f"{self.iri}curator/{slug(name)}-{hash8(name)}"

    def pipeline(self, pipeline: str) -> str:
        """Return the IRI of the pipeline with that digest."""
        return f"{self.iri}pipeline/{pipeline}"

    def graph(self, name: str) -> str:
        """Return the IRI of one of Hansa's own graphs: ontology, authority, gazetteer, curation."""
        return f"{self.iri}graph/{name}"

    def scheme(self, name: str) -> str:
        """Return the IRI of a concept scheme or, as ``scheme/concept``, of a concept in it."""
        return f"{self.iri}scheme/{name}"

    def rebased(self, iri: str) -> str:
        """Move an IRI of the vocabulary files under this base; the vocabulary itself never moves.

        >>> Base("http://localhost/").rebased("https://w3id.org/hansa/id/network/c40")
        'http://localhost/id/network/c40'
        >>> Base("http://localhost/").rebased("https://w3id.org/hansa/ontology#City")
        'https://w3id.org/hansa/ontology#City'
        """
        moves = iri.startswith(DEFAULT_BASE) and not iri.startswith(f"{DEFAULT_BASE}ontology")
        return self.iri + iri.removeprefix(DEFAULT_BASE) if moves else iri
