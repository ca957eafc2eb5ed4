"""Final policy documents: read, parameters replaced, exceptions applied, parsed; what goes wrong is a finding."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from guardrails.files import codes
from guardrails.files.exceptions import ExceptionProblem, open_statement
from guardrails.files.parameters import Substitution, values_of
from guardrails.files.reading import MAX_DOCUMENT_BYTES, inside, read_text
from guardrails.files.reporting import Reporter
from guardrails.model.finding import Finding, Severity
from guardrails.model.organization.tree import Mechanism, Organization, Policy, PolicyException
from guardrails.model.policy.document import FULL_AWS_ACCESS, PolicyDocument
from guardrails.model.policy.parse import parse_policy, parse_value
from guardrails.model.source import Location, Pointer


@dataclass(slots=True)
class Documents:
    """By slug: the parsed final documents, the same as decoded JSON (none for AWS's own), and the file of each."""

    parsed: dict[str, PolicyDocument] = field(default_factory=dict)
    finals: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def finish(
    organization: Organization, exceptions: Sequence[PolicyException], root: Path, library: Path, report: Reporter
) -> Documents:
    """Return the final documents of all policies, with `exceptions` (those in force) applied; problems go to `report`.

    `root` is the project folder, `library` the folder of the documents that the product ships.
    """
    documents = Documents()
    for policy in organization.policies.values():
        if not _one_source(policy, report):
            continue
        if policy.aws_managed:
            if policy.aws_managed == FULL_AWS_ACCESS.name:
                documents.parsed[policy.slug] = FULL_AWS_ACCESS
            continue
        text = _text_of(policy, root, library, documents, report)
        if text is not None:
            chosen = [one for one in exceptions if one.policy == policy.slug and one.mechanism is not Mechanism.DETACH]
            _finish_one(policy, text, chosen, organization, documents, report)
    return documents


def _one_source(policy: Policy, report: Reporter) -> bool:
    named = [name for name in ("file", "library", "aws_managed") if getattr(policy, name)]
    if len(named) == 1:
        return True
    message = f"policy {policy.slug!r} names {' and '.join(named) or 'no document'}"
    report.reference(message, policy.pointer, "give it exactly one of file, library and aws_managed")
    return False


def _text_of(policy: Policy, root: Path, library: Path, documents: Documents, report: Reporter) -> str | None:
    key = "file" if policy.file else "library"
    shown = policy.file or f"scps/{policy.library}.json"
    if not inside(shown) or (policy.library and "/" in policy.library):
        message = f"{shown!r} is not a path inside the project"
        report.add(codes.OUTSIDE, message, (*policy.pointer, key), "write it relative to the project folder")
        return None
    base = root if policy.file else library.parent
    documents.files[policy.slug] = shown
    text = read_text(base / shown, base, shown, MAX_DOCUMENT_BYTES)
    if isinstance(text, Finding):
        missing = text.rule in (codes.UNREADABLE.id, codes.OUTSIDE.id)
        place = report.document.location((*policy.pointer, key)) if missing else text.location
        report.findings.append(replace(text, location=place))
        return None
    return text


def _finish_one(
    policy: Policy,
    text: str,
    exceptions: Sequence[PolicyException],
    organization: Organization,
    documents: Documents,
    report: Reporter,
) -> None:
    shown = documents.files[policy.slug]
    source = decode_document(text)
    if source is None:
        report.findings += _problems_of(policy, text, shown) or [_undecodable(shown)]
        return
    values, problems = values_of(policy, organization)
    for pointer, message in problems:
        report.add(codes.PARAMETER, message, pointer)
    substitution = Substitution(values)
    final: Any = substitution.apply(source)
    for pointer, message in substitution.problems:
        report.findings.append(codes.finding(codes.PARAMETER, message, locate(text, shown, pointer)))
    _report_unused(policy, substitution.used, report)
    if problems or substitution.problems:
        return
    for exception in exceptions:
        try:
            final = open_statement(final, exception, organization)
        except ExceptionProblem as problem:
            report.reference(f"{exception.id}: {problem}", (*exception.pointer, problem.key))
    parsed = parse_value(final, policy.type, policy.slug)
    if parsed.document is None or any(one.severity is Severity.ERROR for one in parsed.problems):
        report.findings += _problems_of(policy, text, shown) or [
            _finding(one.code, one.message, Location(shown, one.location.pointer), one.help, one.severity)
            for one in parsed.problems
        ]
        return
    documents.parsed[policy.slug] = parsed.document
    documents.finals[policy.slug] = final


def decode_document(text: str) -> dict[str, Any] | None:
    """Return the decoded JSON object of a faultless text; None for anything else (the policy parser says why)."""
    try:
        value = json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return members


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def _problems_of(policy: Policy, text: str, shown: str) -> list[Finding]:
    """Return what the policy parser says about the document as written, with lines and columns; errors only.

    A parameter is no ARN and no action yet: what the parser says of one is left out.
    """
    problems = parse_policy(text, policy.type, shown).problems
    return [
        _finding(one.code, one.message, one.location, one.help, one.severity)
        for one in problems
        if one.severity is Severity.ERROR and not one.message.startswith("`{{")
    ]


def _finding(code: str, message: str, location: Location, help: str, severity: Severity) -> Finding:
    return codes.finding(codes.DOCUMENT, f"{message} [{code}]", location, help, severity)


def _undecodable(shown: str) -> Finding:
    return codes.finding(codes.DOCUMENT, f"{shown} is not a JSON object", Location(shown))


def _report_unused(policy: Policy, used: set[str], report: Reporter) -> None:
    for at, name in enumerate(policy.exempt):
        if name not in used:
            message = f"no statement of {policy.slug} mentions {{{{{name}}}}}, so nobody is exempt by it"
            report.add(
                codes.PARAMETER, message, (*policy.pointer, "exempt", at), "remove it, or use it in the document"
            )
    for name in policy.params:
        if name not in used:
            message = f"no statement of {policy.slug} mentions {{{{{name}}}}}"
            report.add(
                codes.PARAMETER, message, (*policy.pointer, "params", name), "remove it, or use it in the document"
            )


def locate(text: str, shown: str, pointer: Pointer) -> Location:
    """Return the place of a value in a JSON text that is known to be well formed."""
    from guardrails.model.policy.json_reader import JsonReader
    from guardrails.model.policy.report import Report
    from guardrails.model.source import Span

    reader = JsonReader(text, Report(), frozenset({pointer}))
    reader.read()
    offsets = reader.offsets.values.get(pointer)
    if offsets is None:
        return Location(shown, pointer)
    (line, column), (end_line, end_column) = (_line_and_column(text, offset) for offset in offsets)
    return Location(shown, pointer, Span(line, column, end_line, end_column))


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
