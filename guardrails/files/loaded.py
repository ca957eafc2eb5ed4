"""A project that was read: the organization, its final documents, and the levels that each account stands under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guardrails.files.yaml_text import YamlText
from guardrails.model.finding import Finding
from guardrails.model.organization.levels import path_name, path_to
from guardrails.model.organization.tree import FULL_ACCESS, Account, Node, NodeKind, Organization, PolicyException
from guardrails.model.policy.document import FULL_AWS_ACCESS, PolicyDocument
from guardrails.model.source import Location, Pointer


@dataclass(frozen=True, slots=True)
class Level:
    """One place on the way from the root to an account, with the documents attached there. `path` is unique."""

    name: str
    kind: NodeKind
    policies: tuple[PolicyDocument, ...]
    path: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that was read. Documents are final: parameters replaced, exemptions and exceptions applied.

    `documents` are by slug; `finals` are the same as decoded JSON, `files` their files as shown (AWS's own policies
    have neither). `active` exceptions are in force; `expired` ones are not applied. `detached` holds
    (path, slug) pairs. `findings` are errors that forbid using the project; `load_project` returns none that has any.
    """

    root: Path
    organization: Organization
    documents: Mapping[str, PolicyDocument]
    bundled: bool
    source: YamlText = field(repr=False)
    finals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    active: tuple[PolicyException, ...] = ()
    expired: tuple[PolicyException, ...] = ()
    detached: frozenset[tuple[str, str]] = frozenset()
    findings: tuple[Finding, ...] = ()

    @property
    def file(self) -> str:
        """The organization file, relative to the project folder."""
        return self.source.file

    def at(self, pointer: Pointer) -> Location:
        """Return the place in the organization file that a pointer means."""
        return self.source.location(pointer)

    def levels(self, account: Account) -> tuple[Level, ...]:
        """Return the SCP levels of a member account, root first, itself last; none for the management account."""
        return self.levels_at(path_to(self.organization, account))

    def levels_at(self, path: tuple[Node | Account, ...]) -> tuple[Level, ...]:
        """Return the SCP levels of a place on its path from the root: what an account stands under, or would."""
        return self._levels(path, lambda place: place.scps)

    def rcp_levels(self, account: Account) -> tuple[Level, ...]:
        """Return the RCP levels of a member account; RCPFullAWSAccess, implied at each, is left out."""
        return self._levels(path_to(self.organization, account), lambda place: place.rcps)

    def _levels(self, path: tuple[Node | Account, ...], attached: Any) -> tuple[Level, ...]:
        found = []
        for depth, place in enumerate(path, start=1):
            name = path_name(path[:depth])
            found.append(Level(place.name, place.kind, tuple(self._documents(attached(place), name)), name))
        return tuple(found)

    def attached(self, place: Node | Account, path: str) -> tuple[str, ...]:
        """Return the slugs of the SCPs in force at a place: what the file says, less what an exception detaches."""
        return tuple(slug for slug in place.scps if (path, slug) not in self.detached)

    def attached_above(self, path: tuple[Node | Account, ...]) -> frozenset[str]:
        """Return the slugs of the SCPs in force anywhere on a path from the root, its last place included."""
        steps = enumerate(path, start=1)
        return frozenset(slug for depth, one in steps for slug in self.attached(one, path_name(path[:depth])))

    def _documents(self, slugs: Iterable[str], path: str) -> Iterable[PolicyDocument]:
        for slug in slugs:
            if (path, slug) in self.detached:
                continue
            if slug in self.documents:
                yield self.documents[slug]
            elif slug == FULL_ACCESS:
                yield FULL_AWS_ACCESS


class InvalidProject(Exception):
    """A project that cannot be used; `findings` say why, all at once."""

    def __init__(self, findings: tuple[Finding, ...], root: Path | None = None) -> None:
        super().__init__(f"{len(findings)} problems: {findings[0].message if findings else ''}")
        self.findings = findings
        self.root = root
