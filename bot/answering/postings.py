"""Which rows have a key and how much it weighs there, laid end to end in plain arrays."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping

Numbers = dict[str, int]


class Postings:
    """An inverted index over a numbering of keys that several indexes can share."""

    def __init__(self, rows: Iterable[Mapping[str, float]], numbers: Numbers) -> None:
        gathered: dict[str, list[float]] = {}
        for place, row in enumerate(rows):
            for key, weight in row.items():
                cells = gathered.get(key)
                if cells is None:
                    gathered[key] = [place, weight]
                else:
                    cells.append(place)
                    cells.append(weight)
        self._numbers = numbers
        self._keys, self._starts = array("I"), array("I", [0])
        self._rows, self._weights = array("H"), array("f")
        numbered = sorted((numbers.setdefault(key, len(numbers)), key) for key in gathered)
        for number, key in numbered:
            cells = gathered[key]
            self._keys.append(number)
            self._rows.extend(map(int, cells[::2]))
            self._weights.extend(cells[1::2])
            self._starts.append(len(self._rows))

    def of(self, key: str) -> Iterable[tuple[int, float]]:
        """Row and weight, for each row that has the key."""
        number = self._numbers.get(key)
        if number is None:
            return ()
        at = bisect_left(self._keys, number)
        if at == len(self._keys) or self._keys[at] != number:
            return ()
        part = slice(self._starts[at], self._starts[at + 1])
        return zip(self._rows[part], self._weights[part], strict=True)


def dot(postings: Postings, weights: Mapping[str, float]) -> dict[int, float]:
    """The inner product with each row that shares a key."""
    sums: dict[int, float] = {}
    for key, weight in weights.items():
        for place, share in postings.of(key):
            sums[place] = sums.get(place, 0.0) + weight * share
    return sums
