"""A service control policy is JSON that AWS takes and that denies what it says.

## What it does
Reports `aws_organizations_policy` of type SERVICE_CONTROL_POLICY whose content is no JSON object, has another version
than 2012-10-17, is larger than 10,240 characters, names a principal, has a statement without effect, action or resource
or with an unknown element, or an action that is no action pattern or is one letter off an action of the service.
Content that `data "http"` fetches is reported as well. These are the essential lints; `guardrails check` runs all
thirty on the rendered documents (LINT-001 to LINT-030), with data of its own.

## Why it matters
AWS refuses most of these in the middle of an apply. It takes a misspelled action without a word, and nothing is denied.
What is fetched while it is applied was reviewed by nobody.

## Example
```hcl
resource "aws_organizations_policy" "instances" {
  name = "no-instances"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = ["ec2:RunInstance"], Resource = "*" }]
  })
}
```

## Use instead
```hcl
resource "aws_organizations_policy" "instances" {
  name = "no-instances"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = ["ec2:RunInstances"], Resource = "*" }]
  })
}
```

## How to fix
Do what the message says, and run `guardrails check` on the policy files.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html (2026-11)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-11)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself
from guardrail_policies import items, policy_at
from guardrail_values import ABSENT, UNKNOWN, Mark, listed, unwrapped, value_at

RULE = {
    "id": "CKV_LZ_045",
    "title": "Service control policies are well formed",
    "severity": "CRITICAL",
    "rows": ["A8", "A13", "A15"],
    "pillar": "governance",
    "category": "IAM",
}

LARGEST = 10_240
"""Characters of an SCP, white space counted.
Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-11)
"""

ELEMENTS = frozenset(("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"))
_ACTION = re.compile(r"(?:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)\Z", re.IGNORECASE)
_FILE = re.compile(r"(?:\$\{)?file\(\"\$\{path\.module\}/([\w-][\w./-]*)\"\)\}?\Z")
_FETCHED = re.compile(r"\bdata\.http\.")


class ScpContent(ResourceCheck):
    """The document of a service control policy."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the first thing that is wrong with the document, UNKNOWN where it cannot be read."""
        if value_at(conf, "type") not in (ABSENT, "SERVICE_CONTROL_POLICY"):
            return self.silent()
        if _FETCHED.search(f"{conf.get('content')} {_references(conf)}"):
            return self.fails("content", "the document is fetched by data.http; expected it in the repository")
        document, size = self._read(conf)
        if isinstance(document, Mark):
            return self.unknown("content", "the document is known only after apply")
        wrong = "the document is no JSON object" if document is None else _too_large(size) or _wrong(document)
        return self.fails("content", wrong) if wrong else self.passes("content")

    def _read(self, conf: dict[str, Any]) -> tuple[dict[str, Any] | Mark | None, int]:
        """Return the document and the number of its characters; None for what is no JSON object."""
        text: Any = value_at(conf, "content")
        if text is UNKNOWN:
            text = self._file(conf)
        if text is UNKNOWN or text is ABSENT:
            document = policy_at(self, conf, "content")
            return document, 0 if isinstance(document, Mark) else _length(document)
        if isinstance(text, str):
            try:
                found = json.loads(text)
            except ValueError:
                found = None
            return (found if isinstance(found, dict) else None), len(text)
        return (text, _length(text)) if isinstance(text, dict) else (None, 0)

    def _file(self, conf: dict[str, Any]) -> str | Mark:
        """Return the text of a file of the module, which Checkov does not read."""
        named = _FILE.match(str(unwrapped(conf.get("content"))))
        if named is None or ".." in named[1]:
            return UNKNOWN
        try:
            return (Path(itself(self, conf).folder) / named[1]).read_text("utf-8")
        except (OSError, ValueError):
            return UNKNOWN


def _references(conf: dict[str, Any]) -> str:
    return str(conf.get("references_") or "")


def _length(document: dict[str, Any]) -> int:
    return len(json.dumps(document, separators=(",", ":"), ensure_ascii=False, default=str))


def _too_large(size: int) -> str:
    return f"the document has {size:,} characters; AWS takes {LARGEST:,}" if size > LARGEST else ""


def _wrong(document: dict[str, Any]) -> str:
    """Return what is wrong with a document, in words; empty where nothing is."""
    if document.get("Version") != "2012-10-17":
        return f'Version is {document.get("Version")!r}; expected "2012-10-17"'
    strange = sorted(set(document) - {"Version", "Id", "Statement"})
    if strange:
        return f"the document has the element {strange[0]}, which no policy has"
    written = listed(document.get("Statement"))
    if not written:
        return "the document has no statement"
    return next((wrong for one in written for wrong in _of_statement(one)), "")


def _of_statement(statement: Any) -> Iterator[str]:
    if not isinstance(statement, dict):
        yield "a statement is no object"
        return
    name = f"statement {statement['Sid']}" if isinstance(statement.get("Sid"), str) else "a statement"
    for one in ("Principal", "NotPrincipal"):
        if one in statement:
            yield f"{name} has {one}; an SCP names no principal"
    for one in sorted(set(statement) - ELEMENTS):
        yield f"{name} has the element {one}, which no SCP has"
    if statement.get("Effect") not in ("Allow", "Deny", UNKNOWN):
        yield f'{name} has the effect {statement.get("Effect")!r}; expected "Allow" or "Deny"'
    for one in ("Action", "Resource"):
        if (one in statement) == (f"Not{one}" in statement):
            yield f"{name} needs either {one} or Not{one}"
    for element in ("Action", "NotAction"):
        for action in items(statement, element):
            if not isinstance(action, Mark):
                yield from (f"{name}: {wrong}" for wrong in _of_action(action))


def _of_action(action: str) -> Iterator[str]:
    if not _ACTION.match(action):
        yield f'"{action}" is no action; expected service:Name, wildcards in the name only'
    elif "*" not in action and "?" not in action:
        meant = _nearly(action)
        if meant:
            yield f'there is no action "{action}"; {meant} is meant, perhaps'


def _nearly(action: str) -> str:
    """Return the action that one is a slip of; empty for a known one, and for one that resembles none (it may be new).

    The names are those of policy_sentry, which Checkov brings; they may be older than an action.
    """
    from policy_sentry.querying.actions import get_actions_for_service  # 0.3 s that code without SCPs does not pay

    service = action.partition(":")[0].lower()
    known = {one.lower(): one for one in get_actions_for_service(service)}
    if not known or action.lower() in known:
        return ""
    near = get_close_matches(action.lower(), known, n=1, cutoff=0.9)
    close = near and abs(len(near[0]) - len(action)) <= 1 and _distance(near[0], action.lower()) <= 1
    return known[near[0]] if close else ""


def _distance(one: str, other: str) -> int:
    """Return 0 for equal texts, 1 where a single letter is wrong, missing or too much, else 2."""
    if one == other:
        return 0
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rests = (
        (one[start + 1 :], other[start + 1 :]),
        (one[start + 1 :], other[start:]),
        (one[start:], other[start + 1 :]),
    )
    return 1 if any(a == b for a, b in rests) else 2


check = ScpContent(RULE, ("aws_organizations_policy",))
