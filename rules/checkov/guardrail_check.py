"""The bases of our checks: id, title and severity from the rule's own table, and three answers. It holds no check.

A check file has a docstring (its page), a literal `RULE` and one class or more; a rule that looks at several kinds of
blocks has a class for each, all with the same id.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checkov.common.bridgecrew.severities import Severities
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.data.base_check import BaseDataCheck
from checkov.terraform.checks.provider.base_check import BaseProviderCheck
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from guardrail_values import unwrapped, whole


class Answers:
    """What a check can answer. The message says what stands there and what should; it never holds a secret."""

    details: list[str]
    evaluated_keys: list[str]

    def _mark(self, rule: dict[str, Any]) -> None:
        self.severity = Severities[rule["severity"]]
        self.rule = rule

    def passes(self, *attributes: str) -> CheckResult:
        """Return PASSED."""
        self.evaluated_keys = list(attributes)
        return CheckResult.PASSED

    def fails(self, attribute: str, message: str) -> CheckResult:
        """Return FAILED: the attribute (dotted path) that is wrong, what was found and what was expected."""
        self.evaluated_keys = [attribute]
        self.details = [message]
        return CheckResult.FAILED

    def unknown(self, attribute: str, message: str) -> CheckResult:
        """Return UNKNOWN: the attribute that the answer hangs on. Plain Checkov shows nothing then; the gate does."""
        self.evaluated_keys = [attribute]
        self.details = [message]
        return CheckResult.UNKNOWN

    def silent(self) -> CheckResult:
        """Return UNKNOWN for a block that is none of this rule's business: no question is open."""
        self.evaluated_keys = []
        self.details = []
        return CheckResult.UNKNOWN


class ResourceCheck(Answers, BaseResourceCheck):
    """A check of resources; `types` may hold wildcards (`aws_*`)."""

    def __init__(self, rule: dict[str, Any], types: Iterable[str]) -> None:
        super().__init__(
            name=rule["title"], id=rule["id"], categories=[CheckCategories[rule["category"]]], supported_resources=types
        )
        self._mark(rule)

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> CheckResult:
        """Return the answer for one resource; a block of HCL with an empty `for_each` makes none."""
        if unwrapped(conf.get("for_each")) in _NOTHING:
            return self.silent()
        if "__change_actions__" in conf:
            # A plan has no `dynamic` blocks and no `count`; Checkov's search for them costs more than most checks.
            self.entity_type = entity_type
            return self.scan_resource_conf(whole(conf))
        return super().scan_entity_conf(whole(conf), entity_type)


_NOTHING: tuple[Any, ...] = ([], {}, set(), [set()], "set()", "[set()]", "toset([])")
"""How Checkov leaves a `for_each` over nothing."""


class DataCheck(Answers, BaseDataCheck):
    """A check of data sources."""

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> CheckResult:
        """Return the answer for one data source."""
        return super().scan_entity_conf(whole(conf), entity_type)

    def __init__(self, rule: dict[str, Any], types: Iterable[str]) -> None:
        super().__init__(
            name=rule["title"], id=rule["id"], categories=[CheckCategories[rule["category"]]], supported_data=types
        )
        self._mark(rule)


class ProviderCheck(Answers, BaseProviderCheck):
    """A check of provider blocks, and of whatever a root says once (its `terraform` block stands in the graph)."""

    def __init__(self, rule: dict[str, Any], providers: Iterable[str] = ("aws",)) -> None:
        super().__init__(
            name=rule["title"],
            id=rule["id"],
            categories=[CheckCategories[rule["category"]]],
            supported_provider=providers,
        )
        self._mark(rule)
