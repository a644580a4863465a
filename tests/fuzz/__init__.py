"""Inputs by the hundred thousand, each led by the code the ones before it reached."""
