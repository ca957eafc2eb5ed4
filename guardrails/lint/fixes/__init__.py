"""Fixes: building them, applying them to a text, and finding the way back to the file."""
