"""Which ARNs an authorization can be on: the formats of a resource type, in one Region, of one owner.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Final

from guardrails.catalog.services import service
from guardrails.model.proof import Scene
from guardrails.prover.languages.language import language_of
from guardrails.prover.languages.tokens import formatted
from guardrails.prover.variables.texts import TextVariable, Values

_PLACE = re.compile(r"\$\{([^}]*)\}")

_CLASSES: Final = {"bucketname": "{a-z0-9.-}", "objectname": "{}"}
"""What a placeholder stands for, where AWS's naming rules say it.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (2026-09)
"""

_PLAIN_NAMES: Final = frozenset({"iam", "ec2", "kms", "dynamodb", "sqs", "cloudtrail", "guardduty", "ecr", "eks"})
"""Services whose names and ids hold no colon (see `evaluation.overlap`)."""

CREATED: Final[dict[str, frozenset[str]]] = {
    "ec2:runinstances": frozenset({"instance", "volume"}),
    "ec2:createfleet": frozenset({"instance", "fleet", "volume"}),
}
"""Resource types that a call makes: their ids do not exist yet when it is authorized, so AWS writes `*`.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-policy-structure.html (2026-09)
"""

TAKEN_OR_CREATED: Final = frozenset({"network-interface"})
"""Resource types of these calls that are made as well, but for which the caller may name one that exists.

Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html (2026-09)
"""

_ACROSS_REGIONS: Final = re.compile(r"copy|replica|restore|snapshot|cloudtrail:|bedrock:|backup:", re.IGNORECASE)
"""Names of actions on resources that may be in another Region than the one that is called: sources of copies and
replicas, trails of all Regions, models behind inference profiles. Too many do no harm.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html,
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html (2026-09)
"""

EVERYWHERE: Final = "{}"
"""The format of a resource of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Resources:
    """ARNs of these formats (see `languages.tokens.formatted`); `preferred` are written well, the likeliest first."""

    formats: tuple[str, ...]
    preferred: tuple[str, ...] = ()
    finite: tuple[str, ...] = ()

    def hinted(self, texts: tuple[str, ...]) -> Resources:
        """Return the same, with more texts to try where they are of the formats."""
        return self if self.finite else replace(self, preferred=tuple(dict.fromkeys((*self.preferred, *texts))))

    def variable(self) -> TextVariable:
        """Return the variable that stands for one of them."""
        if self.finite:
            return TextVariable("resource", Values(finite=self.finite))
        language = language_of(tuple(formatted(one) for one in self.formats))
        return TextVariable("resource", Values(formats=language, preferred=self.preferred))


def resources_of(
    action: str, resource_type: str, scene: Scene, regions: tuple[str, ...], owners: tuple[str, ...]
) -> Resources:
    """Return the ARNs of a resource type of an action; those that the call makes have `*` in place of the id.

    Of several Regions or owners the ARNs are those of any.
    """
    home = service(action.partition(":")[0])
    kind = home.resource_types.get(resource_type) if home else None
    arns = kind.arns if kind else ()
    one = (("partition", scene.partition), ("region", regions[0]), ("account", owners[0]))
    if resource_type in CREATED.get(action.lower(), frozenset()):
        places = product(regions, owners)
        values = ((("partition", scene.partition), ("region", region), ("account", owner)) for region, owner in places)
        return Resources((), finite=tuple(dict.fromkeys(_filled(arn, each, "*") for each in values for arn in arns)))
    one_region = len(regions) == 1 and not _ACROSS_REGIONS.search(action)
    any_region = regions[0] if one_region else "{a-z0-9-}"
    any_owner = owners[0] if len(owners) == 1 else "{0-9?}" * 12
    places_of = (("partition", scene.partition), ("region", any_region), ("account", any_owner))
    formats = tuple(_format(arn, places_of) for arn in arns) or (EVERYWHERE,)
    made = action.lower() in CREATED and resource_type in TAKEN_OR_CREATED
    return Resources(formats, tuple(_filled(arn, one, name) for arn in arns for name in ("*", "example")[not made :]))


def anything() -> Resources:
    """Return every text that may stand for a resource, `*` of actions without resource types included."""
    return Resources((EVERYWHERE,), ("*",))


def likely(patterns: Iterable[str], region: str, owner: str) -> tuple[str, ...]:
    """Return one ARN of each policy pattern: a Region and an account where they are open, `example` for the rest."""
    return tuple(dict.fromkeys(_likely(one, region, owner) for one in patterns if one.strip("*")))


@lru_cache(maxsize=4096)
def _likely(pattern: str, region: str, owner: str) -> str:
    fields = pattern.split(":", 5)
    if len(fields) == 6:
        fields[3] = region if fields[3] == "*" else fields[3]
        fields[4] = owner if fields[4] == "*" else fields[4]
        fields[1] = "aws" if fields[1] == "*" else fields[1]
    return re.sub(r"\$\{[^}]*\}", "example", ":".join(fields)).replace("*", "example").replace("?", "x")


@lru_cache(maxsize=8192)
def _format(arn: str, values: tuple[tuple[str, str], ...]) -> str:
    """The format of an ARN that AWS writes with `${...}`; what may stand in its last field is not narrowed."""
    known = dict(values)
    head, last = arn.split(":", 5)[:5], arn.split(":", 5)[5:]
    plain = len(head) > 2 and head[2] in _PLAIN_NAMES

    def place(found: re.Match[str], free: str) -> str:
        name = found[1].lower()
        return known.get(name) or _CLASSES.get(name) or free

    fields = [_PLACE.sub(lambda found: place(found, "{^:}"), one) for one in head]
    rest = [_PLACE.sub(lambda found: place(found, "{^:}" if plain else "{}"), one) for one in last]
    return ":".join((*fields, *rest))


@lru_cache(maxsize=8192)
def _filled(arn: str, values: tuple[tuple[str, str], ...], rest: str) -> str:
    known = dict(values)
    return _PLACE.sub(lambda found: known.get(found[1].lower()) or rest, arn)
