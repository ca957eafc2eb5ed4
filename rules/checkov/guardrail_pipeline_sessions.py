"""The roles of pipelines have short sessions and a permissions boundary.

## What it does
Looks at the roles that the organization file names under `ci`, and at every role that trusts the OIDC provider of
GitHub or GitLab. Reports `max_session_duration` above 3600 seconds, and a role without `permissions_boundary`. A
pipeline that needs less asks for it (`role-duration-seconds: 900`): a role cannot have a maximum below an hour.

## Why it matters
Credentials of a pipeline end up in logs and caches. An hour is what one run needs. The boundary is what holds when
somebody widens the policy of the role, which the role itself may often do.

## Example
```hcl
resource "aws_iam_role" "apply" {
  name                 = "MM-github-actions-apply"
  max_session_duration = 43200
  assume_role_policy   = "{}"
}
```

## Use instead
```hcl
resource "aws_iam_role" "apply" {
  name                 = "MM-github-actions-apply"
  max_session_duration = 3600
  permissions_boundary = "arn:aws:iam::222222222222:policy/guardrails/MM-boundary"
  assume_role_policy   = "{}"
}
```

## How to fix
Take the duration out, or write 3600. Set the boundary that the bootstrap module makes.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html (2026-11)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html (2026-11)
"""

from __future__ import annotations

import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_policies import conditions, identities, policy_at, statements
from guardrail_settings import setting
from guardrail_tags import planned
from guardrail_values import ABSENT, UNKNOWN, Mark, number, value_at

RULE = {
    "id": "CKV_LZ_054",
    "title": "Roles of pipelines have short sessions and a boundary",
    "severity": "LOW",
    "rows": ["E17"],
    "pillar": "security",
    "category": "IAM",
}

LONGEST = 3600
"""Seconds. The least that a role's maximum can be.
Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (2026-11)
"""

_PROVIDER = re.compile(r"token\.actions\.githubusercontent\.com|gitlab", re.IGNORECASE)


class PipelineSessions(ResourceCheck):
    """A role that a pipeline takes."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a long session or no boundary, UNKNOWN where the duration is not known yet."""
        if not self._of_a_pipeline(conf):
            return self.silent()
        longest = number(conf, "max_session_duration")
        if not isinstance(longest, Mark) and longest > LONGEST:
            return self.fails("max_session_duration", f"sessions last {longest:.0f} s; expected {LONGEST} at most")
        late = planned(conf) and "permissions_boundary" not in conf
        if value_at(conf, "permissions_boundary") is ABSENT and not late:
            return self.fails("permissions_boundary", "the role has no permissions boundary")
        if longest is UNKNOWN:
            return self.unknown("max_session_duration", "the duration is known only after apply")
        return self.passes("max_session_duration", "permissions_boundary")

    def _of_a_pipeline(self, conf: dict[str, Any]) -> bool:
        named = {setting(f"ci.{one}.role") for one in ("apply", "plan")} - {None}
        if value_at(conf, "name") in named:
            return True
        trust = policy_at(self, conf, "assume_role_policy")
        return not isinstance(trust, Mark) and any(_of_provider(one) for one in statements(trust))


def _of_provider(statement: dict[str, Any]) -> bool:
    """Whether a statement trusts a provider of pipelines, by its principal or by the keys that it compares."""
    named = [(kind, who) for kind, who in identities(statement) if kind == "Federated"]
    told = [who for _, who in named if isinstance(who, str)] + [key for _, key, _ in conditions(statement)]
    return bool(named) and any(_PROVIDER.search(one) for one in told)


check = PipelineSessions(RULE, ("aws_iam_role",))
