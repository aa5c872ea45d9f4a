"""What everything with an IRI is: a node, which can be asked for by that alone."""

from __future__ import annotations

import strawberry


@strawberry.interface(description="Anything that has an IRI.")
class Node:
    """Relay's Node; the id is the IRI that RDF and the web use too."""

    id: strawberry.ID = strawberry.field(description="The IRI.")
