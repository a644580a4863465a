"""The office of the services' tests, whose outbox is sent by a real worker here."""

from __future__ import annotations

from services.conftest import office, prepared

__all__ = ["office", "prepared"]
