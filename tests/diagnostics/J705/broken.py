"""A workbook of which only the beginning was saved."""

CONTENT = b"PK\x03\x04" + bytes(100)
