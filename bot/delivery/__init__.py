"""What leaves the desk: the outbox worker and mail."""
