"""What a name can be trusted to identify: full names do, generic ones and acronyms do not.

A name is *generic* when it is a bare head noun with or without one adjective ("joint statement",
"annual meeting", "smart city programme"): two documents that use it need not mean one thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from ontology.iris import normalise_name


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in text.split(","))


#: Nouns, and noun phrases, that say what a thing is without saying which one.
_HEADS: Final = _phrases(
    "memorandum of understanding,memorandum of cooperation,letter of intent,plan of action,"
    "code of conduct,call to action,terms of reference,general assembly,board of directors,"
    "city council,town hall,city hall,working group,task force,action plan,work plan,"
    "accord,agenda,agency,agreement,alliance,assembly,association,authority,award,bank,board,"
    "bureau,campaign,centre,center,challenge,chamber,charter,city,cities,club,coalition,"
    "college,commission,committee,communique,community,company,conference,congress,"
    "consortium,convention,cooperation,corporation,council,country,declaration,department,"
    "dialogue,directorate,district,event,exhibition,exchange,federation,festival,forum,"
    "foundation,framework,fund,government,group,guide,guidelines,hub,initiative,institute,"
    "institution,lab,laboratory,law,league,manifesto,mayor,meeting,memorandum,ministry,"
    "mission,mou,municipality,network,office,organisation,organization,pact,panel,"
    "partnership,pilot,plan,platform,pledge,policy,prize,programme,program,project,protocol,"
    "province,region,report,roadmap,roundtable,scheme,school,secretariat,seminar,service,"
    "session,society,state,statement,strategy,summit,symposium,system,team,toolkit,town,"
    "training,treaty,union,university,village,webinar,workshop"
)
#: Adjectives, and adjective phrases, that hardly narrow a head noun down.
_ADJECTIVES: Final = _phrases(
    "smart city,smart cities,sister city,sister cities,twin city,twin cities,city to city,"
    "annual,bilateral,central,city,civic,climate,closing,common,cooperative,data,digital,"
    "economic,environmental,executive,federal,final,first,founding,free,future,"
    "general,global,governing,green,high level,inaugural,innovation,international,joint,"
    "kick off,leaders,local,main,mayors,ministerial,monthly,multilateral,municipal,mutual,"
    "national,new,next,official,online,open,opening,parent,partner,plenary,policy,political,"
    "preparatory,private,public,regional,research,scientific,second,senior,social,special,"
    "state,steering,strategic,sustainable,technical,third,trade,urban,virtual,women,working,"
    "youth,member,ministers,mayoral,pilot"
)
#: What says when rather than which: years, ordinals, small words between.
_PASSING: Final = re.compile(r"(19|20)\d\d|\d+(st|nd|rd|th)|of|the|and|on|for|in")
_ACRONYM: Final = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z0-9&.+-]{2,12}|[A-Z]\d{1,3}")


def is_acronym(name: str) -> bool:
    """Say whether *name* looks like initials: one short word with two capitals, or C40.

    >>> [is_acronym(name) for name in ("ASCN", "WeGO", "C40", "Siemens", "Riga")]
    [True, True, True, False, False]
    """
    return _ACRONYM.fullmatch(name) is not None


@cache
def is_generic(name: str) -> bool:
    """Say whether *name* is a bare head noun with at most one adjective.

    >>> [is_generic(name) for name in ("the Joint Statement", "Smart City Programme", "2019 Forum")]
    [True, True, True]
    >>> is_generic("Global Smart Cities Alliance")
    False
    """
    words = [word for word in normalise_name(name).split() if not _PASSING.fullmatch(word)]
    whole = normalise_name(name).split()
    return any(
        _ends(part, head) and _is_adjective(part[: len(part) - len(head)])
        for part in (words, whole)
        if part
        for head in _heads_by_last_word().get(part[-1], ())
    )


@cache
def _heads_by_last_word() -> Mapping[str, Sequence[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for head in _HEADS:
        found[head[-1]].append(head)
    return dict(found)


def _ends(words: Sequence[str], head: tuple[str, ...]) -> bool:
    return tuple(words[len(words) - len(head) :]) == head if len(words) >= len(head) else False


def _is_adjective(words: Sequence[str]) -> bool:
    passing = [word for word in words if not _PASSING.fullmatch(word)]
    return not passing or tuple(passing) in _ADJECTIVES
