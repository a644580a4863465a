"""`python -m supply.audit FILE…`: known weaknesses of what is pinned; silence is not called clean.

pip-audit ends well also where it could ask nobody: then each package is only skipped. Here that is
said aloud as *not audited*, which fails nothing; a known weakness does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PATIENCE = 120
ASK = ("-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner=off", "-f", "json")


def report(file: Path) -> str:
    """What pip-audit found, or nothing where it came to no end."""
    line = [sys.executable, *ASK, "-r", str(file)]
    try:
        done = subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE)  # noqa: S603
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def verdict(name: str, found: str) -> tuple[list[str], bool]:
    """What there is to say, and whether nothing bad is known."""
    try:
        packages: list[dict[str, Any]] = json.loads(found)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return [f"{name}: NOT AUDITED: the advisories could not be reached"], True
    weak = [
        f"{name}: {one['name']} {one['version']}: {flaw['id']}"
        + (f", mended in {', '.join(flaw['fix_versions'])}" if flaw.get("fix_versions") else "")
        for one in packages
        for flaw in one.get("vulns", ())
    ]
    skipped = [one for one in packages if "skip_reason" in one]
    asked = len(packages) - len(skipped)
    if skipped or not packages:
        return [
            *weak,
            f"{name}: NOT AUDITED: {len(skipped)} of {len(packages)} packages",
        ], not weak
    return weak or [f"{name}: nothing is known against {asked} packages"], not weak


def main(names: list[str]) -> int:
    sound = True
    for name in names:
        lines, good = verdict(name, report(Path(name)))
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sound = sound and good
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
