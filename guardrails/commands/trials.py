"""Running scenarios and self-contained cases: each becomes a trial, and the statements that decided are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from guardrails.commands.asking import Asked, asked, listed
from guardrails.commands.calls import Question
from guardrails.commands.opening import start_of
from guardrails.commands.simulation import Reply, ask
from guardrails.commands.words import WordProblem
from guardrails.files.loaded import InvalidProject, Project
from guardrails.files.project import load_project
from guardrails.files.scenarios import Case, CaseFile, Read, Scenario, ScenarioFile, read_scenarios
from guardrails.files.yaml_text import texts_of
from guardrails.model.answer import Coverage, Outcome, ScenarioReport, Trial
from guardrails.model.decision import Truth
from guardrails.model.organization.tree import Account
from guardrails.model.policy.document import FULL_AWS_ACCESS, Effect
from guardrails.model.source import show_pointer

Ask = Callable[[Project, Account, Question], Reply]


@dataclass(slots=True)
class Run:
    """One run over files: what came of each scenario, and how often each statement decided.

    `projects` are by the folder of their organization file and the date; `counts` by (policy, statement). Without
    `place`, the folder of an organization file, each scenario file speaks of the nearest one above it.
    """

    today: date
    moment: datetime | None = None
    ask: Ask = ask
    trials: list[Trial] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    place: Path | None = None
    projects: dict[tuple[Path, date], Project | None] = field(default_factory=dict)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    tested: dict[str, Project] = field(default_factory=dict)

    def file(self, path: Path, root: Path) -> None:
        """Run everything in one file; what cannot be read becomes a problem."""
        read = read_scenarios(path, root)
        if read.form is None:
            self.problems += [f"{one.location}: {one.message}" for one in read.findings]
        elif isinstance(read.form, CaseFile):
            for at, case in enumerate(read.form.cases):
                self.trials.append(_trial(read, at, case.id, case.note or case.action or "", "", _case_failures(case)))
        else:
            self._scenarios(read, read.form, path)

    def _scenarios(self, read: Read, form: ScenarioFile, path: Path) -> None:
        try:
            day = date.fromisoformat(form.today) if form.today else self.today
        except ValueError:
            self.problems.append(f"{read.at(0)}: today: there is no date {form.today}")
            return
        project = self._project(path, form.organization, day)
        if project is None:
            return
        if form.policy not in project.organization.policies:
            self.problems.append(f"{read.at(0)}: no policy is called {form.policy!r} in {project.organization.name}")
            return
        moment = start_of(day) if form.today else self.moment
        self.tested.setdefault(form.policy, project)
        for at, scenario in enumerate(form.scenarios):
            failures = self._scenario_failures(project, scenario, moment)
            self.trials.append(_trial(read, at, scenario.id, scenario.note or scenario.request, form.policy, failures))

    def _project(self, path: Path, name: str, day: date) -> Project | None:
        """The project that a scenario file speaks of; None (with a problem, once) when it cannot be used."""
        folder = self.place or organization_folder(path)
        place = folder / name if folder and name else folder
        if place is None:
            self.problems.append(f"{path}: no organization.yaml in any folder above; name a project with --root")
            return None
        if (place, day) not in self.projects:
            self.projects[place, day] = self._load(place, day)
        return self.projects[place, day]

    def _load(self, place: Path, day: date) -> Project | None:
        root = place.parent if place.name == "scps" else place
        try:
            return load_project(root, day)
        except InvalidProject as invalid:
            self.problems += [f"{place}: {one.location}: {one.message}" for one in invalid.findings]
            return None

    def _scenario_failures(self, project: Project, scenario: Scenario, moment: datetime | None) -> tuple[str, ...]:
        try:
            replies = list(self._replies(project, scenario, moment))
        except (WordProblem, ValueError) as error:
            return tuple(str(error).splitlines())
        failures = tuple(text for reply in replies for text in _judge(scenario, reply))
        for reply in replies:
            self.counts.update(_decisive(reply, scenario.by if not failures else ""))
        return failures or (() if replies else ("no account to ask",))

    def _replies(self, project: Project, scenario: Scenario, moment: datetime | None) -> Iterator[Reply]:
        accounts, questions = asked_by(project, scenario, moment)
        for question in questions:
            for account in accounts:
                yield self.ask(project, account, question)


def organization_folder(path: Path) -> Path | None:
    """Return the nearest folder above a file that holds `organization.yaml`, directly or in `scps/`."""
    for folder in path.absolute().parents:
        for place in (folder, folder / "scps"):
            if (place / "organization.yaml").is_file():
                return place
    return None


def _trial(read: Read, at: int, id: str, name: str, policy: str, failures: tuple[str, ...]) -> Trial:
    span = read.at(at).span
    return Trial(id, read.file, span.line if span else 1, name, policy, failures)


def asked_by(
    project: Project, scenario: Scenario, moment: datetime | None
) -> tuple[tuple[Account, ...], list[Question]]:
    """Return the accounts and calls of a scenario. Raises ValueError for words, accounts or actions nobody knows."""
    words = Asked(
        request=scenario.request,
        accounts=listed(scenario.account),
        caller=scenario.as_,
        resources=listed(scenario.resource or ()),
        context={key: texts_of(value) for key, value in scenario.context.items()},
        absent=scenario.absent,
        unknown=scenario.unknown,
    )
    return asked(project, words, moment)


def _judge(scenario: Scenario, reply: Reply) -> Iterator[str]:
    answer = reply.answer
    by = [decider.statement for decider in answer.deciders]
    if answer.outcome.value != scenario.expect:
        reason = f" by {', '.join(by)}" if by else ""
        hanging = f", which hangs on {', '.join(answer.hangs_on)}" if answer.hangs_on else ""
        got = f"{answer.outcome.value}{reason}{hanging}"
        yield f"{answer.account}, {answer.action}: expected {scenario.expect}, got {got}"
    elif scenario.expect == Outcome.DENY.value and scenario.by and scenario.by not in by:
        yield f"{answer.account}, {answer.action}: expected a deny by {scenario.by}, got {', '.join(by)}"


def _decisive(reply: Reply, by: str) -> Iterator[tuple[str, str]]:
    """The statements that decided: the one a passing scenario names, a lone Deny, a lone Allow of its level."""
    answer = reply.answer
    named = {decider.statement for decider in answer.deciders}
    if answer.outcome is Outcome.DENY:
        for statement in {by} & named or (named if len(named) == 1 else ()):
            policy, _, name = statement.partition("#")
            yield policy, name
    if answer.outcome is not Outcome.ALLOW:
        return
    for _, explanation in reply.explanations:
        allows = [row for row in explanation.statements if row.level is not None and row.truth is Truth.TRUE]
        lone = Counter(row.level for row in allows if row.statement.effect is Effect.ALLOW)
        for row in allows:
            if row.statement.effect is Effect.ALLOW and lone[row.level] == 1 and row.document != FULL_AWS_ACCESS.name:
                yield row.document, row.sid or show_pointer(row.statement.pointer).lstrip("/")


def _case_failures(case: Case) -> tuple[str, ...]:
    from guardrails.commands.cases import CaseError, case_policies, case_requests
    from guardrails.evaluation.compiled import compile_policies
    from guardrails.model.decision import worst

    if case.skip:
        return ()
    try:
        decider = compile_policies(case_policies(case))
        verdict = str(worst(decider.decide(request) for request in case_requests(case)))
    except CaseError as error:
        return tuple(str(error).splitlines())
    return () if verdict == case.expect else (f"expected {case.expect}, got {verdict}",)


def coverage(run: Run, required: dict[str, Project]) -> tuple[Coverage, ...]:
    """Return how often each statement of each required policy decided; AWS's own policies need no scenarios."""
    rows = []
    for slug, project in required.items():
        if project.organization.policies[slug].aws_managed:
            continue
        names = [one.sid or show_pointer(one.pointer).lstrip("/") for one in project.documents[slug].statements]
        counts = tuple((name, run.counts[slug, name]) for name in names)
        rows.append(Coverage(slug, slug in run.tested, counts))
    return tuple(rows)


def report_of(run: Run, required: dict[str, Project]) -> ScenarioReport:
    """Return what the run found, with the coverage of the policies that must be covered."""
    return ScenarioReport(tuple(run.trials), coverage(run, required), tuple(run.problems))
