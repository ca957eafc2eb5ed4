"""A policy of the organization is attached to something that it binds, and says what a destroy does.

## What it does
Reports `aws_organizations_policy_attachment` whose target is the management account or which has no `skip_destroy`, and
`aws_organizations_policy` that no attachment of the same code names; an attachment with an empty `for_each` names none.
An attachment that a variable or a local chooses the policy of counts for every policy that it may mean: `guardrails
gate` (PG-008) follows those.

## Why it matters
SCPs never bind the management account: such an attachment protects nothing and looks as if it did. A policy that is
attached to nothing protects nothing either. `skip_destroy` decides whether taking the block out detaches the policy;
nobody should have to look up the default when it matters.

## Example
```hcl
resource "aws_organizations_policy_attachment" "trail" {
  policy_id    = "p-0123456789"
  target_id    = "111111111111"
  skip_destroy = false
}
```

## Use instead
```hcl
resource "aws_organizations_policy_attachment" "trail" {
  policy_id    = "p-0123456789"
  target_id    = "ou-ab12-workload1"
  skip_destroy = false
}
```

## How to fix
Attach the policy to the root, an OU or a member account. Write `skip_destroy = false`, or `true` where a policy has to
stay when its block goes.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/organizations_policy_attachment (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, points_at, resources
from guardrail_settings import setting
from guardrail_values import ABSENT, UNKNOWN, unwrapped, value_at

RULE = {
    "id": "CKV_LZ_046",
    "title": "Policies are attached, and not to the management account",
    "severity": "HIGH",
    "rows": ["A15", "A3"],
    "pillar": "governance",
    "category": "GENERAL_SECURITY",
    # A target that is not known yet does not exist yet; the management account does.
    "computed": False,
}

POLICY = "aws_organizations_policy"
ATTACHMENT = "aws_organizations_policy_attachment"
MEMBERS_ONLY = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")
"""Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html (2026-11)"""


class PolicyTargets(ResourceCheck):
    """An attachment and its target; a policy and its attachments."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a target that is not bound, for no target, and for a destroy that nobody decided."""
        return self._policy(conf) if self.entity_type == POLICY else self._attachment(conf)

    def _attachment(self, conf: dict[str, Any]) -> CheckResult:
        target = conf.get("target_id")
        management = str(value_at(conf, "target_id")).zfill(12) == setting("management")
        if (management or "master_account_id" in str(target)) and self._binds_members_only(conf):
            return self.fails("target_id", "the target is the management account, which no SCP binds")
        if value_at(conf, "skip_destroy") is ABSENT:
            return self.fails("skip_destroy", "skip_destroy is not said; expected true or false in so many words")
        return self.passes("target_id", "skip_destroy")

    def _binds_members_only(self, conf: dict[str, Any]) -> bool:
        """Whether the policy may be of a type that leaves the management account free; tag policies, say, bind it."""
        own = itself(self, conf)
        named = [one for one in resources(self.graph, POLICY) if points_at(own, "policy_id", one, "id") is True]
        return len(named) != 1 or value_at(named[0].conf, "type") in (*MEMBERS_ONLY, ABSENT, UNKNOWN)

    def _policy(self, conf: dict[str, Any]) -> CheckResult:
        own = itself(self, conf)
        if any(self._may_attach(one, own) for one in resources(self.graph, ATTACHMENT)):
            return self.passes("name")
        return self.fails("name", "no aws_organizations_policy_attachment names the policy; it protects nothing")

    def _may_attach(self, attachment: Resource, policy: Resource) -> bool:
        made = all(unwrapped(attachment.conf.get(name)) not in _NOTHING for name in ("for_each", "count"))
        return made and points_at(attachment, "policy_id", policy, "id") is not False


_NOTHING: tuple[Any, ...] = ([], {}, set(), "set()", "toset([])", 0, "0")
"""How Checkov leaves arguments that make no instance of a block."""


check = PolicyTargets(RULE, (ATTACHMENT, POLICY))
