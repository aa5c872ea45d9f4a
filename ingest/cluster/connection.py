"""A connection to a Ray cluster that is there already: all that Hansa asks of Ray.

Ray's ways are kept out of the rest: what its native part writes to standard error is silenced, its
exceptions become ours, and where it would wait for minutes, we look first. None is ever started
here, and none tells anybody that it is used.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..errors import ClusterError, IngestError
from .likeness import Runs
from .task import JsonObject, Read, read_batch

if TYPE_CHECKING:
    from ray import ObjectRef

#: What a task will answer.
Answer: TypeAlias = "ObjectRef[Read]"
#: How often a batch is tried again whose process or machine died; Ray itself would try without
#: end where its machine was short of memory.
RETRIES: Final = 3
#: No report of usage; little patience with what listens there but is no Ray; nothing of what
#: Ray would print among our answers, be it from its native part or from the machines.
_ENVIRONMENT: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_NUM_REDIS_GET_RETRIES": "2",
    "RAY_gcs_rpc_server_connect_timeout_s": "3",
    "RAY_py_gcs_connect_timeout_s": "5",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DEDUP_LOGS": "1",
    "RAY_DEDUP_LOGS_SKIP_REGEX": "^",
}
_VERSIONS: Final = re.compile(r"Ray: (\S+)\s+Python: (\S+)")


class LostTaskError(IngestError):
    """A task was lost with its process as often as it was tried."""


class Connection:
    """What is asked of a cluster while this process is part of it."""

    def __init__(self, ray: ModuleType, address: str) -> None:
        """Use *ray*, which has joined the cluster at *address*."""
        self._ray = ray
        self._address = address
        context = ray.get_runtime_context()
        self._head = _parts(context.gcs_address)
        self._node = context.get_node_id()
        self._task: Any = ray.remote(num_cpus=1, max_retries=RETRIES)(read_batch)

    @classmethod
    def to(cls, address: str) -> Connection:
        """Join the cluster whose head listens at *address*, HOST:PORT.

        Raises ClusterError where Ray is not installed, nobody answers there, or this process
        cannot be part of that cluster.
        """
        head = _parts(address)
        # For Ray, which takes it from nowhere else.
        os.environ.update(_ENVIRONMENT, RAY_task_oom_retries=str(RETRIES))
        ray = _installed()
        if not _listens(head):
            raise ClusterError(
                f"no cluster answers at {address}; start one with ray start --head, "
                "join this machine to it, or leave --ray away"
            )
        logging.getLogger("ray").addHandler(logging.NullHandler())
        with _translated(address), _silenced():
            ray.init(
                address=address, namespace="hansa", log_to_driver=False, configure_logging=False
            )
            return cls(ray, address)

    def close(self) -> None:
        """Leave the cluster, which ends what it does for us; it may have gone before."""
        with _silenced():
            self._ray.shutdown()

    def cores(self) -> int:
        """Return how many batches it can read at a time."""
        with _translated(self._address):
            return int(self._ray.cluster_resources().get("CPU", 0))

    def is_there(self) -> bool:
        """Say whether its head answers, our own part of it lives, and something can read."""
        if not _listens(self._head):
            return False
        with _translated(self._address):
            alive = [node for node in self._ray.nodes() if node["Alive"]]
        return any(node["NodeID"] == self._node for node in alive) and any(
            node["Resources"].get("CPU", 0) >= 1 for node in alive
        )

    def send(self, documents: list[JsonObject], model: str | None, runs: Runs) -> Answer:
        """Give it a batch, to be read by what this machine *runs* too."""
        with _translated(self._address):
            answer: Answer = self._task.remote(documents, model, runs)
        return answer

    def has(self, answer: Answer, *, within: float) -> bool:
        """Wait for an answer for some seconds, and say whether it is there."""
        with _translated(self._address):
            return bool(self._ray.wait([answer], timeout=within)[0])

    def answer(self, answer: Answer) -> Read:
        """Return an answer that is there.

        Raises LostTaskError where the task died with its processes, ClusterError for all else.
        """
        from ray.exceptions import NodeDiedError, ObjectLostError, OutOfMemoryError
        from ray.exceptions import WorkerCrashedError as CrashedError

        with _translated(self._address):
            try:
                read: Read = self._ray.get(answer)
            except (CrashedError, NodeDiedError, ObjectLostError, OutOfMemoryError) as error:
                raise LostTaskError(type(error).__name__) from error
        return read


def _parts(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or "/" in host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ClusterError(
            f"a cluster is known by HOST:PORT of its head, as ray start says it, not by {address!r}"
        )
    return host.strip("[]"), int(port)


def _listens(head: tuple[str, int]) -> bool:
    try:
        socket.create_connection(head, timeout=5).close()
    except OSError:
        return False
    return True


def _installed() -> ModuleType:
    try:
        import ray
    except ImportError as error:
        raise ClusterError(
            "Ray is not installed here; run pip install '.[ray]' -c constraints.txt in the folder "
            "of Hansa's source, or leave --ray away"
        ) from error
    return ray


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep what Ray's native part says of its attempts from standard error: exceptions say it."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def _translated(address: str) -> Iterator[None]:
    """Say in our words what Ray raises."""
    from ray.exceptions import RayError

    try:
        yield
    except (RayError, ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise ClusterError(f"the cluster {address} {_said(str(error))}") from error


def _said(error: str) -> str:
    """Return in our words what Ray says over many lines."""
    found = _VERSIONS.findall(error)
    if "ersion mismatch" in error and len(found) == 2:
        (ray, python), (own_ray, own_python) = found
        return (
            f"runs Ray {ray} on Python {python}, and this machine Ray {own_ray} on Python "
            f"{own_python}; install the same on both"
        )
    if "failed to import" in error or "No module named" in error:
        return "has a machine without Hansa, or with another version; install the same on all"
    if "oken" in error and "uth" in error:
        return "wants another token than this machine has; see RAY_AUTH_MODE and RAY_AUTH_TOKEN"
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    said = lines[0].rstrip(".") if lines else "no reason given"
    return f"cannot be used ({said}); see that ray status works here"
