"""What was read under each key, now and before: whether it can be read, and what is forgotten.

Of earlier bytes and earlier pipelines extractions are kept so that nothing is computed twice. No
graph is made of them, so one that is damaged is no loss: a rebuild lets it go. The texts stay,
for by their digests it is known which keys are kin.
"""

from __future__ import annotations

from typing import Any, Final

from ontology.errors import HansaError
from ontology.model import Document
from ontology.serialisation import loads

from .admission import check
from .database import Database

_COLUMNS: Final = "text, sha256, media_type, language, title, publisher, date"
_IS_CURRENT: Final = "(key, read.sha256, pipeline) IN (SELECT key, sha256, pipeline FROM current)"
_READ: Final = "FROM extractions AS read LEFT JOIN contents USING (key, sha256)"
#: Whether each extraction is current, and what ``trouble_of`` takes.
READINGS: Final = f"""
SELECT {_IS_CURRENT}, key, pipeline, body, {_COLUMNS} {_READ}
ORDER BY key, sha256, pipeline"""
_EARLIER: Final = f"""
SELECT read.rowid, key, pipeline, body, {_COLUMNS} {_READ}
WHERE NOT {_IS_CURRENT} AND read.rowid > ? ORDER BY read.rowid LIMIT 1"""


class EarlierReadings(Database):
    """The extractions of one data directory that are not current."""

    def forget_damaged(self) -> int:
        """Delete those that cannot be read, and return how many they were."""
        place, count = -1, 0
        while row := self._row(_EARLIER, place):
            place, *kept = row
            if trouble_of(*kept):
                self._write("DELETE FROM extractions WHERE rowid = ?", place)
                count += 1
        return count


def trouble_of(key: str, pipeline: str, body: str, text: str | None, *rest: Any) -> str | None:
    """Return what is wrong with one stored extraction and its document's row, or None."""
    if text is None:
        return f"an extraction of {key!r} has no text"
    try:
        extraction = loads(body)
        names = _COLUMNS.split(", ")
        document = Document(key=key, **dict(zip(names, (text, *rest), strict=True)))
    except (HansaError, AttributeError, LookupError, TypeError, ValueError):
        return f"an extraction of {key!r} cannot be read"
    if extraction.pipeline != pipeline:
        return f"an extraction of {key!r} is of another pipeline than its row says"
    try:
        check(document, extraction)
    except HansaError as error:
        return str(error)
    return None
