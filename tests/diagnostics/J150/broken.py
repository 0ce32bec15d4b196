"""A file of too many lines."""

CONTENT = b"a = 1\n" * 10_001
