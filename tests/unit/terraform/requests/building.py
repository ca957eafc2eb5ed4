"""Small plans for tests of requests: changes from values, a fixed place, references that lead where the test says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.plan import Placement, Plan, Targets
from guardrails.model.plan.values import UNKNOWN, Mark, Path, path_of, show_path
from guardrails.model.prediction import Predicted, Prediction, Step
from guardrails.terraform.requests.predict import predict
from guardrails.terraform.requests.scene import Scene, Surroundings

ACCOUNT, REGION = "222222222222", "eu-west-1"


@dataclass(frozen=True)
class Led:
    """References that are told: (address, attribute) -> addresses of the plan. What is not told leads nowhere."""

    plan: Plan
    told: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def targets(self, change: Change, attribute: str | Path, types: tuple[str, ...] = ()) -> Targets:
        path = path_of(attribute) if isinstance(attribute, str) else attribute
        addresses = self.told.get((change.address, show_path(path)))
        if addresses is None:
            return Targets((), certain=False)
        found = tuple(self.plan.by_address[one] for one in addresses)
        return Targets(tuple(one for one in found if not types or one.type in types))

    def sources(self, change: Change, type: str, attribute: str | Path) -> Targets:
        raise AssertionError("the predictor follows references forward only")


@dataclass(frozen=True)
class Fixed:
    """Everything lands in one place."""

    place: Placement

    def of(self, change: Change) -> Placement:
        return self.place


def placed(account: str | Mark = ACCOUNT, region: str | Mark = REGION, principal: str | Mark = "") -> Fixed:
    return Fixed(Placement(account, region, principal))


def change(
    type: str,
    after: Mapping[str, object] | None = None,
    before: Mapping[str, object] | None = None,
    verb: Verb | None = None,
    address: str = "",
    **rest: Any,
) -> Change:
    """A change whose verb follows from what it has before and after, unless it is given."""
    found = verb or (Verb.UPDATE if after and before else Verb.DELETE if before else Verb.CREATE)
    return Change(
        address or f"{type}.this",
        type,
        "this",
        found,
        0,
        after={} if after is None else after,
        before=before or {},
        **rest,
    )


def scene(
    one: Change,
    *others: Change,
    step: Step = Step.CREATE,
    told: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
    place: Fixed | None = None,
) -> Scene:
    plan = Plan("plan.json", changes=(one, *others))
    return Scene(Surroundings(plan, Led(plan, told or {}), place or placed()), one, step)


def predicted(
    *changes: Change,
    told: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
    place: Fixed | None = None,
    reads: bool = False,
    **plan: Any,
) -> Predicted:
    """What is predicted of a plan with these changes."""
    made = Plan("plan.json", changes=changes, **plan)
    return predict(made, Led(made, told or {}), place or placed(), reads=reads)


def requests(*changes: Change, **how: Any) -> list[Prediction]:
    """The requests of a plan in which nothing is unmapped."""
    found = predicted(*changes, **how)
    assert not found.unmapped
    return list(found.requests)


def of_action(found: list[Prediction], action: str, type: str = "") -> Prediction:
    """The one request of an action, on a resource type."""
    (one,) = (one for one in found if one.action == action and (not type or one.resource_type == type))
    return one


__all__ = [
    "ACCOUNT",
    "REGION",
    "UNKNOWN",
    "Fixed",
    "Led",
    "change",
    "of_action",
    "placed",
    "predicted",
    "requests",
    "scene",
]
