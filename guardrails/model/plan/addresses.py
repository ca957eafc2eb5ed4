"""Patterns of resource addresses, the same in waivers and on the command line."""

from __future__ import annotations

import re
from functools import lru_cache


def address_matches(pattern: str, address: str) -> bool:
    """Whether an address is of a pattern: `*` stands for any run of characters, and nothing else is special.

    Brackets and quotes are part of addresses, so they are no sets of characters.
    """
    return bool(address) and _compiled(pattern).fullmatch(address) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    # An atomic group for each run: what is between two stars is taken where it first occurs, so nothing is tried twice.
    first, *rest = (re.escape(run) for run in pattern.split("*"))
    if not rest:
        return re.compile(first)
    middle = "".join(f"(?>.*?{run})" for run in rest[:-1] if run)
    return re.compile(f"(?s:{first}{middle}.*{rest[-1]})")
