"""What curators decide of things: that two are the same, or different, or go by another name.

A decision is kept as the curator gave it, with *anchors* for each thing it is about: the names of
the atoms (see ``graph.identity.resolution``) that the thing was made of, so that it holds for the
same thing after every ingestion, in every order, and rests while no document names the thing. IRIs
are kept relative to the base of the data, so that they move with it.

An entity's IRI in one document, ``doc/…#e-…``, stands for what that one document names, apart
from all others that use the name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from graph.errors import CurationError, UnknownEntityError
from graph.keeping.database import Database
from ontology.iris import Base

#: What a curator can decide of things; of claims there are verdicts (``graph.curating.verdicts``).
Act = Literal["same", "different", "rename"]
#: Opaque names of the atoms a thing was made of; the first that exists counts.
Anchors = tuple[str, ...]

#: From the relative IRI of a thing and its anchors to that which it is to go by, if there is one.
Address = Callable[[str, Anchors], str | None]

_COLUMNS: Final = "given, act, one, other, name, language, who, at, anchors, called"
#: Under what name it is noted how many decisions were ever given.
_GIVEN: Final = "decisions"
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
#: Characters that no name has: controls, line ends, and what no text may hold.
_UNSEEMLY: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
#: No name is longer; what is has slipped in by mistake.
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: ``number`` is by which it is taken back, 0 before it is kept.

    ``one`` and ``other`` are IRIs relative to the base; ``other`` is None, and ``name`` the new
    name with the BCP 47 tag of its ``language`` where one is known, for a renaming. ``at`` is
    xsd:dateTime in UTC. ``anchors`` has those of each thing, and ``called`` what each went by when
    this was decided, in that order; ``called`` is empty where nobody knows, as after a purge.
    """

    number: int
    act: Act
    one: str
    other: str | None
    name: str | None
    language: str | None
    who: str
    at: str
    anchors: tuple[Anchors, ...] = ()
    called: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[str, ...]:
        """The things that it is about, one or two."""
        return (self.one,) if self.other is None else (self.one, self.other)

    @property
    def about(self) -> frozenset[str]:
        """The atoms that it is about first of all."""
        return frozenset(anchors[0] for anchors in self.anchors if anchors)

    def without(self, atoms: Collection[str], address: Address) -> Decision | None:
        """Return it with other anchors than *atoms*, and IRIs by *address*; None where none is."""
        anchors = tuple(tuple(a for a in each if a not in atoms) for each in self.anchors)
        ends = [
            end if left == was else address(end, left)
            for end, was, left in zip(self.ends, self.anchors, anchors, strict=True)
        ]
        one, other = (*ends, None)[:2]
        if one is None or None in ends:
            return None
        return replace(self, one=one, other=other, anchors=anchors)

    def says_no_more_than(self, earlier: Decision) -> bool:
        """Say whether *earlier* has decided the very same."""
        said = (self.act, self.about, self.name, self.language)
        return said == (earlier.act, earlier.about, earlier.name, earlier.language)

    @property
    def topic(self) -> tuple[frozenset[str], str | None]:
        """What it settles: of two decisions on one topic only the later can hold.

        A pair is one topic, and the name of a thing in each language is one.
        """
        return self.about, (self.language or "") if self.act == "rename" else None


def decision(
    act: Act,
    one: str,
    other: str | None = None,
    *,
    name: str | None = None,
    language: str | None = None,
    who: str,
    at: str,
    base: Base,
) -> Decision:
    """Return a decision that is not kept yet, about things given by their whole IRIs.

    Raises CurationError for what nobody can decide, UnknownEntityError for IRIs of other things.

    >>> decision("same", "https://w3id.org/hansa/id/network/hcn",
    ...     "https://w3id.org/hansa/id/network/harbours", who="ada", at="2024-05-06T07:08:09Z",
    ...     base=Base()).ends
    ('id/network/hcn', 'id/network/harbours')
    """
    if act == "rename":
        name = _name(name, "the new name")
        language = _language(language)
    elif name or language or other is None:
        raise CurationError(f"{act} is said of two things, and of no name")
    if not _TIME.fullmatch(at):
        raise CurationError(f"{at!r} is no time in UTC to the second, such as 2024-05-06T07:08:09Z")
    ends = [_reference(iri, base) for iri in (one, other) if iri is not None]
    if len(set(ends)) < len(ends):
        raise CurationError(f"{one} is given twice; give two things")
    second = ends[1] if len(ends) > 1 else None
    return Decision(0, act, ends[0], second, name, language, _name(who, "who decides"), at)


def _name(text: str | None, what: str) -> str:
    words = " ".join((text or "").split())
    if not words or len(words) > _LONGEST or _UNSEEMLY.search(words):
        raise CurationError(
            f"{text!r} cannot be {what}; give up to {_LONGEST} characters that can be seen"
        )
    return words


def _language(tag: str | None) -> str | None:
    if tag and not _LANGUAGE.fullmatch(tag):
        raise CurationError(f"{tag!r} is no language tag; give one such as en or pt-BR")
    return tag.lower() if tag else None


def _reference(iri: str, base: Base) -> str:
    """Return the relative form of the IRI of an entity, or of one in one document."""
    reference = iri.removeprefix(base.iri)
    if reference == iri or not (reference.startswith("id/") or is_local(reference)):
        raise UnknownEntityError(
            f"{iri} is not the IRI of a thing under {base.iri}; hansa ask about finds it by name"
        )
    return reference


def is_local(reference: str) -> bool:
    """Say whether a relative IRI is that of an entity in one document.

    >>> is_local("doc/a-md-0a1b2c3d#e-city-riga"), is_local("id/city/riga-lv")
    (True, False)
    """
    return reference.startswith("doc/") and "#e-" in reference


def is_singled(atom: str) -> bool:
    """Say whether an atom is what one document names, apart from all (``graph.identity.nodes``)."""
    return atom.startswith("s\x1f")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a purge did to decisions, by number: some were taken back, some go by other IRIs."""

    taken_back: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()


class CurationStore(Database):
    """The decisions of one data directory."""

    def decisions(self) -> list[Decision]:
        """Return every decision that was not taken back, the latest last."""
        return [_loaded(row) for row in self._rows(f"SELECT {_COLUMNS} FROM decisions ORDER BY 1")]  # noqa: S608

    def keep(
        self, decision: Decision, *, is_overridden: Callable[[Decision], bool] = lambda _: False
    ) -> Decision:
        """Keep a decision as the latest and return it with its number.

        One that says no more than what is in force, and not *is_overridden* otherwise, is not kept
        again: that one is returned. One that says the opposite of an earlier one supersedes it,
        until it is taken back.
        """
        for earlier in in_force(self.decisions()):
            if decision.says_no_more_than(earlier) and not is_overridden(earlier):
                return earlier
        number = self._most_given() + 1
        self._write(
            f"INSERT INTO decisions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            number,
            decision.act,
            decision.one,
            decision.other,
            decision.name,
            decision.language,
            decision.who,
            decision.at,
            _json(decision.anchors),
            _json(decision.called),
        )
        self._note_given(number)
        return replace(decision, number=number)

    def take_back(self, number: int) -> Decision:
        """Forget the decision with that number, which no other ever gets, and return it.

        Raises CurationError when there is none.
        """
        row = self._row(f"SELECT {_COLUMNS} FROM decisions WHERE given = ?", str(number))  # noqa: S608
        most = self._most_given()
        if row is None:
            trouble = (
                f"decision {number} was undone before"
                if 0 < number <= most
                else f"there is no decision {number}"
            )
            raise CurationError(f"{trouble}; hansa curate list shows them")
        self._note_given(most)
        self._write("DELETE FROM decisions WHERE given = ?", str(number))
        return _loaded(row)

    def _most_given(self) -> int:
        """Return the greatest number that was ever given to a decision."""
        noted = self._row("SELECT value FROM meta WHERE name = ?", _GIVEN) or (0,)
        (kept,) = self._row("SELECT coalesce(max(given), 0) FROM decisions")
        return max(int(noted[0]), int(kept))

    def _note_given(self, number: int) -> None:
        self._replace("meta", (_GIVEN, str(number)))

    def forget_atoms(
        self, atoms: Collection[str], address: Address = lambda reference, _: reference
    ) -> Forgotten:
        """Let nothing tell of *atoms*, for a purge: neither anchors nor IRIs made of their names.

        *address* gives the relative IRI that a thing is to go by, from the one it goes by and the
        anchors that are left of it; None where there is none. Taken back is what was decided of
        such a thing, or of one that an atom is first of all; what things were called is forgotten:
        nobody can tell from which document a name was.
        """
        taken, moved = [], []
        for one in self.decisions():
            left = one.without(atoms, address) if one.about.isdisjoint(atoms) else None
            if left is None:
                taken.append(self.take_back(one.number).number)
            elif left != one:
                self._write(
                    "UPDATE decisions SET one = ?, other = ?, anchors = ? WHERE given = ?",
                    left.one,
                    left.other,
                    _json(left.anchors),
                    str(one.number),
                )
                moved += [one.number] if left.ends != one.ends else []
        self._write("UPDATE decisions SET called = NULL")
        return Forgotten(tuple(taken), tuple(moved))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _loaded(row: tuple[Any, ...]) -> Decision:
    *said, anchors, called = row
    return replace(
        Decision(*said),
        anchors=tuple(tuple(each) for each in json.loads(anchors)),
        called=tuple(json.loads(called or "[]")),
    )


@dataclass(frozen=True, slots=True)
class Curation:
    """What the decisions in force ask of the resolution of entities, in the order they were given.

    ``singled`` names the atoms that consist of what one document names, apart from all others.
    """

    same: tuple[tuple[Anchors, Anchors], ...] = ()
    different: tuple[tuple[Anchors, Anchors], ...] = ()
    renames: tuple[tuple[Anchors, str, str], ...] = ()
    singled: frozenset[str] = frozenset()

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Curation:
        """Make it from decisions, the latest last."""
        held = in_force(decisions)
        pairs: dict[str, list[tuple[Anchors, Anchors]]] = {"same": [], "different": []}
        for one in held:
            if one.act != "rename":
                pairs[one.act].append((one.anchors[0], one.anchors[1]))
        return cls(
            same=tuple(pairs["same"]),
            different=tuple(pairs["different"]),
            renames=tuple(
                (one.anchors[0], one.name or "", one.language or "")
                for one in held
                if one.act == "rename"
            ),
            singled=frozenset(atom for one in held for atom in one.about if is_singled(atom)),
        )


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that no later one supersedes, the latest last."""
    held: dict[tuple[frozenset[str], str | None], Decision] = {}
    for one in decisions:
        held.pop(one.topic, None)  # so that the order is that of the latest
        held[one.topic] = one
    return list(held.values())
