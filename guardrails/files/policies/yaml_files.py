"""Reads YAML files: a policy written as YAML, CloudFormation, or something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from guardrails.files import codes
from guardrails.files.policies.cloudformation import MENTIONS_POLICY, NO_POLICIES, is_template, read_template
from guardrails.files.policies.found import Documents, Locate
from guardrails.files.policies.json_files import MENTIONS_STATEMENT
from guardrails.files.policies.making import Source, add_part, described
from guardrails.files.policies.parts import parts_of
from guardrails.files.policies.sorting import type_said_by
from guardrails.files.policies.templates import unfilled
from guardrails.files.yaml_text import YamlText, read_yaml
from guardrails.model.finding import Finding
from guardrails.model.policy.problem import Problem
from guardrails.model.source import Location, Pointer

_TEMPLATE = re.compile(r"^(?:AWSTemplateFormatVersion|Transform)\b|^\s+Type: *['\"]?AWS::", re.MULTILINE)
_IN_ANY_CASE = re.compile(r"^[\"']?statements?[\"']?\s*:", re.MULTILINE | re.IGNORECASE)
"""How a whole policy begins, also where capital letters were not minded: LINT-004 speaks of that."""

_WHOLE_POLICY = re.compile(r"^[\"']?(?:Statement|PolicyDocument)[\"']?\s*:", re.MULTILINE)


def read_yaml_file(source: Source, text: str) -> Documents:
    """Return the documents in a YAML text.

    Texts that mention neither a statement nor a policy of CloudFormation are not parsed: they can hold none.
    """
    name = source.file.rpartition("/")[2]
    if not MENTIONS_POLICY.search(text):
        if _TEMPLATE.search(text) and not _WHOLE_POLICY.search(text):
            return Documents(other=NO_POLICIES)
        if not MENTIONS_STATEMENT.search(text) and not _IN_ANY_CASE.search(text):
            return Documents(other=_by_its_keys(text) or f"{name} has no Statement")
    yaml = read_yaml(text, source.file, aliases=True, tags=True)
    broken = [one for one in yaml.findings if one.rule != codes.DUPLICATE.id]
    if broken:
        return _broken(source, text, broken[0])
    documents, source = Documents(), replace(source, yaml=text)
    if is_template(yaml.value):
        read_template(documents, yaml.value, source, _in_yaml(yaml))
    else:
        everywhere = source.type is not None or type_said_by(source.file) is not None
        for part in parts_of(yaml.value, everywhere):
            add_part(documents, part, source, _in_yaml(yaml))
    if not documents.policies and not documents.unreadable:
        documents.other = documents.other or described(yaml.value, source)
    if documents.policies:  # keys that stand twice are the first one's problem, as they would be in JSON
        documents.carry(Problem("duplicate-key", one.message, one.location, one.help) for one in yaml.findings)
    return documents


def _by_its_keys(text: str) -> str:
    keys = set(re.findall(r"^([A-Za-z]+):", text, re.MULTILINE))
    if "scenarios" in keys:
        return "a scenario file"
    return "an organization file" if {"policies", "accounts"} <= keys or {"policies", "root"} <= keys else ""


def _in_yaml(yaml: YamlText) -> Locate:
    def locate(pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
        return {pointer: yaml.location(pointer) for pointer in pointers}

    return locate


def _broken(source: Source, text: str, finding: Finding) -> Documents:
    may_be_template = finding.rule == codes.SYNTAX.id or finding.message == "a key is not plain text"
    where = f"line {finding.location.span.line}: " if finding.location.span else ""
    unreadable = Documents(unreadable=[f"not readable as YAML, {where}{finding.message}"])
    return (unfilled(source.file, text) if may_be_template else None) or unreadable
