"""What can go wrong between a source and its facts.

HansaError
└── IngestError
    ├── EvaluationError      gold files or their documents are missing or wrong
    └── PipelineError        the pipeline cannot be built: model, configuration, data files
"""

from ontology.errors import HansaError


class IngestError(HansaError):
    """Base of the errors of this package."""


class PipelineError(IngestError):
    """The pipeline cannot be built: its model, configuration or a data file is missing or wrong."""


class EvaluationError(IngestError):
    """Gold files, or the documents they speak of, are missing or wrong."""
