"""Whom a role trusts through OIDC, and whether it may do more than read. This file holds no check.

What reads is told by the verb of an action. The Service Authorization Reference
(https://docs.aws.amazon.com/service-authorization/latest/reference/, 2026-11) calls 99 of 100 actions with these verbs
Read or List; those that hand out credentials or tokens are not taken for reading here. `kms:Decrypt` is (the reference
calls it Write): it opens what may be read anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guardrail_graph import Resource, points_at, resources
from guardrail_policies import allows, conditions, identities, items, policy_of, statements
from guardrail_settings import setting
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, unresolved, value_at, values_at

WEB_IDENTITY = "sts:assumerolewithwebidentity"
_READS = re.compile(
    r"[a-z0-9-]+:(?:(?:batch)?(?:get|list|describe|check(?!inlicense|out|point))|search|lookup|query|scan|head|view|select|read|count|is(?!sue)|simulate"
    r"|estimate|preview)(?![a-z0-9]*(?:credentials|accesstoken|federationtoken|webidentitytoken))[a-z0-9*?]*"
    r"|kms:decrypt"
)
_HANDS_OUT = frozenset(
    {
        "cognito-idp:gettokensfromrefreshtoken",
        "lakeformation:getdataaccess",
        "lightsail:getinstanceaccessdetails",
        "lightsail:getrelationaldatabasemasteruserpassword",
        "states:getactivitytask",
        "sts:getdelegatedaccesstoken",
    }
)
_READ_ONLY = re.compile(r"(?:.*_?(?:ReadOnly|ViewOnly)(?:Access|Policy)?\w*|SecurityAudit)")


def writes(document: dict[str, Any] | Mark) -> str | Mark | None:
    """Return the first pattern of actions that a policy allows beyond reading; None where it only reads."""
    if isinstance(document, Mark):
        return UNKNOWN
    late = False
    for one in statements(document):
        if one.get("Effect") == "Deny":
            continue
        if "NotAction" in one:
            return "NotAction"
        for pattern in items(one, "Action"):
            if isinstance(pattern, Mark) or unresolved(pattern):
                late = True
            elif pattern.lower() in _HANDS_OUT or not _READS.fullmatch(pattern.lower()):
                return str(pattern)
    return UNKNOWN if late else None


def managed_writes(arn: Any) -> str | Mark | None:
    """Return the name of a policy of AWS that is not known to read only; UNKNOWN for what is no policy of AWS."""
    found = re.fullmatch(r"arn:[\w-]+:iam::aws:policy/(?:[\w-]+/)*([\w+=,.@-]+)", str(arn))
    if found is None:
        return UNKNOWN
    return None if _READ_ONLY.fullmatch(found[1]) else found[1]


def attached_writes(check: Any, source: Resource, path: str) -> str | Mark | None:
    """Return what the managed policy that an attachment names allows beyond reading."""
    arn = value_at(source.conf, path)
    if isinstance(arn, str) and ":aws:policy/" in arn:
        return managed_writes(arn)
    made = [
        one for one in resources(check.graph, "aws_iam_policy") if points_at(source, path, one, "arn", "id") is True
    ]
    return writes(policy_of(check, made[0], "policy")) if len(made) == 1 else UNKNOWN


def own_writes(check: Any, role: Resource) -> Iterator[tuple[str, str | Mark | None]]:
    """Yield the attribute and what it allows beyond reading, of policies that stand in the role itself."""
    arns = values_at(role.conf, "managed_policy_arns")
    for arn in [UNKNOWN] if arns is UNKNOWN else [] if isinstance(arns, Mark) else arns:
        yield "managed_policy_arns", UNKNOWN if arn is UNKNOWN else managed_writes(arn)
    inline = blocks(role.conf, "inline_policy")
    if isinstance(inline, Mark):
        yield "inline_policy", UNKNOWN
    for one in [] if isinstance(inline, Mark) else inline:
        if value_at(one, "policy") is not ABSENT:
            own = role._replace(conf={**one, "__address__": role.conf.get("__address__")})
            yield "inline_policy.policy", writes(policy_of(check, own, "policy"))


_GRANTS = {
    "aws_iam_role_policy": "role",
    "aws_iam_role_policy_attachment": "role",
    "aws_iam_policy_attachment": "roles",
}
"""Type -> the attribute that names the role, or roles, that it gives a policy to."""


def granted(check: Any, role: Resource) -> list[str | Mark | None]:
    """Return for each policy of a role what it allows beyond reading; empty where the code gives the role none."""
    found = [answer for _, answer in own_writes(check, role)]
    for kind, path in _GRANTS.items():
        for one in resources(check.graph, kind):
            meant = points_at(one, path, role, "name", "id")
            if meant is None:
                found.append(UNKNOWN)
            elif meant and kind == "aws_iam_role_policy":
                found.append(writes(policy_of(check, one, "policy")))
            elif meant:
                found.append(attached_writes(check, one, "policy_arn"))
    return found


def plan_role(name: Any) -> bool:
    """Whether a name is that of the pipeline's role for plans (`ci.plan.role`), or begins with it and a dash."""
    wanted = setting("ci.plan.role", "")
    return bool(wanted) and isinstance(name, str) and (name == wanted or name.startswith(f"{wanted}-"))


def trusts(check: Any, document: dict[str, Any], host: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the statements that let tokens of a provider in whose host's name begins so, each with that host."""
    for one in statements(document):
        if one.get("Effect") == "Deny" or allows(one, WEB_IDENTITY) is False:
            continue
        keys = [key.rpartition(":")[0] for _, key, _ in conditions(one)]
        providers = [
            hosted
            for _, who in identities(one)
            if isinstance(who, str)
            for hosted in (who.partition("oidc-provider/")[2].strip('"'), *_hosts(check.graph, who))
        ]
        found = next((name for name in (*keys, *providers) if name.startswith(host)), None)
        if found:
            yield one, found


def _hosts(graph: Any, who: str) -> Iterator[str]:
    """Yield the host of each OIDC provider of the code that a reference may mean (its block; keys are left out)."""
    named = _PROVIDER.search(who) if unresolved(who) else None
    for one in resources(graph, "aws_iam_openid_connect_provider") if named else ():
        url = value_at(one.conf, "url")
        if named and isinstance(url, str) and re.search(rf"\b{re.escape(named[0])}(?:\[|\Z)", one.address):
            yield url.removeprefix("https://").rstrip("/")


_PROVIDER = re.compile(r"aws_iam_openid_connect_provider\.[\w-]+")


def asked(statement: dict[str, Any], key: str) -> list[tuple[bool, list[Any]]]:
    """Return each condition on a key that has to hold: whether it compares exactly, and the values it allows.

    Operators that hold without the key (`...IfExists`, `ForAllValues:`), and negated ones, ask for nothing.
    """
    found = []
    for operator, name, values in conditions(statement):
        plain = operator.removeprefix("ForAnyValue:")
        if name == key.lower() and plain in ("StringEquals", "StringEqualsIgnoreCase", "StringLike"):
            known = [one if isinstance(one, Mark) or not unresolved(one) else UNKNOWN for one in values]
            texts = [one for one in known if isinstance(one, str)]
            exact = plain != "StringLike" or not any("*" in one or "?" in one for one in texts)
            found.append((exact, known))
    return found
