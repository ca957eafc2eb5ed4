"""Who may call from an account: the ARNs of its principals by kind, and the keys whose one value the scene tells.

Sources (2026-11): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (principal key values)
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from guardrails.model.proof import Breadth, Scene
from guardrails.model.request import PrincipalKind, Value
from guardrails.prover.slices.key_table import ACCOUNT_ID, NAME

_PATH: Final = "{!-~}"
"""Between the slashes of a path IAM takes every printable character, the slash included.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (2026-11)
"""

_TYPES: Final[Mapping[PrincipalKind, str]] = MappingProxyType(
    {
        PrincipalKind.ROLE: "AssumedRole",
        PrincipalKind.SERVICE_LINKED_ROLE: "AssumedRole",
        PrincipalKind.USER: "User",
        PrincipalKind.ROOT: "Account",
        PrincipalKind.FEDERATED_USER: "FederatedUser",
        PrincipalKind.ANONYMOUS: "Anonymous",
    }
)
_TAILS: Final[Mapping[PrincipalKind, tuple[str, ...]]] = MappingProxyType(
    {
        PrincipalKind.ROLE: (f"role/{NAME}", f"role/{_PATH}/{NAME}"),
        PrincipalKind.SERVICE_LINKED_ROLE: (f"role/aws-service-role/{{a-z0-9.-}}/{NAME}",),
        PrincipalKind.USER: (f"user/{NAME}", f"user/{_PATH}/{NAME}"),
        PrincipalKind.ROOT: ("root",),
        PrincipalKind.FEDERATED_USER: (f"federated-user/{NAME}",),
    }
)
_LIKELY: Final[Mapping[PrincipalKind, tuple[str, ...]]] = MappingProxyType(
    {
        PrincipalKind.ROLE: ("role/Developer", "role/Admin", "role/team/Developer"),
        PrincipalKind.SERVICE_LINKED_ROLE: (
            "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        ),
        PrincipalKind.USER: ("user/alice", "user/bob", "user/team/alice"),
        PrincipalKind.ROOT: ("root",),
        PrincipalKind.FEDERATED_USER: ("federated-user/alice",),
    }
)
_STARTS: Final[Mapping[PrincipalKind, str]] = MappingProxyType(
    {
        PrincipalKind.ROLE: "role/",
        PrincipalKind.SERVICE_LINKED_ROLE: "role/aws-service-role/",
        PrincipalKind.USER: "user/",
        PrincipalKind.ROOT: "root",
        PrincipalKind.FEDERATED_USER: "federated-user/",
    }
)
_EXAMPLE_ACCOUNT: Final = "111122223333"


def principal_formats(kind: PrincipalKind, scene: Scene) -> tuple[str, ...]:
    """Return the formats of `aws:PrincipalArn` for a kind of principal of the scene's account; none for a stranger.

    The formats of roles hold those of service-linked roles, too.
    """
    return tuple(_arn(kind, scene, scene.account_id or ACCOUNT_ID, tail) for tail in _TAILS.get(kind, ()))


def preferred_principals(kind: PrincipalKind, scene: Scene) -> tuple[str, ...]:
    """Return ARNs of a kind of principal for witnesses, those that exist in the scene first."""
    account = scene.account_id or _EXAMPLE_ACCOUNT
    start = _arn(kind, scene, account, _STARTS.get(kind, ""))
    existing = [one for one in scene.callers if kind in _STARTS and one.startswith(start) and _kind(one) is kind]
    return tuple(dict.fromkeys((*existing, *(_arn(kind, scene, account, tail) for tail in _LIKELY.get(kind, ())))))


def fixed_value(key: str, kind: PrincipalKind, scene: Scene, breadth: Breadth = Breadth.EVERY) -> Value | None:
    """Return the one value that a key (lower case) has in requests of this kind, where it is there; None: any.

    An ordinary call goes over TLS, through no other service, and to a resource of its own account.
    """
    found = _of_principal(key, kind, scene)
    if found is None and breadth is Breadth.ORDINARY:
        found = _of_ordinary(key, scene)
    return found or None


def _of_principal(key: str, kind: PrincipalKind, scene: Scene) -> Value | None:
    if key == "aws:principalisawsservice":
        return "true" if kind is PrincipalKind.SERVICE else "false"
    if kind is PrincipalKind.ANONYMOUS and key in ("aws:principalaccount", "aws:userid"):
        return "anonymous"
    if kind is PrincipalKind.ROOT and key == "aws:userid":
        return scene.account_id
    return {
        "aws:principalaccount": scene.account_id,
        "aws:principalorgid": scene.organization_id,
        "aws:principalorgpaths": (scene.path,) if scene.path else None,
        "aws:principaltype": _TYPES.get(kind),
    }.get(key)


def _of_ordinary(key: str, scene: Scene) -> Value | None:
    return {
        "aws:securetransport": "true",
        "aws:viaawsservice": "false",
        "aws:resourceaccount": scene.account_id,
        "aws:resourceorgid": scene.organization_id,
        "aws:resourceorgpaths": (scene.path,) if scene.path else None,
    }.get(key)


def _arn(kind: PrincipalKind, scene: Scene, account: str, tail: str) -> str:
    service = "sts" if kind is PrincipalKind.FEDERATED_USER else "iam"
    return f"arn:{scene.partition}:{service}::{account}:{tail}"


def _kind(arn: str) -> PrincipalKind | None:
    """The kind of the principal of an ARN, by how its last field begins; the longest beginning says."""
    tail = arn.split(":", 5)[-1]
    fitting = [kind for kind, start in _STARTS.items() if tail.startswith(start)]
    return max(fitting, key=lambda kind: len(_STARTS[kind]), default=None)
