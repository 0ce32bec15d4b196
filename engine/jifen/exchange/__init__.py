"""Data in and out: rosters read and written, files replaced whole, synthetic samples."""
