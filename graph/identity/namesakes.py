"""What persons are called in IRIs: by their name, and where several share it, by where they work.

The document that happens to name one of them first says nothing of who it is, and another may come
before it; so it tells them apart only where nothing else does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from ontology.iris import hash8, normalise_name, slug

from .joining import Atom, Joined
from .naming import firsts_of, full_name, name_slug
from .nodes import LocalKey


def person_slugs(
    joined: Joined, atoms: Mapping[str, Atom], employer: Callable[[str], str | None]
) -> Iterator[tuple[Sequence[Atom], str]]:
    """Yield each cluster of persons with its slug; *atoms* are all persons of their names.

    *employer* tells what an employer's atom resolved to, in words that no base is part of; it is
    None for what is split. Of persons of one name, whom a curator parted though they share an
    employer, one goes by the employer and the others by the documents that name them first.
    """
    counted = _count(joined, atoms)
    taken: set[str] = set()
    for cluster in sorted(joined.clusters, key=_rank):
        name = normalise_name(full_name(firsts_of(cluster)))
        chosen = name_slug("Person", name)
        if _is_single(cluster) or counted[name] > 1:
            chosen = _by_employer(name, cluster, employer)
            if _is_single(cluster) or chosen in taken:
                chosen = _first_node(cluster).own_slug()
        taken.add(chosen)
        yield cluster, chosen


def _count(joined: Joined, atoms: Mapping[str, Atom]) -> Counter[str]:
    """Count the clusters that share each full name, every split one among them."""
    counted: Counter[str] = Counter()
    for cluster in joined.clusters:
        counted.update({key[2] for atom in cluster for key in atom.by_role("person")})
    for split in joined.split:
        for _, _, name in atoms[split].by_role("person"):
            counted[name] += atoms[split].nodes
    return counted


def _rank(cluster: Sequence[Atom]) -> tuple[bool, LocalKey]:
    """Return the order of who may go by an employer first."""
    return any(atom.sort == "s" for atom in cluster), _first_node(cluster)


def _is_single(cluster: Sequence[Atom]) -> bool:
    """Say whether a cluster is of nothing but what curators singled out."""
    return all(atom.sort == "s" for atom in cluster)


def _first_node(cluster: Sequence[Atom]) -> LocalKey:
    return min(atom.smallest for atom in cluster if atom.smallest)


def _by_employer(name: str, cluster: Sequence[Atom], employer: Callable[[str], str | None]) -> str:
    """Return a slug of a name and the first employer, else of the first node."""
    keys = chain.from_iterable(atom.by_role("employer") for atom in cluster)
    found = [each for _, _, atom in keys if (each := employer(atom))]
    if not found:
        return _first_node(cluster).own_slug()
    return f"{slug(name)}-{hash8('Person', name, 'worksFor', min(found))}"
