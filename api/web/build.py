"""Makes what pages load: ``python -m api.web.build``, or ``make web``.

Two things, each for itself: the workbench, from the sources beside this file, and GraphiQL. With
``--check`` the sources are checked and their own tests run instead, with the packages for that.
The server reads ``api/static`` when it starts; without it pages have
no scripts, and all else works.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Final

from api.errors import AssetsError

from . import node, workbench_build
from .graphiql import build as graphiql_build

#: What looks at the sources, by name, as Node.js runs it without a shell.
_CHECKS: Final = (
    ("TypeScript", "node_modules/typescript/bin/tsc", "--noEmit"),
    ("Biome", "node_modules/@biomejs/biome/bin/biome", "check", "src", "vite.config.ts"),
    ("Vitest", "node_modules/vitest/vitest.mjs", "run"),
)


def build_all() -> Iterator[str]:
    """Build what is not built from the sources as they are; yield a sentence on each failure."""
    if not workbench_build.is_built():
        yield from _tried(workbench_build.build)
    if not graphiql_build.is_built():
        yield from _tried(graphiql_build.build)


def check() -> None:
    """Check types and style of the sources and run their tests; raise AssetsError on a failure."""
    workbench_build.install(development=True)
    for name, *command in _CHECKS:
        node.run([node.node(), *command], workbench_build.HERE, f"through {name} the workbench")


def _tried(build: Callable[[], None]) -> Iterator[str]:
    try:
        build()
    except AssetsError as error:
        yield str(error)


def main(arguments: list[str]) -> int:
    """Return the exit status, and say in one sentence each what failed."""
    failed = [*_tried(check)] if arguments == ["--check"] else [*build_all()]
    for sentence in failed:
        print(sentence, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
