"""Where facts live: the store, its documents, its generations, its queries and its validation."""

from .claims import Claim, Term
from .database import Current
from .documents import DocumentStore
from .errors import (
    BackupError,
    CallRefusedError,
    CurationError,
    DamagedIndexError,
    DataSyntaxError,
    DiskFullError,
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
    ShapeError,
    StoreError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
    UnknownGenerationError,
    UnknownGraphError,
    UpdateFailedError,
    WorkspaceVersionError,
    WriterError,
)
from .generations import Generations
from .jobs import Limits, QueryDataset
from .manifests import Manifest
from .operations import Operation
from .reader import DocumentRow, Reader
from .retention import Retention
from .sandbox import QueryAnswer, run_query
from .synchronising import Commit
from .workspace import Workspace
from .writer import Outcome, Writer
from .writing import WriterLimits, WriterReport, run_writer

__all__ = [
    "BackupError",
    "CallRefusedError",
    "Claim",
    "Commit",
    "CurationError",
    "Current",
    "DamagedIndexError",
    "DataSyntaxError",
    "DiskFullError",
    "DocumentRow",
    "DocumentStore",
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
    "Retention",
    "ShapeError",
    "StoreError",
    "Term",
    "UnknownClaimError",
    "UnknownDocumentError",
    "UnknownEntityError",
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
