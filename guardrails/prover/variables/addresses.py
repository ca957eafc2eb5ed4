"""Classes of addresses: blocks begin and end somewhere, and only there does it change which blocks an address is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

Network = IPv4Network | IPv6Network

_OUTSIDE: Final = ("198.51.100.7", "203.0.113.7", "192.0.2.7", "2001:db8::7")
"""Addresses for documentation: the likeliest to be outside of all blocks, and good to read there.

Source: https://www.rfc-editor.org/rfc/rfc5737, https://www.rfc-editor.org/rfc/rfc3849 (2026-11)
"""


def address_points(blocks: Iterable[Network]) -> tuple[str, ...]:
    """Return an address of each class: of both versions, at the borders of every block and beyond them."""
    distinct = tuple(dict.fromkeys(blocks))
    inside = [str(block[min(7, block.num_addresses - 1)]) for block in distinct if block.prefixlen]
    borders = [text for block in distinct for text in _borders(block)]
    return tuple(dict.fromkeys((*inside, *_OUTSIDE, *borders, "0.0.0.0", "::")))


def _borders(block: Network) -> Iterator[str]:
    """The first and the last address of a block, and their neighbours outside, where there are any."""
    make: type[IPv4Address] | type[IPv6Address] = IPv4Address if block.version == 4 else IPv6Address
    first, last = int(block.network_address), int(block.broadcast_address)
    for number in (first, last, first - 1, last + 1):
        if 0 <= number < 2**block.max_prefixlen:
            yield str(make(number))
