"""From what Checkov says to findings: what fails, what cannot be decided, what a comment in the source skips."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guardrails.commands.scanning.selection import rule_of
from guardrails.model.finding import Finding, Rule
from guardrails.model.gate_report import RuleRun
from guardrails.model.scan import Answer, Record, Scan
from guardrails.model.source import Location

if TYPE_CHECKING:
    from guardrails.files.tool_rules import Skip, ToolRules

_POSITION: Final = re.compile(r"\[?\d+\]?")
_STEP: Final = re.compile(r"[/.]|(?=\[)")


@dataclass(frozen=True, slots=True)
class Target:
    """What an input is for: names of environment and account, empty where nobody knows them."""

    environment: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """The findings of one input; those that comments skip, each with the comment's words; which checks ran."""

    findings: tuple[Finding, ...]
    skipped: tuple[tuple[Finding, str], ...] = ()
    runs: tuple[RuleRun, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[Finding, ...]:
        """All findings: a plan holds no comments, so a skip that a scanner tells of there is not believed."""
        return (*self.findings, *(one for one, _ in self.skipped))


def findings_of(
    scan: Scan,
    tools: ToolRules,
    place: Callable[[Record], Location],
    target: Target,
    *,
    checks: Collection[str],
    late: Mapping[str, Sequence[str]] | None = None,
    value: Callable[[Record, str], str] = lambda record, attribute: "",
    advisory: Collection[str] = (),
) -> Scanned:
    """Return what a scan found.

    Args:
        scan: what Checkov says.
        tools: rules and baseline; what the baseline leaves out for this target or at an address is no finding.
        place: where a record's block stands.
        target: what the input is for.
        checks: ids that were to run for this target.
        late: by address, the attributes that are known only after apply. A stock check takes those for absent: where
            it fails on nothing else, it is undecided.
        value: what stands at an attribute, to be shown; empty where it may not be or is not known.
        advisory: ids of rules that never close the gate.
    """
    wanted = frozenset(checks)
    found: list[Finding] = []
    skipped: list[tuple[Finding, str]] = []
    for record, rule in _to_tell(scan, tools, target, wanted):
        own = record.check in tools.rules
        if record.answer is Answer.FAILED:
            doubtful = not own and _all_late(record.keys, (late or {}).get(record.address, ()))
            found.append(_finding(record, rule, tools, place, value, undecided=doubtful))
        elif record.answer is Answer.UNKNOWN and own and record.keys:
            found.append(_finding(record, rule, tools, place, value, undecided=True))
        elif record.answer is Answer.SKIPPED:
            skipped.append((_finding(record, rule, tools, place, value), record.comment))
    return Scanned(tuple(found), tuple(skipped), runs_of(scan, tools, wanted, advisory), scan.notes)


def _to_tell(scan: Scan, tools: ToolRules, target: Target, wanted: Collection[str]) -> Iterator[tuple[Record, Rule]]:
    """Yield the records of the wanted checks that may be findings, without what the baseline leaves out here."""
    skips = {id: [one for one in tools.skips if one.id == id] for id in {one.id for one in tools.skips}}
    for record in scan.records:
        if record.answer is Answer.PASSED or record.check not in wanted:
            continue
        rule = rule_of(tools, record.check)
        if rule is not None and not _left_out(record, skips.get(record.check, ()), target):
            yield record, rule


def runs_of(scan: Scan, tools: ToolRules, checks: Collection[str], advisory: Collection[str]) -> tuple[RuleRun, ...]:
    """Return each check that ran, in order of ids, with how many blocks it looked at."""
    rules = ((id, rule_of(tools, id)) for id in sorted(checks))
    return tuple(RuleRun(rule, scan.looked.get(id, 0), (), id in advisory) for id, rule in rules if rule)


def _left_out(record: Record, skips: Sequence[Skip], target: Target) -> bool:
    return any(one.covers(target.environment, target.account, record.address) for one in skips)


def _all_late(keys: Sequence[str], late: Sequence[str]) -> bool:
    """Whether all attributes that a check looked at are known only after apply."""
    return bool(keys) and all(_is_late(attribute_of(key), late) for key in keys)


def _is_late(path: str, late: Sequence[str]) -> bool:
    return any(path == one or path.startswith(f"{one}.") for one in late)


def attribute_of(key: str) -> str:
    """Return an attribute as a dotted path without positions: `a/[0]/b/[0]/c` is `a.b.c`."""
    steps = (step for step in _STEP.split(key) if step)
    return ".".join(step for step in steps if not _POSITION.fullmatch(step))


def _finding(
    record: Record,
    rule: Rule,
    tools: ToolRules,
    place: Callable[[Record], Location],
    value: Callable[[Record, str], str],
    undecided: bool = False,
) -> Finding:
    attributes = tuple(dict.fromkeys(filter(None, map(attribute_of, record.keys))))
    attribute = attributes[0] if attributes else ""
    about = tools.about[rule.id]
    return Finding(
        rule.id,
        rule.severity,
        _message(about.title, record.message, undecided and rule.id in tools.stock),
        place(record),
        about.help,
        rule.confidence,
        token=attribute,
        address=record.address,
        attribute=attribute,
        found="" if undecided or not attribute else value(record, attribute),
        undecided=undecided,
        hangs_on=attributes if undecided else (),
    )


def _message(title: str, details: str, late: bool) -> str:
    """Return the check's title with what it says of this block: a sentence without a full stop, in one line."""
    said = " ".join(details.split()) or ("what it looks at is known only after apply" if late else "")
    title = " ".join(title.split()).rstrip(".")
    return f"{title}: {said.rstrip('.')}" if said and said != title else title
