"""The bootstrap root: state bucket and lock where they belong, the two roles of the pipeline in every account."""

from __future__ import annotations

from guardrails.files.terraform_values.backend import lock_table, state_key
from guardrails.files.terraform_values.common import common
from guardrails.files.terraform_values.view import Values, View, folder_name
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account, Status

ROLE_PATH = "guardrails"
"""The IAM path of the pipeline's roles, which the policy self-protection keeps."""


def bootstrap(view: View) -> Values:
    """Return who may deploy to the account, what its roles may touch, and the state bucket where it is the owner."""
    owner = view.account_of(view.need("state", "account"), "state", "account")
    return {
        **common(view),
        "partition": view.may("settings.partition") or "aws",
        "replica_region": view.need("state", "replica_region"),
        "github_oidc": _subjects(view) if view.need("ci", "provider") == "github" else None,
        "gitlab_oidc": _subjects(view) if view.need("ci", "provider") == "gitlab" else None,
        "plan_role": {"name": view.need("ci", "plan", "role")},
        "apply_role": {
            "name": view.need("ci", "apply", "role"),
            "services": view.need("ci", "apply", "services", view.account.name),
        },
        "state_access": {
            "bucket": view.need("state", "bucket"),
            "keys": [state_key(view, view.account, "*")],
            "lock_table_arn": lock_table(view),
        },
        "state": _state(view) if view.account == owner else None,
    }


def _subjects(view: View) -> Values:
    """Return the exact subjects for the account: its own under `ci.subjects`, else those of all accounts."""
    found: Values = {}
    for job in ("plan", "apply"):
        own = (view.may("ci.subjects") or {}).get(view.account.name, {}).get(job)
        found[f"{job}_subjects"] = [own or view.need("ci", job, "subject")]
    return found


def _state(view: View) -> Values:
    accounts = [one for one in every_account(view.project.organization) if one.id and one.status is Status.ACTIVE]
    return {
        "bucket": view.need("state", "bucket"),
        "organization_id": view.setting("organization_id"),
        "lock_table": (view.may("state.lock") or {}).get("dynamodb"),
        "administrators": view.need("principals", "break_glass"),
        "access": {
            folder_name(account.name): {
                "keys": [state_key(view, account, "*")],
                "plan_role_arns": [_role(view, account, "plan")],
                "apply_role_arns": [_role(view, account, "apply")],
            }
            for account in accounts
        },
    }


def _role(view: View, account: Account, job: str) -> str:
    partition = view.may("settings.partition") or "aws"
    return f"arn:{partition}:iam::{account.id}:role/{ROLE_PATH}/{view.need('ci', job, 'role')}"
