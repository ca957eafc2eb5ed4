"""The role for plans only reads.

## What it does
Looks at the policies of the role that plans (`ci.plan.role`, and names that begin with it and a dash): managed ones,
inline ones, attachments, and policies of the same code. Every action has to be one that reads; of the policies of AWS
those whose names say so (`ReadOnlyAccess`, `ViewOnlyAccess`, `SecurityAudit`).

## Why it matters
Every branch may take this role, so everybody who can open a pull request has what it has. One action that writes is
enough to become administrator, or to change the state before it is applied.

## Example
```hcl
resource "aws_iam_role_policy_attachment" "plan" {
  role       = "MM-github-actions-plan"
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}
```

## Use instead
```hcl
resource "aws_iam_role_policy_attachment" "plan" {
  role       = "MM-github-actions-plan"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
```

## How to fix
Give the role ReadOnlyAccess, and what it has to read beyond that by name. A plan needs no lock: `-lock=false`.

## Sources
- https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html (2026-11)
- https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-11): access levels of actions
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_access import attached_writes, own_writes, plan_role, writes
from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, points_at, resources
from guardrail_policies import policy_of
from guardrail_values import UNKNOWN, Mark, value_at, values_at

RULE = {
    "id": "CKV_LZ_009",
    "title": "The plan role is read-only",
    "severity": "HIGH",
    "rows": ["B32", "B31", "B11"],
    "pillar": "security",
    "category": "IAM",
}

PATHS = {
    "aws_iam_role_policy": ("role", "policy"),
    "aws_iam_role_policy_attachment": ("role", "policy_arn"),
    "aws_iam_policy_attachment": ("roles", "policy_arn"),
}
"""Type -> the attribute that names roles, and the one with the policy."""


class PlanRoleReads(ResourceCheck):
    """A role for plans, and what gives it rights."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a policy that does more than read, UNKNOWN where role or policy are not known."""
        own = itself(self, conf)
        if self.entity_type == "aws_iam_role":
            return self._role(own)
        role, policy = PATHS[self.entity_type]
        meant = self._meant(own, role)
        if meant is False:
            return self.silent()
        if self.entity_type == "aws_iam_role_policy":
            found = writes(policy_of(self, own, policy))
        else:
            found = attached_writes(self, own, policy)
        if found is None:
            return self.passes(policy)
        if meant is None or isinstance(found, Mark):
            return self.unknown(role if meant is None else policy, "whether the plan role may write is not known yet")
        return self.fails(policy, f"{found} does more than read, and every branch may take the role for plans")

    def _role(self, own: Resource) -> CheckResult:
        if not plan_role(value_at(own.conf, "name")):
            return self.silent()
        found = list(own_writes(self, own))
        for path, answer in found:
            if isinstance(answer, str):
                return self.fails(path, f"{answer} does more than read, and every branch may take the role for plans")
        late = [path for path, answer in found if answer is UNKNOWN]
        return (
            self.unknown(late[0], "whether the plan role may write is not known yet") if late else self.passes("name")
        )

    def _meant(self, own: Resource, path: str) -> bool | None:
        """Whether a role for plans is named; None where that may be."""
        names = values_at(own.conf, path)
        if not isinstance(names, Mark) and any(plan_role(one) for one in names):
            return True
        answers = [points_at(own, path, one, "name", "id", "arn") for one in _plan_roles(self.graph)]
        return True if True in answers else None if None in answers else False


_PLANS: list[tuple[Any, list[Resource]]] = []


def _plan_roles(graph: Any) -> list[Resource]:
    """Return the roles for plans of the graph that was asked last."""
    if not _PLANS or _PLANS[0][0] is not graph:
        found = [one for one in resources(graph, "aws_iam_role") if plan_role(value_at(one.conf, "name"))]
        _PLANS[:] = [(graph, found)]
    return _PLANS[0][1]


check = PlanRoleReads(RULE, ["aws_iam_role", *PATHS])
