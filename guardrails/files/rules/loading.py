"""The rules without which a tree is ambiguous; they run at every loading, also when only a simulation is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from guardrails.files.loaded import Project
from guardrails.files.rules import (
    account_emails,
    account_environments,
    account_ids,
    single_management_account,
    tree_shape,
)
from guardrails.model.finding import Finding, Rule, Severity

Check = Callable[[Project, date], Iterator[Finding]]

LOADING_RULES: tuple[tuple[Rule, Check], ...] = (
    (single_management_account.RULE, single_management_account.check),
    (account_ids.RULE, account_ids.check),
    (account_environments.RULE, account_environments.check),
    (account_emails.RULE, account_emails.check),
    (tree_shape.RULE, tree_shape.check),
)


def loading_findings(project: Project, today: date) -> tuple[Finding, ...]:
    """Return what these rules hold against a project; each finding is an error and forbids using it."""
    found = (finding for _, check in LOADING_RULES for finding in check(project, today))
    return tuple(one for one in found if one.severity is Severity.ERROR)
