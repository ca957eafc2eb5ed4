"""Which address ranges take in the internet: those that are wider than what anybody owns.

No private range of IPv4 is wider than 10.0.0.0/8. Amazon S3 draws the line at the same place, and for IPv6 at /32.
Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-11)
"""

from __future__ import annotations

import re
from ipaddress import IPv6Network
from typing import Final

_PREFIX: Final = re.compile(r"/0*(\d{1,3})$", re.ASCII)
_LOCAL: Final = IPv6Network("fc00::/7")


def is_wide(range: object) -> bool:
    """Whether a value is a range that only the internet fills: all of it, or so large a part that several make all."""
    found = _PREFIX.search(range) if isinstance(range, str) else None
    if found is None or not isinstance(range, str):
        return False
    if ":" not in range:
        return int(found[1]) < 8
    return int(found[1]) < 32 and not _is_local(range)


def _is_local(range: str) -> bool:
    """Whether an IPv6 range lies in those that are routed nowhere outside (`fc00::/7`)."""
    try:
        return IPv6Network(range, strict=False).subnet_of(_LOCAL)
    except ValueError:
        return False
