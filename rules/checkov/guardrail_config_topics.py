"""AWS Config rules cover what was promised.

## What it does
Looks at all managed rules and conformance packs of the code together, and reports each rule where one is missing:

- rules of the organization (`aws_config_organization_managed_rule`) have to cover four topics: encryption, SSH, flow
  logs, IAM hygiene;
- rules of an account (`aws_config_config_rule`) have to hold the list of `settings.security_profile`: five rules for
  `standard`, three more for `standard-plus`. Without a profile they have to cover the four topics.

A rule that is known only after apply, and a pack whose template is not here, leave that open. Rules of one's own
count for no topic and are not judged.

## Why it matters
A list of rules that somebody shortens still looks like Config. The promise was the topics, not that Config is on.

## Example
```hcl
resource "aws_config_organization_managed_rule" "ssh" {
  name            = "restricted-ssh"
  rule_identifier = "INCOMING_SSH_DISABLED"
}
```

## Use instead
```hcl
resource "aws_config_organization_managed_rule" "ssh" {
  name            = "restricted-ssh"
  rule_identifier = "INCOMING_SSH_DISABLED"
}

resource "aws_config_organization_managed_rule" "encryption" {
  name            = "s3-bucket-server-side-encryption-enabled"
  rule_identifier = "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED"
}

resource "aws_config_organization_managed_rule" "flow_logs" {
  name            = "vpc-flow-logs-enabled"
  rule_identifier = "VPC_FLOW_LOGS_ENABLED"
}

resource "aws_config_organization_managed_rule" "root" {
  name            = "root-account-mfa-enabled"
  rule_identifier = "ROOT_ACCOUNT_MFA_ENABLED"
}
```

## How to fix
Add the rules that the message names, or choose another `settings.security_profile`.

## Sources
- https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html (2026-09)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/config_config_rule (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself, resources
from guardrail_settings import setting
from guardrail_values import UNKNOWN, Mark, value_at

RULE = {
    "id": "CKV_LZ_037",
    "title": "AWS Config rules cover what was promised",
    "severity": "MEDIUM",
    "rows": ["A20", "E9", "E10"],
    "pillar": "security",
    "category": "LOGGING",
}

ACCOUNT, ORGANIZATION = "aws_config_config_rule", "aws_config_organization_managed_rule"
PACKS = ("aws_config_conformance_pack", "aws_config_organization_conformance_pack")
IDENTIFIERS = {ACCOUNT: "source.source_identifier", ORGANIZATION: "rule_identifier"}

TOPICS = {
    "encryption": {
        "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED",
        "S3_DEFAULT_ENCRYPTION_KMS",
        "ENCRYPTED_VOLUMES",
        "EC2_EBS_ENCRYPTION_BY_DEFAULT",
        "RDS_STORAGE_ENCRYPTED",
    },
    "SSH": {"INCOMING_SSH_DISABLED", "RESTRICTED_INCOMING_TRAFFIC", "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS"},
    "flow logs": {"VPC_FLOW_LOGS_ENABLED"},
    "IAM hygiene": {
        "IAM_USER_NO_POLICIES_CHECK",
        "IAM_USER_UNUSED_CREDENTIALS_CHECK",
        "IAM_ROOT_ACCESS_KEY_CHECK",
        "IAM_PASSWORD_POLICY",
        "ROOT_ACCOUNT_MFA_ENABLED",
        "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS",
        "ACCESS_KEYS_ROTATED",
    },
}
"""Topic -> the managed rules of which one is enough."""

STANDARD = (
    "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED",
    "EC2_SECURITY_GROUP_ATTACHED_TO_ENI",
    "IAM_USER_NO_POLICIES_CHECK",
    "ROOT_ACCOUNT_MFA_ENABLED",
    "INCOMING_SSH_DISABLED",
)
PLUS = (
    "IAM_USER_UNUSED_CREDENTIALS_CHECK",
    "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS",
    "IAM_ROOT_ACCESS_KEY_CHECK",
)
PROFILES = {"standard": STANDARD, "standard-plus": (*STANDARD, *PLUS)}
_IDENTIFIER = re.compile(r"SourceIdentifier\W+([A-Z][A-Z0-9_]+)")


class ConfigTopics(ResourceCheck):
    """Rules of an account or of the organization, judged by all that stand beside them."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED where a promised rule or topic is missing, UNKNOWN where it may be there."""
        attribute = IDENTIFIERS[self.entity_type]
        if self.entity_type == ACCOUNT and value_at(conf, "source.owner") not in ("AWS", UNKNOWN):
            return self.silent()
        named = set(_named(self.graph, itself(self, conf).folder)) or {value_at(conf, attribute)}
        lacking = _lacking(self.entity_type, {str(one) for one in named if not isinstance(one, Mark)})
        if not lacking:
            return self.passes(attribute)
        if UNKNOWN in named:
            return self.unknown(attribute, f"may lack {', '.join(lacking)}: not every rule is known before apply")
        return self.fails(attribute, f"beside it there is no rule for: {', '.join(lacking)}")


def _named(graph: Any, folder: str) -> Iterator[Any]:
    """Yield the identifier of every managed rule in a folder, UNKNOWN for those that cannot be read."""
    for kind, attribute in IDENTIFIERS.items():
        for one in resources(graph, kind):
            if one.folder == folder and (kind != ACCOUNT or value_at(one.conf, "source.owner") in ("AWS", UNKNOWN)):
                yield value_at(one.conf, attribute)
    for one in resources(graph, *PACKS):
        if one.folder == folder:
            body = value_at(one.conf, "template_body")
            yield from [UNKNOWN] if isinstance(body, Mark) else _IDENTIFIER.findall(str(body))


def _lacking(kind: str, there: set[str]) -> list[str]:
    profile = setting("settings.security_profile")
    if kind == ACCOUNT and profile in PROFILES:
        return [one for one in PROFILES[profile] if one not in there]
    return [topic for topic, enough in TOPICS.items() if not enough & there]


check = ConfigTopics(RULE, tuple(IDENTIFIERS))
