"""A region lock exempts what is global, and nothing that is regional.

## What it does
Reads every statement on `aws:RequestedRegion` and reports: global services that it denies (or does not allow) because
their one endpoint stands in another Region; exempted services that are regional, so that the lock has a hole; values
that are no Region (a typing mistake, an Availability Zone); and `IfExists`, for the key is in every request.

## Why it matters
The key holds the Region of the endpoint that is called. IAM, Organizations, Route 53, CloudFront and Support answer in
us-east-1 only. `NotAction` lists get copied, and AWS's own hold services that are regional: with `kms:*` exempted, keys
are made in every Region of the world.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "OnlyEurope",
    "Effect": "Deny",
    "NotAction": ["support:*", "kms:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "OnlyEurope",
    "Effect": "Deny",
    "NotAction": ["cloudfront:*", "iam:*", "organizations:*", "route53:*", "support:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}
  }
}
```

## How to fix
Exempt the global services that are in use, by name, or allow us-east-1 and us-west-2. Take regional services out of the
list. What must be exempt in one Region only (certificates for CloudFront in us-east-1) gets a statement of its own.
Services that few use (`globalaccelerator` and `networkmanager` answer in us-west-2, Cost Explorer in us-east-1) are
named beside IAM and its like, never alone: a lock may well deny what nobody uses.
`--fix` takes `IfExists` away and mends a Region that is spelled in capitals or has one close match.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html (2026-09)
- https://docs.aws.amazon.com/controltower/latest/controlreference/primary-region-deny-policy.html (2026-09)
- https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardrails.catalog.freshness import date_of
from guardrails.catalog.regions import HOME_REGIONS, IAM_HOMES, REGIONS, close_regions
from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.patterns import Glob
from guardrails.lint.fixes.amend import appended
from guardrails.lint.reasoning.callers import is_negated, spares
from guardrails.lint.reasoning.overlap import names_everything
from guardrails.lint.reasoning.region_services import NEEDED, REGIONAL, is_regional
from guardrails.lint.subjects.subject import Subject, action_pointer, actions, raw_at, values
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import did_you_mean, in_words
from guardrails.model.decision import Truth
from guardrails.model.finding import Confidence, Edit, Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, Statement
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.source import Pointer

RULE = Rule(
    "LINT-019",
    "region-exemptions",
    "A region lock exempts what is global, and nothing that is regional.",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
)

_KEY = "aws:requestedregion"


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about each statement on the Region, and about what an allow list of Regions sets beside it."""
    locks = []
    for statement in subject.statements:
        rows = [row for row in statement.conditions if row.key.lower() == _KEY and row.operator.startswith("String")]
        if not rows:
            continue
        for row in rows:
            yield from _wrong_values(subject, statement, row)
            yield from _needless_if_exists(subject, statement, row)
        if _is_certain(rows) and _is_for_all_calls(statement):
            locks.append((statement, rows))
    for statement, rows in locks:
        if statement.effect is Effect.DENY:
            yield from _denied_globals(subject, statement, rows)
        else:
            yield from _globals_not_allowed(subject, statement, rows)
    yield from _holes(subject, locks)


def _is_certain(rows: Iterable[Condition]) -> bool:
    return not any(_is_template(value) for row in rows for value in row.values)


def _is_template(value: str) -> bool:
    """Whether the value is put in later: a placeholder or variable of any kind, for no Region has such characters."""
    return bool(placeholders_in(value)) or any(character in value for character in "${}<>[]%")


def _is_for_all_calls(statement: Statement) -> bool:
    """Whether only the Region and the caller count: calls from one network, say, are no test of global services."""
    keys = [row.key.lower() for row in statement.conditions if row.key.lower() != _KEY and not spares(row)]
    whole = names_everything(statement.resource)
    return whole and all(key.startswith("aws:principal") for key in keys)


def _holds(rows: Iterable[Condition], region: str) -> bool:
    """Whether a statement with these rows applies to calls of that Region."""
    return all(condition_holds(row, {_KEY: region}) is Truth.TRUE for row in rows)


def _public(rows: list[Condition]) -> list[str]:
    """Return the Regions of the public partition to which the rows apply."""
    return [name for name, region in REGIONS.items() if region.partition == "aws" and _holds(rows, name)]


def _is_lock(rows: list[Condition], *, allow: bool) -> bool:
    """Whether the rows tell Regions of the public partition apart: else it is about another one, or a slip.

    An Allow in most Regions is no lock: it leaves a few out.
    """
    reached = len(_public(rows))
    total = sum(region.partition == "aws" for region in REGIONS.values())
    return 0 < reached < total and (reached * 2 < total or not allow)


def _denied_globals(subject: Subject, statement: Statement, rows: list[Condition]) -> Iterator[Finding]:
    """Yield one finding about the global services whose one endpoint the lock denies."""
    if not _is_lock(rows, allow=False):
        yield from _denied_elsewhere(subject, statement, rows)
        return
    denied = [prefix for prefix, home in HOME_REGIONS.items() if _holds(rows, home) and _all_of(statement, prefix)]
    if not set(NEEDED).isdisjoint(denied):
        yield _globals_finding(subject, statement, denied, "denies every call of the global services")


def _denied_elsewhere(subject: Subject, statement: Statement, rows: list[Condition]) -> Iterator[Finding]:
    """Yield a finding about a lock within another partition that leaves out the one Region where IAM answers."""
    for partition, home in IAM_HOMES.items():
        within = [name for name, region in REGIONS.items() if region.partition == partition]
        allowed = [name for name in within if not _holds(rows, name)]
        if allowed and home not in allowed and _all_of(statement, "iam"):
            yield subject.report(
                RULE,
                action_pointer(statement),
                f"denies every call of `iam`: its one endpoint of the partition {partition} is in {home}, which is not"
                " an allowed Region",
                f"exempt iam:*, or allow {home}",
                statement=statement,
                severity=Severity.ERROR,
                confidence=Confidence.HIGH,
                witness=f"iam:* in {home}: explicit deny",
                token="iam",
                data_date=date_of("regions"),
                fix=_exempt(subject, statement, ["iam"]) if statement.action.negated else None,
            )


def _all_of(statement: Statement, prefix: str) -> bool:
    """Whether the statement is about the whole service; a service of which some actions are spared is left alone."""
    named = [one for one in statement.action.patterns if one == "*" or one.partition(":")[0].lower() == prefix]
    if statement.action.negated:
        return not named
    return any(not one.partition(":")[2].strip("*") for one in named)


def _globals_not_allowed(subject: Subject, statement: Statement, rows: list[Condition]) -> Iterator[Finding]:
    """Yield one finding about the global services that an Allow in some Regions leaves out, and no other allows."""
    if not _is_lock(rows, allow=True):
        return
    others = [one for one in subject.statements if one.effect is Effect.ALLOW and one is not statement]
    lost = [
        prefix
        for prefix in NEEDED
        if not _holds(rows, HOME_REGIONS[prefix])
        and _all_of(statement, prefix)
        and not any(_allows(one, prefix) for one in others)
    ]
    if lost:
        yield _globals_finding(subject, statement, lost, "does not allow the global services")


def _allows(statement: Statement, prefix: str) -> bool:
    """Whether an Allow is about some of the service, in the Region of its endpoint."""
    named = any(one == "*" or one.partition(":")[0].lower() == prefix for one in statement.action.patterns)
    rows = [row for row in statement.conditions if row.key.lower() == _KEY]
    return named is not statement.action.negated and _holds(rows, HOME_REGIONS[prefix])


def _globals_finding(subject: Subject, statement: Statement, found: list[str], verb: str) -> Finding:
    named: list[str] = [prefix for prefix in NEEDED if prefix in found]
    others = sorted(set(found) - set(named))
    allow = statement.effect is Effect.ALLOW
    certain = "iam" in named and not allow
    more = f"; also, where they are used: {', '.join(others)}" if others else ""
    homes = " and ".join(dict.fromkeys(HOME_REGIONS[prefix] for prefix in named))
    how = "allow them in a statement without this condition" if allow else "exempt those that are in use"
    result = "implicit deny" if allow else "explicit deny"
    return subject.report(
        RULE,
        action_pointer(statement),
        f"{verb} {in_words(named, None)}: their endpoints are in {homes}, which is not an allowed Region{more}",
        f"{how} ({', '.join(f'{prefix}:*' for prefix in named)}), or allow {homes}",
        statement=statement,
        severity=Severity.ERROR if certain else None,
        confidence=Confidence.HIGH if certain else None,
        witness=f"{named[0]}:* in {HOME_REGIONS[named[0]]}: {result}",
        token=", ".join(named),
        data_date=date_of("regions"),
        fix=_exempt(subject, statement, named) if statement.action.negated and not allow else None,
    )


def _exempt(subject: Subject, statement: Statement, prefixes: list[str]) -> Fix:
    added = [f"{prefix}:*" for prefix in prefixes]
    return appended(subject, action_pointer(statement), added, f"exempt {', '.join(prefixes)}")


def _holes(subject: Subject, locks: list[tuple[Statement, list[Condition]]]) -> Iterator[Finding]:
    """Yield findings about services that the locks spare as a whole though they are regional."""
    lists = [
        statement
        for statement, rows in locks
        if statement.effect is Effect.DENY and statement.action.negated and any(is_negated(row) for row in rows)
    ]
    if any(statement.effect is Effect.ALLOW for statement, _ in locks):
        lists += [one for one in subject.statements if _is_list_of_globals(one)]
    locked = _locked_by_name(subject) if lists else frozenset()
    for one in lists:
        spared = [
            (pattern.partition(":")[0].lower(), place)
            for pattern, place in actions(subject, one)
            if ":" in pattern and not pattern.partition(":")[2].strip("*")
        ]
        open_ = [(prefix, place) for prefix, place in spared if locked.isdisjoint((prefix, "*"))]
        listed = [(prefix, place) for prefix, place in open_ if prefix in REGIONAL]
        if listed:
            yield _listed_holes(subject, one, listed)
        for prefix, place in open_:
            if prefix not in REGIONAL and is_regional(prefix):
                yield _hole(subject, one, prefix, place)


def _is_list_of_globals(statement: Statement) -> bool:
    """Whether it allows global services by name, whatever the Region."""
    free = statement.effect is Effect.ALLOW and not any(row.key.lower() == _KEY for row in statement.conditions)
    prefixes = {pattern.partition(":")[0].lower() for pattern in statement.action.patterns}
    return free and not statement.action.negated and not prefixes.isdisjoint(NEEDED)


def _locked_by_name(subject: Subject) -> frozenset[str]:
    """Return the services that Denies on the Region name; `*` where one names all actions."""
    locks = [
        one
        for one in subject.statements
        if one.effect is Effect.DENY
        and not one.action.negated
        and any(row.key.lower() == _KEY for row in one.conditions)
    ]
    return frozenset(pattern.partition(":")[0].lower() for one in locks for pattern in one.action.patterns)


def _listed_holes(subject: Subject, statement: Statement, found: list[tuple[str, Pointer]]) -> Finding:
    prefixes = [prefix for prefix, _ in found]
    reasons = ", ".join(f"`{prefix}` ({REGIONAL[prefix]})" for prefix in prefixes)
    return subject.report(
        RULE,
        found[0][1] if len(found) == 1 else action_pointer(statement),
        f"spares in every Region what is regional: {reasons}",
        "AWS's own lists name them for consoles and CloudFront: remove what you do not need, or deny it outside of the "
        "allowed Regions in a statement of its own",
        statement=statement,
        witness=f"{prefixes[0]}:* in a Region that is not allowed: not denied",
        token=", ".join(prefixes),
        data_date=date_of("regions"),
    )


def _hole(subject: Subject, statement: Statement, prefix: str, place: Pointer) -> Finding:
    help = f"take `{prefix}:*` out, or spare only the actions that must work everywhere"
    if prefix == "bedrock":
        help = (
            "for cross-Region inference spare only `bedrock:InvokeModel*`, and deny those elsewhere where "
            "bedrock:InferenceProfileArn is absent; global profiles have the Region `unspecified`"
        )
    return subject.report(
        RULE,
        place,
        f"spares `{prefix}` in every Region: the service is regional, so the lock does not hold for it",
        help,
        statement=statement,
        confidence=Confidence.HIGH,
        witness=f"{prefix}:* in a Region that is not allowed: not denied",
        token=f"{prefix}:*",
    )


def _wrong_values(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    """Yield findings about values that no request has."""
    for value, place in values(subject, row):
        if value in REGIONS or value == "unspecified" or _is_template(value):
            continue
        if "*" in value or "?" in value:
            if "Like" in row.operator and not any(Glob.of(value).matches(name) for name in REGIONS):
                yield _no_region(subject, statement, value, place, "no Region is of the pattern", [])
        elif value.lower() in REGIONS:
            if not row.operator.endswith("IgnoreCase"):
                yield _no_region(
                    subject, statement, value, place, "Regions are written in small letters", [value.lower()]
                )
        elif value.lower() == "global":
            reason = "calls of global inference profiles have the Region `unspecified`"
            yield _no_region(subject, statement, value, place, reason, [])
        else:
            home = next((name for name in REGIONS if value.startswith(name) and not value[len(name)].isdigit()), "")
            reason = f"it looks like a zone of {home}, and requests name Regions" if home else "no Region has that name"
            yield _no_region(subject, statement, value, place, reason, [home] if home else _closest(value))


def _no_region(
    subject: Subject, statement: Statement, value: str, place: Pointer, reason: str, meant: list[str]
) -> Finding:
    fix = Fix(f"write {meant[0]}", (Edit(place, value, meant[0]),), safe=len(meant) == 1) if meant else None
    return subject.report(
        RULE,
        place,
        f"compares aws:RequestedRegion with `{value}`, which no request has: {reason}",
        did_you_mean(meant) if meant else "write the names of Regions, such as eu-central-1",
        statement=statement,
        severity=Severity.ERROR if value.lower() in REGIONS else Severity.WARNING,
        confidence=Confidence.HIGH,
        token=value,
        data_date=date_of("regions"),
        fix=fix,
    )


def _closest(value: str) -> list[str]:
    """Return the Regions that are equally close to a mistyped one, none of the less close ones."""
    from difflib import SequenceMatcher  # a millisecond that only a typing mistake pays for

    close = {name: SequenceMatcher(None, value.lower(), name).ratio() for name in close_regions(value)}
    return [name for name, ratio in close.items() if ratio == max(close.values())]


def _needless_if_exists(subject: Subject, statement: Statement, row: Condition) -> Iterator[Finding]:
    if not row.if_exists:
        return
    block, written = row.pointer[:-2], str(row.pointer[-2])
    plain = written[: -len("IfExists")]
    conditions = raw_at(subject.value, block)
    fix = None
    if isinstance(conditions, dict) and plain not in conditions and len(conditions[written]) == 1:
        edits = (Edit((*block, written), conditions[written], None), Edit((*block, plain), None, conditions[written]))
        fix = Fix(f"write {plain}", edits, safe=True)
    yield subject.report(
        RULE,
        row.pointer,
        f"`{row.spelled}` is needless: aws:RequestedRegion is in every request",
        f"write `{plain}`",
        statement=statement,
        severity=Severity.NOTE,
        confidence=Confidence.HIGH,
        token=row.spelled,
        fix=fix,
    )
