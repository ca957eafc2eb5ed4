"""A NAT instance forwards, and only through the present metadata service.

## What it does
Looks at instances that are there for NAT: `nat` is a word of their name or of their address in the code. They need
`source_dest_check = false`, `http_tokens = "required"`, and user data that switches forwarding on (`ip_forward`, or a
rule with MASQUERADE), where user data can be read: a plan holds a digest of `user_data`. Images named
`amzn-ami-vpc-nat-*` fail in data sources too: AWS makes them no longer.

## Why it matters
An instance that checks addresses drops what others send through it, and one without forwarding does the same; the
private subnets are cut off. The old NAT images get no updates, and the old metadata service hands the credentials of
the role to whoever can make the instance fetch a URL.

## Example
```hcl
resource "aws_instance" "nat" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Name = "MM-dev-use1-a-instance-nat" }
}
```

## Use instead
```hcl
resource "aws_instance" "nat" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = "t3.micro"
  source_dest_check = false
  tags              = { Name = "MM-dev-use1-a-instance-nat" }

  # sysctl -w net.ipv4.ip_forward=1
  user_data_base64 = "IyEvYmluL2Jhc2gKc3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MQo="

  metadata_options {
    http_tokens = "required"
  }
}
```

## How to fix
Switch the check of addresses off, require IMDSv2, and set forwarding up in the user data of an Amazon Linux 2023 image.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html (2026-11): the NAT AMI is past its end of
  support
- https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html (2026-11)
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import DataCheck, ResourceCheck
from guardrail_tags import tag_of
from guardrail_values import ABSENT, UNKNOWN, Mark, address, blocks, flag, value_at, values_at

RULE = {
    "id": "CKV_LZ_017",
    "title": "NAT instances forward, with IMDSv2 and a living image",
    "severity": "MEDIUM",
    "rows": ["B13", "B30"],
    "pillar": "reliability",
    "category": "NETWORKING",
}

DEAD = "amzn-ami-vpc-nat"
"""How the names of the NAT images begin that AWS makes no longer."""

_DIGEST = re.compile(r"[0-9a-f]{40}")


class NatInstance(ResourceCheck):
    """Instances that are there for NAT."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED with all that is wrong, UNKNOWN where something that decides is not known."""
        if not _for_nat(conf):
            return self.silent()
        wrong, late = [], []
        check, tokens, forwards = (
            flag(conf, "source_dest_check"),
            value_at(conf, "metadata_options.http_tokens"),
            _forwards(conf),
        )
        for path, good, bad, message in (
            ("source_dest_check", check is False, check is not UNKNOWN, "is not false"),
            ("metadata_options.http_tokens", tokens == "required", tokens is not UNKNOWN, "is not required"),
            ("user_data", forwards is True, forwards is not UNKNOWN, "does not switch forwarding on"),
        ):
            if not good:
                (wrong if bad else late).append((path, message))
        if wrong:
            return self.fails(wrong[0][0], ", ".join(f"{path} {message}" for path, message in wrong))
        if late:
            return self.unknown(late[0][0], f"not known yet: {', '.join(path for path, _ in late)}")
        return self.passes("source_dest_check", "metadata_options.http_tokens", "user_data")


def _for_nat(conf: dict[str, Any]) -> bool:
    name = tag_of(conf, "Name")
    words = re.findall(
        r"[a-z0-9]+", f"{'' if isinstance(name, Mark) else name} {address(conf)}".lower().replace("_", " ")
    )
    return "nat" in words


def _forwards(conf: dict[str, Any]) -> bool | Mark:
    """Whether user data switches forwarding on; UNKNOWN where it is a digest or late."""
    plain, coded = value_at(conf, "user_data"), value_at(conf, "user_data_base64")
    if plain is ABSENT and coded is ABSENT:
        return False
    text = plain
    if isinstance(coded, str):
        try:
            text = base64.b64decode(coded, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return UNKNOWN
    if not isinstance(text, str) or _DIGEST.fullmatch(text):
        return UNKNOWN
    return "ip_forward" in text or "MASQUERADE" in text


class NatImage(DataCheck):
    """Searches for images by name."""

    def scan_data_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a search that only finds images of the past, UNKNOWN where it is not known."""
        found = blocks(conf, "filter")
        if isinstance(found, Mark):
            return self.unknown("filter", "for which images this looks is not known yet")
        names = [one for row in found if value_at(row, "name") == "name" for one in _listed(row)]
        if not names:
            return self.silent()
        if any(isinstance(one, str) and one.startswith(DEAD) for one in names):
            return self.fails("filter.values", f"{DEAD}-* images are made no longer; expected al2023-ami-*")
        if UNKNOWN in names:
            return self.unknown("filter.values", "for which images this looks is not known yet")
        return self.passes("filter.values")


def _listed(row: dict[str, Any]) -> list[Any]:
    found = values_at(row, "values")
    return [found] if isinstance(found, Mark) else found


check = [NatInstance(RULE, ["aws_instance"]), NatImage(RULE, ["aws_ami", "aws_ami_ids"])]
