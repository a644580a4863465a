"""What a fork server has done before its first desk: imported all, read the companies."""

from __future__ import annotations

import holidays  # noqa: F401 - heavy, and read by every check of a knowledge base

import bot.cli
import bot.demo
import bot.services.paperwork
import bot.storage.migrate
import bot.wiring  # noqa: F401 - each forked desk has them already

from . import ground, stopping  # noqa: F401

ground.loaded()
