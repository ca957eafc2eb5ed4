"""Every account that a plan names is its own or one that it may deal with.

## What it does
Looks at every ARN, registry and account id that the plan is going to write, and at the accounts that its providers work
in. Allowed are the target account, accounts of the same environment (but for sandboxes), the management account,
accounts of environment `shared`, those that `delegations` and `state` name, and AWS's own accounts for the logs of load
balancers and the images of EKS and SageMaker. A plan for one of these common accounts may name every account of the
organization. Reported are:

- ARNs of keys, roles, buses, queues and all else; ids in attributes that hold accounts; images of other registries;
- accounts that an Allow statement names, as principal, in a condition or as resource; and roles that everybody may
  assume. Other policies that are open to everybody are a matter of PG-017;
- images and snapshots that everybody may use;
- the default provider, when it works in an account which is not the target's, and a provider with an alias, when it
  works in one which is not allowed;
- values out of a state of such an account (`terraform_remote_state`), by the keys that `state.keys` describes.

Names in a Deny statement and in SCPs give nobody anything and are left out. An ARN that is known only after apply is
that of an object that the plan makes, unless it comes out of a data source: then it is undecided. So is a policy, or
the account that something is shared with, that is known only after apply, and an ARN that is masked as sensitive.

## Why it matters
An environment is isolated as long as nothing in it knows the other: a role that trusts dev, a key of dev under the
models of prod, and whoever gets into dev is in prod.

## Example
```hcl
# in a plan for prod, 333333333333
resource "aws_cloudwatch_event_target" "bus" {
  rule = "MM-prod-use1-rule-findings"
  arn  = "arn:aws:events:us-east-1:222222222222:event-bus/default"
}
```

## Use instead
```hcl
resource "aws_cloudwatch_event_target" "bus" {
  rule = "MM-prod-use1-rule-findings"
  arn  = "arn:aws:events:us-east-1:111111111111:event-bus/MM-mgmt-use1-event-bus-security"
}
```

## How to fix
Name an object of the own account, or one of a common account. Where two accounts have to work together, waive the
finding for the address, or give them an account between them whose environment is `shared`.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (2026-11)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (2026-11)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from guardrails.gate.accounts import accounts_in, counterparts, holds_arns, is_account, texts
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.policies.reach import openings
from guardrails.gate.policies.reading import has_policy, policies_of
from guardrails.gate.remote_states import read_states, readers_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import find_account
from guardrails.model.plan.change import Change
from guardrails.model.plan.configuration import Expression, ResourceConfig
from guardrails.model.plan.values import UNKNOWN, Mark, Path, known, marks, show_path, undecidable

RULE: Final = Rule(
    "PG-002",
    "foreign-accounts",
    "Every account that a plan names is its own or one that it may deal with.",
    Severity.ERROR,
    ("B1", "E16", "E18"),
)
TYPES: Final = ()

_GIVES_NOTHING: Final = frozenset({"aws_organizations_policy", "aws_vpc_endpoint", "aws_vpc_endpoint_policy"})
"""Types whose policy only limits: whom it names, it gives nothing."""

_SHARES: Final[dict[str, str]] = {
    "aws_ami_launch_permission": "account_id",
    "aws_ecr_replication_configuration": "replication_configuration[0].rule[0].destination[0].registry_id",
    "aws_ram_principal_association": "principal",
    "aws_route53_vpc_association_authorization": "vpc_id",
    "aws_servicecatalog_portfolio_share": "principal_id",
    "aws_snapshot_create_volume_permission": "account_id",
    "aws_vpc_peering_connection": "peer_owner_id",
}
"""Type -> the attribute that says with whom something is shared; where it is unknown, nobody can tell."""

_OF_ORGANIZATION: Final = (
    "aws_organizations_account",
    "aws_organizations_organization",
    "aws_organizations_organizational_unit",
)
_SHORT: Final = 200
_DEFAULT: Final = frozenset({"aws", "awscc"})
"""Keys of the provider that resources have unless they name another one: it works in the target account."""
_HELP: Final = "name an object of the own account, or of one that all accounts share"
_KNOWN: Final = "write the account as a literal or a variable, so that the plan shows it"


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield everything that names an account which the plan has nothing to do with."""
    allowed = counterparts(inspection.organization, inspection.account)
    yield from _providers(inspection, allowed)
    for change in inspection.plan.changes:
        if change.managed and change.verb.writes and change.after:
            yield from _of_change(inspection, change, allowed)
    yield from _states(inspection, allowed)


def _of_change(inspection: Inspection, change: Change, allowed: frozenset[str]) -> Iterator[Finding]:
    type = change.type
    if not type.startswith(("aws_", "awscc_")):
        return
    holds = has_policy(type)
    if holds and type not in _GIVES_NOTHING:
        yield from _of_policies(inspection, change, allowed)
    if type in _SHARES:
        yield from _shared(inspection, change)
    yield from _looked_up(inspection, change)
    for path, text in texts(change.after):
        if isinstance(text, Mark):
            message = "which account it names is hidden: the value is masked as sensitive"
            yield undecided(RULE, inspection.plan, change, message, (show_path(path),), _KNOWN)
            continue
        foreign = _foreign(text, allowed)
        if foreign and not (
            text.startswith("{") and (holds or type in _GIVES_NOTHING or not (foreign := _given(text, allowed)))
        ):
            yield _named(inspection, change, path, foreign, text)


def _looked_up(inspection: Inspection, change: Change) -> Iterator[Finding]:
    """Yield ARNs that a data source looks up while the plan is applied: they may be anybody's."""
    paths = list(_unknown_arns(change.after))
    config = inspection.plan.configured(change) if paths else None
    for path in paths:
        found = [one for one in _written(config, path).references if one.startswith("data.")]
        if found:
            message = "which account it names is known only after apply: a data source looks it up"
            yield undecided(RULE, inspection.plan, change, message, (show_path(path), found[0]), _KNOWN)


def _unknown_arns(values: Mapping[str, object]) -> Iterator[Path]:
    for name, value in values.items():
        if value is UNKNOWN or isinstance(value, list):
            for path, mark in marks(value, (name,)):
                last = next(step for step in reversed(path) if isinstance(step, str))
                if mark is UNKNOWN and holds_arns(last):
                    yield path


def _written(config: ResourceConfig | None, path: Path) -> Expression:
    """Return the expression at a path of a resource; an empty one where the configuration does not show it."""
    expressions = config.expressions if config else {}
    found = Expression()
    for step in path:
        if isinstance(step, int):
            expressions = found.blocks[step] if step < len(found.blocks) else {}
        else:
            found = expressions.get(step, Expression())
    return found


def _foreign(text: str, allowed: frozenset[str]) -> tuple[str, ...]:
    """Return the accounts that a text names and that are not allowed."""
    found = (text,) if is_account(text) else accounts_in(text)
    return tuple(one for one in found if one not in allowed)


@lru_cache(maxsize=4096)
def _given(text: str, allowed: frozenset[str]) -> tuple[str, ...]:
    """Return the foreign accounts that the Allow statements of a policy name; of a text that is none, all."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return _foreign(text, allowed)
    if not isinstance(document, Mapping) or "Statement" not in document:
        return _foreign(text, allowed)
    rows = document["Statement"]
    return _of_statements(tuple(rows) if isinstance(rows, list) else (rows,), allowed)


def _of_statements(rows: tuple[object, ...], allowed: frozenset[str]) -> tuple[str, ...]:
    given = [row for row in rows if not (isinstance(row, Mapping) and row.get("Effect") == "Deny")]
    found = (account for text in _leaves(given) for account in _foreign(text, allowed))
    return tuple(dict.fromkeys(found))


def _leaves(tree: object) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, Mapping):
        for item in tree.values():
            yield from _leaves(item)
    elif isinstance(tree, (list, tuple)):
        for item in tree:
            yield from _leaves(item)


def _of_policies(inspection: Inspection, change: Change, allowed: frozenset[str]) -> Iterator[Finding]:
    """Yield whom the policies of a resource let in, and roles that everybody may assume."""
    for policy in policies_of(change, inspection.references):
        foreign = _of_statements(policy.raw, allowed)
        if foreign:
            yield _named(inspection, change, (policy.attribute,), foreign)
        elif policy.mark is not None:
            message = "whom its policy lets in is known only after apply"
            yield undecided(RULE, inspection.plan, change, message, policy.hangs_on or (policy.attribute,), _KNOWN)
        if change.type == "aws_iam_role" and any("*" in text for text in _leaves(list(policy.raw))):
            yield from _for_everybody(inspection, change, allowed)


def _for_everybody(inspection: Inspection, change: Change, allowed: frozenset[str]) -> Iterator[Finding]:
    organization = inspection.organization.settings.text("organization_id")
    for policy in policies_of(change, inspection.references):
        for opening in openings(policy, allowed, organization):
            if opening.public and not opening.certain:
                message = f"whether everybody may assume the role is known only after apply: {opening.why}"
                yield undecided(RULE, inspection.plan, change, message, policy.hangs_on or (policy.attribute,), _KNOWN)
            elif opening.public:
                yield finding(
                    RULE,
                    inspection.plan,
                    change,
                    f"everybody may assume the role: {opening.why}",
                    attribute=policy.attribute,
                    found="*",
                    expected="principals of the organization",
                    help="name the roles that may assume it",
                )


def _shared(inspection: Inspection, change: Change) -> Iterator[Finding]:
    """Yield what is shared with everybody, or with nobody knows whom."""
    if change.get("group") == "all":
        yield finding(
            RULE,
            inspection.plan,
            change,
            "every AWS account may use it",
            attribute="group",
            found="all",
            expected="accounts of the organization",
            help="name the accounts that may use it",
        )
    attribute = _SHARES[change.type]
    if undecidable(change.get(attribute)):
        targets = inspection.references.targets(change, attribute, _OF_ORGANIZATION)
        if not (targets.certain and targets.changes):
            message = "with whom it is shared is known only after apply"
            yield undecided(RULE, inspection.plan, change, message, (attribute, *targets.through), _KNOWN)


def _providers(inspection: Inspection, allowed: frozenset[str]) -> Iterator[Finding]:
    """Yield for each provider that works in a foreign account one finding, at the first change that it makes."""
    seen: dict[str, tuple[Change, int]] = {}
    own = inspection.account.id
    for change in inspection.plan.changes:
        if change.managed and change.verb.writes:
            account = inspection.placements.of(change).account
            if account == own or not isinstance(account, str):
                continue
            if account not in allowed or change.provider_key.rpartition(":")[2] in _DEFAULT:
                first, count = seen.get(account, (change, 0))
                seen[account] = first, count + 1
    for account, (first, count) in seen.items():
        place = inspection.placements.of(first)
        why = place.evidence.get("account", "")
        rest = f", and so for {count - 1} more" if count > 1 else ""
        yield finding(
            RULE,
            inspection.plan,
            first,
            f"its provider works in account {_spoken(inspection, account)}" + (f" ({why})" if why else "") + rest,
            attribute="provider",
            found=account,
            expected=own,
            help="plan it with credentials of the target account, or say with --account for which account the plan is",
            severity=Severity.WARNING if "account" in place.likely else None,
        )


def _states(inspection: Inspection, allowed: frozenset[str]) -> Iterator[Finding]:
    """Yield what takes values out of the state of a foreign account."""
    for state in read_states(inspection.plan, inspection.organization):
        account = state.account
        if account is None or not account.id or account.id in allowed:
            continue
        for change, attribute in readers_of(inspection.plan, state):
            value = change.get(attribute)
            yield finding(
                RULE,
                inspection.plan,
                change,
                f"its {attribute} comes out of {state.address}, which reads a state of {account.name}",
                attribute=attribute,
                found=value if isinstance(value, str) and known(value) else state.key,
                expected=f"a state of {inspection.account.name}",
                help="read the state of the own account",
            )


def _named(inspection: Inspection, change: Change, path: Path, foreign: tuple[str, ...], text: str = "") -> Finding:
    """Return the finding about accounts that a value names; `text` is the value, where it is short and no policy."""
    known_ones = [one for one in foreign if find_account(inspection.organization, one) is not None]
    strangers = [one for one in foreign if one not in known_ones]
    of_us = f"{', '.join(_spoken(inspection, one) for one in known_ones)}, with which a plan for"
    parts = [f"{of_us} {inspection.account.name} has nothing to do"] if known_ones else []
    parts += [f"{', '.join(strangers)}, which is not of this organization"] if strangers else []
    return finding(
        RULE,
        inspection.plan,
        change,
        f"it names account {', and '.join(parts)}",
        attribute=show_path(path),
        found=text if text and len(text) <= _SHORT and not text.startswith("{") else ", ".join(foreign),
        expected=inspection.account.id,
        help=_HELP,
    )


def _spoken(inspection: Inspection, account: str) -> str:
    found = find_account(inspection.organization, account)
    return f"{account} ({found.name})" if found is not None else account
