"""All rules of the organization file: one row each, in the order of their ids."""

from __future__ import annotations

from datetime import date

from guardrails.files.loaded import Project
from guardrails.files.rules import (
    accelerator_budget,
    accelerator_types,
    access_assignments,
    account_budgets,
    account_emails,
    account_environments,
    account_ids,
    account_owners,
    address_plan,
    allow_path,
    attachment_quota,
    baseline_coverage,
    control_tower_accounts,
    exceptions_reviewed,
    fixed_network_cost,
    known_regions,
    management_services,
    policies_attached,
    policy_documents,
    quota_settings,
    sandbox_limits,
    section_names,
    security_delegation,
    single_management_account,
    state_account,
    state_keys,
    tree_shape,
    unused_principals,
)
from guardrails.files.rules.loading import LOADING_RULES, Check
from guardrails.model.finding import Finding, Rule

RULES: tuple[tuple[Rule, Check], ...] = (
    (single_management_account.RULE, single_management_account.check),
    (management_services.RULE, management_services.check),
    (account_ids.RULE, account_ids.check),
    (account_environments.RULE, account_environments.check),
    (allow_path.RULE, allow_path.check),
    (account_emails.RULE, account_emails.check),
    (tree_shape.RULE, tree_shape.check),
    (attachment_quota.RULE, attachment_quota.check),
    (policy_documents.RULE, policy_documents.check),
    (policies_attached.RULE, policies_attached.check),
    (control_tower_accounts.RULE, control_tower_accounts.check),
    (security_delegation.RULE, security_delegation.check),
    (account_owners.RULE, account_owners.check),
    (sandbox_limits.RULE, sandbox_limits.check),
    (baseline_coverage.RULE, baseline_coverage.check),
    (state_account.RULE, state_account.check),
    (address_plan.RULE, address_plan.check),
    (state_keys.RULE, state_keys.check),
    (accelerator_budget.RULE, accelerator_budget.check),
    (fixed_network_cost.RULE, fixed_network_cost.check),
    (exceptions_reviewed.RULE, exceptions_reviewed.check),
    (access_assignments.RULE, access_assignments.check),
    (known_regions.RULE, known_regions.check),
    (account_budgets.RULE, account_budgets.check),
    (unused_principals.RULE, unused_principals.check),
    (section_names.RULE, section_names.check),
    (accelerator_types.RULE, accelerator_types.check),
    (quota_settings.RULE, quota_settings.check),
)


def judge(project: Project, today: date) -> tuple[Finding, ...]:
    """Return everything that is wrong with a project: what was found while loading, then what each rule finds."""
    loaded = {rule.id for rule, _ in LOADING_RULES}
    found = [finding for rule, check in RULES if rule.id not in loaded for finding in check(project, today)]
    return (*project.findings, *found)
