"""Service condition keys that AWS always sends with a call, and those that an instance type feeds: two literal tables.

A key in `ALWAYS` that nobody gave is UNKNOWN, never absent: the call carries it, we only were not told its value. Every
other service key that nobody gave is absent, and the answer says so.
"""

from __future__ import annotations

from typing import Final

_EC2 = "ec2:instancetype"
_SAGEMAKER = "sagemaker:instancetypes"
_S3 = ("s3:tlsversion", "s3:authtype", "s3:signatureversion")

ALWAYS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    # An instance has a type whatever the call names: a launch template, an override or the instance that is started.
    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-policy-structure.html (2026-09)
    "ec2:runinstances": {"instance": (_EC2,)},
    "ec2:startinstances": {"instance": (_EC2,)},
    "ec2:createfleet": {"instance": (_EC2,)},
    # Here the key holds the type that the stopped instance has now; the new one is `ec2:Attribute/InstanceType`.
    "ec2:modifyinstanceattribute": {"instance": (_EC2,)},
    "ec2:createcapacityreservation": {"capacity-reservation": (_EC2,)},
    # InstanceType, or the InstanceId whose type is taken over, is a required parameter.
    # https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateLaunchConfiguration.html (2026-09)
    "autoscaling:createlaunchconfiguration": {"*": ("autoscaling:instancetype",)},
    # ServiceName is a required parameter.
    # https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html (2026-09)
    "iam:createservicespecificcredential": {"*": ("iam:servicespecificcredentialservicename",)},
    # The instance type is a required parameter of these five; of the others it is optional, so its key may be absent.
    # https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html (2026-09)
    "sagemaker:createnotebookinstance": {"*": (_SAGEMAKER,)},
    "sagemaker:createtrainingjob": {"*": (_SAGEMAKER,)},
    "sagemaker:createprocessingjob": {"*": (_SAGEMAKER,)},
    "sagemaker:createtransformjob": {"*": (_SAGEMAKER,)},
    "sagemaker:createhyperparametertuningjob": {"*": (_SAGEMAKER,)},
}
"""Action (lower case) -> resource type (`*`: each of them) -> keys (lower case)."""

ALWAYS_OF_SERVICE: Final[dict[str, tuple[str, ...]]] = {
    # How a request was signed and sent is a property of every request to S3.
    # https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html (2026-09)
    "s3": _S3,
}
"""Service prefix -> keys (lower case) that accompany each of its requests, where the catalog lists them."""


def always_sent(action: str, resource_type: str) -> tuple[str, ...]:
    """Return the keys, lower case, that AWS certainly sends for this action on this resource type."""
    rows = ALWAYS.get(action.lower(), {})
    return rows.get("*", ()) + rows.get(resource_type, ())


def instance_type_context(action: str, types: tuple[str, ...]) -> dict[str, str | tuple[str, ...]]:
    """Return what instance types on the command line mean for the context of `action`; keys are lower case.

    SageMaker writes `ml.p3.2xlarge` for what EC2 calls `p3.2xlarge`; either spelling is understood for both.
    Raises ValueError when several types meet an action whose key holds one.
    """
    if not types:
        return {}
    prefix, _, name = action.lower().partition(":")
    plain = tuple(one.removeprefix("ml.") for one in types)
    if prefix == "sagemaker":
        return {_SAGEMAKER: tuple(f"ml.{one}" for one in plain)}
    if prefix == "autoscaling" and name != "createlaunchconfiguration":
        return {"autoscaling:instancetypes": plain}
    if len(plain) > 1:
        raise ValueError(f"{action} takes one instance type, not {len(plain)}: {', '.join(types)}")
    if prefix == "autoscaling":
        return {"autoscaling:instancetype": plain[0]}
    if (prefix, name) == ("ec2", "modifyinstanceattribute"):
        return {"ec2:attribute/instancetype": plain[0], "ec2:attribute": "InstanceType"}
    return {_EC2: plain[0]}
