"""Alerts are encrypted, come from whom they should, reach somebody, and are only the ones that matter.

## What it does
Looks at topics for alerts: those whose name says alert, alarm, security, budget, cost or anomaly, and those that an
EventBridge rule of the same code publishes to. Reports one without a key, or without a subscription in the same code;
a topic policy that lets everybody publish or subscribe; and an EventBridge rule for GuardDuty or Security Hub findings
that asks for no severity, unless its target is an event bus, which gets everything.

## Why it matters
A topic without a subscription swallows every alert. Alerts of every severity teach people to delete them unread. A
topic that everybody may publish to is how an attacker hides one alert among a thousand.

## Example
```hcl
resource "aws_cloudwatch_event_rule" "findings" {
  name          = "MM-mgmt-use1-rule-findings"
  event_pattern = jsonencode({ source = ["aws.guardduty"] })
}
```

## Use instead
```hcl
resource "aws_cloudwatch_event_rule" "findings" {
  name          = "MM-mgmt-use1-rule-findings"
  event_pattern = jsonencode({ source = ["aws.guardduty"], detail = { severity = [{ numeric = [">=", 7] }] } })
}
```

## How to fix
Set `kms_master_key_id`, add an `aws_sns_topic_subscription`, name the services that publish, and ask for a severity:
`detail.severity` of GuardDuty, `detail.findings.Severity` of Security Hub.

## Sources
- https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html (2026-11)
- https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html (2026-11)
- https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html (2026-11)
"""

from __future__ import annotations

import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, points_at, resources, same
from guardrail_policies import matches, open_among, policy_at, statements
from guardrail_tags import planned
from guardrail_values import ABSENT, UNKNOWN, Mark, document_at, listed, unwrapped, value_at

RULE = {
    "id": "CKV_LZ_048",
    "title": "Alert topics are encrypted, limited and heard, and alerts have a severity",
    "severity": "MEDIUM",
    "rows": ["A23", "E11"],
    "pillar": "security",
    "category": "LOGGING",
}

TOPIC, POLICY, RULES = "aws_sns_topic", "aws_sns_topic_policy", "aws_cloudwatch_event_rule"
TARGET = "aws_cloudwatch_event_target"
_ALERTS = re.compile(r"alert|alarm|security|budget|cost|anomal", re.IGNORECASE)
_SEVERITY = {"aws.guardduty": ("severity",), "aws.securityhub": ("findings", "Severity")}
"""Source of findings -> where, below `detail`, their severity stands."""
_KINDS = {"aws.guardduty": "GuardDuty Finding", "aws.securityhub": "Security Hub Findings"}
"""Source of findings -> how their `detail-type` begins."""


class AlertTopics(ResourceCheck):
    """Topics for alerts, their policies, and the rules that send findings."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return the answer for a topic, a policy or a rule."""
        if self.entity_type == TOPIC:
            return self._topic(conf)
        return self._policy(conf) if self.entity_type == POLICY else self._rule(conf)

    def _topic(self, conf: dict[str, Any]) -> CheckResult:
        own = itself(self, conf)
        named = f"{value_at(conf, 'name')} {value_at(conf, 'name_prefix')}"
        if not _ALERTS.search(named) and not self._target_of_rules(own):
            return self.silent()
        late = planned(conf) and "kms_master_key_id" not in conf
        if value_at(conf, "kms_master_key_id") is ABSENT and not late:
            return self.fails("kms_master_key_id", "the topic is not encrypted; expected a key")
        heard = [points_at(one, "topic_arn", own, "arn") for one in resources(self.graph, "aws_sns_topic_subscription")]
        if True in heard:
            return self.passes("kms_master_key_id")
        if None in heard:
            return self.unknown("name", "there are subscriptions, and nobody can tell of which topic")
        return self.fails("name", "no aws_sns_topic_subscription of this code is of the topic; nobody hears an alert")

    def _target_of_rules(self, topic: Resource) -> bool:
        return any(points_at(one, "arn", topic, "arn") is True for one in resources(self.graph, TARGET))

    def _policy(self, conf: dict[str, Any]) -> CheckResult:
        document = policy_at(self, conf, "policy")
        if isinstance(document, Mark):
            return self.unknown("policy", "the policy is known only after apply")
        public = open_among(statements(document))
        if public is True:
            return self.fails(
                "policy", "everybody may use the topic; expected services, or accounts of the organization"
            )
        if public is UNKNOWN:
            return self.unknown("policy", "whether everybody is allowed hangs on a value that is not known yet")
        return self.passes("policy")

    def _rule(self, conf: dict[str, Any]) -> CheckResult:
        if value_at(conf, "event_pattern") is ABSENT and value_at(conf, "schedule_expression") is not ABSENT:
            return self.silent()
        pattern = document_at(conf, "event_pattern")
        if isinstance(pattern, Mark):
            return self.unknown("event_pattern", "the pattern is known only after apply")
        sources = _sources(pattern)
        if not sources or all(_asks(pattern, _SEVERITY[one]) for one in sources):
            return self.passes("event_pattern") if sources else self.silent()
        own = itself(self, conf)
        told = [(points_at(one, "rule", own, "name", "id"), _is_bus(one)) for one in resources(self.graph, TARGET)]
        sent = {one for one in told if one[0] is not False}
        if (True, True) in sent and all(bus for _, bus in sent):
            return self.passes("event_pattern")
        if sent and (True, False) not in sent:
            return self.unknown("event_pattern", "where the findings go, and whether a bus asks, is not known yet")
        return self.fails("event_pattern", f"findings of {sources[0]} of every severity; expected a severity")


def _sources(pattern: dict[str, Any]) -> list[str]:
    """Return the sources of findings that a pattern matches; one without sources is told by its detail types."""
    written = listed(pattern.get("source"))
    if not written:
        kinds = [one for one in listed(pattern.get("detail-type")) if isinstance(one, str)]
        return [name for name, kind in _KINDS.items() if any(one.startswith(kind) for one in kinds)]
    return [name for name in _SEVERITY if any(_matches(one, name) for one in written)]


def _matches(pattern: Any, name: str) -> bool:
    """Whether a value of a pattern matches a source: a text, or `{"prefix": "aws."}` and the like."""
    if not isinstance(pattern, dict):
        return bool(pattern == name)
    start, shape = pattern.get("prefix"), pattern.get("wildcard")
    return (isinstance(start, str) and name.startswith(start)) or (isinstance(shape, str) and matches(shape, name))


def _asks(pattern: dict[str, Any], path: tuple[str, ...]) -> bool:
    value: Any = pattern.get("detail")
    for step in path:
        value = unwrapped(value)
        value = value.get(step) if isinstance(value, dict) else None
    return bool(value)


def _is_bus(target: Resource) -> bool | None:
    """Whether a target is a bus; None where nobody knows what it is."""
    written = str(unwrapped(target.conf.get("arn")))
    if ":event-bus/" in written or "event_bus" in written or "event_bus" in str(target.conf.get("references_")):
        return True
    return same(written, "")


check = AlertTopics(RULE, (TOPIC, POLICY, RULES))
