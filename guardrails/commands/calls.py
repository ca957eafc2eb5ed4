"""From a question to the call it asks about: who calls, in which Region, on whose resources, with which context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from guardrails.catalog.regions import REGIONS, home_region
from guardrails.commands.principals import DEFAULT, NO_ID, principal_of
from guardrails.evaluation.call import Call, unlisted_keys
from guardrails.evaluation.defaults import default_context
from guardrails.evaluation.patterns import arn_fields
from guardrails.evaluation.sent import instance_type_context
from guardrails.model.organization.tree import Account
from guardrails.model.request import UNKNOWN, Principal, Value

if TYPE_CHECKING:
    from guardrails.files.loaded import Project


@dataclass(frozen=True, slots=True)
class Question:
    """One call to ask about. Keys of `context`, `absent` and `unknown` are in lower case; `region` may be left open."""

    action: str
    instance_types: tuple[str, ...] = ()
    region: str = ""
    principal: str = DEFAULT
    resources: tuple[str, ...] = ()
    context: Mapping[str, Value] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    moment: datetime | None = None


def call_of(project: Project, account: Account, question: Question) -> Call:
    """Return the call that a question asks about in an account; raises ValueError for contradictions and principals."""
    refuse_contradictions(question)
    principal = principal_of(question.principal, account, project.organization)
    return _call(project, account, question, principal, region_of(question, project))


def refuse_contradictions(question: Question) -> None:
    """Raise ValueError for a key that is stated twice with different values, or as given and absent or unknown."""
    stated = dict(instance_type_context(question.action, question.instance_types))
    if question.region:
        stated["aws:requestedregion"] = question.region
    for key, value in stated.items():
        if question.context.get(key, value) != value:
            raise ValueError(f"{key} is said to be both {value} and {question.context[key]}: leave one of the two out")
    given = stated.keys() | question.context.keys()
    for key in sorted((question.absent & (given | question.unknown)) | (question.unknown & given)):
        raise ValueError(f"{key} is said to be two of given, absent and unknown: leave one of them out")


def region_of(question: Question, project: Project) -> str:
    """Return the Region whose endpoint answers the call, which is what `aws:RequestedRegion` holds.

    The context's own word comes first, then the one Region of a global service (whatever Region was asked for, but for
    other partitions), the Region asked for, the one of the resources' ARNs, and the organization's home.
    """
    stated = question.context.get("aws:requestedregion")
    if isinstance(stated, str) and stated:
        return stated
    home = home_region(question.action.partition(":")[0])
    commercial = question.region not in REGIONS or REGIONS[question.region].partition == "aws"
    if home and commercial:
        return home
    named = {fields[3] for fields in map(arn_fields, question.resources) if len(fields) == 6} & set(REGIONS)
    of_resources = named.pop() if len(named) == 1 else ""
    return question.region or of_resources or project.organization.settings.text("home_region", "us-east-1")


def _call(project: Project, account: Account, question: Question, principal: Principal, region: str) -> Call:
    own = account.id or NO_ID
    resources = tuple(_filled(arn, own) for arn in question.resources)
    owner = _owner(question, resources, principal.account or own)
    given: dict[str, Value] = {**_typed(question), **question.context}
    given |= dict.fromkeys(question.unknown, UNKNOWN)
    sent = default_context(principal, question.action, region, resource_account=owner or own, moment=question.moment)
    return Call(
        principal=principal,
        action=question.action,
        region=region,
        resources=resources,
        given=given,
        sent=sent,
        absent=question.absent,
        partition=project.organization.settings.text("partition", "aws"),
        owner=owner,
        owner_is_management=bool(owner) and owner == project.organization.management.id,
    )


def _typed(question: Question) -> dict[str, Value]:
    """The keys that the instance types feed; none where AWS sends no such key with the action."""
    keys = instance_type_context(question.action, question.instance_types)
    unlisted = unlisted_keys(question.action, keys)
    return {key: value for key, value in keys.items() if key not in unlisted}


def _filled(arn: str, account: str) -> str:
    """An ARN whose account is written `*` is meant in the account asked about."""
    fields = arn_fields(arn)
    return ":".join((*fields[:4], account, fields[5])) if len(fields) == 6 and fields[4] == "*" else arn


def _owner(question: Question, resources: tuple[str, ...], own: str) -> str:
    """The account of the resources where it is not the caller's: as stated, else as their ARNs say."""
    stated = question.context.get("aws:resourceaccount")
    if isinstance(stated, str) and stated:
        return stated if stated != own else ""
    accounts = [fields[4] for fields in map(arn_fields, resources) if len(fields) == 6]
    return next((one for one in accounts if one.isdigit() and one != own), "")
