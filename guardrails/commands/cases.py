"""Self-contained cases: from the form of a case file to a policy set and the authorization requests of one call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from guardrails.files.scenarios import Case, Part
from guardrails.files.yaml_text import texts_of
from guardrails.model.policy.document import FULL_AWS_ACCESS, PolicyDocument, PolicySet, PolicyType
from guardrails.model.policy.parse import parse_value
from guardrails.model.principals import derived_context, read_principal
from guardrails.model.request import UNKNOWN, Request, Value, context_of


class CaseError(Exception):
    """A case that cannot be asked; says why, one line for each problem."""


def case_policies(case: Case) -> PolicySet:
    """Return the policies of a case. Raises CaseError with every problem of its documents."""
    problems: list[str] = []

    def read(value: object, type: PolicyType, name: str) -> PolicyDocument:
        parsed = parse_value(value, type, name)
        if parsed.document is None:
            problems.extend(str(problem) for problem in parsed.problems)
        return parsed.document or FULL_AWS_ACCESS

    def read_levels(levels: Iterable[Iterable[object]], type: PolicyType) -> tuple[tuple[PolicyDocument, ...], ...]:
        return tuple(
            tuple(read(value, type, f"{type.value} {level}.{at}") for at, value in enumerate(documents))
            for level, documents in enumerate(levels)
        )

    def optional(value: object, type: PolicyType) -> PolicyDocument | None:
        return None if value is None else read(value, type, f"{type.value} policy")

    identity = (
        [FULL_AWS_ACCESS]
        if case.identity is None
        else [read(value, PolicyType.IDENTITY, f"identity policy {at}") for at, value in enumerate(case.identity)]
    )
    policies = PolicySet(
        scps=read_levels(case.scps, PolicyType.SCP),
        rcps=read_levels(case.rcps, PolicyType.RCP),
        identity=tuple(identity),
        boundary=optional(case.boundary, PolicyType.BOUNDARY),
        session=optional(case.session, PolicyType.SESSION),
        resource=optional(case.resource_policy, PolicyType.RESOURCE),
    )
    if problems:
        raise CaseError("\n".join(problems))
    return policies


def case_requests(case: Case) -> tuple[Request, ...]:
    """Return the authorization requests of the one call that a case asks about. Raises CaseError for its principal."""
    try:
        principal = read_principal(case.principal, in_management_account=case.management_account)
    except ValueError as error:
        raise CaseError(str(error)) from error
    derived = derived_context(principal)
    parts = case.requests or [Part()]
    resources = [case.resource] if case.resource is not None else list(case.resources)
    return tuple(
        Request(
            principal,
            part.action or case.action or "",
            resource,
            derived | _context(case.context) | _context(part.context) | _unknown(case.unknown),
            case.resource_account or principal.account,
            case.resource_management_account,
        )
        for part in parts
        for resource in ([part.resource] if part.resource is not None else resources or ["*"])
    )


def _context(values: Mapping[str, Any]) -> dict[str, Value]:
    return context_of({key: texts_of(value) for key, value in values.items()})


def _unknown(keys: Iterable[str]) -> dict[str, Value]:
    return {key.lower(): UNKNOWN for key in keys}
