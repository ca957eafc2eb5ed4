"""Who gets which permission set in which account is what the organization file says, in both directions.

## What it does
Compares the assignments of IAM Identity Center that stand after the plan with `access.assignments` and the groups of
team templates. An assignment that the file does not name is reported, one to a single user too; so is an assignment
that the file names and the plan does not have, for every group that the plan makes or assigns something to. Group and
permission set are found by reference, by the ids in the state, or by the key of `for_each` where it holds both names
(`Developers/DeveloperAccess/222222222222`). An assignment for which none of these helps is undecided, and so is then
what may be missing.

## Why it matters
Access that is in no file is access that nobody reviews, and access that is in the file and not in AWS is found when
somebody is called at night.

## Example
```hcl
resource "aws_ssoadmin_account_assignment" "this" {
  for_each = { "Developers-AdministratorAccess-Prod" = ["Developers", "AdministratorAccess", "333333333333"] }
  # the organization file gives Developers the set DeveloperAccess on Dev
}
```

## Use instead
```hcl
module "identity" {
  source      = "../../../modules/identity"
  assignments = var.assignments # written by `guardrails tfvars` from the organization file
}
```

## How to fix
Change `access.assignments` of the organization file, where it is reviewed, then make the values of the root anew.

## Sources
- https://docs.aws.amazon.com/singlesignon/latest/userguide/assignusers.html (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.gate.access import Grant, matrix_of
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import find_account
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import undecidable

RULE: Final = Rule(
    "PG-020",
    "access-matrix",
    "Who gets which permission set in which account is what the organization file says, in both directions.",
    Severity.ERROR,
    ("A44",),
)
TYPES: Final = ("aws_ssoadmin_account_assignment",)

_GROUPS: Final = ("aws_identitystore_group", "display_name", "group_id")
_SETS: Final = ("aws_ssoadmin_permission_set", "name", "arn")
_HELP: Final = "change access.assignments of the organization file, then make the values of the root anew"


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield assignments that the file does not name, and those that it names and the plan lacks."""
    rows = [one for one in inspection.plan.of(*TYPES) if one.verb not in (Verb.DELETE, Verb.FORGET)]
    gone = [one for one in inspection.plan.of(*TYPES) if one.verb in (Verb.DELETE, Verb.FORGET)]
    if not rows and not gone:
        return
    matrix = matrix_of(inspection.organization)
    names = _Names(inspection, _known_names(inspection, _GROUPS), _known_names(inspection, _SETS), matrix)
    found: dict[Grant, Change] = {}
    lost = False
    for change in rows:
        if change.get("principal_type") == "USER":
            yield _unnamed(inspection, change, "a single user", "a group", "principal_type")
            continue
        grant = names.grant(change)
        if grant is None:
            lost = True
            message = "which group gets which permission set here is known only after apply"
            hangs_on = tuple(name for name in _WANTED if undecidable(change.get(name))) or _WANTED
            yield undecided(RULE, inspection.plan, change, message, hangs_on, "name both in the key of for_each")
        elif grant in matrix:
            found[grant] = change
        else:
            yield _unnamed(inspection, change, _shown(inspection, grant), "what access.assignments names")
    if not lost:
        yield from _missing(inspection, matrix - set(found), rows, gone, names)


_WANTED: Final = ("principal_id", "permission_set_arn", "target_id")


@dataclass(frozen=True, slots=True)
class _Names:
    """Finds the names behind an assignment. `groups` and `sets` are names by id, as far as the plan knows them."""

    inspection: Inspection
    groups: dict[str, str]
    sets: dict[str, str]
    matrix: frozenset[Grant]

    def grant(self, change: Change) -> Grant | None:
        """Return what an assignment gives; None where it cannot be told."""
        group = self._name(change, "principal_id", _GROUPS, self.groups, {one.group for one in self.matrix})
        named = self._name(change, "permission_set_arn", _SETS, self.sets, {one.permission_set for one in self.matrix})
        account = self.account(change)
        return Grant(group, named, account) if group and named and account else None

    def account(self, change: Change) -> str:
        """Return the account id of an assignment; for an account that the plan makes, the one that the file has."""
        target = change.get("target_id")
        if isinstance(target, str):
            return target
        targets = self.inspection.references.targets(change, "target_id", ("aws_organizations_account",))
        names = [one.get("name") for one in targets.changes] if targets.certain else []
        found = find_account(self.inspection.organization, names[0]) if names and isinstance(names[0], str) else None
        return found.id if found is not None and len(names) == 1 else ""

    def _name(
        self, change: Change, attribute: str, kind: tuple[str, str, str], ids: dict[str, str], wanted: Collection[str]
    ) -> str:
        value = change.get(attribute)
        if isinstance(value, str):
            return ids.get(value) or _in_key(change.key, {*ids.values(), *wanted})
        targets = self.inspection.references.targets(change, attribute, (kind[0],))
        named = [one.get(kind[1]) for one in targets.changes]
        if targets.certain and len(named) == 1 and isinstance(named[0], str):
            return named[0]
        planned = (one.get(kind[1]) for one in self.inspection.plan.of(kind[0]))
        return _in_key(change.key, {*(one for one in planned if isinstance(one, str)), *wanted})


def _in_key(key: object, names: Collection[str]) -> str:
    """Return the one name that stands in a key between separators; of names within each other the longest."""
    if not isinstance(key, str):
        return ""
    here = [one for one in names if re.search(rf"(?<![A-Za-z0-9]){re.escape(one)}(?![A-Za-z0-9])", key)]
    longest = [one for one in here if not any(one != other and one in other for other in here)]
    return longest[0] if len(longest) == 1 else ""


def _known_names(inspection: Inspection, kind: tuple[str, str, str]) -> dict[str, str]:
    """Return names by id, of resources that exist already and of data sources."""
    type, name, id = kind
    plan: Plan = inspection.plan
    read = [values for address, values in plan.prior.items() if f"data.{type}." in f".{address}"]
    pairs = [(one.get(id), one.get(name)) for one in (*(row.settled for row in plan.of(type)), *read)]
    return {key: value for key, value in pairs if isinstance(key, str) and isinstance(value, str)}


def _unnamed(inspection: Inspection, change: Change, what: str, expected: str, attribute: str = "") -> Finding:
    return finding(
        RULE,
        inspection.plan,
        change,
        f"the organization file does not name this assignment: {what}",
        attribute=attribute,
        found=what,
        expected=expected,
        help=_HELP,
    )


def _missing(
    inspection: Inspection, lacking: frozenset[Grant], rows: list[Change], gone: list[Change], names: _Names
) -> Iterator[Finding]:
    """Yield for each group of this root what it is to have and has not: at its group, or at one of its assignments."""
    owners: dict[str, Change] = {}
    for change in (*gone, *rows):
        grant = names.grant(change) if change.after else _before(names, change)
        if grant is not None:
            owners[grant.group] = change
    for change in inspection.plan.of(_GROUPS[0]):
        named = change.get("display_name")
        if isinstance(named, str) and change.verb is not Verb.DELETE:
            owners[named] = change
    if any(one.group not in owners for one in lacking):
        yield from _nameless(inspection)
    for group in sorted({one.group for one in lacking} & set(owners)):
        cells = [_shown(inspection, one) for one in sorted(lacking) if one.group == group]
        yield finding(
            RULE,
            inspection.plan,
            owners[group],
            f"the organization file names assignments that the plan lacks: {'; '.join(cells)}",
            found="no assignment",
            expected="; ".join(cells),
            help="add the assignment, or take it out of access.assignments",
        )


def _nameless(inspection: Inspection) -> Iterator[Finding]:
    """Yield the groups of which nobody can tell what they are to have."""
    for change in inspection.plan.of(_GROUPS[0]):
        if undecidable(change.get("display_name")):
            message = "which group this is, and so which assignments it lacks, is known only after apply"
            yield undecided(RULE, inspection.plan, change, message, ("display_name",), "write the name as a literal")


def _before(names: _Names, change: Change) -> Grant | None:
    """Return what an assignment that goes away gave."""
    group = names.groups.get(str(change.old("principal_id")), "")
    named = names.sets.get(str(change.old("permission_set_arn")), "")
    account = change.old("target_id")
    return Grant(group, named, account) if group and isinstance(account, str) else None


def _shown(inspection: Inspection, grant: Grant) -> str:
    account = find_account(inspection.organization, grant.account)
    return f"{grant.group} get {grant.permission_set} on {account.name if account else grant.account}"
