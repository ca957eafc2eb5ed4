"""Small folders of policy files, and what becomes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from guardrails.files.policies.found import Classified
from guardrails.files.policies.read import read_policies
from guardrails.model.policy.document import PolicyType
from guardrails.model.report import FileStatus

CHECKED, NOT_A_POLICY, UNREADABLE = FileStatus.CHECKED, FileStatus.NOT_A_POLICY, FileStatus.UNREADABLE

DENY: dict[str, Any] = {"Sid": "A", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}
SCP: dict[str, Any] = {"Version": "2012-10-17", "Statement": [DENY]}
RCP: dict[str, Any] = {"Version": "2012-10-17", "Statement": [{**DENY, "Principal": "*"}]}
TEXT = json.dumps(SCP, indent=2)


def read(
    folder: Path, content: str | bytes | object, name: str = "policy.json", type: PolicyType | None = None
) -> Classified:
    """Return what becomes of one file with this content; what is no text is written as JSON."""
    return write(folder, {name: content}, type)[name]


def write(folder: Path, files: dict[str, Any], type: PolicyType | None = None) -> dict[str, Classified]:
    """Return what becomes of the files of a folder, by name."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    paths = [folder / name for name in files]
    return {one.file: one for one in read_policies(paths, folder, type)}


def codes(one: Classified) -> list[str]:
    """Return the codes of the problems of its only document."""
    (policy,) = one.policies
    return [problem.code for problem in policy.parsed.problems]


def line_of(one: Classified, *pointer: str | int) -> int:
    """Return the line on which a value of its only document stands."""
    (policy,) = one.policies
    span = policy.locate([pointer])[pointer].span
    assert span is not None
    return span.line


def statements(one: Classified) -> list[Any]:
    """Return the statements of its only document, decoded."""
    (policy,) = one.policies
    assert isinstance(policy.parsed.value, dict)
    found = policy.parsed.value["Statement"]
    return found if isinstance(found, list) else [found]


HEREDOC = f"""\
# limits
resource "aws_organizations_policy" "limits" {{
  name    = "limits"
  content = <<-POLICY
{TEXT}
  POLICY
}}
"""


def content(expression: str, more: str = "") -> str:
    return f'resource "aws_organizations_policy" "x" {{\n  content = {expression}\n}}\n{more}'
