"""Suppressions (`scps/lint.yaml`): findings that somebody answers for until a day, for JSON has no comments.

Every entry names rule, file, owner, reason and expiry. An entry that silences nothing, or has expired, is a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from guardrails.files import codes
from guardrails.files.reading import MAX_YAML_BYTES, read_text
from guardrails.files.structure import conforms
from guardrails.files.yaml_text import YamlText, read_yaml
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.source import Location

FILE_NAME = "lint.yaml"

UNUSED = Rule("SUP-001", "unused-suppression", "A suppression silences at least one finding.", Severity.WARNING)
EXPIRED = Rule("SUP-002", "expired-suppression", "A suppression has not expired.", Severity.WARNING)
SUPPRESSION_RULES: tuple[Rule, ...] = (UNUSED, EXPIRED)


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry, in force until and including the day `expires`. `file` is a glob; empty `sid` and `token`: any."""

    rule: str
    file: str
    owner: str
    reason: str
    expires: date
    place: Location
    sid: str = ""
    token: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether the entry speaks of that finding; its expiry is not looked at."""
        return (
            finding.rule == self.rule
            and fnmatchcase(finding.location.file, self.file)
            and self.sid in ("", finding.sid)
            and self.token.lower() in ("", finding.token.lower())
        )


def read_suppressions(path: Path, root: Path) -> tuple[tuple[Suppression, ...], tuple[Finding, ...]]:
    """Return the entries of a file and everything that forbids using it, such as that it cannot be read."""
    absolute, base = path.absolute(), root.absolute()
    shown = absolute.relative_to(base).as_posix() if absolute.is_relative_to(base) else path.as_posix()
    text = read_text(path, root if absolute.is_relative_to(base) else path.parent, shown, MAX_YAML_BYTES)
    if isinstance(text, Finding):
        return (), (text,)
    source = read_yaml(text, shown)
    if source.findings or not conforms(source.value, "lint"):
        return (), _amiss(source)
    assert isinstance(source.value, dict), "only a mapping conforms"
    entries, findings = [], []
    for at, raw in enumerate(source.value["suppressions"]):
        place = source.location(("suppressions", at))
        try:
            expires = date.fromisoformat(raw["expires"])
        except ValueError:
            help = "write year-month-day"
            findings.append(codes.finding(codes.WRONG_VALUE, f"{raw['expires']} is no day", place, help))
            continue
        named = (raw["rule"], raw["file"], raw["owner"], raw["reason"])
        entries.append(Suppression(*named, expires, place, raw.get("sid") or "", raw.get("token") or ""))
    return tuple(entries), tuple(findings)


def _amiss(source: YamlText) -> tuple[Finding, ...]:
    from guardrails.files.forms import validate
    from guardrails.files.suppression_form import SuppressionFile

    form = validate(source, SuppressionFile) if source.value is not None else ()
    empty = codes.finding(codes.SYNTAX, "the file holds nothing", Location(source.file), "write suppressions: []")
    found = (*source.findings, *(form if isinstance(form, tuple) else ()))
    return found or (empty,)


def set_aside(
    findings: tuple[Finding, ...], entries: tuple[Suppression, ...], today: date, whole: bool
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, Suppression], ...]]:
    """Return the findings that stay, those about the entries themselves included, and the silenced ones.

    Args:
        whole: whether everything was looked at, so that an entry without a finding is known to be unused.
    """
    active = tuple(one for one in entries if today <= one.expires)
    stay, silenced = [], []
    for finding in findings:
        by = next((one for one in active if one.covers(finding)), None)
        if by is None:
            stay.append(finding)
        else:
            silenced.append((finding, by))
    used = {by.place for _, by in silenced}
    for one in entries:
        if one not in active:
            message = f"the suppression of {one.rule} in {one.file} expired on {one.expires}; it silences nothing"
            stay.append(codes.finding(EXPIRED, message, one.place, "mend the finding, or have it reviewed again"))
        elif whole and one.place not in used:
            message = f"the suppression of {one.rule} in {one.file} silences nothing"
            stay.append(codes.finding(UNUSED, message, one.place, "remove it"))
    return tuple(stay), tuple(silenced)
