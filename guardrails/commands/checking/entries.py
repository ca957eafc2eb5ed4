"""Documents to lint, from a project or from files: each with the way back to the text that somebody wrote."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.commands.checking.surroundings import subjects_of
from guardrails.lint.fixes.sources import source_fix, source_pointer
from guardrails.lint.subjects.subject import Subject
from guardrails.model.finding import Finding
from guardrails.model.policy.locate import spans
from guardrails.model.source import Location, Pointer

if TYPE_CHECKING:
    from guardrails.files.loaded import Project
    from guardrails.files.policies.found import Locate, PolicyFile


@dataclass(frozen=True, slots=True)
class Entry:
    """One document to lint. `locate` turns pointers into the final document into places in the file.

    `source` is the decoded text of the file, parameters and all; `path` is the file that `--fix` may write, None where
    the document is only a part of its file or belongs to the installation.
    """

    subject: Subject
    locate: Locate
    source: object
    text: str
    path: Path | None = None

    def placed(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings at their places in the file, with fixes in terms of the file."""
        found = list(findings)
        wanted = {place.pointer for one in found for place in _places(one, self.subject.file)}
        places = self.locate(wanted) if wanted else {}
        for one in found:
            related = tuple((self._place(place, places), words) for place, words in one.related)
            fix = source_fix(self.source, self.subject.value, one.fix) if one.fix and self.path else None
            yield replace(one, location=self._place(one.location, places), related=related, fix=fix)

    def _place(self, place: Location, places: Mapping[Pointer, Location]) -> Location:
        return place if place.span or place.file != self.subject.file else places.get(place.pointer, place)


def _places(finding: Finding, file: str) -> Iterator[Location]:
    for place in (finding.location, *(place for place, _ in finding.related)):
        if place.span is None and place.file == file:
            yield place


def entries_of_project(project: Project) -> tuple[Entry, ...]:
    """Return the documents of a project, final as AWS gets them; AWS's own are left out."""
    return tuple(_entry(project, subject) for subject in subjects_of(project))


def _entry(project: Project, subject: Subject) -> Entry:
    source = json.loads(subject.text) if subject.text else subject.value
    own = project.organization.policies[subject.name].file and not project.bundled
    locate = partial(_locate_final, source, subject)
    return Entry(subject, locate, source, subject.text, project.root / subject.file if own else None)


def _locate_final(source: object, subject: Subject, pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
    written = {pointer: source_pointer(source, subject.value, pointer) for pointer in pointers}
    found = spans(subject.text, set(written.values())) if subject.text else {}
    return {pointer: Location(subject.file, place, found.get(place)) for pointer, place in written.items()}


def entry_of_file(policy: PolicyFile, path: Path | None) -> Entry:
    """Return one document that stands in a file of policies; its file may be mended where it holds nothing else."""
    value = policy.parsed.value if isinstance(policy.parsed.value, Mapping) else None
    subject = Subject(
        policy.name, policy.file, policy.type, value, policy.parsed.document, policy.parsed.problems, policy.text
    )
    return Entry(subject, policy.locate, value, policy.text, path if policy.text else None)
