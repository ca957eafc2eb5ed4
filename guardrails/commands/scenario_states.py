"""A project's scenarios, put to several states of its organization: before and after a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from guardrails.commands.deciders import deciders_of
from guardrails.commands.simulation import policies_of
from guardrails.commands.words import WordProblem
from guardrails.evaluation.call import Call, Part
from guardrails.evaluation.compiled import compile_policies
from guardrails.evaluation.reach import scp_exemption
from guardrails.model.answer import Outcome
from guardrails.model.decision import Truth, worst
from guardrails.model.organization.levels import find_account
from guardrails.model.policy.document import PolicySet
from guardrails.model.request import PrincipalKind

if TYPE_CHECKING:
    from guardrails.commands.calls import Question
    from guardrails.evaluation.compiled import Decider as Compiled
    from guardrails.files.loaded import Project
    from guardrails.files.scenarios import Scenario
    from guardrails.model.organization.tree import Account


@dataclass(slots=True)
class State:
    """One state, with what was compiled of it; accounts are found by name, for their policies differ."""

    project: Project
    compiled: dict[tuple[str, str, bool], tuple[PolicySet, Compiled]] = field(default_factory=dict)

    def outcome(self, account: str, call: Call, parts: tuple[Part, ...]) -> Outcome:
        """Return what this state says to a call."""
        _, decider = self._policies(account, call)
        denied = worst(decider.decide(part.request) for part in parts).denied
        if denied is Truth.UNKNOWN:
            return Outcome.UNKNOWN
        if denied is Truth.TRUE:
            return Outcome.DENY
        return Outcome.NOT_RESTRICTED if scp_exemption(parts[0].request) else Outcome.ALLOW

    def policies(self, account: str, call: Call, parts: tuple[Part, ...]) -> Iterator[str]:
        """Yield the slugs of the policies that deny a call, or may."""
        from guardrails.evaluation.explain import explain  # only a scenario that changes pays for it

        policies, decider = self._policies(account, call)
        for part in parts:
            if decider.decide(part.request).denied is not Truth.FALSE:
                explanation = explain(policies, part.request)
                found = deciders_of(self.project, self._account(account), explanation)
                yield from (decider.policy for decider in found if decider.policy)

    def _policies(self, account: str, call: Call) -> tuple[PolicySet, Compiled]:
        key = (account, call.owner, call.principal.kind is PrincipalKind.SERVICE)
        if key not in self.compiled:
            policies = policies_of(self.project, self._account(account), call)
            self.compiled[key] = policies, compile_policies(policies)
        return self.compiled[key]

    def _account(self, name: str) -> Account:
        found = find_account(self.project.organization, name)
        if found is None:
            raise ValueError(f"{name} is no account of the organization")
        return found


def asked_in(project: Project, moment: datetime, unasked: list[str]) -> Iterator[tuple[Scenario, Account, Question]]:
    """Yield the project's scenarios for each account and call; those of another day or organization are left out.

    What cannot be asked, a file or a scenario, is added to `unasked`.
    """
    from guardrails.commands.test import scenario_files
    from guardrails.commands.trials import asked_by
    from guardrails.files.scenarios import ScenarioFile, read_scenarios

    for file in scenario_files(project):
        read = read_scenarios(file, project.root)
        form = read.form
        if form is None:
            unasked.append(read.file)
        if not isinstance(form, ScenarioFile) or form.organization or form.today or "examples" in file.parts:
            continue
        for scenario in form.scenarios:
            try:
                accounts, questions = asked_by(project, scenario, moment)
            except (WordProblem, ValueError):
                unasked.append(f"{read.file} ({scenario.id or scenario.note or scenario.request})")
                continue
            yield from ((scenario, account, question) for account in accounts for question in questions)
