"""`python -m fuzz TARGET RUNS`: coverage-guided by atheris; ends with a line that counts them."""

from __future__ import annotations

import sys

import atheris

LIMITS = ("-max_len=600", "-len_control=0", "-timeout=20", "-seed=20261122")


def main() -> None:
    name, runs, *more = sys.argv[1:]
    with atheris.instrument_imports(include=["bot"]):
        from . import targets
    given = [sys.argv[0], f"-runs={runs}", *LIMITS, *more]
    atheris.Setup(given, targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
