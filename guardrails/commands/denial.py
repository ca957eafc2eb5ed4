"""An error message of AWS that denies access: read, and held against the organization's SCPs and RCPs.

The message says who, what, on which resource, and which type of policy denied it. It says nothing of the request's
context, so a statement that hangs on a key is one that may have been meant.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (2026-09); the policy's ARN:
https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns (2026-01)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guardrails.catalog.regions import REGIONS, home_region
from guardrails.commands.opening import account_of
from guardrails.evaluation.asked import keys_asked
from guardrails.evaluation.call import unlisted_keys
from guardrails.evaluation.defaults import default_context
from guardrails.evaluation.explain import Explanation, StatementReport, explain
from guardrails.evaluation.patterns import arn_fields
from guardrails.model.decision import Truth
from guardrails.model.organization.levels import find_account
from guardrails.model.policy.document import Effect, PolicySet, PolicyType
from guardrails.model.principals import read_principal
from guardrails.model.request import UNKNOWN, Principal, Request, Value
from guardrails.model.source import show_pointer

if TYPE_CHECKING:
    from guardrails.files.loaded import Level, Project
    from guardrails.model.organization.tree import Account

_WHO = re.compile(r'User: "?(?P<who>arn:[^\s"]+)"? is not authorized to perform: "?(?P<what>[\w-]+:\w+)"?')
_ON = re.compile(r'on resource: "?(?P<on>arn:[^\s"]+|\*)"?')
_DENIED = re.compile(
    r"(?:with|due to) an explicit deny in an? (?P<kind>[\w -]+? (?:policy|boundary))(?:: (?P<arn>arn:\S+))?", re.I
)
_NOT_ALLOWED = re.compile(r"because no (?P<kind>[\w -]+? (?:policy|boundary)) allows", re.I)
_TYPES = {"service control policy": PolicyType.SCP, "resource control policy": PolicyType.RCP}
_GUESSED = ("aws:viaawsservice", "aws:securetransport")
"""Keys of the ordinary case: a message may be about another one."""


class NotADenial(ValueError):
    """The text is not a message that can be read; it says why."""


@dataclass(frozen=True, slots=True)
class Denial:
    """What a message says. `kind` is the type of policy in AWS's words, empty where it names none.

    `resource` is empty where none is named, `policy` the id of the policy (`p-...`) where its ARN is given.
    """

    principal: str
    action: str
    resource: str = ""
    kind: str = ""
    policy: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The six fields of the resource's ARN, all of them empty where the message names none."""
        fields = arn_fields(self.resource)
        return fields if len(fields) == 6 else ("",) * 6

    @property
    def of_organization(self) -> bool:
        """Whether the message names an SCP or RCP."""
        return self.kind in _TYPES


@dataclass(frozen=True, slots=True)
class Suspect:
    """A statement that denies such a request: certainly, or if the keys of `hangs_on` have the values it asks for.

    An empty `statement`: no SCP at the node certainly allows it.
    """

    node: str
    type: PolicyType
    policy: str
    statement: str
    certain: bool
    hangs_on: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """`gpu-cap#CapRunInstances`, or a sentence where nothing allows."""
        return f"{self.policy}#{self.statement}" if self.policy else "no statement certainly allows it"


@dataclass(frozen=True, slots=True)
class Suspects:
    """Whom a message is about, which statements may be meant (the certain ones first), or why none binds the caller."""

    organization: str
    account: str
    statements: tuple[Suspect, ...]
    exemption: str = ""


def read_denial(text: str) -> Denial:
    """Return what a message says, whatever stands around it; raises `NotADenial`."""
    text = " ".join(text.split())
    who = _WHO.search(text)
    if "ncoded authorization failure message" in text:
        raise NotADenial("the message is encoded; aws sts decode-authorization-message shows what it says")
    if who is None:
        raise NotADenial("the message must hold `User: ARN is not authorized to perform: SERVICE:ACTION`")
    on = _ON.search(text, who.end())
    denied, missing = _DENIED.search(text), _NOT_ALLOWED.search(text)
    reason = denied or missing
    arn = denied["arn"] or "" if denied else ""
    return Denial(
        principal=who["who"],
        action=who["what"],
        resource=on["on"].rstrip(".,;") if on else "",
        kind=reason["kind"].lower() if reason else "",
        policy=arn.rstrip(".,;").rpartition("/")[2],
    )


def suspects(project: Project, denial: Denial) -> Suspects:
    """Return which statements of a project may have denied it; raises Misused for an account of no member."""
    principal = read_principal(denial.principal)
    account = account_of(project.organization, principal.account)
    if account == project.organization.management:
        principal = read_principal(denial.principal, in_management_account=True)
    scps, rcps = project.levels(account), _levels_of_owner(project, account, denial)
    policies = PolicySet(tuple(level.policies for level in scps), tuple(level.policies for level in rcps))
    found = explain(policies, _request(principal, denial, policies))
    rows = list(_suspects(found, scps, rcps))
    wanted = _TYPES.get(denial.kind)
    return Suspects(
        project.organization.name,
        f"{account.name} ({account.id})",
        tuple(sorted((row for row in rows if wanted in (None, row.type)), key=lambda row: not row.certain)),
        found.scp_exemption if wanted is not PolicyType.RCP else found.rcp_exemption,
    )


def _levels_of_owner(project: Project, account: Account, denial: Denial) -> tuple[Level, ...]:
    named = denial.fields[4]
    owner = find_account(project.organization, named) if named else account
    return project.rcp_levels(owner) if owner else ()


def _request(principal: Principal, denial: Denial, policies: PolicySet) -> Request:
    """The request of a message: every key that a statement tests and that the message does not tell is unknown."""
    region, owner = denial.fields[3:5]
    if region not in REGIONS:
        region = home_region(denial.action.partition(":")[0]) or ""
    context: dict[str, Value] = default_context(principal, denial.action, region, resource_account=owner)
    context |= dict.fromkeys(_GUESSED, UNKNOWN)
    documents = [one for level in (*policies.scps, *policies.rcps) for one in level]
    tested = keys_asked(documents)
    unsent = set(unlisted_keys(denial.action, tested))
    context |= dict.fromkeys(tested - context.keys() - unsent, UNKNOWN)
    return Request(principal, denial.action, denial.resource or UNKNOWN, context, resource_account=owner)


def _suspects(found: Explanation, scps: tuple[Level, ...], rcps: tuple[Level, ...]) -> Iterator[Suspect]:
    levels = {PolicyType.SCP: scps, PolicyType.RCP: rcps}
    for row in found.statements:
        denies = row.statement.effect is Effect.DENY and row.action and row.truth is not Truth.FALSE
        if denies and row.level is not None:
            yield _suspect(row, levels[row.policy_type][row.level])
    for at in found.silent_levels:
        level = scps[at]
        yield Suspect(level.path or level.name, PolicyType.SCP, "", "", certain=False)


def _suspect(row: StatementReport, level: Level) -> Suspect:
    keys = [one.condition.key for one in row.conditions if one.truth is Truth.UNKNOWN]
    keys += ["resource"] if row.resource is Truth.UNKNOWN else []
    return Suspect(
        node=level.path or level.name,
        type=row.policy_type,
        policy=row.document,
        statement=row.sid or show_pointer(row.statement.pointer).lstrip("/"),
        certain=row.truth is Truth.TRUE,
        hangs_on=tuple(dict.fromkeys(keys)),
    )
