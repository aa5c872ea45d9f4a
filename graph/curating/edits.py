"""What a reviewer says that a sentence says, where the pipeline read it otherwise.

An edit is a verdict: the claim it is given on is none any more, and in its place stands one that
is made of the same sentence and the reviewer's reading. Its ends are what the same document names,
by kind and normalised name, so they resolve, move and go as all that the document names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from graph.errors import CurationError
from graph.identity.nodes import LocalKey, local_key
from graph.lines.ntriples import calendar, decimal, integer, text
from graph.shacl.gate import gate
from ontology import terms
from ontology.iris import CLAIM_DIGITS, digest, normalise_name
from ontology.model import Document, Entity, Extraction, Fact, LiteralFact
from ontology.namespaces import HANSA

if TYPE_CHECKING:
    from .verdicts import Decided

#: The rule of a claim that a reviewer read, which no pipeline has.
RULE: Final = "reviewer"
#: Properties whose values are numbers.
_NUMBERS: Final = frozenset({"memberCount", "foundingYear"})
_STATUSES: Final = tuple(terms.STATUSES)

#: An entity of a document by its kind and its normalised name there.
End = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a sentence says: a subject, a property, and either an object or a value.

    ``year`` and ``role`` are None where it says none.
    """

    subject: End
    property: str
    object: End | None = None
    value: int | str | None = None
    status: str = "asserted"
    year: int | None = None
    role: str | None = None

    def in_words(self, names: Mapping[End, str]) -> str:
        """Return what it says, with the *names* that its document uses."""
        said = names.get(self.object, self.object[1]) if self.object else str(self.value)
        more = [self.status] if self.status != "asserted" else []
        more += [str(self.year)] if self.year is not None else []
        more += [f"as {self.role}"] if self.role else []
        words = f"{names.get(self.subject, self.subject[1])} {self.property} {said}"
        return f"{words} ({', '.join(more)})" if more else words

    def to_json(self) -> str:
        """Return it as JSON, always the same for the same edit."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Edit:
        """Return the edit that was written so; raises ValueError, KeyError or TypeError."""
        told = json.loads(text)
        object_ = told["object"]
        ends = {"subject": (*told["subject"],), "object": object_ and (*object_,)}
        return cls(**{**told, **ends})


def read_edit(text: str) -> Edit | None:
    """Return the edit that is written so, None where it is damaged."""
    try:
        return Edit.from_json(text)
    except (ValueError, KeyError, TypeError):
        return None


def names_in(document: Document, extraction: Extraction) -> dict[End, str]:
    """Return what a document calls the things it names, in full."""
    return {
        (key.kind, key.name): each.names[0]
        for each in extraction.entities
        for key in (local_key(document.key, each),)
    }


def edited_digest(claim: str, edit: str) -> str:
    """Return the digest of the claim that an edit of another makes; none that is read has it."""
    return digest("edit", claim, edit)[:CLAIM_DIGITS]


def edited(
    given: Decided, source: Fact | LiteralFact, document: Document, extraction: Extraction
) -> Fact | LiteralFact | None:
    """Return what *source* is to say; None where the document no longer names what is meant."""
    edit = read_edit(given.edit or "")
    keys = {each.id: local_key(document.key, each) for each in extraction.entities}
    ids = {(key.kind, key.name): id for id, key in keys.items()}
    return _applied(edit, source, ids) if edit else None


def _applied(
    edit: Edit, source: Fact | LiteralFact, ids: Mapping[End, str]
) -> Fact | LiteralFact | None:
    subject = ids.get(edit.subject)
    said: dict[str, Any] = {"status": edit.status, "year": edit.year, "rule": RULE}
    if subject is None:
        return None
    if edit.object is None:
        value = edit.value if edit.value is not None else ""
        return LiteralFact(subject, edit.property, value, source.evidence, **said)
    object_ = ids.get(edit.object)
    if object_ is None:
        return None
    return Fact(subject, edit.property, object_, source.evidence, **said, role=edit.role)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer gives for an edit; what is None stays as it was read.

    ``subject`` and ``object`` are names that the document uses, or IRIs of what it names;
    ``year`` 0 and ``role`` "" take away what was read.
    """

    subject: str | None = None
    property: str | None = None
    object: str | None = None
    value: str | None = None
    status: str | None = None
    year: int | None = None
    role: str | None = None


def edit_of(
    wanted: Wanted,
    source: Fact | LiteralFact,
    named: Named,
    *,
    language: str,
    earlier: str | None = None,
) -> Edit:
    """Return the edit of what was read in a *language*, from what is wanted to be otherwise.

    What is not wanted otherwise is as the *earlier* edit has it, where there is one; a post goes
    with the property that it was read with. Raises CurationError for what the document does not
    name, for what cannot be said of such things, and where nothing would be otherwise.
    """
    read = as_read(source, named)
    before = (read_edit(earlier) if earlier else None) or read
    property_ = wanted.property or before.property
    is_value = property_ in terms.LITERALS
    edit = Edit(
        subject=named.end(wanted.subject) if wanted.subject else before.subject,
        property=property_,
        object=None if is_value else _object(wanted, before, named),
        value=_value(property_, wanted, before) if is_value else None,
        status=wanted.status or before.status,
        year=before.year if wanted.year is None else wanted.year or None,
        role=None if is_value else _role(wanted, before),
    )
    if edit == read:
        raise CurationError("that is what was read; accept it, or say what is otherwise")
    _require_sayable(edit, language)
    return edit


def _role(wanted: Wanted, before: Edit) -> str | None:
    if wanted.role is not None:
        return wanted.role or None
    return before.role if wanted.property in (None, before.property) else None


def as_read(source: Fact | LiteralFact, named: Named) -> Edit:
    """Return what was read, as an edit would say it."""
    subject = named.by_id[source.subject]
    if isinstance(source, LiteralFact):
        return Edit(subject, source.property, None, source.value, source.status, source.year)
    object_ = named.by_id[source.object]
    return Edit(
        subject, source.property, object_, None, source.status, source.year, source.role or None
    )


class Named:
    """What a document names, to be found by a name that it uses or by an IRI."""

    def __init__(
        self,
        entities: Iterable[Entity],
        document: str,
        iris: Callable[[LocalKey], Collection[str]],
    ) -> None:
        """Look among *entities* of the *document* with that key; *iris* are those of each."""
        self._document = document
        keys = {each.id: local_key(document, each) for each in entities}
        self.by_id: dict[str, End] = {id: (key.kind, key.name) for id, key in keys.items()}
        self._called = [
            (self.by_id[each.id], {*map(normalise_name, each.names)}, {*iris(keys[each.id])})
            for each in entities
        ]

    def end(self, name: str) -> End:
        """Return what goes by *name* in the document; raises CurationError for none or several."""
        folded = normalise_name(name)
        found = {end for end, _, iris in self._called if name in iris} or {
            end for end, names, _ in self._called if folded in names
        }
        if len(found) != 1:
            trouble = "names nothing" if not found else f"names {len(found)} things"
            raise CurationError(
                f"{self._document} {trouble} {name!r}; give the name or IRI of one thing it names"
            )
        return found.pop()


def _object(wanted: Wanted, before: Edit, named: Named) -> End:
    if wanted.object:
        return named.end(wanted.object)
    if before.object is None:
        raise CurationError("say what is at the other end; a value was read there")
    return before.object


def _value(property_: str, wanted: Wanted, before: Edit) -> int | str:
    """Return the value that is wanted, a number where the property has numbers."""
    given = before.value if wanted.value is None else wanted.value.strip()
    if given is None or given == "":
        raise CurationError(f"say the value of {property_}; a thing was read there")
    if property_ not in _NUMBERS:
        return str(given)
    if not str(given).isascii() or not str(given).isdigit() or len(str(given)) > 12:
        raise CurationError(f"{given!r} is no number, as {property_} has; give digits")
    return int(given)


def _require_sayable(edit: Edit, language: str) -> None:
    """Raise CurationError for what the shapes do not let be said."""
    if edit.property not in (*terms.RELATIONS, *terms.LITERALS):
        raise CurationError(f"there is no property {edit.property!r}; hansa extract shows them")
    if edit.status not in _STATUSES:
        raise CurationError(f"{edit.status!r} is no status; say one of {', '.join(_STATUSES)}")
    kind = edit.subject[0]
    refused = (
        gate().subject_refusal(edit.property, kind)
        if edit.object is None
        else gate().refusal(edit.property, kind, edit.object[0])
    )
    refused = (
        refused or gate().claim_refusal(edit.property, _attributes(edit, language)) or _unfit(edit)
    )
    if refused:
        raise CurationError(f"{edit.property} cannot be said so: {refused}")


def _attributes(edit: Edit, language: str) -> dict[str, str]:
    """Return what the claim is to have beside its ends, by property, as written literals."""
    return {
        terms.CONFIDENCE: decimal(1.0, digits=4),
        terms.RULE: text(RULE),
        terms.YEAR: "" if edit.year is None else integer(edit.year),
        terms.ROLE: text(edit.role, language=language) if edit.role else "",
    }


def _unfit(edit: Edit) -> str | None:
    """Return why the property cannot have the value, if there is one and it cannot."""
    if edit.value is None:
        return None
    value = str(edit.value)
    written = calendar(value) if edit.property == "date" else text(value)
    term = integer(edit.value) if isinstance(edit.value, int) else written
    return gate().value_refusal(HANSA + edit.property, term)
