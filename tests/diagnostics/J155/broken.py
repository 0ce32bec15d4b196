"""A file of too many mistakes."""

CONTENT = b"id dalian\n" * 202
