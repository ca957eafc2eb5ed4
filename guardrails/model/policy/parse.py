"""Reads policy documents, from text or from decoded JSON, and says everything that is wrong with them at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from guardrails.model.policy.document import PolicyDocument, PolicyType
from guardrails.model.policy.documents import read_anyway, read_document
from guardrails.model.policy.json_reader import Number
from guardrails.model.policy.json_text import read_json, read_text
from guardrails.model.policy.locate import located
from guardrails.model.policy.problem import WARNINGS, Problem
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


@dataclass(frozen=True, slots=True)
class Lenient:
    """As much of a document as can be relied on: `value` is the decoded text (None: it broke off before its end).

    `document` holds the statements that no error concerns; None when the value is no object.
    """

    value: object
    document: PolicyDocument | None
    problems: tuple[Problem, ...]


BEARABLE = frozenset(
    {
        *("principal-in-scp", "bad-sid", "duplicate-sid", "bad-version"),
        *("principal-required", "rcp-principal", "rcp-allow"),
        *("utf-16", "byte-order-mark", "comment", "trailing-comma", "trailing-text", "smart-quote", "single-quote"),
    }
)
"""Errors that AWS refuses, but that leave no doubt about what a statement would do."""


def parse_leniently(text: str | bytes, type: PolicyType, name: str = "policy") -> Lenient:
    """Read the text of a document as far as it makes sense, comments and stray commas included; as `parse_policy`."""
    report = Report()
    readable = read_text(text, report)
    json = read_json(readable, report) if readable is not None else None
    document = read_anyway(report, json.value, type, name) if json else None
    sound = _sound(document, report) if document else None
    problems = located(report.found, name, readable or "") if report.found else ()
    return Lenient(_plain(json.value) if json else None, sound, problems)


def value_leniently(value: object, type: PolicyType, name: str = "policy") -> Lenient:
    """Read a document from decoded JSON (or YAML); as `parse_leniently`, but problems have no span."""
    report = Report()
    document = read_anyway(report, value, type, name)
    found = in_value_order(report.found, value)
    problems = tuple(each.problem(name, None) for each in found)
    return Lenient(_plain(value), _sound(document, report) if document else None, problems)


def _plain(value: object) -> object:
    """The value with numbers as Python has them; how they were written does not matter to who looks at the whole."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Number):
        whole = value.text.lstrip("-").isdigit() and len(value.text) < 19  # Python refuses to read endless integers
        return int(value.text) if whole else float(value.text)
    return value


def _sound(document: PolicyDocument, report: Report) -> PolicyDocument:
    errors = [each for each in report.found if each.code not in WARNINGS and each.code not in BEARABLE]
    kept = tuple(
        one
        for one in document.statements
        if not any(each.place.pointer[: len(one.pointer)] == one.pointer for each in errors)
    )
    return replace(document, statements=kept)


def _check_characters(report: Report, document: PolicyDocument) -> None:
    """Report what cannot be written as UTF-8; in a text the JSON reader finds it."""
    for statement in document.statements:
        try:
            render(PolicyDocument((statement,), id=document.id)).encode()
        except UnicodeEncodeError as error:
            message = f"{quoted(error.object[error.start])} is half of a surrogate pair"
            report.add("bad-character", statement.pointer, message, "write the character itself")
