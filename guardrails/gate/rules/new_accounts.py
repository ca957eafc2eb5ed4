"""A new account arrives with its baseline, its budget and its policies in the same change set.

## What it does
Looks at every account that the plan makes. It must stand in the organization file, which carries its baseline and
budget (`budget_usd`); it must be made in the OU that the file puts it in, not in the root; and SCPs beyond AWS's full
access must await it there. A budget for it in the plan, or in another plan of the same run, counts as well.

## Why it matters
What happens in an account between its making and its protection was never recorded, limited or paid for by anybody. An
account in the root has none of the policies of the OUs.

## Example
```hcl
resource "aws_organizations_account" "prod" {
  name  = "Prod"
  email = "aws+prod@example.com"
}
```

## Use instead
```hcl
resource "aws_organizations_account" "prod" {
  name      = "Prod"
  email     = "aws+prod@example.com"
  parent_id = aws_organizations_organizational_unit.workloads.id
}
```

## How to fix
Write the account into the organization file, with OU, owner and budget, and make it through the module
`account-factory` or `organization`, which reads the file.

## Sources
- https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/organizations_account (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.organization.attachments import ACCOUNT
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import find_account, path_name, path_to
from guardrails.model.organization.tree import FULL_ACCESS, Account, Organization
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import COMPUTED, UNSET, undecidable

RULE: Final = Rule(
    "PG-022",
    "new-accounts",
    "A new account arrives with its baseline, its budget and its policies in the same change set.",
    Severity.ERROR,
    ("C27", "E27"),
)
TYPES: Final = (ACCOUNT,)
_HELP: Final = (
    "write it into the organization file with OU, owner and budget, and make it by the module that reads that"
)


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield new accounts that lack something; one finding each."""
    for change in inspection.plan.of(ACCOUNT):
        if change.verb.creates and undecidable(change.get("name")):
            message = "which account this is, and so what it lacks, is known only after apply"
            yield undecided(RULE, inspection.plan, change, message, ("name",), "write the name as a literal")
        elif change.verb.creates:
            lacks = list(_lacks(inspection, change))
            if lacks:
                message = f"the account is made without {' and without '.join(lacks)}"
                yield finding(RULE, inspection.plan, change, message, attribute="name", found=_name(change), help=_HELP)


def _lacks(inspection: Inspection, change: Change) -> Iterator[str]:
    organization = inspection.organization
    account = find_account(organization, _name(change))
    if account is None:
        yield "an entry in the organization file, so it has no owner and no baseline"
    else:
        yield from _place(organization, account, change)
    if (account is None or account.budget_usd is None) and not _budgeted(inspection, change):
        yield "a budget"


def _place(organization: Organization, account: Account, change: Change) -> Iterator[str]:
    """What the account lacks where it is made: its OU, or policies on the way to it."""
    path = path_to(organization, account)
    parent = change.get("parent_id")
    if parent in (UNSET, COMPUTED) and len(path) > 2:
        yield f"`parent_id`, so outside of {path_name(path[:-1])} and its policies"
    managed = {slug for slug, one in organization.policies.items() if one.aws_managed} | {FULL_ACCESS}
    if path and not any(set(place.scps) - managed for place in path):
        yield "any policy that would bind it"


def _budgeted(inspection: Inspection, change: Change) -> bool:
    """Whether a plan of the run makes a budget that names the account."""
    plans = (inspection.plan, *(plan for plan, _ in inspection.siblings))
    name = _name(change).casefold()
    budgets = (one for plan in plans for one in plan.of("aws_budgets_budget") if one.after)
    return bool(name) and any(name in str(one.after.get("name", "")).casefold() for one in budgets)


def _name(change: Change) -> str:
    name = change.get("name")
    return name if isinstance(name, str) else ""
