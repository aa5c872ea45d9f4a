"""Which rows of an answer are sent, what is said of the others, and where they are.

Every address leads to the generation that the answer was computed on, so that pages fit together
whatever is committed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.errors import BadRequestError
from api.http.citing import FIELD
from queries.answers import Answer

#: The header that says which rows an answer has, a dictionary of structured fields (RFC 9651).
ROWS_HEADER = "Hansa-Rows"


@dataclass(frozen=True, slots=True)
class Paging:
    """An answer, the values that were asked for, and the generation that it was computed on."""

    answer: Answer
    values: Mapping[str, str]
    generation: int

    def address(self, *, limit: int | None, offset: int = 0, format: str | None = None) -> str:
        """Return the address, relative to the question's own, of some of the rows."""
        fields = {
            **self.values,
            "limit": limit,
            "offset": offset or None,
            "format": format,
            FIELD: self.generation,
        }
        given = {name: value for name, value in fields.items() if value is not None}
        return f"{self.answer.question.name}?{urlencode(given)}"

    def links(self, format: str | None = None) -> dict[str, str]:
        """Return where the first rows are and those before and after these, by relation.

        A relation without rows has no address (RFC 8288 and its registry: first, prev, next).
        """
        answer = self.answer
        found = {"first": self.address(limit=answer.limit, format=format)}
        if answer.offset:
            limit = answer.offset if answer.limit is None else min(answer.limit, answer.offset)
            offset = answer.offset - limit
            if limit:
                found["prev"] = self.address(limit=limit, offset=offset, format=format)
        if answer.more and answer.rows:
            offset = answer.offset + len(answer.rows)
            found["next"] = self.address(limit=answer.limit, offset=offset, format=format)
        return found

    def headers(self, format: str | None = None) -> dict[str, str]:
        """Return the headers that say which rows these are and where the others are.

        *format* is put into the links; without one, they leave it to Accept.
        """
        links = (f'<{to}>; rel="{rel}"' for rel, to in self.links(format).items())
        return {"Link": ", ".join(links), ROWS_HEADER: self.rows()}

    def rows(self) -> str:
        """Return which rows these are: ``default`` where nobody asked for the limit."""
        answer = self.answer
        said = [f"offset={answer.offset}", f"count={len(answer.rows)}"]
        if answer.limit is not None:
            said.append(f"limit={answer.limit}")
        if answer.limit_is_own:
            said.append("default")
        if answer.more:
            said.append("more")
        if answer.total is not None:
            said.append(f"total={answer.total}")
        return ", ".join(said)


def row_count(name: str, text: str | None) -> int | None:
    """Return a number of rows from the query string; BadRequestError where it is none."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadRequestError(f"{name}={text!r} is no number of rows; send a whole number")
    return int(text)


def in_words(answer: Answer) -> str:
    """Return in a sentence which rows an answer has, and why no others.

    Nothing is left out of an answer without this being said.
    """
    count = len(answer.rows)
    first = answer.offset + 1
    shown = f"rows {first} to {answer.offset + count}" if count else "no rows"
    if answer.total is not None:
        return f"{shown} of {answer.total}"
    if not answer.more:
        return shown
    why = "the limit of this question, unless limit= asks for another"
    return f"{shown}, and more follow: {answer.limit} is {why if answer.limit_is_own else 'asked'}"
