"""What can go wrong at the doors.

HansaError
└── ApiError
    ├── SettingsError               the environment asks for something that cannot be
    ├── UsageError                  the command line was used wrongly
    ├── ListenError                 the address to serve on cannot be had
    ├── AssetsError                 the files that pages load cannot be had
    └── RequestError                a request over HTTP that is not served
        ├── BadRequestError         it says something that cannot be
        ├── UnauthorizedError       it needs the token and has none, or another
        ├── ForbiddenError          it asks for what this server does not do
        ├── NotFoundError           nothing has that address
        ├── GoneError               what had that address is there no more
        ├── MethodNotAllowedError   nothing is done here by its method
        ├── NotAcceptableError      nothing can be sent in the formats it accepts
        ├── ContentTooLargeError    its body is too long
        ├── PreconditionFailedError a condition that it sets does not hold
        ├── HeadTooLargeError       its head is too long
        ├── RequestTimeoutError     it does not come to its end
        ├── UnsupportedMediaTypeError  its body is of a kind that is not read here
        ├── BusyError               too much is asked at once
        ├── TooManyRequestsError    one client asks too much
        └── UnavailableError        the server is starting or about to stop
"""

from __future__ import annotations

from collections.abc import Sequence

from ontology.errors import HansaError


class ApiError(HansaError):
    """Base of the errors of the command line and of HTTP."""


class SettingsError(ApiError):
    """An environment variable is unknown, or its value cannot be used."""


class UsageError(ApiError):
    """A command was given arguments that do not fit together; the exit status is 2."""


class ListenError(ApiError):
    """The server cannot listen where it was told to."""


class AssetsError(ApiError):
    """The files for browsers cannot be had, or are not those that are known."""


class RequestError(ApiError):
    """Base of the errors that a request over HTTP causes itself."""


class BadRequestError(RequestError):
    """The request says something that cannot be."""


class UnauthorizedError(RequestError):
    """The request has no token, or a wrong one; ``challenge`` is what WWW-Authenticate says."""

    def __init__(self, message: str, *, error: str = "") -> None:
        """Keep the challenge, with one of the *error* codes of RFC 6750, section 3.1, if any."""
        super().__init__(message)
        self.challenge = 'Bearer realm="hansa"' + (f', error="{error}"' if error else "")


class ForbiddenError(RequestError):
    """The request asks for something that this server does not do."""


class NotFoundError(RequestError):
    """Nothing here has that address."""


class GoneError(RequestError):
    """What had that address is there no more; it went with ``generation``.

    ``last`` is the last generation that is kept in which it was.
    """

    def __init__(self, message: str, *, generation: int, last: int | None = None) -> None:
        """Keep the number of the generation that it went with, and where it can still be seen."""
        super().__init__(message)
        self.generation = generation
        self.last = last


class MethodNotAllowedError(RequestError):
    """Nothing is done at that address by the method of the request; ``allowed`` says by which."""

    def __init__(self, message: str, *, allowed: str) -> None:
        """Keep the methods, as the header Allow has them."""
        super().__init__(message)
        self.allowed = allowed


class NotAcceptableError(RequestError):
    """Nothing can be sent in any format the request accepts; ``available`` says what there is."""

    def __init__(self, message: str, *, available: Sequence[str]) -> None:
        """Keep the media types that would have been possible."""
        super().__init__(message)
        self.available = tuple(available)


class ContentTooLargeError(RequestError):
    """The body of the request is longer than it may be."""


class PreconditionFailedError(RequestError):
    """A condition of the request does not hold, so what it asks for was not done."""


class HeadTooLargeError(RequestError):
    """The head of the request is longer than it may be, or has too many headers."""


class RequestTimeoutError(RequestError):
    """The request did not come to its end in time."""


class UnsupportedMediaTypeError(RequestError):
    """The body of the request is in a media type or charset that is not read here."""


class BusyError(RequestError):
    """Too many queries wait already; ``retry_after`` seconds later it may be otherwise."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        """Keep the seconds after which to ask again."""
        super().__init__(message)
        self.retry_after = retry_after


class TooManyRequestsError(RequestError):
    """The client has used up its time; ``retry_after`` seconds later it has some again."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        """Keep the seconds after which to ask again."""
        super().__init__(message)
        self.retry_after = retry_after


class UnavailableError(RequestError):
    """The server cannot answer yet, or no more; ``retry_after`` seconds later another may."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        """Keep the seconds after which to ask again."""
        super().__init__(message)
        self.retry_after = retry_after
