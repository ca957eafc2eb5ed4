"""Reads a decoded value as a policy document."""

from __future__ import annotations

from collections.abc import Mapping

from guardrails.model.policy.document import (
    RCP_FULL_AWS_ACCESS,
    PolicyDocument,
    PolicyType,
    Statement,
)
from guardrails.model.policy.report import Report, quoted
from guardrails.model.policy.restrictions import check_id, check_statement, check_version
from guardrails.model.policy.statements import read_statement, report_unknown
from guardrails.model.policy.values import described, read_string
from guardrails.model.source import Pointer

_ELEMENTS = ("Version", "Id", "Statement")
_VERSIONS = ("2012-10-17", "2008-10-17")

_RawStatement = tuple[Pointer, Mapping[object, object]]


def read_document(report: Report, value: object, type: PolicyType, name: str) -> PolicyDocument | None:
    """Return the document that a decoded JSON value holds; None when an error was reported."""
    document = read_anyway(report, value, type, name)
    return None if report.has_errors else document


def read_anyway(report: Report, value: object, type: PolicyType, name: str) -> PolicyDocument | None:
    """Return what could be read, in which statements may be incomplete; None when the value is no object."""
    if not isinstance(value, Mapping):
        message = f"a policy document must be an object, found {described(value)}"
        report.add("not-an-object", (), message, 'write `{"Version": "2012-10-17", "Statement": [...]}`')
        return None
    report_unknown(report, (), value, _ELEMENTS)
    version = _read_version(report, value, type)
    id = ""
    if "Id" in value:
        check_id(report, type)
        id = read_string(report, ("Id",), "Id", value["Id"]) or ""
    raw = _raw_statements(report, value)
    free_sid = type is PolicyType.RESOURCE
    statements = tuple(read_statement(report, pointer, each, free_sid=free_sid) for pointer, each in raw)
    if not free_sid:
        _check_sids(report, statements)
    document = PolicyDocument(statements, version, id, name)
    if type is not PolicyType.RCP or document != RCP_FULL_AWS_ACCESS:
        for pointer, each in raw:
            check_statement(report, pointer, each, type)
    return document


def _read_version(report: Report, value: Mapping[object, object], type: PolicyType) -> str:
    if "Version" not in value:
        message = "there is no `Version`: policy variables stay plain text, as in 2008"
        report.add("missing-version", (), message, 'write `"Version": "2012-10-17"`')
        return ""
    version = read_string(report, ("Version",), "Version", value["Version"])
    if version is None:
        return ""
    if version not in _VERSIONS:
        message = f"{quoted(version)} is not a version of the policy language"
        report.add("bad-version", ("Version",), message, "write `2012-10-17`")
    check_version(report, version, type)
    return version


def _raw_statements(report: Report, value: Mapping[object, object]) -> list[_RawStatement]:
    if "Statement" not in value:
        report.add("missing-element", (), "the document has no `Statement`", 'write `"Statement": [...]`')
        return []
    listed = value["Statement"]
    if isinstance(listed, Mapping):
        return [(("Statement",), listed)]
    if not isinstance(listed, list | tuple):
        message = f"`Statement` must be an object or a list of objects, found {described(listed)}"
        report.add("wrong-type", ("Statement",), message, 'write `[{"Effect": "Deny", ...}]`')
        return []
    if not listed:
        help = "write at least one statement"
        report.add("empty-list", ("Statement",), "the list of `Statement` is empty", help)
    statements: list[_RawStatement] = []
    for at, each in enumerate(listed):
        if isinstance(each, Mapping):
            statements.append((("Statement", at), each))
        else:
            message = f"a statement must be an object, found {described(each)}"
            report.add("wrong-type", ("Statement", at), message, 'write `{"Effect": "Deny", ...}`')
    return statements


def _check_sids(report: Report, statements: tuple[Statement, ...]) -> None:
    seen: set[str] = set()
    for statement in statements:
        if statement.sid in seen:
            message = f"two statements have the `Sid` {quoted(statement.sid)}"
            report.add("duplicate-sid", (*statement.pointer, "Sid"), message, "give each its own name")
        if statement.sid:
            seen.add(statement.sid)
