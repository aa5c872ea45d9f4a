"""Which language a document's sentences are in, by py3langid, without being misled by names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]  # no stubs

#: Sentences beyond this many characters add nothing to the decision.
_SAMPLE = 20_000
#: A text is foreign when one language is this likely and each one asked for less than this.
_LIKELY, _UNLIKELY = 0.5, 0.01
#: This share of lines in a language asked for is enough: statements appear in two languages.
_BILINGUAL_SHARE = 0.25
_MARKUP = re.compile(r"https?://\S+|[|*_#>`~\[\]()\d]|:?-{2,}:?")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?:;。！？：][\"'”’»)\]]*$")


def language_of(text: str, *, languages: tuple[str, ...]) -> str:
    """Return the ISO 639 code of the language of *text*, one of *languages* when in doubt.

    A list of foreign cities says little about the language of its author, so only lines that
    read like sentences count, and a short text needs more evidence than it has.

    >>> language_of("Die Stadt ist Mitglied des Netzwerks der Städte.", languages=("en",))
    'de'
    >>> language_of("Members: Göteborg, København, Århus", languages=("en",))
    'en'
    """
    lines = [line for line in (_cleaned(one) for one in text.splitlines()) if line]
    sample = _sample([line for line in lines if _is_prose(line)])
    shares = dict(_identifier().rank("\n".join(sample)))
    best = max(shares, key=lambda code: shares[code])
    wanted = max(languages, key=lambda code: shares.get(code, 0.0)) if sample else languages[0]
    if best in languages or shares[best] < _LIKELY or shares.get(wanted, 0.0) >= _UNLIKELY:
        return wanted
    known = sum(len(line) for line in sample if _identifier().classify(line)[0] in languages)
    return wanted if known >= _BILINGUAL_SHARE * sum(map(len, sample)) else str(best)


def _cleaned(line: str) -> str:
    return " ".join(_MARKUP.sub(" ", line).split())


def _sample(lines: list[str]) -> list[str]:
    """Return lines from all over the text, of about the sample's size together."""
    step = max(1, sum(map(len, lines)) // _SAMPLE)
    return [line[:_SAMPLE] for line in lines[::step]]


def _is_prose(line: str) -> bool:
    """Tell sentences from names: a sentence's end, or many words of which half are common ones.

    Scripts without case count as common words, and without spaces by their length.
    """
    words = _WORD.findall(line)
    common = [word for word in words if not word[0].isupper()]
    if len(line) < 4 or not common:
        return False
    long = len(words) >= 8 or max(map(len, common)) >= 20
    return _SENTENCE_END.search(line) is not None or (long and 2 * len(common) >= len(words))


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
