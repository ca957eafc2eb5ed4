"""An account can be neither closed nor lost by a plan, and somebody can get into it.

## What it does
Reports `aws_organizations_account` with `close_on_deletion`, without `role_name`, without `prevent_destroy`, or with an
e-mail address that another account of the same code has; the provider itself refuses what is no address of 6 to 64
characters. `prevent_destroy` stands in the code only: for a plan the check says nothing of it, and `guardrails gate`
(PG-005) looks at what the plan destroys. `role_name` is asked for when an account is made: AWS never gives it back.

## Why it matters
A closed account is suspended for 90 days and then gone, with everything in it. Without a role name the role has the
default name, or nobody knows which. AWS takes an e-mail address once in its whole existence.

## Example
```hcl
resource "aws_organizations_account" "prod" {
  name              = "Prod"
  email             = "aws+prod@example.com"
  close_on_deletion = true
}
```

## Use instead
```hcl
resource "aws_organizations_account" "prod" {
  name              = "Prod"
  email             = "aws+prod@example.com"
  role_name         = "OrganizationAccountAccessRole"
  close_on_deletion = false

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [role_name]
  }
}
```

## How to fix
Write the four lines. Account closure is a decision of people, with a ticket, not of a plan.

## Sources
- https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html (2026-11)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_close.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/organizations_account (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import resources
from guardrail_tags import planned
from guardrail_values import ABSENT, UNKNOWN, flag, value_at

RULE = {
    "id": "CKV_LZ_047",
    "title": "Accounts cannot be closed or lost by a plan",
    "severity": "HIGH",
    "rows": ["E1", "A52"],
    "pillar": "governance",
    "category": "GENERAL_SECURITY",
}


class AccountSafety(ResourceCheck):
    """The arguments of an account that decide whether it can be lost."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the first argument that is wrong."""
        closing = flag(conf, "close_on_deletion")
        if closing is True:
            return self.fails("close_on_deletion", "a plan that deletes the block closes the account; expected false")
        if not planned(conf) and flag(conf, "lifecycle.prevent_destroy") is not True:
            return self.fails(
                "lifecycle", "the block has no prevent_destroy; expected lifecycle { prevent_destroy = true }"
            )
        if value_at(conf, "role_name") is ABSENT and "create" in _actions(conf):
            return self.fails("role_name", "no role is named; expected the one that the organization gets in with")
        wrong = self._email(conf)
        if wrong:
            return self.fails("email", wrong)
        for name, value in (("close_on_deletion", closing), ("email", value_at(conf, "email"))):
            if value is UNKNOWN:
                return self.unknown(name, f"{name} is known only after apply")
        return self.passes("close_on_deletion", "role_name", "email")

    def _email(self, conf: dict[str, Any]) -> str:
        own = value_at(conf, "email")
        if not isinstance(own, str):
            return ""
        every = [value_at(one.conf, "email") for one in resources(self.graph, self.entity_type)]
        same = [one for one in every if isinstance(one, str) and one.casefold() == own.casefold()]
        return f"{len(same)} accounts have {own}; expected an address of its own" if len(same) > 1 else ""


def _actions(conf: dict[str, Any]) -> list[Any]:
    """What a plan does with the account; code alone may make it."""
    found = conf.get("__change_actions__")
    return found if isinstance(found, list) else ["create"]


check = AccountSafety(RULE, ("aws_organizations_account",))
