"""The examples of clients in docs/graphql.md: found, run as a reader would, compared or rewritten.

Each is a subsection of "Clients" with its files (a block of code, named in the words before it),
the commands in a ``sh`` block, and in a ``text`` block what the last of them prints. What they
install is installed once for all: npm's packages beside the environment, Python's in it. Where they
serve the demo themselves, with settings, a server of the same demo is asked from then on.
``python -m tests.clients.examples`` writes the outputs anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import node
from tests.api.server import running_server
from tests.documentation import ADDRESS, ROOT, shell

PAGE = ROOT / "docs" / "graphql.md"

#: What no example wants, and other tests of clients do.
_BESIDE = ("@urql/exchange-graphcache@9.0.2", "jsonld@9.0.0")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"`([\w-]+\.\w+)`")
_INSTALL = re.compile(r"(npm|pip) install (.+)")
_SERVE = re.compile(r"(?:HANSA_\w+=\S+ )+hansa serve --store hansa-demo &")


@dataclass(frozen=True, slots=True)
class ClientExample:
    """One client: its files by name, what is to be run, and what the page says comes out."""

    title: str
    files: dict[str, str]
    commands: tuple[str, ...]
    output: str

    def wanted(self, installer: str) -> tuple[str, ...]:
        """Return what its commands install by *installer*, each with its exact version."""
        lines = [found for line in self.commands if (found := _INSTALL.fullmatch(line))]
        return tuple(
            each.strip("'") for found in lines if found[1] == installer for each in found[2].split()
        )


def client_examples(text: str) -> Iterator[ClientExample]:
    """Yield the examples of a page.

    >>> page = "## Clients\\n### A\\nIn `a.js`:\\n```js\\n1\\n```\\n```sh\\nnode a.js\\n```\\n"
    >>> next(client_examples(page)).files
    {'a.js': '1\\n'}
    """
    body = text.partition("## Clients\n")[2].partition("\n## ")[0]
    for part in re.split(r"^### ", body, flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        yield _example(title, rest)


def _example(title: str, text: str) -> ClientExample:
    files: dict[str, str] = {}
    commands: tuple[str, ...] = ()
    output, before = "", 0
    for block in _BLOCK.finditer(text):
        language, body = block.groups()
        if language == "sh":
            commands = tuple(body.splitlines())
        elif language == "text":
            output = body
        else:
            files[_NAME.findall(text[before : block.start()])[-1]] = body
        before = block.end()
    return ClientExample(title, files, commands, output)


def installed() -> Path:
    """Return the folder of npm's packages that the examples and other tests want, all of them."""
    wanted = {
        each
        for example in client_examples(PAGE.read_text(encoding="utf-8"))
        for each in example.wanted("npm")
    }
    return node.packages("clients", *sorted({*wanted, *_BESIDE}))


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo's graph in *store*, and the address of a server of it."""

    store: Path
    address: str


def write(example: ClientExample, folder: Path, address: str, packages: Path) -> None:
    """Write the files of an example, which asks the server at *address*, to a new *folder*."""
    folder.mkdir()
    (folder / "node_modules").symlink_to(packages / "node_modules")
    for name, body in example.files.items():
        (folder / name).write_text(body.replace(ADDRESS, address), encoding="utf-8")


def run(command: str, folder: Path, address: str) -> subprocess.CompletedProcess[str]:
    """Run one command of an example in its folder, as a shell does."""
    own = f"{folder / 'node_modules' / '.bin'}:{Path(sys.executable).parent}"
    return subprocess.run(
        ["sh", "-c", command.replace(ADDRESS, address)],
        cwd=folder,
        env={"PATH": f"{own}:{os.environ['PATH']}", "HOME": str(folder), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=180,
    )


def output_of(example: ClientExample, folder: Path, demo: Demo, packages: Path) -> str:
    """Return what the last command of an example prints; AssertionError where one fails.

    From the command on that serves the demo anew, that server is asked.
    """
    commands = [each for each in example.commands if not _INSTALL.fullmatch(each)]
    serving = _serving(example)
    write(example, folder, demo.address, packages)
    if serving is None:
        return _printed(commands, folder, demo.address)
    before = commands[: commands.index(serving)]
    _printed(before, folder, demo.address)
    with served(example, folder, demo) as address:
        for name, body in example.files.items():
            (folder / name).write_text(body.replace(ADDRESS, address), encoding="utf-8")
        return _printed(commands[len(before) + 1 :], folder, address)


@contextmanager
def served(example: ClientExample, folder: Path, demo: Demo) -> Iterator[str]:
    """Serve the demo with the settings of an example that does so, and yield the address."""
    serving = _serving(example)
    assert serving is not None, f"{example.title} serves nothing"
    with running_server(demo.store, **_settings(serving, folder)) as client:
        client.get("/health/ready").raise_for_status()
        yield str(client.base_url).rstrip("/")


def _serving(example: ClientExample) -> str | None:
    return next((each for each in example.commands if _SERVE.fullmatch(each)), None)


def _printed(commands: list[str], folder: Path, address: str) -> str:
    """Return what the last of *commands* prints, all of which have to go well."""
    output = ""
    for command in commands:
        done = run(command, folder, address)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        output = done.stdout
    return output.replace(address, ADDRESS)


def _settings(command: str, folder: Path) -> dict[str, str]:
    """Return the settings that are written before a command, paths as they are in *folder*."""
    pairs = (each.split("=", 1) for each in command.split() if each.startswith("HANSA_"))
    return {name: str(folder / text) if "/" in text else text for name, text in pairs}


def main() -> None:
    """Write the outputs of all examples anew."""
    text, packages = PAGE.read_text(encoding="utf-8"), installed()
    with tempfile.TemporaryDirectory() as name, shell(Path(name)) as ready:
        demo = Demo(Path(name) / "hansa-demo", ready.address)
        for number, example in enumerate(client_examples(text)):
            found = output_of(example, Path(name) / str(number), demo, packages)
            head, title, rest = text.partition(f"\n### {example.title}\n")
            anew = rest.replace(f"```text\n{example.output}```", f"```text\n{found}```", 1)
            text = head + title + anew
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
