"""Roles that GitHub may take trust one branch or environment of one repository.

## What it does
Reads the trust of roles that let tokens of GitHub Actions in. The audience has to be `sts.amazonaws.com`. The subject
has to be compared exactly, with the branch main, an environment, or a subject of the organization file (`ci`). A
subject with a wildcard is good only within one repository, and only for a role that reads: the role for plans
(`ci.plan.role`, which CKV_LZ_009 looks at), or one whose policies in the same code allow nothing else.

## Why it matters
Whoever can open a pull request decides what its workflow runs. A role that every branch may take and that may write is
open to all of them, and one that asks for no repository to everybody on GitHub.

## Example
```hcl
resource "aws_iam_role" "apply" {
  name = "MM-github-actions-apply"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:*" }
      }
    }]
  })
}
```

## Use instead
```hcl
resource "aws_iam_role" "apply" {
  name = "MM-github-actions-apply"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:example/ml-infra:ref:refs/heads/main"
        }
      }
    }]
  })
}
```

## How to fix
Split the pipeline's role in two: one for plans that every branch may take and that reads, and one for applying that
only main, or an environment with reviewers, may take.

## Sources
- https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws (2026-11)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html (2026-11): limit the subject
"""

from __future__ import annotations

import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_access import asked, granted, plan_role, trusts
from guardrail_check import ResourceCheck
from guardrail_graph import itself
from guardrail_policies import policy_at
from guardrail_settings import setting
from guardrail_values import UNKNOWN, Mark, value_at

RULE = {
    "id": "CKV_LZ_008",
    "title": "Trust in GitHub is exact",
    "severity": "CRITICAL",
    "rows": ["B32", "A50", "B11", "E16"],
    "pillar": "security",
    "category": "IAM",
}

HOST = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"
PATH = "assume_role_policy"

_ONE_REPOSITORY = re.compile(r"repo:[^*?:/]+/[^*?:/]+:.*")
_REVIEWED = re.compile(r"repo:[^*?:/]+/[^*?:/]+:(?:ref:refs/heads/main|environment:[^*?:]+)")


class GithubTrust(ResourceCheck):
    """The trust of one role."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a trust that is broader than the role may be, UNKNOWN where either is not known."""
        document = policy_at(self, conf, PATH)
        if isinstance(document, Mark):
            late = document is UNKNOWN and setting("ci.provider") == "github"
            return self.unknown(PATH, "whom the role trusts is not known yet") if late else self.silent()
        found = list(trusts(self, document, HOST))
        if not found:
            return self.silent()
        answers = [self._statement(conf, one) for one, _ in found]
        for result, message in answers:
            if result is CheckResult.FAILED:
                return self.fails(PATH, message)
        late = [message for result, message in answers if result is CheckResult.UNKNOWN]
        return self.unknown(PATH, late[0]) if late else self.passes(PATH)

    def _statement(self, conf: dict[str, Any], one: dict[str, Any]) -> tuple[CheckResult, str]:
        audiences = asked(one, f"{HOST}:aud")
        if not any(UNKNOWN in values or values == [AUDIENCE] for _, values in audiences):
            return CheckResult.FAILED, f"the audience is not asked for; expected {AUDIENCE}"
        subjects = asked(one, f"{HOST}:sub")
        texts = [one for _, values in subjects for one in values if isinstance(one, str)]
        if not subjects:
            return CheckResult.FAILED, "no subject is asked for: every repository of GitHub is trusted"
        wild = [one for one in texts if not _ONE_REPOSITORY.fullmatch(one)]
        if all(set(wild) & set(values) for _, values in subjects):  # all conditions hold, so one that is narrow will do
            return CheckResult.FAILED, f"{wild[0]} trusts more than one repository"
        if any(UNKNOWN in values for _, values in subjects) or UNKNOWN in [one for _, row in audiences for one in row]:
            return CheckResult.UNKNOWN, "the subject or the audience is not known yet"
        reviewed = any(exact and all(_is_reviewed(one) for one in values) for exact, values in subjects)
        if reviewed or plan_role(value_at(conf, "name")):
            return CheckResult.PASSED, ""
        return self._access(conf, texts[0])

    def _access(self, conf: dict[str, Any], subject: str) -> tuple[CheckResult, str]:
        """What a subject that is not reviewed means for the role: good where it reads."""
        found = granted(self, itself(self, conf))
        told = [one for one in found if isinstance(one, str)]
        if told:
            return (
                CheckResult.FAILED,
                f"{subject} may take a role that writes ({told[0]}); expected main or an environment",
            )
        if not found or UNKNOWN in found:
            return CheckResult.UNKNOWN, f"whether the role that {subject} may take writes is not known"
        return CheckResult.PASSED, ""


def _is_reviewed(subject: Any) -> bool:
    own = [setting("ci.apply.subject", ""), *(one.get("apply", "") for one in setting("ci.subjects", {}).values())]
    return isinstance(subject, str) and (bool(_REVIEWED.fullmatch(subject)) or subject in own)


check = GithubTrust(RULE, ["aws_iam_role"])
