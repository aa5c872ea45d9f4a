"""What can go wrong where facts live.

HansaError
└── GraphError
    ├── StoreError               the quad store on disk cannot be opened, read or written
    │   ├── UnknownGenerationError   no generation of that number was ever published
    │   │   └── GenerationGoneError  one was, and is kept no more
    │   ├── DamagedIndexError        the file of the search index is no sound database
    │   ├── DiskFullError            there is no room to write, or even to begin
    │   └── RemoteError              the SPARQL server that holds the quads does not do its part
    ├── EmbeddedOnlyError        a store at a SPARQL server cannot do that
    ├── EmptyWorkspaceError      nothing was ever published in that data directory
    ├── WorkspaceVersionError    the data directory has another format than this version's
    ├── StandbyError             a directory that follows another one is only read
    │   └── UnfollowableError    what it is to follow is another, and stays so
    ├── LockError                another process writes, or the writer is used outside its lock
    ├── WriterError              the writer's process ended before its work
    ├── UnknownDocumentError     no document goes by that key, IRI or suffix
    ├── UnknownEntityError       nothing in the graph has that IRI
    ├── UnknownClaimError        no claim or proposal has that IRI
    ├── DataSyntaxError          data sent for storing that is not in the format it claims
    ├── ManagedGraphError        a graph that only Hansa itself may write
    ├── ChangedMeanwhileError    a newer generation came than a write was meant for
    ├── CurationError            a curator's decision that cannot be kept or taken back
    ├── ExportError              the graph cannot be written so, or not there
    │   └── UnknownGraphError    no graph has that IRI
    ├── BackupError              a backup that cannot be made, or is not whole
    ├── ShapeError               shapes.ttl asks for what the gate cannot check
    └── QueryError               a query that was not answered
        ├── QuerySyntaxError     it is not SPARQL
        ├── QueryRefusedError    it is SPARQL, but of a kind that is not run here
        │   ├── CallRefusedError     it asks this server to call another
        │   └── UnknownFunctionError it calls a function that is not here
        ├── UpdateFailedError    an update that does not go with the data, say drops no graph
        ├── ChangeTooLargeError  an update changes more than the writer has memory for
        ├── QueryTimeoutError    it took longer than it may
        ├── QueryStoppedError    somebody stopped it
        ├── QueryTooLargeError   its answer is larger than an answer may be
        └── QueryCrashedError    it took the process that ran it down
"""

from __future__ import annotations

from collections.abc import Sequence

from ontology.errors import HansaError


class GraphError(HansaError):
    """Base of the errors of the store, its generations, its queries and its validation."""


class StoreError(GraphError):
    """The quad store on disk cannot be opened, read or written."""


class DamagedIndexError(StoreError):
    """The file of the search index is no sound database; a writer makes it anew."""


class DiskFullError(StoreError):
    """The disk that holds the data directory has no room for what is to be written."""


class RemoteError(StoreError):
    """The SPARQL server that holds the quads cannot be reached, refuses, or holds others.

    ``is_passing`` says that the same may go well a moment later.
    """

    is_passing = False


class EmbeddedOnlyError(GraphError):
    """Only a store in the data directory can do that, not one behind the address HANSA_REMOTE."""


class EmptyWorkspaceError(GraphError):
    """Nothing was ever published in the data directory, so there is nothing to read."""


class UnknownGenerationError(StoreError):
    """No generation of that number was ever published; ``kept`` are the numbers there are."""

    def __init__(self, message: str, *, kept: Sequence[int] = ()) -> None:
        """Keep the message and the numbers of the generations that can be read."""
        super().__init__(message)
        self.kept = tuple(kept)


class GenerationGoneError(UnknownGenerationError):
    """The generation was published once and is kept no more."""


class WorkspaceVersionError(GraphError):
    """The data directory was written in an older or newer format than this version reads."""


class StandbyError(GraphError):
    """A data directory that follows another takes no writes, or cannot follow it."""


class UnfollowableError(StandbyError):
    """A data directory cannot follow another, now or later: to look again does not help."""


class LockError(GraphError):
    """The writer's lock is held elsewhere, or a writer is used outside its lock."""


class WriterError(GraphError):
    """The process that writes ended before its work: killed, or beyond its limits."""


class UnknownDocumentError(GraphError):
    """No document goes by that key, IRI or suffix; ``candidates`` are the keys that come near."""

    def __init__(self, message: str, *, candidates: Sequence[str] = ()) -> None:
        """Keep the message and the source keys that were probably meant."""
        super().__init__(message)
        self.candidates = tuple(candidates)


class UnknownEntityError(GraphError):
    """Nothing in the graph has that IRI."""


class UnknownClaimError(GraphError):
    """No claim, and no proposal that waits for review, has that IRI, or several end so."""


class DataSyntaxError(GraphError):
    """Data that was sent for storing is not in the format it is said to be in."""


class ManagedGraphError(GraphError):
    """The update would change a graph that only Hansa itself writes, from its documents."""


class ChangedMeanwhileError(GraphError):
    """A newer generation came than the one that a write was meant for; nothing was written."""


class CurationError(GraphError):
    """A curator's decision says nothing, contradicts an earlier one, or is not there."""


class ExportError(GraphError):
    """The graph cannot be written in that format, or not to that place."""


class UnknownGraphError(ExportError):
    """No graph has the IRI of the one that should be exported."""


class BackupError(GraphError):
    """A backup cannot be made there, or what should be restored is not a whole backup."""


class ShapeError(GraphError):
    """A file of shapes is not Turtle, or asks for what the gate cannot check."""


class QueryError(GraphError):
    """Base of the errors of a query that was not answered."""


class QuerySyntaxError(QueryError):
    """The text is not a SPARQL 1.1 query.

    ``line`` and ``column`` say where, both counted from 1, in characters; 0 where nobody knows.
    """

    def __init__(self, message: str, *, line: int = 0, column: int = 0) -> None:
        """Keep the message and the place that it speaks of."""
        super().__init__(message)
        self.line = line
        self.column = column


class QueryRefusedError(QueryError):
    """The query is SPARQL, but not run here: it calls out, or is too deep or too long."""


class CallRefusedError(QueryRefusedError):
    """The query or update asks this server to call another, by SERVICE or LOAD."""


class UnknownFunctionError(QueryRefusedError):
    """The query calls an extension function, by its IRI, that is not known here."""


class UpdateFailedError(QueryError):
    """The update is sound, but not with this data: it drops or copies a graph that is not there."""


class ChangeTooLargeError(QueryError):
    """The update would change more triples than the process that writes has memory for."""


class QueryTimeoutError(QueryError):
    """The query took longer than it may and was stopped."""


class QueryStoppedError(QueryError):
    """Somebody stopped the query, or its client left."""


class QueryTooLargeError(QueryError):
    """The answer to the query is larger than an answer may be."""


class QueryCrashedError(QueryError):
    """The query took down the process that ran it, for instance by asking for too much memory."""
