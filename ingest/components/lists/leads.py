"""Those that a remark puts in the lead: "Harbour Agency (coordinator)", "Riga – lead partner"."""

from __future__ import annotations

from ...folding import fold
from ...lexicon import phrases, words
from ...reading import Reading
from ..relations.chains import Atom
from .cues import Cue

#: Cues of lists with one in the lead.
LED = frozenset({"partners", "project-partners", "members", "participants"})
_REMARK = 6  # tokens of a remark after a name
_SIGNS = ("(", "[", "–", "—", "-", ",")


def leads(reading: Reading, items: list[Atom], cue: Cue, end: int) -> bool:
    """Say whether the one name of an item is put in the lead by the words up to token *end*."""
    return cue.name in LED and len(items) == 1 and is_leading(reading, items[0], end)


def is_leading(reading: Reading, atom: Atom, end: int, *, bracket: bool = False) -> bool:
    """Say whether the remark after a name puts it in the lead; ``bracket`` asks for brackets."""
    for start in sorted({atom.head.end, atom.end}):
        if reading.doc[start : start + 1].text.lower() in {"municipality", "council", "city"}:
            start += 1
        remark = str(reading.doc[start : min(start + _REMARK, end)].text).strip()
        if not remark.startswith(("(", "[") if bracket else _SIGNS):
            continue
        closing = remark.find(")") if remark[0] == "(" else len(remark)
        spoken = fold(remark[: closing if closing > 0 else len(remark)])
        if set(spoken.split()) & words("headers", "leading") or any(
            phrase in spoken for phrase in phrases("headers", "charge")
        ):
            return True
    return False
