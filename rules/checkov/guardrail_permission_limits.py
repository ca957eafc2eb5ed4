"""People who build have no rights over identity, the organization and billing.

## What it does
Evaluates the policies of permission sets: the inline policy (what it allows and no deny of its own takes back), AWS
managed policies that are known for such rights, and customer managed policies of the same code. Reports a set that may
write in IAM, IAM Identity Center, Organizations, account management or billing, and one that may pass any role. A set
that the organization file itself gives AdministratorAccess, or exactly this managed policy, is not reported:
CKV_LZ_041 and ORG-024 look at who gets it.

## Why it matters
Whoever may write in IAM may do everything else a minute later. Passing any role to a service is the same with one step
more.

## Example
```hcl
resource "aws_ssoadmin_permission_set_inline_policy" "developer" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  inline_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ec2:*", "iam:CreateRole"], Resource = "*" }]
  })
}
```

## Use instead
```hcl
resource "aws_ssoadmin_permission_set_inline_policy" "developer" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ec2:*", Resource = "*" },
      { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::*:role/workload/*" },
    ]
  })
}
```

## How to fix
Take the actions out, or deny them. Let people pass the roles under one path. `guardrails simulate` answers for single
actions.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html (2026-11)
- https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html (2026-11)
- https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/billing-permissions-ref.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself, resources
from guardrail_permission_sets import set_of
from guardrail_policies import items, matches, policy_at, policy_of, statements
from guardrail_settings import setting
from guardrail_values import UNKNOWN, Mark, listed, unresolved, value_at

RULE = {
    "id": "CKV_LZ_040",
    "title": "Builders have no rights over identity, organization and billing",
    "severity": "HIGH",
    "rows": ["A45"],
    "pillar": "security",
    "category": "IAM",
}

INLINE = "aws_ssoadmin_permission_set_inline_policy"
MANAGED = "aws_ssoadmin_managed_policy_attachment"
CUSTOMER = "aws_ssoadmin_customer_managed_policy_attachment"

WRITES = (
    *(f"iam:{one}" for one in ("CreateUser", "CreateRole", "CreatePolicyVersion", "AttachRolePolicy", "PutRolePolicy")),
    *(f"iam:{one}" for one in ("CreateAccessKey", "UpdateAssumeRolePolicy", "DeleteRolePermissionsBoundary")),
    *(f"sso:{one}" for one in ("CreateAccountAssignment", "PutInlinePolicyToPermissionSet")),
    "iam:PassRole",
    *(f"organizations:{one}" for one in ("LeaveOrganization", "DetachPolicy", "UpdatePolicy", "CloseAccount")),
    *(f"account:{one}" for one in ("CloseAccount", "PutContactInformation", "EnableRegion")),
    *(f"aws-portal:{one}" for one in ("ModifyAccount", "ModifyBilling", "ModifyPaymentMethods")),
    *("billing:UpdateBillingPreferences", "budgets:ModifyBudget", "payments:MakePayment", "tax:PutTaxRegistration"),
)
"""One action or more of each kind of write, for patterns that begin with a wildcard and for NotAction.
Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html,
and the pages of the others (2026-11)
"""

BESIDE = ("identitystore", "sso-directory", "invoicing", "purchase-orders")
"""Services whose writes count where they are named; what leaves them in a wildcard says less of intent."""

SERVICES = frozenset((*(one.partition(":")[0] for one in WRITES), *BESIDE))
READS = ("get", "list", "describe", "generate", "simulate", "view", "search", "batchget", "ismember")
HARMLESS = ("iam:createservicelinkedrole", "iam:changepassword")
PASS_ROLE = "iam:passrole"

POWERFUL = frozenset(
    (
        *("AdministratorAccess", "AdministratorAccess-Amplify", "PowerUserAccess", "IAMFullAccess"),
        *("job-function/Billing", "job-function/SystemAdministrator", "Billing", "SystemAdministrator"),
        *(
            "AWSOrganizationsFullAccess",
            "AWSAccountManagementFullAccess",
            "AWSBudgetsActionsWithAWSResourceControlAccess",
        ),
        *("AWSSSOMasterAccountAdministrator", "AWSSSOMemberAccountAdministrator", "AWSSSODirectoryAdministrator"),
    )
)
"""AWS managed policies that write in one of these services. PowerUserAccess leaves out IAM and Organizations only.
Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html (2026-11)
"""


class PermissionLimits(ResourceCheck):
    """What a permission set may do."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a set that may write in identity, organization or billing."""
        own = itself(self, conf)
        given = _given(set_of(self, own))
        if any(one.endswith(":policy/AdministratorAccess") for one in given):
            return self.silent()
        if self.entity_type == MANAGED:
            return self._managed(conf, given)
        if self.entity_type == CUSTOMER:
            return self._customer(conf)
        return self._document(policy_at(self, conf, "inline_policy"), "inline_policy")

    def _managed(self, conf: dict[str, Any], given: list[str]) -> CheckResult:
        arn = value_at(conf, "managed_policy_arn")
        if isinstance(arn, Mark):
            return self.unknown("managed_policy_arn", "the managed policy is known only after apply")
        name = str(arn).partition(":policy/")[2]
        if name in POWERFUL and str(arn) not in given:
            return self.fails("managed_policy_arn", f"{name} has rights over identity, organization or billing")
        return self.passes("managed_policy_arn")

    def _customer(self, conf: dict[str, Any]) -> CheckResult:
        path = "customer_managed_policy_reference.name"
        name = value_at(conf, path)
        every = [one for one in resources(self.graph, "aws_iam_policy") if value_at(one.conf, "name") == name]
        if isinstance(name, Mark) or len(every) != 1:
            return self.unknown(path, "the policy of that name is not in this code")
        return self._document(policy_of(self, every[0], "policy"), path)

    def _document(self, document: dict[str, Any] | Mark, path: str) -> CheckResult:
        if isinstance(document, Mark):
            return self.unknown(path, "the policy is known only after apply")
        late = False
        for action in _allowed(document):
            denied = action is not UNKNOWN and _denied(document, action)
            if denied is False and action is not UNKNOWN:
                return self.fails(path, f"the policy allows {action}; expected no rights over identity and billing")
            late = late or denied is not True
        return self.unknown(path, "an action is known only after apply") if late else self.passes(path)


def _given(name: str) -> list[str]:
    """Return the managed policies that the organization file gives a permission set."""
    return [str(one) for one in setting("access.permission_sets", {}).get(name, {}).get("managed", [])]


def _allowed(document: dict[str, Any]) -> Iterator[Any]:
    """Yield the writes, and the patterns that have writes in them, which a document allows; UNKNOWN for late ones."""
    for one in statements(document):
        if one.get("Effect") != "Allow":
            if isinstance(one.get("Effect"), Mark) or unresolved(one.get("Effect")):
                yield UNKNOWN
            continue
        if not _reaches(one):
            continue
        for pattern in items(one, "Action"):
            if isinstance(pattern, Mark) or unresolved(pattern):
                yield UNKNOWN
            elif _writes(pattern, one):
                yield pattern
            elif not pattern.partition(":")[0].isalnum():
                yield from (action for action in WRITES if matches(pattern, action))
        if "NotAction" in one:
            every = items(one, "NotAction")
            left_out = [pattern for pattern in every if not isinstance(pattern, Mark) and not unresolved(pattern)]
            rest = [action for action in WRITES if not any(matches(pattern, action) for pattern in left_out)]
            yield from rest if len(left_out) == len(every) else [UNKNOWN] * bool(rest)


def _reaches(statement: dict[str, Any]) -> bool:
    """Whether the resources of a statement can be those of identity and billing: `arn:aws:s3:::models/*` cannot."""
    named = [one for one in items(statement, "Resource") if isinstance(one, str)]
    services = [one.split(":")[2] if one.startswith("arn:") and one.count(":") > 1 else "*" for one in named]
    whole = "NotResource" in statement or len(named) < len(items(statement, "Resource")) or not named
    return whole or any("*" in one or "?" in one or one in SERVICES for one in services)


def _writes(pattern: str, statement: dict[str, Any]) -> bool:
    """Whether a pattern names a write of one of the services by itself."""
    text = pattern.lower()
    service, _, name = text.partition(":")
    if service not in SERVICES or text in HARMLESS or name.startswith(READS):
        return False
    if matches(text, PASS_ROLE) and name.startswith("pass"):
        every = "NotResource" in statement or any(_any_role(one) for one in listed(statement.get("Resource")))
        return every and "Condition" not in statement
    return True


def _any_role(arn: Any) -> bool:
    """Whether an ARN means any role of an account: `*`, `arn:aws:iam::*:role/*`."""
    return isinstance(arn, str) and not arn.rpartition(":")[2].replace("role/", "").strip("*")


def _denied(document: dict[str, Any], action: str) -> bool | Mark:
    """Whether the document denies an action (or all of a pattern) everywhere and under no condition.

    UNKNOWN where a denial hangs on values that are not known yet.
    """
    late = False
    for one in statements(document):
        effect = one.get("Effect")
        if effect == "Allow" or "Condition" in one:
            continue
        where = items(one, "Resource")
        named = _names(one, action)
        if effect == "Deny" and "*" in where and named is True:
            return True
        open = isinstance(effect, Mark) or unresolved(effect) or UNKNOWN in where or named is UNKNOWN
        late = late or (open and named is not False)
    return UNKNOWN if late else False


def _names(statement: dict[str, Any], action: str) -> bool | Mark:
    """Whether a statement is about an action, or about all of a pattern that is a write."""
    for element in ("Action", "NotAction"):
        if element not in statement:
            continue
        every = items(statement, element)
        known = [one for one in every if isinstance(one, str) and not unresolved(one)]
        if element == "NotAction":
            left = any(_meet(one, action) for one in known)
            return False if left else UNKNOWN if len(known) < len(every) else True
        if any(matches(one, action) for one in known):
            return True
        return UNKNOWN if len(known) < len(every) else False
    return False


def _meet(pattern: str, action: str) -> bool:
    """Whether a pattern may leave a write out of what an action, or a pattern of actions, means."""
    if matches(pattern, action) or matches(action, pattern):
        service, _, name = pattern.lower().partition(":")
        return not (service in SERVICES and name.startswith(READS))
    return pattern.partition(":")[0].lower() == action.partition(":")[0].lower() and "*" in pattern and "*" in action


check = PermissionLimits(RULE, (INLINE, MANAGED, CUSTOMER))
