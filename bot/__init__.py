"""Privasi: a privacy desk in a chat."""

__version__ = "0.1.0"
