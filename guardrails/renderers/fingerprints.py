"""Names for findings that stay the same from run to run, so that a system which saw one knows it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from guardrails.model.finding import Finding
from guardrails.model.fingerprint import digest, plan_fingerprint


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return a fingerprint of 32 hexadecimal digits for each finding, in their order; no two are equal.

    It rests on rule, file, Sid, token and the names on the way to the place. Lines, list positions, severity and the
    words of the message do not count: statements may move and messages may be written better. Findings that are equal
    in all of these are told apart by a number, in the order of their places.

    Of a Terraform plan count rule, address, attribute and what was found there: files have other names in every run.
    A resource that is moved keeps the names that its findings have at the address it comes from.
    """
    alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, finding in enumerate(findings):
        alike[_marks(finding)].append(at)
    names = [""] * len(findings)
    for marks, group in alike.items():
        for number, at in enumerate(sorted(group, key=lambda at: _order(findings[at]))):
            names[at] = digest("finding", *marks, str(number))
    return names


def _marks(finding: Finding) -> tuple[str, ...]:
    if finding.address:
        return ("plan", plan_fingerprint(finding))
    names = [part for part in finding.location.pointer if isinstance(part, str)]
    return (finding.rule, finding.location.file, finding.sid, finding.token, *names)


def _order(finding: Finding) -> tuple[object, ...]:
    span = finding.location.span
    place = (span.line, span.column) if span else (0, 0)
    pointer = [
        (isinstance(part, str), part if isinstance(part, int) else 0, str(part)) for part in finding.location.pointer
    ]
    return (place, pointer, finding.message)
