"""Matching: whether the action, resource and principal elements of a statement are of a request.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum

from guardrails.evaluation.conditions import Context
from guardrails.evaluation.overlap import Parts, parts_cover, parts_meet
from guardrails.evaluation.patterns import Glob, action_matches, arn_fields
from guardrails.evaluation.variables import fill, has_variables
from guardrails.model.decision import Truth, some
from guardrails.model.policy.document import Element, PolicyDocument, PrincipalElement
from guardrails.model.request import UNKNOWN, Partial, Principal, PrincipalKind, Resource


def action_element_matches(element: Element, action: str) -> bool:
    """Whether `Action` names the action, or `NotAction` does not."""
    return any(action_matches(pattern, action) for pattern in element.patterns) is not element.negated


def concerning(document: PolicyDocument, actions: Iterable[str]) -> PolicyDocument:
    """Return a document without the statements that name none of the actions, and so say nothing of them."""
    names = tuple(actions)
    kept = (row for row in document.statements if any(action_element_matches(row.action, name) for name in names))
    return replace(document, statements=tuple(kept))


def resource_element_matches(
    element: Element, resource: Resource, context: Context, *, variables: bool = True
) -> Truth:
    """Whether `Resource` names the resource, or `NotResource` does not.

    An action without resource types is authorized on `*`: only the pattern `*` names that.
    """
    named = some(resource_matches(pattern, resource, context, variables=variables) for pattern in element.patterns)
    return ~named if element.negated else named


def resource_matches(pattern: str, resource: Resource, context: Context, *, variables: bool) -> Truth:
    """Whether one pattern names the resource."""
    if pattern and not pattern.strip("*"):
        return Truth.TRUE
    if resource is UNKNOWN:
        return Truth.UNKNOWN
    if not isinstance(resource, (str, Partial)) or resource == "*":
        return Truth.FALSE
    parts: Parts = ((pattern, True),)
    unsure = False
    if variables and has_variables(pattern):
        filled = fill(pattern, context)
        if filled.null:
            return Truth.FALSE
        parts, unsure = filled.parts, bool(filled.unknown) or has_variables(":".join(arn_fields(pattern)[:5]))
    certain = _pattern_matches(parts, resource)
    return Truth.UNKNOWN if unsure and certain is Truth.TRUE else certain


def _pattern_matches(parts: Parts, resource: str | Partial) -> Truth:
    """Whether a pattern matches; UNKNOWN where its readings differ for this resource, or what is known of it is short.

    Open at AWS (semantics 10.2): an ARN of fewer than six fields (a plain text, or completed with `*`?), and letter
    case in the partition, service and Region fields.
    """
    readings = {_reading_matches(one, resource) for one in _readings(parts)}
    return readings.pop() if len(readings) == 1 else Truth.UNKNOWN


def _readings(parts: Parts) -> Iterator[Parts]:
    yield parts
    fields = arn_fields("".join(part for part, _ in parts))
    if len(fields) < 6:
        yield (*parts, (":*" * (6 - len(fields)), True))
    elif any(field != field.lower() for field in fields[:4]) and len(parts) == 1:
        yield ((":".join((*(field.lower() for field in fields[:4]), *fields[4:])), True),)


def _reading_matches(parts: Parts, resource: str | Partial) -> Truth:
    if isinstance(resource, str):
        return Truth.of(Glob.joined(parts).matches(resource))
    if not parts_meet(parts, resource.pattern):
        return Truth.FALSE
    return Truth.TRUE if parts_cover(parts, resource.pattern) else Truth.UNKNOWN


class Grant(Enum):
    """How a resource policy's `Principal` element names a caller; each way reaches further than the one before."""

    NONE = 0
    ACCOUNT = 1
    """Its account: the account's own identity policies must grant, too."""
    ROLE = 2
    """Its role: still limited by the implicit denies of a boundary and a session policy."""
    EVERYONE = 3
    """`*`: not limited by them if the statement tests aws:PrincipalArn; undocumented otherwise."""
    DIRECT = 4
    """The user or the session itself: not limited by them."""


def grant_of(element: PrincipalElement, principal: Principal) -> Grant:
    """Return the furthest way in which the entries of a `Principal` element (not `NotPrincipal`) name a principal."""
    grants = [_grant(kind, value, principal) for kind, value in element.entries]
    return max(grants, key=lambda grant: grant.value, default=Grant.NONE)


def _grant(kind: str, value: str, principal: Principal) -> Grant:
    if value == "*" and kind in ("*", "AWS"):
        return Grant.EVERYONE
    if principal.kind is PrincipalKind.SERVICE:
        return Grant.DIRECT if kind == "Service" and value == principal.arn else Grant.NONE
    if kind == "Federated":
        return Grant.NONE
    if kind != "AWS" or not principal.account:
        return Grant.NONE
    if value == principal.account or _is_root_of(value, principal.account):
        return Grant.ACCOUNT
    if value == principal.session:
        return Grant.DIRECT
    if value == principal.arn:
        return Grant.ROLE if principal.kind in _ROLES else Grant.DIRECT
    return Grant.NONE


_ROLES = (PrincipalKind.ROLE, PrincipalKind.SERVICE_LINKED_ROLE)


def _is_root_of(arn: str, account: str) -> bool:
    fields = arn_fields(arn)
    return len(fields) == 6 and fields[2] == "iam" and fields[4] == account and fields[5] == "root"


def principal_element_matches(element: PrincipalElement | None, principal: Principal, *, bounded: bool) -> Truth:
    """Whether a Deny with this `Principal` or `NotPrincipal` element reaches a principal.

    `NotPrincipal` always reaches a caller that has a permissions boundary. It spares a caller for certain only when it
    lists the caller's account as well; listing the caller alone "might" not do, says AWS, so that is UNKNOWN.
    """
    if element is None:
        return Truth.TRUE
    grant = grant_of(element, principal)
    if not element.negated:
        return Truth.of(grant is not Grant.NONE)
    if bounded or grant is Grant.NONE:
        return Truth.TRUE
    listed = {value for _, value in element.entries}
    account_listed = principal.account in listed or any(_is_root_of(value, principal.account) for value in listed)
    if grant is Grant.EVERYONE or principal.kind is PrincipalKind.SERVICE:
        return Truth.FALSE
    if grant is Grant.ACCOUNT:
        return Truth.FALSE if principal.kind is PrincipalKind.ROOT else Truth.UNKNOWN
    return Truth.FALSE if account_listed else Truth.UNKNOWN
