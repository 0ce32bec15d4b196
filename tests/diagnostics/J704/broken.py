"""What Excel 97 to 2003 wrote begins like this."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT = OLE + bytes(504)
