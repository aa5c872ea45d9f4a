"""Where facts live: the store, its documents, its generations, its queries and its validation."""

from graph.foreign.jobs import Limits, QueryDataset
from graph.foreign.sandbox import QueryAnswer, run_query
from graph.generations.generations import Generations
from graph.generations.manifests import Manifest
from graph.generations.retention import Retention
from graph.keeping.database import Current
from graph.keeping.documents import DocumentStore
from graph.writing.operations import Operation
from graph.writing.parent import WriterLimits
from graph.writing.process import WriterReport, run_writer
from graph.writing.synchronising import Commit
from graph.writing.writer import Outcome, Writer

from .claims import Claim, Term
from .errors import (
    BackupError,
    CallRefusedError,
    ChangedMeanwhileError,
    ChangeTooLargeError,
    CurationError,
    DamagedIndexError,
    DataSyntaxError,
    DiskFullError,
    EmbeddedOnlyError,
    EmptyWorkspaceError,
    ExportError,
    GenerationGoneError,
    GraphError,
    LockError,
    ManagedGraphError,
    QueryCrashedError,
    QueryError,
    QueryRefusedError,
    QueryStoppedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooLargeError,
    RemoteError,
    ShapeError,
    StandbyError,
    StoreError,
    UnfollowableError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
    UnknownFunctionError,
    UnknownGenerationError,
    UnknownGraphError,
    UpdateFailedError,
    WorkspaceVersionError,
    WriterError,
)
from .reader import DocumentRow, Reader
from .workspace import Workspace

__all__ = [
    "BackupError",
    "CallRefusedError",
    "ChangeTooLargeError",
    "ChangedMeanwhileError",
    "Claim",
    "Commit",
    "CurationError",
    "Current",
    "DamagedIndexError",
    "DataSyntaxError",
    "DiskFullError",
    "DocumentRow",
    "DocumentStore",
    "EmbeddedOnlyError",
    "EmptyWorkspaceError",
    "ExportError",
    "GenerationGoneError",
    "Generations",
    "GraphError",
    "Limits",
    "LockError",
    "ManagedGraphError",
    "Manifest",
    "Operation",
    "Outcome",
    "QueryAnswer",
    "QueryCrashedError",
    "QueryDataset",
    "QueryError",
    "QueryRefusedError",
    "QueryStoppedError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "QueryTooLargeError",
    "Reader",
    "RemoteError",
    "Retention",
    "ShapeError",
    "StandbyError",
    "StoreError",
    "Term",
    "UnfollowableError",
    "UnknownClaimError",
    "UnknownDocumentError",
    "UnknownEntityError",
    "UnknownFunctionError",
    "UnknownGenerationError",
    "UnknownGraphError",
    "UpdateFailedError",
    "Workspace",
    "WorkspaceVersionError",
    "Writer",
    "WriterError",
    "WriterLimits",
    "WriterReport",
    "run_query",
    "run_writer",
]
