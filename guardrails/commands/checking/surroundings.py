"""What stands around the documents of a project when they are linted: levels, places, compliant examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from guardrails.commands.checking.examples import Examples, examples_of
from guardrails.files.loaded import Project
from guardrails.files.project import text_of
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Level, MemberAccount, Surroundings
from guardrails.model.organization.levels import members
from guardrails.model.policy.parse import value_leniently
from guardrails.model.source import Location


def subjects_of(project: Project) -> tuple[Subject, ...]:
    """Return the final documents of a project as lints see them, each with the text of its file."""
    return tuple(_subject(project, slug) for slug in project.finals)


def _subject(project: Project, slug: str) -> Subject:
    policy, shown = project.organization.policies[slug], project.files[slug]
    final = project.finals[slug]
    read = value_leniently(final, policy.type, slug)
    return Subject(
        name=slug,
        file=shown,
        type=policy.type,
        value=final,
        document=read.document,
        problems=read.problems,
        text=text_of(project, slug),
        in_project=True,
    )


def surroundings_of(
    project: Project, subjects: tuple[Subject, ...], today: date, examples: Examples | None = None
) -> Surroundings:
    """Return the organization around the documents: who stands under which of them, and where each is defined.

    Compliant examples are read from the scenarios unless they are given; what is wrong with those files is left to
    whoever reads them for that.
    """
    examples = examples or examples_of(project, today)
    return Surroundings(
        today=today,
        subjects=subjects,
        organization=project.organization,
        members=_members(project),
        examples=examples.of,
        locations=_locations(project),
    )


def _members(project: Project) -> tuple[MemberAccount, ...]:
    """Return every active or planned member account with the final documents of its levels."""
    return tuple(
        MemberAccount(
            account,
            tuple(Level(one.path, one.policies) for one in project.levels(account)),
            tuple(Level(one.path, one.policies) for one in project.rcp_levels(account)),
        )
        for account in members(project.organization, planned=True)
    )


def _locations(project: Project) -> Mapping[str, Location]:
    """Return where each policy is defined in the organization file, by slug; no spans: they cost a second reading."""
    policies = project.organization.policies.items()
    return {slug: Location(project.file, policy.pointer) for slug, policy in policies}
