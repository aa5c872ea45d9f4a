"""Brings the graph after documents.sqlite: the store, the files beside it, and a new generation.

A difference is kept as a journal in one transaction with the documents, and only then applied: to
the store, in one update, and to the files beside it; a checkpoint is published; last of all the
journal is cleared. All of that can be done twice without harm, so whoever finds a journal finishes
what a killed writer began. Very many documents are taken some at a time; readers see them all at
once. A first build keeps no journal but a note that the graph has to be made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.building.building import Building
from graph.building.bulk import Loads, loading
from graph.building.crew import crew_for, helpers_for
from graph.deriving.assembly import inputs_digest
from graph.deriving.turnover import Turnover, published
from graph.deriving.update import Changes, Update
from graph.engines import EMBEDDED, Engine
from graph.errors import ChangedMeanwhileError, EmbeddedOnlyError, GraphError
from graph.foreign.guest_changes import GuestChange
from graph.foreign.guests import copy_guests, forget_aside
from graph.foreign.updates import ForeignUpdate, change_by
from graph.generations.generations import Generations
from graph.generations.retention import Retention
from graph.generations.touched import Touches
from graph.keeping.documents import DocumentStore
from graph.lines.difference import Difference
from graph.quads import QuadStore
from graph.searching.search import Lines as Searchable
from graph.shacl.withholding import Withheld
from graph.store import Store
from ontology.iris import Base

from .erasing import Held, note_without
from .erasing import finish as finish_purge
from .followers import Followers
from .notes import Notes
from .succession import Succession

#: Documents whose difference is held in memory together, and written in one update.
_MANY: Final = 200
#: Under which name the change of guests' graphs is noted that may not have been applied yet.
_GUESTS: Final = "guests"


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit did: the newest generation (0 for none yet), quads added and removed.

    ``withheld`` is what the gate kept back of the documents that were written, those that only
    had to be written again among them; ``unreadable`` says why documents that are kept are not in
    the graph, because what was kept of them is damaged.
    """

    generation: int
    added: int
    removed: int
    withheld: tuple[Withheld, ...] = ()
    unreadable: tuple[str, ...] = ()


class Synchroniser:
    """Brings the graph of a data directory after its documents, under the writer's lock."""

    def __init__(
        self,
        directory: Path,
        documents: DocumentStore,
        base: Base,
        retention: Retention,
        engine: Engine = EMBEDDED,
    ) -> None:
        """Work on *directory*; nothing is looked at yet."""
        self._engine = engine
        self._path = directory / "store"
        self._directory = directory
        self._documents = documents
        self._base = base
        self._retention = retention
        self._generations = Generations(directory)
        self._notes = Notes(documents, base, self._generations)
        self._turnover = documents.view(Turnover)
        self._followers = Followers(directory, self._turnover)
        #: Whether an earlier attempt failed, or a killed writer may have left something.
        self.is_unfinished = True
        self._added = self._removed = 0
        self._withheld: dict[str, list[Withheld]] = {}
        self._unreadable: dict[str, str] = {}
        self._touches = Touches(base)

    def recover(self) -> None:
        """Finish what a killed writer or a failed commit left, or make it anew if half made."""
        self._generations.clear()
        if not self._documents.meta("anew"):
            forget_aside(self._path)
            self._change_guests()
        if self._documents.meta("anew") or self._has_other_inputs():
            self.build_anew()
        elif self._documents.journal() or self._documents.changed(1):
            self.synchronise(set())
        else:
            self._catch_up()
        finish_purge(self._directory, self._documents, self._engine, patience=0)
        self.is_unfinished = False

    def _catch_up(self) -> None:
        """Let the search index follow where a loss of power has taken the newest generation."""
        with suppress(GraphError):  # a damaged pointer, which a rebuild mends
            number = self.newest()
            if number and self._followers.is_behind(number):
                with closing(self._open()) as store:
                    store.continue_from(number, coming=None)
                    self._followers.catch_up(number, store)

    def _has_other_inputs(self) -> bool:
        return self._documents.meta("inputs") not in (None, inputs_digest(self._base))

    def _start(self) -> None:
        self.is_unfinished = True
        self._added = self._removed = 0
        self._touches = Touches(self._base)

    def told(self) -> Commit:
        """Return what was done last, to be told once.

        What was withheld and what is unreadable is of all that was done since the last time: what
        recovering found, or a purge, is for the user to know too.
        """
        withheld = {one for found in self._withheld.values() for one in found}
        commit = Commit(
            self.newest(),
            self._added,
            self._removed,
            withheld=tuple(sorted(withheld)),
            unreadable=tuple(reason for _, reason in sorted(self._unreadable.items())),
        )
        self._added = self._removed = 0
        self._withheld, self._unreadable = {}, {}
        return commit

    def _note_refusals(self, update: Update, keys: Iterable[str] = ()) -> None:
        """Keep for the report what an update of *keys* could not write, and nothing earlier."""
        for key in {*keys, *update.withheld}:
            self._withheld.pop(key, None)
            self._unreadable.pop(key, None)
        self._withheld |= update.withheld
        self._unreadable |= update.unreadable

    def _open(self) -> QuadStore:
        return self._engine.open(self._path)

    def _embedded(self) -> Store:
        store = self._open()
        if isinstance(store, Store):
            return store
        store.close()
        raise EmbeddedOnlyError(
            "a SPARQL server holds the quads of this directory; send updates of your own graphs to "
            "it, not to Hansa"
        )

    def newest(self) -> int:
        """Return the number of the newest generation, 0 before the first."""
        return self._generations.current() or 0

    # By difference

    def synchronise(self, atoms: set[str]) -> None:
        """Bring the graph after what changed: documents, and *atoms* that curators spoke of."""
        self._start()
        is_resumed = self._documents.journal() is not None
        if is_resumed:
            self._touches.lose()  # a killed writer may have applied more than the last difference
        self._notes.note_inputs()
        with closing(self._open()) as store:
            store.continue_from(self.newest(), coming=self._notes.coming() if is_resumed else None)
            self._followers.follow(
                self._notes.coming(), self._applied(store, atoms), store, is_resumed=is_resumed
            )
            if self._documents.journal():
                self._publish(store)
        self._documents.commit()
        self.is_unfinished = False

    def _applied(self, store: QuadStore, atoms: set[str]) -> Iterator[Difference]:
        """Apply one difference after the other, and yield each once the store has it."""
        for difference in self._journaled(store, atoms):
            store.apply(difference.removed, difference.added)
            store.flush()
            self._touches.note(difference, store)
            self._added += difference.size_added
            self._removed += difference.size_removed
            yield difference

    def _journaled(self, store: QuadStore, atoms: set[str]) -> Iterator[Difference]:
        """Yield differences that are in the journal, each to be applied before the next."""
        if journal := self._documents.journal():
            yield Difference.unpacked(journal)
        while (keys := self._documents.changed(_MANY)) or atoms:
            self._documents.begin()
            update = Update(self._documents, store, self._base)
            difference = _united(update.run(Changes(set(keys), atoms)))
            self._note_refusals(update, keys)
            self._documents.clear_changed(keys)
            atoms = set()
            if difference:
                self._documents.set_meta("coming", str(self._notes.coming()))
                self._documents.set_journal(difference.packed())
                self._turnover.note(difference, update.moved)
                self._notes.count(
                    difference.digest(), difference.size_added - difference.size_removed
                )
            self._documents.commit()
            if difference:
                yield difference

    # By whoever may write graphs of their own

    def update(self, update: ForeignUpdate) -> Commit:
        """Carry out *update*, all of it or nothing, and publish what came of it.

        Raises ChangedMeanwhileError where it was meant for an older generation, and what
        ``graph.foreign.updates.change_by`` raises; nothing was written then.
        """
        if update.on not in (None, self.newest()):
            raise ChangedMeanwhileError(
                f"generation {self.newest()} came after {update.on}, on which to write this"
            )
        with closing(self._embedded()) as store:
            change = change_by(update, store, bases=self._bases())
            if not change:
                return Commit(self.newest(), 0, 0)
            change.require_room()
            self._documents.begin()
            self._documents.set_meta("coming", str(self._notes.coming()))
            self._documents.set_meta(_GUESTS, change.packed())
            self._documents.commit()
            self._make(change, store)
        return Commit(self.newest(), change.lines.size_added, change.lines.size_removed)

    def found(self) -> Commit:
        """Make a directory without documents, whose every graph is written by updates."""
        if self._documents.meta("bare") != "yes":
            self._documents.begin()
            for name in ("base", "format"):
                self._documents.set_meta(
                    name, str(getattr(self._notes.manifest(self._added, self._removed), name))
                )
            self._documents.set_meta("bare", "yes")
            self._documents.commit()
        if not self.newest():
            self._change_guests(GuestChange())
        return self.told()

    def _change_guests(self, change: GuestChange | None = None) -> None:
        """Do what a foreign update came to, if anything is noted, and publish it."""
        if change is None:
            noted = self._documents.meta(_GUESTS)
            if not noted:
                return
            change = GuestChange.unpacked(noted)
        with closing(self._embedded()) as store:
            self._make(change, store)

    def _make(self, change: GuestChange, store: Store) -> None:
        """Do what is noted, and publish it."""
        self._start()
        change.apply(store)
        store.flush()
        # Nothing that can be searched for has changed; the index only has to know the number.
        self._followers.follow(self._notes.coming(), iter(()), store, is_resumed=False)
        self._publish(store)
        self._documents.begin()
        self._documents.set_meta(_GUESTS, "")
        self._documents.commit()
        self.is_unfinished = False

    # From nothing

    def build_anew(self, *, helpers: int | None = None) -> None:
        """Make store and index from nothing; until that is done, they are known to be unfit.

        So many *helpers*, other processes, take part, or as many as pay.
        """
        self._start()
        self._touches.lose()
        self._withheld, self._unreadable = {}, {}
        bases = self._bases()
        again = bool(self._documents.meta("anew"))
        self._notes.prepare_anew()
        self._turnover.clear()
        self._documents.commit()
        with self._engine.anew(self._path, self._generations, again=again, bases=bases) as anew:
            before, store = anew.before, anew.store
            if helpers is None:
                helpers = helpers_for(self._documents.count_current())
            with (
                crew_for(self._documents, self._base, helpers=helpers) as crew,
                loading(store) as loads,
            ):
                self._documents.begin()
                building = Building(self._documents, store, self._base, crew)
                self._followers.follow_anew(self._notes.coming(), self._loaded(loads, building))
                # While the store still takes in what was made last.
                known = published(before) if before else building.things
                lost, came = known - building.things, building.things - known
            if anew.carried:
                copy_guests(anew.carried, store, bases=bases)
            if before:
                succession = Succession(before, store, self._base.iri, bases)
                gone = sorted(lost - published(store)) if lost else ()
                self._turnover.note_anew(succession.of(gone), came)
            store.flush()
            self._documents.commit()
        with closing(self._open()) as finished:
            self._publish(finished)
        self.is_unfinished = False

    def _bases(self) -> set[str]:
        """Return the bases under which graphs of Hansa's own may be in the store."""
        bases = {self._base.iri, self._documents.meta("base") or ""}
        for number in self._generations.numbers():
            with suppress(GraphError):
                bases.add(self._generations.manifest(number).base)
        return bases - {""}

    def purge(self) -> Held:
        """Make the graph anew without what was taken out, and leave nothing of that anywhere.

        Returns what still holds something of it, because someone reads it.
        """
        self.build_anew()
        return finish_purge(self._directory, self._documents, self._engine)

    def _loaded(self, loads: Loads, building: Building) -> Iterator[Searchable]:
        for part in building.parts():
            for block, size in part.blocks:
                loads.add(block, size)
            self._notes.count(part.amount, part.size)
            self._added += part.size
            yield part
        loads.end()
        building.finish()
        self._note_refusals(building)

    # Publishing

    def _publish(self, store: QuadStore) -> None:
        """Publish what is in the store, and note that everything is done."""
        store.flush()
        number = self._notes.coming()
        self._followers.settle(number)
        manifest = self._notes.manifest(self._added, self._removed)
        touched = self._touches.packed(self.newest()) if self._touches.is_whole else None
        self._generations.publish(store, manifest, number=number, touched=touched)
        store.settle(number)
        self._documents.begin()
        self._documents.clear_journal()
        self._turnover.clear()
        self._documents.set_meta("anew", "")
        self._documents.set_meta("coming", "")
        note_without(self._documents, number)
        self._documents.commit()
        keep, younger_than = self._retention.generations, self._retention.younger_than
        if self._generations.collect(keep=keep, younger_than=younger_than):
            self._followers.forget_before(self._generations.numbers()[0])


def _united(parts: Iterable[Difference]) -> Difference:
    """Return one difference of all; no line is in two of them."""
    whole = Difference()
    for part in parts:
        for graph, lines in part.removed.items():
            whole.removed.setdefault(graph, set()).update(lines)
        for graph, lines in part.added.items():
            whole.added.setdefault(graph, set()).update(lines)
    return whole
