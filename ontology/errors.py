"""The root of every exception Hansa raises.

HansaError
├── OntologyError        a vocabulary file or an IRI is not what it should be
├── GraphError           store, generations, validation        (graph.errors)
├── IngestError          documents, pipeline, linking          (ingest.errors)
├── QuestionError        catalogue and parameters              (queries.errors)
└── ApiError             requests that cannot be served        (api.errors)
"""


class HansaError(Exception):
    """Base of all errors that Hansa raises on purpose; its text says what, where, what to do."""


class OntologyError(HansaError):
    """A vocabulary file, a term or an IRI breaks the ontology's rules."""
