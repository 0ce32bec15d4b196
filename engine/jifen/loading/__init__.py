"""Parks found, their plugins called, their files joined into one park with a digest (S24, S26, S29)."""
