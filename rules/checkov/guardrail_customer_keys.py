"""Customer keys rotate, belong to somebody, and are not lost by accident.

## What it does
Looks at KMS keys. A symmetric key has to rotate every year. No statement of its policy may allow everybody
(`Principal: "*"`, `NotPrincipal`) without a condition that says who they are; policies that stand beside a key
(`aws_kms_key_policy`) and those of replicas and external keys are read as well. The waiting period before deletion is
30 days, which is also what is taken where nothing is said. Keys of logs, state and models, told by name or the tag
`Purpose`, have the tag `GuardrailsProtected = "true"`, which the SCPs look for.

## Why it matters
Data whose key is gone is gone. 30 days are the time to notice; the tag lets an SCP deny the deletion at all.

## Example
```hcl
resource "aws_kms_key" "models" {
  description             = "Models"
  deletion_window_in_days = 7
  tags                    = { Name = "MM-prod-use1-kms-models" }
}
```

## Use instead
```hcl
resource "aws_kms_key" "models" {
  description             = "Models"
  deletion_window_in_days = 30
  enable_key_rotation     = true
  tags                    = { Name = "MM-prod-use1-kms-models", GuardrailsProtected = "true" }
}
```

## How to fix
Set what the message names. A policy that everybody may use needs a condition such as `aws:PrincipalOrgID` or
`kms:CallerAccount`; `kms:ViaService` alone says by which way they come, not who they are.

## Limits
AWS rotates neither asymmetric and HMAC keys nor keys of a custom key store by itself: rotation is not asked of these.

## Sources
- https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html (2026-11)
- https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html (2026-11)
- https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/kms_key (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_ingress import called
from guardrail_policies import LIMITS, conditions, identities, policy_at, statements, within
from guardrail_tags import tags_of
from guardrail_values import ABSENT, UNKNOWN, Mark, flag, number, value_at

RULE = {
    "id": "CKV_LZ_028",
    "title": "Customer keys rotate, belong to somebody, and are not lost by accident",
    "severity": "HIGH",
    "rows": ["A51"],
    "pillar": "security",
    "category": "ENCRYPTION",
}

PROTECTED = ("log", "logs", "trail", "cloudtrail", "state", "model", "models")
"""Words of the names of keys that the SCPs protect."""

OTHERS = ("aws_kms_key_policy", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key")
"""Types of which the policy alone is judged."""

CALLERS = (*LIMITS, "kms:CallerAccount", "aws:userid", "aws:username")
"""Keys that say who everybody is. `kms:ViaService` says by which way they come only.
Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html (2026-11)
"""

TAG = "GuardrailsProtected"
WINDOW = 30


class CustomerKeys(ResourceCheck):
    """Rotation, policy, waiting period and protection of KMS keys."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the first thing that is wrong, UNKNOWN for the first that is known only after apply."""
        if self.entity_type in OTHERS:
            answers = [self._policy(conf)]
        else:
            answers = [self._rotation(conf), self._window(conf), self._policy(conf), self._tag(conf)]
        wrong = next((one for one in answers if one[0] is False), None)
        if wrong:
            return self.fails(wrong[1], wrong[2])
        late = next((one for one in answers if one[0] is UNKNOWN), None)
        if late:
            return self.unknown(late[1], f"{late[1]} is known only after apply")
        passed = ("enable_key_rotation", "deletion_window_in_days", "policy", "tags")
        return self.passes(*(("policy",) if self.entity_type in OTHERS else passed))

    def _rotation(self, conf: dict[str, Any]) -> tuple[Any, str, str]:
        kind = value_at(conf, "customer_master_key_spec")
        if kind not in (ABSENT, UNKNOWN, "SYMMETRIC_DEFAULT") or value_at(conf, "custom_key_store_id") is not ABSENT:
            return True, "", ""
        turns = flag(conf, "enable_key_rotation")
        answer = False if turns is ABSENT else turns
        answer = UNKNOWN if answer is False and kind is UNKNOWN else answer
        return answer, "enable_key_rotation", "the key does not rotate; enable_key_rotation = true is expected"

    def _window(self, conf: dict[str, Any]) -> tuple[Any, str, str]:
        days = number(conf, "deletion_window_in_days")
        answer = days if days is UNKNOWN else days is ABSENT or days == WINDOW
        said = "" if isinstance(days, Mark) else f"{days:g}"
        return answer, "deletion_window_in_days", f"the key is deleted after {said} days; {WINDOW} are expected"

    def _policy(self, conf: dict[str, Any]) -> tuple[Any, str, str]:
        document = policy_at(self, conf, "policy")
        if isinstance(document, Mark):
            return (True if document is ABSENT else UNKNOWN), "policy", ""
        said = [_everybody(one) for one in statements(document)]
        wrong = "a statement allows everybody, without a condition that says who they are"
        return (False if True in said else UNKNOWN if UNKNOWN in said else True), "policy", wrong

    def _tag(self, conf: dict[str, Any]) -> tuple[Any, str, str]:
        if not any(called(conf, word) for word in PROTECTED):
            return True, "", ""
        value = tags_of(self, conf).value(TAG)
        answer = value if value is UNKNOWN else value == "true"
        return answer, "tags", f"a key of logs, state or models without the tag {TAG} = true, which the SCPs look for"


def _everybody(statement: dict[str, Any]) -> Any:
    """Whether a statement allows everybody something: True, False, or UNKNOWN where the conditions are."""
    named = any(kind in ("AWS", "*") and who == "*" for kind, who in identities(statement))
    if not (named or "NotPrincipal" in statement) or statement.get("Effect") != "Allow":
        return False
    keys = [key for _, key, _ in conditions(statement) if key.startswith("aws:principaltag/")]
    if within(statement, (*CALLERS, *keys)):
        return False
    return UNKNOWN if any(UNKNOWN in values for _, _, values in conditions(statement)) else True


check = CustomerKeys(RULE, ("aws_kms_key", *OTHERS))
