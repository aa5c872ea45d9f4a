"""What reviewers said, kept so that it holds for the same sentence wherever it is read again.

A verdict names a claim by the digest in its IRI, which is the same under every base, and by the
source key it was given on. It holds for every key that is *kin* to that one: two keys are kin
when they have, or once had, the same bytes, and so are their kin. So it does not matter which of
the keys with the same bytes speaks, in which order they came, or which of them went.

No words are kept here; what a verdict is about is read from the extractions of its key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal

from graph.keeping.database import Current, Database
from graph.keeping.layouts import backwards

#: What a reviewer says of a claim.
Verdict = Literal["accept", "reject", "edit"]


@dataclass(frozen=True, slots=True, order=True)
class Decided:
    """A reviewer's verdict on a claim, by its digest, given on the document with that key.

    Of old verdicts nobody knows ``who`` gave them, and when: ``at``, in UTC. ``edit`` is what an
    edit says in the place of the claim (``graph.curating.edits``), as JSON.
    """

    claim: str
    key: str
    verdict: Verdict
    who: str | None = None
    at: str | None = None
    edit: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A claim that a reviewer had better look at, by its digest, and its ends in its document.

    ``doubt`` is how likely the graph is wrong about it, as it is, from 0 to 1. An end is a kind and
    a normalised name, both empty where a value is there.
    """

    claim: str
    doubt: float
    is_proposal: bool
    subject_kind: str
    subject: str
    object_kind: str = ""
    object: str = ""


class VerdictStore(Database):
    """The verdicts of one data directory, and an index of the claims they may be given on."""

    def decided(self) -> list[Decided]:
        """Return everything that reviewers said, the latest last."""
        rows = self._rows("SELECT claim, key, verdict, who, at, edit FROM verdicts ORDER BY given")
        return [Decided(*row) for row in rows]

    def verdicts_by_key(self) -> dict[str, list[Decided]]:
        """Return, for each key that verdicts hold for, those verdicts, the latest last.

        Keys that are kin share one list, so the cost does not grow with the square of their number.
        """
        decided = self.decided()
        if not decided:
            return {}
        kin = self._kin()
        found: dict[str, list[Decided]] = {}
        for one in decided:
            found.setdefault(kin.get(one.key, one.key), []).append(one)
        return found | {key: found[first] for key, first in kin.items() if first in found}

    def has_verdicts(self) -> bool:
        """Say whether reviewers said anything."""
        return self._row("SELECT 1 FROM verdicts LIMIT 1") is not None

    def verdicts_for(self, key: str) -> list[Decided]:
        """Return the verdicts that hold for a key, the latest last."""
        if not self.has_verdicts():
            return []
        found = [
            row
            for kin in sorted(self.kin_of(key))
            for row in self._rows(
                "SELECT given, claim, key, verdict, who, at, edit FROM verdicts WHERE key = ?", kin
            )
        ]
        return [Decided(*row[1:]) for row in sorted(found)]

    def verdicts_of_kin(self) -> dict[str, list[Decided]]:
        """Return, for each key that has kin, the verdicts that hold for it, if there are any.

        Looks at the kin of keys with verdicts only. Keys that are kin share one list.
        """
        with_kin = self._rows(
            "SELECT DISTINCT verdicts.key FROM verdicts JOIN contents AS one USING (key) "
            "JOIN contents AS other ON other.sha256 = one.sha256 AND other.key <> one.key"
        )
        found: dict[str, list[Decided]] = {}
        for (key,) in with_kin:
            if key not in found:
                given = self.verdicts_for(key)
                found |= dict.fromkeys(self.kin_of(key), given)
        return found

    def kin_of(self, key: str) -> set[str]:
        """Return *key* with all its kin."""
        found, waiting = {key}, {key}
        while waiting:
            near = {
                other
                for each in sorted(waiting)
                for (other,) in self._rows(
                    "SELECT other.key FROM contents AS one JOIN contents AS other USING (sha256) "
                    "WHERE one.key = ?",
                    each,
                )
            }
            waiting = near - found
            found |= near
        return found

    def _kin(self) -> dict[str, str]:
        """Return each key that has, or once had, bytes, with one that stands for all its kin."""
        stands: dict[str, str] = {}
        rows = self._rows("SELECT sha256, key FROM contents ORDER BY sha256, key")
        for _, group in groupby(rows, itemgetter(0)):
            keys = [key for _, key in group]
            first = _standing(stands, keys[0])
            for key in keys:
                stands[_standing(stands, key)] = first
        return {key: _standing(stands, key) for key in list(stands)}

    def decide(self, decided: Decided) -> None:
        """Keep a reviewer's verdict, as the latest, in place of an earlier one on that claim."""
        self.undecide(decided.claim)
        self._write(
            "INSERT INTO verdicts (claim, key, verdict, who, at, edit) VALUES (?, ?, ?, ?, ?, ?)",
            decided.claim,
            decided.key,
            decided.verdict,
            decided.who,
            decided.at,
            decided.edit,
        )

    def undecide(self, claim: str) -> None:
        """Forget the verdict on the claim with that digest."""
        self._write("DELETE FROM verdicts WHERE claim = ?", claim)

    # The index

    def unindexed(self, most: int = -1) -> list[Current]:
        """Return what is current and not, as it is now, held by the index: all, or so many."""
        rows = self._rows(
            "SELECT key, sha256, pipeline FROM unindexed CROSS JOIN current USING (key) "
            "ORDER BY key LIMIT ?",
            most,
        )
        return [Current(*row) for row in rows]

    def unindex(self, key: str) -> None:
        """Note that the index does not hold what is read under *key* now."""
        self._write("INSERT OR IGNORE INTO unindexed VALUES (?)", key)

    def index(self, key: str, claims: Iterable[str], doubts: Iterable[Doubt] = ()) -> None:
        """Let the index hold these claims, by digest, for *key*, and what of them is doubtful."""
        self._write("DELETE FROM claims WHERE key = ?", key)
        rows = [(backwards(claim), key) for claim in claims]
        self._write_all("INSERT INTO claims VALUES (?, ?)", rows)
        self._write("DELETE FROM doubts WHERE key = ?", key)
        marks = "?, ?, ?, ?, ?, ?, ?, ?"
        found = [(each.claim, key, *astuple(each)[1:]) for each in doubts]
        self._write_all(f"INSERT OR REPLACE INTO doubts VALUES ({marks})", found)  # noqa: S608
        self._write("DELETE FROM unindexed WHERE key = ?", key)

    def claims_ending(self, end: str) -> dict[str, str]:
        """Return the keys of the indexed claims whose digest ends so, by digest."""
        if not end:
            return {}
        rows = self._beginning("claims", "backwards", backwards(end))
        return {backwards(claim): key for claim, key in rows}


def _standing(stands: dict[str, str], key: str) -> str:
    """Return the key that stands for all the kin of *key*, and shorten the way to it."""
    while (above := stands.setdefault(key, key)) != key:
        stands[key] = stands[above]
        key = above
    return key
