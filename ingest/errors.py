"""What can go wrong between a source and its facts.

HansaError                          (ontology.errors)
└── IngestError                     anything this package refuses
    ├── ClusterError                the cluster that was to read is not there, or has gone
    ├── EvaluationError             gold files or their documents are missing or wrong
    ├── ExtractionError             the pipeline failed on one document
    ├── PipelineError               the pipeline cannot be built: model, configuration, data files
    ├── TrainingError               what is to be learned from was not named rightly
    ├── SourceKeyError              a URL that cannot become a source key
    └── DocumentError               one source cannot be read; the run goes on with the others
        ├── MissingSourceError      no such file, or a folder without readable files
        ├── UnreadableSourceError   the operating system does not let us read it
        ├── UnsupportedTypeError    a format without a reader
        ├── EmptyDocumentError      no text in it
        ├── BinaryDocumentError     bytes that are no text
        ├── EncryptedDocumentError  a password is needed
        ├── DamagedDocumentError    a converter could not make sense of it
        ├── TooLargeError           more bytes, packed or unpacked, than allowed
        ├── EncodingError           text that is not UTF-8
        ├── LanguageError           text in a language the pipeline does not read
        └── FetchError              a URL that did not give a document
            └── RefusedAddressError a URL we do not connect to
"""

from __future__ import annotations

from ontology.errors import HansaError


class IngestError(HansaError):
    """Base of all errors of reading, extracting and linking."""


class PipelineError(IngestError):
    """The pipeline cannot be built: its model, configuration or a data file is missing or wrong."""


class EvaluationError(IngestError):
    """Gold files, or the documents they speak of, are missing or wrong."""


class TrainingError(IngestError):
    """An argument of the training names no folders of texts and gold."""


class SourceKeyError(IngestError):
    """A source has no key: its URL is not one."""


class DocumentError(IngestError):
    """One source cannot become a Document; its message names the source."""


class MissingSourceError(DocumentError):
    """The file is not there, or the folder holds no file that Hansa reads."""


class UnreadableSourceError(DocumentError):
    """The file is there but the operating system refuses to read it."""


class UnsupportedTypeError(DocumentError):
    """No reader exists for the format of the file."""


class EmptyDocumentError(DocumentError):
    """The file holds no text: no bytes, only white space, or only pictures."""


class BinaryDocumentError(DocumentError):
    """The file was taken for text but holds binary data."""


class EncryptedDocumentError(DocumentError):
    """The file opens only with a password."""


class DamagedDocumentError(DocumentError):
    """The file claims a format but breaks its rules."""


class TooLargeError(DocumentError):
    """The file is larger, as it is or unpacked, than the settings allow."""


class EncodingError(DocumentError):
    """The text is not in UTF-8, nor in a character set that its page declares."""


class LanguageError(DocumentError):
    """The text is in a language that is not among those asked for."""


class FetchError(DocumentError):
    """A URL could not be fetched in the time, size and number of redirects allowed."""


class RefusedAddressError(FetchError):
    """A URL leads where Hansa does not connect: a private address, another scheme, a password."""


class ExtractionError(IngestError):
    """The pipeline failed on one document, or the process that ran it died."""


class ClusterError(IngestError):
    """The cluster that was to read is not there, has gone, or runs another pipeline."""
