"""What `--fix` would make of a policy, for the tests of fixes."""

from __future__ import annotations

import json
from typing import Any

from guardrails.lint.fixes.fixing import apply_fixes
from guardrails.lint.table import LINTS
from guardrails.model.finding import Finding
from guardrails.model.policy.document import PolicyType
from tests.unit.lint.build import alone, subject

CHECKS = {rule.id: check for rule, check in LINTS}


def found(rule: str, policy: dict[str, Any] | str, type: PolicyType = PolicyType.SCP) -> list[Finding]:
    """Return what one rule finds in a policy."""
    one = subject(policy, type)
    return list(CHECKS[rule](one, alone(one)))


def fixed(rule: str, policy: dict[str, Any], type: PolicyType = PolicyType.SCP, *, unsafe: bool = False) -> Any:
    """Return the policy with the rule's safe fixes applied (or all of its fixes); every one of them must fit."""
    findings = found(rule, policy, type)
    fixes = [one.fix for one in findings if one.fix and (one.fix.safe or unsafe)]
    result = apply_fixes(json.dumps(policy, indent=2), fixes)
    assert not result.skipped, result.skipped
    return json.loads(result.text)


def scp(action: str | list[str], *, negated: bool = False, effect: str = "Deny", **more: Any) -> dict[str, Any]:
    """Return an SCP of one statement."""
    element = "NotAction" if negated else "Action"
    return {"Version": "2012-10-17", "Statement": [{"Effect": effect, element: action, "Resource": "*", **more}]}
