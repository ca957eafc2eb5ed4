"""The one way in which a request ends without findings. This file imports nothing but the standard library."""

from __future__ import annotations


class Failed(Exception):
    """The message is for users: it names rules, places and addresses, never a value of a template.

    `usage` True: what was asked for cannot be carried out as it is (exit code 2); False: the scan broke (exit code 3).
    """

    def __init__(self, message: str, usage: bool = False) -> None:
        super().__init__(message)
        self.usage = usage
