"""Exceptions put into documents: each mechanism changes one statement, or (detach) one place of the tree.

Added rows only ever narrow a Deny. An exception that cannot be put where it points is a problem, never ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from guardrails.model.organization.levels import find_account, find_node, places
from guardrails.model.organization.tree import (
    Account,
    Mechanism,
    Node,
    NodeKind,
    Organization,
    PolicyException,
)

Statement = dict[str, Any]


class ExceptionProblem(ValueError):
    """An exception that cannot be applied; `key` is the key of the exception's entry that is wrong."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def open_statement(
    document: Mapping[str, Any], exception: PolicyException, organization: Organization
) -> dict[str, Any]:
    """Return the document with the exception in its statement; raises `ExceptionProblem`."""
    statements = document.get("Statement")
    items = list(statements) if isinstance(statements, list) else [statements]
    found = [at for at, item in enumerate(items) if isinstance(item, dict) and item.get("Sid") == exception.statement]
    if not exception.statement or len(found) != 1:
        sids = ", ".join(str(item.get("Sid")) for item in items if isinstance(item, dict) and item.get("Sid"))
        raise ExceptionProblem(
            "statement", f"{exception.policy} has no statement {exception.statement!r}; it has {sids}"
        )
    statement: Statement = dict(items[found[0]] or {})
    if statement.get("Effect") != "Deny":
        raise ExceptionProblem("statement", "only a Deny can be opened by an exception")
    items[found[0]] = _OPENINGS[exception.mechanism](statement, exception, organization)
    return {**document, "Statement": items}


def _by_principal(statement: Statement, exception: PolicyException, organization: Organization) -> Statement:
    if not exception.principals:
        raise ExceptionProblem("scope", "the mechanism principal needs scope.principal")
    arns = [arn for text in exception.principals for arn in _principal_arns(text, exception, organization)]
    return _with_values(statement, "ArnNotLike", "aws:PrincipalArn", arns)


def _principal_arns(text: str, exception: PolicyException, organization: Organization) -> Iterator[str]:
    if text in organization.principals:
        yield from organization.principals[text]
    elif text.startswith("arn:"):
        yield text
    elif text.startswith(("role/", "user/")) or text == "root":
        partition = organization.settings.text("partition", "aws")
        for identity in _account_ids(exception, organization) or ["*"]:
            yield f"arn:{partition}:iam::{identity}:{text}"
    else:
        raise ExceptionProblem("scope", f"{text!r} is neither an ARN, nor role/... or user/..., nor a named principal")


def _by_account(statement: Statement, exception: PolicyException, organization: Organization) -> Statement:
    ids = _account_ids(exception, organization)
    if not ids:
        raise ExceptionProblem("scope", "the mechanism account needs scope.account")
    return _with_values(statement, "StringNotEquals", "aws:PrincipalAccount", ids)


def _account_ids(exception: PolicyException, organization: Organization) -> list[str]:
    ids = []
    for name in exception.accounts:
        account = find_account(organization, name)
        if account is None:
            raise ExceptionProblem("scope", f"no account is called {name!r}")
        if not account.id:
            raise ExceptionProblem("scope", f"the account {name!r} has no id yet")
        ids.append(account.id)
    return ids


def _by_resource(statement: Statement, exception: PolicyException, organization: Organization) -> Statement:
    if not exception.resources:
        raise ExceptionProblem("scope", "the mechanism resource needs scope.resource")
    kept = statement.get("NotResource", [])
    if "NotResource" not in statement and statement.get("Resource") not in ("*", ["*"]):
        message = f"{exception.statement} names its resources; take the resource out of them instead"
        raise ExceptionProblem("mechanism", message)
    opened = {name: value for name, value in statement.items() if name not in ("Resource", "NotResource")}
    return {**opened, "NotResource": _union(kept, exception.resources)}


def _not_a_statement(statement: Statement, exception: PolicyException, organization: Organization) -> Statement:
    raise ExceptionProblem("mechanism", "detach concerns a node, not a statement")


_OPENINGS: dict[Mechanism, Callable[[Statement, PolicyException, Organization], Statement]] = {
    Mechanism.PRINCIPAL: _by_principal,
    Mechanism.ACCOUNT: _by_account,
    Mechanism.RESOURCE: _by_resource,
    Mechanism.DETACH: _not_a_statement,
}


def _with_values(statement: Statement, operator: str, key: str, values: list[str]) -> Statement:
    """Return the statement with the values in the row of that operator and key, which is made where there is none."""
    block = dict(statement.get("Condition") or {})
    rows = dict(block.get(operator) or {})
    spelled = next((name for name in rows if name.lower() == key.lower()), key)
    rows[spelled] = _union(rows.get(spelled, []), values)
    return {**statement, "Condition": {**block, operator: rows}}


def _union(kept: Any, added: Any) -> list[Any]:
    first = list(kept) if isinstance(kept, list) else [kept]
    return [*first, *(value for value in dict.fromkeys(added) if value not in first)]


def detached_at(exception: PolicyException, organization: Organization) -> tuple[Node | Account, ...]:
    """Return the path of the node at which the policy is not attached; raises `ExceptionProblem`.

    Only a place that carries the policy itself, below the root, can lose it.
    """
    name = exception.node or (exception.accounts[0] if len(exception.accounts) == 1 else "")
    path = find_node(organization, name) if name else None
    if path is None:
        raise ExceptionProblem("scope", f"detach needs scope.node with one known node, found {name!r}")
    place = path[-1]
    if place.kind is NodeKind.ROOT:
        raise ExceptionProblem("scope", "a policy cannot be detached at the root by an exception")
    if exception.policy not in (*place.scps, *place.rcps):
        carriers = [one[-1].name for one in places(organization) if exception.policy in (*one[-1].scps, *one[-1].rcps)]
        message = f"{exception.policy} is not attached at {place.name}, but at {', '.join(carriers) or 'no node'}"
        raise ExceptionProblem("scope", message)
    return path
