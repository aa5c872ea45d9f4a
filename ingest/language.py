"""Which language a document's sentences are in, by py3langid, without being misled by names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]  # no stubs

#: Sentences beyond this many characters add nothing to the decision.
_SAMPLE = 20_000
#: A language is recognised when it is this likely and each language asked for less than this.
_LIKELY, _UNLIKELY = 0.5, 0.05
#: This share of lines in a language asked for is enough: statements appear in two languages.
_BILINGUAL_SHARE = 0.25
_MARKUP = re.compile(r"https?://\S+|[|*_#>`~\[\]()\d]|:?-{2,}:?")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?:;。！？：][\"'”’»)\]]*$")


def foreign_language(text: str, *, languages: tuple[str, ...]) -> str | None:
    """Return the ISO 639 code of the language of *text* where it is none of *languages*.

    None means that it is in one of them or that nothing speaks against it: a list of foreign
    cities says little about the language of its author, so only lines that read like sentences
    count where there are any, and a short text needs more evidence than it has.

    >>> foreign_language("Die Stadt ist Mitglied des Netzwerks der Städte.", languages=("en",))
    'de'
    >>> foreign_language("Members: Göteborg, København, Århus", languages=("en",)) is None
    True
    """
    lines = [line for line in (_cleaned(one) for one in text.splitlines()) if line]
    prose = [line for line in lines if _is_prose(line)]
    if not prose:
        return None
    sample = _sample(prose)
    found = _recognise("\n".join(sample), languages)
    if found is None:
        return None
    known = sum(len(line) for line in sample if _identifier().classify(line)[0] in languages)
    return None if known >= _BILINGUAL_SHARE * sum(map(len, sample)) else found


def _cleaned(line: str) -> str:
    return " ".join(_MARKUP.sub(" ", line).split())


def _sample(lines: list[str]) -> list[str]:
    """Return lines from all over the text, of about the sample's size together."""
    step = max(1, sum(map(len, lines)) // _SAMPLE)
    return [line[:_SAMPLE] for line in lines[::step]]


def _is_prose(line: str) -> bool:
    """Tell sentences from names: half the words in lower case, or a sentence's end.

    Scripts without case count as prose.
    """
    words = _WORD.findall(line)
    common = sum(1 for word in words if not word[0].isupper())
    return (
        len(line) >= 4
        and common > 0
        and (2 * common >= len(words) or _SENTENCE_END.search(line) is not None)
    )


def _recognise(text: str, languages: tuple[str, ...]) -> str | None:
    ranked = _identifier().rank(text)
    shares = dict(ranked)
    best, share = ranked[0]
    if best in languages or share < _LIKELY:
        return None
    return None if any(shares.get(code, 0.0) >= _UNLIKELY for code in languages) else str(best)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
