"""What the desk is made of, looked up in public advisories."""
