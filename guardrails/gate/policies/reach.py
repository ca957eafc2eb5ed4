"""Whom a resource policy lets in beyond the organization: everybody, or accounts that are not of it.

The reading of conditions is policyuniverse's (https://github.com/Netflix-Skunkworks/policyuniverse, 2026-11), one row
at a time: rows must all hold, so one that narrows is enough. What it takes for narrowing and AWS does not is left out
before: `...IfExists` and `ForAllValues:`, which hold of a caller without the key, and address ranges wider than /8.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.gate.policies.attributes import LIMITING
from guardrails.gate.policies.blocks import LATER
from guardrails.gate.policies.reading import ResourcePolicy, account_in, principals
from guardrails.model.policy.document import Condition, Effect, Element, SetOperator, Statement


@dataclass(frozen=True, slots=True)
class Opening:
    """A statement that lets in more than the organization.

    `public`: everybody. Else `strangers` are the foreign accounts and organizations it names. `certain` False: whether
    that is so hangs on values that are known only after apply. `why` says in words what was found.
    """

    policy: ResourcePolicy
    statement: Statement
    public: bool
    strangers: tuple[str, ...] = ()
    certain: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Limit:
    """What one condition row limits callers to: `accounts` and `organizations` it names; `later`: not known yet."""

    key: str
    accounts: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    later: bool = False


def openings(policy: ResourcePolicy, accounts: frozenset[str], organization_id: str = "") -> Iterator[Opening]:
    """Yield the statements of a policy that reach beyond these accounts (12 digits) and this organization (`o-...`).

    Nothing for policies that only limit (those of VPC endpoints), and for parts that are not known: see `policy.mark`.
    """
    if policy.change.type in LIMITING:
        return
    for statement in policy.statements:
        if statement.effect is Effect.ALLOW and statement.principal is not None:
            found = _opening(policy, statement, accounts, organization_id)
            if found is not None:
                yield found


def _opening(policy: ResourcePolicy, statement: Statement, own: frozenset[str], home: str) -> Opening | None:
    named = principals(statement)
    negated = statement.principal is not None and statement.principal.negated
    everybody = negated or any(
        one.everybody or (one.kind == "AWS" and "*" in one.value and not one.account) for one in named
    )
    strangers = () if negated else tuple(dict.fromkeys(one.account for one in named if one.account not in {"", *own}))
    if not everybody and not strangers:
        return None
    limits = [found for row in statement.conditions if (found := _limit(row)) is not None]
    certain = not all(one.later for one in limits) if limits else True
    if everybody:
        closed = any(_closes(other, statement) for other in policy.statements)
        if not limits and not closed:
            who = "every principal but a few (NotPrincipal)" if negated else "every principal (*)"
            return Opening(
                policy, statement, True, why=f"it allows {_actions(statement)} to {who} and nothing narrows it"
            )
        if not certain and not closed:
            keys = ", ".join(dict.fromkeys(one.key for one in limits))
            return Opening(policy, statement, True, certain=False, why=f"only {keys}, known after apply, narrows it")
    return _foreign(policy, statement, strangers, limits, own, home)


def _foreign(
    policy: ResourcePolicy,
    statement: Statement,
    strangers: tuple[str, ...],
    limits: list[_Limit],
    own: frozenset[str],
    home: str,
) -> Opening | None:
    """Return the opening to accounts and organizations that conditions or principals name; rows must all hold."""
    for one in limits:
        if not one.accounts and not one.organizations:
            continue
        beyond = [name for name in one.accounts if name not in own]
        beyond += [name for name in one.organizations if home and name.partition("/")[0] != home]
        if not beyond:
            return None
        strangers = tuple(dict.fromkeys((*strangers, *beyond)))
    if not strangers:
        return None
    listed = ", ".join(strangers)
    return Opening(policy, statement, False, strangers, why=f"it allows {_actions(statement)} to {listed}")


def _actions(statement: Statement) -> str:
    """Return the actions of a statement in a few words."""
    shown = ", ".join(statement.action.patterns[:3]) + (", ..." if len(statement.action.patterns) > 3 else "")
    return f"all but {shown}" if statement.action.negated else shown


_SAME_AS: Final = {
    "aws:sourceorgid": "aws:PrincipalOrgID",
    "aws:sourceorgpaths": "aws:PrincipalOrgPaths",
    "aws:vpceaccount": "aws:SourceAccount",
    "aws:vpceorgid": "aws:PrincipalOrgID",
    "aws:vpceorgpaths": "aws:PrincipalOrgPaths",
    "aws:sourcevpcarn": "aws:SourceArn",
    "s3:dataaccesspointaccount": "aws:SourceAccount",
    "s3:dataaccesspointarn": "aws:SourceArn",
}
"""Keys (lower case) that policyuniverse does not know -> one that narrows in the same way.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11)
"""

_SWITCHES: Final = {"aws:principalisawsservice", "elasticfilesystem:accessedviamounttarget"}
"""Keys that keep the internet out when they are asked to be true: only AWS's services; only those in the network."""

_ACCOUNT_KEYS: Final = {
    *("aws:sourceaccount", "aws:sourceowner", "aws:principalaccount", "kms:calleraccount"),
    *("aws:vpceaccount", "s3:dataaccesspointaccount"),
}
_ARN_KEYS: Final = {"aws:principalarn"}
_ORGANIZATION_KEYS: Final = {
    *("aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"),
    *("aws:vpceorgid", "aws:vpceorgpaths"),
}


def _limit(row: Condition) -> _Limit | None:
    """Return what a condition row limits callers to; None where it lets everybody through."""
    key = row.key.lower()
    if row.if_exists or row.set_operator is SetOperator.FOR_ALL_VALUES:
        return None
    if key in _SWITCHES:
        return _Limit(row.key) if row.operator == "Bool" and row.values == ("true",) else None
    known = tuple(value for value in row.values if value != LATER)
    if len(known) < len(row.values) and not _accessible(row.operator, _SAME_AS.get(key, row.key), ("later",)):
        return (
            None
            if known and _accessible(row.operator, _SAME_AS.get(key, row.key), known)
            else _Limit(row.key, later=True)
        )
    if _wide(row) or _any_name(row) or _accessible(row.operator, _SAME_AS.get(key, row.key), known):
        return None
    accounts = (
        known if key in _ACCOUNT_KEYS else tuple(filter(None, map(account_in, known))) if key in _ARN_KEYS else ()
    )
    return _Limit(row.key, accounts, known if key in _ORGANIZATION_KEYS else ())


@lru_cache(maxsize=1024)
def _accessible(operator: str, key: str, values: tuple[str, ...]) -> bool:
    """Whether policyuniverse finds that everybody passes this row.

    It is loaded here, for its import takes a tenth of a second that only plans with open principals need.
    """
    from policyuniverse.statement import Statement as Universal  # type: ignore[import-untyped]

    row = {"Effect": "Allow", "Principal": "*", "Condition": {operator: {key: list(values)}}}
    return bool(Universal(row).is_internet_accessible())


_PREFIX: Final = re.compile(r"/(\d{1,3})$")


def _wide(row: Condition) -> bool:
    """Whether an address row has a range wider than /8 (IPv6: /32), which S3 takes for everybody."""
    if row.operator != "IpAddress":
        return False
    found = ((value, _PREFIX.search(value)) for value in row.values)
    return any(size is not None and int(size[1]) < (32 if ":" in value else 8) for value, size in found)


_FIXED: Final = _ACCOUNT_KEYS | _ORGANIZATION_KEYS | {"aws:sourcevpc", "aws:sourcevpce"}


def _any_name(row: Condition) -> bool:
    """Whether a row that has to name accounts, organizations or networks has a wildcard in a name.

    Everybody has some organization: only values without wildcards narrow, but for the units below an organization.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-11)
    """
    if row.operator != "StringLike" or row.key.lower() not in _FIXED:
        return False
    return any(mark in value.partition("/")[0] for value in row.values for mark in "*?")


_POSITIVE: Final = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
}
_SERVICE_SWITCHES: Final = {"aws:principalisawsservice", "aws:viaawsservice"}


def _closes(deny: Statement, allow: Statement) -> bool:
    """Whether a Deny takes from everybody outside what an Allow gives: `Deny` unless the caller is of ours.

    Rows of a Deny must all hold, so it lets through whoever passes any of them turned around: each must narrow.
    """
    if deny.effect is not Effect.DENY or not any(one.everybody for one in principals(deny)):
        return False
    if not (_covers(deny.action, allow.action) and _covers(deny.resource, allow.resource)):
        return False
    rows = [row for row in deny.conditions if row.key.lower() not in _SERVICE_SWITCHES]
    return all(row.operator in _POSITIVE and _limit(_turned(row)) is not None for row in rows)


def _turned(row: Condition) -> Condition:
    """Return the row that lets through whom a negated one does not deny; a missing key is denied."""
    return Condition(_POSITIVE[row.operator], row.key, row.values)


def _covers(wide: Element, narrow: Element) -> bool:
    """Whether one element surely names everything that another names; only plain cases are seen."""
    if wide.negated or narrow.negated:
        return not wide.negated and "*" in wide.patterns
    return "*" in wide.patterns or all(_in(pattern, wide.patterns) for pattern in narrow.patterns)


def _in(pattern: str, wide: tuple[str, ...]) -> bool:
    return pattern in wide or any(one.endswith("*") and pattern.lower().startswith(one[:-1].lower()) for one in wide)
