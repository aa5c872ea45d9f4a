"""The token of the keeper: asked for, compared, and never guessed from what is said."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from api.errors import ForbiddenError, UnauthorizedError
from api.http.security import has_token, require_token
from api.settings import Settings

from .lines import defends

SETTINGS = Settings(token="sésame-ouvre-toi")  # noqa: S106  of this test only


def _request(*values: bytes) -> Request:
    return Request({"type": "http", "headers": [(b"authorization", value) for value in values]})


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER   "])
def test_who_has_the_token_passes(scheme: str) -> None:
    request = _request((scheme + SETTINGS.token).encode())
    require_token(request, SETTINGS)
    assert has_token(request, SETTINGS)


@pytest.mark.parametrize(
    "value", [b"", b"Bearer", b"Bearer ", b"Basic c2VzYW1l", SETTINGS.token.encode()]
)
def test_who_has_none_is_asked_for_it(value: bytes) -> None:
    with pytest.raises(UnauthorizedError) as caught:
        require_token(_request(value), SETTINGS)
    assert caught.value.challenge == 'Bearer realm="hansa"'
    assert not has_token(_request(), SETTINGS)


@pytest.mark.parametrize("token", [b"open", b"s\xc3\xa9same-ouvre-to", b"\xff\x00", b"," * 9000])
def test_another_token_is_told_as_such(token: bytes) -> None:
    with pytest.raises(UnauthorizedError) as caught:
        require_token(_request(b"Bearer " + token), SETTINGS)
    assert 'error="invalid_token"' in caught.value.challenge


@pytest.mark.parametrize("value", [b"", b"Bearer ", b"Bearer x"])
@defends("token")
def test_without_a_token_nobody_is_the_keeper(value: bytes) -> None:
    with pytest.raises(ForbiddenError, match="HANSA_TOKEN"):
        require_token(_request(value), Settings())
    assert not has_token(_request(value), Settings())
