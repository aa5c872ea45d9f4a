"""What XML cannot say is found in whatever pieces an answer comes."""

from __future__ import annotations

import pytest

from graph.errors import ExportError
from graph.foreign.sayable import SayableAnswer
from graph.formats import GRAPH_FORMATS, SOLUTION_FORMATS


@pytest.mark.parametrize("size", [1, 2, 5, 11, 12, 100])
def test_what_no_parser_reads_is_found_in_pieces_of_any_size(size: int) -> None:
    written = "<rdf:Description><oxprefix: >\ufffe</rdf:Description>".encode()
    for bad in (written, written.replace(b"<oxprefix: >", b"")):
        answer = SayableAnswer(GRAPH_FORMATS["rdf"])
        pieces = (bad[at : at + size] for at in range(0, len(bad), size))
        with pytest.raises(ExportError):
            [*map(answer.looked_at, pieces)]


def test_what_can_be_said_passes_in_pieces() -> None:
    answer = SayableAnswer(SOLUTION_FORMATS["xml"])
    written = "<literal>oxprefix: \t\r\n \U0001ffbe \ufffd</literal>".encode()
    assert b"".join(answer.looked_at(bytes([each])) for each in written) == written
