"""Taking over a principal: whether somebody who is not exempt can make himself into somebody who is.

Two calls are enough to become a role: creating it where it does not exist, and rewriting whom it trusts. To become a
user: creating or renaming one, or giving it a key or a password. What does not let anybody in is left out: permissions
that are added to a role widen what its own people may do, and iam:PassRole needs a trust policy that names the service.

Some principals nobody can take: AWS alone changes roles under /aws-reserved/ and /aws-service-role/, and the root user
of an account is not created by a call.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html,
https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html,
https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from guardrails.catalog.regions import HOME_REGIONS, IAM_HOMES
from guardrails.evaluation.compiled import Decider, compile_policies
from guardrails.evaluation.matching import concerning
from guardrails.evaluation.patterns import Glob
from guardrails.lint.subjects.wording import in_words
from guardrails.model.decision import Truth
from guardrails.model.policy.document import PolicyDocument, PolicySet
from guardrails.model.request import UNKNOWN, Principal, PrincipalKind, Request, Value

VERBS: Final[Mapping[str, tuple[str, ...]]] = {
    "role": ("iam:CreateRole", "iam:UpdateAssumeRolePolicy"),
    "user": (
        "iam:CreateUser",
        "iam:UpdateUser",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:UpdateLoginProfile",
    ),
}
"""The calls on its ARN that make somebody into a principal of that kind."""

TAGGING: Final = ("iam:TagRole", "iam:TagUser", "sts:TagSession")
"""The calls that give somebody a principal tag: on his role, on his user, on a session of his."""

_ALL = (*VERBS["role"], *VERBS["user"], *TAGGING)
_HOMES: Final[Mapping[str, str]] = {"aws": HOME_REGIONS["iam"], **IAM_HOMES}
"""The Region that IAM's one endpoint of each partition answers for."""

_ARN = re.compile(r"arn:([^:]*):iam::([^:]*):(role|user)/(.+)", re.DOTALL)
_BY_AWS = re.compile(r"(aws-reserved|aws-service-role)/")
_NAME = re.compile(r"[\w+=,.@/*?-]+", re.ASCII)
"""What a name with its path can hold, and wildcards; `aws:ec2-infrastructure` is no role that anybody could create.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (2026-09)
"""

_BY_CONTROL_TOWER = re.compile(r"AWSControlTower[^/]*|aws-controltower-[^/]*|stacksets-exec-[^/]*")
"""Roles that a mandatory control of Control Tower lets nobody change but Control Tower itself."""

_CALLERS = ("role/Developer", "role/team/Engineer", "user/alice")


class Rules(NamedTuple):
    """SCPs ready to be asked, as `telling` leaves them; `keys` are those that they test, in lower case."""

    policies: PolicySet
    decider: Decider
    keys: frozenset[str]


class Scene(NamedTuple):
    """An account to ask in: name (empty for any), id, SCPs above it, whether Control Tower guards its roles there."""

    account: str
    id: str
    rules: Rules
    partition: str = "aws"
    control_tower: bool = False


class Takeover(NamedTuple):
    """The first call that is not denied: `verb` on `resource` by `caller`; `hangs_on` keys make it uncertain."""

    verb: str
    resource: str
    caller: str
    scene: Scene
    others: tuple[str, ...] = ()
    hangs_on: tuple[str, ...] = ()

    @property
    def witness(self) -> str:
        """The call in the words of `guardrails simulate`, with its result."""
        by = self.caller.split(":", 5)[5]
        result = f"unknown, hangs on {', '.join(self.hangs_on)}" if self.hangs_on else "allow"
        return f"{self.verb} {self.resource} --as {by}: {result}"


def rules(levels: Iterable[Iterable[PolicyDocument]]) -> Rules:
    """Return the SCPs of the levels above an account, as `telling` leaves them, ready to be asked."""
    policies = PolicySet(scps=tuple(tuple(level) for level in levels))
    rows = (row for level in policies.scps for each in level for one in each.statements for row in one.conditions)
    return Rules(policies, compile_policies(policies), frozenset(row.key.lower() for row in rows))


def telling(document: PolicyDocument) -> PolicyDocument:
    """Return a document without the statements that no takeover can meet."""
    return concerning(document, _ALL)


def takeover(pattern: str, exempt: Iterable[str], where: Scene) -> Takeover | None:
    """Return how somebody outside of `exempt` (ARN patterns) becomes a principal of an ARN pattern; None if he cannot.

    None, too, for what is not the ARN of a role or user, lies in another account, is nobody's to make or change, or
    names everybody anyway.
    """
    found = _ARN.fullmatch(pattern)
    if found is None or not Glob.of(found[2]).matches(where.id):
        return None
    kind, name = found[3], found[4]
    everybody, nobody = not name.strip("*?/"), not _NAME.fullmatch(name)
    if everybody or nobody or _BY_AWS.match(name) or (where.control_tower and _BY_CONTROL_TOWER.fullmatch(name)):
        return None
    caller = _somebody(where, exempt)
    resource = f"arn:{where.partition}:iam::{where.id}:{kind}/{_text_of(name)}"
    return _first(((verb, resource, {}) for verb in VERBS[kind]), caller, where) if caller else None


def tag_takeover(key: str, value: str, exempt: Iterable[str], where: Scene) -> Takeover | None:
    """Return how somebody gives himself the principal tag `key` with a value (a pattern); None if he cannot."""
    caller = _somebody(where, exempt)
    if caller is None:
        return None
    tag = key.partition("/")[2]
    given: dict[str, Value] = {f"aws:requesttag/{tag.lower()}": _text_of(value), "aws:tagkeys": (tag,)}
    user = f"arn:{where.partition}:iam::{where.id}:user/alice"
    places = {"iam:TagUser": user, "iam:TagRole": caller, "sts:TagSession": caller}
    return _first(((verb, places[verb], given) for verb in TAGGING), caller, where)


def _text_of(pattern: str) -> str:
    """Some text that the pattern matches, to be read in a witness."""
    return pattern.replace("*", "example").replace("?", "x")


def _somebody(where: Scene, exempt: Iterable[str]) -> str | None:
    """The ARN of a caller whom no exempt pattern names; None where the exemptions name everybody."""
    patterns = [Glob.of(one) for one in exempt]
    arns = (f"arn:{where.partition}:iam::{where.id}:{name}" for name in _CALLERS)
    return next((arn for arn in arns if not any(one.matches(arn) for one in patterns)), None)


def _first(calls: Iterable[tuple[str, str, Mapping[str, Value]]], caller: str, where: Scene) -> Takeover | None:
    """The first call that is allowed for certain, else the first that may be; with the names of the others."""
    rows = [(verb, resource, _request(verb, resource, given, caller, where)) for verb, resource, given in calls]
    denied = [where.rules.decider.decide(request).denied for _, _, request in rows]
    for wanted in (Truth.FALSE, Truth.UNKNOWN):
        left = [row for row, truth in zip(rows, denied, strict=True) if truth is wanted]
        if left:
            (verb, resource, request), *rest = left
            hangs_on = _hangs_on(where.rules.policies, request) if wanted is Truth.UNKNOWN else ()
            return Takeover(verb, resource, caller, where, tuple(name for name, *_ in rest), hangs_on)
    return None


def _hangs_on(policies: PolicySet, request: Request) -> tuple[str, ...]:
    from guardrails.evaluation.explain import explain  # milliseconds that only an undecided call pays for

    return explain(policies, request).hangs_on


def _request(verb: str, resource: str, given: Mapping[str, Value], caller: str, where: Scene) -> Request:
    """The call with whatever else may be sent with it: every key that the SCPs test but who calls is unknown."""
    role = ":role/" in caller
    context: dict[str, Value] = {key: UNKNOWN for key in where.rules.keys if not key.startswith("aws:principaltag/")}
    context |= {
        "aws:principalarn": caller,
        "aws:principalaccount": where.id,
        "aws:principaltype": "AssumedRole" if role else "User",
        "aws:principalisawsservice": "false",
        "aws:viaawsservice": "false",
        "aws:resourceaccount": where.id,
        "aws:requestedregion": _HOMES.get(where.partition, UNKNOWN),
        **given,
    }
    principal = Principal(caller, PrincipalKind.ROLE if role else PrincipalKind.USER, where.id)
    return Request(principal, verb, resource, context)


def told(first: Takeover, found: Sequence[Takeover]) -> str:
    """Return how a principal is taken over, and in which accounts: the second half of a message."""
    verbs = in_words((first.verb, *first.others), None)
    who = f"`{first.caller.split(':', 5)[5]}`"
    where = _in_accounts([one.scene.account for one in found if one.scene.account])
    own = "a tag that {} can give itself" if first.verb in TAGGING else "which {} can become"
    on = "" if first.verb in TAGGING else " on that ARN"
    if first.hangs_on:
        keys = in_words(first.hangs_on, None)
        return f"{own.format(f'perhaps {who}')}: whether {verbs}{on} is denied{where} hangs on {keys}"
    return f"{own.format(who)}: nothing denies it {verbs}{on}{where}"


def remedy(first: Takeover, pattern: str) -> str:
    """Return what protects a principal."""
    if first.verb in TAGGING:
        return "deny setting that tag, also on sessions (sts:TagSession), to everybody but who is to hand it out"
    kind = "user" if ":user/" in pattern else "role"
    verbs = in_words(VERBS[kind], None)
    return f"deny {verbs} on `{pattern}` to everybody but the exempt principals, at the same node or above"


def _in_accounts(names: Sequence[str]) -> str:
    """Return the end of a sentence that names up to three accounts; empty for none."""
    if not names:
        return ""
    shown = list(names) if len(names) <= 3 else [*names[:3], f"{len(names) - 3} more"]
    return " in " + " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
