"""Roles that pipelines assume name one repository and one branch or environment.

## What it does
Looks at roles whose trust names the identity provider of GitHub Actions or GitLab. `aud` has to be compared with
StringEquals (GitHub: `sts.amazonaws.com`). `sub` has to be compared: with StringEquals to an exact subject, which for
GitHub names the branch main or an environment, for GitLab the project's path and a branch. Only a role that can just
read may have wildcards, and not in the name of the owner. A provider's list of clients must hold the audience.

## Why it matters
A trust with `repo:org/*` lets every repository of the owner, and every pull request in it, deploy.

## Example
```yaml
Resources:
  Apply:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: arn:aws:iam::333333333333:oidc-provider/token.actions.githubusercontent.com
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: {"token.actions.githubusercontent.com:aud": sts.amazonaws.com}
              StringLike: {"token.actions.githubusercontent.com:sub": "repo:example/*"}
```

## Use instead
```yaml
Resources:
  Apply:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: arn:aws:iam::333333333333:oidc-provider/token.actions.githubusercontent.com
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                "token.actions.githubusercontent.com:aud": sts.amazonaws.com
                "token.actions.githubusercontent.com:sub": repo:example/ml-infra:environment:production
```

## How to fix
Compare `aud` and `sub` with StringEquals and write the whole subject.

## Sources
- https://docs.github.com/en/actions/reference/security/oidc (2026-09)
- https://docs.gitlab.com/ci/cloud_services/aws/ (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html (2026-09)
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "checkov")]

from _guardrail_nodes import HOLE, UNKNOWN, Node, document
from _guardrail_rule import Saying, TemplateRule, fails, open_question, unsure
from _guardrail_worlds import Resource, World

RULE = {
    "id": "E9110",
    "title": "Trust in pipelines is exact",
    "severity": "ERROR",
    "rows": ["C16", "A50", "B32", "E17"],
    "pillar": "security",
}

ROLE, PROVIDER = "AWS::IAM::Role", "AWS::IAM::OIDCProvider"
POLICIES = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy")
"""What gives rights to roles that it names."""
ISSUERS = ("token.actions.githubusercontent.com", "gitlab.com")
GITHUB = ISSUERS[0]
SUBJECTS = {
    GITHUB: re.compile(r"repo:[^:*?/]+/[^:*?/]+:(ref:refs/heads/main|environment:[^:*?]+)"),
    "gitlab.com": re.compile(r"project_path:[^:*?]+/[^:*?]+:ref_type:branch:ref:[^:*?]+"),
}
READING = re.compile(r"arn:[^:]+:iam::aws:policy/(job-function/)?(ReadOnlyAccess|ViewOnlyAccess|SecurityAudit)")
OWNED = re.compile(r"(repo|project_path):[^:*?/]+/")


class FederatedTrust(TemplateRule):
    """Trust of roles in the identity providers of pipelines, and the providers."""

    RULE = RULE
    types = (ROLE, PROVIDER)

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield what a trust leaves open, and providers without the audience."""
        if resource.type == PROVIDER:
            yield from _clients(resource)
            return
        trust = resource.get("AssumeRolePolicyDocument")
        if not trust.known:
            yield unsure(trust, "the trust of the role is known only when the stack is made")
            return
        trust = document(trust)
        if not isinstance(trust.value, dict):
            yield unsure(trust, "the trust of the role is no document that can be read")
            return
        for one in trust.get("Statement").items():
            issuers = list(_issuers(one, world))
            for issuer in issuers:
                yield from _statement(one, issuer, resource, world)
            if not issuers and _may_trust(one, world):
                yield unsure(one, "which identity provider is trusted is known only when the stack is made")


def _issuers(statement: Node, world: World) -> Iterator[str]:
    """Yield the issuers that a statement trusts, by its principal or by what it compares."""
    named = statement.get("Principal.Federated")
    if not any(one == "Allow" or one is UNKNOWN for one in statement.get("Effect").each()) or named.absent:
        return
    words = " ".join(_words(node, world) for node in named.items())
    compared = " ".join(key for key, _, _ in _comparisons(statement))
    for issuer in ISSUERS:
        if issuer in words or f"{issuer}:" in compared:
            yield issuer


def _may_trust(statement: Node, world: World) -> bool:
    """Whether a statement trusts a provider that is not known here, and names no other one in what it compares."""
    effects = list(statement.get("Effect").each())
    if "Allow" not in effects and UNKNOWN not in effects:
        return False
    actions = [str(one).lower() for node in statement.get("Action").items() for one in node.each()]
    saml = bool(actions) and all("saml" in one for one in actions)
    named = statement.get("Principal.Federated")
    asked = any(key.endswith((":sub", ":aud")) for key, _, _ in _comparisons(statement))
    hidden = any(HOLE in _words(node, world).rpartition("oidc-provider/")[2] for node in named.items())
    return hidden and not saml and not asked


def _words(node: Node, world: World) -> str:
    target = world.target(node, PROVIDER)
    if isinstance(target, Resource):
        node = target.get("Url")
    return " ".join(node.texts())


def _comparisons(statement: Node) -> Iterator[tuple[str, str, Node]]:
    """Yield key, operator and value of each comparison of a statement."""
    condition = statement.get("Condition")
    for operator, block in condition.value.items() if isinstance(condition.value, dict) else []:
        for key, value in block.value.items() if isinstance(block.value, dict) else []:
            yield key.lower(), operator, value


def _statement(one: Node, issuer: str, role: Resource, world: World) -> Iterator[Saying]:
    condition = one.get("Condition")
    if not condition.absent and not condition.known:
        yield unsure(condition, "what the trust compares is known only when the stack is made")
        return
    told = list(_comparisons(one))
    audiences = [(operator, node) for key, operator, node in told if key == f"{issuer}:aud"]
    subjects = [(operator, node) for key, operator, node in told if key == f"{issuer}:sub"]
    if not any(operator == "StringEquals" for operator, _ in audiences):
        yield fails(condition, f"the trust does not compare {issuer}:aud with StringEquals")
    for _, node in audiences if issuer == GITHUB else []:
        for value in (each for item in node.items() for each in item.each()):
            if value is UNKNOWN:
                yield unsure(node, "the audience is known only when the stack is made")
            elif value != "sts.amazonaws.com":
                yield fails(node, f"the audience is {value}, wanted sts.amazonaws.com")
    if not subjects:
        yield fails(condition, f"the trust does not compare {issuer}:sub")
    for operator, node in subjects:
        for item in node.items():
            yield from _subject(item, operator, issuer, _reads_only(role, world))


def _subject(node: Node, operator: str, issuer: str, reading: Any) -> Iterator[Saying]:
    if operator not in ("StringEquals", "StringLike"):
        yield fails(node, f"{operator} does not hold the subject to one; wanted StringEquals")
        return
    for value in node.each():
        if value is UNKNOWN:
            yield unsure(node, "the subject is known only when the stack is made")
        elif operator == "StringEquals" and SUBJECTS[issuer].fullmatch(str(value)):
            continue
        elif reading is False:
            yield fails(node, f"{operator} {value}: a role that can write needs StringEquals to one whole subject")
        elif not OWNED.match(str(value)):
            yield fails(node, f"{value} does not name the owner")
        elif reading is UNKNOWN:
            yield unsure(node, "whether the role can write is known only when the stack is made")


def _reads_only(role: Resource, world: World) -> Any:
    """Whether a role can only read: its policies are managed ones of AWS for reading, and there are no others."""
    if any(_given(one, role, world) for one in world.of(*POLICIES)):
        return False
    managed = [value for node in role.get("ManagedPolicyArns").items() for value in node.each()]
    if not role.get("Policies").absent or (not role.get("PermissionsBoundary").absent and not managed):
        return False
    if any(one is not UNKNOWN and not READING.fullmatch(str(one)) for one in managed):
        return False
    return UNKNOWN if UNKNOWN in managed else bool(managed)


def _given(policy: Resource, role: Resource, world: World) -> bool:
    """Whether a policy of the template is attached to a role by naming it."""
    nodes = [*policy.get("Roles").items(), *policy.get("RoleName").items()]
    name = list(role.get("RoleName").each())
    return any(world.target(node) is role or (node.known and [node.value] == name) for node in nodes)


def _clients(provider: Resource) -> Iterator[Saying]:
    clients = provider.get("ClientIdList")
    values = [value for node in clients.items() for value in node.each()]
    for url in provider.get("Url").each():
        if url is UNKNOWN:
            yield unsure(provider.get("Url"), "whose identity provider this is is known only when the stack is made")
        elif GITHUB in str(url) and "sts.amazonaws.com" not in values:
            say = unsure if UNKNOWN in values else fails
            yield say(clients, "the clients of GitHub's provider do not hold sts.amazonaws.com")
        elif "gitlab.com" in str(url) and not values:
            yield fails(clients, "GitLab's provider has no client, so no audience is accepted")


FederatedTrustOpen = open_question(FederatedTrust)
