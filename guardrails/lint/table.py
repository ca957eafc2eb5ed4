"""All lints of SCPs and RCPs: one row each, in the order of their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from guardrails.lint import (
    absent_key,
    attachment,
    broad_exemption,
    contradiction,
    denied_example,
    denied_recovery,
    elements,
    if_exists,
    literal_wildcard,
    missing_twin,
    negated_any_value,
    never_bound,
    not_json,
    null_conjunction,
    operator_type,
    placeholder,
    region_exemptions,
    remote_content,
    set_operator,
    sid,
    size,
    subsumed,
    unknown_action,
    unknown_condition_key,
    unknown_service,
    unmatchable_arn,
    unprotected_exemption,
    unrelated_resource,
    unsupported_key,
    version,
)
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Finding, Rule

Check = Callable[[Subject, Surroundings], Iterator[Finding]]

LINTS: Final[tuple[tuple[Rule, Check], ...]] = (
    (not_json.RULE, not_json.check),
    (version.RULE, version.check),
    (size.RULE, size.check),
    (elements.RULE, elements.check),
    (sid.RULE, sid.check),
    (unknown_service.RULE, unknown_service.check),
    (unknown_action.RULE, unknown_action.check),
    (unknown_condition_key.RULE, unknown_condition_key.check),
    (unsupported_key.RULE, unsupported_key.check),
    (operator_type.RULE, operator_type.check),
    (absent_key.RULE, absent_key.check),
    (if_exists.RULE, if_exists.check),
    (contradiction.RULE, contradiction.check),
    (null_conjunction.RULE, null_conjunction.check),
    (literal_wildcard.RULE, literal_wildcard.check),
    (set_operator.RULE, set_operator.check),
    (negated_any_value.RULE, negated_any_value.check),
    (unmatchable_arn.RULE, unmatchable_arn.check),
    (region_exemptions.RULE, region_exemptions.check),
    (unprotected_exemption.RULE, unprotected_exemption.check),
    (broad_exemption.RULE, broad_exemption.check),
    (unrelated_resource.RULE, unrelated_resource.check),
    (missing_twin.RULE, missing_twin.check),
    (denied_example.RULE, denied_example.check),
    (denied_recovery.RULE, denied_recovery.check),
    (attachment.RULE, attachment.check),
    (placeholder.RULE, placeholder.check),
    (remote_content.RULE, remote_content.check),
    (never_bound.RULE, never_bound.check),
    (subsumed.RULE, subsumed.check),
)


_OF_FORM = frozenset((not_json.RULE.id, version.RULE.id, size.RULE.id, elements.RULE.id, placeholder.RULE.id))
"""What is asked of a document that no quota could ever hold."""


def lint(subject: Subject, around: Surroundings) -> tuple[Finding, ...]:
    """Return what all lints find in one document, in the order of the table; places have pointers, but no spans yet."""
    if size.is_vast(subject):
        return tuple(finding for rule, check in LINTS if rule.id in _OF_FORM for finding in check(subject, around))
    return tuple(finding for _, check in LINTS for finding in check(subject, around))
