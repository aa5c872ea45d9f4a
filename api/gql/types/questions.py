"""The questions of the catalogue, and their answers as tables with the words behind each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import strawberry
from pyoxigraph import Literal

from api.gql.asking import Timed
from api.gql.context import Context, Info
from api.gql.failures import BAD_PAGING, refuse
from api.gql.limits.weights import MOST_ROWS, QUESTION
from queries import answers
from queries.answers import ask
from queries.catalogue import catalogue
from queries.errors import ParameterError
from queries.names import NameIndex, Source, Term
from queries.sentences import to_sentences

if TYPE_CHECKING:
    from .documents import Document
    from .node import Node

AnyNode = Annotated["Node", strawberry.lazy(".interfaces")]
#: Where a row has the words of documents, and which document each is from.
_EVIDENCE: Final = (("quote", "document"), ("otherQuote", "otherDocument"))


@strawberry.type(description="A value that a question asks for.")
class Parameter:
    """One parameter of a question."""

    name: str = strawberry.field(description="What it is called.")
    type: str = strawberry.field(
        description="What it takes: a kind of thing by name or IRI, a `document`, `status`, "
        "`property`, `text` or `integer`."
    )
    description: str = strawberry.field(description="What it is for.")
    required: bool = strawberry.field(description="Whether there is no answer without it.")
    default: str | None = strawberry.field(description="What it is unless given, if anything.")


@strawberry.type(description="A value with the name of its parameter.")
class ParameterValue:
    """What was given for one parameter."""

    name: str = strawberry.field(description="The name of the parameter.")
    value: str = strawberry.field(description="What was given for it.")


@strawberry.input(description="A value with the name of the parameter that it is for.")
class ParameterInput:
    """What a client gives for one parameter."""

    name: str = strawberry.field(description="The name of a parameter of the question.")
    value: str = strawberry.field(description="A name as anybody writes it, an IRI, or a word.")


@strawberry.type(description="A question of the catalogue.")
class Question:
    """One question: what it asks, and of what."""

    name: str = strawberry.field(description="What `question` and `/questions/NAME` know it by.")
    summary: str = strawberry.field(description="The question in a few words.")
    group: str = strawberry.field(description="The heading under which it is listed.")
    description: str = strawberry.field(description="What an answer tells.")
    parameters: list[Parameter] = strawberry.field(description="The values that it asks for.")
    columns: list[str] = strawberry.field(description="The columns of an answer.")
    example: list[ParameterValue] = strawberry.field(description="Values to try it with.")


@strawberry.type(description="What stands in one column of a row.")
class Cell:
    """An RDF term, with the node that it names."""

    column: str = strawberry.field(description="The column.")
    value: str = strawberry.field(description="The text, number or date; or an IRI.")
    datatype: str | None = strawberry.field(
        description="The IRI of the value's datatype; null where the value is an IRI."
    )
    lang: str | None = strawberry.field(
        description="BCP 47 tag of the value, where it is text of a known language."
    )

    @strawberry.field(
        description="The thing or document with that IRI; null where the value is something else."
    )
    def node(self, info: Info) -> AnyNode | None:
        """Return the node that the cell names."""
        from .nodes import node_of

        if self.datatype is not None:
            return None
        info.context.spend(1)
        return node_of(info.context.reader, self.value)

    @classmethod
    def of(cls, column: str, term: Term) -> Cell:
        """Return a term as a cell."""
        if not isinstance(term, Literal):
            return cls(column=column, value=term.value, datatype=None, lang=None)
        return cls(
            column=column, value=term.value, datatype=term.datatype.value, lang=term.language
        )


@strawberry.type(description="Words of a document that say what a row says.")
class Quotation:
    """One quote behind a row."""

    quote: str = strawberry.field(description="The words, exactly as they stand in the document.")
    document_id: strawberry.Private[str]

    @strawberry.field(description="The document that says it.")
    def document(self, info: Info) -> Annotated[Document, strawberry.lazy(".documents")]:
        """Return the document."""
        from .documents import Document

        info.context.spend(1)
        return Document(id=strawberry.ID(self.document_id))


@strawberry.type(description="One row of an answer.")
class Row:
    """What one solution binds."""

    columns: strawberry.Private[tuple[str, ...]]
    terms: strawberry.Private[Mapping[str, Term]]
    sentence: str = strawberry.field(
        description="The row as an English sentence, with the words that say so."
    )

    @strawberry.field(description="A cell for each column, in their order; null where it is empty.")
    def cells(self) -> list[Cell | None]:
        """Return the cells."""
        return [
            Cell.of(column, self.terms[column]) if column in self.terms else None
            for column in self.columns
        ]

    @strawberry.field(description="The words of documents behind the row, where it shows facts.")
    def evidence(self) -> list[Quotation]:
        """Return the quotes with their documents."""
        return [
            Quotation(quote=self.terms[quote].value, document_id=self.terms[document].value)
            for quote, document in _EVIDENCE
            if quote in self.terms and document in self.terms
        ]


@strawberry.type(description="What a name that was given for a parameter was taken to mean.")
class Meaning:
    """A parameter and the thing it was resolved to."""

    parameter: str = strawberry.field(description="The name of the parameter.")
    iri: str = strawberry.field(description="The IRI of what it stands for.")

    @strawberry.field(description="The thing or document; null where it stands for a term.")
    def node(self, info: Info) -> AnyNode | None:
        """Return the node."""
        from .nodes import node_of

        info.context.spend(1)
        return node_of(info.context.reader, self.iri)


@strawberry.type(description="Rows that answer a question of the catalogue.")
class Answer:
    """One page of an answer, and how it was found."""

    found: strawberry.Private[answers.Answer]

    @strawberry.field(description="The question.")
    def question(self) -> Question:
        """Return the question."""
        return _described(self.found.question.name)

    @strawberry.field(description="The columns of every row, in their order.")
    def columns(self) -> list[str]:
        """Return the columns."""
        return list(self.found.columns)

    @strawberry.field(description="The rows of this page, in the order of the question.")
    def rows(self, info: Info) -> list[Row]:
        """Return the rows."""
        info.context.spend(len(self.found.rows))
        return [
            Row(columns=self.found.columns, terms=row, sentence=sentence)
            for row, sentence in zip(self.found.rows, to_sentences(self.found), strict=True)
        ]

    @strawberry.field(description="How many rows stand before this page.")
    def offset(self) -> int:
        """Return the offset."""
        return self.found.offset

    @strawberry.field(description="Whether more rows follow; ask for them with a greater `offset`.")
    def has_more(self) -> bool:
        """Return whether the answer goes on."""
        return self.found.more

    @strawberry.field(
        description="How many rows there are in all; null where that is not known without "
        "counting on."
    )
    def total_count(self) -> int | None:
        """Return the number of all rows, where these tell it."""
        return self.found.total

    @strawberry.field(description="What the names that were given were taken to mean.")
    def resolved(self) -> list[Meaning]:
        """Return the things that names were resolved to."""
        return [Meaning(parameter=name, iri=iri) for name, iri in self.found.resolved.items()]

    @strawberry.field(description="The SPARQL that gives these rows, to be asked at `/sparql` too.")
    def sparql(self) -> str:
        """Return the query that was run."""
        return self.found.query


Name: TypeAlias = Annotated[
    str, strawberry.argument(description="The name of a question, as `questions` lists them.")
]
Given: TypeAlias = Annotated[
    list[ParameterInput] | None,
    strawberry.argument(description="The values to ask with, each parameter once."),
]
Limit: TypeAlias = Annotated[
    int, strawberry.argument(description="How many rows at most, 0 to 1,000.")
]
Offset: TypeAlias = Annotated[
    int, strawberry.argument(description="How many rows to pass over, from the first.")
]


def questions() -> Any:
    """Return the field with every question of the catalogue."""

    def resolve() -> list[Question]:
        return [_described(name) for name in catalogue()]

    description = "The questions of the catalogue, by name; `question` answers them."
    return strawberry.field(resolver=resolve, description=description)


def question() -> Any:
    """Return the field that answers a question of the catalogue."""

    def resolve(
        info: Info, name: Name, parameters: Given = None, limit: Limit = 100, offset: Offset = 0
    ) -> Answer:
        context = info.context
        if not 0 <= limit <= MOST_ROWS:
            refuse(BAD_PAGING, f"limit must be from 0 to {MOST_ROWS:,}, not {limit}")
        if not 0 <= offset <= answers.MOST_ROWS:
            refuse(BAD_PAGING, f"offset must be from 0 to {answers.MOST_ROWS:,}, not {offset}")
        context.spend(QUESTION)
        values = dict(_values(parameters or []))
        source, index = _asked(context)
        return Answer(found=ask(source, name, values, limit=limit, offset=offset, index=index))

    description = (
        "The answer to a question of the catalogue, with the words of documents behind each row "
        "and the SPARQL that gives it."
    )
    return strawberry.field(resolver=resolve, description=description)


def _asked(context: Context) -> tuple[Source, NameIndex | None]:
    """Return whom to ask, and the index of names; in a server nobody who cannot be stopped."""
    reader, means = context.reader, context.means
    if means is None:
        return reader, None
    return Timed(context, reader, means.processes), means.index(reader)


def _values(given: list[ParameterInput]) -> Iterator[tuple[str, str]]:
    """Yield each value, which empty ones are not; ParameterError where one stands twice."""
    seen = set()
    for each in given:
        if each.name in seen:
            raise ParameterError(f"{each.name} stands twice; give it once", parameter=each.name)
        seen.add(each.name)
        if each.value:
            yield each.name, each.value


def _described(name: str) -> Question:
    found = catalogue()[name]
    return Question(
        name=found.name,
        summary=found.summary,
        group=found.group,
        description=found.description,
        parameters=[
            Parameter(
                name=each.name,
                type=each.type,
                description=each.description,
                required=each.required,
                default=each.default,
            )
            for each in found.parameters
        ],
        columns=list(found.columns),
        example=[ParameterValue(name=key, value=value) for key, value in found.example.items()],
    )
