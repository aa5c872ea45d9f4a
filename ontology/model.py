"""The plain values that travel from a document to the graph.

They hold no spaCy and no RDF objects, so they can be pickled, cached by digest, computed on
another machine and compared with gold. Offsets count Unicode code points of ``Document.text``,
as the Web Annotation Data Model, section 4.2.5, asks of a text position selector.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ontology.errors import OntologyError


@dataclass(frozen=True, slots=True)
class Document:
    """One source document as Markdown text, with what the file itself tells about it.

    ``key`` is the source key (``--id``, canonical URL, or path relative to the root); ``sha256``
    is the hexadecimal digest of the original bytes; ``date`` is an ISO 8601 date, month or year;
    ``language`` is a BCP 47 tag.
    """

    key: str
    text: str
    sha256: str
    media_type: str = "text/plain"
    language: str = "en"
    title: str | None = None
    publisher: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A verbatim span of a document's text, with a little of what stands around it.

    >>> Evidence.cut("Riga joined Eurocities in 1998.", 0, 22)
    Evidence(start=0, end=22, exact='Riga joined Eurocities', prefix='', suffix=' in 1998.')
    """

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def cut(cls, text: str, start: int, end: int, *, context: int = 32) -> Evidence:
        """Cut ``text[start:end]`` with up to *context* characters before and after it.

        Raises OntologyError when the span is empty or outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise OntologyError(f"span {start}-{end} is outside a text of {len(text)} characters")
        return cls(
            start=start,
            end=end,
            exact=text[start:end],
            prefix=text[max(0, start - context) : start],
            suffix=text[end : end + context],
        )


@dataclass(frozen=True, slots=True)
class Entity:
    """Something a document names: its kind, every name it goes by, and where they stand.

    ``id`` is local to the document; ``kind`` is a class name of the ontology such as ``City``;
    ``names`` starts with the fullest form; ``mentions`` are (start, end) spans; ``link`` is the
    IRI of the gazetteer or authority record it was linked to, if any.
    """

    id: str
    kind: str
    names: tuple[str, ...]
    mentions: tuple[tuple[int, int], ...] = ()
    link: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fact:
    """One saying of a relation between two entities, by their local ids."""

    subject: str
    property: str
    object: str
    evidence: Evidence
    status: str = "asserted"
    year: int | None = None
    role: str | None = None
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class LiteralFact:
    """One saying of a value: memberCount, foundingYear (integers), date or focusArea (text)."""

    subject: str
    property: str
    value: int | str
    evidence: Evidence
    status: str = "asserted"
    year: int | None = None
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one pipeline read in one document: a pure function of the two.

    ``document`` is the source key and ``pipeline`` the digest of version and configuration.
    ``proposals`` are sayings that the pipeline is too unsure of to assert: they wait for a
    reviewer, and until one accepts them they are no claims.
    """

    document: str
    pipeline: str
    entities: tuple[Entity, ...] = field(default=())
    facts: tuple[Fact, ...] = field(default=())
    literals: tuple[LiteralFact, ...] = field(default=())
    proposals: tuple[Fact | LiteralFact, ...] = field(default=())
