"""Runs over populations of any size: tables written batch by batch, and what is kept for later decisions."""
