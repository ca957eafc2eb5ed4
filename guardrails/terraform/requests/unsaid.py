"""Keys that an action can carry and of which its mapping row says nothing: nobody knows whether they are sent.

A row names the keys that its author knew the value of. That another one is not in it does not make it absent: EC2 fills
`ec2:Vpc` from the subnet, IAM fills `iam:PermissionsBoundary` from the role that a policy is attached to. So each key
that the catalog lists and that the row leaves out is UNKNOWN where a policy asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

NEVER_SENT: Final = (
    *("iam:roletemplatearn", "kms:viaservice", "s3:accessgrantsinstancearn", "s3:if-match", "s3:if-none-match"),
    *("s3:x-amz-bucket-namespace", "s3:x-amz-copy-source", "s3:x-amz-grant-", "s3:x-amz-metadata-directive"),
    *("s3:x-amz-object-annotation-directive", "s3:x-amz-object-ownership"),
    "s3:x-amz-server-side-encryption-customer-algorithm",
)
"""How keys begin that hold a parameter which the provider never sends, or a service in between: absent for certain.

Grants go to S3 in the body of PutBucketAcl, never in headers; ownership by PutBucketOwnershipControls.
Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket (2026-11)
"""

_TAGS: Final = ("requesttag/", "requestobjecttag", "resourcetag/", "buckettag/", "tagkeys")


def unsaid_keys(listed: Iterable[str], said: Iterable[str], *, makes: bool) -> frozenset[str]:
    """Return the listed keys (lower case) that nobody speaks of; those that end in `/` or `:` stand for a family.

    Args:
        listed: keys of the catalog for the action and the resource type.
        said: keys that the row names, or that are filled in elsewhere.
        makes: whether the call makes the resource, which then has neither an id nor tags yet.
    """
    told = set(said)
    families = {one.partition("/")[0] for one in told if "/" in one}
    found = []
    for key in sorted({_stem(one) for one in listed}):
        prefix, _, name = key.partition(":")
        if prefix == "aws" or key in told or key.startswith(NEVER_SENT) or name.startswith(_TAGS):
            continue
        if key.rstrip("/") in families:
            continue
        if prefix == "ec2" and (name in _ELSEWHERE or (makes and name.endswith("id") and name in _IDS)):
            continue
        found.append(key)
    return frozenset(found)


_ELSEWHERE: Final = {
    "region",
    "createaction",
    "attribute",
    "sourceinstancearn",
    "launchtemplate",
    "islaunchtemplateresource",
}
"""Keys that rows name wherever there is something in them: those of templates are absent without a template."""
_IDS: Final = {"instanceid", "networkinterfaceid", "securitygroupid", "subnetid", "volumeid", "vpcid"}
"""Keys with the id of the resource itself, which one that is about to be made does not have."""


def _stem(key: str) -> str:
    return re.split(r"\$\{|<|tag-key$", key.lower())[0]
