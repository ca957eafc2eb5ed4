"""The administrator that an organization delegates a security service to: GuardDuty and Security Hub ask alike."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place

_TABLE = "admins"


def administrator_answers(service: str, account: str, status: str) -> Answers:
    """Return the three operations of a service (by botocore's name).

    Args:
        account, status: what the service calls the two members of an administrator that it lists.
    """

    def enable(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
        here.tables[_TABLE][asked["AdminAccountId"]] = "ENABLED"
        return {}

    def disable(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
        here.tables[_TABLE].pop(asked["AdminAccountId"], None)
        return {}

    def list_all(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
        return {"AdminAccounts": [{account: id, status: now} for id, now in here.tables[_TABLE].items()]}

    return {
        (service, "EnableOrganizationAdminAccount"): enable,
        (service, "DisableOrganizationAdminAccount"): disable,
        (service, "ListOrganizationAdminAccounts"): list_all,
    }
