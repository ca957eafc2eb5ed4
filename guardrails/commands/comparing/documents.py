"""Policy documents without an organization: each stands alone over an account of any id.

A document without an Allow stands beside FullAWSAccess, as AWS attaches it; one with an Allow is taken as an allow-list
that has replaced it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from guardrails.commands.outcomes import Misused, Undecided
from guardrails.files.loaded import Project
from guardrails.files.policies.found import Classified, PolicyFile
from guardrails.files.policies.read import read_policies
from guardrails.files.yaml_text import YamlText
from guardrails.model.organization.tree import FULL_ACCESS, Account, Node, NodeKind, Organization
from guardrails.model.policy.document import Effect, PolicyDocument, PolicyType
from guardrails.model.policy.problem import WARNINGS
from guardrails.model.report import FileStatus

TOGETHER: Final = "all documents"
"""What the one account is called over which all documents stand with `--together`."""

_OURS = (PolicyType.SCP, PolicyType.RCP)
_PARAMETER = re.compile(r'"\{\{[^"{}]*\}\}"')

Documents = Mapping[str, tuple[PolicyType, PolicyDocument]]


def documents_in(path: Path) -> Documents:
    """Return the SCPs and RCPs in a file, or in the files of a folder, by name.

    Raises Undecided for what cannot be read, Misused for what is no SCP or RCP, or not final.
    """
    files = read_policies([path], path if path.is_dir() else path.parent, None)
    unread = [f"{one.file}: {one.reason}" for one in files if one.status is FileStatus.UNREADABLE]
    if unread:
        raise Undecided(unread)
    found = [policy for one in files for policy in _policies(one)]
    if not found:
        kind = "no file with an SCP or RCP" if path.is_dir() else "neither an SCP nor an RCP"
        raise Misused(f"{path}: {kind}, and no scps/organization.yaml")
    names = [one.name for one in found]
    return {
        one.name if names.count(one.name) == 1 else f"{one.file}: {one.name}": (one.type, _document(one))
        for one in found
    }


def _policies(file: Classified) -> Iterable[PolicyFile]:
    if _PARAMETER.search(file.text) and file.policies:
        raise Misused(f"{file.file} holds parameters: compare the projects, or what `guardrails render` writes")
    return [one for one in file.policies if one.type in _OURS]


def _document(policy: PolicyFile) -> PolicyDocument:
    """The document; raises Misused where a part of it cannot be relied on."""
    wrong = [one for one in policy.parsed.problems if one.code not in WARNINGS]
    if policy.parsed.document is None or wrong:
        raise Misused([f"{policy.file}: {one.message}" for one in wrong] or f"{policy.file}: no policy document")
    return policy.parsed.document


def alone(ours: Documents, others: Documents, together: bool, root: Path) -> Project:
    """Return a project with an account for each document of either side, or with one account for all.

    The other side's documents are not in it: where one is missing here, its account has FullAWSAccess only.
    """
    names = list(dict.fromkeys([*ours, *others]))
    places = {TOGETHER: names} if together else {name: [name] for name in names}
    accounts = tuple(_account(name, ours, slugs) for name, slugs in places.items())
    organization = Organization(
        name="documents",
        management=Account("the management account"),
        root=Node("Root", NodeKind.ROOT, accounts=accounts),
    )
    documents = {name: replace(document, name=name) for name, (_, document) in ours.items()}
    return Project(root, organization, documents, False, YamlText("", ""))


def _account(name: str, documents: Documents, slugs: Iterable[str]) -> Account:
    of = {kind: [slug for slug in slugs if slug in documents and documents[slug][0] is kind] for kind in _OURS}
    allows = any(_allows(documents[slug][1]) for slug in of[PolicyType.SCP])
    scps = (*(() if allows else (FULL_ACCESS,)), *of[PolicyType.SCP])
    return Account(name, scps=scps, rcps=tuple(of[PolicyType.RCP]))


def _allows(document: PolicyDocument) -> bool:
    return any(one.effect is Effect.ALLOW for one in document.statements)
