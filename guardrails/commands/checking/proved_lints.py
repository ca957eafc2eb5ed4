"""What only the prover can say of the statements of one document; lints say the rest, and first.

A statement of which a lint doubts what it says is left to that lint: what is proved of a statement is not worth much
while it does not say what was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from guardrails.catalog.regions import REGIONS
from guardrails.commands.checking import dead_statement, idle_condition
from guardrails.commands.checking.remembering import Memory
from guardrails.evaluation.variables import has_variables
from guardrails.lint import (
    absent_key,
    attachment,
    contradiction,
    if_exists,
    literal_wildcard,
    negated_any_value,
    never_bound,
    null_conjunction,
    operator_type,
    placeholder,
    set_operator,
    subsumed,
    unknown_action,
    unknown_condition_key,
    unknown_service,
    unmatchable_arn,
    unrelated_resource,
    unsupported_key,
)
from guardrails.lint.size import is_vast
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Finding
from guardrails.model.policy.document import PolicyType, Statement
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.proof import Scene

_OF_MEANING: Final = frozenset(
    check.RULE.id
    for check in (
        unknown_service,
        unknown_action,
        unknown_condition_key,
        unsupported_key,
        operator_type,
        absent_key,
        attachment,
        if_exists,
        contradiction,
        null_conjunction,
        literal_wildcard,
        set_operator,
        negated_any_value,
        unmatchable_arn,
        unrelated_resource,
        placeholder,
        never_bound,
        subsumed,
    )
)
"""Lints that doubt what a statement says or that it has an effect: it is theirs, be it with a note."""


def proved(
    subject: Subject, around: Surroundings, found: Iterable[Finding], memory: Memory | None = None
) -> tuple[Finding, ...]:
    """Return the findings of the prover about the statements of which lints have `found` nothing to doubt."""
    if subject.type is not PolicyType.SCP or is_vast(subject):
        return ()
    faults = [one.location.pointer for one in found if one.rule in _OF_MEANING]
    sound = [one for one in subject.statements if _is_plain(one, subject)]
    sound = [one for one in sound if not any(place[: len(one.pointer)] == one.pointer for place in faults)]
    scene = _scene(around)
    if _is_elsewhere(subject, scene.partition):
        return ()

    def asked() -> Iterator[Finding]:
        return _asked(subject, sound, around, scene)

    return memory.recall(_told(subject, sound, around, scene), asked) if memory and sound else tuple(asked())


def _told(subject: Subject, sound: Sequence[Statement], around: Surroundings, scene: Scene) -> Iterator[str]:
    """All that the answers of the prover about a document depend on."""
    yield from (subject.file, subject.name, repr(subject.value), repr(subject.document), repr(scene))
    yield from (str(one.pointer) for one in sound)
    yield repr([one.pointer for row in sound for one in row.conditions])
    for level in dead_statement.levels_of(subject, around):
        yield from (level.path, *(f"{one.name} {one!r}" for one in level.documents))


def _asked(subject: Subject, sound: Sequence[Statement], around: Surroundings, scene: Scene) -> Iterator[Finding]:
    kept = list(sound)
    for statement in dead_statement.in_turn(sound):
        dead = dead_statement.finding_of(subject, statement, kept, around, scene)
        if dead is not None:
            kept = [one for one in kept if one is not statement]
            yield dead
        else:
            yield from idle_condition.findings_of(subject, statement, scene)


def _is_elsewhere(subject: Subject, partition: str) -> bool:
    """Whether a document names another partition, or its Regions: what is proved of ours would say nothing of it."""
    return any(
        (text.startswith("arn:") and text.split(":")[1] not in (partition, "*"))
        or (text in REGIONS and REGIONS[text].partition != partition)
        for statement in subject.statements
        for text in _texts(statement)
    )


def _texts(statement: Statement) -> list[str]:
    return [*statement.resource.patterns, *(value for row in statement.conditions for value in row.values)]


def _is_plain(statement: Statement, subject: Subject) -> bool:
    """Whether a statement says all by itself: no placeholder, and no variable that would be plain text here."""
    texts = _texts(statement)
    return not any(placeholders_in(text) or (has_variables(text) and not subject.variables) for text in texts)


def _scene(around: Surroundings) -> Scene:
    """Any account of the organization: a document is judged for all that it may be attached to."""
    organization = around.organization
    if organization is None:
        return Scene("", "")
    settings = organization.settings
    return Scene(
        "",
        "",
        organization_id=settings.text("organization_id"),
        partition=settings.text("partition", "aws"),
        regions=(settings.text("home_region", "us-east-1"),),
        management_id=organization.management.id,
    )
