"""Reads JSON files, faultless or not, and texts that would be JSON if their placeholders were filled in."""

from __future__ import annotations

import re
from dataclasses import replace

from guardrails.files.policies.cloudformation import is_template, read_template
from guardrails.files.policies.found import Documents, PolicyFile
from guardrails.files.policies.making import Source, add_part, described
from guardrails.files.policies.parts import parts_of
from guardrails.files.policies.places import in_json
from guardrails.files.policies.sorting import type_of, type_said_by
from guardrails.files.policies.templates import unfilled
from guardrails.files.policies.terraform_json import is_configuration, read_configuration
from guardrails.files.policies.walk import JSON
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.json_text import read_json
from guardrails.model.policy.locate import located
from guardrails.model.policy.parse import parse_leniently
from guardrails.model.policy.report import Report

MENTIONS_STATEMENT = re.compile(r"(?:Statement|Effect)\\?[\"']?\s*[:=]")
"""What every text has that may hold a policy or a statement."""


def read_json_file(source: Source, text: str, data: bytes) -> Documents:
    """Return the documents in a text that is, or wants to be, JSON; `data` is the same as it stands in the file."""
    report = Report()
    json = read_json(text, report)
    if json is None:
        return _broken(source, text, data, report)
    value, documents = json.value, Documents()
    if is_template(value):
        read_template(documents, value, source, in_json(source.file, text))
    elif is_configuration(value):
        read_configuration(documents, value, source, in_json(source.file, text))
    else:
        _read_parts(documents, value, source, text, data)
    if not documents.policies and not documents.unreadable:
        documents.other = documents.other or described(value, source)
        if any(one.code == "trailing-text" for one in report.found) and MENTIONS_STATEMENT.search(text):
            documents.unreadable.append("it holds more than one JSON document: keep one per file")
    if documents.policies and not documents.policies[0].text:
        around = located(report.found, source.file, text)
        documents.carry(replace(one, location=replace(one.location, pointer=())) for one in around)
    return documents


def _read_parts(documents: Documents, value: object, source: Source, text: str, data: bytes) -> None:
    parts = parts_of(value, source.type is not None or type_said_by(source.file) is not None)
    if len(parts) != 1 or parts[0].prefix or parts[0].statements or parts[0].other:
        for part in parts:
            add_part(documents, part, source, in_json(source.file, text))
        return
    type = type_of(value, source.file, source.type)
    if isinstance(type, str):
        documents.other = type
        return
    parsed = parse_leniently(data, type, source.file)
    documents.policies.append(PolicyFile(source.stem, source.file, type, parsed, text, in_json(source.file, text)))


def _broken(source: Source, text: str, data: bytes, report: Report) -> Documents:
    """Return what can be said of a text that is no JSON: placeholders, or a document that only has problems."""
    if not (source.file.lower().endswith(JSON) or MENTIONS_STATEMENT.search(text)):
        return Documents()
    template = unfilled(source.file, text)
    if template:
        return template
    problems = located(report.found, source.file, text)
    reason = problems[-1] if problems else None
    where = f"line {reason.location.span.line}: " if reason and reason.location.span else ""
    documents = Documents(unreadable=[f"not JSON, {where}{reason.message}" if reason else "not JSON"])
    if MENTIONS_STATEMENT.search(text):
        type = source.type or type_said_by(source.file) or PolicyType.SCP
        parsed = parse_leniently(data, type, source.file)
        documents.policies.append(PolicyFile(source.stem, source.file, type, parsed, "", in_json(source.file, text)))
    return documents
