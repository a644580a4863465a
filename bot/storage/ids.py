"""Ids of rows, made here so that a row can be sealed before it is stored."""

from __future__ import annotations

import secrets


def new_id() -> str:
    return secrets.token_hex(16)
