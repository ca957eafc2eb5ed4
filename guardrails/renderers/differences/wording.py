"""The difference in words: counts, headings, what a region holds, the call that shows it."""

from __future__ import annotations

from collections.abc import Sequence

from guardrails.model.difference import AccountsDifference, Difference, DiffReport, Region
from guardrails.model.proof import Witness

PROGRAM = "guardrails simulate"
PROVED = "no change in what is allowed (proved)"
SAME = "no change (same policies)"
NOT = "not "
EVERY_ACTION, EVERY_RESOURCE = "every action", "everything"
SCOPE = (
    "Compared are all authorization requests of the roles, users, federated users and root users of these accounts, "
    "with anything that AWS could send along. No SCP or RCP binds the management account, service-linked roles or AWS "
    "services that call for themselves."
)
"""What an answer is about; so that nobody reads more into it."""


def many(count: int, word: str) -> str:
    """Return a count with its noun: `1 region`, `3 policies`."""
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{count:,} {word if count == 1 else plural}"


def changed_groups(report: DiffReport) -> tuple[AccountsDifference, ...]:
    """Return the groups for which something changes or is not known."""
    return tuple(one for one in report.groups if not one.difference.equal)


def equal_groups(report: DiffReport) -> tuple[AccountsDifference, ...]:
    """Return the groups for which nothing changes."""
    return tuple(one for one in report.groups if one.difference.equal)


def summary(report: DiffReport) -> str:
    """Return the difference in a line: regions of both kinds, for how many accounts, and what is not known."""
    changed = changed_groups(report)
    allowed = sum(len(one.difference.newly_allowed) for one in changed)
    denied = sum(len(one.difference.newly_denied) for one in changed)
    parts = [f"{many(allowed, 'region')} newly allowed"] if allowed else []
    parts += [f"{many(denied, 'region')} newly denied"] if denied else []
    parts += ["something is not decided"] if report.undecided else []
    if not report.groups:
        return f"nothing compared: no {report.of} is on both sides"
    beside = f"; {_only(report)}" if report.appeared or report.gone else ""
    whole = many(sum(len(one.accounts) for one in report.groups), report.of)
    if not parts:
        proved = any(one.added or one.removed or one.changed for one in report.groups)
        return f"{PROVED if proved else SAME} for {whole}{beside}"
    touched = sum(len(one.accounts) for one in changed)
    return f"{', '.join(parts)}, in {touched} of {whole}{beside}"


def _only(report: DiffReport) -> str:
    parts = ((len(report.appeared), "only after"), (len(report.gone), "only before"))
    return ", ".join(f"{many(count, report.of)} {word}" for count, word in parts if count)


def verdict(difference: Difference) -> str:
    """Return what a group's difference is: `newly allowed, newly denied`, `not decided`; empty for none."""
    parts = [
        *(["newly allowed"] if difference.newly_allowed else []),
        *(["newly denied"] if difference.newly_denied else []),
        *(["not decided"] if difference.undecided else []),
    ]
    return ", ".join(parts)


def unchanged(group: AccountsDifference) -> str:
    """Return why nothing changes for a group: the policies are the same, or proved to say the same."""
    return PROVED if group.added or group.removed or group.changed else SAME


def sources(group: AccountsDifference) -> tuple[tuple[str, str], ...]:
    """Return what was done to the policies of a group: (`added`, `gpu-cap at Workloads`), in order."""
    rows = (("added", group.added), ("removed", group.removed), ("changed", group.changed))
    return tuple((label, text) for label, texts in rows for text in texts)


def listed(texts: Sequence[str], most: int) -> str:
    """Return texts with commas, at most so many; how many more there are stands at the end."""
    more = len(texts) - most
    return f"{', '.join(texts[:most])}{f' and {more:,} more' if more > 0 else ''}"


def patterns(texts: Sequence[str], every: str) -> tuple[str, tuple[str, ...], str, tuple[str, ...]]:
    """Return patterns as words, patterns, words, patterns left out; `every` is how all of them are called."""
    named = tuple(one for one in texts if not one.startswith(NOT))
    left_out = tuple(one.removeprefix(NOT) for one in texts if one.startswith(NOT))
    if named in ((), ("*",)):
        return f"{every} but" if left_out else every, (), "", left_out
    return "", named, "but not" if left_out else "", left_out


def phrase(texts: Sequence[str], every: str, most: int) -> str:
    """Return patterns in words, at most so many of each kind: `every action but a:B`, `a:*, but not a:B`."""
    start, named, but, left_out = patterns(texts, every)
    parts = (start, listed(named, most) + ("," if but else ""), but, listed(left_out, most))
    return " ".join(part for part in parts if part)


def known(region: Region) -> str:
    """Return how many actions of the catalog a region holds; empty where it holds none, or just the one it names."""
    if region.known_actions > 1 or any("*" in one or "?" in one for one in region.actions):
        return many(region.known_actions, "known action")
    return ""


def unless(region: Region, most: int) -> str:
    """Return which other statements keep a part of a region as it is; their number where they are more than `most`."""
    others = region.unless
    if len(others) > most:
        return f"one of {many(len(others), 'other statement')} denies it anyway"
    return f"{' or '.join(others)} denies it anyway" if others else ""


def command(witness: Witness) -> str:
    """Return the call that shows a region, as a command to copy."""
    return witness.words if witness.words.startswith("guardrails ") else f"{PROGRAM} {witness.words}".rstrip()


def outside(witness: Witness) -> str:
    """Return what of a witness exists only outside the catalog; empty where all exists."""
    return ", ".join(witness.outside)


def everywhere(texts: Sequence[str]) -> bool:
    """Whether resources are not restricted at all."""
    return not texts or tuple(texts) == ("*",)


def scope(report: DiffReport) -> tuple[str, ...]:
    """Return what was compared over, in a line; none where no policy differs."""
    return (SCOPE,) if any(one.added or one.removed or one.changed for one in report.groups) else ()


def arrivals(report: DiffReport) -> tuple[str, ...]:
    """Return a line for the accounts that only one side has."""
    lines = []
    if report.appeared:
        lines.append(f"only after: {', '.join(report.appeared)}; what they were allowed before is not known here")
    if report.gone:
        lines.append(f"only before: {', '.join(report.gone)}; no policy of the side after binds them")
    return tuple(lines)
