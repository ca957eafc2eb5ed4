"""Account ids in a plan: in ARNs, and in attributes that hold nothing else."""

from __future__ import annotations

import re
from typing import Final

_ARN: Final = re.compile(r"arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):")


def account_of_arn(text: str) -> str:
    """Return the account in the first ARN that stands in a text; empty where none names one."""
    found = _ARN.search(text)
    return found[1] if found else ""


def accounts_in(text: str) -> tuple[str, ...]:
    """Return the accounts of all ARNs in a text, in order, each once."""
    return tuple(dict.fromkeys(_ARN.findall(text))) if "arn:" in text else ()
