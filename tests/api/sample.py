"""A small workspace written by hand, with a name that HTML has to escape."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.remote.addresses import Remote
from graph.workspace import Workspace
from ontology.model import Document, Entity, Evidence, Extraction, Fact, LiteralFact

KEY = "statements/league.md"
TEXT = """# Joint statement of the Baltic Sea League

Riga and Tartu are members of the Baltic Sea League, founded in 1998.
The Baltic Sea League partners with the Harbour <b>& Quay</b> Forum.
Tartu will join the Harbour <b>& Quay</b> Forum in 2027, said Anna Ozola, Mayor of Riga.
"""
SECOND_KEY = "news/quay.md"
SECOND_TEXT = "Riga, a member of the Baltic Sea League, hosts the Quay Days 2026."

ENTITIES = (
    Entity("c1", "City", ("Riga",), link="https://sws.geonames.org/456172/"),
    Entity("c2", "City", ("Tartu",), link="https://sws.geonames.org/588335/"),
    Entity("n1", "Network", ("Baltic Sea League",)),
    Entity("n2", "Network", ("Harbour <b>& Quay</b> Forum",)),
    Entity("p1", "Person", ("Anna Ozola",)),
)


def _evidence(text: str, quote: str) -> Evidence:
    start = text.index(quote)
    return Evidence.cut(text, start, start + len(quote))


def first() -> tuple[Document, Extraction]:
    """Return a statement with memberships, a partnership, a plan, a post and a year."""
    members = _evidence(TEXT, "Riga and Tartu are members of the Baltic Sea League")
    plan = _evidence(TEXT, "Tartu will join the Harbour <b>& Quay</b> Forum in 2027")
    facts = (
        Fact("c1", "memberOf", "n1", members, rule="members.v1", confidence=0.9),
        Fact("c2", "memberOf", "n1", members, rule="members.v1", confidence=0.9),
        Fact(
            "n1",
            "partnerOf",
            "n2",
            _evidence(TEXT, "The Baltic Sea League partners with the Harbour <b>& Quay</b> Forum"),
            rule="partners.v1",
        ),
        Fact("c2", "memberOf", "n2", plan, status="planned", year=2027, rule="plans.v1"),
        Fact(
            "p1",
            "worksFor",
            "c1",
            _evidence(TEXT, "Anna Ozola, Mayor of Riga"),
            role="Mayor",
            rule="posts.v1",
        ),
    )
    founded = _evidence(TEXT, "founded in 1998")
    literals = (LiteralFact("n1", "foundingYear", 1998, founded, rule="founded.v1"),)
    return (
        _document(KEY, TEXT, title="Joint <statement> of the League", publisher="The League"),
        Extraction(KEY, "p" * 64, ENTITIES, facts, literals),
    )


def second() -> tuple[Document, Extraction]:
    """Return a piece of news that says one of the facts again."""
    quote = _evidence(SECOND_TEXT, "Riga, a member of the Baltic Sea League")
    return (
        _document(SECOND_KEY, SECOND_TEXT, title=None, publisher=None),
        Extraction(
            SECOND_KEY,
            "p" * 64,
            (ENTITIES[0], ENTITIES[2]),
            (Fact("c1", "memberOf", "n1", quote, rule="members.v1"),),
        ),
    )


def _document(key: str, text: str, *, title: str | None, publisher: str | None) -> Document:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        key=key, text=text, sha256=sha256, title=title, publisher=publisher, date="2026-05-04"
    )


def write_sample(folder: Path, remote: Remote | None = None) -> Path:
    """Write both documents into a new workspace in *folder* and return it.

    Its quads are at *remote*, where that is given.
    """
    with Workspace(folder, remote=remote).writer() as writer:
        for document, extraction in (first(), second()):
            writer.put(document, extraction)
        writer.commit()
    return folder


def write_shortened(folder: Path) -> Path:
    """Write the sample, then a generation without its first document, and return *folder*."""
    with Workspace(write_sample(folder)).writer() as writer:
        writer.retract(KEY)
        writer.commit()
    return folder


#: What a page must show and never run.
SCRIPT = "<script>alert(1)</script> Network"


def write_script(workspace: Workspace) -> None:
    """Write a document whose title, publisher and names are markup, as a new generation."""
    text = f"Riga is a member of the {SCRIPT}."
    key = "news/script.md"
    image = '"><img src=x onerror=alert(1)>\u202egpj.exe'
    entities = (ENTITIES[0], Entity("n", "Network", (SCRIPT,)))
    facts = (Fact("c1", "memberOf", "n", _evidence(text, text), rule="members.v1"),)
    with workspace.writer() as writer:
        writer.put(
            _document(key, text, title=image, publisher=image),
            Extraction(key, "p" * 64, entities, facts),
        )
        writer.commit()


def write_namesakes(folder: Path, *, at_once: bool = True) -> Path:
    """Write two pieces of news about different people of one name, Ida Lind; return *folder*.

    Unless *at_once*, the second comes with a generation of its own.
    """
    with Workspace(folder).writer() as writer:
        for number, body in enumerate(("Blue Bank", "Grey Press")):
            text = f"Ida Lind works for {body}."
            key = f"news/{number}.md"
            entities = (Entity("p", "Person", ("Ida Lind",)), Entity("o", "Organization", (body,)))
            facts = (Fact("p", "worksFor", "o", _evidence(text, text), rule="posts.v1"),)
            writer.put(
                _document(key, text, title=f"News {number}", publisher=None),
                Extraction(key, "p" * 64, entities, facts),
            )
            if not at_once:
                writer.commit()
        writer.commit()
    return folder
