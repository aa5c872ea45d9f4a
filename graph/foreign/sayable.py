"""What XML cannot say, found in answers before they are sent.

XML 1.0 has no place for most control characters, not even escaped (section 2.2), and RDF/XML names
a property by an element, which an IRI that ends in no name cannot be (RDF 1.1 XML Syntax,
section 5.1). The engine writes both all the same, and no parser reads them.
"""

from __future__ import annotations

import re
from typing import Final

from graph.errors import ExportError
from graph.formats import Format

_IN_XML: Final = frozenset({"xml", "rdf"})
_UNSAYABLE: Final = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|</?oxprefix:[ >/]"
)
#: Bytes of the longest of these, less one: so much of a piece may begin what the next one ends.
_OVERLAP: Final = 11


class SayableAnswer:
    """Looks at an answer piece by piece; those in other formats than XML pass unseen."""

    def __init__(self, format: Format) -> None:
        """Look at what is written in *format*."""
        self._is_xml = format.name in _IN_XML
        self._before = b""

    def looked_at(self, piece: bytes) -> bytes:
        r"""Return the next piece as it is; raise ExportError where a parser would stop.

        >>> from graph.formats import SOLUTION_FORMATS
        >>> SayableAnswer(SOLUTION_FORMATS["xml"]).looked_at(b"<literal>a</literal>")
        b'<literal>a</literal>'
        >>> SayableAnswer(SOLUTION_FORMATS["xml"]).looked_at(b"<literal>\x01</literal>")
        Traceback (most recent call last):
            ...
        graph.errors.ExportError: the answer has the character U+0001, which XML cannot say; take...
        """
        if self._is_xml:
            seen = self._before + piece
            found = _UNSAYABLE.search(seen)
            if found:
                raise ExportError(_told(found[0]))
            self._before = seen[-_OVERLAP:]
        return piece


def _told(found: bytes) -> str:
    if b"oxprefix" in found:
        what = "a property whose IRI ends in no name, which RDF/XML cannot say"
        return f"the answer has {what}; take another format, such as nt or ttl"
    what = f"the character U+{ord(found.decode()):04X}, which XML cannot say"
    return f"the answer has {what}; take another format, such as json or ttl"
