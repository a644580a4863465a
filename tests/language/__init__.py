"""The sentences people read, and the dates in them."""
