"""Inference lets in 443 and 50051 from private addresses, and nothing else.

## What it does
Looks at security groups of inference (with `inference` in the name or in the tag `Purpose`) and at the rules beside
them. Each rule has to be TCP 443 (HTTPS) or TCP 50051 (gRPC), from private ranges or from other security groups.

## Why it matters
Models are called through two protocols, by machines of the VPC and of the tailnet. Every other port is a debugger, a
metrics page or a notebook that somebody forgot.

## Example
```hcl
resource "aws_security_group" "inference" {
  name   = "MM-prod-use1-sg-inference"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol    = "tcp"
    from_port   = 8080
    to_port     = 8080
    cidr_blocks = ["10.2.10.0/24"]
  }
}
```

## Use instead
```hcl
resource "aws_security_group" "inference" {
  name   = "MM-prod-use1-sg-inference"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol    = "tcp"
    from_port   = 50051
    to_port     = 50051
    cidr_blocks = ["10.2.10.0/24"]
  }
}
```

## How to fix
Serve on 443 or 50051 and name the private subnets as sources. Give debugging a group of its own, in dev.

## Limits
Private means 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 and fc00::/7. What an AWS-managed or foreign
prefix list holds does not stand in the code: a rule that names one is undecided.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html (2026-11)
- https://www.rfc-editor.org/rfc/rfc1918 (1996-02), https://www.rfc-editor.org/rfc/rfc6598 (2012-04)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_ingress import GROUPS, TYPES, Ingress, groups_of, let_in, private
from guardrail_values import UNKNOWN, Mark

RULE = {
    "id": "CKV_LZ_029",
    "title": "Inference lets in 443 and 50051 from private addresses only",
    "severity": "HIGH",
    "rows": ["A26", "A51"],
    "pillar": "security",
    "category": "NETWORKING",
}

PORTS = (443, 50051)


class InferencePorts(ResourceCheck):
    """What the security group of inference lets in."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for another port or a public source, UNKNOWN for what is known only after apply."""
        own = groups_of(self, conf, "inference")
        if own is False:
            return self.silent()
        found = let_in(self, conf)
        if isinstance(found, Mark):
            return self.unknown("ingress", "what reaches inference is known only after apply")
        path, message = next((said for said in map(_wrong, found) if said[1]), ("", ""))
        if message and own is None:
            return self.unknown("security_group_id", f"perhaps a rule of inference: {message}")
        if message:
            return self.fails(path, message)
        late = next((one.path for one in found if UNKNOWN in (one.protocol, one.ports, *one.sources)), "")
        if late and own:
            return self.unknown(late, "protocol, port or source are known only after apply")
        if not own or not (found or self.entity_type in GROUPS):
            return self.silent()
        return self.passes(found[0].path if found else "ingress")


def _wrong(one: Ingress) -> tuple[str, str]:
    """The attribute that is wrong and what is wrong with it; empty where nothing is."""
    inside = one.path.rpartition(".")[0]
    where = f"{inside}." if inside else ""
    if one.protocol is not UNKNOWN and one.protocol not in ("tcp", "6"):
        return f"{where}protocol", f"protocol {one.protocol} is let in; TCP 443 and 50051 are expected"
    if one.ports is not UNKNOWN and (one.ports[0] != one.ports[1] or one.ports[0] not in PORTS):
        said = " to ".join(str(port) for port in sorted(set(one.ports)))
        return f"{where}from_port", f"port {said} is let in; 443 and 50051 are expected"
    public = next((each for each in one.sources if each is not UNKNOWN and not private(each)), None)
    return (one.path, f"{public} is let in; private ranges are expected") if public is not None else ("", "")


check = InferencePorts(RULE, TYPES)
