"""Scenario files (`scps/tests/<slug>.yaml`) and self-contained case files: their form, and reading them.

A scenario asks the project's own organization; a case brings every policy and the whole context with it.
"""

# ruff: noqa: RUF012 - pydantic gives each instance its own copy of a default
from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, JsonValue

from guardrails.files import codes
from guardrails.files.forms import validate
from guardrails.files.reading import MAX_YAML_BYTES, read_text
from guardrails.files.strict import Form
from guardrails.files.yaml_text import YamlText, read_yaml
from guardrails.model.finding import Finding
from guardrails.model.source import Location

Word = Annotated[str, Field(min_length=1)]
ContextValue = str | int | float | bool | list[str | int | float | bool]
PolicyJson = dict[str, JsonValue]


class Scenario(Form):
    """One request and its expected answer, asked of one or several accounts of the organization."""

    id: str = ""
    note: str = ""
    rows: list[str] = []
    request: Word
    account: Word | list[Word] = "members"
    as_: Word = Field(default="role/Developer", alias="as")
    resource: Word | list[Word] | None = None
    context: dict[str, ContextValue] = {}
    absent: list[str] = []
    unknown: list[str] = []
    expect: Literal["deny", "allow", "unknown", "not-restricted"]
    by: str = ""
    gap: bool = False


class ScenarioFile(Form):
    """The scenarios of one policy; `organization` is a folder below `scps/`, empty for the project's own.

    `today` is the date on which they are asked, for what expires; empty for the date of the run.
    """

    policy: Word
    organization: str = ""
    today: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] = ""
    scenarios: Annotated[list[Scenario], Field(min_length=1)]


class Part(Form):
    """One authorization request of a call, where they differ in more than the resource; the rest is the case's."""

    action: Word | None = None
    resource: Word | None = None
    context: dict[str, ContextValue] = {}


class Case(Form):
    """One self-contained question; its context is exactly what is listed. None means that the policy is not there.

    `breaks` says in words which rule the case guards; `gap` marks an answer that a reader might not expect.
    """

    id: str = ""
    note: str = ""
    breaks: str = ""
    gap: bool = False
    source: str = ""
    rows: list[str] = []
    skip: str = ""
    principal: Word
    management_account: bool = False
    action: Word | None = None
    requests: list[Part] = []
    resource: Word | None = None
    resources: list[Word] = []
    resource_account: str | None = None
    resource_management_account: bool = False
    context: dict[str, ContextValue] = {}
    unknown: list[str] = []
    scps: list[list[PolicyJson]] = []
    rcps: list[list[PolicyJson]] = []
    identity: list[PolicyJson] | None = None
    boundary: PolicyJson | None = None
    session: PolicyJson | None = None
    resource_policy: PolicyJson | None = None
    expect: Literal["allow", "explicit-deny", "implicit-deny", "unknown"]


class CaseFile(Form):
    """Self-contained cases; `shared` holds what their YAML aliases refer to."""

    shared: dict[str, JsonValue] = {}

    cases: Annotated[list[Case], Field(min_length=1)]


class Read(NamedTuple):
    """A file that was read: its form, or None with the findings that say why not; `text` locates its parts."""

    file: str
    form: ScenarioFile | CaseFile | None
    findings: tuple[Finding, ...]
    text: YamlText | None = None

    def at(self, position: int) -> Location:
        """Return the place of one scenario or case."""
        top = "cases" if isinstance(self.form, CaseFile) else "scenarios"
        return self.text.location((top, position)) if self.text else Location(self.file)


def read_scenarios(path: Path, root: Path) -> Read:
    """Return a scenario or case file, told apart by its key `cases`; every problem of the file at once."""
    absolute, base = path.absolute(), root.absolute()
    shown = absolute.relative_to(base).as_posix() if absolute.is_relative_to(base) else path.as_posix()
    text = read_text(path, root, shown, MAX_YAML_BYTES)
    if isinstance(text, Finding):
        return Read(shown, None, (text,))
    return parse_scenarios(text, shown)


def parse_scenarios(text: str, file: str) -> Read:
    """Return what a text says as `read_scenarios` does; `file` names it in findings."""
    source = read_yaml(text, file, aliases=True)
    if source.value is None:
        return Read(file, None, source.findings or (_empty(file),), source)
    model: type[ScenarioFile] | type[CaseFile] = ScenarioFile
    if isinstance(source.value, dict) and "cases" in source.value:
        model = CaseFile
    form = validate(source, model)
    findings = source.findings + (form if isinstance(form, tuple) else _amiss(form, source))
    return Read(file, None if isinstance(form, tuple) or findings else form, findings, source)


def _empty(file: str) -> Finding:
    return codes.finding(codes.SYNTAX, "the file holds nothing", Location(file), "write scenarios: or cases:")


def _amiss(form: ScenarioFile | CaseFile, source: YamlText) -> tuple[Finding, ...]:
    """Return what is wrong although every value has the right type."""
    if isinstance(form, CaseFile):
        return _cases_amiss(form, source)
    findings = []
    if form.organization and (form.organization.startswith("/") or ".." in Path(form.organization).parts):
        place = source.location(("organization",))
        findings.append(
            codes.finding(codes.OUTSIDE, "organization leads outside scps/", place, "name a folder below scps/")
        )
    for at, scenario in enumerate(form.scenarios):
        place = source.location(("scenarios", at))
        if scenario.expect == "deny" and not scenario.by:
            help = "add by: policy#Sid, so that the right statement is known to decide"
            findings.append(
                codes.finding(codes.MISSING_KEY, "a scenario that expects deny names no statement", place, help)
            )
        if scenario.by and scenario.expect != "deny":
            message = f"by: {scenario.by} says who denies, but the scenario expects {scenario.expect}"
            findings.append(codes.finding(codes.WRONG_VALUE, message, place, "remove by, or expect deny"))
    return tuple(findings)


def _cases_amiss(form: CaseFile, source: YamlText) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    for at, case in enumerate(form.cases):
        if [case.resource is None, not case.resources, not case.requests].count(False) != 1:
            place = source.location(("cases", at))
            message = "a case names exactly one of resource, resources and requests"
            findings.append(codes.finding(codes.MISSING_KEY, message, place, 'resource: "*" where there is none'))
        if case.action is None and not all(part.action for part in case.requests or [Part()]):
            place = source.location(("cases", at))
            findings.append(
                codes.finding(codes.MISSING_KEY, "a case without an action", place, "add action: service:Name")
            )
        overlap = {key.lower() for key in case.context} & {key.lower() for key in case.unknown}
        for key in sorted(overlap):
            place = source.location(("cases", at, "unknown"))
            findings.append(
                codes.finding(codes.WRONG_VALUE, f"{key} is both given and unknown", place, "keep one of the two")
            )
    return tuple(findings)
