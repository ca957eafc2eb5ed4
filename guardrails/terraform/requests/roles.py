"""Roles that a change hands over (`iam:PassRole`), and the role that a service calls with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from guardrails.catalog.regions import home_region
from guardrails.catalog.services import service
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import UNKNOWN, UNSET, Mark
from guardrails.model.prediction import Caller, Certainty, Prediction
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.model.request import Value
from guardrails.terraform.mappings.table import curated
from guardrails.terraform.requests.arns import Arn, ArnForm, ArnSource, arn_form
from guardrails.terraform.requests.names import referred_name
from guardrails.terraform.requests.paths import Source, source_of
from guardrails.terraform.requests.scene import Item, Scene

PASS_ROLE: Final = "iam:PassRole"
_PROFILE: Final = "aws_iam_instance_profile"
_VARIABLE: Final = "RoleNameWithPath"
_UNSAID: Final = frozenset({"iam:associatedresourcearn"})


@cache
def _role_form() -> ArnForm:
    iam = service("iam")
    return arn_form(
        iam.resource_types["role"].arn if iam else "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"
    )


@dataclass(frozen=True, slots=True)
class Pass:
    """A role attribute of a row and the service that gets the role; `service` empty: nobody knows which.

    `profile` says that the attribute names an instance profile, whose role is passed.
    """

    source: Source
    service: str
    profile: bool

    @classmethod
    def of(cls, path: str, target: str) -> Pass:
        """Return the row for an attribute; the end of its path says whether it is an instance profile."""
        return cls(source_of(path), target, path.endswith(("instance_profile", "compute_resources[0].instance_role")))

    def requests(self, scene: Scene, certainty: Certainty) -> Iterator[Prediction]:
        """Yield a request for each role that is passed."""
        value, attribute = self.source(scene, None)
        if value is UNSET:
            return
        for one in value if isinstance(value, (list, tuple)) else (value,):
            arn, sure = self._arn(scene, one, attribute)
            yield self._request(scene, arn, certainty if sure else Certainty.POSSIBLE)

    def _arn(self, scene: Scene, value: object, attribute: str) -> tuple[Arn, bool]:
        """Return the role's ARN and whether a role is passed for certain."""
        if self.profile:
            return _of_profile(scene, value, attribute)
        item = Item(value, ())
        if value is UNKNOWN:
            found = ArnSource(_role_form(), {_VARIABLE: lambda scene, item: (UNKNOWN, attribute)}, False).find(
                scene, item
            )
            targets = scene.around.references.targets(scene.change, attribute)
            return found, targets.certain and bool(targets.changes)
        arn = ArnSource(_role_form(), {_VARIABLE: lambda scene, item: (value, attribute)}, False).find(scene, item)
        return arn, not isinstance(value, Mark)

    def _request(self, scene: Scene, arn: Arn, certainty: Certainty) -> Prediction:
        context: dict[str, Value] = {"iam:passedtoservice": self.service or UNREADABLE}
        causes = {"resource": arn.cause} if arn.cause else {}
        if not self.service:
            causes["iam:passedtoservice"] = ("", UNKNOWN)
        return Prediction(
            change=scene.change,
            step=scene.step,
            action=PASS_ROLE,
            resource_type="role",
            resource=arn.text,
            context=context,
            caller=Caller.PROVIDER,
            certainty=certainty,
            region=scene.region_of("iam", home_region("iam")),
            account=scene.account,
            resource_account=arn.owner if arn.owner != scene.account else "",
            principal=principal_of(scene),
            causes=causes,
            unsaid=_UNSAID,
        )


def _of_profile(scene: Scene, value: object, attribute: str) -> tuple[Arn, bool]:
    """Return the ARN of the role in an instance profile: one of the plan, or a role that nobody can name."""
    name: str | None = None
    if value is UNKNOWN:
        found = referred_name(scene, attribute, _VARIABLE)
        name = found[0] if found else None
    else:
        profile = next((one for one in scene.around.plan.of(_PROFILE) if _is(one, value)), None)
        role = profile.settled.get("role") if profile else None
        name = role if isinstance(role, str) and role else None
        if profile is not None and role is UNKNOWN:
            found = referred_name(Scene(scene.around, profile, scene.step), "role", _VARIABLE)
            name = found[0] if found else None
    mark = value if isinstance(value, Mark) else UNKNOWN
    known: object = name if name else mark
    source = ArnSource(_role_form(), {_VARIABLE: lambda scene, item: (known, attribute)}, False)
    return source.find(scene, Item(known, ())), bool(name) or not isinstance(value, Mark)


def _is(profile: Change, value: object) -> bool:
    settled = profile.settled
    return isinstance(value, str) and value in (settled.get("name"), settled.get("arn"), settled.get("id"))


def principal_of(scene: Scene) -> str | Mark:
    """Return the role that the provider block assumes: empty where it assumes none, UNKNOWN where nobody can tell.

    The identity that a data source saw is not it: that is whoever made the plan, with the path of the role lost.
    """
    placement = scene.placement
    if "data.aws_caller_identity." in placement.evidence.get("principal", ""):
        return ""
    return placement.principal if isinstance(placement.principal, str) or "principal" in placement.evidence else ""


def service_role(scene: Scene) -> str | Mark:
    """Return the ARN of the role that the service of this resource calls with; UNKNOWN where the plan cannot say."""
    rows = curated(scene.change.type)
    for row in rows.create if rows else ():
        for path, target in row.passes.items():
            value, attribute = source_of(path)(scene, None)
            if "instance_profile" in path or target.startswith("ec2.") or value is UNSET:
                continue
            arn, _ = Pass.of(path, target)._arn(scene, value, attribute)
            return UNKNOWN if "*" in arn.text else arn.text
    return UNKNOWN
