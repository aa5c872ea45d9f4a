"""A Ray cluster of two nodes beside one node, by the clock, for the same documents.

Both nodes are on this machine, each with one processor, so what is measured is what the spreading
costs. As in ``bench_ingest``, other work on the cores makes the ratio too small: the load is
printed.
"""

from __future__ import annotations

import os
import time
from statistics import median

from ingest.cluster.executor import ClusterExecutor
from ontology.model import Document
from tests.ingest.ray_nodes import Cluster, cluster

from .bench_ingest import COPIES, ROUNDS, documents


def main() -> None:
    """Print the ratio of the medians."""
    given = documents()
    words = COPIES * sum(len(document.text.split()) for document in given)
    print(f"{COPIES * len(given)} documents, {words:,} words, load {os.getloadavg()[0]:.1f}")
    with cluster() as nodes:
        os.environ.update(nodes.token)
        found = []
        for count in (1, 2):
            nodes.wait()
            found.append(_seconds(nodes, given))
            print(f"{count} node{'s' * (count > 1)} {words / found[-1]:8,.0f} words/s", flush=True)
            if count == 1:
                nodes.join()
    print(f"ratio of medians {found[0] / found[1]:.2f}, aim 1.50; load {os.getloadavg()[0]:.1f}")


def _seconds(nodes: Cluster, given: list[Document]) -> float:
    many = [document for _ in range(COPIES) for document in given]
    taken = []
    with ClusterExecutor(nodes.address) as executor:
        list(executor.extract(many))  # all models are loaded then
        for _ in range(ROUNDS):
            start = time.perf_counter()
            list(executor.extract(many))
            taken.append(time.perf_counter() - start)
    return median(taken)


if __name__ == "__main__":
    main()
