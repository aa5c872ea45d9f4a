"""Lines that are entries of their own, and lines that only wrap a paragraph."""

from __future__ import annotations

import pytest

from ingest.entries import is_line_list
from ingest.layout import parse

_CHART = """Honorary President Ms. Ilze Kalna
Chair Municipal Government of Tartu, Estonia
vice chair Gdynia City, Poland
Treasurer  Port Authority of Turku, Finland
Turku Harbour Study Group, Finland
Kotka City Council, Finland"""

_WIDE = """Honorary President Ms. Ilze Kalna of the Harbour Foundation and the Baltic Port Alliance
Chair of the Standing Group on Ferries, Municipal Government of Tartu, Estonia
Gdynia City Council and the Port of Gdynia Authority, Poland
Kotka Maritime Institute for Clean Quays and Safe Harbours, Finland"""

_OFFICERS = """Prof. Dagny Lund, Rector, University of Elva;
Mr. Jonas Petraitis, Deputy Mayor of Klaipeda, Lithuania;
Ms. Ilze Kalna, Head of the Harbour Office and Chair of the Standing Group on Ferries;
Hon. Aino Saar, Member of Parliament"""

_WRAPPED = """The alliance of ports was founded by the cities of Riga, Tartu and Turku in
Latvia, Estonia and Finland, and has since grown to more than forty members in
Europe and Asia. Its secretariat lies in Riga and is run by the Port Office of
Latvia with the help of the Harbour Fund"""

_TITLE = """MEMORANDUM ON TRADE AND COMMON FISHERIES
BETWEEN THE CITY OF TARTU
AND
THE COUNTY OF TURKU
IN THE REPUBLIC OF FINLAND"""


@pytest.mark.parametrize("text", [_CHART, _WIDE, _OFFICERS])
def test_lines_that_end_on_purpose_are_entries(text: str) -> None:
    assert is_line_list(text.split("\n"))
    assert {block.kind for block in parse(text).blocks} == {"item"}


@pytest.mark.parametrize("text", [_WRAPPED, _TITLE])
def test_lines_that_go_on_are_one_paragraph(text: str) -> None:
    assert not is_line_list(text.split("\n"))
    assert len(parse(text).blocks) == 1
