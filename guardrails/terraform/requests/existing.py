"""What EC2 tells policies about a resource that is there already: keys that describe it, whatever the call says.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html: the keys that are listed
for the pair of action and resource type; https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policy-structure.html
(2026-11)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from guardrails.model.plan.values import COMPUTED, UNSET, Mark, path_of
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.model.request import Value
from guardrails.terraform.requests.arns import Arn
from guardrails.terraform.requests.paths import gather, text_of
from guardrails.terraform.requests.scene import Scene
from guardrails.terraform.requests.values import Cause

OF_THE_CALL: Final = (
    *("ec2:add/", "ec2:attribute", "ec2:createaction", "ec2:islaunchtemplateresource", "ec2:launchtemplate"),
    *("ec2:region", "ec2:remove/", "ec2:resourcetag/"),
)
"""How keys begin that hold something of the call, or are filled elsewhere."""

IN_STATE: Final = {
    "ec2:availabilityzone": path_of("availability_zone"),
    "ec2:ebsoptimized": path_of("ebs_optimized"),
    "ec2:encrypted": path_of("encrypted"),
    "ec2:instancetype": path_of("instance_type"),
    "ec2:metadatahttpendpoint": path_of("metadata_options[0].http_endpoint"),
    "ec2:metadatahttpputresponsehoplimit": path_of("metadata_options[0].http_put_response_hop_limit"),
    "ec2:metadatahttptokens": path_of("metadata_options[0].http_tokens"),
    "ec2:volumesize": path_of("size"),
    "ec2:volumetype": path_of("type"),
}
"""Key -> the attribute of the object's own state that holds it."""


@dataclass(frozen=True, slots=True)
class Described:
    """The keys (lower case) that describe one resource type of an action; `id_key` is the one that holds its id."""

    keys: tuple[str, ...]
    id_key: str

    def put(self, scene: Scene, arn: Arn, context: dict[str, Value], causes: dict[str, Cause]) -> None:
        """Add what the mapping has not said: the id, what the state of the object shows, and UNKNOWN for the rest."""
        for key in self.keys:
            if key in context:
                continue
            value = _id(arn) if key == self.id_key else _in_state(scene, key) if arn.own else ""
            if value:
                context[key] = value
            else:
                context[key] = UNREADABLE
                causes[key] = ("", COMPUTED)


def described(service: str, type: str, keys: frozenset[str]) -> Described | None:
    """Return the keys that describe a resource type among those of an action; None where there are none."""
    found = tuple(sorted(one for one in keys if one.startswith("ec2:") and not one.startswith(OF_THE_CALL)))
    return Described(found, f"ec2:{type.replace('-', '')}id") if service == "ec2" and found else None


def _id(arn: Arn) -> str:
    return "" if "*" in arn.text else arn.text.rpartition("/")[2]


def _in_state(scene: Scene, key: str) -> str:
    path = IN_STATE.get(key)
    value = gather(scene.change.before, path) if path else UNSET
    return "" if isinstance(value, (Mark, list, dict)) else text_of(value)
