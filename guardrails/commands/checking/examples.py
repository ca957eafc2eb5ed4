"""Compliant examples: the calls that a policy's scenarios declare to be allowed, as authorization requests.

Read from `tests/` beside the organization file. Files that speak of another organization or of another day say nothing
about this one and are passed over; so are scenarios whose answer is a known gap or hangs on something unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from guardrails.catalog.services import action
from guardrails.commands.asking import Asked, asked, listed
from guardrails.commands.calls import Question, call_of
from guardrails.commands.opening import start_of
from guardrails.evaluation.call import expand
from guardrails.evaluation.matching import action_element_matches
from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.reading import MAX_YAML_BYTES, read_text
from guardrails.files.structure import conforms
from guardrails.files.yaml_text import YamlText, read_yaml, texts_of
from guardrails.lint.subjects.surroundings import Example
from guardrails.model.finding import Finding
from guardrails.model.organization.levels import members
from guardrails.model.organization.tree import Account
from guardrails.model.policy.document import Effect
from guardrails.model.request import Request
from guardrails.model.source import Location


class Examples(NamedTuple):
    """Examples by policy, and what is wrong with the files that could not be used."""

    of: Mapping[str, tuple[Example, ...]]
    findings: tuple[Finding, ...] = ()


def examples_of(project: Project, today: date) -> Examples:
    """Return the compliant examples of every policy that is in force somewhere, on that day.

    A call counts for the accounts that stand under the policy: elsewhere the policy says nothing about it. Calls of
    actions that no Deny of the policy names are left out, for it cannot deny them.
    """
    reader = _Reader(project, today, _bound(project))
    folder = (project.root / project.file).parent / "tests"
    try:
        files = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:  # a glob would find nothing, and nobody would know
        shown = folder.absolute().relative_to(project.root.absolute()).as_posix()
        message = f"{shown} cannot be listed: {error.strerror or 'not a folder'}"
        return Examples({}, (codes.finding(codes.UNREADABLE, message, Location(shown)),))
    for path in files:
        if path.suffix == ".yaml":
            reader.file(path)
    return Examples({slug: tuple(rows) for slug, rows in reader.examples.items()}, tuple(reader.findings))


def _bound(project: Project) -> dict[str, frozenset[str]]:
    """Return, for each policy, the names of the accounts that stand under it."""
    names: dict[str, set[str]] = {}
    for account in members(project.organization, planned=True):
        for level in (*project.levels(account), *project.rcp_levels(account)):
            for document in level.policies:
                names.setdefault(document.name, set()).add(account.name)
    return {slug: frozenset(found) for slug, found in names.items()}


@dataclass(slots=True)
class _Reader:
    project: Project
    today: date
    bound: Mapping[str, frozenset[str]]
    examples: dict[str, list[Example]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def file(self, path: Path) -> None:
        """Take in one file; what cannot be read is a finding."""
        shown = path.absolute().relative_to(self.project.root.absolute()).as_posix()
        text = read_text(path, self.project.root, shown, MAX_YAML_BYTES)
        if isinstance(text, Finding):
            self.findings.append(text)
            return
        if _speaks_of_others(text):
            return
        source = read_yaml(text, shown, aliases=True)
        if source.findings or not conforms(source.value, "scenarios"):
            self._amiss(text, shown)
            return
        if isinstance(source.value, dict) and self._is_ours(source.value):
            self._scenarios(source, source.value)

    def _is_ours(self, form: Mapping[str, Any]) -> bool:
        own_day = form.get("today", "") in ("", self.today.isoformat())
        return own_day and not form.get("organization") and form["policy"] in self.bound

    def _amiss(self, text: str, shown: str) -> None:
        """Say what is wrong; a file of self-contained cases is well formed, too, and holds no examples."""
        from guardrails.files.scenarios import parse_scenarios

        self.findings += parse_scenarios(text, shown).findings

    def _scenarios(self, source: YamlText, form: Mapping[str, Any]) -> None:
        moment = start_of(self.today)
        for at, scenario in enumerate(form["scenarios"]):
            if scenario["expect"] != "allow" or scenario.get("gap") or scenario.get("unknown"):
                continue
            try:
                found = list(self._examples(form["policy"], scenario, source.file, at, moment))
            except ValueError as error:
                message = f"the scenario cannot be asked: {' '.join(str(error).splitlines())}"
                self.findings.append(codes.finding(codes.WRONG_VALUE, message, source.location(("scenarios", at))))
                continue
            self.examples.setdefault(form["policy"], []).extend(found)

    def _examples(
        self, policy: str, scenario: Mapping[str, Any], file: str, at: int, moment: datetime
    ) -> Iterator[Example]:
        accounts, questions = asked(self.project, _words(scenario), moment)
        for question in (one for one in questions if self._may_deny(policy, one.action)):
            for account in accounts:
                if account.name in self.bound[policy]:
                    place = Location(file, ("scenarios", at))
                    yield Example(policy, scenario["request"], account.name, self._requests(account, question), place)

    def _may_deny(self, policy: str, name: str) -> bool:
        known = action(name)
        names = (name, *known.dependents) if known else (name,)
        document = self.project.documents.get(policy)
        denies = [one for one in document.statements if one.effect is Effect.DENY] if document else []
        return any(action_element_matches(one.action, each) for one in denies for each in names)

    def _requests(self, account: Account, question: Question) -> tuple[Request, ...]:
        return tuple(part.request for part in expand(call_of(self.project, account, question)))


_OTHERS = re.compile(r"^organization:[ \t]*[A-Za-z]", re.MULTILINE)


def _speaks_of_others(text: str) -> bool:
    """Whether a file names another organization; then it need not be read to the end here."""
    return _OTHERS.search(text) is not None


def _words(scenario: Mapping[str, Any]) -> Asked:
    return Asked(
        request=scenario["request"],
        accounts=listed(scenario.get("account", "members")),
        caller=scenario.get("as", "role/Developer"),
        resources=listed(scenario.get("resource") or []),
        context={key: texts_of(value) for key, value in scenario.get("context", {}).items()},
        absent=scenario.get("absent", ()),
    )
