"""Fetching a document by HTTP (RFC 9110) within limits of time, size, hops and reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpcore
import httpx

from ingest.errors import DocumentError, FetchError, RefusedAddressError, TooLargeError
from ingest.network import CheckedBackend, Deadline
from ingest.settings import ReadSettings

_HEADERS = {
    "accept": "text/html, text/markdown, text/plain, application/pdf, */*;q=0.1",
    "accept-encoding": "gzip",
    "user-agent": "Hansa/0.1 (reads statements of city networks)",
}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
#: Content codings of which a chunk unpacks to a bounded amount; several at once do not.
_CODINGS = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """The body of a successful answer; ``url`` is where the redirects ended."""

    url: str
    data: bytes
    media_type: str | None
    charset: str | None


def fetch(url: str, settings: ReadSettings) -> Fetched:
    """Fetch *url*, following redirects, each checked like the first.

    Proxies, passwords and cookies of the environment are not used. Raises RefusedAddressError
    for an address that is not public, TooLargeError, and FetchError for every other failure.
    """
    deadline = Deadline.after(settings.timeout)
    target = _checked(url, source=url)
    for _ in range(settings.max_redirects + 1):
        answer = _get(target, url, deadline, settings)
        if isinstance(answer, Fetched):
            return answer
        target = answer
    raise FetchError(
        f"{url} redirects more than {settings.max_redirects} times; use the address it leads to"
    )


def _get(
    target: httpx.URL, url: str, deadline: Deadline, settings: ReadSettings
) -> Fetched | httpx.URL:
    """Return the answer of *target*, or where it redirects to; all failures speak of *url*."""
    backend = CheckedBackend(deadline, allow_private=settings.allow_private_addresses)
    try:
        with (
            httpx.Client(
                transport=_Transport(backend), trust_env=False, timeout=settings.timeout
            ) as client,
            client.stream("GET", target, headers=_HEADERS, follow_redirects=False) as response,
        ):
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return _checked(str(target.join(response.headers["location"])), source=url)
            return _body(response, url, settings)
    except DocumentError as error:
        raise error if url in str(error) else type(error)(f"{url} was not read: {error}") from error
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise FetchError(
            f"{url} did not arrive within {settings.timeout:g} seconds; try again later"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, *_HTTPCORE_ERRORS, OSError) as error:
        reason = str(error).rstrip(".") or type(error).__name__
        raise FetchError(f"{url} could not be fetched ({reason}); check the address") from error


#: httpcore has no common root for its errors.
_HTTPCORE_ERRORS = (
    httpcore.ConnectionNotAvailable,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


def _checked(url: str, *, source: str) -> httpx.URL:
    """Return *url* parsed, when its form allows to connect to it."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{source} leads to an address that is no URL; check it") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise RefusedAddressError(
            f"{source} leads to {parsed.scheme or 'no'} scheme; only http and https are read"
        )
    if parsed.userinfo:
        raise RefusedAddressError(
            f"{parsed.copy_with(userinfo=b'')} carries a user name or password; remove it"
        )
    return parsed


def _body(response: httpx.Response, url: str, settings: ReadSettings) -> Fetched:
    if response.status_code != 200:
        raise FetchError(
            f"{url} answered {response.status_code} {response.reason_phrase}; check the address"
        )
    if response.headers.get("content-encoding", "").strip().lower() not in _CODINGS:
        raise FetchError(f"{url} is packed in a way Hansa does not unpack; download it yourself")
    data = bytearray()
    for chunk in response.iter_bytes(16_384):
        data += chunk
        if len(data) > settings.max_bytes:
            raise TooLargeError(
                f"{url} is larger than {settings.max_bytes:,} bytes; raise the size limit"
            )
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(
        url=str(response.url),
        data=bytes(data),
        media_type=media_type or None,
        charset=response.charset_encoding,
    )


class _Transport(httpx.BaseTransport):
    """httpx over an httpcore pool whose sockets are ours; a request never goes by a proxy."""

    def __init__(self, backend: CheckedBackend) -> None:
        context = httpx.create_ssl_context(trust_env=False)
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send *request* and return its response with the body still to be read."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
