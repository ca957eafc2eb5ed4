"""All rules of the organization file: one row each, in the order of their ids."""

from __future__ import annotations

from datetime import date

from guardrails.files.loaded import Project
from guardrails.files.rules import (
    account_emails,
    account_environments,
    account_ids,
    allow_path,
    attachment_quota,
    exceptions_reviewed,
    management_services,
    policies_attached,
    policy_documents,
    root_class_coverage,
    single_management_account,
    tree_shape,
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
    (exceptions_reviewed.RULE, exceptions_reviewed.check),
    (root_class_coverage.RULE, root_class_coverage.check),
)


def judge(project: Project, today: date) -> tuple[Finding, ...]:
    """Return everything that is wrong with a project: what was found while loading, then what each rule finds."""
    loaded = {rule.id for rule, _ in LOADING_RULES}
    found = [finding for rule, check in RULES if rule.id not in loaded for finding in check(project, today)]
    return (*project.findings, *found)
