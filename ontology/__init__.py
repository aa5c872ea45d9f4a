"""What things are: vocabulary files, IRIs and the plain values that travel between rooms."""

from .errors import HansaError, OntologyError
from .iris import Base, digest, hash8, normalise_name, slug
from .model import Document, Entity, Evidence, Extraction, Fact, LiteralFact
from .namespaces import DEFAULT_BASE, HANSA, PREFIXES, prologue
from .terms import fits, fits_literal
from .vocabulary import (
    AuthorityRecord,
    FocusConcept,
    Name,
    SuperProperty,
    authority,
    focus_concepts,
    inverses,
    super_classes,
    super_properties,
)

__all__ = [
    "DEFAULT_BASE",
    "HANSA",
    "PREFIXES",
    "AuthorityRecord",
    "Base",
    "Document",
    "Entity",
    "Evidence",
    "Extraction",
    "Fact",
    "FocusConcept",
    "HansaError",
    "LiteralFact",
    "Name",
    "OntologyError",
    "SuperProperty",
    "authority",
    "digest",
    "fits",
    "fits_literal",
    "focus_concepts",
    "hash8",
    "inverses",
    "normalise_name",
    "prologue",
    "slug",
    "super_classes",
    "super_properties",
]
