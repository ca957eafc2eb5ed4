"""A condition key is one that AWS documents.

## What it does
Reports a condition key that is neither a global key nor documented by any service, and a tag key without the tag's
name. Letter case does not matter, and the keys of OIDC and SAML providers are not looked up.

## Why it matters
AWS takes any key for one that this request happens not to carry. With a positive operator the row never holds: the deny
never fires. With a negated operator it always holds: the deny fires for everybody, exempt or not.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "StayInEurope",
    "Effect": "Deny",
    "Action": "ec2:*",
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestRegion": ["eu-west-1"]}}
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "StayInEurope",
    "Effect": "Deny",
    "Action": "ec2:*",
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}
  }
}
```

## How to fix
Write the key that the reference lists. `--fix` does so for a slip of one or two letters with one candidate. A key newer
than the data of this release is a warning; suppress it by its name, or install a newer release.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html (2026-09)
- https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from guardrails.catalog.freshness import date_of
from guardrails.catalog.keys import close_keys, condition_key
from guardrails.lint.names.spelling import MOST_SUGGESTIONS, slips_of
from guardrails.lint.reasoning.effects import dead_row, shown_on
from guardrails.lint.subjects.problem_rules import finding_of, problems_of
from guardrails.lint.subjects.subject import Subject, raw_at
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import did_you_mean
from guardrails.model.finding import Confidence, Edit, Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Condition, Statement
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.policy.report import quoted

RULE = Rule(
    "LINT-008",
    "unknown-condition-key",
    "A condition key is one that AWS documents.",
    Severity.ERROR,
)

MEANT: Final = {
    "aws:accountid": "aws:PrincipalAccount",
    "aws:calledviaservice": "aws:CalledVia",
    "aws:ec2instancetype": "ec2:InstanceType",
    "aws:instancetype": "ec2:InstanceType",
    "aws:mfapresent": "aws:MultiFactorAuthPresent",
    "aws:multifactorauthenticationpresent": "aws:MultiFactorAuthPresent",
    "aws:organizationid": "aws:PrincipalOrgID",
    "aws:orgid": "aws:PrincipalOrgID",
    "aws:principalaccountid": "aws:PrincipalAccount",
    "aws:principalorganizationid": "aws:PrincipalOrgID",
    "aws:region": "aws:RequestedRegion",
    "aws:requestregion": "aws:RequestedRegion",
    "aws:requesttags": "aws:RequestTag/${TagKey}",
    "aws:resourceaccountid": "aws:ResourceAccount",
    "aws:resourcetags": "aws:ResourceTag/${TagKey}",
    "aws:sourceipaddress": "aws:SourceIp",
    "aws:sourcevpcendpoint": "aws:SourceVpce",
    "aws:tagkey": "aws:TagKeys",
    "aws:vpce": "aws:SourceVpce",
    "rds:dbinstanceclass": "rds:DatabaseClass",
    "s3:x-amz-server-side-encryption-kms-key-id": "s3:x-amz-server-side-encryption-aws-kms-key-id",
}
"""What people write, in lower case, and the key they mean."""

_NEEDS_NAME = ("aws:requesttag", "aws:resourcetag", "aws:principaltag")


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document, one for each key of a statement."""
    yield from _malformed(subject)
    unknown = 0
    for statement in subject.statements:
        grouped: dict[str, list[Condition]] = {}
        for row in statement.conditions:
            if not is_known(row.key):
                grouped.setdefault(row.key, []).append(row)
        for key, rows in grouped.items():
            unknown += 1
            yield _unknown(subject, statement, key, rows, look=unknown <= MOST_SUGGESTIONS)


def _malformed(subject: Subject) -> Iterator[Finding]:
    """Yield the names without a service in front, most of them global keys that lack their `aws:`."""
    for problem in problems_of(subject, RULE):
        pointer = problem.location.pointer
        name = str(pointer[-1])
        right = condition_key(f"aws:{name}") if name.isalnum() else None
        if right is None:
            yield finding_of(subject, RULE, problem, token=name)
            continue
        values: Any = raw_at(subject.value, pointer)
        edits = (Edit(pointer, values, None), Edit((*pointer[:-1], right.name), None, values))
        fix = Fix(f"write `{right.name}`", edits, safe=True)
        yield finding_of(subject, RULE, problem, help=did_you_mean((right.name,)), token=name, fix=fix)


def is_known(key: str) -> bool:
    """Whether somebody documents the key, or it belongs to an identity provider, whose keys nobody can list."""
    prefix, _, name = key.partition(":")
    if "." in prefix or "/" in prefix:
        return True
    if condition_key(key) is not None:
        return True
    head, slash, tag = name.partition("/")  # some services write their template with nothing after the slash
    return bool(slash and tag) and condition_key(f"{prefix}:{head}/") is not None


def _unknown(subject: Subject, statement: Statement, key: str, rows: list[Condition], *, look: bool) -> Finding:
    meant = _meant(key) if look else ()
    folded = key.lower().rstrip("/")
    message = f"no service documents the key {quoted(key)}, {dead_row(statement, rows[0])}"
    if folded in _NEEDS_NAME:
        message = f"{quoted(key)} names no tag, {dead_row(statement, rows[0])}"
        help = f"write the tag's key behind a slash, for example `{key.rstrip('/')}/Environment`"
    elif meant:
        help = did_you_mean(meant)
    else:
        help = "look the key up in the service reference; a key newer than the data is fine"
    sure = folded in _NEEDS_NAME or folded in MEANT or bool(slips_of(key, meant))
    return subject.report(
        RULE,
        rows[0].pointer,
        message,
        help,
        statement=statement,
        severity=Severity.ERROR if sure else Severity.WARNING,
        confidence=Confidence.HIGH if sure else Confidence.MEDIUM,
        witness=shown_on(statement, rows[0]),
        token=key,
        data_date=date_of("global_keys" if key.lower().startswith("aws:") else "condition_keys"),
        fix=_fix(subject, rows, meant) if sure else None,
    )


@lru_cache(maxsize=1024)
def _meant(key: str) -> tuple[str, ...]:
    """Return the keys that `key` may have been meant to be; one alone where it is as good as certain."""
    known = MEANT.get(key.lower())
    if known:
        return (known,)
    head, slash, tag = key.partition("/")
    plural = MEANT.get(head.lower(), "") if slash and tag else ""
    if plural.endswith("/${TagKey}"):
        return (plural.replace("${TagKey}", tag),)
    close = tuple(one for one in close_keys(key) if not one.endswith("/"))
    slips = slips_of(key, close)
    return slips if len(slips) == 1 else close


def _fix(subject: Subject, rows: list[Condition], meant: tuple[str, ...]) -> Fix | None:
    """The key renamed wherever the statement has it, unless the right one stands beside it."""
    if len(meant) != 1 or "${" in meant[0] or placeholders_in(meant[0]):
        return None
    edits: list[Edit] = []
    for row in rows:
        values: Any = raw_at(subject.value, row.pointer)
        beside = raw_at(subject.value, row.pointer[:-1])
        if isinstance(beside, dict) and meant[0] in beside:
            return None
        edits += [Edit(row.pointer, values, None), Edit((*row.pointer[:-1], meant[0]), None, values)]
    return Fix(f"write `{meant[0]}`", tuple(edits), safe=True)
