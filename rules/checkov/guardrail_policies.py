"""Policy documents: written as JSON, or put together by `aws_iam_policy_document`. This file holds no check.

A document that a data source makes is text in a plan, if nothing in it is late, and a reference everywhere else. It is
built here from the blocks of the data source, so that a check says the same of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from ipaddress import ip_network
from typing import Any

from guardrail_graph import Resource, itself, points_at, resources
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, document_at, listed, unresolved, value_at, values_at

SOURCE = "data.aws_iam_policy_document"
_ELEMENTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_MERGED = ("source_json", "override_json", "source_policy_documents", "override_policy_documents")


def policy_at(check: Any, conf: dict[str, Any], path: str) -> dict[str, Any] | Mark:
    """Return the document at a path; parts that are not known yet are UNKNOWN, as is a whole that cannot be read."""
    written = document_at(conf, path)
    if isinstance(written, dict):
        return _whole(written)
    return policy_of(check, itself(check, conf), path)


def _whole(document: dict[str, Any]) -> dict[str, Any] | Mark:
    """Return a document; UNKNOWN for one among whose statements is a reference (`concat([...], var.more)`)."""
    return UNKNOWN if any(unresolved(one) for one in listed(document.get("Statement"))) else document


def policy_of(check: Any, source: Resource, path: str) -> dict[str, Any] | Mark:
    """Return the document at a path of another resource of the code; see `policy_at`."""
    written = document_at(source.conf, path)
    if isinstance(written, dict) or written is ABSENT:
        return _whole(written) if isinstance(written, dict) else written
    made = [one for one in resources(check.graph, SOURCE, mode="data") if points_at(source, path, one) is True]
    if len(made) != 1 or value_at(made[0].conf, "for_each") is not ABSENT:
        return UNKNOWN
    return _built(made[0].conf)


def _built(conf: dict[str, Any]) -> dict[str, Any] | Mark:
    written = blocks(conf, "statement")
    # Checkov makes no statements of a `dynamic` block here, nor conditions or principals of one inside a statement.
    dynamic = any("statement" in one for one in listed(conf.get("dynamic")) if isinstance(one, dict))
    if isinstance(written, Mark) or dynamic or any(value_at(conf, one) is not ABSENT for one in _MERGED):
        return UNKNOWN
    if any("dynamic" in one for one in written):
        return UNKNOWN
    return {"Version": "2012-10-17", "Statement": [_statement(one) for one in written]}


def _statement(block: dict[str, Any]) -> dict[str, Any]:
    effect = value_at(block, "effect")
    found: dict[str, Any] = {"Effect": "Allow" if effect is ABSENT else effect}
    for name, element in _ELEMENTS.items():
        values = values_at(block, name)
        if values is not ABSENT:
            found[element] = [UNKNOWN] if isinstance(values, Mark) else values
    for name, element in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        who = _principals(block, name)
        if who:
            found[element] = who
    conditions = _conditions(block)
    return {**found, "Condition": conditions} if conditions else found


def _principals(block: dict[str, Any], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    written = blocks(block, name)
    for one in [] if isinstance(written, Mark) else written:
        values = values_at(one, "identifiers")
        found.setdefault(str(value_at(one, "type")), []).extend([UNKNOWN] if isinstance(values, Mark) else values)
    return {"AWS": [UNKNOWN]} if isinstance(written, Mark) else found


def _conditions(block: dict[str, Any]) -> dict[str, dict[str, list[Any]]]:
    found: dict[str, dict[str, list[Any]]] = {}
    written = blocks(block, "condition")
    if isinstance(written, Mark) or any(
        UNKNOWN in (value_at(one, "test"), value_at(one, "variable")) for one in written
    ):
        return {"unknown": {"unknown": [UNKNOWN]}}
    for one in written:
        values = values_at(one, "values")
        rows = found.setdefault(str(value_at(one, "test")), {})
        # The provider puts the values of blocks with the same test and variable into one list.
        rows.setdefault(str(value_at(one, "variable")), []).extend([UNKNOWN] if isinstance(values, Mark) else values)
    return found


def statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the statements of a document; one that is written without a list is one."""
    return [one for one in listed(document.get("Statement")) if isinstance(one, dict)]


def items(statement: dict[str, Any], element: str) -> list[Any]:
    """Return the values of an element, UNKNOWN among them."""
    return [one if isinstance(one, Mark) else str(one) for one in listed(statement.get(element))]


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of a policy (`*`, `?`) matches a text, both in lower case: `iam:*`, `s3:getobject`."""
    return fnmatchcase(text.lower(), pattern.lower().replace("[", "[[]"))


def allows(statement: dict[str, Any], action: str) -> bool | Mark:
    """Whether the actions of a statement have this one in them; UNKNOWN where that hangs on a value not known yet."""
    for element, meant in (("Action", True), ("NotAction", False)):
        if element in statement:
            patterns = items(statement, element)
            if any(not isinstance(one, Mark) and matches(one, action) for one in patterns):
                return meant
            return UNKNOWN if UNKNOWN in patterns else not meant
    return False


def identities(statement: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield kind and identifier of each principal of a statement: ("AWS", "*"), ("Service", "events.amazonaws.com")."""
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        for kind, values in principal.items():
            for one in listed(values):
                yield str(kind), one if isinstance(one, Mark) else str(one)
    elif principal is not None:
        yield "AWS", principal if isinstance(principal, Mark) else str(principal)


def conditions(statement: dict[str, Any]) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield operator, key (lower case) and values of each row of a statement's conditions."""
    written = statement.get("Condition")
    for operator, rows in written.items() if isinstance(written, dict) else ():
        for key, values in rows.items() if isinstance(rows, dict) else ():
            yield str(operator), str(key).lower(), listed(values)


def within(statement: dict[str, Any], keys: Iterable[str]) -> bool:
    """Whether a statement holds only where one of these keys is equal to, or like, something that means somebody.

    Operators that also hold where the key is not there (`...IfExists`, `Null`, `...NotEquals`) limit nothing.
    """
    wanted = {one.lower() for one in keys}
    for operator, key, values in conditions(statement):
        plain = operator.rpartition(":")[2]
        limits = plain in _LIMITING and not operator.startswith("ForAllValues")
        literal = plain.startswith("StringEquals")
        if key in wanted and limits and values and all(_fixed(key, one, literal) for one in values):
            return True
    return False


def _fixed(key: str, value: Any, literal: bool) -> bool:
    """Whether a value of a condition means somebody; a wildcard where the owner stands (`o-*`) means anybody."""
    if not isinstance(value, str):
        return True
    if key == "aws:sourceip":
        return _narrow(value)
    owner = value
    if value.startswith("arn:"):
        parts = value.split(":", 5)
        account, name = (parts[4], parts[5]) if len(parts) == 6 else ("*", "*")
        # The ARN of a bucket has no account, its name is the owner: arn:aws:s3:*:*:logs.
        by_name = parts[2:3] == ["s3"] and key == "aws:sourcearn"
        owner = name if by_name and account in ("", "*") else account or "*"
    elif key.endswith("orgpaths"):
        owner = value.partition("/")[0]
    return bool(owner.strip("*")) if literal else not any(one in owner for one in "*?")


def _narrow(value: str) -> bool:
    """Whether a range of addresses is one that S3 does not call public: /8 or less, /32 or less of IPv6."""
    try:
        found = ip_network(value, strict=False)
    except ValueError:
        return bool(value.strip("*"))
    return found.prefixlen >= (8 if found.version == 4 else 32)


_LIMITING = frozenset("StringEquals StringEqualsIgnoreCase StringLike ArnEquals ArnLike IpAddress".split())


LIMITS = (
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "s3:DataAccessPointAccount",
)
"""Keys that make less than everybody of a principal `*`.
Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-11)
"""


def open_to_all(statement: dict[str, Any]) -> bool | Mark:
    """Whether a statement allows something to everybody, AWS accounts of strangers among them.

    A principal that is known only after apply is the ARN or id of something that is made: it is somebody. UNKNOWN where
    the effect of a statement for everybody is not known, or the operators and keys of its conditions.
    """
    if statement.get("Effect") == "Deny" or within(statement, LIMITS):
        return False
    named = [who for kind, who in identities(statement) if kind in ("AWS", "*")]
    everybody = "*" in named
    if not everybody and any(isinstance(one, str) and _CHOSEN.match(one) for one in named):
        return UNKNOWN
    if not everybody and "NotPrincipal" not in statement:
        return False
    written = statement.get("Condition")
    if unresolved(statement.get("Effect")) or isinstance(statement.get("Effect"), Mark):
        return UNKNOWN
    late = isinstance(written, Mark) or unresolved(written) or (isinstance(written, dict) and "unknown" in written)
    return UNKNOWN if late else True


_CHOSEN = re.compile(r"(?:\$\{)?(?:var|local|each)\.")
"""A principal that whoever runs the code chooses: it may be a `*`."""


def open_among(found: Iterable[dict[str, Any]]) -> bool | Mark:
    """Whether one of some statements is open to everybody; UNKNOWN where one may be and none surely is."""
    answers = [open_to_all(one) for one in found]
    return True if True in answers else UNKNOWN if UNKNOWN in answers else False
