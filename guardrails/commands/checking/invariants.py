"""Every invariant is proved for every account that it names, or an exception says why not.

## What it does
For each entry of `invariants` it proves, in every active account that the entry names, what the entry claims of all
requests: `deny` of whatever AWS could send with such a call, by whomever SCPs and RCPs bind and `except` does not name;
`allow` of ordinary calls by roles and users. The entry names actions or capabilities. Accounts under the same policies
are proved together.

- A request that is not as claimed is an error with that request; the evaluator has confirmed it.
- What the prover cannot decide is a warning with the reason: it is not proved.
- A `deny` that holds without the active exceptions, and not with them, is excused by them.
- A name that is no account, principal, action or capability is an error.

No finding means proved. Management account and service-linked roles are out of scope: nothing binds them.

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
Run `guardrails prove NAME`: it names the statement that almost caught the request, and what would catch it. Deny the
call in that account, list whom the policies exempt under `except`, or record an exception. `--fix` changes nothing.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from guardrails.files.loaded import Project
from guardrails.lint.subjects.subject import raw_at
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.organization.invariant import Invariant
from guardrails.model.proof import Claim, Property, Result, Status
from guardrails.model.source import Pointer

if TYPE_CHECKING:
    from guardrails.commands.proving.conditions import ClaimProblem
    from guardrails.commands.proving.grouping import Group

RULE = Rule(
    "ORG-023",
    "invariants",
    "Every invariant is proved for every account that it names, or an exception says why not.",
    Severity.ERROR,
)

_WORDS = {Claim.DENIED: "not denied", Claim.ALLOWED: "denied"}
_HELPS = {
    Claim.DENIED: "deny it there, list whom policies exempt under except, or record an exception",
    Claim.ALLOWED: "exempt the callers, narrow the statement that denies it, or take it out of the invariant",
}


class Breach(NamedTuple):
    """One property that is not proved, in the accounts of one group; `result` has the witness, or the reason."""

    invariant: Invariant
    asked: Property
    accounts: tuple[str, ...]
    result: Result

    @property
    def name(self) -> str:
        """The calls that it is about."""
        return self.result.calls or self.asked.about[0].name

    @property
    def refuted(self) -> bool:
        """Whether a request shows it; else nobody knows."""
        return self.result.status is Status.REFUTED

    @property
    def keys(self) -> tuple[tuple[str, Property, str], ...]:
        """What it is of, account by account: the same before and after a change of policies."""
        return tuple((self.invariant.name, self.asked, account) for account in self.accounts)

    def without(self, known: Collection[tuple[str, Property, str]]) -> Breach:
        """Return the same in the accounts in which it is not known."""
        left = (account for account, key in zip(self.accounts, self.keys, strict=True) if key not in known)
        return self._replace(accounts=tuple(left))


@dataclass(slots=True)
class _Proofs:
    """The proofs of one project, in some accounts (None: all that invariants name).

    Without its exceptions it is looked at only where something does not hold.
    """

    project: Project
    accounts: frozenset[str] | None = None
    _bare: list[Project] = field(default_factory=list)

    def breaches(self, invariant: Invariant) -> Iterator[Breach]:
        """Yield what is not proved of one invariant; raises ClaimProblem for what it names and nothing is."""
        for group in self._groups(self.project, invariant):
            for asked in group.properties:
                result = _proved(self.project, group, asked)
                if result.status is not Status.PROVEN and not self._excused(invariant, group, asked, result):
                    yield Breach(invariant, asked, tuple(one.name for one in group.accounts), result)

    def _groups(self, project: Project, invariant: Invariant) -> tuple[Group, ...]:
        from guardrails.commands.proving.asking import Question
        from guardrails.commands.proving.claims import accounts_of
        from guardrails.commands.proving.grouping import groups_of

        accounts = accounts_of(project, invariant)
        asked = (one for one in accounts if self.accounts is None or one.name in self.accounts)
        return groups_of(project, Question(invariant), asked)

    def _excused(self, invariant: Invariant, group: Group, asked: Property, result: Result) -> bool:
        """Whether the active exceptions are why a call is not denied: without them it is proved that it is."""
        if invariant.claim is not Claim.DENIED or result.status is not Status.REFUTED or not self.project.active:
            return False
        from guardrails.commands.proving.claims import policies_of
        from guardrails.commands.proving.excuses import with_exceptions

        if not self._bare:
            self._bare.append(with_exceptions(self.project, ()))
        bare = self._bare[0]
        before = replace(group, policies=policies_of(bare, group.accounts[0], invariant))
        return _proved(bare, before, asked).status is Status.PROVEN


def _proved(project: Project, group: Group, asked: Property) -> Result:
    from guardrails.commands.proving.claims import scene_of
    from guardrails.prover.proving import prove

    return prove(group.policies, asked, scene_of(project, group.accounts[0]))


def check(project: Project) -> Iterator[Finding]:
    """Yield what the invariants of a project claim and the prover does not confirm, with the request that shows it."""
    if not project.organization.invariants:
        return
    from guardrails.commands.proving.conditions import ClaimProblem  # a project without invariants pays nothing

    proofs = _Proofs(project)
    for one in project.organization.invariants:
        try:
            breaches = tuple(proofs.breaches(one))
        except ClaimProblem as problem:
            yield _named_wrongly(project, one, problem)
            continue
        for group in alike(breaches):
            yield finding_of(project, group)


def breaches_of(
    project: Project, accounts: Collection[str], named: Collection[str] | None = None
) -> tuple[Breach, ...]:
    """Return what is not proved in some accounts (by name); of the invariants of these names, None means of all.

    An invariant that names what does not exist claims nothing: ORG-023 says so.
    """
    from guardrails.commands.proving.conditions import ClaimProblem

    found: list[Breach] = []
    proofs = _Proofs(project, frozenset(accounts))
    for one in project.organization.invariants:
        if named is None or one.name in named:
            with suppress(ClaimProblem):
                found += proofs.breaches(one)
    return tuple(found)


def _named_wrongly(project: Project, one: Invariant, problem: ClaimProblem) -> Finding:
    place: Pointer = (*one.pointer, problem.part)
    if problem.at is not None and isinstance(raw_at(project.source.value, place), list | dict):
        place = (*place, problem.at)
    message = f"invariant {one.name}: {problem}"
    return Finding(RULE.id, RULE.severity, message, project.at(place), "correct it, or take it out", token=one.name)


def alike(breaches: Iterable[Breach]) -> Iterator[tuple[Breach, ...]]:
    """Yield breaches of one entry of `deny` or `allow` together: those that are certain, and apart from them others."""
    groups: dict[tuple[Pointer, bool], list[Breach]] = {}
    for one in breaches:
        groups.setdefault((_entry(one), one.refuted), []).append(one)
    yield from map(tuple, groups.values())


def _entry(breach: Breach) -> Pointer:
    """The entry of `deny` or `allow` that a property comes from: the action it names, else what is said first."""
    names = [text.strip() for text in breach.invariant.what]
    name = breach.asked.about[0].name
    at = names.index(name) if name in names else 0
    return (*breach.invariant.pointer, breach.invariant.verb, at)


def words_of(breaches: Sequence[Breach]) -> str:
    """Return what is wrong in a sentence: breaches of one entry that are all certain, or all undecided."""
    first = breaches[0]
    calls = dict.fromkeys(each.name for each in breaches)
    what = f"`{first.name}`" + (f" and {len(calls) - 1} more" if len(calls) > 1 else "")
    verb = "is" if len(calls) == 1 else "are"
    where = ", ".join(dict.fromkeys(name for each in breaches for name in each.accounts))
    start = f"invariant {first.invariant.name}: "
    if first.refuted:
        return f"{start}{what} {verb} {_WORDS[first.invariant.claim]} in {where}"
    return f"{start}whether {what} {verb} denied in {where} is not decided: {first.result.reason}"


def finding_of(project: Project, breaches: Sequence[Breach]) -> Finding:
    """Return the finding about breaches of one entry that are all certain, or all undecided."""
    first = breaches[0]
    pointer = _entry(first)
    if not isinstance(raw_at(project.source.value, pointer[:-1]), list):
        pointer = pointer[:-1]
    return Finding(
        RULE.id,
        RULE.severity if first.refuted else Severity.WARNING,
        words_of(breaches),
        project.at(pointer),
        _HELPS[first.invariant.claim],
        Confidence.HIGH if first.refuted else Confidence.MEDIUM,
        witness=witness_of(first.result),
        token=first.invariant.name,
    )


def witness_of(result: Result) -> str:
    """Return the witness of a result in the words of `simulate`, with what of it does not exist yet."""
    if result.witness is None:
        return ""
    outside = f" ({'; '.join(result.witness.outside)})" if result.witness.outside else ""
    return f"{result.witness.words}{outside}"
