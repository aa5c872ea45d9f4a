"""Files become Documents; whatever cannot is refused in one sentence that names it."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.documents import ReadSettings, read, read_bytes
from ingest.errors import (
    BinaryDocumentError,
    DamagedDocumentError,
    DocumentError,
    EmptyDocumentError,
    EncodingError,
    EncryptedDocumentError,
    IngestError,
    LanguageError,
    MissingSourceError,
    TooLargeError,
    UnreadableSourceError,
    UnsupportedTypeError,
)
from tests.ingest.document_makers import (
    CITIES,
    ITEMS,
    PAGE,
    SENTENCE,
    make_docx,
    make_pdf,
    make_pptx,
    make_scan,
)

MADE = {
    "statement.docx": make_docx(),
    "statement.html": PAGE.encode(),
    "statement.pdf": make_pdf(),
    "statement.pptx": make_pptx(),
}
FORMATS = pytest.mark.parametrize("name", sorted(MADE))
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@FORMATS
def test_every_format_keeps_headings_sentences_lists_and_tables(name: str) -> None:
    document = read_bytes(MADE[name], name=name, key=name)
    lines = document.text.splitlines()
    assert "# Two cities agree" in lines
    assert "## What they will do" in lines
    assert any(line.startswith(SENTENCE) for line in lines)
    assert {line.strip() for line in lines} >= {f"- {item}" for item in ITEMS}
    start = lines.index(f"| {' | '.join(CITIES[0])} |")
    assert lines[start + 1] == "| --- | --- | --- |"
    assert lines[start + 2 : start + 4] == [f"| {' | '.join(row)} |" for row in CITIES[1:]]


@FORMATS
def test_every_format_tells_its_title_date_and_digest(name: str) -> None:
    document = read_bytes(MADE[name], name=name, key="a key")
    assert (document.key, document.title, document.date) == (
        "a key",
        "Two cities agree",
        "2024-03-05",
    )
    assert document.sha256 == hashlib.sha256(MADE[name]).hexdigest()
    assert document.language == "en"


@FORMATS
def test_the_same_bytes_give_the_same_document_also_in_another_process(name: str) -> None:
    document = read_bytes(MADE[name], name=name, key="k")
    script = (
        "import sys; from ingest.documents import read_bytes;"
        f"print(repr(read_bytes(sys.stdin.buffer.read(), name={name!r}, key='k')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], input=MADE[name], capture_output=True, check=True
    )
    assert run.stdout.decode().strip() == repr(document)


@FORMATS
def test_the_format_is_recognised_without_a_suffix(name: str) -> None:
    named = read_bytes(MADE[name], name=name, key="k")
    assert read_bytes(MADE[name], name="statement", key="k") == named


def test_text_is_kept_to_the_letter_but_for_byte_order_mark_and_line_ends() -> None:
    data = "\ufeff# Riga  joins\r\n\r\n\tThe *city* joined.   \r\n\r\n\r\nIt is glad.".encode()
    document = read_bytes(data, name="a.txt", key="a.txt")
    assert document.text == "# Riga  joins\n\n\tThe *city* joined.   \n\n\nIt is glad."
    assert document.title == "Riga joins"


def test_front_matter_of_markdown_becomes_metadata_and_is_no_text() -> None:
    data = (
        b"---\ntitle: 'Two cities: one aim'\npublisher: Harbour Office # of Riga\n"
        b"date: 2024-03-05\ntags:\n  - water\n---\n\nRiga and Porto work together.\n"
    )
    document = read_bytes(data, name="a.md", key="a.md")
    assert document.text == "\nRiga and Porto work together.\n"
    assert (document.title, document.publisher, document.date) == (
        "Two cities: one aim",
        "Harbour Office",
        "2024-03-05",
    )
    assert read_bytes(data, name="a.txt", key="a.txt").text == data.decode()


def test_a_text_that_opens_with_a_rule_is_left_whole() -> None:
    text = "---\nRiga and Porto work together on water.\n---\nThey began in May.\n"
    assert read_bytes(text.encode(), name="a.md", key="a.md").text == text


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return buffer.getvalue()


def _pdf_bomb() -> bytes:
    import zlib

    once = zlib.compress(bytes(300_000_000), 9)
    return b"%PDF-1.7\n1 0 obj <<>>\nstream\n" + zlib.compress(once, 9) + b"\nendstream\n%%EOF"


def _locked_zip() -> bytes:
    data = bytearray(make_docx())
    position = data.find(b"PK\x01\x02")
    while position >= 0:
        data[position + 8] |= 1  # the flag of the central directory that says "encrypted"
        position = data.find(b"PK\x01\x02", position + 4)
    return bytes(data)


REFUSED: dict[str, tuple[str, bytes, type[DocumentError]]] = {
    "no bytes": ("a.txt", b"", EmptyDocumentError),
    "white space": ("a.md", " \n\t\u00a0\n".encode(), EmptyDocumentError),
    "an empty page": ("a.html", b"<html><body><img src=x></body></html>", EmptyDocumentError),
    "an empty PDF file": ("a.pdf", b"", EmptyDocumentError),
    "a scan": ("a.pdf", make_scan(), EmptyDocumentError),
    "an image": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, BinaryDocumentError),
    "more slips than happen": ("a.txt", b"Riga\x01\n" * 20, BinaryDocumentError),
    "binary in a page": ("a.html", b"<p>\x00\x01\x02</p>", BinaryDocumentError),
    "a PDF with a password": ("a.pdf", make_pdf(password="x"), EncryptedDocumentError),  # noqa: S106
    "a Word file with a password": (
        "a.docx",
        OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
        EncryptedDocumentError,
    ),
    "a locked zip": ("a.docx", _locked_zip(), EncryptedDocumentError),
    "a Word file of 1997": ("a.docx", OLE + bytes(512), UnsupportedTypeError),
    "a Word file of 1997 by name": ("a.doc", OLE + bytes(512), UnsupportedTypeError),
    "Latin-1": ("a.txt", "Gruß aus Köln and greetings".encode("latin-1"), EncodingError),
    "UTF-16": ("a.txt", "Greetings from Riga".encode("utf-16"), EncodingError),
    "an unknown charset": ("a.html", b"<meta charset=klingon><p>Hello</p>", EncodingError),
    "a cut-off Word file": ("a.docx", make_docx()[:9000], DamagedDocumentError),
    "a cut-off deck": ("a.pptx", make_pptx()[:9000], DamagedDocumentError),
    "text as PDF": ("a.pdf", b"Riga joined the network.", DamagedDocumentError),
    "a PDF of rubbish": ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 9, DamagedDocumentError),
    "another zip": ("a.docx", _zip({"a.txt": b"Hello"}), DamagedDocumentError),
    "a zip without suffix": ("a", _zip({"a.txt": b"Hello"}), UnsupportedTypeError),
    "a program": ("a.exe", b"MZ\x90\x00\x03" * 99, UnsupportedTypeError),
    "numbers": ("a.dat", b"1 2 3", UnsupportedTypeError),
    "a page nested without end": ("a.html", b"<div>" * 9000 + b"Riga", DamagedDocumentError),
    "a zip bomb": ("a.docx", _zip({"word/document.xml": bytes(250_000_000)}), TooLargeError),
    "a PDF bomb": ("a.pdf", _pdf_bomb(), TooLargeError),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_cannot_be_read_is_refused_in_one_sentence_that_names_it(case: str) -> None:
    name, data, expected = REFUSED[case]
    with pytest.raises(expected) as caught:
        read_bytes(data, name=f"press/{name}", key=name)
    message = str(caught.value)
    assert f"press/{name}" in message
    assert "\n" not in message


def test_latin_1_text_is_refused_with_the_offset_of_the_first_wrong_byte() -> None:
    data = b"\xef\xbb\xbf" + "Greetings from Málaga".encode("latin-1")
    with pytest.raises(EncodingError, match=r"byte 0xe1 at offset 19 "):
        read_bytes(data, name="a.txt", key="a.txt")


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert SENTENCE in read_bytes(make_pdf(password=""), name="a.pdf", key="k").text


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Riga joined. " * 100)
    small = ReadSettings(max_bytes=1000)
    with pytest.raises(TooLargeError, match=r"larger than 1,000 bytes"):
        read(path, root=tmp_path, settings=small)
    with pytest.raises(TooLargeError, match=r"larger than 1,000 bytes"):
        read_bytes(path.read_bytes(), name="a.txt", key="k", settings=small)


def test_a_text_in_another_language_is_refused_unless_asked_for() -> None:
    german = "Die Stadt Köln ist seit gestern Mitglied im Netzwerk der Häfen.".encode()
    with pytest.raises(LanguageError, match=r"a\.txt is in another language .*'de'"):
        read_bytes(german, name="a.txt", key="k")
    both = ReadSettings(languages=("en", "de"))
    assert read_bytes(german, name="a.txt", key="k", settings=both).language == "de"


def test_a_file_is_known_by_its_path_under_the_root_or_by_the_key_given(tmp_path: Path) -> None:
    path = tmp_path / "press" / "joint statement.txt"
    path.parent.mkdir()
    path.write_text("Riga joined the network.")
    assert read(path, root=tmp_path).key == "press/joint statement.txt"
    assert read(str(path), root=path.parent).key == "joint statement.txt"
    assert read(path, root=tmp_path / "elsewhere", key="mine").key == "mine"
    assert read(path, root=tmp_path / "elsewhere").key == "../press/joint statement.txt"


def test_a_text_without_headings_has_the_title_it_opens_with() -> None:
    text = b"[Monday]\n\nHarbours and Their Cities\n\nGood evening, and welcome to all of you.\n"
    assert read_bytes(text, name="a.txt", key="k").title == "Harbours and Their Cities"
    assert read_bytes(b"Riga joined the network in May.", name="a.txt", key="k").title is None


def test_a_missing_file_an_empty_folder_and_a_full_one_are_told_apart(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "a.txt").write_text("Riga joined.")
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingSourceError, match=r"nothing\.txt does not exist"):
        read(tmp_path / "nothing.txt", root=tmp_path)
    with pytest.raises(MissingSourceError, match=r"empty holds no file ending in \.docx"):
        read(tmp_path / "empty", root=tmp_path)
    with pytest.raises(UnsupportedTypeError, match=r"full is a folder"):
        read(full, root=tmp_path)
    with pytest.raises(UnreadableSourceError, match=r"cannot be read"):
        read(f"{tmp_path}/{'a' * 300}.txt", root=tmp_path)


def test_importing_the_readers_imports_no_converter() -> None:
    heavy = {"bs4", "docx", "httpx", "lxml", "numpy", "pdfplumber", "pptx", "py3langid", "spacy"}
    script = "import sys, ingest.documents; print(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert heavy.isdisjoint(run.stdout.split())


def _read_or_refuse(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name=name, key="k")
    except IngestError as error:
        assert name in str(error)  # noqa: PT017  # either outcome is right, no other exception is
    else:
        assert document.text.strip()
        document.text.encode("utf-8")


FUZZ = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@FUZZ
@given(
    name=st.sampled_from([*sorted(MADE), "a.txt", "a.md", "a"]),
    data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda t: t.encode())),
)
def test_any_bytes_under_any_name_give_a_document_or_our_error(name: str, data: bytes) -> None:
    _read_or_refuse(data, name)


@FUZZ
@given(
    name=st.sampled_from(sorted(MADE)),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
)
def test_a_damaged_file_gives_a_document_or_our_error(
    name: str, cut: float, changes: list[tuple[float, int]]
) -> None:
    data = bytearray(MADE[name])
    for place, value in changes:
        data[int(place * len(data))] = value
    _read_or_refuse(bytes(data[: int(cut * len(data))]) if changes else bytes(data), name)


@FUZZ
@given(
    part=st.sampled_from(
        ("word/document.xml", "word/styles.xml", "word/numbering.xml", "[Content_Types].xml")
    ),
    place=st.floats(0, 0.999),
    patch=st.binary(max_size=30),
)
def test_a_word_file_with_a_damaged_part_gives_a_document_or_our_error(
    part: str, place: float, patch: bytes
) -> None:
    with zipfile.ZipFile(io.BytesIO(MADE["statement.docx"])) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    at = int(place * len(parts[part]))
    parts[part] = parts[part][:at] + patch + parts[part][at + len(patch) :]
    _read_or_refuse(_zip(parts), "statement.docx")


@pytest.mark.parametrize("character", [*"\x01\x08\x0b\x0c\x1b\x1c\x1f\x7f\x80\x85\x9f\u2028\u202e"])
def test_a_stray_control_character_stays_in_the_text(tmp_path: Path, character: str) -> None:
    text = f"Riga joined the Harbour Network.{character} Its members met in Turku in June.\n"
    path = tmp_path / "slip.txt"
    path.write_text(text, encoding="utf-8", newline="")
    assert read(path, root=tmp_path).text == text


@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
def test_a_refused_character_is_named_with_its_place(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"slip.{suffix}"
    path.write_text("Riga joined.\nMálaga\x00 did, too.\n", encoding="utf-8")
    with pytest.raises(BinaryDocumentError, match=r"U\+0000 in line 2, column 7; take .* out"):
        read(path, root=tmp_path)


def test_the_first_of_many_control_characters_is_named(tmp_path: Path) -> None:
    path = tmp_path / "much.txt"
    path.write_text("Riga joined.\n" + "\x02Turku \x03" * 40, encoding="utf-8")
    with pytest.raises(BinaryDocumentError, match=r"U\+0002 in line 2, column 1;"):
        read(path, root=tmp_path)
