"""Policies whose text comes from elsewhere when they are applied: what a reader reports of them (LINT-028)."""

from __future__ import annotations

from guardrails.model.finding import Finding
from guardrails.model.policy.text_rules import REMOTE_CONTENT
from guardrails.model.source import Location

_HELP = "keep the document in the repository, where it is reviewed and checked before it is applied"


def remote_finding(place: Location, name: str, address: str) -> Finding:
    """Return the finding about a policy whose text is fetched from an address, or by what stands for one."""
    message = (
        f"the text of {name} comes from `{address}` when it is applied: whoever can change that changes the policy"
    )
    return Finding(REMOTE_CONTENT.id, REMOTE_CONTENT.severity, message, place, _HELP, token=address)


def unpinned_finding(place: Location, name: str, address: str) -> Finding:
    """Return the finding about a module with policies that follows a branch."""
    message = f"{name} takes its policies from `{address}`, whatever stands there at the time"
    help = "pin a commit or a release tag: `?ref=v1.2.3`"
    return Finding(REMOTE_CONTENT.id, REMOTE_CONTENT.severity, message, place, help, token=address)
