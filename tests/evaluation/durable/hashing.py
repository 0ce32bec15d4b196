"""How durable-rules hashes names and ids: FNV-1a of 32 bits. It compares the hashes alone."""


def fnv(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value
