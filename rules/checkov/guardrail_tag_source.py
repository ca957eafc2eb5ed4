"""Mandatory tags are written in one place.

## What it does
Reports a resource whose `tags` are a map that is written there and holds two mandatory tags or more, without a local, a
variable or anything else that it starts from. A single one differs from the default tags of the provider on purpose.
`merge(local.common_tags, { Name = "..." })` passes, as does a resource that leaves its tags to `default_tags`. The
expression stands in the code only: the check is silent on plans.

## Why it matters
A new mandatory tag is then one edit. With maps of their own, some resources get it and nobody knows which.

## Example
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "MM-dev-use1-sqs-jobs"
  tags = {
    Project     = "ml-platform"
    Environment = "dev"
  }
}
```

## Use instead
```hcl
locals {
  common_tags = {
    Project     = "ml-platform"
    Environment = "dev"
  }
}

resource "aws_sqs_queue" "jobs" {
  name = "MM-dev-use1-sqs-jobs"
  tags = merge(local.common_tags, { Name = "MM-dev-use1-sqs-jobs" })
}
```

## How to fix
Start from `local.common_tags`, and add only what is this resource's own: `Name`, or a tag that differs here.

## Sources
- https://developer.hashicorp.com/terraform/language/functions/merge (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/guides/resource-tagging (2026-11)
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself
from guardrail_settings import setting
from guardrail_tags import planned
from guardrail_values import unwrapped

RULE = {
    "id": "CKV_LZ_055",
    "title": "Tags come from one source",
    "severity": "LOW",
    "rows": ["B24", "B25"],
    "pillar": "governance",
    "category": "CONVENTION",
    # Where a value comes from stands in the code; a plan holds values alone.
    "only_on": ["hcl"],
    # Text is there or not.
    "computed": False,
}

_TAGS = re.compile(r"^\s*tags\s*=\s*", re.MULTILINE)
_SOURCE = re.compile(r"\b(?:local|var|module|each|data|self)\.|\baws_\w+\.")


class TagSource(ResourceCheck):
    """The expression behind the tags of a resource."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a map of its own with mandatory tags; no answer for a plan or where nothing is said."""
        if planned(conf) or "tags" not in conf:
            return self.silent()
        expression = self._expression(conf)
        if not expression:
            return self.silent()
        keys = setting("settings.tags.mandatory", [])
        wanted = [one for one in keys if re.search(rf"\b{re.escape(one)}\"?\s*[=:]", expression)]
        if _starts_elsewhere(expression) or len(wanted) < 2:
            return self.passes("tags")
        return self.fails("tags", f"{', '.join(wanted)} stand here; expected merge(local.common_tags, ...)")

    def _expression(self, conf: dict[str, Any]) -> str:
        """Return the text behind `tags =`, up to the end of its value; empty where it cannot be found."""
        name = str(self.entity_path).partition(":")[0].rpartition("/")[2]
        lines = _lines(f"{itself(self, conf).folder}/{name}")
        first, last = (unwrapped(conf.get(f"__{one}_line__")) for one in ("start", "end"))
        if not isinstance(first, int) or not isinstance(last, int):
            return ""
        block = "\n".join(lines[first - 1 : last])
        found = _TAGS.search(block)
        return _value(block[found.end() :]) if found else ""


def _starts_elsewhere(expression: str) -> bool:
    """Whether an expression has a reference outside of every map that is written in it."""
    text, before = re.sub(r"\"(?:[^\"\\]|\\.)*\"", "", expression), ""
    while text != before:
        text, before = re.sub(r"\{[^{}]*\}", "", text), text
    return bool(_SOURCE.search(text))


def _value(text: str) -> str:
    """Return the first expression of a text: to the end of the line, or of what is open there."""
    depth = 0
    for at, letter in enumerate(text):
        depth += letter in "({["
        depth -= letter in ")}]"
        if letter == "\n" and depth <= 0:
            return text[:at]
    return text


@lru_cache(maxsize=64)
def _lines(path: str) -> tuple[str, ...]:
    try:
        return tuple(Path(path).read_text("utf-8").splitlines())
    except (OSError, ValueError):
        return ()


check = TagSource(RULE, ("aws_*",))
