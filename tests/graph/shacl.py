"""What pySHACL says of a graph, in the terms of the gate, and the cases that both are asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pyoxigraph
import pyshacl
from rdflib import RDFS, SH, BNode, Graph
from rdflib.term import Node

from graph.lines.ntriples import integer, text, triple, typed
from graph.shacl.verification import Violation
from ontology import terms, vocabulary
from ontology.namespaces import HANSA, PREFIXES

CASES = Path(__file__).parent.parent / "ontology" / "cases"
FILES = sorted(CASES.glob("*/*.ttl"))
PAIRS = list(product(terms.RELATIONS, terms.KINDS, terms.KINDS))
#: Paths of several properties have no name of their own in a report.
ROW = "(several properties)"

_N_TRIPLES, _TURTLE = pyoxigraph.RdfFormat.N_TRIPLES, pyoxigraph.RdfFormat.TURTLE
_TYPE = PREFIXES["rdf"] + "type"
_XSD = PREFIXES["xsd"]

#: Written values, right and wrong ones, for every property that has a value.
VALUES = (
    *(integer(n) for n in (-200, -100, -1, 0, 1, 7, 999, 1000, 2024, 2999, 3000, 10**20)),
    *(text(said) for said in ("", "a", "ab", "26", "last June", "2024-05", "Water", "en-GB")),
    *(text(said, language="en") for said in ("water", "Water", "w", "Écology", "")),
    text("Wasser und Land", language="de-AT"),
    text('a "quoted"\n word'),
    text('a "quoted" word', language="en"),
    text("0123456789abcdef" * 4),
    text("0123456789abcdef" * 4, language="en"),
    text("0123456789ABCDEF" * 4),
    *(typed(said, _XSD + "date") for said in ("2024-05-17", "2024-02-30", "2024", "2024-05-17Z")),
    *(typed(said, _XSD + "gYearMonth") for said in ("2024-05", "2024-13")),
    *(typed(said, _XSD + "gYear") for said in ("2024", "0000")),
    *(typed(said, _XSD + "decimal") for said in ("0", "0.5", "1", "1.0001", "-0.5", "2024", "x")),
    *(typed(said, _XSD + "dateTime") for said in ("2024-05-17T08:30:00Z", "2024-05-17T25:00:00")),
    typed("0.5", _XSD + "double"),
    typed("many", _XSD + "integer"),
    typed("7", _XSD + "int"),
    typed("true", _XSD + "boolean"),
    *(
        written
        for end in ("thing", "scheme/focus-area/water", "scheme/decision/rename", "a#char=12,20")
        for written in (f"<urn:/{end}>", text(f"/{end}"))
    ),
)
_OA, _PROV, _DCTERMS = PREFIXES["oa"], PREFIXES["prov"], PREFIXES["dcterms"]
#: Properties, and the class of a thing that has them.
VALUED = {
    **{HANSA + name: "Network" for name in terms.LITERALS},
    **{HANSA + name: "Network" for name in ("acronym", "focusConcept", "mention", "resolvesTo")},
    **{HANSA + name: "Claim" for name in ("confidence", "rule", "year", "role", "status")},
    **{PREFIXES["rdf"] + name: "Claim" for name in ("subject", "predicate", "object")},
    **{_PROV + name: "Claim" for name in ("wasDerivedFrom", "wasAttributedTo")},
    HANSA + "evidence": "Claim",
    **{HANSA + name: "Document" for name in ("sourceKey", "sha256")},
    **{_DCTERMS + name: "Document" for name in ("title", "language", "publisher", "date")},
    **{_OA + name: "TextQuoteSelector" for name in ("exact", "prefix", "suffix")},
    **{_OA + name: "TextPositionSelector" for name in ("start", "end")},
    **{_PROV + name: "Decision" for name in ("endedAtTime", "wasAssociatedWith")},
    PREFIXES["rdf"] + "value": "Decision",
    PREFIXES["schema"] + "about": "Decision",
    HANSA + "act": "Decision",
    HANSA + "country": "City",
    **{PREFIXES["skos"] + name: "City" for name in ("prefLabel", "altLabel")},
    PREFIXES["schema"] + "sameAs": "City",
    **{PREFIXES["wgs84"] + name: "City" for name in ("lat", "long")},
}
ACTS = ("same", "different", "rename", "reject", "accept")


def families() -> dict[str, list[str]]:
    """Return all cases by what they are about, of things that have nothing to do with each other.

    Many families are called after the relation or the property that they try.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for pair in PAIRS:
        found[pair[0]] += pair_lines(*pair)
    for property_iri in VALUED:
        for number in range(len(VALUES)):
            found[_local(property_iri)] += valued_lines(property_iri, number)
        found[_local(property_iri)] += twice_lines(property_iri)
    found["files"] = [line for path in FILES for line in file_lines(path)]
    bare = (*terms.CLASSES, "TextQuoteSelector", "TextPositionSelector")
    found["kinds"] = [typed_lines(f"urn:bare:{class_}", class_)[0] for class_ in bare]
    for kinds in product(terms.KINDS, terms.KINDS):
        found["kinds"] += double_lines(*kinds)
    for counts in product(range(3), range(3)):
        found["evidence"] += selector_lines(*counts)
    decisions = product(ACTS, range(4), range(3))
    found["Decision"] = [line for one in decisions for line in decision_lines(*one)]
    for name, term in product((*terms.RELATIONS, *terms.LITERALS), (text("x"), "<urn:x>", "_:x")):
        found["object"] += object_lines(name, term)
    for name, edge in product(("lat", "long"), (-181, -180, -179, -91, -90, -89, 89, 90, 91)):
        for sign in (-1, 1):
            where = f"urn:edge:{name}:{sign * edge}"
            found[name].append(triple(where, PREFIXES["wgs84"] + name, integer(sign * edge)))
    return dict(found)


def _local(iri: str) -> str:
    return re.split("[/#]", iri)[-1]


def typed_lines(subject: str, class_: str) -> list[str]:
    """Return a thing of that class, named where it has to be."""
    home = _OA if class_.endswith("Selector") else HANSA
    lines = [triple(subject, _TYPE, f"<{home}{class_}>")]
    if class_ in terms.KINDS:
        lines.append(triple(subject, PREFIXES["skos"] + "prefLabel", text("a name", language="en")))
    return lines


def double_lines(one: str, other: str) -> list[str]:
    """Return a thing of two kinds that lies in a country."""
    about, country = f"urn:double:{one}:{other}", "urn:double:country"
    lines = [*typed_lines(about, one), *typed_lines(about, other), *typed_lines(country, "Country")]
    return [*lines, triple(about, terms.COUNTRY_PROPERTY, f"<{country}>")]


def selector_lines(quotes: int, positions: int) -> list[str]:
    """Return evidence with so many selectors of either sort."""
    about = f"urn:evidence:{quotes}:{positions}"
    lines = [triple(f"{about}:claim", terms.EVIDENCE, f"<{about}>")]
    for count, class_ in ((quotes, "TextQuoteSelector"), (positions, "TextPositionSelector")):
        for number in range(count):
            selector = f"{about}:{class_}:{number}"
            lines += typed_lines(selector, class_)
            lines.append(triple(about, _OA + "hasSelector", f"<{selector}>"))
    return lines


def decision_lines(act: str, things: int, names: int) -> list[str]:
    """Return a decision about so many things that gives so many names."""
    about = f"urn:decision:{act}:{things}:{names}"
    lines = typed_lines(about, "Decision")
    lines.append(triple(about, HANSA + "act", f"<urn:/scheme/decision/{act}>"))
    for number in range(things):
        lines.append(triple(about, PREFIXES["schema"] + "about", f"<urn:thing:{number}>"))
    for number in range(names):
        lines.append(triple(about, PREFIXES["rdf"] + "value", text(f"name {number}")))
    return lines


def object_lines(name: str, term: str) -> list[str]:
    """Return a claim of a property with that written object."""
    about = f"urn:object:{name}:{term[1]}"
    said = triple(about, PREFIXES["rdf"] + "predicate", f"<{HANSA}{name}>")
    object_ = triple(about, PREFIXES["rdf"] + "object", term)
    return [*typed_lines(about, "Claim"), said, object_]


def pair_lines(relation: str, subject_kind: str, object_kind: str) -> list[str]:
    """Return a relation between two new things of these kinds."""
    pair = f"urn:pair:{relation}:{subject_kind}:{object_kind}"
    ends = typed_lines(f"{pair}:s", subject_kind) + typed_lines(f"{pair}:o", object_kind)
    return [*ends, triple(f"{pair}:s", HANSA + relation, f"<{pair}:o>")]


def literal_lines(name: str, kind: str, number: int) -> list[str]:
    """Return a new thing of that kind with one of ``VALUES`` for a literal property."""
    subject = f"urn:literal:{name}:{kind}:{number}"
    return [*typed_lines(subject, kind), triple(subject, HANSA + name, VALUES[number])]


def valued_lines(property_iri: str, number: int) -> list[str]:
    """Return a new thing with one of ``VALUES`` for a property."""
    subject = f"urn:value:{_local(property_iri)}:{number}"
    lines = typed_lines(subject, VALUED[property_iri])
    return [*lines, triple(subject, property_iri, VALUES[number])]


def twice_lines(property_iri: str) -> list[str]:
    """Return a new thing with two values for a property."""
    subject = f"urn:twice:{_local(property_iri)}"
    values = [triple(subject, property_iri, text(said)) for said in ("one", "two")]
    return [*typed_lines(subject, VALUED[property_iri]), *values]


def file_lines(path: Path) -> list[str]:
    """Return the lines of a case, its names made different from those of all other cases."""
    own = f"<https://w3id.org/hansa/{path.parent.stem}/{path.stem}/\\1"
    quads = pyoxigraph.parse(path=path, format=_TURTLE)
    named = r"<https://w3id\.org/hansa/((?!ontology|scheme)[a-z]+/)"
    return [re.sub(named, own, f"{quad.triple} .") for quad in quads]


def graph_of(lines: Iterable[str]) -> Graph:
    """Return the lines as rdflib takes them in; it writes numbers and days in its own way."""
    return Graph().parse(data="\n".join(lines), format="nt")


def lines_of(data: Graph) -> list[str]:
    """Return the lines of a graph as the store would write them."""
    written = data.serialize(format="nt")
    return [f"{quad.triple} ." for quad in pyoxigraph.parse(written, format=_N_TRIPLES)]


def by_pyshacl(data: Graph, shapes: Graph) -> set[Violation]:
    """Return what pySHACL refuses, with the super-classes of the ontology."""
    conforms, report, _ = pyshacl.validate(data + _super_classes(), shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = set(_violations(report))
    assert conforms is not bool(found)
    return found


@cache
def _super_classes() -> Graph:
    ontology = Graph().parse(data=vocabulary.read("hansa.ttl"), format="turtle")
    found = Graph()
    for class_, above in ontology.subject_objects(RDFS.subClassOf):
        found.add((class_, RDFS.subClassOf, above))
    return found


def _violations(report: Graph) -> Iterator[Violation]:
    def said(node: Node, name: str) -> str | None:
        value = report.value(node, SH[name])
        if isinstance(value, BNode):
            return ROW if name == "resultPath" else f"_:{value}"
        return None if value is None else str(value)

    for node in report.objects(None, SH.result):
        yield Violation(
            focus=said(node, "focusNode") or "",
            path=said(node, "resultPath"),
            value=said(node, "value"),
            message=said(node, "resultMessage") or "",
            shape=said(node, "sourceShape") or "",
        )


def comparable(found: Collection[Violation]) -> set[Violation]:
    """Return the gate's verdicts as pySHACL would put them."""
    rows = {one.path for one in found if one.path and " / " in one.path}
    return {replace(one, path=ROW) if one.path in rows else one for one in found}
