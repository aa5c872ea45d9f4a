"""What countries are called in other languages, as ISO 3166 is translated in pycountry.

pycountry translates into 160 languages, some of them in part and by few hands. Taken are those in
which the European Union or the United Nations work: their translations are whole, and statements
of cities come in them most.
"""

from __future__ import annotations

import gettext
from functools import cache
from itertools import islice
from typing import Final

_DOMAIN: Final = "iso3166-1"

#: The official languages of the European Union and the United Nations except English, as BCP 47
#: tags.
LANGUAGES: Final = (
    *("ar", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu"),
    *("it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "zh"),
)
#: What pycountry calls Chinese in simplified characters.
_LOCALES: Final = {"zh": "zh_CN"}


@cache
def names_of_country(code: str) -> tuple[tuple[str, str], ...]:
    """Return the names of a country in other languages, each with its tag, by tag.

    *code* is its ISO 3166-1 alpha-2 code; an unknown one has no names.

    >>> dict((tag, name) for name, tag in names_of_country("LV"))["de"]
    'Lettland'
    >>> dict((tag, name) for name, tag in names_of_country("KR"))["es"]
    'Corea del Sur'
    >>> names_of_country("XX")
    ()
    """
    import pycountry  # its data are only needed where a document names a country

    record = pycountry.countries.get(alpha_2=code)
    if record is None:
        return ()
    # The name that people use comes before that of the standard: South Korea, Vietnam.
    known = [name for name in (getattr(record, "common_name", None), record.name) if name]
    found = []
    for tag, translations in _translations().items():
        names = filter(None, map(translations.gettext, known))
        found += [(name, tag) for name in islice(names, 1)]
    return tuple(found)


class _Nothing(gettext.NullTranslations):
    """Tells what is not translated from what is called the same."""

    def gettext(self, message: str) -> str:  # noqa: ARG002
        return ""


@cache
def _translations() -> dict[str, gettext.NullTranslations]:
    import pycountry

    found: dict[str, gettext.NullTranslations] = {}
    for tag in LANGUAGES:
        locale = _LOCALES.get(tag, tag)
        found[tag] = gettext.translation(_DOMAIN, pycountry.LOCALES_DIR, languages=[locale])
        found[tag].add_fallback(_Nothing())
    return found
