"""Stories of which a reviewer has much to say: unsure claims, names that are alike."""

from __future__ import annotations

from dataclasses import replace

from graph.workspace import Workspace
from ontology.model import Document, Extraction, Fact, LiteralFact
from tests.graph.factories import RIGA, Story

QUAYS = "Baltic Quays League"
QUAYS_MISSPELT = "Baltik Quays League"


def unsure_story() -> tuple[Document, Extraction]:
    """Return a document with two proposals, a claim of low confidence and one that is sure."""
    story = Story("quays.txt", title="Quays", date="2024-03")
    story.name("league", "Network", QUAYS, "The Ring")
    story.name("riga", "City", "Riga", link=RIGA)
    story.name("ada", "Person", "Ada Lind")
    story.name("forum", "Event", "Forum of the Quays 2024")
    said = story.say("Riga, which Ada Lind speaks for, is with the Baltic Quays League (The Ring).")
    story.state("riga", "memberOf", "league", said, confidence=0.9)
    story.state("ada", "worksFor", "riga", said, role="Speaker", confidence=0.6)
    meets = story.say("It meets at the Forum of the Quays 2024, of 40 towns.")
    chair = Fact("league", "chairedBy", "riga", said, confidence=0.5, rule="test.chair")
    towns = LiteralFact("forum", "memberCount", 40, meets, confidence=0.3, rule="test.count")
    return story.document(), replace(story.extraction(), proposals=(chair, towns))


def alike_story(key: str = "ring.txt") -> Story:
    """Return a document that names some of the same things otherwise, or others alike."""
    story = Story(key, title="The Ring", date="2024-04")
    story.name("league", "Network", QUAYS_MISSPELT)
    story.name("ring", "Network", "The Ring")
    story.name("forum", "Event", "Forum of the Quays 2025")
    story.name("ada", "Person", "Ada Lind")
    story.name("tartu", "City", "Tartu")
    said = story.say("Tartu is in the Baltik Quays League, and in The Ring, says Ada Lind.")
    story.state("tartu", "memberOf", "league", said)
    story.state("tartu", "memberOf", "ring", said)
    story.state("ada", "worksFor", "league", said)
    story.say("The Forum of the Quays 2025 is next.")
    return story


def reviewable(workspace: Workspace) -> None:
    """Fill a data directory with both."""
    with workspace.writer() as writer:
        writer.put(*unsure_story())
        writer.put(*alike_story().pair())
        writer.commit()
