"""Waivers: a finding that somebody answers for until a day, at one address or at those of a pattern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guardrails.model.finding import Finding
from guardrails.model.plan.addresses import address_matches
from guardrails.model.plan.change import without_keys
from guardrails.model.source import Location


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver, in force until and including the day `expires`.

    `address` is a resource's, in which `*` stands for any run of characters and nothing else is special: brackets and
    quotes are part of addresses. `block` True: it stands above a block in the sources and speaks of all its instances.
    Empty `attribute` and `value` mean any; `value` is compared with what the finding found.
    """

    rule: str
    address: str
    owner: str
    reason: str
    expires: date
    place: Location
    attribute: str = ""
    value: str = ""
    block: bool = False

    def speaks_of(self, address: str) -> bool:
        """Whether the address of a resource is one that the waiver names."""
        if self.block:
            return bool(address) and without_keys(address) == self.address
        return address_matches(self.address, address)

    def covers(self, finding: Finding) -> bool:
        """Whether the waiver speaks of that finding; its expiry is not looked at.

        A resource that moves keeps its waivers: its previous address counts, too.
        """
        return (
            finding.rule == self.rule
            and (self.speaks_of(finding.address) or self.speaks_of(finding.previous_address))
            and self.attribute in ("", finding.attribute)
            and self.value in ("", finding.found)
        )
