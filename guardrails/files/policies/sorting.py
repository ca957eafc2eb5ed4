"""What a decoded value is: an SCP, an RCP, or something else, in words.

How an unnamed document is judged, in this order:

1. A type that was asked for, or that the file itself says (Terraform's `type`, CloudFormation's `Type`, the CLI's
   summary), wins.
2. The path: a part with the word `rcp` or `scp`, the last one first, unless a folder below it says `boundaries` ...
3. Statements that name principals belong to a resource. All `Deny` with the principal `"*"` is what every RCP looks
   like, unless the path says `bucket-policy` and the like; else it is a trust policy, a bucket policy, not ours. Where
   only some name a principal it is neither, but an SCP with a slip.
4. Without principals an SCP and an identity policy look the same. A folder `boundaries`, `inline`, `identity-policies`
   ... makes it an identity policy, and so do `identity` and `iam` where it allows something: they are topics of SCPs as
   well. Anything else is linted as an SCP: rather one document too many than one too few. File names do not count here:
   SCPs are named after what they deny.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.model.policy.document import PolicyType

TYPES: Final[dict[str, PolicyType]] = {
    "SERVICE_CONTROL_POLICY": PolicyType.SCP,
    "RESOURCE_CONTROL_POLICY": PolicyType.RCP,
}
"""Types of Organizations policies that are written in the policy language; the others are not.

Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_PolicySummary.html (2026-09)
"""


_WORD = re.compile(r"[a-z]+")
_RESOURCE_PATH = re.compile(
    r"(?:bucket|queue|topic|key|trust|endpoint|vpce|resource|repository)s?[-_ ]?polic(?:y|ies)\b"
)
_ABOUT = re.compile(r"deny|block|restrict|enforce|prevent|require|protect|limit|only")
_IDENTITY_FOLDER = re.compile(
    r"identity[-_ ]?(?:based[-_ ]?)?polic(?:y|ies)|boundar(?:y|ies)|inline|permission[-_ ]?sets?"
)
_IDENTITY_TOPIC = {"iam", "identity", "identities"}
_RESOURCE_NAMES = {
    "s3": "a bucket policy",
    "kms": "a key policy",
    "sqs": "a queue policy",
    "sns": "a topic policy",
    "secretsmanager": "a secret's policy",
    "ecr": "a repository policy",
    "lambda": "a function's policy",
}
_MANAGEMENT_POLICIES = {
    "tags": "a tag policy",
    "plans": "a backup policy",
    "services": "an AI services opt-out policy",
    "chatbot": "a chat applications policy",
    "ec2_attributes": "a declarative policy for EC2",
    "securityhub": "a Security Hub policy",
    "inspector": "an Inspector policy",
    "s3_attributes": "an S3 policy of the organization",
    "upgrade_rollout": "an upgrade rollout policy",
}
"""Key at the top of a management policy -> what such a policy is called.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html (2026-09), its syntax pages
"""


def other_policy(said: object) -> str:
    """Return in words what a type of policy is that is none of ours: `tag policy`; empty for ours and for no type.

    >>> other_policy("TAG_POLICY")
    'tag policy'
    """
    other = isinstance(said, str) and said.endswith("_POLICY") and said not in TYPES
    return str(said).lower().replace("_", " ") if other else ""


def type_said_by(path: str) -> PolicyType | None:
    """Return the type that a path names, the last part first.

    >>> type_said_by("policies/rcps/deny-x.json")
    <PolicyType.RCP: 'RCP'>
    """
    parts = _parts(path)
    for part in reversed(parts):
        words = set(_WORD.findall(part))
        joined = re.sub(r"[^a-z]", "", part)
        if {"rcp", "rcps"} & words or "resourcecontrol" in joined:
            return PolicyType.RCP
        if {"scp", "scps"} & words or "servicecontrol" in joined:
            return PolicyType.SCP
        if part != parts[-1] and _IDENTITY_FOLDER.search(part):
            return None
    return None


def _parts(path: str) -> list[str]:
    """Return the parts of a path that say something; of one that lies elsewhere only the last, the rest is chance."""
    parts = path.lower().split("/")
    return parts[-3:] if path.startswith("/") else parts


def type_of(value: object, path: str, said: PolicyType | None) -> PolicyType | str:
    """Return the type of a document, or in words what else it is; `said` is a type from outside of it."""
    known = said or type_said_by(path)
    if known:
        return known
    *folders, name = _parts(path)
    statements = tuple(statements_in(value))
    if statements and all("Principal" in one or "NotPrincipal" in one for one in statements):
        of_resource = any(_RESOURCE_PATH.search(part) for part in folders) or (
            _RESOURCE_PATH.search(name) and not _ABOUT.search(name)
        )
        return PolicyType.RCP if _is_rcp(statements) and not of_resource else _resource_policy(statements)
    for folder in reversed(folders):
        allows = any(one.get("Effect") != "Deny" for one in statements)
        if _IDENTITY_FOLDER.search(folder) or (allows and _IDENTITY_TOPIC & set(_WORD.findall(folder))):
            return f"an identity policy: it lies in {folder}"
    return PolicyType.SCP


def statements_in(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the statements of a document that are objects."""
    listed = value.get("Statement") if isinstance(value, Mapping) else None
    for one in listed if isinstance(listed, list) else [listed]:
        if isinstance(one, Mapping):
            yield one


def _is_rcp(statements: tuple[Mapping[str, object], ...]) -> bool:
    if all(one.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]}) for one in statements):
        star = [one.get(name) for one in statements for name in ("Effect", "Action", "Resource", "Condition")]
        full = star == ["Allow", "*", "*", None]  # RCPFullAWSAccess
        return full or all(one.get("Effect") == "Deny" for one in statements)
    return False


def _resource_policy(statements: tuple[Mapping[str, object], ...]) -> str:
    actions = [action for one in statements for action in _texts(one.get("Action"))]
    if actions and all(action.lower().startswith(("sts:assumerole", "sts:tagsession")) for action in actions):
        return "a role's trust policy"
    services = {action.partition(":")[0].lower() for action in actions}
    kind = _RESOURCE_NAMES.get(services.pop(), "") if len(services) == 1 else ""
    return f"{kind or 'a resource policy'}: it names its own principal"


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one


def what_else(value: object, name: str) -> str:
    """Return in words what a decoded value is that holds no policy."""
    if not isinstance(value, Mapping):
        return f"{name} has no Statement"
    if value.get("apiVersion") == "guardrails.dev/v1" or ("accounts" in value and "policies" in value):
        return "an organization file"
    if "scenarios" in value:
        return "a scenario file"
    if "AssumeRolePolicyDocument" in value or "Role" in value:
        return "a role with its trust policy"
    if "PolicyVersion" in value:
        return "a version of an IAM policy"
    if "planned_values" in value or "resource_changes" in value:
        return "a Terraform plan: guardrails gate reads it"
    if "terraform_version" in value and "resources" in value:
        return "a Terraform state"
    if isinstance(value.get("Policies"), list):
        return "a list of policies without their content"
    return _management_policy(value) or f"{name} has no Statement"


def _management_policy(value: Mapping[object, object]) -> str:
    for key, words in _MANAGEMENT_POLICIES.items():
        if key in value and _inherits(value[key]):
            return words
    return "a management policy" if _inherits(value) else ""


def _inherits(value: object, depth: int = 6) -> bool:
    """Whether somewhere below stands an operator such as `@@assign`, which only management policies have.

    Source: https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html (2026-09)
    """
    if isinstance(value, Mapping):
        return any(str(key).startswith("@@") or (depth and _inherits(one, depth - 1)) for key, one in value.items())
    return isinstance(value, list) and depth > 0 and any(_inherits(one, depth - 1) for one in value)
