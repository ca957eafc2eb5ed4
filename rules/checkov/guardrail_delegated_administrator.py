"""Security services are administered by the account that the organization delegates them to, not by management.

## What it does
Compares the account that a delegation names (GuardDuty, Security Hub, Macie, Inspector, Detective, Firewall Manager,
Audit Manager, CloudTrail, IPAM, and `aws_organizations_delegated_administrator`) with `delegations` of the organization
file. The management account is reported, unless the file delegates this service to it and no security account is active
yet. Where the file delegates the service to another account than the code names, that is reported as well.

## Why it matters
SCPs do not bind the management account. What is administered from it cannot be guarded, and everybody who looks after
alerts needs access to the account that can close all others.

## Example
```hcl
resource "aws_macie2_organization_admin_account" "macie" {
  admin_account_id = "111111111111"
}
```

## Use instead
```hcl
resource "aws_macie2_organization_admin_account" "macie" {
  admin_account_id = "444444444444"
}
```

## How to fix
Name the security account, in the code and under `delegations` of the organization file. As long as there is none, write
there that management administers the service.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html (2026-09)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_settings import document, setting
from guardrail_values import ABSENT, Mark, value_at

RULE = {
    "id": "CKV_LZ_056",
    "title": "Delegated administrator is not the management account",
    "severity": "MEDIUM",
    "rows": ["A3", "C4", "E11"],
    "pillar": "governance",
    "category": "GENERAL_SECURITY",
}

ADMINISTRATORS = {
    "aws_auditmanager_organization_admin_account_registration": ("auditmanager", "admin_account_id"),
    "aws_cloudtrail_organization_delegated_admin_account": ("cloudtrail", "account_id"),
    "aws_detective_organization_admin_account": ("detective", "account_id"),
    "aws_fms_admin_account": ("fms", "account_id"),
    "aws_guardduty_organization_admin_account": ("guardduty", "admin_account_id"),
    "aws_inspector2_delegated_admin_account": ("inspector", "account_id"),
    "aws_macie2_organization_admin_account": ("macie", "admin_account_id"),
    "aws_organizations_delegated_administrator": ("", "account_id"),
    "aws_securityhub_organization_admin_account": ("securityhub", "admin_account_id"),
    "aws_vpc_ipam_organization_admin_account": ("ipam", "delegated_admin_account_id"),
}
"""Type of resource -> the service as `delegations` calls it, and the attribute that names the administrator."""

SAME = {"access-analyzer": "accessanalyzer", "inspector2": "inspector", "macie2": "macie", "firewallmanager": "fms"}
"""Other names of services."""


class DelegatedAdministrator(ResourceCheck):
    """Who administers a service for the organization."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the management account, and for another account than the organization file names."""
        service, attribute = ADMINISTRATORS[self.entity_type]
        found = value_at(conf, attribute)
        if found is ABSENT:
            return self.unknown(attribute, "without an id it is the account that applies, which the code does not say")
        if isinstance(found, Mark):
            return self.unknown(attribute, "the administrator is known only after apply")
        named = str(found).zfill(12)  # Checkov reads an id as a number, without its leading zeros.
        service = service or _service(value_at(conf, "service_principal"))
        wanted, security = _delegated(service), _security_account()
        if named == str(setting("management", "")):
            if wanted == named and not security:
                return self.passes(attribute)
            better = f"{security}, the security account" if security else "an account for security"
            return self.fails(attribute, f"{named} is the management account; expected {better}")
        if wanted and named != wanted:
            return self.fails(attribute, f"{service} is delegated to {named}; the organization file says {wanted}")
        return self.passes(attribute)


def _service(principal: Any) -> str:
    return "" if isinstance(principal, Mark) else str(principal).partition(".")[0]


def _delegated(service: str) -> str:
    """Return the id of the account that the organization file delegates a service to; empty where it says nothing."""
    names = {SAME.get(key.lower(), key.lower()): name for key, name in setting("delegations", {}).items()}
    name = names.get(SAME.get(service, service), "")
    return next((str(one["id"]) for one in document()["accounts"] if name and one["name"] == name), "")


def _security_account() -> str:
    """Return the id of an active shared account that a security team owns, logs left out; empty where there is none."""
    logs = setting("delegations.cloudtrail_bucket", "")
    for one in document()["accounts"]:
        shared = one["env"] == "shared" and one["status"] == "active" and one["name"] != logs
        if shared and "security" in one["owner"].casefold():
            return str(one["id"])
    return ""


check = DelegatedAdministrator(RULE, ADMINISTRATORS)
