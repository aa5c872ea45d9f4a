"""The layout of documents.sqlite, and what brings a file of an older one to it."""

from __future__ import annotations

import sqlite3
from typing import Final

from ontology.iris import CLAIM_DIGITS, hash8

#: The layout of documents.sqlite; it changes only together with a migration.
SCHEMA_VERSION: Final = 7
#: Which claims are read under which key, by their digest from its end, for what is current and not
#: ``unindexed``.
_CLAIMS: Final = """
CREATE TABLE claims (backwards TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX claims_by_key ON claims (key);
CREATE TABLE unindexed (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""
#: What of these claims a reviewer had better look at: proposals, and claims of low confidence.
_DOUBTS: Final = """
CREATE TABLE doubts (
    claim TEXT PRIMARY KEY, key TEXT NOT NULL, doubt REAL NOT NULL, is_proposal INTEGER NOT NULL,
    subject_kind TEXT NOT NULL, subject TEXT NOT NULL, object_kind TEXT NOT NULL,
    object TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX doubts_by_key ON doubts (key);
CREATE INDEX doubts_by_doubt ON doubts (doubt DESC, claim);
"""
#: Names of atoms by number, the blocks that each is in, and what is alike in a block; see
#: ``graph.identity.nearness``.
_NEARNESS: Final = """
CREATE TABLE spelled (
    number INTEGER PRIMARY KEY, family TEXT NOT NULL, name TEXT NOT NULL, atom TEXT NOT NULL);
CREATE INDEX spelled_by_name ON spelled (family, name);
CREATE TABLE blocks (
    block INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (block, number)) WITHOUT ROWID;
CREATE TABLE near (
    block INTEGER NOT NULL, one INTEGER NOT NULL, other INTEGER NOT NULL, chance REAL NOT NULL,
    how TEXT NOT NULL, PRIMARY KEY (block, one, other)) WITHOUT ROWID;
CREATE INDEX near_by_chance ON near (chance DESC, one, other, how);
"""
#: Verdicts by the digest of the claim and the key they were given on, in the order given, by whom
#: and when.
_REVIEW: Final = f"""{_CLAIMS}{_DOUBTS}
CREATE TABLE verdicts (
    given INTEGER PRIMARY KEY, claim TEXT NOT NULL UNIQUE, key TEXT NOT NULL,
    verdict TEXT NOT NULL, who TEXT, at TEXT, edit TEXT);
CREATE INDEX verdicts_by_key ON verdicts (key);
CREATE INDEX contents_by_sha256 ON contents (sha256, key);
"""
#: The keys of which anything is kept, by what their documents' IRIs end in, and from their ends.
_ENDINGS: Final = """
CREATE TABLE endings (
    key TEXT PRIMARY KEY, hash8 TEXT NOT NULL, backwards TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX endings_by_hash8 ON endings (hash8);
CREATE INDEX endings_by_backwards ON endings (backwards);
"""
#: What curators decided of entities, in the order given; see ``graph.curating.curation``.
_CURATION: Final = """
CREATE TABLE decisions (
    given INTEGER PRIMARY KEY, act TEXT NOT NULL, one TEXT NOT NULL, other TEXT, name TEXT,
    language TEXT, who TEXT NOT NULL, at TEXT NOT NULL, anchors TEXT NOT NULL, called TEXT);
"""
_NODES_BY_HASH8: Final = "CREATE INDEX nodes_by_hash8 ON nodes (hash8);"
#: The documents in the graph, counted by the pipeline that read them.
_PIPELINES: Final = (
    "pipelines (pipeline TEXT PRIMARY KEY, documents INTEGER NOT NULL) WITHOUT ROWID"
)
#: What the graph of the last revision was made of: the documents that speak, their nodes, the
#: sums over the nodes of each atom, where atoms went; what each document and entity shares in
#: the common graphs, and how many share in each line; what is still to be done to the store.
_INDEX: Final = f"""
CREATE TABLE spoken (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX spoken_by_sha256 ON spoken (sha256);
CREATE TABLE {_PIPELINES};
CREATE TABLE nodes (
    key TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, atom TEXT NOT NULL,
    body TEXT NOT NULL, hash8 TEXT NOT NULL, PRIMARY KEY (key, kind, name)) WITHOUT ROWID;
CREATE INDEX nodes_by_atom ON nodes (atom);
{_NODES_BY_HASH8}
CREATE TABLE votes (
    atom TEXT NOT NULL, kind TEXT NOT NULL, claims INTEGER NOT NULL, nodes INTEGER NOT NULL,
    PRIMARY KEY (atom, kind)) WITHOUT ROWID;
CREATE TABLE names (
    atom TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL, nodes INTEGER NOT NULL,
    firsts INTEGER NOT NULL, PRIMARY KEY (atom, text, language)) WITHOUT ROWID;
CREATE TABLE keys (
    role TEXT NOT NULL, family TEXT NOT NULL, name TEXT NOT NULL, atom TEXT NOT NULL,
    nodes INTEGER NOT NULL, PRIMARY KEY (role, family, name, atom)) WITHOUT ROWID;
CREATE INDEX keys_by_atom ON keys (atom);
CREATE TABLE placed (
    atom TEXT PRIMARY KEY, iri TEXT NOT NULL, own TEXT NOT NULL,
    country TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX placed_by_iri ON placed (iri);
CREATE INDEX placed_by_own ON placed (own);
CREATE INDEX placed_by_country ON placed (country);
CREATE TABLE shares (name TEXT PRIMARY KEY, lines BLOB NOT NULL);
CREATE TABLE supports (line BLOB PRIMARY KEY, shares INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE journal (one INTEGER PRIMARY KEY CHECK (one = 1), body BLOB NOT NULL);
CREATE TABLE changed (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE turnover (iri TEXT PRIMARY KEY, successors TEXT) WITHOUT ROWID;
{_NEARNESS}"""
SCHEMA: Final = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE contents (
    key TEXT NOT NULL, text TEXT NOT NULL, sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
    language TEXT NOT NULL, title TEXT, publisher TEXT, date TEXT, PRIMARY KEY (key, sha256));
CREATE TABLE extractions (
    key TEXT NOT NULL, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (key, sha256, pipeline));
CREATE TABLE current (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, pipeline TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX current_by_sha256 ON current (sha256, key);
CREATE TABLE places (link TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
{_REVIEW}{_ENDINGS}{_CURATION}{_INDEX}"""
_INDEX_ANEW: Final = f"""
DROP TABLE IF EXISTS graphs;
{_CURATION}{_INDEX}
INSERT OR REPLACE INTO meta VALUES ('anew', 'yes');
"""  # noqa: S608
_FILLED_ENDINGS: Final = f"""{_ENDINGS}
INSERT INTO endings SELECT DISTINCT key, hash8(key), backwards(key) FROM contents;
"""  # noqa: S608
_FILLED_CLAIMS: Final = f"""
ALTER TABLE claims RENAME TO claims_before;
DROP INDEX claims_by_key;
{_CLAIMS}
INSERT INTO claims SELECT backwards(claim), key FROM claims_before;
INSERT INTO unindexed SELECT key FROM (SELECT key, sha256, pipeline FROM current
    EXCEPT SELECT key, sha256, pipeline FROM indexed);
DROP TABLE claims_before;
DROP TABLE indexed;
"""  # noqa: S608
_ALL_UNINDEXED: Final = "INSERT OR IGNORE INTO unindexed SELECT key FROM current;"
_EDITS: Final = "ALTER TABLE verdicts ADD COLUMN edit TEXT;"
_LAYOUT_7: Final = f"{_EDITS}{_DOUBTS}{_NEARNESS}{_ALL_UNINDEXED}"
_LAYOUT_6: Final = f"""{_FILLED_CLAIMS}{_FILLED_ENDINGS}
ALTER TABLE nodes ADD COLUMN hash8 TEXT NOT NULL DEFAULT '';
UPDATE nodes SET hash8 = hash8(key, kind, name);
{_NODES_BY_HASH8}
"""  # noqa: S608
#: What brings an older layout to this one: layout 1 had no verdicts, layout 2 named their
#: claims by whole IRIs, and repeated the words; layout 3 did not say who gave them, and had no
#: index; layout 4 did not say what things were called when they were decided on, and at first did
#: not count documents by pipeline; layout 5 could not look up by ends; layout 6 did not know what
#: is doubtful, which names are near, nor edits. Layout 2 did not tell which
#: verdict was given last; the last written here is what had effect: of the IRIs of a claim that of
#: the base in use, of the keys with the same bytes the smallest that is current.
MIGRATIONS: Final = {
    1: f"{_REVIEW}{_ALL_UNINDEXED}{_FILLED_ENDINGS}{_INDEX_ANEW}",
    3: f"""
ALTER TABLE verdicts ADD COLUMN who TEXT;
ALTER TABLE verdicts ADD COLUMN at TEXT;
{_EDITS}{_FILLED_CLAIMS}{_DOUBTS}{_ALL_UNINDEXED}{_FILLED_ENDINGS}{_INDEX_ANEW}""",
    2: f"""
ALTER TABLE verdicts RENAME TO verdicts_2;
DROP INDEX verdicts_by_key;
{_REVIEW}
INSERT OR REPLACE INTO verdicts (claim, key, verdict)
    SELECT substr(claim, -{CLAIM_DIGITS}), key, verdict FROM verdicts_2
    LEFT JOIN meta ON meta.name = 'base'
    ORDER BY key IN (SELECT key FROM current), key DESC,
        claim IS meta.value || 'claim/' || substr(claim, -{CLAIM_DIGITS}), claim;
DROP TABLE verdicts_2;
{_ALL_UNINDEXED}{_FILLED_ENDINGS}{_INDEX_ANEW}""",  # noqa: S608
    4: f"""
ALTER TABLE decisions ADD COLUMN called TEXT;
CREATE TABLE IF NOT EXISTS {_PIPELINES};
INSERT OR IGNORE INTO pipelines SELECT pipeline, count(*) FROM spoken GROUP BY pipeline;
{_LAYOUT_6}{_LAYOUT_7}""",  # noqa: S608
    5: f"{_LAYOUT_6}{_LAYOUT_7}",
    6: _LAYOUT_7,
}


def add_functions(connection: sqlite3.Connection) -> None:
    """Let the scripts of migrations call what is computed here."""
    connection.create_function("hash8", -1, hash8, deterministic=True)
    connection.create_function("backwards", 1, backwards, deterministic=True)


def backwards(text: str) -> str:
    """Return *text* from its end, so that an index by it finds what ends alike.

    >>> backwards("letter.txt")
    'txt.rettel'
    """
    return text[::-1]
