"""One comparison: both sides read, accounts grouped, each distinct pair of policies compared once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from shlex import quote
from time import perf_counter

from guardrails import __version__
from guardrails.commands.chains import difference_of
from guardrails.commands.comparing.compared import Side, Sides
from guardrails.commands.comparing.describing import Changes, changes_of
from guardrails.commands.comparing.pairing import Matched, Pair, groups_of, matched
from guardrails.commands.outcomes import Misused
from guardrails.commands.words import catalog_date
from guardrails.model.difference import AccountsDifference, Difference, DiffReport, Region
from guardrails.model.organization.levels import close_accounts
from guardrails.model.organization.tree import Account
from guardrails.model.proof import Scene


@dataclass(frozen=True, slots=True)
class Options:
    """What to compare, beside the two sides: only these accounts, plans, and who applies them."""

    accounts: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    caller: str = ""


def report_of(sides: Sides, options: Options) -> DiffReport:
    """Return what differs. Raises Misused for accounts that neither side has, and for plans that cannot be asked."""
    started = perf_counter()
    before, after = sides.before, sides.after
    everyone = matched(before.project, after.project)
    found = _chosen(everyone, options.accounts, sides)
    rcps = everyone.with_other_rcps
    groups = _merged(_compared(group, sides, rcps) for group in groups_of(found.pairs, rcps))
    report = DiffReport(
        before=before.label,
        after=after.label,
        groups=groups,
        appeared=found.appeared,
        gone=found.gone,
        notes=(*sides.notes, *_notes(before, after)),
        open=sides.open,
        of=sides.of,
        organization=after.project.organization.name if sides.of == "account" else "",
        version=__version__,
        catalog_date=catalog_date("services"),
    )
    if sides.of == "account":
        report = _with_examples(report, sides, found.pairs, options)
    elif options.plans:
        raise Misused("--plans need organization files: documents alone do not say whom they bind")
    return replace(report, seconds=perf_counter() - started)


def _chosen(found: Matched, names: Sequence[str], sides: Sides) -> Matched:
    """The accounts that were asked for, all of them where none was."""
    if not names:
        return found
    wanted = {name.strip().casefold() for name in names}
    pairs = tuple(pair for pair in found.pairs if wanted & _called(pair))
    known = {one.casefold() for one in (*found.appeared, *found.gone)}.union(*map(_called, pairs), set())
    for name in names:
        if name.strip().casefold() not in known:
            close = close_accounts(sides.after.project.organization, name)
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            raise Misused(f"--account {name}: no member account of either side{hint}")
    appeared, gone = (tuple(one for one in some if one.casefold() in wanted) for some in (found.appeared, found.gone))
    return Matched(pairs, appeared, gone)


def _called(pair: Pair) -> set[str]:
    return {text.casefold() for one in pair.accounts for text in (one.name, one.id) if text}


def _compared(group: tuple[Pair, ...], sides: Sides, with_other_rcps: bool) -> AccountsDifference:
    first = group[0]
    if first.same and not with_other_rcps:
        difference = Difference()
    elif sides.of == "policy":
        difference = _alone(first)
    else:
        difference = difference_of(sides.before.project, sides.after.project, first)
    if sides.of == "account":
        difference = _asked_in(difference, first.after)
    if first.open:
        difference = replace(difference, undecided=(*difference.undecided, first.open))
    return _described(group, difference)


def _asked_in(difference: Difference, account: Account) -> Difference:
    """The difference with witnesses that are asked in one account alone, where their caller does not say it."""

    def told(region: Region) -> Region:
        words = region.witness.words
        said = "" if "--as arn:" in words else f" --account {quote(account.id or account.name)}"
        return replace(region, witness=replace(region.witness, words=f"{words}{said}"))

    allowed, denied = map(told, difference.newly_allowed), map(told, difference.newly_denied)
    return replace(difference, newly_allowed=tuple(allowed), newly_denied=tuple(denied))


def _alone(pair: Pair) -> Difference:
    """What changes where documents are compared alone: in an account of any id."""
    from guardrails.prover.comparing import compare

    before, after = pair.chains
    return compare(before.policies, after.policies, Scene(account="", account_id=""))


def _described(group: tuple[Pair, ...], difference: Difference) -> AccountsDifference:
    each = [changes_of(pair) for pair in group]

    def every(which: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for one in each for text in _of(one, which)))

    return AccountsDifference(
        tuple(pair.name for pair in group), difference, every("added"), every("removed"), every("changed")
    )


def _of(changes: Changes, which: str) -> Sequence[str]:
    return {"added": changes.added, "removed": changes.removed, "changed": changes.changed}[which]


def _merged(groups: Iterable[AccountsDifference]) -> tuple[AccountsDifference, ...]:
    """Return the groups, those joined that came out alike: witnesses and nodes aside, nothing differs."""
    found: dict[object, AccountsDifference] = {}
    for one in groups:
        difference = one.difference
        regions = (tuple(map(_told, some)) for some in (difference.newly_allowed, difference.newly_denied))
        key = (*regions, difference.undecided, bool(one.added or one.removed or one.changed))
        found[key] = _joined(found[key], one) if key in found else one
    return tuple(found.values())


def _joined(one: AccountsDifference, other: AccountsDifference) -> AccountsDifference:
    mine, theirs = one.difference, other.difference
    difference = replace(
        mine,
        newly_allowed=tuple(map(_one_region, mine.newly_allowed, theirs.newly_allowed)),
        newly_denied=tuple(map(_one_region, mine.newly_denied, theirs.newly_denied)),
    )
    return replace(
        one,
        difference=difference,
        accounts=(*one.accounts, *other.accounts),
        added=tuple(dict.fromkeys((*one.added, *other.added))),
        removed=tuple(dict.fromkeys((*one.removed, *other.removed))),
        changed=tuple(dict.fromkeys((*one.changed, *other.changed))),
    )


def _one_region(one: Region, other: Region) -> Region:
    """Two regions that are told alike; a statement that does not stand over an account denies nothing there."""
    return replace(one, unless=tuple(dict.fromkeys((*one.unless, *other.unless))))


def _told(region: Region) -> object:
    return region.actions, region.resources, region.conditions, region.causes


def _notes(before: Side, after: Side) -> Iterable[str]:
    """What the two sides differ in beside their policies."""
    names = ("organization_id", "partition")
    for name in names:
        old, new = (side.project.organization.settings.text(name) for side in (before, after))
        if old != new:
            words = f"was {old or 'not set'} and is {new or 'not set'}"
            yield f"settings.{name} {words}: what is compared are requests of the side after"


def _with_examples(report: DiffReport, sides: Sides, pairs: tuple[Pair, ...], options: Options) -> DiffReport:
    """The report with scenarios that change, and resources of plans that are hit."""
    if any(not pair.same for pair in pairs):
        from guardrails.commands.comparing.scenarios import changed_scenarios

        scenarios, unasked = changed_scenarios(sides.before, sides.after, pairs)
        lines = tuple(f"not asked: the scenario {one}; `guardrails test` says why" for one in unasked)
        report = replace(report, scenarios=scenarios, notes=(*report.notes, *lines))
    if options.plans:
        from guardrails.commands.comparing.hits import struck

        found = [struck(text, sides, options.caller) for text in options.plans]
        hits = tuple(hit for one in found for hit in one.hits)
        report = replace(report, hits=hits, notes=(*report.notes, *(one.note for one in found)))
    return report
