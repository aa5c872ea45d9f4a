"""Where facts live: the store, its documents, its generations, its queries and its validation."""

from .claims import Claim, Term
from .database import Current
from .documents import DocumentStore
from .errors import (
    CurationError,
    EmptyWorkspaceError,
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
    WorkspaceVersionError,
)
from .reader import DocumentRow, Reader
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
    "GraphError",
    "Limits",
    "LockError",
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
    "StoreError",
    "Term",
    "UnknownClaimError",
    "UnknownDocumentError",
    "UnknownEntityError",
    "Workspace",
    "WorkspaceVersionError",
    "Writer",
    "run_query",
]
