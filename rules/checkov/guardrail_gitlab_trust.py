"""Roles that GitLab may take trust one branch of one project.

## What it does
Reads the trust of roles that let tokens of GitLab in. The subject (`gitlab.com:sub`) has to be compared exactly, with
the full path of a project and a branch, and the audience has to be asked for. Where the provider stands in the same
code, the audience has to be among its `client_id_list`.

## Why it matters
With a wildcard behind the project every branch may deploy, with one before it every project of the group. Without an
audience a token that was made for somebody else is good here.

## Example
```hcl
resource "aws_iam_role" "apply" {
  name = "MM-gitlab-apply"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/gitlab.com" }
      Condition = {
        StringLike = { "gitlab.com:sub" = "project_path:example/ml-infra:*" }
      }
    }]
  })
}
```

## Use instead
```hcl
resource "aws_iam_role" "apply" {
  name = "MM-gitlab-apply"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/gitlab.com" }
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "https://gitlab.com"
          "gitlab.com:sub" = "project_path:example/ml-infra:ref_type:branch:ref:main"
        }
      }
    }]
  })
}
```

## How to fix
Compare `sub` by StringEquals with `project_path:<group>/<project>:ref_type:branch:ref:<branch>`, and `aud` with the
audience that the job asks for.

## Sources
- https://docs.gitlab.com/ci/cloud_services/aws/ (2026-11): conditions on sub
- https://docs.gitlab.com/ci/secrets/id_token_authentication/ (2026-11): aud
- https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html (2026-11): audiences
"""

from __future__ import annotations

import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_access import asked, trusts
from guardrail_check import ResourceCheck
from guardrail_graph import resources
from guardrail_policies import policy_at
from guardrail_settings import setting
from guardrail_values import UNKNOWN, Mark, value_at, values_at

RULE = {
    "id": "CKV_LZ_010",
    "title": "Trust in GitLab is exact",
    "severity": "CRITICAL",
    "rows": ["E17", "E18", "E16"],
    "pillar": "security",
    "category": "IAM",
}

PATH = "assume_role_policy"

_BRANCH = re.compile(r"project_path:[^*?:]+/[^*?:]+:ref_type:branch:ref:[^*?:]+")


class GitlabTrust(ResourceCheck):
    """The trust of one role."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a trust that is not exact, UNKNOWN where it is not known."""
        document = policy_at(self, conf, PATH)
        if isinstance(document, Mark):
            late = document is UNKNOWN and setting("ci.provider") == "gitlab"
            return self.unknown(PATH, "whom the role trusts is not known yet") if late else self.silent()
        found = list(trusts(self, document, "gitlab"))
        if not found:
            return self.silent()
        late = False
        for one, host in found:
            problem = self._problem(one, host)
            if isinstance(problem, str):
                return self.fails(PATH, problem)
            late = late or problem is UNKNOWN
        return self.unknown(PATH, "the subject or the audience is not known yet") if late else self.passes(PATH)

    def _problem(self, one: dict[str, Any], host: str) -> str | Mark | None:
        """Return what is wrong with a statement; None for nothing, UNKNOWN where it is not known."""
        subjects, audiences = asked(one, f"{host}:sub"), asked(one, f"{host}:aud")
        if not subjects:
            return f"{host}:sub is not asked for; expected a project and its branch"
        if not audiences:
            return f"{host}:aud is not asked for: tokens that were made for others are good here"
        if not any(exact and all(_is_branch(value) for value in values) for exact, values in subjects):
            told = [value for _, values in subjects for value in values if isinstance(value, str)]
            return f"{', '.join(told)} names no branch of one project, compared exactly"
        if not any(exact for exact, _ in audiences):
            return f"{host}:aud is compared with a wildcard"
        known = [value for _, values in (*subjects, *audiences) for value in values]
        return UNKNOWN if UNKNOWN in known else self._audience(audiences, host)

    def _audience(self, audiences: list[tuple[bool, list[Any]]], host: str) -> str | None:
        for one in resources(self.graph, "aws_iam_openid_connect_provider"):
            url, clients = value_at(one.conf, "url"), values_at(one.conf, "client_id_list")
            if (
                not isinstance(url, str)
                or url.removeprefix("https://").rstrip("/") != host
                or isinstance(clients, Mark)
            ):
                continue
            foreign = [value for _, values in audiences for value in values if value not in clients]
            if foreign and UNKNOWN not in clients:
                return f"{foreign[0]} is no audience of {one.address} ({', '.join(map(str, clients))})"
        return None


def _is_branch(value: Any) -> bool:
    return value is UNKNOWN or (isinstance(value, str) and bool(_BRANCH.fullmatch(value)))


check = GitlabTrust(RULE, ["aws_iam_role"])
