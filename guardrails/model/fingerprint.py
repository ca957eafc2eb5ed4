"""Names made of hexadecimal digits, for findings that are to be known again in the next run."""

from __future__ import annotations

from guardrails.model.finding import Finding


def digest(*texts: str) -> str:
    """Return 32 hexadecimal digits for a sequence of texts."""
    from hashlib import sha256  # loads OpenSSL, 4 ms that `simulate` need not pay

    counted = "\0".join(f"{len(text)}:{text}" for text in texts)
    return sha256(counted.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def plan_fingerprint(finding: Finding) -> str:
    """Return the name of a finding about a plan: of rule, address, attribute, offending value and deciding statement.

    The previous address of a resource that moves counts as its address. Lines, severity and the words of the message do
    not count. Another value at the same place is another finding.
    """
    address = finding.previous_address or finding.address
    place = (finding.attribute, finding.found, finding.policy, finding.sid, finding.token)
    return digest("plan", finding.rule, address, *place)
