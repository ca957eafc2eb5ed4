"""One file per user verb: reads input through the adapters, asks the verbs, renders, and returns an exit code.

To add a command: a file named after the verb and a line in `cli.py`; nothing here is imported by another room.
"""
