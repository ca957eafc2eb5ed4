"""Each service is used in the account that it belongs to; the management account runs no workloads.

## What it does
- In a plan for the management account every resource must be of a service in `management.allowed_services`. Defaults of
  an account (encryption of volumes, blocks of public access, metadata, contacts) are part of every account.
- In a plan for another account, resources of Organizations, Control Tower and IAM Identity Center are reported, unless
  `delegations` gives the service to that account.
- What administers GuardDuty, Security Hub, Config or Macie for all accounts must stand in the account that
  `delegations` names; the delegation itself in the management account.
- Where an account `hosts` a service (`ecr`, `route53`, `servicecatalog`, `tgw`), resources of it elsewhere are a
  warning.

Deletes are left out: they are the clean-up.

## Why it matters
No SCP binds the management account, so a workload there runs without any guardrail, beside the keys of the whole
organization. And two accounts that both administer a service see half of it each.

## Example
```hcl
# in a plan for the management account
resource "aws_instance" "tools" {
  ami           = var.image
  instance_type = "t3.micro"
}
```

## Use instead
```hcl
# in a plan for a member account
resource "aws_instance" "tools" {
  ami           = var.image
  instance_type = "t3.micro"
}
```

## How to fix
Plan the resource in the account that the service belongs to. If the management account really needs the service, add it
to `management.allowed_services`; a service that computes is refused there.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html (2026-11)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.gate.inspection import Inspection, finding
from guardrails.gate.services import service_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account, find_account
from guardrails.model.organization.tree import Account, Organization
from guardrails.model.plan.change import Change, Verb

RULE: Final = Rule(
    "PG-003",
    "service-placement",
    "Each service is used in the account that it belongs to; the management account runs no workloads.",
    Severity.ERROR,
    ("A3", "D14", "E23"),
)
TYPES: Final = ("aws_*", "awscc_*")

_DEFAULTS: Final = frozenset(
    {
        "aws_account_alternate_contact",
        "aws_account_primary_contact",
        "aws_account_region",
        "aws_default_network_acl",
        "aws_default_security_group",
        "aws_ebs_default_kms_key",
        "aws_ebs_encryption_by_default",
        "aws_ebs_snapshot_block_public_access",
        "aws_ec2_image_block_public_access",
        "aws_ec2_instance_metadata_defaults",
        "aws_ec2_serial_console_access",
        "aws_emr_block_public_access_configuration",
        "aws_servicequotas_service_quota",
        "aws_vpc_block_public_access_options",
    }
)
"""Types that set what an account does by default; they run nothing."""

_OF_MANAGEMENT: Final = frozenset({"organizations", "controltower", "sso"})
_DELEGATIONS: Final = frozenset(
    {
        "aws_guardduty_organization_admin_account",
        "aws_inspector2_delegated_admin_account",
        "aws_macie2_organization_admin_account",
        "aws_securityhub_organization_admin_account",
    }
)
"""Types with which the management account names the administrator of a service."""

_ADMINISTRATION: Final[dict[str, str]] = {
    "aws_config_configuration_aggregator": "config",
    "aws_config_organization_conformance_pack": "config",
    "aws_config_organization_custom_policy_rule": "config",
    "aws_config_organization_custom_rule": "config",
    "aws_config_organization_managed_rule": "config",
    "aws_guardduty_organization_configuration": "guardduty",
    "aws_guardduty_organization_configuration_feature": "guardduty",
    "aws_macie2_organization_configuration": "macie",
    "aws_securityhub_configuration_policy": "securityhub",
    "aws_securityhub_configuration_policy_association": "securityhub",
    "aws_securityhub_finding_aggregator": "securityhub",
    "aws_securityhub_organization_configuration": "securityhub",
}
"""Type -> the entry of `delegations` whose account makes it."""

_HOSTED: Final[dict[str, str]] = {
    "aws_ec2_transit_gateway": "tgw",
    "aws_ecr_repository": "ecr",
    "aws_route53_zone": "route53",
    "aws_servicecatalog_portfolio": "servicecatalog",
    "aws_servicecatalog_product": "servicecatalog",
}
"""Type -> the word under `hosts` of the account that makes it."""


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield every resource that stands in an account where its service does not belong."""
    management = inspection.organization.management
    here = inspection.account == management
    delegated = _delegated(inspection.organization)
    hosts = _hosts(inspection.organization)
    for type, changes in inspection.plan.by_type.items():
        service = service_of(type)
        if not service or type in _DEFAULTS:
            continue
        said = (
            _in_management(type, service, management, inspection.organization)
            if here
            else _in_member(type, service, inspection.account, delegated, management)
        ) or _elsewhere(type, inspection.account, delegated, hosts)
        if said is not None:
            for change in changes:
                if change.verb not in (Verb.DELETE, Verb.FORGET):
                    yield _misplaced(inspection, change, service, *said)


Said = tuple[str, str, Severity]
"""What is wrong, what is expected, how bad it is."""


def _in_management(type: str, service: str, management: Account, organization: Organization) -> Said | None:
    allowed = {one.lower() for one in management.allowed_services}
    if service in allowed or type in _DELEGATIONS:
        return None
    listed = ", ".join(management.allowed_services) or "none"
    return f"{service} is not among the services of the management account", listed, Severity.ERROR


def _in_member(
    type: str, service: str, account: Account, delegated: Mapping[str, Account], management: Account
) -> Said | None:
    if type in _DELEGATIONS:
        return "only the management account names the administrator of a service", management.name, Severity.ERROR
    if service in _OF_MANAGEMENT and delegated.get(service) != account:
        owner = delegated.get(service, management)
        return f"{service} is administered by {owner.name}, not by {account.name}", owner.name, Severity.ERROR
    return None


def _elsewhere(
    type: str, account: Account, delegated: Mapping[str, Account], hosts: Mapping[str, tuple[Account, ...]]
) -> Said | None:
    owner = delegated.get(_ADMINISTRATION.get(type, ""))
    if owner is not None and owner != account:
        service = _ADMINISTRATION[type]
        return f"{service} is administered for all accounts by {owner.name}", owner.name, Severity.ERROR
    homes = hosts.get(_HOSTED.get(type, ""), ())
    if homes and account not in homes:
        names = ", ".join(one.name for one in homes)
        return f"{_HOSTED[type]} is hosted by {names}", names, Severity.WARNING
    return None


def _delegated(organization: Organization) -> dict[str, Account]:
    """Return the entries of `delegations` with their accounts."""
    raw = organization.sections.get("delegations")
    pairs = raw.items() if isinstance(raw, Mapping) else ()
    found = {str(service).lower(): find_account(organization, str(name)) for service, name in pairs}
    return {service: account for service, account in found.items() if account is not None}


def _hosts(organization: Organization) -> dict[str, tuple[Account, ...]]:
    found: dict[str, tuple[Account, ...]] = {}
    for account in every_account(organization):
        for word in account.entry.texts("hosts"):
            found[word] = (*found.get(word, ()), account)
    return found


def _misplaced(
    inspection: Inspection, change: Change, service: str, message: str, expected: str, severity: Severity
) -> Finding:
    return finding(
        RULE,
        inspection.plan,
        change,
        message,
        found=service,
        expected=expected,
        help="plan it in the account that the service belongs to, or say in the organization file that it belongs here",
        severity=severity,
    )
