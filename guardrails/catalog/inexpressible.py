"""What no policy can see: calls whose dangerous part has no condition key, so "not denied" says less than it seems.

Source: the Service Authorization Reference lists no such key for these actions,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
(2026-09).
"""

from __future__ import annotations

from typing import Final

_NOTES: Final[dict[str, str]] = {
    "s3:createbucket": "encryption is not expressible here: the call has no key for it",
    "s3:putencryptionconfiguration": "the algorithm is not expressible here: the call has no key for it",
    "ec2:authorizesecuritygroupingress": "0.0.0.0/0 is not expressible here: the call has no key for addresses",
    "ec2:authorizesecuritygroupegress": "0.0.0.0/0 is not expressible here: the call has no key for addresses",
    "ec2:modifysecuritygrouprules": "0.0.0.0/0 is not expressible here: the call has no key for addresses",
    "autoscaling:createautoscalinggroup": "with a launch template AWS checks the caller's ec2:RunInstances, too",
    "ec2:createlaunchtemplateversion": "the instance type is not expressible here: the call has no key for it",
    "ec2:requestspotinstances": "the instance type is not expressible here: the call has no key for it",
    "ec2:requestspotfleet": "the instance type is not expressible here: the call has no key for it",
    "ec2:purchasecapacityblock": "the instance type is not expressible here: the call has no key for it",
    "eks:createnodegroup": "the instance type is not expressible here: the call has no key for it",
    "batch:createcomputeenvironment": "the instance type is not expressible here: the call has no key for it",
}


def inexpressible(action: str) -> tuple[str, ...]:
    """Return a note on what policies cannot test about an action; nothing for most actions."""
    note = _NOTES.get(action.lower())
    return (note,) if note else ()
