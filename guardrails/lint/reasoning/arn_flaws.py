"""What keeps an ARN pattern from matching any ARN: too few fields, a field that is wrong for its service, no such type.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (aws:PrincipalArn)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.catalog.freshness import date_of
from guardrails.catalog.regions import REGIONS, close_regions
from guardrails.catalog.services import service
from guardrails.evaluation.overlap import ANY, overlap, pattern_tokens, tokens_overlap
from guardrails.lint.reasoning.overlap import fields_of, format_tokens, is_everything, may_match
from guardrails.lint.reasoning.situations import pattern_of
from guardrails.model.finding import Confidence, Severity


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a pattern matches nothing, what to write, and (where one can tell) the whole corrected pattern."""

    reason: str
    help: str
    meant: str = ""
    severity: Severity = Severity.ERROR
    confidence: Confidence = Confidence.HIGH
    data_date: str = ""
    certain: bool = True
    """Whether it surely matches nothing; else AWS does not say what it matches."""


PARTITIONS: Final = ("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc")
_FOREIGN: Final = frozenset(
    {
        *("catalog", "elastic-inference", "codewhisperer", "qdeveloper", "iq-permission", "wisdom", "s3-object-lambda"),
        *("route53-recovery-control", "app-integrations", "elasticloadbalancing", "aws-marketplace", "apigateway"),
    }
)
"""Services that stand in ARNs, but before no action, or only before some."""
_ELSEWHERE: Final = {"compute-optimizer": "aco-automation", "qdeveloper": "q", "ecs": "ssm"}
"""Services whose ARNs are in part listed with the actions of another service."""
_OWNED_BY_AWS: Final = frozenset({"ssm", "servicequotas", "bedrock", "rds", "imagebuilder", "elasticbeanstalk"})
"""Services with public resources of AWS, whose ARNs leave the account empty."""


@lru_cache(maxsize=16384)
def resource_flaw(pattern: str) -> Flaw | None:
    """Return what is wrong with a pattern of `Resource` or `NotResource`; None where an ARN can be of it."""
    if is_everything(pattern):
        return None
    fields = fields_of(pattern)
    flaw = _shape_flaw(fields, resource=True) or _slash_flaw(fields)
    known = service(fields[2]) if len(fields) == 6 else None
    if known is None or known.retired or known.prefix != fields[2]:
        return flaw or (_unknown_service(fields) if known is None or not known.retired else None)
    formats = _formats(known.prefix)
    if any(may_match(pattern, one) for one in formats):
        # `arn:aws:logs:*:log-group:x`: the star reaches across a colon, so these are not the fields that were meant.
        reaching = flaw is not None and "*" in fields[3] and not any(_last_fits(fields[5], one) for one in formats)
        return None if reaching else flaw or (_reserved_path_flaw(fields) if known.prefix == "iam" else None)
    return flaw or _type_flaw(fields, formats)


def _slash_flaw(fields: tuple[str, ...]) -> Flaw | None:
    """The name of a parameter begins with a slash, and in its ARN that is the one slash behind `parameter`.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html (2026-10)
    """
    if fields[2] != "ssm" or not fields[5].startswith("parameter//"):
        return None
    meant = _with(fields, 5, fields[5].replace("//", "/", 1))
    return Flaw("the ARN of a parameter has one slash before its name", f"write `{meant}`", meant)


@lru_cache(maxsize=512)
def _formats(prefix: str) -> tuple[str, ...]:
    """Return the ARN formats of a service, its own and those listed with another one."""
    homes = (service(prefix), service(_ELSEWHERE.get(prefix, "")))
    found = [arn for home in homes if home for kind in home.resource_types.values() for arn in kind.arns]
    return (*found, "arn:${Partition}:iam::${Account}:root") if prefix == "iam" else tuple(found)


@lru_cache(maxsize=16384)
def value_flaw(pattern: str, key: str, by_field: bool) -> Flaw | None:
    """Return what is wrong with an ARN in a condition; `key` is lower case.

    `by_field`: the operator compares six fields (`ArnLike`), so fewer never match; `StringLike` compares one text.
    """
    fields = fields_of(pattern)
    if len(fields) < 6:
        return _short_flaw(fields) if by_field else None
    flaw = _shape_flaw(fields)
    if flaw is not None or key != "aws:principalarn":
        return flaw
    return _principal_flaw(fields)


def _shape_flaw(fields: tuple[str, ...], *, resource: bool = False) -> Flaw | None:
    """Return what is wrong with the first five fields by themselves; only a resource must name its service."""
    if len(fields) < 6:
        return _short_flaw(fields)
    partition, name, region, account = fields[1:5]
    if not overlap(fields[0], "arn"):
        return Flaw("an ARN begins with `arn:`", f"write `{_with(fields, 0, 'arn')}`", _with(fields, 0, "arn"))
    if not any(overlap(partition, one) for one in PARTITIONS):
        return Flaw(
            f"there is no partition `{partition}`", f"write `{_with(fields, 1, 'aws')}`", _with(fields, 1, "aws")
        )
    if resource and ("*" in name or "?" in name):
        return Flaw(
            "AWS takes no wildcard in the service field of an ARN",
            "name the service, or write `*` for every resource",
            confidence=Confidence.MEDIUM,
            certain=False,
        )
    return _region_flaw(partition, region) or _account_flaw(account)


_FIELDS: Final = "arn:partition:service:region:account:resource"


def _short_flaw(fields: tuple[str, ...]) -> Flaw:
    meant = _completed(fields)
    return Flaw(
        f"it has {len(fields)} of the six fields of an ARN, and AWS does not say what fewer match",
        f"write `{meant}`" if meant else f"write all six: `{_FIELDS}`; empty ones keep their colons",
        meant,
        confidence=Confidence.MEDIUM,
        certain=False,
    )


def _completed(fields: tuple[str, ...]) -> str:
    """Return the whole ARN pattern that a short one was meant to be; empty where that is not plain."""
    if fields[0] != "arn" or len(fields) < 3:
        return ""
    name, rest = fields[2], fields[3:]
    if rest and rest[-1] not in ("", "*"):
        head = ("arn", fields[1], name)
        if name == "s3":
            return ":".join((*head, "", "", rest[-1])) if len(rest) < 3 else ""
        if name == "iam" and "/" in rest[-1]:
            account = next((one for one in rest[:-1] if one.isdigit()), "*")
            return ":".join((*head, "", account, rest[-1]))
        return ""
    region = "" if name in ("iam", "s3") else "*"
    account = "" if name == "s3" else "*"
    middle = [rest[0] if rest and rest[0] != "*" else region, rest[1] if len(rest) > 1 and rest[1] != "*" else account]
    return ":".join(("arn", fields[1], name, *middle, "*"))


def _region_flaw(partition: str, region: str) -> Flaw | None:
    if not region or "${" in region:
        return None
    known = [one for one in REGIONS.values() if overlap(region, one.name)]
    if not known:
        return Flaw(
            f"there is no Region `{region}`",
            f"write {' or '.join(f'`{one}`' for one in (*close_regions(region), '*'))}",
            severity=Severity.WARNING,
            confidence=Confidence.MEDIUM,
            data_date=date_of("regions"),
        )
    if not any(overlap(partition, one.partition) for one in known):
        return Flaw(
            f"the Region `{region}` is in the partition `{known[0].partition}`, not in `{partition}`",
            f"write `arn:{known[0].partition}:...`",
        )
    return None


_TWELVE: Final = "?" * 12
_NAMED_ACCOUNTS: Final = ("aws", "aws-managed", "aws-marketplace", "amazon", "cloudfront", "self", "offering")


def _account_flaw(account: str) -> Flaw | None:
    if not account or account in _NAMED_ACCOUNTS:
        return None
    plain = account.strip("*?")
    if overlap(account, _TWELVE) and (not plain or "${" in account or all(one in "0123456789*?" for one in account)):
        return None
    shown = account.replace("-", "")
    if len(shown) == 12 and shown.isdigit():
        return Flaw(f"an account id is written without hyphens, not `{account}`", f"write `{shown}`")
    return Flaw(f"`{account}` is no account id: twelve digits", "write the account id, or `*`")


def _unknown_service(fields: tuple[str, ...]) -> Flaw | None:
    name = fields[2]
    if name in _FOREIGN or "${" in name:
        return None
    if not name:
        return Flaw("its service field is empty", "write `arn:aws:service:region:account:resource`")
    return Flaw(
        f"no service is called `{name}`"
        if name.lower() == name
        else f"services are written in lower case, not `{name}`",
        "write the prefix of the service's actions",
        _with(fields, 2, name.lower()) if service(name) else "",
        Severity.WARNING,
        Confidence.MEDIUM,
        date_of("services"),
    )


def _type_flaw(fields: tuple[str, ...], formats: tuple[str, ...]) -> Flaw | None:
    """Return why no resource type of the service has such ARNs: a field that it leaves empty, or no such type."""
    name, whole = fields[2], ":".join(fields)
    fitting = [one for one in formats if _last_fits(fields[5], one)]
    for format in sorted(fitting, key=_fixed, reverse=True):
        flaw = _field_flaw(fields, format, name)
        if flaw is not None:
            return flaw
    if fitting or fields[4] == "aws":
        return None  # what AWS itself owns is not in the catalog
    longer = next((f"{whole}{end}" for end in ("/*", ":*") for one in formats if may_match(f"{whole}{end}", one)), "")
    if longer:
        return Flaw(f"it stops too early: ARNs of this kind go on after `{fields[5]}`", f"write `{longer}`", longer)
    if not formats:
        return Flaw(
            f"no action of `{name}` is authorized on a resource: only `*` names them",
            "write `*`",
            severity=Severity.WARNING,
            confidence=Confidence.MEDIUM,
            data_date=date_of("services"),
        )
    heads = sorted({head for head in map(_head_of_format, formats) if head})
    return Flaw(
        f"`{name}` has no resources `{_head_of_pattern(fields[5])}`",
        f"write one of {_listed(heads, _head_of_pattern(fields[5]))}"
        if heads
        else f"see the resource types of `{name}`",
        severity=Severity.WARNING,
        confidence=Confidence.MEDIUM,
        data_date=date_of("services"),
    )


def _last_fits(last: str, format: str) -> bool:
    return tokens_overlap(pattern_tokens(last), format_tokens(format.split(":", 5)[5], last=ANY))


def _fixed(format: str) -> int:
    """How much of the last field of a format is plain text."""
    last = format.split(":", 5)[5]
    return sum(not run and len(kind) == 1 for kind, run in format_tokens(last))


def _field_flaw(fields: tuple[str, ...], format: str, name: str) -> Flaw | None:
    """Return the flaw of the Region or account field of a pattern that is else of this format."""
    shape = format.split(":", 5)
    wrong = [(at, what) for at, what in ((3, "Region"), (4, "account")) if fields[at].strip("*") and not shape[at]]
    if wrong:
        reason = f"ARNs of this kind have no {' and no '.join(what for _, what in wrong)}"
        return _mended(fields, [(at, "") for at, _ in wrong], reason, format)
    for at, what in ((3, "Region"), (4, "account")):
        public = at == 4 and name in _OWNED_BY_AWS
        if not fields[at] and shape[at].startswith("${") and not public:
            return _mended(fields, [(at, "*")], f"its {what} is empty, and ARNs of this kind name one", format)
    return None


def _mended(fields: tuple[str, ...], changes: list[tuple[int, str]], reason: str, format: str) -> Flaw:
    """Return the flaw with the pattern that was meant: some fields (position, text) are other ones."""
    for at, text in changes:
        fields = (*fields[:at], text, *fields[at + 1 :])
    meant = ":".join(fields)
    return Flaw(f"{reason} ({pattern_of(format)})", f"write `{meant}`", meant, data_date=date_of("services"))


def _head_of_format(format: str) -> str:
    """The plain text that the last field of a format begins with: `instance/`."""
    return format.split(":", 5)[5].partition("${")[0]


def _head_of_pattern(last: str) -> str:
    """What the last field of a pattern begins with, up to its first separator: `instance/`."""
    for mark in "/:":
        if mark in last:
            return last.partition(mark)[0] + mark
    return last


def _listed(heads: list[str], wrong: str) -> str:
    """Return the heads most like a wrong one, in words; the first few where none is like it."""
    from difflib import get_close_matches  # only a flaw pays for it

    close = get_close_matches(wrong, heads, n=3, cutoff=0.6) or heads[:4]
    return ", ".join(f"`{one}`" for one in close)


def _with(fields: tuple[str, ...], at: int, text: str) -> str:
    """Return the whole pattern with another text in one field."""
    return ":".join((*fields[:at], text, *fields[at + 1 :]))


_RESERVED: Final = (
    ("role/AWSReservedSSO_", "aws-reserved/sso.amazonaws.com/*", "roles of Identity Center"),
    ("role/AWSServiceRoleFor", "aws-service-role/*/", "service-linked roles"),
)
"""How the names of roles begin that AWS makes under a path of its own, what that path is, and what they are.

Sources (2026-09): https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""


def _reserved_path_flaw(fields: tuple[str, ...]) -> Flaw | None:
    for head, path, what in _RESERVED:
        if fields[5].startswith(head):
            meant = _with(fields, 5, f"role/{path}{fields[5].removeprefix('role/')}")
            return Flaw(f"{what} have a path, so none has this ARN", f"write `{meant}`", meant)
    return None


_PRINCIPALS: Final = {
    "iam": ("role/${Name}", "user/${Name}", "root"),
    "sts": ("federated-user/${Name}",),
}
"""What `aws:PrincipalArn` can end in, by service: the ARN of a role's session is never in it."""


def _principal_flaw(fields: tuple[str, ...]) -> Flaw | None:
    name, region, account, last = fields[2:6]
    if name == "sts" and overlap(last, "assumed-role/*") and not overlap(last, "federated-user/*"):
        role = last.split("/")[1] if last.count("/") else "*"
        written = (*fields[:2], "iam", "", account, f"role/{role}")
        under_path = _reserved_path_flaw(written)
        meant = under_path.meant if under_path else ":".join(written)
        return Flaw("the key holds the ARN of the role, never that of its session", f"write `{meant}`", meant)
    ends = [end for known, ends in _PRINCIPALS.items() if overlap(name, known) for end in ends]
    if not ends:
        return Flaw(f"no principal has an ARN of `{name}`", "write the ARN of a role or user of `iam`")
    if region.strip("*?"):
        return Flaw("ARNs of principals have no Region", f"write `{_with(fields, 3, '')}`", _with(fields, 3, ""))
    if not account:
        return Flaw("ARNs of principals name their account", f"write `{_with(fields, 4, '*')}`", _with(fields, 4, "*"))
    if not any(tokens_overlap(pattern_tokens(last), format_tokens(one, last=ANY)) for one in ends):
        return Flaw(f"no principal's ARN ends in `{last}`", "it ends in `role/...`, `user/...` or `root`")
    return _reserved_path_flaw(fields)
