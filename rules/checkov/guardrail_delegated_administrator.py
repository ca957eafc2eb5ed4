"""The management account administers no security service itself.

## What it does
Reports the registration of the management account as delegated administrator: of GuardDuty, Security Hub, Macie,
Inspector, Detective, Firewall Manager, Audit Manager, IPAM, IAM Access Analyzer and of any service by
`aws_organizations_delegated_administrator`. An account that is known only after apply stays open.

## Why it matters
SCPs do not bind the management account. What is administered from it cannot be guarded, and everybody who looks after
alerts needs access to the account that can close all others.

## Example
```hcl
resource "aws_guardduty_organization_admin_account" "organization" {
  admin_account_id = "111111111111"
}
```

## Use instead
```hcl
resource "aws_guardduty_organization_admin_account" "organization" {
  admin_account_id = "444444444444"
}
```

## How to fix
Register the security account. Until there is one, leave the registration out: the management account administers its
own organization without it.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html (2026-09)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult
from guardrail_check import ResourceCheck
from guardrail_settings import setting
from guardrail_values import ABSENT, UNKNOWN, value_at

RULE = {
    "id": "CKV_LZ_056",
    "title": "Delegated administrator is not the management account",
    "severity": "MEDIUM",
    "rows": ["C4"],
    "pillar": "governance",
    "category": "GENERAL_SECURITY",
}

ADMINISTRATORS = {
    "aws_auditmanager_organization_admin_account_registration": "admin_account_id",
    "aws_detective_organization_admin_account": "account_id",
    "aws_fms_admin_account": "account_id",
    "aws_guardduty_organization_admin_account": "admin_account_id",
    "aws_inspector2_delegated_admin_account": "account_id",
    "aws_macie2_organization_admin_account": "admin_account_id",
    "aws_organizations_delegated_administrator": "account_id",
    "aws_securityhub_organization_admin_account": "admin_account_id",
    "aws_vpc_ipam_organization_admin_account": "delegated_admin_account_id",
}
"""Type of resource -> the attribute that names the administrator."""


class DelegatedAdministrator(ResourceCheck):
    """Who administers a service for the organization."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the management account, UNKNOWN for an account that is not known yet."""
        attribute = ADMINISTRATORS[self.entity_type]
        named = value_at(conf, attribute)
        if named is ABSENT and self.entity_type == "aws_fms_admin_account":
            return self.unknown(attribute, "without an id it is the account that applies, which the code does not say")
        if named is ABSENT or named is UNKNOWN:
            return self.unknown(attribute, "the administrator is known only after apply")
        # Checkov reads an id without a leading zero as a number.
        if str(named).zfill(12) == setting("management"):
            return self.fails(attribute, f"{named} is the management account; expected an account for security")
        return self.passes(attribute)


check = DelegatedAdministrator(RULE, ADMINISTRATORS)
