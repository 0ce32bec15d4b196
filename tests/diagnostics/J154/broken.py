"""A file of too many values."""

CONTENT = b"a = [" + b"1, " * 30_000 + b"]\n"
