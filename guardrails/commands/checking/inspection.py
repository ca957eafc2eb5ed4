"""What `check` looks at: a whole project, or files and folders, in a project where they belong to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.commands.checking.entries import Entry, entries_of_project, entry_of_file
from guardrails.commands.checking.examples import examples_of
from guardrails.commands.checking.project_findings import project_findings, waiver_findings, waivers_of
from guardrails.commands.checking.proved_lints import proved
from guardrails.commands.checking.remembering import Memory, memory_of
from guardrails.commands.checking.surroundings import surroundings_of
from guardrails.commands.checking.yaml_places import with_places
from guardrails.files import codes
from guardrails.files.loaded import InvalidProject, Project
from guardrails.files.project import Place, read_project
from guardrails.files.suppressions import FILE_NAME
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.table import lint
from guardrails.model.finding import Finding, Rule
from guardrails.model.report import CheckedFile, FileStatus, Suppressed

if TYPE_CHECKING:
    from guardrails.commands.checking.told import Told
    from guardrails.model.policy.document import PolicyType


@dataclass(slots=True)
class Inspection:
    """What was looked at and found. `unusable`: the project's own files forbid using it; `whole`: nothing left out.

    `memory` holds what the prover found before.
    """

    findings: list[Finding] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    files: list[CheckedFile] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    suppressed: list[Suppressed] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unusable: bool = False
    whole: bool = True
    memory: Memory = field(default_factory=Memory)

    @property
    def unreadable(self) -> tuple[CheckedFile, ...]:
        """The files that could not be read, or only in part."""
        return tuple(one for one in self.files if one.status is FileStatus.UNREADABLE)

    def add(self, entries: Iterable[Entry], around: Surroundings) -> None:
        """Lint documents in their surroundings, then ask the prover about what is left."""
        for entry in entries:
            self.entries.append(entry)
            self.sources[entry.subject.file] = entry.text
            said = lint(entry.subject, around)
            self.findings += entry.placed((*said, *proved(entry.subject, around, said, self.memory)))

    def take(self, told: Told, undecided: bool) -> None:
        """Add what a scanner said of other files; what became of them counts more than that they hold no policy.

        Args:
            undecided: whether what it could not decide is a finding, too.
        """
        looked_at = {one.file for one in told.files}
        kept = [one for one in self.files if one.status is FileStatus.UNREADABLE and one.file not in told.given]
        self.files = [one for one in self.files if one.file not in looked_at or one in kept]
        self.files += told.files
        self.findings += (*told.findings, *(told.undecided if undecided else ()))
        self.suppressed += told.suppressed
        self.rules += told.rules
        self.sources |= told.sources


def inspect_project(place: Place, today: date) -> Inspection:
    """Return what is found in a whole project: its organization file, its documents, what they do together.

    A document that cannot be used, and a JSON file beside the documents that no policy names, stand for themselves.
    """
    found = Inspection(memory=memory_of(place.root))
    project = _open(place, today, found)
    if project is None:
        return found
    entries = entries_of_project(project)
    unfilled = _unfilled(project)
    files = (project.file, *(entry.subject.file for entry in entries), *unfilled)
    found.files += [CheckedFile(one, FileStatus.CHECKED) for one in files]
    around = _around(project, entries, today, found)
    found.add(entries, around)
    found.findings += project_findings(project, around, today, found.memory)
    found.findings = list(with_places(project, found.findings))
    if not project.bundled:
        _inspect_alone(_strays(project, entries, unfilled), project.root, today, None, found)
    found.memory.keep()
    return found


def _strays(project: Project, entries: Iterable[Entry], unfilled: Iterable[str]) -> list[Path]:
    """The documents without a final form, missing ones included, and JSON files beside them that are of no policy."""
    home = (project.root / project.file).parent
    told = {entry.path for entry in entries} | {project.root / file for file in unfilled}
    own = {project.root / file for slug, file in project.files.items() if project.organization.policies[slug].file}
    return sorted({*own, *home.glob("*.json")} - told)


def _unfilled(project: Project) -> tuple[str, ...]:
    """The documents with a parameter that has no value; nothing else can be said of them, least of all what is left."""
    marked = {one.location.file for one in project.findings if one.rule == codes.PARAMETER.id}
    return tuple(sorted(marked & set(project.files.values())))


def _around(project: Project, entries: Iterable[Entry], today: date, found: Inspection) -> Surroundings:
    """What the documents stand in; where the project has errors, nobody can say, and each stands for itself."""
    subjects = tuple(entry.subject for entry in entries)
    if project.findings:
        return Surroundings(today, subjects)
    examples = examples_of(project, today)
    found.findings += examples.findings
    return surroundings_of(project, subjects, today, examples)


def _open(place: Place, today: date, found: Inspection) -> Project | None:
    """The project if its files can be used at all; else what is wrong with them stands in `found`."""
    try:
        project, findings = read_project(place.root, today)
    except InvalidProject as invalid:
        project, findings = None, invalid.findings
    if project is None:
        found.findings += findings
        found.unusable = True
    else:
        found.sources[project.file] = project.source.text
    return project


def inspect_files(
    paths: Sequence[Path], place: Place | None, root: Path, today: date, type: PolicyType | None
) -> Inspection:
    """Return what is found in files and folders.

    A document of the project at `place` is judged as the final one that AWS gets, among the others; the organization
    file brings in everything that the project says of itself. Anything else stands for itself.
    """
    from guardrails.files.policies.walk import policy_files

    files = policy_files(paths, root)
    found, inside = _selected(files, place, today)
    found.whole = False
    if place is not None and not place.bundled:
        inside |= _inspect_waivers(files, place, today, found)
    _inspect_alone([file for file in files if file not in inside], root, today, type, found)
    return found


def _inspect_waivers(files: Sequence[Path], place: Place, today: date, found: Inspection) -> frozenset[Path]:
    """Add what is wrong with the project's waivers where their file is among these, and return it."""
    own = waivers_of(place.root)
    named = frozenset(file for file in files if file.name == own.name and _resolved(file) == _resolved(own))
    if named:
        found.findings += waiver_findings(place.root, today)
        found.files.append(CheckedFile(own.relative_to(place.root).as_posix(), FileStatus.CHECKED))
    return named


def _inspect_alone(files: Sequence[Path], root: Path, today: date, type: PolicyType | None, found: Inspection) -> None:
    """Add what is found in files of which nothing is known."""
    if not files:
        return
    from guardrails.files.policies.read import read_policies

    classified = read_policies(files, root, type)
    found.files += [CheckedFile(one.file, one.status, one.reason) for one in classified]
    for one in classified:
        found.findings += one.findings
    entries = [entry_of_file(policy, root / policy.file) for one in classified for policy in one.policies]
    found.add(entries, Surroundings(today, tuple(entry.subject for entry in entries)))
    found.sources |= {one.file: one.text for one in classified if one.policies or one.findings}


def _resolved(file: Path) -> Path:
    """Return where a path leads; itself, if links go round in circles or it cannot be followed."""
    try:
        return file.resolve()
    except (OSError, RuntimeError):
        return file.absolute()


def _beside(real: Path, home: Path) -> str:
    """Return the name, relative to `home`, of a scenario file or the suppressions, which `check` reads anyway."""
    name = real.relative_to(home)
    scenarios = name.parent.as_posix() == "tests" and name.suffix == ".yaml"
    return name.as_posix() if real.is_file() and (scenarios or name.as_posix() == FILE_NAME) else ""


def _selected(files: Sequence[Path], place: Place | None, today: date) -> tuple[Inspection, frozenset[Path]]:
    """What is found in the project about those of the files that it is made of, and which ones these are."""
    home = (place.root / place.file).parent.resolve() if place and not place.bundled else None
    near = {file: real for file in files if home and (real := _resolved(file)).is_relative_to(home)}
    if place is None or not near:
        return Inspection(), frozenset()
    found = inspect_project(place, today)
    own = {_resolved(place.root / file.file): file.file for file in found.files}
    own[_resolved(place.root / place.file)] = place.file
    for real in near.values():
        if home and real not in own and (name := _beside(real, home)):
            own[real] = (Path(place.file).parent / name).as_posix()
            found.files.append(CheckedFile(own[real], FileStatus.CHECKED))
    inside = {file: own[real] for file, real in near.items() if real in own}
    if found.unusable:
        return found, frozenset(near)
    names = set(inside.values())
    if place.file not in names:
        found.findings = [one for one in found.findings if one.location.file in names]
        found.entries = [entry for entry in found.entries if entry.subject.file in names]
        found.files = [file for file in found.files if file.file in names]
    return found, frozenset(inside)
