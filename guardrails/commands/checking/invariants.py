"""Every invariant holds in every account that it names, or an exception says why not.

## What it does
For each entry of `invariants` it asks the engine, in every active account that the entry names, whether the SCPs and
RCPs deny the calls: as a role, as a user, as root, and as each named principal that is not under `except`. Understood
are lists of actions (wildcards too) and two sentences:

- `start accelerator outside settings.accelerators.allow`: every accelerated type that the catalog knows;
- `any regional action outside settings.allowed_regions`: a few regional actions in each Region outside.

A call that is not denied is an error with that call; one whose answer hangs on something unknown is a warning with the
key; an active exception that opens a statement about the action in that account excuses it. `allow` claims the
reverse: that the same callers are denied none of the calls. No finding means that every call that was asked is as
claimed: that is evidence, not proof, for only these calls were asked.

## Why it matters
Policies are changed one at a time, by people who look at one statement. The invariant says what all of them together
must keep up.

## Example
```yaml
organization:
  invariants: [{name: trails-stay, deny: ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"], accounts: all-members}]
documents:
  trail: {Effect: Deny, Action: "cloudtrail:StopLogging", Resource: "*"}
```

## Use instead
```yaml
organization:
  invariants: [{name: trails-stay, deny: ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"], accounts: all-members}]
documents:
  trail: {Effect: Deny, Action: ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"], Resource: "*"}
```

## How to fix
Deny the call in that account, list whom the policies exempt under `except`, or record an exception. A sentence that is
not understood is written as a list of actions. `--fix` changes nothing.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from guardrails.commands.checking.invariant_claims import Claim, UnknownWording, as_called_by, claims_of
from guardrails.commands.principals import NO_ID, principal_of
from guardrails.evaluation.compiled import Decider, compile_policies
from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.matching import action_element_matches, concerning
from guardrails.files.loaded import Project
from guardrails.model.decision import Truth, some
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.organization.levels import find_account, find_node, members, path_to
from guardrails.model.organization.tree import Account, Mechanism, PolicyException, Status
from guardrails.model.policy.document import Effect, PolicyDocument, PolicySet, Statement
from guardrails.model.request import Principal, Request
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-023",
    "invariants",
    "Every invariant holds in every account that it names, or an exception says why not.",
    Severity.ERROR,
)

_ANYBODY = ("role/Developer", "user/alice", "root")
_EVERYWHERE = ("all-members", "members", "all")
_WORDS = {"deny": "not denied", "allow": "denied"}
_HELPS = {
    "deny": "deny it there, list whom policies exempt under except, or record an exception",
    "allow": "exempt the callers, narrow the statement that denies it, or take it out of the invariant",
}


class _Breach(NamedTuple):
    """One call that an invariant does not hold of; `hangs_on` keys make that uncertain."""

    claim: Claim
    account: Account
    caller: str
    hangs_on: tuple[str, ...] = ()


class _Invariant(NamedTuple):
    """One entry of the file."""

    project: Project
    value: Mapping[str, Any]
    pointer: Pointer
    moment: datetime

    @property
    def name(self) -> str:
        return str(self.value.get("name", ""))

    @property
    def named(self) -> list[str]:
        said = self.value["accounts"]
        return [said] if isinstance(said, str) else said

    @property
    def accounts(self) -> tuple[Account, ...]:
        return tuple(dict.fromkeys(account for name in self.named for account in _accounts(self.project, name)))

    @property
    def callers(self) -> list[str]:
        spared = self.value.get("except") or []
        return [*_ANYBODY, *(one for one in self.project.organization.principals if one not in spared)]

    def finding(self, pointer: Pointer, message: str, help: str, severity: Severity = RULE.severity) -> Finding:
        place = self.project.at((*self.pointer, *pointer))
        return Finding(RULE.id, severity, f"invariant {self.name}: {message}", place, help, token=self.name)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield what the invariants of a project claim and the engine does not find, with the call that shows it."""
    top = project.source.value
    rows = top.get("invariants") if isinstance(top, dict) else None
    moment = datetime(today.year, today.month, today.day, tzinfo=UTC)
    for at, value in enumerate(rows or []):
        one = _Invariant(project, value, ("invariants", at), moment)
        yield from _names(one)
        for key in ("deny", "allow"):
            if value.get(key):
                yield from _judged(one, key)
        if not value.get("deny") and not value.get("allow"):
            help = "name the actions that must be denied"
            yield one.finding((), "names neither deny nor allow, so it claims nothing", help, Severity.WARNING)


def _names(one: _Invariant) -> Iterator[Finding]:
    """Yield the accounts and principals that nobody is called, and the management account, which nothing binds."""
    for at, name in enumerate(one.named):
        pointer = ("accounts",) if isinstance(one.value["accounts"], str) else ("accounts", at)
        if find_account(one.project.organization, name) == one.project.organization.management:
            message = f"{name} is the management account, which no SCP or RCP binds, so it cannot hold there"
            yield one.finding(pointer, message, "name member accounts, an OU or all-members")
        elif not _is_known(one.project, name):
            yield one.finding(pointer, f"no account or OU is called {name!r}", "name an account, an OU or all-members")
    for at, name in enumerate(one.value.get("except") or []):
        if name not in one.project.organization.principals:
            yield one.finding(("except", at), f"no principal is called {name!r}", "name it under principals")


def _is_known(project: Project, name: str) -> bool:
    """Whether a name means something, be it accounts that are not active yet."""
    organization = project.organization
    return name in _EVERYWHERE or any(found(organization, name) for found in (find_account, find_node))


def _accounts(project: Project, name: str) -> tuple[Account, ...]:
    organization = project.organization
    everyone = members(organization)
    if name in _EVERYWHERE:
        return everyone
    account = find_account(organization, name)
    if account is not None:
        return (account,) if account.status is Status.ACTIVE and account != organization.management else ()
    path = find_node(organization, name)
    return tuple(one for one in everyone if path and path[-1] in path_to(organization, one)) if path else ()


def _judged(one: _Invariant, key: str) -> Iterator[Finding]:
    try:
        breaches = list(_in_all_accounts(one, key))
    except UnknownWording:
        message = f"`{one.value[key]}` cannot be decided by scenarios"
        yield one.finding((key,), message, "write a list of actions", Severity.WARNING)
        return
    except ValueError as error:
        yield one.finding((key,), str(error), "correct the name of the action")
        return
    alike: dict[tuple[int | None, bool], list[_Breach]] = {}
    for breach in breaches:
        alike.setdefault((breach.claim.at, bool(breach.hangs_on)), []).append(breach)
    for group in alike.values():
        yield _finding(one, key, group)


def _finding(one: _Invariant, key: str, breaches: Sequence[_Breach]) -> Finding:
    """Return the finding about breaches of one claim that are all certain, or all uncertain."""
    first, at = breaches[0], breaches[0].claim.at
    calls = dict.fromkeys(each.claim.words for each in breaches)
    what = f"`{first.claim.words}`" + (f" and {len(calls) - 1} more" if len(calls) > 1 else "")
    verb = "is" if len(calls) == 1 else "are"
    places = ", ".join(dict.fromkeys(each.account.name for each in breaches))
    pointer = (key, at) if at is not None and not isinstance(one.value[key], str) else (key,)
    whom = "" if first.caller in _ANYBODY else f" to {first.caller}"
    message = f"{what} {verb} {_WORDS[key]}{whom} in {places}"
    result = "allow" if key == "deny" else "deny"
    if first.hangs_on:
        keys = ", ".join(f"`{name}`" for name in first.hangs_on)
        message = f"whether {what} {verb} denied{whom} in {places} hangs on {keys}"
        result = f"unknown, hangs on {', '.join(first.hangs_on)}"
    found = one.finding(pointer, message, _HELPS[key], Severity.WARNING if first.hangs_on else RULE.severity)
    witness = f"{first.claim.words} {first.account.name} --as {first.caller}: {result}"
    return replace(found, witness=witness, confidence=Confidence.MEDIUM if first.hangs_on else Confidence.HIGH)


def _in_all_accounts(one: _Invariant, key: str) -> Iterator[_Breach]:
    """Yield the breaches of every account; accounts that the same statements treat alike are asked about once."""
    known: dict[tuple[tuple[str, ...], ...], list[_Breach]] = {}
    accounts = one.accounts
    for account in accounts:
        claims = claims_of(one.project, account, one.value[key], one.moment)
        policies = _concerning(one.project, account, frozenset(action for claim in claims for action in claim.actions))
        levels = (*policies.scps, *policies.rcps)
        signature = tuple(tuple(document.name for document in level if document.statements) for level in levels)
        alone = one.project.active or any(_singles_out(each, accounts) for level in levels for each in level)
        if alone or signature not in known:
            known[signature] = list(_breaches(one, key, account, claims, policies))
        yield from (breach._replace(account=account) for breach in known[signature])


def _singles_out(document: PolicyDocument, accounts: Iterable[Account]) -> bool:
    """Whether a document names one of the accounts by its id."""
    ids = [one.id for one in accounts if one.id]
    return any(id in text for text in _texts(document.statements) for id in ids)


def _breaches(
    one: _Invariant, key: str, account: Account, claims: Sequence[Claim], policies: PolicySet
) -> Iterator[_Breach]:
    """Yield each call of an account that the invariant does not hold of, once, by the first caller who shows it."""
    project, own = one.project, account.id or NO_ID
    decider = compile_policies(policies)
    principals = _principals(one, account)
    statements = [row for level in (*policies.scps, *policies.rcps) for each in level for row in each.statements]
    made: dict[int, dict[str, tuple[Request, ...]]] = {}  # by id: requests have no hash, and claims share them
    wanted = Truth.TRUE if key == "deny" else Truth.FALSE
    for claim in claims:
        if id(claim.shared) not in made:
            asked_by = {name: as_called_by(claim.shared, each, own, one.moment) for name, each in principals.items()}
            made[id(claim.shared)] = _unlike(asked_by, statements)
        for caller, shared in made[id(claim.shared)].items():
            denied = _denied(decider, claim.requests(shared))
            if denied is wanted or (key == "deny" and _excused(project, account, claim)):
                continue
            asked = tuple(claim.requests(shared))
            yield _Breach(claim, account, caller, _hangs_on(policies, asked) if denied is Truth.UNKNOWN else ())
            break


def _principals(one: _Invariant, account: Account) -> dict[str, Principal]:
    """Return the callers in an account, by name; what cannot call, such as a group, is left out."""
    found = {}
    for name in one.callers:
        with suppress(ValueError):
            found[name] = principal_of(name, account, one.project.organization)
    return found


def _unlike(
    asked: Mapping[str, tuple[Request, ...]], statements: Sequence[Statement]
) -> dict[str, tuple[Request, ...]]:
    """Return the first of all callers whom no condition tells apart; all of them where a variable might."""
    rows = [row for statement in statements for row in statement.conditions]
    if any("${" in text for text in _texts(statements)):
        return dict(asked)
    contexts = [requests[0].context for requests in asked.values()]
    varying = {key for context in contexts for key, value in context.items() if value != contexts[0].get(key)}
    varying |= {key for context in contexts for key in contexts[0].keys() - context.keys()}
    telling = [row for row in rows if row.key.lower() in varying]
    found: dict[tuple[object, ...], str] = {}
    for name, requests in asked.items():
        truths = (condition_holds(row, requests[0].context) for row in telling)
        found.setdefault((requests[0].principal.kind, *truths), name)
    return {name: asked[name] for name in found.values()}


def _texts(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield the texts in which a statement can name somebody: resources and condition values."""
    for statement in statements:
        yield from statement.resource.patterns
        for row in statement.conditions:
            yield from row.values


def _denied(decider: Decider, requests: Iterable[Request]) -> Truth:
    """Whether some request of a call is denied, and so the call."""
    return some(decider.decide(request).denied for request in requests)


def _concerning(project: Project, account: Account, actions: frozenset[str]) -> PolicySet:
    """Return the policies of an account without the statements that name none of the actions."""
    scps, rcps = (
        tuple(tuple(concerning(document, actions) for document in level.policies) for level in levels)
        for levels in (project.levels(account), project.rcp_levels(account))
    )
    return PolicySet(scps=scps, rcps=rcps)


def _hangs_on(policies: PolicySet, requests: Sequence[Request]) -> tuple[str, ...]:
    from guardrails.evaluation.explain import explain  # milliseconds that only an undecided call pays for

    return tuple(dict.fromkeys(key for request in requests for key in explain(policies, request).hangs_on))


def _excused(project: Project, account: Account, claim: Claim) -> bool:
    """Whether an active exception opens, in this account, a statement that speaks of one of the actions."""
    return any(_opens(project, one, account, claim.actions) for one in project.active)


def _opens(project: Project, exception: PolicyException, account: Account, actions: frozenset[str]) -> bool:
    document = project.documents.get(exception.policy)
    if document is None:
        return False
    detached = exception.mechanism is Mechanism.DETACH
    rows = [
        row for row in document.statements if row.effect is Effect.DENY and (detached or row.sid == exception.statement)
    ]
    if not any(action_element_matches(row.action, action) for row in rows for action in actions):
        return False
    names = {part.name for part in path_to(project.organization, account)}
    if detached:
        return bool({exception.node.rpartition("/")[2], *exception.accounts} & names)
    return not exception.accounts or any(one in (account.name, account.id) for one in exception.accounts)
