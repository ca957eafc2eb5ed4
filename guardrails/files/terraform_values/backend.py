"""Where a root keeps its state: the partial configuration of the S3 backend that `terraform init` reads."""

from __future__ import annotations

import json

from guardrails.files.terraform_values.view import Lacking, View, filled, folder_name, words_of
from guardrails.model.organization.tree import Account


def backend(view: View) -> str:
    """Return `backend.hcl`; raises Lacking where the file does not say bucket, region, lock or the pattern of keys."""
    table = lock_table(view)
    lines = {
        "bucket": _quoted(view.need("state", "bucket")),
        "encrypt": "true",
        "key": _quoted(state_key(view, view.account, view.module)),
        "region": _quoted(_region(view)),
        **({"dynamodb_table": _quoted(table)} if table else {"use_lockfile": "true"}),
    }
    width = max(len(name) for name in lines)
    return "".join(f"{name:<{width}} = {value}\n" for name, value in sorted(lines.items()))


def state_key(view: View, account: Account, module: str) -> str:
    """Return the key of a root's state, by the first pattern of `state.keys` that asks for what a root knows.

    With `*` for the module it is the pattern of the keys of all roots of the account.
    """
    env = View(view.project, account, module).env
    words = {"module": module, "account": folder_name(account.name), "env": env}
    for pattern in view.need("state", "keys"):
        key = filled(pattern, words)
        if key is not None and words_of(pattern) == words.keys():
            return key
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


def _quoted(value: str) -> str:
    """Return a text as a string of HCL, in which nothing is a template.

    As JSON but for what HCL's strings cannot say: characters beyond U+FFFF as two escapes.
    """
    return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
