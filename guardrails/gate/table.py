"""All whole-plan rules, as one literal table."""

from __future__ import annotations

from typing import Final

from guardrails.gate.inspection import PlanRule
from guardrails.gate.rules import (
    access_matrix,
    address_plan_kept,
    approved_plan,
    backup_coverage,
    complete_tags,
    drift,
    environment_contamination,
    exceptions_expiry,
    failing_check,
    foreign_accounts,
    guardrail_gap,
    idle_policies,
    internet_exposure,
    invariants_after_apply,
    inventory,
    member_trail,
    nat_topology,
    new_accounts,
    objects_keep_their_account,
    own_modules,
    policy_diff,
    policy_slots,
    private_endpoints,
    protected_objects,
    reachability,
    scp_preflight,
    service_placement,
    state_of_its_own,
    static_cost,
    undecided,
)
from guardrails.model.finding import Rule

PLAN_RULES: Final[tuple[PlanRule, ...]] = (
    PlanRule(environment_contamination.RULE, environment_contamination.TYPES, environment_contamination.check),
    PlanRule(foreign_accounts.RULE, foreign_accounts.TYPES, foreign_accounts.check),
    PlanRule(service_placement.RULE, service_placement.TYPES, service_placement.check),
    PlanRule(complete_tags.RULE, complete_tags.TYPES, complete_tags.check),
    PlanRule(protected_objects.RULE, protected_objects.TYPES, protected_objects.check),
    PlanRule(policy_slots.RULE, policy_slots.TYPES, policy_slots.check),
    PlanRule(idle_policies.RULE, idle_policies.TYPES, idle_policies.check),
    PlanRule(address_plan_kept.RULE, address_plan_kept.TYPES, address_plan_kept.check),
    PlanRule(reachability.RULE, reachability.TYPES, reachability.check),
    PlanRule(inventory.RULE, inventory.TYPES, inventory.check),
    PlanRule(nat_topology.RULE, nat_topology.TYPES, nat_topology.check),
    PlanRule(drift.RULE, drift.TYPES, drift.check),
    PlanRule(static_cost.RULE, static_cost.TYPES, static_cost.check),
    PlanRule(internet_exposure.RULE, internet_exposure.TYPES, internet_exposure.check),
    PlanRule(state_of_its_own.RULE, state_of_its_own.TYPES, state_of_its_own.check),
    PlanRule(undecided.RULE, (), undecided.check),
    PlanRule(access_matrix.RULE, access_matrix.TYPES, access_matrix.check),
    PlanRule(backup_coverage.RULE, backup_coverage.TYPES, backup_coverage.check),
    PlanRule(new_accounts.RULE, new_accounts.TYPES, new_accounts.check),
    PlanRule(approved_plan.RULE, (), approved_plan.check),
    PlanRule(member_trail.RULE, member_trail.TYPES, member_trail.check),
    PlanRule(objects_keep_their_account.RULE, objects_keep_their_account.TYPES, objects_keep_their_account.check),
    PlanRule(private_endpoints.RULE, private_endpoints.TYPES, private_endpoints.check),
    PlanRule(own_modules.RULE, own_modules.TYPES, own_modules.check),
    PlanRule(failing_check.RULE, (), failing_check.check),
)

ENGINE_RULES: Final[tuple[tuple[Rule, str], ...]] = (
    (policy_diff.RULE, policy_diff.__name__),
    (invariants_after_apply.RULE, invariants_after_apply.__name__),
    (scp_preflight.RULE, scp_preflight.__name__),
    (exceptions_expiry.RULE, exceptions_expiry.__name__),
    (guardrail_gap.RULE, guardrail_gap.__name__),
)
"""Rules whose findings need the evaluation engine, each with the module whose docstring is its page."""
