"""Policies in the shapes that people write, with what an expert expects of the linter."""
