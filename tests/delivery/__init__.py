"""What leaves the desk, and the truth of what became of it."""
