"""The environment tag of a resource is that of the account it is made for.

## What it does
Compares the tag of `settings.tags.environment_key` with the environment of the account that the code is for, letter
case included, on the resource itself, on the volumes of an instance and on what a launch template or an Auto Scaling
group starts. Without an account (`GUARDRAILS_ACCOUNT`) a value has to be one of the organization's environments at
least. A missing tag is reported by CKV_LZ_001.

## Why it matters
A block that was copied from another environment brings its tag along, and with it what reads the tag: access, backups,
schedules, bills. The tag is the first sign that a change was meant for another account.

## Example
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "MM-prod-use1-sqs-jobs"
  tags = { Environment = "production" }
}
```

## Use instead
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "MM-prod-use1-sqs-jobs"
  tags = { Environment = "prod" }
}
```

## How to fix
Take the tag from the common tags of the root instead of writing it into the resource, and look whether the rest of the
block belongs to this environment.

## Sources
- https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_settings import account, document, setting
from guardrail_taggable import TAGGABLE
from guardrail_tags import tags_of
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, value_at

RULE = {
    "id": "CKV_LZ_002",
    "title": "The environment tag is that of the account",
    "severity": "CRITICAL",
    "rows": ["B29"],
    "pillar": "governance",
    "category": "GENERAL_SECURITY",
}

HANDED_ON: dict[str, tuple[str, ...]] = {
    "aws_instance": ("root_block_device[].tags", "ebs_block_device[].tags", "[].volume_tags"),
    "aws_spot_instance_request": ("root_block_device[].tags", "ebs_block_device[].tags", "[].volume_tags"),
    "aws_launch_template": ("tag_specifications[].tags",),
    "aws_ec2_fleet": ("[].fleet_tags",),
    "aws_batch_compute_environment": ("compute_resources[].tags",),
}
"""Type -> maps of tags that it puts on others; what stands before `[]` are blocks."""


class EnvironmentTag(ResourceCheck):
    """The environment tag in every place where a resource has tags."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the tag of another environment, UNKNOWN where it is not known."""
        key = str(setting("settings.tags.environment_key", "Environment"))
        own = account()
        known = [own["env"]] if own else sorted({one["env"] for one in document()["accounts"]})
        late = ""
        seen = False
        for path, value in self._found(conf, key):
            if value is UNKNOWN:
                late = late or path
            elif value is not ABSENT:
                seen = True
                if value not in known:
                    return self.fails(path, f"{key} is {value}; expected {' or '.join(known)}")
        if late:
            return self.unknown(late, f"{key} is not known yet")
        return self.passes("tags") if seen else self.silent()

    def _found(self, conf: dict[str, Any], key: str) -> Iterator[tuple[str, Any]]:
        tags = tags_of(self, conf)
        yield f"{tags.path}.{key}", tags.value(key)
        for place in HANDED_ON.get(self.entity_type, ()):
            outer, _, last = place.partition("[].")
            inner = blocks(conf, outer) if outer else [conf]
            if inner is UNKNOWN:
                yield outer, UNKNOWN
            for one in [] if isinstance(inner, Mark) else inner:
                yield f"{outer}.{last}.{key}".lstrip("."), value_at(one, f"{last}.{key}")


check = EnvironmentTag(RULE, TAGGABLE)
