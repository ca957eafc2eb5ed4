"""Reads policy documents, from text or from decoded JSON, and says everything that is wrong with them at once."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.model.policy.document import PolicyDocument, PolicyType
from guardrails.model.policy.documents import read_document
from guardrails.model.policy.json_text import read_json, read_text
from guardrails.model.policy.locate import located
from guardrails.model.policy.problem import Problem
from guardrails.model.policy.render import render
from guardrails.model.policy.report import Report, in_value_order, quoted


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of reading a document: the document, unless a problem of severity error stands in the way."""

    document: PolicyDocument | None
    problems: tuple[Problem, ...]


def parse_policy(text: str | bytes, type: PolicyType, name: str = "policy") -> Parsed:
    """Read the text of a policy document; bytes are read as UTF-8.

    Args:
        text: JSON, whatever it holds; this function raises nothing.
        type: where the policy is used, which decides what it may hold.
        name: a file name or slug, for the document and for the locations of problems.

    Returns:
        All problems in document order, each with pointer and span; the document if none of them is an error.
    """
    report = Report()
    readable = read_text(text, report)
    json = read_json(readable, report) if readable is not None else None
    document = read_document(report, json.value, type, name) if json else None
    problems = located(report.found, name, readable or "") if report.found else ()
    return Parsed(None if report.has_errors else document, problems)


def parse_value(value: object, type: PolicyType, name: str = "policy") -> Parsed:
    """Read a policy document from decoded JSON (or YAML); as `parse_policy`, but problems have no span."""
    report = Report()
    document = read_document(report, value, type, name)
    if document:
        _check_characters(report, document)
    found = in_value_order(report.found, value)
    return Parsed(None if report.has_errors else document, tuple(each.problem(name, None) for each in found))


def _check_characters(report: Report, document: PolicyDocument) -> None:
    """Report what cannot be written as UTF-8; in a text the JSON reader finds it."""
    for statement in document.statements:
        try:
            render(PolicyDocument((statement,), id=document.id)).encode()
        except UnicodeEncodeError as error:
            message = f"{quoted(error.object[error.start])} is half of a surrogate pair"
            report.add("bad-character", statement.pointer, message, "write the character itself")
