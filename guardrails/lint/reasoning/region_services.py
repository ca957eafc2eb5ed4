"""Services in a region lock: which are needed in us-east-1, which are exempted by AWS's lists, which are regional."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from guardrails.catalog.regions import HOME_REGIONS
from guardrails.catalog.services import service

NEEDED: Final = ("iam", "organizations", "route53", "cloudfront", "support")
"""The global services that AWS says should not be denied by a region lock; the others only where they are used.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
(2026-09)
"""

REGIONAL: Final = {
    "acm": "certificates are regional; CloudFront takes those of us-east-1",
    "config": "recorders, rules and aggregators are regional",
    "directconnect": "connections and virtual interfaces are regional, only gateways are global",
    "fms": "policies are regional; only its administrator is set in us-east-1",
    "kms": "keys are regional: with the exemption they are made and used in every Region",
    "waf-regional": "web ACLs of load balancers and APIs are regional",
    "wafv2": "web ACLs are regional but for those of CloudFront, which are in us-east-1",
}
"""Services on AWS's lists of exemptions that are regional, and what that leaves open.

Sources (2026-09): https://docs.aws.amazon.com/controltower/latest/controlreference/primary-region-deny-policy.html,
https://github.com/aws-samples/service-control-policy-examples
"""

EXEMPTED_BY_AWS: Final = frozenset(
    "a4b access-analyzer activate artifact aws-marketplace aws-marketplace-management aws-portal billing chatbot "
    "compute-optimizer consoleapp consolidatedbilling devicefarm ecr-public freetier invoicing iq mobileanalytics "
    "notifications payments pricing resource-explorer-2 route53-recovery-cluster route53-recovery-readiness sso sts "
    "supportapp supportplans sustainability trustedadvisor wellarchitected".split()
)
"""Further services on those lists: consoles, billing, or a few endpoints. Their exemption keeps no workload."""

_OF_THE_ACCOUNT = frozenset(
    {"controltower", "identitystore", "q", "ram", "servicequotas", "signin", "sso-directory", "tag"}
)
"""Services of the account or the console that are often called in us-east-1; sparing them keeps no workload."""


@lru_cache(maxsize=1024)
def is_regional(prefix: str) -> bool:
    """Return whether most resources of a service have a Region in their ARNs, and nothing speaks for sparing it."""
    if prefix in HOME_REGIONS or prefix in EXEMPTED_BY_AWS or prefix in _OF_THE_ACCOUNT:
        return False
    found = service(prefix)
    if found is None:
        return False
    arns = [arn for kind in found.resource_types.values() for arn in kind.arns]
    return prefix == "s3" or 2 * sum("${Region}" in arn for arn in arns) > len(arns)
