"""Whose a resource is that a plan only names: an id of something outside of the plan may be another account's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from guardrails.model.plan.values import UNKNOWN, Mark

if TYPE_CHECKING:
    from guardrails.model.plan.plan import Plan
    from guardrails.terraform.requests.arns import Arn
    from guardrails.terraform.requests.scene import Scene

SHARED: Final = frozenset(
    {"image", "snapshot", "subnet", "security-group", "prefix-list", "transit-gateway", "capacity-reservation"}
)
"""Types of EC2 that accounts use though others own them: images and snapshots by permission, the rest by RAM.

Sources: https://docs.aws.amazon.com/ram/latest/userguide/shareable.html,
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html (2026-11)
"""


def owner_of(action: str, type: str, arn: Arn, scene: Scene) -> str | Mark:
    """Return the account that owns a resource where it is not the caller's: empty, UNKNOWN, or what its ARN says."""
    if arn.owner:
        return arn.owner if arn.owner != scene.account else ""
    if type not in SHARED or arn.own or not action.startswith("ec2:"):
        return ""
    id = arn.text.rpartition("/")[2]
    return "" if "*" in id or id in scene.around.plan.once(_ids) else UNKNOWN


def _ids(plan: Plan) -> frozenset[str]:
    """The ids of everything that the plan holds, also as it was before."""
    sides = (side.get("id") for one in plan.changes if one.managed for side in (one.before, one.after))
    return frozenset(id for id in sides if isinstance(id, str))
