"""Access goes to groups, and only as the organization file gives it.

## What it does
Reports `aws_ssoadmin_account_assignment` for a user, and one whose group, permission set and account are not in
`access.assignments` of the organization file. Group and set are followed to the resources that the assignment refers
to; where a value chooses them, the key of the instance has to name them (`Developers/DeveloperAccess/222222222222`).
Accounts that are made from a template get groups of their teams, and scopes may be units: what the file says of these
is left to `guardrails gate` (PG-020).

## Why it matters
An assignment to a person stays when the person changes teams. One that nobody wrote into the file is one that nobody
decided, and administrators are what an attacker looks for first.

## Example
```hcl
resource "aws_ssoadmin_account_assignment" "ana" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  principal_id       = "11111111-2222-3333-4444-555555555555"
  principal_type     = "USER"
  target_id          = "333333333333"
  target_type        = "AWS_ACCOUNT"
}
```

## Use instead
```hcl
resource "aws_identitystore_group" "developers" {
  identity_store_id = "d-1111111111"
  display_name      = "Developers"
}

resource "aws_ssoadmin_permission_set" "developer" {
  instance_arn = "arn:aws:sso:::instance/ssoins-1111111111111111"
  name         = "DeveloperAccess"
}

resource "aws_ssoadmin_account_assignment" "developers" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  principal_id       = aws_identitystore_group.developers.group_id
  principal_type     = "GROUP"
  target_id          = "222222222222"
  target_type        = "AWS_ACCOUNT"
}
```

## How to fix
Assign a group. If the access is right, write it with its reason under `access.assignments` of the organization file.

## Sources
- https://docs.aws.amazon.com/singlesignon/latest/userguide/assignusers.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ssoadmin_account_assignment (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself
from guardrail_permission_sets import account_of, group_of, set_of
from guardrail_settings import document, setting
from guardrail_values import UNKNOWN, listed, value_at

RULE = {
    "id": "CKV_LZ_041",
    "title": "Access goes to groups, as the organization file gives it",
    "severity": "HIGH",
    "rows": ["A44", "C26"],
    "pillar": "security",
    "category": "IAM",
}


class GroupAssignments(ResourceCheck):
    """Who gets what in which account."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a user and for what the file does not give; UNKNOWN where a name cannot be told."""
        kind = value_at(conf, "principal_type")
        if kind is not UNKNOWN and kind != "GROUP":
            return self.fails("principal_type", f"the assignment is to a {kind}; expected GROUP")
        own = itself(self, conf)
        group, chosen, account = group_of(self, own), set_of(self, own), account_of(own)
        if account is None or kind is UNKNOWN:
            return self.unknown("target_id", "the account is known only after apply")
        if not account["name"] and all(one["id"] for one in document()["accounts"]):
            return self.fails("target_id", f"{account['id']} is no account of the organization file")
        if account.get("template"):
            return self.passes("principal_type")
        given = [one for one in _rows(account["name"]) if group in ("", one[0]) and chosen in ("", one[1])]
        if not given:
            who = " ".join((group or "a group", "gets", chosen or "a permission set"))
            return self.fails(
                "target_id", f"{who} in {account['name'] or account['id']}; the organization file says no such thing"
            )
        if not group or not chosen:
            late = "principal_id" if not group else "permission_set_arn"
            return self.unknown(late, "which one is meant is known only after apply")
        return self.passes("principal_id", "permission_set_arn", "target_id")


def _rows(account: str) -> list[tuple[str, str]]:
    """Return group and permission set of each assignment of the file that may be for an account.

    A scope that is no account is a unit, whose accounts these settings do not tell: it may be for any account.
    """
    names = {one["name"] for one in document()["accounts"]}
    found = []
    for row in setting("access.assignments", []):
        if any(one == account or one not in names for one in row["scope"]):
            found += [(row["group"], one) for one in listed(row["set"])]
    return found


check = GroupAssignments(RULE, ("aws_ssoadmin_account_assignment",))
