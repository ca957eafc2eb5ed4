"""From the plain values of `organization.yaml`, whose form is known to be right, to the nouns of the organization.

Called only with values that the schema or pydantic accepted; both ways lead here, so both give the same nouns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from guardrails.files import codes
from guardrails.files.invariants import invariants_of
from guardrails.files.reporting import Reporter
from guardrails.files.templates import expand_people, expand_team
from guardrails.model.organization.tree import (
    FULL_ACCESS,
    Account,
    Mechanism,
    Node,
    NodeKind,
    Organization,
    Policy,
    PolicyException,
    Settings,
    Status,
)
from guardrails.model.policy.document import PolicyType
from guardrails.model.source import Pointer

Raw = Mapping[str, Any]


def organization(values: Raw, report: Reporter) -> Organization:
    """Return the organization; what cannot be turned into a noun (an unknown template, no such day) is reported."""
    exceptions = (_exception(item, ("exceptions", at), report) for at, item in enumerate(values.get("exceptions", ())))
    found = Organization(
        name=values["metadata"]["name"],
        management=account(values["management"], ("management",), env="mgmt", scps=()),
        root=_node(values["root"], ("root",), NodeKind.ROOT, values.get("templates", {}), report),
        policies={slug: _policy(slug, item) for slug, item in values.get("policies", {}).items()},
        principals={name: tuple(arns) for name, arns in values.get("principals", {}).items()},
        settings=Settings(values.get("settings", {})),
        exceptions=tuple(one for one in exceptions if one is not None),
        state=values.get("state") or {},
        sections=Settings(values),
    )
    return replace(found, invariants=invariants_of(values.get("invariants", ()), found, report))


def account(raw: Raw, pointer: Pointer, env: str = "", scps: tuple[str, ...] = (FULL_ACCESS,)) -> Account:
    """Return one account; `env` and `scps` are what holds where the file says nothing."""
    attached = raw.get("scps")
    return Account(
        name=raw["name"],
        id=raw.get("id") or "",
        email=raw.get("email") or "",
        env=raw.get("env") or env,
        owner=raw.get("owner") or "",
        status=Status(raw.get("status") or "active"),
        scps=scps if attached is None else tuple(attached),
        rcps=tuple(raw.get("rcps") or ()),
        budget_usd=raw.get("budget_usd"),
        cost_center=raw.get("cost_center") or "",
        connectivity=raw.get("connectivity") or "",
        data_class=raw.get("data_class") or "",
        allowed_services=tuple(raw.get("allowed_services") or ()),
        template=raw.get("template") or "",
        pointer=pointer,
        entry=Settings(raw),
    )


def _node(raw: Raw, pointer: Pointer, kind: NodeKind, templates: Raw, report: Reporter) -> Node:
    attached = raw.get("scps")
    ous = (
        _node(item, (*pointer, "ous", at), NodeKind.OU, templates, report) for at, item in enumerate(raw.get("ous", ()))
    )
    return Node(
        name=raw.get("name", "Root"),
        kind=kind,
        scps=(FULL_ACCESS,) if attached is None else tuple(attached),
        rcps=tuple(raw.get("rcps") or ()),
        ous=tuple(ous),
        accounts=tuple(_accounts(raw, pointer, templates, report)),
        managed_by=raw.get("managed_by") or "",
        pointer=pointer,
    )


def _accounts(raw: Raw, pointer: Pointer, templates: Raw, report: Reporter) -> list[Account]:
    found: list[Account] = []
    for at, use in enumerate(raw.get("teams", ())):
        place = (*pointer, "teams", at)
        found += (account(item, place) for item in expand_team(use, place, templates, report))
    for at, item in enumerate(raw.get("accounts", ())):
        place = (*pointer, "accounts", at)
        if "template" in item:
            found += (account(made, place) for made in expand_people(item, place, templates, report))
        else:
            found.append(account(item, place))
    return found


def _policy(slug: str, raw: Raw) -> Policy:
    return Policy(
        slug=slug,
        type=PolicyType(raw.get("type", "SCP")),
        file=raw.get("file") or "",
        library=raw.get("library") or "",
        aws_managed=raw.get("aws_managed") or "",
        params=raw.get("params", {}),
        exempt=tuple(raw.get("exempt", ())),
        draft=raw.get("draft", False),
        pointer=("policies", slug),
    )


def _exception(raw: Raw, pointer: Pointer, report: Reporter) -> PolicyException | None:
    try:
        expires = date.fromisoformat(raw["expires"])
    except ValueError:
        report.add(codes.WRONG_VALUE, f"{raw['expires']} is no day", (*pointer, "expires"), "write year-month-day")
        return None
    scope = raw["scope"]
    return PolicyException(
        id=raw["id"],
        policy=raw["policy"],
        mechanism=Mechanism(raw["mechanism"]),
        expires=expires,
        statement=raw.get("statement") or "",
        principals=_texts(scope.get("principal")),
        accounts=_texts(scope.get("account")),
        resources=_texts(scope.get("resource")),
        node=scope.get("node") or "",
        reason=raw["reason"],
        alternative_considered=raw["alternative_considered"],
        owner=raw["owner"],
        approved_by=raw["approved_by"],
        compensating=tuple(raw.get("compensating", ())),
        pointer=pointer,
    )


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
