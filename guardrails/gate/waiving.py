"""Waivers applied to findings: what is waived, what an expired waiver no longer covers, which waivers cover nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.gate_report import Waived
from guardrails.model.source import Location
from guardrails.model.waiver import Waiver

UNUSED: Final = Rule("WVR-001", "unused-waiver", "A waiver covers at least one finding.", Severity.WARNING)
EXPIRED: Final = Rule("WVR-002", "expired-waiver", "A waiver has not expired.", Severity.WARNING)
UNEXPLAINED: Final = Rule("WVR-003", "skip-without-reason", "A skip comment says why.", Severity.WARNING)
WAIVER_RULES: Final = (UNUSED, EXPIRED, UNEXPLAINED)


def set_aside(
    findings: Iterable[Finding],
    waivers: Collection[Waiver],
    today: date,
    addresses: Collection[str],
    rules: Collection[str],
) -> tuple[tuple[Finding, ...], tuple[Waived, ...]]:
    """Return the findings that stay, those about the waivers themselves included, and the waived ones.

    A waiver is unused only where that is known: its rule ran, and an address that it names is in the plan. A file of
    waivers serves many roots, and each plan is one of them.

    Args:
        addresses: those of the plan, previous ones included.
        rules: the ids of the rules that ran.
    """
    active = tuple(one for one in waivers if today <= one.expires)
    stay: list[Finding] = []
    waived: list[Waived] = []
    used: set[Waiver] = set()
    for finding in findings:
        by = next((one for one in active if one.covers(finding)), None)
        if by is None:
            stay.append(finding)
        else:
            used.add(by)
            waived.append(Waived(finding, by.owner, by.reason, by.expires, by.place))
    here = [one for one in waivers if one.rule in rules and any(one.speaks_of(address) for address in addresses)]
    stay.extend(_about(one, today) for one in here if one not in used)
    return tuple(stay), tuple(waived)


def _about(waiver: Waiver, today: date) -> Finding:
    what = f"the waiver of {waiver.rule} at {waiver.address}"
    if today > waiver.expires:
        return expired(waiver)
    help = "remove it"
    return Finding(UNUSED.id, UNUSED.severity, f"{what} covers no finding of this plan", waiver.place, help)


def expired(waiver: Waiver) -> Finding:
    """Return the finding about a waiver whose last day is over."""
    message = f"the waiver of {waiver.rule} at {waiver.address} expired on {waiver.expires}; it covers nothing"
    return Finding(
        EXPIRED.id, EXPIRED.severity, message, waiver.place, "mend the finding, or have the waiver reviewed again"
    )


def unexplained(checks: str, address: str, place: Location) -> Finding:
    """Return the finding about a skip comment that gives no reason."""
    message = f"the comment that skips {checks} at {address} does not say why"
    help = "write checkov:skip=CHECK:reason; better, a waiver with an owner and a last day"
    return Finding(UNEXPLAINED.id, UNEXPLAINED.severity, message, place, help, token=checks, address=address)
