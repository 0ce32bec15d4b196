"""Frozen values that every layer shares; imports nothing of the project."""
