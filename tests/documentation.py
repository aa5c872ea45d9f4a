"""The examples of the documentation: found, run as a reader would, and compared or rewritten.

An example is a fenced ``console`` block: a line that starts with ``$ `` is a command, what follows
is its output. ``python -m tests.documentation`` runs all pages and writes the outputs anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.api.server import running_server
from tests.sparql_servers import OXIGRAPH, Oxigraph, free_port
from tests.warm import warm

ROOT = Path(__file__).parent.parent
#: In reading order; the first one makes the graph that the others ask.
PAGES = (
    *("README.md", "docs/cli.md", "docs/sparql.md", "docs/graphql.md", "docs/linked-data.md"),
    *("docs/operations.md", "docs/questions.md", "docs/changes.md", "docs/reconcile.md"),
    *("docs/documents.md", "docs/remote.md"),
)
#: Where the pages say that the server is.
ADDRESS = "http://127.0.0.1:8000"
#: Where one page says that a SPARQL server is.
REMOTE = "http://127.0.0.1:7878"
#: The demo as a newcomer sees it, beside the graph that the other examples ask.
_FIRST_DEMO = "rm -rf new && mkdir new && cd new && hansa demo --no-serve"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One command of a page, with the output that the page shows."""

    page: str
    command: str
    output: str


def examples(page: str, text: str) -> Iterator[Example]:
    """Yield the examples of one page's *text*.

    >>> list(examples("p", "```console\\n$ echo a\\na\\n```\\n"))
    [Example(page='p', command='echo a', output='a\\n')]
    """
    for block in _BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            while command.endswith("\\"):
                line, _, output = output.partition("\n")
                command += "\n" + line
            yield Example(page, command, output)


@contextmanager
def shell(folder: Path) -> Iterator[Shell]:
    """Yield a shell in *folder* whose ``hansa`` is this checkout, with a server of the demo."""
    ready = Shell(folder)
    done = ready.run("hansa demo --no-serve && echo whole")
    if not done.endswith("whole\n"):
        raise SystemExit(f"the demo does not run, so no page is written: {done}")
    with running_server(folder / "hansa-demo") as client, _oxigraph(folder) as remote:
        ready.address = str(client.base_url).rstrip("/")
        ready.remote = remote
        client.get("/health/ready").raise_for_status()
        yield ready


@contextmanager
def _oxigraph(folder: Path) -> Iterator[str]:
    """Yield the address of an empty SPARQL server."""
    if OXIGRAPH is None:
        raise SystemExit("the program oxigraph is not installed, so no page is written")
    found = Oxigraph(folder / "oxigraph", free_port())
    found.start()
    try:
        yield found.address
    finally:
        found.kill()


class Shell:
    """Runs the commands of a page in one folder."""

    def __init__(self, folder: Path) -> None:
        """Work in *folder*, where the samples are to be found as in a checkout."""
        self.folder = folder
        self.address, self.remote = ADDRESS, REMOTE
        binaries = folder / "bin"
        binaries.mkdir()
        (binaries / "hansa").symlink_to(warm("command"))
        (folder / "ingest").symlink_to(ROOT / "ingest")
        self._environment = {
            "PATH": f"{binaries}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
        }

    def run(self, command: str) -> str:
        """Return what *command* prints on either stream, as a page shows it."""
        command = command.replace(ADDRESS, self.address).replace(REMOTE, self.remote)
        command = command.replace("make demo ARGS=--no-serve", _FIRST_DEMO)
        done = subprocess.run(
            ["sh", "-c", command],  # the pages are ours
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        output = done.stdout.replace(self.address, ADDRESS).replace(self.remote, REMOTE)
        return output if not output or output.endswith("\n") else output + "\n"


def rewrite(shell_: Shell, page: str) -> None:
    """Write the real outputs into one page."""
    path = ROOT / page

    def anew(block: re.Match[str]) -> str:
        found = examples(page, block[0])
        parts = [f"$ {example.command}\n{shell_.run(example.command)}" for example in found]
        return "```console\n" + "".join(parts) + "```"

    path.write_text(_BLOCK.sub(anew, path.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> None:
    """Write the outputs of all pages anew."""
    with tempfile.TemporaryDirectory() as folder, shell(Path(folder)) as ready:
        for page in PAGES:
            rewrite(ready, page)


if __name__ == "__main__":
    main()
