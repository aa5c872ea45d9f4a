"""documents.sqlite: the documents, what was read in them, and so the truth behind the graph.

The graph is made from the *current map*: for each source key the digest of its bytes and of the
pipeline that read it. Texts and extractions of earlier contents stay, so that nothing is computed
twice and an older generation can still show its sentences. Where two keys have the same bytes,
the smallest key (by code point) speaks and the others are duplicates; which came first does not
matter, and when the smallest goes the next takes its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from graph.curating.curation import CurationStore
from graph.curating.verdicts import VerdictStore
from graph.errors import GraphError, UnknownDocumentError
from ontology.iris import Base
from ontology.model import Document, Extraction
from ontology.serialisation import dumps, loads

from .database import Current
from .keys import KeyStore

_CONTENT_COLUMNS: Final = "key, text, sha256, media_type, language, title, publisher, date"
#: The keys that speak: of those with equal bytes, the smallest.
_SPEAKING: Final = "SELECT min(key) AS key FROM current GROUP BY sha256"


class DocumentStore(KeyStore, VerdictStore, CurationStore):
    """The documents of one data directory, and what reviewers said of the claims read in them."""

    # Reading

    def speaking(self) -> list[Current]:
        """Return what is current under the keys that speak in the graph, sorted."""
        rows = self._rows(
            f"SELECT key, sha256, pipeline FROM current JOIN ({_SPEAKING}) USING (key) ORDER BY key"  # noqa: S608
        )
        return [Current(*row) for row in rows]

    def speaking_of(self, keys: Iterable[str]) -> dict[str, Current | None]:
        """Return, for *keys* and all whose bytes they have or last had, what each has to say.

        A key that says nothing, because it is gone or another speaks for it, has None.
        """
        found: dict[str, Current | None] = dict.fromkeys(keys)
        for sha256 in sorted({each for key in found for each in self._bytes_of(key)}):
            had = self._rows("SELECT key FROM spoken WHERE sha256 = ?", sha256)
            found |= {key: found.get(key) for (key,) in had}
            row = self._row("SELECT min(key) FROM current WHERE sha256 = ?", sha256)
            if row[0] is not None:
                found[row[0]] = self.current(row[0])
        return dict(sorted(found.items()))

    def _bytes_of(self, key: str) -> set[str]:
        """Return the digests of the bytes that *key* has, and that it had in the graph."""
        tables = ("current", "spoken")
        rows = [self._row(f"SELECT sha256 FROM {table} WHERE key = ?", key) for table in tables]  # noqa: S608
        return {row[0] for row in rows if row}

    def set_spoken(self, key: str, entry: Current | None) -> None:
        """Note what the graph has of a key."""
        if before := self.spoken(key):
            self._write("DELETE FROM spoken WHERE key = ?", key)
            self._count_pipeline(before.pipeline, -1)
        if entry:
            self._write("INSERT INTO spoken VALUES (?, ?, ?)", key, entry.sha256, entry.pipeline)
            self._count_pipeline(entry.pipeline, 1)

    def set_all_spoken(self, entries: Iterable[Current]) -> None:
        """Note what the graph has of all keys, where it had nothing."""
        rows = [(entry.key, entry.sha256, entry.pipeline) for entry in entries]
        self._write_all("INSERT INTO spoken VALUES (?, ?, ?)", rows)
        for pipeline, count in sorted(Counter(pipeline for _, _, pipeline in rows).items()):
            self._count_pipeline(pipeline, count)

    def all_spoken(self) -> list[Current]:
        """Return what the graph has of all keys, sorted."""
        rows = self._rows("SELECT key, sha256, pipeline FROM spoken ORDER BY key")
        return [Current(*row) for row in rows]

    def _count_pipeline(self, pipeline: str, change: int) -> None:
        self._write(
            "INSERT INTO pipelines VALUES (?1, ?2) "
            "ON CONFLICT (pipeline) DO UPDATE SET documents = documents + ?2",
            pipeline,
            change,
        )

    def spoken(self, key: str) -> Current | None:
        """Return what the graph has of a key."""
        row = self._row("SELECT key, sha256, pipeline FROM spoken WHERE key = ?", key)
        return Current(*row) if row else None

    def count_current(self) -> int:
        """Return the number of current documents, duplicates too."""
        return int(self._row("SELECT count(*) FROM current")[0])

    def count_spoken(self) -> int:
        """Return the number of documents in the graph."""
        return int(self._row("SELECT coalesce(sum(documents), 0) FROM pipelines")[0])

    def pipelines(self) -> tuple[str, ...]:
        """Return the digests of the pipelines that read the documents in the graph, sorted."""
        rows = self._rows("SELECT pipeline FROM pipelines WHERE documents > 0 ORDER BY pipeline")
        return tuple(pipeline for (pipeline,) in rows)

    def duplicates(self) -> dict[str, str]:
        """Return, for each key whose bytes another speaks for, that other key."""
        rows = self._rows(
            "SELECT current.key, first.key FROM current JOIN "
            "(SELECT sha256, min(key) AS key FROM current GROUP BY sha256) AS first "
            "USING (sha256) WHERE current.key <> first.key ORDER BY current.key"
        )
        return dict(rows)

    def twin(self, key: str, sha256: str) -> str | None:
        """Return the smallest other current key with these bytes, if there is one."""
        row = self._row(
            "SELECT min(key) FROM current WHERE sha256 = ? AND key <> ?", sha256, key
        ) or (None,)
        return row[0] if isinstance(row[0], str) else None

    def twins(self, name: str, *, base: Base) -> list[str]:
        """Return the other current keys with the bytes of the document that *name* means.

        Raises UnknownDocumentError when it means none, or several.
        """
        key = self.find(name, base=base)
        rows = self._rows(
            "SELECT other.key FROM current JOIN current AS other USING (sha256) "
            "WHERE current.key = ? AND other.key <> current.key ORDER BY other.key",
            key,
        )
        return [other for (other,) in rows]

    def digests(self, key: str) -> set[str]:
        """Return the digests of all bytes that *key* has, or had, and that are kept."""
        rows = self._rows("SELECT sha256 FROM contents WHERE key = ?", key)
        return {sha256 for (sha256,) in rows}

    def keys_with(self, sha256: str) -> set[str]:
        """Return the keys under which these bytes are kept, current or not."""
        return {key for (key,) in self._rows("SELECT key FROM contents WHERE sha256 = ?", sha256)}

    def document(self, key: str, *, sha256: str | None = None) -> Document:
        """Return the document under *key*: the current one, or the one with that digest.

        Raises UnknownDocumentError when there is none.
        """
        wanted = sha256 or getattr(self.current(key), "sha256", None)
        row = self._row(
            f"SELECT {_CONTENT_COLUMNS} FROM contents WHERE key = ? AND sha256 = ?",  # noqa: S608
            key,
            wanted,
        )
        if row is None:
            raise UnknownDocumentError(f"no document {key!r} is there; hansa documents lists them")
        if not all(value is None or isinstance(value, str) for value in row):
            raise GraphError(f"what {self.path} keeps of {key!r} is damaged; ingest it again")
        return Document(**dict(zip(_CONTENT_COLUMNS.split(", "), row, strict=True)))

    def extraction(self, key: str, sha256: str, pipeline: str) -> Extraction | None:
        """Return what that pipeline read in those bytes, or None when it has not read them."""
        row = self._row(
            "SELECT body FROM extractions WHERE key = ? AND sha256 = ? AND pipeline = ?",
            key,
            sha256,
            pipeline,
        )
        return loads(row[0]) if row else None

    def links(self, entry: Current) -> set[str]:
        """Return the links of the entities in a kept extraction, without reading all of it."""
        rows = self._rows(
            "SELECT json_extract(entity.value, '$.link') FROM extractions, "
            "json_each(CASE WHEN json_valid(body) THEN body ELSE '{}' END, '$.entities') AS entity "
            "WHERE extractions.key = ? AND sha256 = ? AND pipeline = ?",
            entry.key,
            entry.sha256,
            entry.pipeline,
        )
        return {link for (link,) in rows if isinstance(link, str)}  # damage may make it a number

    def readings(self, key: str) -> list[Current]:
        """Return everything that was ever read under *key* and is kept, the current one first."""
        rows = self._rows(
            "SELECT read.key, read.sha256, read.pipeline FROM extractions AS read "
            "LEFT JOIN current AS now USING (key, sha256, pipeline) WHERE read.key = ? "
            "ORDER BY now.key IS NULL, read.sha256, read.pipeline",
            key,
        )
        return [Current(*row) for row in rows]

    # Writing, by the holder of the lock only

    def put(self, document: Document, extraction: Extraction) -> bool:
        """Make them current under the document's key; say whether anything changed."""
        key, sha256, pipeline = document.key, document.sha256, extraction.pipeline
        row = (key, document.text, sha256, document.media_type, document.language)
        has_changed = any(
            [
                self._replace(
                    "contents", (*row, document.title, document.publisher, document.date)
                ),
                self._replace("extractions", (key, sha256, pipeline, dumps(extraction))),
                self._replace("current", (key, sha256, pipeline)),
            ]
        )
        if has_changed:
            self.note_key(key)
            self.unindex(key)
        return has_changed

    def remove(self, key: str) -> None:
        """Take *key* out of the current map; its text and extractions stay."""
        for table in ("current", "claims", "doubts", "unindexed"):
            self._write(f"DELETE FROM {table} WHERE key = ?", key)  # noqa: S608

    def purge(self, key: str) -> None:
        """Delete everything that is kept of *key*."""
        tables = ("current", "contents", "extractions", "claims", "doubts", "unindexed", "endings")
        for table in tables:
            self._write(f"DELETE FROM {table} WHERE key = ?", key)  # noqa: S608

    def purge_text(self, key: str, sha256: str) -> None:
        """Delete the text that *key* had once, by its digest, with all that was read in it."""
        for table in ("contents", "extractions"):
            self._write(f"DELETE FROM {table} WHERE key = ? AND sha256 = ?", key, sha256)  # noqa: S608

    def vacuum(self) -> None:
        """Leave nothing of deleted rows in the file; its log holds them until it is cut off."""
        self._write("VACUUM")

    def cut_log(self, patience: float) -> bool:
        """Bring the log into the file and empty it.

        Returns False where someone still reads from before after *patience* seconds.
        """
        with self._patient(patience):
            busy, *_ = self._row("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy

    def meta(self, name: str) -> str | None:
        """Return a value the writer noted about the data directory."""
        row = self._row("SELECT value FROM meta WHERE name = ?", name)
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Note a value about the data directory."""
        self._replace("meta", (name, value))

    def journal(self) -> bytes | None:
        """Return the difference that may not have been applied to the store, if there is one."""
        row = self._row("SELECT body FROM journal")
        return row[0] if row else None

    def set_journal(self, body: bytes) -> None:
        """Note the difference that is to be applied, in place of the one before."""
        self._write("INSERT OR REPLACE INTO journal VALUES (1, ?)", body)

    def clear_journal(self) -> None:
        """Note that everything is applied and published."""
        self._write("DELETE FROM journal")

    def changed(self, most: int) -> list[str]:
        """Return some of the keys whose documents the graph has not been brought after yet."""
        return [key for (key,) in self._rows("SELECT key FROM changed ORDER BY key LIMIT ?", most)]

    def add_changed(self, keys: Iterable[str]) -> None:
        """Note keys whose documents change, or what reviewers say of them."""
        self._write_all("INSERT OR IGNORE INTO changed VALUES (?)", [(key,) for key in keys])

    def clear_changed(self, keys: Iterable[str] | None = None) -> None:
        """Note that the graph is being brought after these keys, or after all."""
        if keys is None:
            self._write("DELETE FROM changed")
            return
        self._write_all("DELETE FROM changed WHERE key = ?", [(key,) for key in keys])

    def place(self, link: str) -> str | None:
        """Return the gazetteer's record for a link that was looked up before, as JSON."""
        row = self._row("SELECT record FROM places WHERE link = ?", link)
        return row[0] if row else None

    def add_places(self, records: Mapping[str, str]) -> None:
        """Keep gazetteer records, as JSON by link."""
        self._write_all("INSERT OR REPLACE INTO places VALUES (?, ?)", sorted(records.items()))

    def clear_places(self) -> None:
        """Forget the gazetteer records, because the gazetteer has another version now."""
        self._write("DELETE FROM places")
