"""Terraform state lies in a member account, not in the management account.

## What it does

Warns when `state.account` is the management account.

## Why it matters

Neither an SCP nor an RCP reaches principals or resources of the management account: `state-protection` cannot keep
anybody there from overwriting or reading the state, and state holds secrets. There only the bucket's own policy
stands between people and the state of the whole organization.

## Example

```yaml
organization:
  state: {account: Management, bucket: example-terraform-state}
```

## Use instead

```yaml
organization:
  state: {account: Dev, bucket: example-terraform-state}
```

## How to fix

Move the bucket to a member account of the platform team. Where it has to stay, write a bucket policy that denies
everybody but the pipeline role by `aws:PrincipalArn`; the warning stays, for nothing else guards the bucket.

## Sources

- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import find_account

RULE = Rule(
    "ORG-016",
    "state-account",
    "Terraform state lies in a member account, not in the management account.",
    Severity.WARNING,
    ("A14", "A48", "E19"),
)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield a warning when the state bucket is in the management account."""
    organization = project.organization
    name = organization.state.get("account")
    if isinstance(name, str) and find_account(organization, name) is organization.management:
        bucket = organization.state.get("bucket")
        message = f"the state bucket {bucket} is in {name}, the management account, where no SCP or RCP protects it"
        help = "move it to a member account, or guard it by its own bucket policy"
        yield codes.finding(RULE, message, project.at(("state", "account")), help)
