"""Where facts live: the store, its documents, its generations, its queries and its validation."""

from .claims import Claim, Term
from .database import Current
from .documents import DocumentStore
from .errors import (
    CurationError,
    EmptyWorkspaceError,
    GenerationGoneError,
    GraphError,
    LockError,
    QueryCrashedError,
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooLargeError,
    StoreError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
    UnknownGenerationError,
    WorkspaceVersionError,
)
from .generations import Generations
from .manifests import Manifest
from .reader import DocumentRow, Reader
from .retention import Retention
from .sandbox import Limits, QueryAnswer, QueryDataset, run_query
from .workspace import Workspace
from .writer import Commit, Outcome, Writer

__all__ = [
    "Claim",
    "Commit",
    "CurationError",
    "Current",
    "DocumentRow",
    "DocumentStore",
    "EmptyWorkspaceError",
    "GenerationGoneError",
    "Generations",
    "GraphError",
    "Limits",
    "LockError",
    "Manifest",
    "Outcome",
    "QueryAnswer",
    "QueryCrashedError",
    "QueryDataset",
    "QueryError",
    "QueryRefusedError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "QueryTooLargeError",
    "Reader",
    "Retention",
    "StoreError",
    "Term",
    "UnknownClaimError",
    "UnknownDocumentError",
    "UnknownEntityError",
    "UnknownGenerationError",
    "Workspace",
    "WorkspaceVersionError",
    "Writer",
    "run_query",
]
