"""A file of more than 1 MB."""

CONTENT = b"#" * (1024 * 1024 + 1)
