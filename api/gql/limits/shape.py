"""How deep a document may nest and how often it may rename, checked once for each document.

Every fragment is looked at once, however often it is spread; so documents whose fragments spread
one another twice, level by level, cost no more than others.
"""

from __future__ import annotations

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
)

from api.gql.failures import TOO_DEEP, TOO_MANY_ALIASES

#: Levels of fields, one in another.
MAX_DEPTH = 15
#: Fields with another name than their own, in the whole document.
MAX_ALIASES = 30
#: Tokens that a document may have.
MAX_TOKENS = 2_000


class DepthRule(ASTValidationRule):
    """Refuses documents with more than MAX_DEPTH levels; introspection has a limit of its own."""

    def __init__(self, context: ValidationContext) -> None:
        """Look at the whole document of *context*."""
        super().__init__(context)
        depth = depth_of(context.document)
        if depth > MAX_DEPTH:
            told = f"the request is {depth} levels deep, and {MAX_DEPTH} are allowed"
            way = "ask for the inner things by their ids in another"
            self.report_error(GraphQLError(f"{told}; {way}", extensions={"code": TOO_DEEP}))


class AliasRule(ASTValidationRule):
    """Refuses documents with more than MAX_ALIASES aliases."""

    def __init__(self, context: ValidationContext) -> None:
        """Begin to count."""
        super().__init__(context)
        self._found = 0

    def enter_field(self, node: FieldNode, *_args: object) -> None:
        """Count one field."""
        self._found += node.alias is not None

    def leave_document(self, *_args: object) -> None:
        """Say whether there were too many."""
        if self._found > MAX_ALIASES:
            told = f"the request has {self._found} aliases, and {MAX_ALIASES} are allowed"
            way = "ask for several things with nodes(ids:)"
            extensions = {"code": TOO_MANY_ALIASES}
            self.report_error(GraphQLError(f"{told}; {way}", extensions=extensions))


def depth_of(document: DocumentNode) -> int:
    """Return how many levels of fields a document has, its fragments put in.

    >>> from graphql import parse
    >>> depth_of(parse("{ a { ...f } } fragment f on A { b { c } ...f }"))
    3
    """
    every = document.definitions
    fragments = {
        each.name.value: each for each in every if isinstance(each, FragmentDefinitionNode)
    }
    depths = _Depths(fragments)
    return max(
        (
            depths.of(each.selection_set)
            for each in every
            if isinstance(each, OperationDefinitionNode)
        ),
        default=0,
    )


class _Depths:
    """The depths of the fragments of one document, each found once."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, int] = {}

    def of(self, selected: SelectionSetNode) -> int:
        """Return the levels below a selection set."""
        deepest = 0
        for each in selected.selections:
            if isinstance(each, FieldNode):
                deepest = max(deepest, self._of_field(each))
            elif isinstance(each, InlineFragmentNode):
                deepest = max(deepest, self.of(each.selection_set))
            elif isinstance(each, FragmentSpreadNode):
                deepest = max(deepest, self._of_fragment(each.name.value))
        return deepest

    def _of_field(self, field: FieldNode) -> int:
        if field.selection_set is None or field.name.value.startswith("__"):
            return 1
        return 1 + self.of(field.selection_set)

    def _of_fragment(self, name: str) -> int:
        if name not in self._known:
            self._known[name] = 0  # whoever spreads itself adds nothing; another rule refuses it
            fragment = self._fragments.get(name)
            self._known[name] = self.of(fragment.selection_set) if fragment else 0
        return self._known[name]
