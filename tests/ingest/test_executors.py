"""Executors: the same results in the same order, whatever process or accident."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from spacy.language import Language

from ingest.errors import ExtractionError
from ingest.executors import ProcessExecutor, SerialExecutor
from ingest.extraction import LONGEST
from ingest.pipeline import pipeline_digest
from ontology.model import Document, Extraction
from tests.ingest.long_texts import long_document

ROOT = Path(__file__).parent.parent.parent
TEXTS = (
    "Turku is a member of the Quiet Harbours Network.",
    "The mayor of Riga, Latvia, chairs the Amber Cities Alliance.",
    "Porto and Vigo signed the Atlantic Ferry Charter in 2019.",
)
DOCUMENTS = [Document(f"{i}.txt", text, "0") for i, text in enumerate(TEXTS)]


class _Ready(SerialExecutor):
    def __init__(self, nlp: Language) -> None:
        super().__init__()
        self.__dict__["nlp"] = nlp


def test_processes_read_what_one_process_reads(nlp: Language) -> None:
    segment = nlp.meta["hansa"]["settings"]["hansa"]["segment"]
    documents = [*DOCUMENTS, Document("long.md", long_document(segment + 1000), "0")]
    serial = list(_Ready(nlp).extract(documents))
    with ProcessExecutor(2) as executor:
        assert executor.digest == pipeline_digest(nlp)
        assert list(executor.extract(documents)) == serial
    assert all(isinstance(result, Extraction) for result in serial)


def test_a_text_too_long_fails_alone(nlp: Language) -> None:
    long = Document("long.txt", "Riga. " * (LONGEST // 6 + 1), "0")
    first, failed, last = _Ready(nlp).extract([DOCUMENTS[0], long, DOCUMENTS[1]])
    assert isinstance(first, Extraction)
    assert isinstance(last, Extraction)
    assert isinstance(failed, ExtractionError)
    assert str(failed).startswith("long.txt has 30,000,00")


def test_an_executor_outside_its_with_statement_says_so() -> None:
    with pytest.raises(ExtractionError, match="with statement"):
        list(ProcessExecutor(2).extract(DOCUMENTS))


def test_workers_end_when_their_parent_is_killed() -> None:
    # Without a model they have no pipeline to build, and live on all the same.
    code = (
        "from ingest.executors import ProcessExecutor\n"
        "from ontology.model import Document\n"
        "import multiprocessing, sys, time\n"
        "if __name__ == '__main__':\n"
        "    with ProcessExecutor(2, model='none') as executor:\n"
        "        list(executor.extract([Document(k, 'Riga is a city.', '0') for k in 'ab']))\n"
        "        print(*[p.pid for p in multiprocessing.active_children()], flush=True)\n"
        "        time.sleep(60)\n"
    )
    script = [sys.executable, "-c", code]
    with subprocess.Popen(script, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert len(workers) == 2
    deadline = time.monotonic() + 20
    while any(_is_alive(pid) for pid in workers):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    # One that ended but that nobody waited for is a zombie.
    return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
