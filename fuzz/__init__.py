"""Hostile requests without end: examples changed at random, sent to a real server, every answer looked at.

`python -m fuzz --requests 100000` (or `make fuzz`) runs as long as it says; `tests/test_fuzz.py` runs a thousand.
"""
