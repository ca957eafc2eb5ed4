"""The answer of the gate: a verdict, findings, what was waived, requests and what decides them, what stayed open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from guardrails.model.answer import Decider, Outcome
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.prediction import Prediction, Unmapped
from guardrails.model.source import Location


class Conclusion(Enum):
    """How the gate ends; its exit codes are 0, 1 and 3."""

    PASSED = "passed"
    REFUSED = "refused"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Judged:
    """A predicted request, and what the organization's policies say to it.

    `hangs_on` are the keys that an unknown outcome hangs on; `causes` says for each the plan attribute behind it.
    `gap` True: a service-linked role will make this call, which no SCP binds, and the SCPs would deny it to a caller.
    """

    prediction: Prediction
    outcome: Outcome
    principal: str = ""
    deciders: tuple[Decider, ...] = ()
    hangs_on: tuple[str, ...] = ()
    causes: Mapping[str, str] = field(default_factory=dict)
    exemption: str = ""
    notes: tuple[str, ...] = ()
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a waiver answers for until and including the day `expires`; `place` is the waiver's.

    No day and no owner: a skip comment for a scanner in the sources, which names neither.
    """

    finding: Finding
    owner: str
    reason: str
    expires: date | None
    place: Location


@dataclass(frozen=True, slots=True)
class RuleRun:
    """One rule's work on one plan: how many changes of its types it saw, and whether it is advisory."""

    rule: Rule
    seen: int
    types: tuple[str, ...] = ()
    advisory: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """One scenario that comes out differently after the apply; `before` and `after` are outcomes in words."""

    name: str
    account: str
    before: str
    after: str
    expected: str = ""


DECLARED = "declared"
"""What is done to the resources of a template, where a plan says `create` or `no-op`."""


@dataclass(frozen=True, slots=True)
class PlanVerdict:
    """Everything about one plan. `verbs` counts changes by what is done to them: `create`, `no-op`, ...

    `account` and `environment` are names of the organization file; `findings` are open ones, undecided ones included.
    """

    file: str
    account: str
    account_id: str
    environment: str
    digest: str = ""
    terraform_version: str = ""
    verbs: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    waived: tuple[Waived, ...] = ()
    baselined: tuple[Finding, ...] = ()
    requests: tuple[Judged, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    rules: tuple[RuleRun, ...] = ()
    scenarios: tuple[ScenarioChange, ...] = ()
    notes: tuple[str, ...] = ()
    resources: Mapping[str, str] = field(default_factory=dict)
    """Address -> what is done to it, for those that are changed."""
    complete: bool = True
    """Whether the plan holds all changes; one that does not cannot pass."""

    @property
    def of_template(self) -> bool:
        """Whether it is about a CloudFormation template: that declares resources and changes none."""
        return DECLARED in self.verbs


@dataclass(frozen=True, slots=True)
class GateReport:
    """The answer to `guardrails gate`. `reasons` say in a line each why the conclusion is what it is.

    `tree` is the organization as nested names for the report: (depth, kind, name, policies attached).
    """

    conclusion: Conclusion
    reasons: tuple[str, ...]
    organization: str
    bundled: bool
    plans: tuple[PlanVerdict, ...]
    fail_on: Severity = Severity.ERROR
    on_unknown: str = "warn"
    tree: tuple[tuple[int, str, str, tuple[str, ...]], ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    """File as shown -> its text, for files that findings point into."""
    version: str = ""
    catalog_date: str = ""
    pages: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The open findings of all plans, in the order of the plans."""
        return tuple(finding for plan in self.plans for finding in plan.findings)
