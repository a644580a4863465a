"""Use cases: load, decide, store."""
