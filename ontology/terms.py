"""The ontology's terms as plain strings, and which kinds of thing each relation may join.

Everything here is also in ``hansa.ttl``; a test holds the two to each other, both ways.
Tables use local names (``"City"``, ``"memberOf"``); upper-case constants are full IRIs.
"""

from __future__ import annotations

from typing import Final

from .namespaces import HANSA

AGENT: Final = HANSA + "Agent"
AGREEMENT: Final = HANSA + "Agreement"
CITY: Final = HANSA + "City"
CLAIM: Final = HANSA + "Claim"
COUNTRY: Final = HANSA + "Country"
DECISION: Final = HANSA + "Decision"
DOCUMENT: Final = HANSA + "Document"
EVENT: Final = HANSA + "Event"
IMPLICATION: Final = HANSA + "Implication"
NETWORK: Final = HANSA + "Network"
ORGANIZATION: Final = HANSA + "Organization"
PERSON: Final = HANSA + "Person"
PLACE: Final = HANSA + "Place"
PROGRAMME: Final = HANSA + "Programme"
PROJECT: Final = HANSA + "Project"
REGION: Final = HANSA + "Region"

MEMBER_OF: Final = HANSA + "memberOf"
HAS_MEMBER: Final = HANSA + "hasMember"
PARTNER_OF: Final = HANSA + "partnerOf"
PARTICIPATES_IN: Final = HANSA + "participatesIn"
HAS_PARTICIPANT: Final = HANSA + "hasParticipant"
PARTY_TO: Final = HANSA + "partyTo"
HAS_PARTY: Final = HANSA + "hasParty"
LED_BY: Final = HANSA + "ledBy"
LEADS: Final = HANSA + "leads"
CHAIRED_BY: Final = HANSA + "chairedBy"
CHAIRS: Final = HANSA + "chairs"
FOUNDED_BY: Final = HANSA + "foundedBy"
FOUNDED: Final = HANSA + "founded"
SUPPORTED_BY: Final = HANSA + "supportedBy"
SUPPORTS: Final = HANSA + "supports"
PART_OF: Final = HANSA + "partOf"
HAS_PART: Final = HANSA + "hasPart"
LOCATED_IN: Final = HANSA + "locatedIn"
LOCATION_OF: Final = HANSA + "locationOf"
UNDER_AGREEMENT: Final = HANSA + "underAgreement"
GOVERNS: Final = HANSA + "governs"
WORKS_FOR: Final = HANSA + "worksFor"
EMPLOYS: Final = HANSA + "employs"

MEMBER_COUNT: Final = HANSA + "memberCount"
FOUNDING_YEAR: Final = HANSA + "foundingYear"
DATE: Final = HANSA + "date"
DATE_FROM: Final = HANSA + "dateFrom"
FOCUS_AREA: Final = HANSA + "focusArea"
FOCUS_CONCEPT: Final = HANSA + "focusConcept"
ACRONYM: Final = HANSA + "acronym"
COUNTRY_PROPERTY: Final = HANSA + "country"

STATUS: Final = HANSA + "status"
CONFIDENCE: Final = HANSA + "confidence"
RULE: Final = HANSA + "rule"
YEAR: Final = HANSA + "year"
ROLE: Final = HANSA + "role"
EVIDENCE: Final = HANSA + "evidence"

ACT: Final = HANSA + "act"

SOURCE_KEY: Final = HANSA + "sourceKey"
SHA256: Final = HANSA + "sha256"
MENTION: Final = HANSA + "mention"
RESOLVES_TO: Final = HANSA + "resolvesTo"

IMPLIES: Final = HANSA + "implies"
IMPLIED_PROPERTY: Final = HANSA + "impliedProperty"
SUBJECT_CLASS: Final = HANSA + "subjectClass"
OBJECT_CLASS: Final = HANSA + "objectClass"

#: The two values of ``hansa:status``, both concepts of the scheme of statuses.
ASSERTED: Final = HANSA + "asserted"
PLANNED: Final = HANSA + "planned"
STATUSES: Final[dict[str, str]] = {"asserted": ASSERTED, "planned": PLANNED}

#: What a curator can decide, each a concept of the scheme of decisions, by its local name there.
ACTS: Final = ("same", "different", "rename", "reject", "accept", "edit")

#: The kinds of entity that a document can name.
KINDS: Final = (
    "City",
    "Country",
    "Region",
    "Network",
    "Organization",
    "Programme",
    "Project",
    "Agreement",
    "Event",
    "Person",
)
#: Every class of the ontology: the kinds, their two upper classes, and what sayings are made of.
CLASSES: Final = (*KINDS, "Agent", "Place", "Document", "Claim", "Decision", "Implication")

#: The relations a document can state, each with the name of its inverse.
RELATIONS: Final[dict[str, str]] = {
    "memberOf": "hasMember",
    "partnerOf": "partnerOf",
    "participatesIn": "hasParticipant",
    "partyTo": "hasParty",
    "ledBy": "leads",
    "chairedBy": "chairs",
    "foundedBy": "founded",
    "supportedBy": "supports",
    "partOf": "hasPart",
    "locatedIn": "locationOf",
    "underAgreement": "governs",
    "worksFor": "employs",
}
#: The literal properties a document can state.
LITERALS: Final = ("memberCount", "foundingYear", "date", "focusArea")

#: Properties that no document states as a fact: about claims, documents, links and the ontology.
OTHER_PROPERTIES: Final = (
    "acronym",
    "act",
    "confidence",
    "country",
    "dateFrom",
    "evidence",
    "focusConcept",
    "impliedProperty",
    "implies",
    "mention",
    "objectClass",
    "resolvesTo",
    "role",
    "rule",
    "sha256",
    "sourceKey",
    "status",
    "subjectClass",
    "year",
)
#: Every property of the ontology, in alphabetical order.
PROPERTIES: Final = tuple(sorted({*RELATIONS, *RELATIONS.values(), *LITERALS, *OTHER_PROPERTIES}))

PLACES: Final = frozenset({"City", "Country", "Region"})
#: Whoever can act in public: places with their governments, and organisations.
ACTORS: Final = PLACES | {"Organization", "Network"}
_UNDERTAKINGS: Final = frozenset({"Programme", "Project"})
_DOERS: Final = ACTORS | _UNDERTAKINGS
_ACTORS_AND_PERSONS: Final = ACTORS | {"Person"}
_ALL: Final = frozenset(KINDS)

#: relation -> (kinds its subject may have, kinds its object may have); ask ``fits`` for a pair,
#: because ``partOf`` and ``locatedIn`` do not join every subject kind with every object kind.
SIGNATURES: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "memberOf": (ACTORS, frozenset({"Network", "Organization"})),
    "partnerOf": (_DOERS, _DOERS),
    "participatesIn": (ACTORS | {"Project"}, _UNDERTAKINGS | {"Event"}),
    "partyTo": (_DOERS, frozenset({"Agreement"})),
    "ledBy": (_UNDERTAKINGS | {"Network", "Organization", "Event"}, _ACTORS_AND_PERSONS),
    "chairedBy": (
        frozenset({"Network", "Organization", "Event", "Programme"}),
        _ACTORS_AND_PERSONS,
    ),
    "foundedBy": (_UNDERTAKINGS | {"Network", "Organization"}, _ACTORS_AND_PERSONS),
    "supportedBy": (_DOERS | {"Event", "Agreement"}, _ACTORS_AND_PERSONS | {"Programme"}),
    "partOf": (_ALL, _ALL),
    "locatedIn": (_DOERS - {"Country"} | {"Event"}, PLACES),
    "underAgreement": (
        _UNDERTAKINGS | {"Agreement", "Network", "Organization", "Event"},
        frozenset({"Agreement"}),
    ),
    "worksFor": (frozenset({"Person"}), _DOERS | {"Event"}),
}

#: literal property -> kinds it may be said of.
LITERAL_SUBJECTS: Final[dict[str, frozenset[str]]] = {
    "memberCount": _ALL,
    "foundingYear": _ALL,
    "date": _UNDERTAKINGS | {"Event", "Agreement"},
    "focusArea": _UNDERTAKINGS | {"Network", "Organization", "Agreement", "Event"},
}

#: What ``partOf`` joins besides two things of one kind. A network counts as an organisation.
_PARTS: Final = frozenset(
    {
        ("Project", "Programme"),
        ("Programme", "Project"),
        ("Programme", "Organization"),
        ("Event", "Programme"),
        ("Organization", "City"),
        ("Organization", "Region"),
        ("Organization", "Country"),
    }
)


def fits(name: str, subject_kind: str, object_kind: str) -> bool:
    """Say whether the relation *name* may join a *subject_kind* with an *object_kind*.

    All three are local names; an unknown one never fits.

    >>> fits("memberOf", "City", "Network"), fits("memberOf", "Network", "City")
    (True, False)
    >>> fits("locatedIn", "City", "City"), fits("locatedIn", "City", "Country")
    (False, True)
    >>> fits("partOf", "Project", "Programme"), fits("partOf", "Project", "Agreement")
    (True, False)
    """
    if name not in SIGNATURES:
        return False
    subjects, objects = SIGNATURES[name]
    if subject_kind not in subjects or object_kind not in objects:
        return False
    if name == "locatedIn":
        return (subject_kind, object_kind) != ("City", "City")
    if name == "partOf":
        pair = (_broad(subject_kind), _broad(object_kind))
        return pair[0] == pair[1] or pair in _PARTS
    return True


def fits_literal(name: str, kind: str) -> bool:
    """Say whether the literal property *name* may be said of a thing of that *kind*.

    >>> fits_literal("focusArea", "Network"), fits_literal("focusArea", "City")
    (True, False)
    """
    return kind in LITERAL_SUBJECTS.get(name, frozenset())


def _broad(kind: str) -> str:
    """Return the kind with the one subclass among the kinds folded into its parent."""
    return "Organization" if kind == "Network" else kind
