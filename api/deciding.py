"""From what a curator gives to a decision that can be kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from api.errors import UsageError
from ontology.iris import Base

if TYPE_CHECKING:
    from graph.curating.curation import Act, Decision
    from graph.curating.decided import Decided
    from graph.reader import Reader


def prepared(
    act: Act,
    given: Sequence[str],
    reader: Reader,
    decided: Decided,
    *,
    who: str,
    at: str,
    name: str | None = None,
    language: str | None = None,
    across_kinds: bool = False,
) -> Decision | str:
    """Return the decision about the things *given* by IRIs or names, to be kept by a writer.

    A sentence is returned where there is nothing to decide. Raises UsageError, UnknownEntityError
    and QuestionError where what is meant is not clear or not there, CurationError where it cannot
    be decided.
    """
    from api.decision_wording import name_of
    from graph.curating.curation import decision

    ends = [_iri(reader, each) for each in given]
    _require_two(reader, decided, given, ends)
    if act == "rename" and _is_called(reader, decided, ends[0], name, language):
        return f"{_thing(ends[0], reader)} is called so already; nothing is changed"
    if act == "same" and not across_kinds:
        _require_one_family(reader, ends)
    said = decision(act, *ends, name=name, language=language, who=who, at=at, base=reader.base)
    return replace(said, called=tuple(name_of(end, reader) for end in said.ends))


def absolute(iri: str, base: Base) -> str:
    """Return an IRI of the graph as it is written without its base, or whole, in brackets or not.

    >>> absolute("doc/note-md-1f0a52b7", Base())
    'https://w3id.org/hansa/doc/note-md-1f0a52b7'
    >>> absolute("<urn:x>", Base())
    'urn:x'
    """
    text = iri[1:-1] if iri.startswith("<") and iri.endswith(">") else iri
    return f"{base.iri}{text}" if text.startswith(("id/", "doc/", "graph/")) else text


def _require_two(reader: Reader, decided: Decided, given: Sequence[str], ends: list[str]) -> None:
    """Raise UsageError where two names are of one thing, and say since when they are."""
    if len(ends) < 2 or ends[0] != ends[1] or given[0] == given[1]:
        return
    found = _thing(ends[0], reader)
    main = reader.label(ends[0])  # an IRI stands for the name that the thing has by itself
    names = [main if absolute(each, reader.base) == ends[0] else each for each in given]
    by = [str(each.number) for each in decided.joined_by(ends[0], *names)]
    if not by:
        remedy = "to part what one document means, give its IRI in that document, doc/…#e-…"
    else:
        which = "decision" if len(by) == 1 else "decisions"
        verb = "says" if len(by) == 1 else "say together"
        remedy = (
            f"{which} {' and '.join(by)} {verb} that they are the same; "
            f"to part them again: hansa curate undo {by[-1]}"
        )
    raise UsageError(f"{given[0]!r} and {given[1]!r} are one thing already, {found}; {remedy}")


def _is_called(
    reader: Reader, decided: Decided, iri: str, name: str | None, language: str | None
) -> bool:
    """Return whether that is the main name a thing has, without any decision that says so."""
    words = " ".join((name or "").split())
    return not language and reader.label(iri) == words and decided.named_by(iri, words) is None


def _thing(iri: str, reader: Reader) -> str:
    from api.decision_wording import thing

    return thing(iri.removeprefix(reader.base.iri), reader)


def _require_one_family(reader: Reader, ends: list[str]) -> None:
    """Raise UsageError where two things are of kinds of which documents never make one."""
    from api.decision_wording import kind_words, thing
    from graph.identity.nodes import family_of

    kinds = [reader.kind(end) for end in ends]
    one, other = kinds
    if one is None or other is None or "Person" in kinds or family_of(one) == family_of(other):
        return  # of persons, the graph refuses it anyway
    first, second = (thing(end.removeprefix(reader.base.iri), reader) for end in ends)
    raise UsageError(
        f"{first} is {kind_words(one)} and {second} {kind_words(other)}; as one thing they would "
        "be of one kind, and what is said of the other kind would hold no more where it does not "
        "fit; if that is meant, add --across-kinds"
    )


def _iri(reader: Reader, text: str) -> str:
    """Return the IRI of what *text* means: an IRI, in whole or without its base, or a name."""
    from graph.errors import UnknownEntityError
    from queries.parameters import Resolver

    given = absolute(text, reader.base)
    resolver = Resolver(reader)
    if "://" not in given:
        with _helping():
            return resolver.named(given)
    if not _is_known(reader, given):
        near = [each.removeprefix(reader.base.iri) for each in resolver.nearest_iris(given)]
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise UnknownEntityError(f"nothing in this graph has the IRI {given}{hint}")
    return given


def _is_known(reader: Reader, iri: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        about = NamedNode(iri)
    except ValueError:
        return False
    return next(reader.quads(about), None) is not None


@contextmanager
def _helping() -> Iterator[None]:
    """Tell apart the things that a name may mean."""
    from queries.errors import AmbiguousNameError
    from queries.parameters import told_apart

    try:
        yield
    except AmbiguousNameError as error:
        lines = [f"  {each.iri}\n      {told_apart(each)}" for each in error.choices]
        raise UsageError("\n".join([f"{error}:", *lines])) from error
