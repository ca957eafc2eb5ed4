"""GitHub annotations of a difference, one a line: what is newly allowed or not decided warns, the rest is a notice."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.model.difference import AccountsDifference, DiffReport, Region
from guardrails.renderers.differences import wording
from guardrails.renderers.workflow_commands import capped, command

_MOST = 12
_REST = "see the summary of the job"


def render(report: DiffReport) -> str:
    """Return warnings, then notices, ten of each at most; a notice where nothing changes."""
    changed = wording.changed_groups(report)
    warnings = [line for one in changed for line in _warnings(one)]
    warnings += [command("warning", {"title": "guardrails diff: not decided"}, one) for one in report.open]
    notices = [
        _region("notice", "newly denied", one, region) for one in changed for region in one.difference.newly_denied
    ]
    notices += [command("notice", {"title": "guardrails diff"}, one) for one in wording.arrivals(report)]
    if not warnings and not notices:
        notices = [command("notice", {"title": "guardrails diff"}, wording.summary(report))]
    lines = [
        *capped(warnings, "warning", "guardrails diff", _REST),
        *capped(notices, "notice", "guardrails diff", _REST),
    ]
    return "".join(f"{line}\n" for line in lines)


def _warnings(group: AccountsDifference) -> Iterator[str]:
    for region in group.difference.newly_allowed:
        yield _region("warning", "newly allowed", group, region)
    for reason in group.difference.undecided:
        title = f"guardrails diff: not decided in {wording.listed(group.accounts, _MOST)}"
        yield command("warning", {"title": title}, reason)


def _region(level: str, kind: str, group: AccountsDifference, region: Region) -> str:
    count = wording.known(region)
    lines = [wording.phrase(region.actions, wording.EVERY_ACTION, _MOST) + (f" ({count})" if count else "")]
    if not wording.everywhere(region.resources):
        lines.append(f"on {wording.phrase(region.resources, wording.EVERY_RESOURCE, _MOST)}")
    lines += [f"{'and' if at else 'when'} {one}" for at, one in enumerate(region.conditions)]
    lines += [f"unless {wording.unless(region, _MOST // 3)}"] if region.unless else []
    lines += [f"by {wording.listed(region.causes, _MOST)}"] if region.causes else []
    lines.append(f"such as {wording.command(region.witness)}")
    title = f"guardrails diff: {kind} in {wording.listed(group.accounts, _MOST)}"
    return command(level, {"title": title}, *lines)
