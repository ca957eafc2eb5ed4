"""From values of a plan to values of a request context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.catalog.keys import condition_key
from guardrails.catalog.services import service
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, UNSET, Mark
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.model.request import Value
from guardrails.terraform.requests.arns import ArnForm, arn_form, plain_arn
from guardrails.terraform.requests.paths import Source, source_of, text_of
from guardrails.terraform.requests.scene import Item, Scene

ARN_KEYS: Final[dict[str, tuple[str, str]]] = {
    "ec2:capacityreservationfleet": ("ec2", "capacity-reservation-fleet"),
    "ec2:instanceprofile": ("iam", "instance-profile"),
    "ec2:launchtemplate": ("ec2", "launch-template"),
    "ec2:placementgroup": ("ec2", "placement-group"),
    "ec2:subnet": ("ec2", "subnet"),
    "ec2:vpc": ("ec2", "vpc"),
    "ec2:requestervpc": ("ec2", "vpc"),
    "ec2:acceptervpc": ("ec2", "vpc"),
    "ecs:cluster": ("ecs", "cluster"),
    "lambda:layer": ("lambda", "layer version"),
}
"""Keys (lower case) that hold an ARN where Terraform may give only the id or name: service and resource type of it.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (2026-11)
"""


@dataclass(frozen=True, slots=True)
class Key:
    """One condition key of a row, by its lower-case name. `form` is that of the ARN which its value must be."""

    name: str
    source: Source
    multivalued: bool
    arn: bool
    form: ArnForm | None


Cause = tuple[str, Mark]
"""The plan attribute behind something unknown, and its mark."""


def key_of(name: str, path: str) -> Key:
    """Return a condition key of a mapping row with the source of its value."""
    known = condition_key(name)
    folded = name.lower()
    home, kind = ARN_KEYS.get(folded, ("", ""))
    found = service(home) if home else None
    formats = found.resource_types[kind].arns if found and kind in found.resource_types else ()
    is_arn = known is not None and known.type == "arn"
    form = arn_form(formats[0]) if is_arn and formats else None
    return Key(folded, source_of(path), known is not None and known.multivalued, is_arn, form)


def values_of(key: Key, scene: Scene, item: Item | None) -> tuple[tuple[Value, ...], Cause | None]:
    """Return the values that the key may have, one for each call, and what is behind an unknown one.

    No value: the key is absent. Several: a key that holds one value, fed by a list, so that each gets its own request.
    """
    value, attribute = key.source(scene, item)
    if value is UNSET:
        return (), None
    if isinstance(value, Mark):
        return (UNREADABLE,), (attribute, value)
    if not isinstance(value, (list, tuple)):
        if not key.arn and not isinstance(value, Mapping):
            text = text_of(value)
            return ((text,) if key.multivalued else text,), None
        value = [value]
    texts = [_text(key, scene, one) for one in value if not (one is None or one == "" or one is COMPUTED)]
    if not texts:
        return (), None
    unknown = next((one for one in texts if isinstance(one, Mark)), None)
    cause = (attribute, unknown) if unknown is not None else None
    if key.multivalued:
        return (UNREADABLE if cause else tuple(one for one in texts if isinstance(one, str)),), cause
    return tuple(UNREADABLE if isinstance(one, Mark) else one for one in dict.fromkeys(texts)), cause


def _text(key: Key, scene: Scene, value: object) -> str | Mark:
    """Return one value as text; one that cannot be the key's value, such as a name where an ARN is due, is unknown."""
    if isinstance(value, Mark):
        return value if value is SENSITIVE else UNKNOWN
    if isinstance(value, (Mapping, list, tuple)):
        return UNKNOWN
    text = text_of(value)
    if not key.arn or text.startswith("arn:") or text == "*":
        return text
    return (plain_arn(key.form, scene, text) if key.form else None) or UNKNOWN
