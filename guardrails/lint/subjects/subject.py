"""What a lint looks at: one document as it stands in a file and as AWS would get it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from guardrails.model.finding import Confidence, Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Condition, PolicyDocument, PolicyType, Statement
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.policy.problem import Problem
from guardrails.model.source import Location, Pointer


@dataclass(frozen=True, slots=True)
class Subject:
    """One document. In a project it is the final one: parameters replaced, exemptions and exceptions applied.

    `name` is its slug, or its file's stem; `file` the file as shown. `value` is the decoded final document (None where
    the text broke off), `document` its sound statements. `text` is the file's own text (empty where the document is
    only a part of the file, as in HCL). Pointers are into `value`; whoever made the subject turns them into places.
    """

    name: str
    file: str
    type: PolicyType
    value: Mapping[str, object] | None
    document: PolicyDocument | None
    problems: tuple[Problem, ...] = ()
    text: str = field(default="", repr=False)
    in_project: bool = False

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements whose meaning is certain: sound ones without placeholder outside of condition values."""
        found = self.document.statements if self.document else ()
        return tuple(one for one in found if not _is_template(one))

    @property
    def variables(self) -> bool:
        """Whether policy variables are replaced in it."""
        return self.document is not None and self.document.variables

    def report(
        self,
        rule: Rule,
        pointer: Pointer,
        message: str,
        help: str = "",
        *,
        statement: Statement | None = None,
        severity: Severity | None = None,
        confidence: Confidence | None = None,
        witness: str = "",
        token: str = "",
        data_date: str = "",
        fix: Fix | None = None,
        related: tuple[tuple[Location, str], ...] = (),
    ) -> Finding:
        """Return a finding of a rule about the value at `pointer`, with the rule's own severity unless one is given."""
        return Finding(
            rule.id,
            severity or rule.severity,
            message,
            Location(self.file, pointer),
            help,
            confidence or rule.confidence,
            witness,
            statement.sid if statement else "",
            token,
            data_date,
            fix,
            related,
        )


def _is_template(statement: Statement) -> bool:
    keys = (row.key for row in statement.conditions)
    return any(placeholders_in(text) for text in (*statement.action.patterns, *statement.resource.patterns, *keys))


def raw_at(value: object, pointer: Pointer) -> object:
    """Return the decoded JSON at a pointer; None where there is nothing."""
    for part in pointer:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list | tuple) and isinstance(part, int) and 0 <= part < len(value):
            value = value[part]
        else:
            return None
    return value


def action_pointer(statement: Statement) -> Pointer:
    """Return the pointer of `Action` or `NotAction` as it stands in the statement."""
    return (*statement.pointer, "NotAction" if statement.action.negated else "Action")


def resource_pointer(statement: Statement) -> Pointer:
    """Return the pointer of `Resource` or `NotResource` as it stands in the statement."""
    return (*statement.pointer, "NotResource" if statement.resource.negated else "Resource")


def actions(subject: Subject, statement: Statement) -> Iterator[tuple[str, Pointer]]:
    """Yield each pattern of `Action` or `NotAction` with its pointer."""
    return _listed(subject, statement.action.patterns, action_pointer(statement))


def resources(subject: Subject, statement: Statement) -> Iterator[tuple[str, Pointer]]:
    """Yield each pattern of `Resource` or `NotResource` with its pointer."""
    return _listed(subject, statement.resource.patterns, resource_pointer(statement))


def values(subject: Subject, row: Condition) -> Iterator[tuple[str, Pointer]]:
    """Yield each value of a condition row with its pointer."""
    return _listed(subject, row.values, row.pointer)


def _listed(subject: Subject, texts: tuple[str, ...], pointer: Pointer) -> Iterator[tuple[str, Pointer]]:
    in_list = isinstance(raw_at(subject.value, pointer), list | tuple)
    return ((text, (*pointer, at) if in_list else pointer) for at, text in enumerate(texts))
