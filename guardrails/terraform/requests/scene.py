"""What a path of a mapping row is read in: one change, one side of it, and the place where it lands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from guardrails.catalog.regions import IAM_HOMES, REGIONS
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Placement, Placements, Plan, References
from guardrails.model.plan.values import UNKNOWN, Mark, Path
from guardrails.model.prediction import Step


@dataclass(slots=True)
class Surroundings:
    """The plan around a change, and what was worked out of it once for all changes.

    `versions` keeps the interval of provider versions for each provider block, `placed` the ARN formats for each place,
    `entities` the IAM entities of the plan by name, for each kind.
    """

    plan: Plan
    references: References
    placements: Placements
    versions: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)
    placed: dict[object, tuple[tuple[tuple[str, str], ...], str]] = field(default_factory=dict)
    entities: dict[str, dict[str, Change]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One element of an `each` list and where it stands; paths that start with `.` are read in it.

    `implied`: nothing of it is configured, yet AWS makes it.
    """

    value: object
    path: Path
    implied: bool = False


class Scene:
    """One step of one change. `values` are those that the step sends: after it, or before it for a deletion."""

    __slots__ = ("account", "around", "change", "partition", "placement", "region", "step", "values")

    def __init__(self, around: Surroundings, change: Change, step: Step) -> None:
        self.around = around
        self.change = change
        self.step = step
        self.values: Mapping[str, object] = change.before if step is Step.DELETE else change.after
        self.placement: Placement = around.placements.of(change)
        self.region: str | Mark = self.placement.region
        self.account: str | Mark = self.placement.account
        self.partition = partition_of(self.region)

    @property
    def new(self) -> bool:
        """Whether the resource does not exist before the step."""
        return self.step is Step.CREATE

    def region_of(self, service: str, home: str | None) -> str | Mark:
        """Return what `aws:RequestedRegion` holds for a call of a service whose global endpoint stands in `home`.

        WAF answers for CloudFront in us-east-1 only.
        Source: https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html (2026-11)
        """
        if home is not None:
            return home if self.partition == "aws" else IAM_HOMES.get(self.partition, self.region)
        if service == "wafv2":
            scope = self.values.get("scope")
            return "us-east-1" if scope == "CLOUDFRONT" else UNKNOWN if scope is UNKNOWN else self.region
        return self.region


def scene_of(arn: Callable[[Scene, None], tuple[object, str]], scene: Scene) -> Scene:
    """Return the same scene in the Region of an ARN, or of the resource of the plan that an unknown one belongs to."""
    value, attribute = arn(scene, None)
    there = Scene(scene.around, scene.change, scene.step)
    there.region = Mark.UNKNOWN
    if isinstance(value, str) and value.count(":") >= 5:
        there.region = value.split(":")[3]
    elif value is Mark.UNKNOWN:
        targets = scene.around.references.targets(scene.change, attribute)
        if targets.certain and len(targets.changes) == 1:
            there.region = scene.around.placements.of(targets.changes[0]).region
    return there


def partition_of(region: str | Mark) -> str:
    """Return the partition of a Region; an unknown one counts as public, where nearly all accounts are."""
    known = REGIONS.get(region) if isinstance(region, str) else None
    return known.partition if known else "aws"
