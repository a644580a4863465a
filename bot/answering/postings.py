"""Which rows have a key and how much it weighs there, laid end to end in plain arrays."""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import PlainSerializer, PlainValidator


def _unpacked(code: str) -> PlainValidator:
    def read(value: str) -> array[Any]:
        return array(code, b64decode(value))

    return PlainValidator(read)


_PACKED = PlainSerializer(lambda numbers: b64encode(numbers.tobytes()).decode(), return_type=str)

if TYPE_CHECKING:
    Shorts: TypeAlias = array[int]
    Numbers: TypeAlias = array[int]
    Weights: TypeAlias = array[float]
else:  # what pydantic reads; an array cannot be subscripted before Python 3.12
    Shorts = Annotated[array, _unpacked("H"), _PACKED]
    Numbers = Annotated[array, _unpacked("I"), _PACKED]
    Weights = Annotated[array, _unpacked("f"), _PACKED]


@dataclass(frozen=True, slots=True)
class Postings:
    """An inverted index: the rows of `keys[n]`, in order, are `rows[starts[n]:starts[n + 1]]`."""

    keys: Numbers
    starts: Numbers
    rows: Shorts
    weights: Weights

    def of(self, key: int) -> Iterable[tuple[int, float]]:
        """Row and weight, for each row that has the key."""
        at = bisect_left(self.keys, key)
        if at == len(self.keys) or self.keys[at] != key:
            return ()
        part = slice(self.starts[at], self.starts[at + 1])
        return zip(self.rows[part], self.weights[part], strict=True)

    def dot(self, weights: Mapping[int, float]) -> dict[int, float]:
        """The inner product with each row that shares a key."""
        sums: dict[int, float] = {}
        for key, weight in weights.items():
            for row, share in self.of(key):
                sums[row] = sums.get(row, 0.0) + weight * share
        return sums


def post_all(rows: Sequence[array[float]]) -> Postings:
    """The index of rows that each have every key, from nought on."""
    count, many = len(rows), len(rows[0]) if rows else 0
    weights = array("f", bytes(4 * count * many))
    for place, row in enumerate(rows):
        weights[place::count] = row
    return Postings(
        array("I", range(many)),
        array("I", range(0, count * many + 1, count or 1)),
        array("H", range(count)) * many,
        weights,
    )


def post(rows: Iterable[Mapping[int, float]]) -> Postings:
    """The index of these rows."""
    gathered: dict[int, list[float]] = {}
    for place, row in enumerate(rows):
        for key, weight in row.items():
            cells = gathered.get(key)
            if cells is None:
                gathered[key] = [place, weight]
            else:
                cells += (place, weight)
    keys = sorted(gathered)
    ordered = [gathered[key] for key in keys]
    every = list(chain.from_iterable(ordered))
    starts = accumulate([len(cells) // 2 for cells in ordered], initial=0)
    return Postings(
        array("I", keys),
        array("I", starts),
        array("H", map(int, every[::2])),
        array("f", every[1::2]),
    )
