"""Small documents with their entities given, for tests of what is read between them."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.oracle import set_gold_entities
from ingest.pipeline import make_doc
from ontology.model import Document

#: The statistical components; what comes after them is run by the test itself.
PARSING = ("hansa_blocks_v1", "tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")


def prepare(nlp: Language, text: str, **kinds: str) -> Doc:
    """Return the parsed *text* with the entities named in *kinds*: ``City="Oslo; Bergen"``.

    A name may have other forms after a slash: ``Network="Baltic Ring/Ring"``.
    """
    entities = [
        {"id": f"{kind}{i}", "type": kind, "names": name.strip().split("/")}
        for kind, names in kinds.items()
        for i, name in enumerate(names.split(";"))
    ]
    doc = make_doc(nlp, Document(key="case.txt", text=text, sha256=""))
    for name in nlp.pipe_names:
        if name in PARSING:
            doc = nlp.get_pipe(name)(doc)
    set_gold_entities(doc, {"entities": entities})
    return doc


def facts(doc: Doc) -> set[tuple[str, str, str]]:
    """Return the facts written on *doc* by the entities' first names."""
    names = [cluster.names[0] for cluster in doc._.clusters]
    return {(names[f.subject], f.property, names[f.object]) for f in doc._.facts}


def roles(doc: Doc) -> set[tuple[str, str, str | None]]:
    """Return person, body and role words of the posts written on *doc*."""
    names = [cluster.names[0] for cluster in doc._.clusters]
    return {
        (names[f.subject], names[f.object], f.role) for f in doc._.facts if f.property == "worksFor"
    }
