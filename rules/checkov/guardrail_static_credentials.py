"""No IAM users, and nothing that belongs to one.

## What it does
Reports IAM users, access keys, console passwords, credentials of single services, SSH keys and certificates of users,
policies and memberships of users. An account that has an exception to `no-static-credentials` (mechanism `account`, not
expired) in the organization file may have them.

## Why it matters
A key that lives for years is found sooner or later: in a repository, in a log, on a lost laptop. People come through
IAM Identity Center, pipelines through OIDC, workloads through roles; none of them needs a secret of its own.

## Example
```hcl
resource "aws_iam_user" "ci" {
  name = "MM-dev-use1-user-ci"
}

resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
```

## Use instead
```hcl
resource "aws_iam_policy_attachment" "ci" {
  name       = "ci"
  roles      = ["MM-github-actions-plan"]
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
```

## How to fix
Let the pipeline take a role through its OIDC provider, and people through Identity Center. Where a machine can do
neither, record an exception with owner and expiry in the organization file.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html (2026-11): temporary credentials
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/iam_access_key (2026-11)
"""

from __future__ import annotations

from datetime import date
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_settings import account, setting
from guardrail_values import ABSENT, UNKNOWN, values_at

RULE = {
    "id": "CKV_LZ_007",
    "title": "No IAM users and no static credentials",
    "severity": "CRITICAL",
    "rows": ["A11", "A47", "D1", "B4", "B28"],
    "pillar": "security",
    "category": "IAM",
}

POLICY = "no-static-credentials"
"""The policy of the organization file whose exceptions open this rule too."""

ALWAYS = (
    "aws_iam_user",
    "aws_iam_access_key",
    "aws_iam_user_login_profile",
    "aws_iam_service_specific_credential",
    "aws_iam_user_ssh_key",
    "aws_iam_signing_certificate",
    "aws_iam_user_policy",
    "aws_iam_user_policy_attachment",
    "aws_iam_user_policies_exclusive",
    "aws_iam_user_policy_attachments_exclusive",
    "aws_iam_user_group_membership",
)
"""Types that are about one user each."""

LISTED = ("aws_iam_policy_attachment", "aws_iam_group_membership")
"""Types that may name users, in `users`."""


class StaticCredentials(ResourceCheck):
    """Resources that are IAM users, or are there for some."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for what belongs to a user, UNKNOWN where a list of users is not known."""
        if _excepted():
            return self.passes("user")
        if self.entity_type in ALWAYS:
            return self.fails(
                "user", f"{self.entity_type} belongs to an IAM user; roles with short sessions replace it"
            )
        users = values_at(conf, "users")
        if users is ABSENT:
            return self.passes("users")
        if users is UNKNOWN or not isinstance(users, list) or UNKNOWN in users:
            return self.unknown("users", "which users are named is not known yet")
        return self.fails("users", f"names the IAM users {', '.join(map(str, users))}; attach to roles instead")


def _excepted() -> bool:
    own = account()
    return own is not None and any(
        one["policy"] == POLICY
        and {own["id"], own["name"]} & set(one["accounts"])
        and date.fromisoformat(one["expires"]) >= date.today()
        for one in setting("exceptions", [])
    )


check = StaticCredentials(RULE, (*ALWAYS, *LISTED))
