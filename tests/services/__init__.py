"""What the use cases promise, on SQLite and on PostgreSQL."""
