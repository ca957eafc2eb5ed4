"""Finding and loading a project: the nearest organization file, else the reference organization that ships with us."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from guardrails.files import codes
from guardrails.files.documents import finish
from guardrails.files.exceptions import ExceptionProblem, detached_at
from guardrails.files.loaded import InvalidProject, Level, Project
from guardrails.files.nouns import organization as build_organization
from guardrails.files.reading import MAX_DOCUMENT_BYTES, MAX_YAML_BYTES, read_text
from guardrails.files.reporting import Reporter
from guardrails.files.structure import conforms
from guardrails.files.yaml_text import YamlText, read_yaml
from guardrails.model.finding import Finding
from guardrails.model.organization.levels import path_name, places
from guardrails.model.organization.tree import FULL_ACCESS, Mechanism, Organization, PolicyException
from guardrails.model.policy.document import PolicyType
from guardrails.model.source import Location, Pointer

__all__ = [
    "InvalidProject",
    "Level",
    "Place",
    "Project",
    "library",
    "load_project",
    "locate",
    "read_project",
    "text_of",
]


_OURS = re.compile(r"^[\"']?(?:apiVersion[\"']?:.*guardrails|kind[\"']?:[ \t]*[\"']?Organization\b)", re.MULTILINE)
"""What tells an organization file from other files of that name."""

_PRINCIPAL = re.compile(r"arn:[^:\s]+:(iam|sts):[^:\s]*:[^:\s]+:\S+")
"""An ARN pattern with all six fields, of the services that have principals."""


class Place(NamedTuple):
    """Where a project lies: its folder, its organization file relative to it, and whether it is the bundled one."""

    root: Path
    file: str
    bundled: bool


def library() -> Path:
    """Return the folder of the SCPs that ship with the product: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "bundled" / "scps"
    return installed if installed.is_dir() else package.parent / "scps"


def text_of(project: Project, slug: str) -> str:
    """Return the text of a policy's document as its file has it, parameters and all; empty where it cannot be read."""
    shown = project.files[slug]
    base = project.root if project.organization.policies[slug].file else library().parent
    text = read_text(base / shown, base, shown, MAX_DOCUMENT_BYTES)
    return text if isinstance(text, str) else ""


def locate(root: Path | None) -> Place:
    """Return the place of the project in `root`, or of the one here or nearest upward, or of the bundled one.

    Raises InvalidProject when `root` is given and holds none. A link that leads nowhere still counts as found.
    """
    if root is not None:
        for file in ("scps/organization.yaml", "organization.yaml"):
            if os.path.lexists(root / file):
                return Place(root, file, False)
        message = f"{root} holds neither scps/organization.yaml nor organization.yaml"
        raise InvalidProject((codes.finding(codes.UNREADABLE, message, Location(str(root))),), root)
    here = Path.cwd()
    if here.name != "scps" and not os.path.lexists(here / "scps" / "organization.yaml") and _is_ours(here):
        return Place(here, "organization.yaml", False)
    for folder in (here, *here.parents):
        if os.path.lexists(folder / "scps" / "organization.yaml"):
            return Place(folder, "scps/organization.yaml", False)
    return Place(library().parent, "scps/organization.yaml", True)


def _is_ours(folder: Path) -> bool:
    """Whether a folder holds an organization file of ours itself; other tools have files of that name.

    One that cannot be read counts, so that it is reported and not passed over.
    """
    file = folder / "organization.yaml"
    if not os.path.lexists(file):
        return False
    text = read_text(file, folder, file.name, MAX_YAML_BYTES)
    return not isinstance(text, str) or bool(_OURS.search(text))


def load_project(root: Path | None, today: date) -> Project:
    """Return a project that can be relied on; raises InvalidProject with every problem found."""
    project, findings = read_project(root, today)
    if project is None or findings:
        raise InvalidProject(findings, project.root if project else root)
    return project


def read_project(root: Path | None, today: date, full: bool = False) -> tuple[Project | None, tuple[Finding, ...]]:
    """Return what could be read (None where the form is wrong) and the errors that forbid using it.

    The form is checked against the published schema; pydantic is asked when that says no, or always with `full`.
    Exceptions that are expired on `today` are left out of the documents.
    """
    place = locate(root)
    text = read_text(place.root / place.file, place.root, place.file, MAX_YAML_BYTES)
    if isinstance(text, Finding):
        return None, (text,)
    source = read_yaml(text, place.file)
    findings = _form_findings(source, full)
    if findings:
        return None, findings
    return _assemble(place, source, today)


def _form_findings(source: YamlText, full: bool) -> tuple[Finding, ...]:
    """Return what is wrong with the form of the file; nothing means that its values can be turned into nouns."""
    unreadable = source.value is None and source.findings
    if unreadable or (not full and not source.findings and conforms(source.value, "organization")):
        return source.findings
    from guardrails.files.forms import validate
    from guardrails.files.organization import Organization as Form

    form = validate(source, Form)
    return (*source.findings, *form) if isinstance(form, tuple) else source.findings


def _assemble(place: Place, source: YamlText, today: date) -> tuple[Project, tuple[Finding, ...]]:
    assert isinstance(source.value, dict), "only a mapping has the form of an organization file"
    report = Reporter(source)
    organization = build_organization(source.value, report)
    _check_names(organization, report)
    _check_attachments(organization, report)
    active = tuple(one for one in organization.exceptions if not one.expired(today))
    _check_exceptions(organization, report)
    documents = finish(organization, active, place.root, library(), report)
    project = Project(
        root=place.root,
        organization=organization,
        documents=documents.parsed,
        bundled=place.bundled,
        source=source,
        finals=documents.finals,
        files=documents.files,
        active=active,
        expired=tuple(one for one in organization.exceptions if one.expired(today)),
        detached=_detached(organization, active, report),
    )
    from guardrails.files.rules.loading import loading_findings

    findings = (*report.findings, *loading_findings(project, today))
    return _with_findings(project, findings), findings


def _with_findings(project: Project, findings: tuple[Finding, ...]) -> Project:
    from dataclasses import replace

    return replace(project, findings=findings) if findings else project


def _check_names(organization: Organization, report: Reporter) -> None:
    """A policy's name names its rendered file, so it must stay in the folder written to; a principal needs its ARN."""
    for slug in organization.policies:
        if not re.fullmatch("[A-Za-z0-9][A-Za-z0-9_.-]*", slug, re.ASCII):
            help = "use letters, digits and hyphens, such as region-lock"
            report.reference(f"{slug!r} cannot be the name of a policy", ("policies", slug), help)
    for name, arns in organization.principals.items():
        for at, arn in enumerate(arns):
            if not _PRINCIPAL.fullmatch(arn):
                message = f"{arn!r} is not the ARN of a principal, so it would exempt nobody, or everybody"
                report.reference(message, ("principals", name, at), "such as arn:aws:iam::*:role/break-glass")


def _check_attachments(organization: Organization, report: Reporter) -> None:
    for path in places(organization):
        place = path[-1]
        _check_slugs(organization, place.scps, PolicyType.SCP, (*place.pointer, "scps"), report)
        _check_slugs(organization, place.rcps, PolicyType.RCP, (*place.pointer, "rcps"), report)


def _check_slugs(
    organization: Organization, slugs: tuple[str, ...], type: PolicyType, pointer: Pointer, report: Reporter
) -> None:
    for at, slug in enumerate(slugs):
        policy = organization.policies.get(slug)
        if policy is None and not (slug == FULL_ACCESS and type is PolicyType.SCP):
            report.reference(f"no policy is called {slug!r}", (*pointer, at), _known(slug, organization))
        elif policy is not None and policy.type is not type:
            report.reference(f"{slug!r} is an {policy.type.value}, not an {type.value}", (*pointer, at))
        if slug in slugs[:at]:
            report.reference(f"{slug!r} is attached twice here", (*pointer, at), "attach it once")


def _known(slug: str, organization: Organization) -> str:
    from difflib import get_close_matches

    close = get_close_matches(slug, organization.policies, n=1)
    return f"did you mean {close[0]!r}?" if close else "define it under policies"


def _check_exceptions(organization: Organization, report: Reporter) -> None:
    for exception in organization.exceptions:
        policy = organization.policies.get(exception.policy)
        if policy is None:
            message = f"{exception.id}: no policy is called {exception.policy!r}"
            report.reference(message, (*exception.pointer, "policy"), _known(exception.policy, organization))
        elif policy.aws_managed:
            report.reference(f"{exception.id}: {exception.policy} is AWS's own", (*exception.pointer, "policy"))


def _detached(
    organization: Organization, exceptions: tuple[PolicyException, ...], report: Reporter
) -> frozenset[tuple[str, str]]:
    found = set()
    for exception in exceptions:
        if exception.mechanism is Mechanism.DETACH and exception.policy in organization.policies:
            try:
                found.add((path_name(detached_at(exception, organization)), exception.policy))
            except ExceptionProblem as problem:
                report.reference(f"{exception.id}: {problem}", (*exception.pointer, problem.key))
    return frozenset(found)
