"""Adapter: turns answers into text, JSON and other formats; a renderer returns a string and never decides anything.

To add a format: one file named after it, and a row in the literal table of formats.
"""
