"""What a project as a whole is held to: its rules, and whether its rendered documents are current."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from guardrails.commands.checking import exception_scope, invariants, root_class_coverage
from guardrails.commands.checking.remembering import Memory
from guardrails.commands.render import FOLDER, stale_files
from guardrails.commands.settings_of_rules import stale_settings
from guardrails.commands.tfvars import gathered, stale_values
from guardrails.files import codes
from guardrails.files.answered_rules import unknown_rules
from guardrails.files.loaded import Project
from guardrails.files.reading import MAX_DOCUMENT_BYTES, read_text
from guardrails.files.rendering import rendered
from guardrails.files.rule_settings import FILE as SETTINGS
from guardrails.files.rules.table import judge
from guardrails.files.terraform_values.live_roots import LIVE
from guardrails.files.waivers import FILE_NAME as WAIVERS
from guardrails.files.waivers import read_waivers
from guardrails.lint import exempt_principals
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Finding
from guardrails.model.source import Location


def project_findings(project: Project, around: Surroundings, today: date, memory: Memory) -> tuple[Finding, ...]:
    """Return what is wrong with the organization and with what was rendered from it; its documents are not linted."""
    judged = (*judge(project, today), *_exempt_principals(project, around))
    found = (*judged, *memory.recall(_told(project), lambda: _proved(project)))
    waivers = () if project.bundled else waiver_findings(project.root, today)
    return (*found, *_rendered(project), *_live_values(project), *_settings(project), *waivers)


def _proved(project: Project) -> Iterator[Finding]:
    """The rules that the prover answers."""
    yield from invariants.check(project)
    yield from root_class_coverage.check(project)
    yield from exception_scope.check(project)


def _told(project: Project) -> Iterator[str]:
    """All that the answers of the prover about a project depend on."""
    yield project.source.text
    yield from (f"{slug} {text}" for slug, text in rendered(project).items())
    yield from sorted(one.id for one in project.active)
    for boundary in {one.boundary for one in project.organization.invariants if one.boundary}:
        text = read_text(project.root / boundary, project.root, boundary, MAX_DOCUMENT_BYTES)
        yield f"{boundary} {text if isinstance(text, str) else text.message}"


def _exempt_principals(project: Project, around: Surroundings) -> Iterator[Finding]:
    """The rule of the organization file that needs the engine, with its places found in the file."""
    for one in exempt_principals.check(around, project.file):
        yield replace(one, location=project.at(one.location.pointer))


def _rendered(project: Project) -> Iterator[Finding]:
    """Rendered documents, held to the project. A project may render in CI only: without a folder of them, nothing."""
    folder = (project.root / project.file).parent / FOLDER
    if not folder.is_dir():
        return
    texts = {f"{slug}.json": text for slug, text in rendered(project).items()}
    for line in stale_files(folder, texts, project):
        what, _, help = line.replace(f"{project.root}/", "").partition("; ")
        yield codes.finding(codes.STALE_RENDERED, what, Location(folder.name), help)


def _live_values(project: Project) -> Iterator[Finding]:
    """What the live Terraform roots were given, held to the organization file; nothing where there are none."""
    if project.bundled:
        return
    found = gathered(project)
    for place, problem in found.problems:
        problem = problem.replace(f"{project.root}/", "")
        yield codes.finding(codes.STALE_RENDERED, problem, place, "correct it, then run guardrails render --tfvars")
    for line in stale_values(found.texts):
        what, _, help = line.replace(f"{project.root}/", "").partition("; ")
        yield codes.finding(codes.STALE_RENDERED, what, Location(LIVE.as_posix()), help)


def _settings(project: Project) -> Iterator[Finding]:
    """What plain Checkov and cfn-lint are told of the organization, held to its file; nothing without such a file."""
    if line := stale_settings(project):
        what, _, help = line.replace(f"{project.root}/", "").partition("; ")
        yield codes.finding(codes.STALE_RENDERED, what, Location(SETTINGS), help)


def waivers_of(root: Path) -> Path:
    """Return where the waivers of a project stand, if it has any."""
    return root / "rules" / WAIVERS


def waiver_findings(root: Path, today: date) -> Iterator[Finding]:
    """Yield what is wrong with a project's waivers of findings about Terraform, and which of them have expired."""
    file = waivers_of(root)
    if not os.path.lexists(file):
        return
    from guardrails.files.tool_rules import tool_rules
    from guardrails.gate.waiving import expired

    waivers, findings = read_waivers(file, root)
    tools = tool_rules()
    yield from findings
    if not all(one.rule in tools.about for one in waivers):
        from guardrails.commands.gating.selecting import waivable  # loads the rules of the gate

        yield from unknown_rules(waivers, waivable(), "waived")
    yield from (expired(one) for one in waivers if today > one.expires)
