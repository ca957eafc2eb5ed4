"""What the inline policy of a role in a plan lets the role do, as questions to the product's own engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from guardrails.catalog.services import action, expand
from guardrails.commands.calls import Question


def permissions_of(policy: dict[str, Any], role: str) -> Iterator[Question]:
    """Yield one question for each action and resource that an `aws_iam_role_policy` allows.

    A policy that a plan does not know yet (it names a key that does not exist) yields nothing. Values of `StringEquals`
    conditions are taken as sent. Resources that are patterns of objects are asked about with an object in them.
    """
    text = policy["change"]["after"].get("policy")
    for statement in json.loads(text)["Statement"] if text else ():
        if statement["Effect"] != "Allow":
            continue
        context = {key.lower(): value for key, value in statement.get("Condition", {}).get("StringEquals", {}).items()}
        for pattern in _listed(statement["Action"]):
            for name in (str(one) for one in expand(pattern)):
                for resource in _listed(statement["Resource"]):
                    yield Question(name, principal=role, resources=_example(name, resource), context=context)


def _example(name: str, pattern: str) -> tuple[str, ...]:
    """One resource that a pattern means; none for `*`. Behind the name of a log group stands a stream, or nothing."""
    if pattern == "*":
        return ()
    group, _, _ = pattern.partition(":*")
    if ":log-group:" in pattern and group != pattern:
        known = action(name)
        return (f"{group}:log-stream:example" if known and known.use("log-stream") else group,)
    return (pattern.replace("*", "example"),)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
