"""A workbook with a password is an OLE container of an encrypted package."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le")
