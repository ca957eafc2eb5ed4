"""Nouns: frozen values that every other room speaks in; standard library only, no I/O, clock or network.

To add one: a frozen, slotted dataclass in the file of its kind, with a docstring that says what equality means.
"""
