"""Which resources of given plans a change would hit: the requests of each plan, put to both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.commands.gating.choosing import Target, target_of
from guardrails.commands.gating.preflight import judge_requests
from guardrails.commands.opening import start_of
from guardrails.commands.outcomes import Misused
from guardrails.commands.plan_inputs import plan_in
from guardrails.commands.principals import principal_of
from guardrails.model.difference import Hit
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Account, Organization
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.references.resolver import resolver_of
from guardrails.terraform.requests.predict import predict

if TYPE_CHECKING:
    from guardrails.commands.comparing.compared import Side, Sides
    from guardrails.model.gate_report import Judged
    from guardrails.model.prediction import Predicted


@dataclass(frozen=True, slots=True)
class Struck:
    """What a change does to one plan; `asked` counts its requests, `unmapped` the changes that nobody can tell."""

    hits: tuple[Hit, ...]
    file: str
    asked: int
    unmapped: int

    @property
    def note(self) -> str:
        """A line about the plan as a whole."""
        silent = f", {self.unmapped} changes with requests that nobody can tell" if self.unmapped else ""
        return f"{self.file}: {self.asked} requests put to both sides, {len(self.hits)} answered otherwise{silent}"


def struck(text: str, sides: Sides, caller: str) -> Struck:
    """Return what changes for one plan, given as FILE or ACCOUNT=FILE.

    Raises Undecided for what is no complete plan, Misused where nobody can tell for which account it is.
    """
    name, path = _parted(text, sides.after.project.organization)
    plan = plan_in(path)
    organization = sides.after.project.organization
    given = find_account(organization, name) if name else None
    placements = placements_of(plan, account=given.id if given else "")
    try:
        target = target_of(plan, placements, organization, name, "", caller)
    except Misused as problem:  # it speaks of the option of other commands
        message = problem.message.removeprefix("error: ")
        raise Misused(message.replace("say with --account", "say with ACCOUNT=FILE")) from None
    predicted = predict(plan, resolver_of(plan, None), placements)
    before, after = (_judged(side, target, predicted, sides.after) for side in (sides.before, sides.after))
    hits = dict.fromkeys(_hits(plan.file, before, after))
    return Struck(tuple(hits), plan.file, len(predicted.requests), len(predicted.unmapped))


def _parted(text: str, organization: Organization) -> tuple[str, Path]:
    name, equals, file = text.partition("=")
    if Path(text).exists() or not equals:
        return "", Path(text)
    if find_account(organization, name) is None:
        raise Misused(f"--plans {text}: neither a file nor ACCOUNT=FILE; {name} is no account of {organization.name}")
    return name, Path(file)


def _judged(side: Side, target: Target, predicted: Predicted, after: Side) -> tuple[Judged, ...]:
    """What one side says to each request, made by the caller whom the side after names."""
    account = _same(side, target.account)
    try:
        caller = principal_of(target.caller, target.account, after.project.organization).arn
        return judge_requests(side.project, account, predicted, caller, start_of(side.day))
    except ValueError as error:
        raise Misused(f"--as: {error}") from None


def _same(side: Side, account: Account) -> Account:
    organization = side.project.organization
    found = (find_account(organization, account.id) if account.id else None) or find_account(organization, account.name)
    if found is None:
        raise Misused(f"{side.label} has no account {account.name}: its plans cannot be compared")
    return found


def _hits(file: str, before: tuple[Judged, ...], after: tuple[Judged, ...]) -> Iterator[Hit]:
    for old, new in zip(before, after, strict=True):
        if old.outcome is not new.outcome:
            deciders = new.deciders or old.deciders
            by = f"{deciders[0].statement} at {deciders[0].node}" if deciders else ""
            prediction = new.prediction
            words = (old.outcome.words, new.outcome.words)
            yield Hit(file, prediction.change.address, prediction.action, *words, by)
