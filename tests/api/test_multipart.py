"""Forms of files, cut anywhere and broken in every way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import BadRequestError, ContentTooLargeError
from api.http.multipart import Part, read_parts

from .lines import defends

SAID = "multipart/form-data; boundary=x"
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="again"\r\n\r\ntrue\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="press/\xc4\x93.md"\r\n'
    b"Content-Type: text/markdown\r\n\r\n# A\r\n--y\r\n\x00\xff\r\n--x--\r\n"
)


def parts(
    body: bytes, *cuts: int, said: str = SAID, longest: int = 10_000
) -> list[tuple[Part, bytes]]:
    """Return the parts of a form that comes in pieces."""
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]

    async def stream() -> AsyncIterator[bytes]:
        for start, end in pairwise(places):
            yield body[start:end]

    async def collected() -> list[tuple[Part, bytes]]:
        found: dict[Part, bytes] = {}
        async for part, data in read_parts(stream(), said, longest=longest):
            found[part] = found.get(part, b"") + data
        return list(found.items())

    return asyncio.run(collected())


@given(st.lists(st.integers(0, len(FORM)), max_size=5))
def test_a_form_is_the_same_wherever_it_is_cut(cuts: list[int]) -> None:
    (field, value), (file, data) = parts(FORM, *cuts)
    assert (field.name, field.filename, value) == ("again", None, b"true")
    assert (file.name, file.filename, file.content_type) == ("file", "press/ē.md", "text/markdown")
    assert data == b"# A\r\n--y\r\n\x00\xff"


HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n'
BROKEN = {
    "no boundary": (FORM, "multipart/form-data"),
    "an empty boundary": (FORM, "multipart/form-data; boundary="),
    "an endless boundary": (FORM, f"multipart/form-data; boundary={'x' * 5_000}"),
    "another boundary": (FORM, "multipart/form-data; boundary=z"),
    "mixed": (FORM, "multipart/mixed; boundary=x"),
    "nothing": (b"", SAID),
    "cut off": (FORM[:-9], SAID),
    "cut off in a head": (HEAD[:20], SAID),
    "a header without end": (b"--x\r\nA: " + b"b" * 9_000 + b"\r\n\r\n\r\n--x--\r\n", SAID),
    "headers without end": (b"--x\r\n" + b"A: b\r\n" * 500 + b"\r\n\r\n--x--\r\n", SAID),
    "no header": (b"--x\r\n\x00\x01\x02\r\n\r\n\r\n--x--\r\n", SAID),
    "parts without end": (b"".join([HEAD + b"\r\n"] * 2_000) + b"--x--\r\n", SAID),
}


@defends("forms")
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_form_is_refused(name: str) -> None:
    body, said = BROKEN[name]
    with pytest.raises(BadRequestError, match=r"^the (form|boundary)"):
        parts(body, said=said, longest=1_000_000)


def test_a_form_that_is_too_long_is_read_no_further() -> None:
    with pytest.raises(ContentTooLargeError, match="longer than 100 bytes"):
        parts(HEAD + b"a" * 200, 90, 150, longest=100)


@given(st.binary(max_size=300))
def test_garbage_is_a_form_or_refused(body: bytes) -> None:
    with suppress(BadRequestError):
        parts(b"--x\r\n" + body + b"\r\n--x--\r\n")


def test_a_name_is_as_it_was_before_a_browser_wrote_it_into_a_form() -> None:
    head = HEAD.replace(b"a.md", b"a %22b%22; c.md")
    ((part, _),) = parts(head + b"\r\n--x--\r\n")
    assert part.filename == 'a "b"; c.md'


def test_a_nested_form_is_a_file() -> None:
    head = HEAD.replace(b"\r\n\r\n", b"\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n")
    ((part, data),) = parts(head + b"--y\r\n\r\n--y--\r\n\r\n--x--\r\n")
    assert (part.filename, data) == ("a.md", b"--y\r\n\r\n--y--\r\n")
