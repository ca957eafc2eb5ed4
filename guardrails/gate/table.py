"""All whole-plan rules, as one literal table."""

from __future__ import annotations

from typing import Final

from guardrails.gate.inspection import PlanRule
from guardrails.gate.rules import (
    access_matrix,
    backup_coverage,
    complete_tags,
    drift,
    environment_contamination,
    failing_check,
    guardrail_gap,
    member_trail,
    objects_keep_their_account,
    own_modules,
    protected_objects,
    scp_preflight,
    service_placement,
    undecided,
)
from guardrails.model.finding import Rule

PLAN_RULES: Final[tuple[PlanRule, ...]] = (
    PlanRule(environment_contamination.RULE, environment_contamination.TYPES, environment_contamination.check),
    PlanRule(service_placement.RULE, service_placement.TYPES, service_placement.check),
    PlanRule(complete_tags.RULE, complete_tags.TYPES, complete_tags.check),
    PlanRule(protected_objects.RULE, protected_objects.TYPES, protected_objects.check),
    PlanRule(drift.RULE, drift.TYPES, drift.check),
    PlanRule(undecided.RULE, (), undecided.check),
    PlanRule(access_matrix.RULE, access_matrix.TYPES, access_matrix.check),
    PlanRule(backup_coverage.RULE, backup_coverage.TYPES, backup_coverage.check),
    PlanRule(member_trail.RULE, member_trail.TYPES, member_trail.check),
    PlanRule(objects_keep_their_account.RULE, objects_keep_their_account.TYPES, objects_keep_their_account.check),
    PlanRule(own_modules.RULE, own_modules.TYPES, own_modules.check),
    PlanRule(failing_check.RULE, (), failing_check.check),
)

ENGINE_RULES: Final[tuple[tuple[Rule, str], ...]] = (
    (scp_preflight.RULE, scp_preflight.__name__),
    (guardrail_gap.RULE, guardrail_gap.__name__),
)
"""Rules whose findings need the evaluation engine, each with the module whose docstring is its page."""
