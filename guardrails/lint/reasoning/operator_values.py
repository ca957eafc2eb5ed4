"""What is wrong with the values of a condition row, for the operator and the key that they are compared with.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (aws:SourceIp)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from guardrails.catalog.keys import condition_key
from guardrails.evaluation.operators import MISMATCH
from guardrails.evaluation.operators import OPERATORS as READERS
from guardrails.lint.reasoning.effects import failing_row
from guardrails.lint.subjects.subject import Subject, values
from guardrails.lint.subjects.wording import verb
from guardrails.model.finding import Confidence, Edit, Fix, Severity
from guardrails.model.policy.document import Condition, Effect, Statement
from guardrails.model.policy.operators import OPERATORS
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.policy.report import quoted
from guardrails.model.source import Pointer

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

    Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing wrong with the values of a row, ready to be reported."""

    pointer: Pointer
    message: str
    help: str
    severity: Severity = Severity.ERROR
    confidence: Confidence = Confidence.HIGH
    witness: str = ""
    fix: Fix | None = None


_KINDS: Final = {
    "numeric": ("a number", "write digits, for example `1.2`"),
    "date": ("a date", "write ISO 8601 with a time zone, for example `2026-01-31T00:00:00Z`"),
    "bool": ("`true` or `false`", "write `true` or `false`"),
    "binary": ("base64", "write the bytes in base64"),
    "ip": ("an address or a CIDR block", "write a CIDR block, for example `203.0.113.0/24`"),
    "arn": ("an ARN", "write an ARN with its six fields, or use a String operator"),
}
_TRUTHS: Final = {"yes": "true", "no": "false", "1": "true", "0": "false", "on": "true", "off": "false"}
_VARIABLE = re.compile(r"\$\{[^}]*\}")


def doubts(subject: Subject, statement: Statement, row: Condition) -> Iterator[Doubt]:
    """Yield what is wrong with the values of a row whose operator and key go together."""
    family = OPERATORS[row.operator].family
    if family in ("bool", "null") and {value.lower() for value in row.values} >= {"true", "false"}:
        yield _either(row)
    if family == "string":
        yield from _no_such_ids(subject, statement, row)
    if family not in _KINDS:
        return
    readable = []
    for value, pointer in values(subject, row):
        if placeholders_in(value):
            readable.append("")
            continue
        if _reads(subject, row, family, value):
            readable.append(value)
        else:
            yield _unreadable(statement, row, family, value, pointer)
    if family == "ip" and len(readable) == len(row.values) and "" not in readable:
        yield from _networks(subject, statement, row)


_ACCOUNT = re.compile(r"[0-9]{12}|anonymous")
_ORGANIZATION = re.compile(r"o-.+")
_IDS: Final = {
    **dict.fromkeys(
        ("aws:principalaccount", "aws:resourceaccount", "aws:sourceaccount", "s3:resourceaccount", "kms:calleraccount"),
        (_ACCOUNT, "no account id: twelve digits", "write the twelve digits of the account, without hyphens"),
    ),
    **dict.fromkeys(
        ("aws:principalorgid", "aws:resourceorgid", "aws:sourceorgid"),
        (_ORGANIZATION, "no id of an organization: these begin with `o-`", "for roots and OUs, test the key of paths"),
    ),
    "aws:principaltype": (
        re.compile("Account|User|FederatedUser|AssumedRole|Anonymous|Service", re.IGNORECASE),
        "no type of principal",
        "AWS has Account (the root user), User, FederatedUser, AssumedRole and Anonymous",
    ),
}
"""Keys (lower case) whose values have one form: the form, what another text is not, and what to write.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (2026-09; principal types)
"""


def _no_such_ids(subject: Subject, statement: Statement, row: Condition) -> Iterator[Doubt]:
    """Yield the texts that no request has as this key, whatever the account and the organization; not patterns."""
    form, what, help = _IDS.get(row.key.lower(), (None, "", ""))
    if form is None:
        return
    found = list(values(subject, row))
    wrong = [
        (value, pointer)
        for value, pointer in found
        if not form.fullmatch(value) and not placeholders_in(value) and not any(one in value for one in "*?$")
    ]
    for value, pointer in wrong:
        only, negated = len(wrong) == len(found), OPERATORS[row.operator].negated
        effect = (
            ("so the row holds of every request" if only else "so it excludes nobody")
            if negated
            else (failing_row(statement, row) if only else "so no request matches it")
        )
        yield Doubt(pointer, f"{quoted(value)} is {what}, {effect}", help)


def _reads(subject: Subject, row: Condition, family: str, value: str) -> bool:
    if family == "arn":
        if _holds_arn(row.key) or value.startswith("arn:"):
            return True  # what is wrong with an ARN is LINT-018's
        value = _VARIABLE.sub("x", value) if subject.variables else value
    return READERS[row.operator].read_wanted(value) is not MISMATCH


def _holds_arn(key: str) -> bool:
    found = condition_key(key)
    return found is None or found.type == "arn"


def _either(row: Condition) -> Doubt:
    present = "" if row.operator == "Null" else ", if the key is there"
    message = f"`true` and `false` are all there is: the row holds whatever `{row.key}` is{present}"
    return Doubt(row.pointer, message, "keep one of the two, or take the row out", Severity.WARNING)


def _unreadable(statement: Statement, row: Condition, family: str, value: str, pointer: Pointer) -> Doubt:
    kind, help = _KINDS[family]
    negated = OPERATORS[row.operator].negated
    message = f"{quoted(value)} is not {kind}"
    if "${" in value and family != "arn":
        message += ", and policy variables are not replaced there"
        help = "write the value itself; only String and Arn operators take variables"
    if negated or len(row.values) == 1:
        message += f": the comparison always fails, {failing_row(statement, row)}"
    else:
        message += ": no request matches it"
    right = _TRUTHS.get(value.lower()) if family == "bool" else None
    fix = Fix(f"write `{right}`", (Edit(pointer, value, right),)) if right else None
    return Doubt(pointer, message, f"write `{right}`" if right else help, fix=fix)


def _networks(subject: Subject, statement: Statement, row: Condition) -> Iterator[Doubt]:
    found = [(value, pointer, _network(value)) for value, pointer in values(subject, row)]
    for value, pointer, network in found:
        if not _is_whole(value):
            yield _host_bits(value, pointer, network)
    if row.key.lower() != "aws:sourceip":
        return
    inside = [value for value, _, network in found if _is_private(network)]
    if inside:
        yield _never_seen(statement, row, inside)
    elif row.operator == "NotIpAddress" and all(network.version == 4 for *_, network in found):
        yield _only_ipv4(statement, row)


def _network(value: str) -> Network:
    network: Any = READERS["IpAddress"].read_wanted(value)
    return network  # type: ignore[no-any-return]


def _is_whole(value: str) -> bool:
    """Whether a block begins where its prefix says; `10.0.0.1/24` does not."""
    from ipaddress import ip_network

    try:
        ip_network(value)
    except ValueError:
        return False
    return True


def _host_bits(value: str, pointer: Pointer, network: Network) -> Doubt:
    return Doubt(
        pointer,
        f"{quoted(value)} is no block: bits behind its prefix are set, and AWS does not say what it makes of them",
        f"write `{network}`, or `{value.partition('/')[0]}` if only that address is meant",
        Severity.WARNING,
    )


@cache
def _private_networks() -> tuple[Network, ...]:
    """Addresses that no request from the internet comes from (RFC 1918, 6598, 3927, 1122, 4193, 4291)."""
    from ipaddress import ip_network

    blocks = "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 169.254.0.0/16 127.0.0.0/8 fc00::/7 fe80::/10 ::1"
    return tuple(ip_network(block) for block in blocks.split())


def _is_private(network: Network) -> bool:
    same = (one for one in _private_networks() if one.version == network.version)
    return any(network.subnet_of(one) for one in same)  # type: ignore[arg-type]


def _never_seen(statement: Statement, row: Condition, inside: list[str]) -> Doubt:
    """AWS: aws:SourceIp holds public addresses only; through a VPC endpoint it is absent."""
    listed = ", ".join(quoted(value) for value in inside)
    message = f"no request has the private address {listed} as its `aws:SourceIp`"
    everything = len(inside) == len(row.values)
    if everything and row.operator == "IpAddress":
        message += f", {failing_row(statement, row)}"
    elif everything:
        message += f": the row holds for every caller, whom the statement {verb(statement)}"
    return Doubt(
        row.pointer,
        message,
        "use `aws:VpcSourceIp` for requests through a VPC endpoint, and public addresses for others",
        Severity.ERROR if everything else Severity.WARNING,
    )


def _only_ipv4(statement: Statement, row: Condition) -> Doubt:
    denies = statement.effect is Effect.DENY
    return Doubt(
        row.pointer,
        f"the list has IPv4 blocks only, and an IPv6 caller is in none: it is {'denied' if denies else 'allowed'}",
        "add your IPv6 blocks, or make sure that nobody calls AWS over IPv6",
        Severity.WARNING,
        Confidence.MEDIUM,
        f"a call from 2001:db8::1: {'explicit deny' if denies else 'allowed'}",
    )
