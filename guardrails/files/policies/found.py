"""What a file was found to hold: policy documents, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from guardrails.model.finding import Finding
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.parse import Lenient
from guardrails.model.policy.problem import Problem
from guardrails.model.report import FileStatus
from guardrails.model.source import Location, Pointer

Locate = Callable[[Collection[Pointer]], Mapping[Pointer, Location]]
"""From pointers into a document to the places in its file."""


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One policy document found in a file.

    `name` is the file's stem, or what the document is called in a file that may hold several. `text` is the text of a
    file that is itself one JSON policy, so that fixes can be written back; else "". It has no byte order mark.
    """

    name: str
    file: str
    type: PolicyType
    parsed: Lenient
    text: str = field(repr=False)
    locate: Locate = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Classified:
    """What became of one file; nothing is passed over in silence.

    `reason` says why it is not a policy, or what of it cannot be read; a file of which only a part cannot be read is
    `UNREADABLE` and has `policies`. `findings` are those that no document can carry. `text` is the file's, for showing
    lines; "" where it is no text.
    """

    file: str
    status: FileStatus
    reason: str = ""
    policies: tuple[PolicyFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    text: str = field(default="", repr=False)


@dataclass(slots=True)
class Documents:
    """What a reader makes of one text: documents, what cannot be read (`unreadable`), or what it is (`other`)."""

    policies: list[PolicyFile] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    other: str = ""
    findings: list[Finding] = field(default_factory=list)
    referred: dict[Path, PolicyType | None] = field(default_factory=dict)
    """Files that hold documents this file only names, by real path, with the type they have here."""

    def carry(self, problems: Iterable[Problem]) -> None:
        """Let the first document speak for what is wrong with the text around it; there has to be one."""
        first = self.policies[0]
        self.policies[0] = replace(first, parsed=replace(first.parsed, problems=(*problems, *first.parsed.problems)))

    def classified(self, file: str, text: str) -> Classified:
        """Return the file as sorted; what has neither documents nor a name is something that has no Statement."""
        rest = (tuple(self.policies), tuple(self.findings), text)
        if self.unreadable:
            return Classified(file, FileStatus.UNREADABLE, "; ".join(self.unreadable), *rest)
        if self.policies:
            return Classified(file, FileStatus.CHECKED, "", *rest)
        return Classified(file, FileStatus.NOT_A_POLICY, self.other or f"{_last(file)} has no Statement", *rest)


def _last(file: str) -> str:
    return file.rpartition("/")[2]
