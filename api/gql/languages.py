"""Which of several names is wanted: language ranges, and how they are looked up (BCP 47).

Ranges come from ``langs`` or from Accept-Language (RFC 9110, section 12.5.4). Each is looked up as
RFC 4647 says, section 3.4: what it names, then what it names without its last part, and so on. What
that leaves out, a name in the same language as it is used elsewhere, comes before another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Protocol, TypeVar

from .failures import BAD_LANGUAGE, refuse
from .wording import quoted

#: Ranges that are looked at; more are no preference any more.
MOST_LANGUAGES: Final = 20
#: A basic language range (RFC 4647, section 2.1).
_RANGE: Final = re.compile(r"\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ANY: Final = "*"
#: Tags that mean the same to readers but for what they leave out (CLDR's likely subtags).
_LIKE: Final = {
    "zh-cn": "zh-hans",
    "zh-sg": "zh-hans",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
    "zh-tw": "zh-hant",
    "no": "nb",
    "nb": "no",
}


class Tagged(Protocol):
    """Text that may have a language."""

    @property
    def language(self) -> str | None:
        """The tag of the language, if it is known."""


_Text = TypeVar("_Text", bound=Tagged)


def accepted_languages(header: str) -> tuple[str, ...]:
    """Return the language ranges of an Accept-Language header, the most wanted first.

    Those with weight 0, the wildcard and whatever cannot be read are left out.

    >>> accepted_languages("en;q=0.5, de-AT, *;q=0.1, fr;q=0, de_CH")
    ('de-AT', 'en')
    """
    weighted: list[tuple[float, str]] = []
    for part in header.split(",")[:MOST_LANGUAGES]:
        tag, _, weight = (piece.strip() for piece in part.partition(";"))
        quality = _quality(weight.lower())
        if tag != _ANY and _RANGE.fullmatch(tag) and 0 < quality <= 1:
            weighted.append((-quality, tag))
    return tuple(tag for _, tag in sorted(weighted, key=lambda pair: pair[0]))


def _quality(weight: str) -> float:
    if not weight:
        return 1.0
    try:
        return float(weight.removeprefix("q="))
    except ValueError:
        return 0.0


def check_languages(wanted: Sequence[str]) -> None:
    """Refuse what is no list of language ranges, with a code."""
    if len(wanted) > MOST_LANGUAGES:
        refuse(BAD_LANGUAGE, f"langs has {len(wanted)} tags; give {MOST_LANGUAGES} at most")
    for each in wanted:
        if not _RANGE.fullmatch(each):
            told = f"langs: {quoted(each)} is no language tag (BCP 47)"
            refuse(BAD_LANGUAGE, f"{told}; write it like de, pt-BR or zh-Hant")


def best(texts: Sequence[_Text], wanted: Sequence[str]) -> _Text | None:
    """Return the first text in the most wanted language there is; None where there is none.

    The wildcard stands for no language of its own, so it is passed over.

    >>> from pyoxigraph import Literal
    >>> names = [Literal(tag, language=tag) for tag in ("en", "de", "pt-br")]
    >>> [best(names, [tag]).language for tag in ("de-AT", "PT", "de-Latn-x-old")]
    ['de', 'pt-br', 'de']
    >>> best(names, ["fr", "*"]) is None
    True
    """
    tagged = [(each.language.lower(), each) for each in texts if each.language]
    for wish in wishes(wanted):
        for known, text in tagged:
            if known.startswith(wish) if wish.endswith("-") else known == wish:
                return text
    return None


def wishes(wanted: Sequence[str]) -> Iterator[str]:
    """Yield what is looked up, one after the other; what ends in ``-`` is how a tag may begin.

    >>> [*wishes(["de-AT", "*"])]
    ['de-at', 'de', 'de-']
    """
    for range_ in wanted:
        if range_ != _ANY:
            yield from _shorter(range_.lower())
            yield range_.lower().partition("-")[0] + "-"


def _shorter(tag: str) -> Iterator[str]:
    """Yield a range, what is like it, and the same of it without its last part, and so on.

    >>> [*_shorter("zh-tw-x-old")]
    ['zh-tw-x-old', 'zh-tw', 'zh-hant', 'zh']
    """
    parts = tag.split("-")
    while parts:
        shorter = "-".join(parts)
        yield shorter
        if shorter in _LIKE:
            yield _LIKE[shorter]
        parts.pop()
        if parts and len(parts[-1]) == 1:  # it only says what kind of part comes next
            parts.pop()


def matching(texts: Sequence[_Text], wanted: Sequence[str]) -> list[_Text]:
    """Return the texts in any of these languages (basic filtering, RFC 4647, section 3.3.1).

    >>> from pyoxigraph import Literal
    >>> names = [Literal("a", language="de-at"), Literal("b", language="den"), Literal("c")]
    >>> [each.value for each in matching(names, ["de"])], len(matching(names, ["*"]))
    (['a'], 3)
    """
    ranges = [each.lower() for each in wanted]
    if _ANY in ranges:
        return [*texts]
    return [
        text
        for text in texts
        if any(f"{(text.language or '').lower()}-".startswith(f"{each}-") for each in ranges)
    ]
