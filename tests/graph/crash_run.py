"""A run that the crash tests kill: documents come, change and go, each in its own commit.

``python -m tests.graph.crash_run DIRECTORY [STEP [COUNT]]``: with STEP, the process kills itself
with SIGKILL at that call out of the writing modules into C (the store, SQLite, the file system);
with COUNT it writes the number of such calls to that file at the end.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from graph.curating.curation import decision
from graph.workspace import Workspace
from graph.writing.writer import Writer
from ontology.iris import Base
from tests.graph.factories import Story, harbour_story, large_story, tide_story

#: Whatever the writer does to files, it does in one of these.
_WATCHED = (
    *("writer.py", "synchronising.py", "purging.py", "erasing.py", "guests.py"),
    *("followers.py", "turnover.py", "checkpoints.py", "pointer.py", "durable.py"),
    *("store.py", "bulk.py", "generations.py", "leases.py", "database.py", "ledger.py"),
    *("documents.py", "search.py", "search_file.py", "search_changes.py", "search_upkeep.py"),
)
GIVEN = {"who": "ada", "at": "2024-05-06T07:08:09Z"}


def changed(story: Story) -> Story:
    """Return the story with a line and a claim more."""
    said = story.say("Something was added to this document later.")
    for entity in list(story.entities)[:2]:
        story.measure(entity, "foundingYear", 1901, said)
    return story


def history(writer: Writer) -> None:
    """Do everything that can be done to documents; what was done before is done again."""
    stories = [harbour_story(), tide_story(), *(large_story(n, facts=6) for n in range(3))]
    for story in stories:
        writer.put(*story.pair())
        writer.commit()
    writer.put(*changed(harbour_story()).pair())
    writer.put(*harbour_story("another-key.txt").pair())
    writer.commit()
    writer.retract("tide.md")
    writer.commit()
    writer.put(*changed(large_story(1, facts=6)).pair())
    writer.commit()
    curate(writer)
    writer.retract("large/00002.txt")
    writer.commit()
    writer.rebuild()
    writer.purge("another-key.txt")


def curate(writer: Writer) -> None:
    """Let curators decide, and take a decision back."""
    base = Base()
    lanterns = [base.entity("Network", f"league-of-lantern-cities-{n}") for n in range(2)]
    writer.curate(decision("same", *lanterns, **GIVEN, base=base))
    writer.commit()
    renamed = writer.curate(decision("rename", lanterns[0], name="Lanterns", **GIVEN, base=base))
    writer.commit()
    writer.undo_decision(renamed.number)
    writer.commit()


def kill_at(step: int, watched: tuple[str, ...] = _WATCHED) -> list[int]:
    """Be killed at that call out of the writing modules; return what counts them."""
    calls = [0]

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "c_call" and frame.f_code.co_filename.endswith(watched):
            calls[0] += 1
            if calls[0] == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    return calls


def main() -> None:
    """Run the history once in the directory given on the command line."""
    directory, *rest = sys.argv[1:]
    with Workspace(Path(directory)).writer() as writer:
        calls = kill_at(int(rest[0])) if rest else [0]
        history(writer)
    sys.setprofile(None)
    if len(rest) > 1:
        Path(rest[1]).write_text(str(calls[0]))


if __name__ == "__main__":
    main()
