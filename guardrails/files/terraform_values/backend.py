"""Where a root keeps its state: the partial configuration of the S3 backend that `terraform init` reads."""

from __future__ import annotations

import json
import re

from guardrails.files.terraform_values.view import Lacking, View, folder_name

_WORDS = {"module", "account", "env"}


def backend(view: View) -> str:
    """Return `backend.hcl`; raises Lacking where the file does not say bucket, region, lock or the pattern of keys."""
    table = lock_table(view)
    lines = {
        "bucket": json.dumps(view.need("state", "bucket")),
        "encrypt": "true",
        "key": json.dumps(state_key(view)),
        "region": json.dumps(_region(view)),
        **({"dynamodb_table": json.dumps(table)} if table else {"use_lockfile": "true"}),
    }
    width = max(len(name) for name in lines)
    return "".join(f"{name:<{width}} = {_literal(value)}\n" for name, value in sorted(lines.items()))


def state_key(view: View) -> str:
    """Return the key of the root's state, by the first pattern of `state.keys` that asks for what a root knows."""
    for pattern in view.need("state", "keys"):
        if set(re.findall(r"\{(\w*)\}", pattern)) == _WORDS:
            account = folder_name(view.account.name)
            return str(pattern.format(module=view.module, account=account, env=view.env))
    raise Lacking(("state", "keys"), "has no pattern of {module}, {account} and {env}")


def lock_table(view: View) -> str | None:
    """Return the ARN of the lock table, None where state is locked by a file; raises Lacking where neither is said.

    An ARN, for a name means a table of the caller's own account and the table is in the one that owns the state:
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-cross-account-access.html (2026-09)
    """
    lock = view.need("state", "lock")
    if lock.get("lockfile") is True:
        return None
    if not isinstance(lock.get("dynamodb"), str):
        raise Lacking(("state", "lock"), "has neither `dynamodb: <table>` nor `lockfile: true`")
    owner = view.account_of(view.need("state", "account"), "state", "account")
    partition = view.may("settings.partition") or "aws"
    return f"arn:{partition}:dynamodb:{_region(view)}:{owner.id}:table/{lock['dynamodb']}"


def _region(view: View) -> str:
    return str(view.may("state.region") or view.home)


def _literal(value: str) -> str:
    return value.replace("${", "$${").replace("%{", "%%{")
