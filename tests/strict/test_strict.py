"""No flow breaks a rule of the Bot API: the strict emulator refuses what Telegram refuses."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .emulator import FOLDER, python
from .run import RUNS, walk


def is_there() -> bool:
    """Beside the repository, asked for, and with a Python that has what it needs."""
    if not os.environ.get("PRIVASI_STRICT") or not FOLDER.is_dir():
        return False
    asked = [python(), "-c", "import aiohttp"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0  # noqa: S603


@pytest.mark.skipif(not is_there(), reason="PRIVASI_STRICT=1, ../shared/botapi and aiohttp")
@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_no_flow_breaks_a_rule(mode: str, name: str, tmp_path: Path) -> None:
    assert await walk(mode, name, tmp_path) == []
