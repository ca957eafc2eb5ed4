"""A name for a finding about a plan that stays the same from run to run."""

from __future__ import annotations

from guardrails.model.finding import Finding


def plan_fingerprint(finding: Finding) -> str:
    """Return 32 hexadecimal digits that rest on rule, address, attribute, offending value and deciding statement.

    The previous address of a resource that moves counts as its address. Lines, severity and the words of the message do
    not count. Another value at the same place is another finding.
    """
    from hashlib import sha256  # loads OpenSSL, 4 ms that `simulate` need not pay

    address = finding.previous_address or finding.address
    marks = (finding.rule, address, finding.attribute, finding.found, finding.policy, finding.sid, finding.token)
    text = "\0".join(f"{len(mark)}:{mark}" for mark in marks)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
