"""Keys that do not hang on the action: whose requests carry them, and what values they hold. A literal table.

Source of every block, unless it says another: the availability lines of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from guardrails.model.request import PrincipalKind

Kinds = frozenset[PrincipalKind]

ROLES: Final[Kinds] = frozenset({PrincipalKind.ROLE, PrincipalKind.SERVICE_LINKED_ROLE})
USERS: Final[Kinds] = frozenset({PrincipalKind.USER})
ROOT: Final[Kinds] = frozenset({PrincipalKind.ROOT})
FEDERATED: Final[Kinds] = frozenset({PrincipalKind.FEDERATED_USER})
SERVICES: Final[Kinds] = frozenset({PrincipalKind.SERVICE})
ANONYMOUS: Final[Kinds] = frozenset({PrincipalKind.ANONYMOUS})
OF_ACCOUNTS: Final[Kinds] = ROLES | USERS | ROOT | FEDERATED
EVERYBODY: Final[Kinds] = frozenset(PrincipalKind)
NOBODY: Final[Kinds] = frozenset()

ACCOUNT_ID: Final = "{0-9?}" * 12
ORGANIZATION_ID: Final = "o-{a-z0-9}"
ORGANIZATION_PATHS: Final = (f"{ORGANIZATION_ID}/r-{{a-z0-9}}/", f"{ORGANIZATION_ID}/r-{{a-z0-9}}/{{a-z0-9/-}}/")
NAME: Final = "{A-Za-z0-9+=,.@_-}"
"""Characters of the names of roles, users and sessions: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"""
_INSTANCE: Final = f"arn:{{a-z-}}:ec2:{{a-z0-9-}}:{ACCOUNT_ID}:instance/i-{{0-9a-f}}"
_MANAGED: Final = f"arn:{{a-z-}}:ssm:{{a-z0-9-}}:{ACCOUNT_ID}:managed-instance/mi-{{0-9a-f}}"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key: principals whose requests `always` carry it, those whose requests `maybe` do, and what it may hold."""

    always: Kinds = NOBODY
    maybe: Kinds = NOBODY
    formats: tuple[str, ...] = ()
    finite: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()


KEYS: Final[Mapping[str, KeyRow]] = MappingProxyType(
    {
        # The principal. Signed requests have one; an anonymous caller shows as `anonymous`. Requests of a service
        # principal: the page lists the values of these keys only for identities of accounts.
        "aws:principalarn": KeyRow(OF_ACCOUNTS, SERVICES),
        "aws:principalaccount": KeyRow(OF_ACCOUNTS | ANONYMOUS, SERVICES, formats=(ACCOUNT_ID, "anonymous")),
        "aws:principaltype": KeyRow(
            OF_ACCOUNTS | ANONYMOUS,
            SERVICES,
            finite=("AssumedRole", "User", "Account", "FederatedUser", "Anonymous"),
        ),
        "aws:userid": KeyRow(
            OF_ACCOUNTS | ANONYMOUS,
            SERVICES,
            formats=("{A-Z0-9}", f"{{A-Z0-9}}:{NAME}", "anonymous"),
            preferred=("AROAEXAMPLEID:session", "AIDAEXAMPLEID"),
        ),
        "aws:username": KeyRow(USERS, formats=(NAME,), preferred=("alice",)),
        "aws:principalisawsservice": KeyRow(OF_ACCOUNTS | SERVICES, finite=("false", "true")),
        "aws:principalservicename": KeyRow(SERVICES, preferred=("cloudtrail.amazonaws.com",)),
        "aws:principalservicenameslist": KeyRow(SERVICES, preferred=("cloudtrail.amazonaws.com",)),
        # A scene is an account of an organization, so the keys of the organization are there.
        "aws:principalorgid": KeyRow(OF_ACCOUNTS, formats=(ORGANIZATION_ID,), preferred=("o-a1b2c3d4e5",)),
        "aws:principalorgpaths": KeyRow(
            OF_ACCOUNTS, formats=ORGANIZATION_PATHS, preferred=("o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/",)
        ),
        # Every request.
        "aws:requestedregion": KeyRow(EVERYBODY),
        "aws:currenttime": KeyRow(EVERYBODY, preferred=("2026-12-01T12:00:00Z",)),
        "aws:epochtime": KeyRow(EVERYBODY, preferred=("1796126400",)),
        "aws:securetransport": KeyRow(EVERYBODY, finite=("true", "false")),
        "aws:useragent": KeyRow(EVERYBODY, preferred=("aws-cli/2.31.0",)),
        "aws:viaawsservice": KeyRow(EVERYBODY, finite=("false", "true")),
        # Forward access sessions. The principal in them is the one that called first.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html (2026-11)
        "aws:calledvia": KeyRow(NOBODY, EVERYBODY, preferred=("cloudformation.amazonaws.com",)),
        "aws:calledviafirst": KeyRow(NOBODY, EVERYBODY, preferred=("cloudformation.amazonaws.com",)),
        "aws:calledvialast": KeyRow(NOBODY, EVERYBODY, preferred=("cloudformation.amazonaws.com",)),
        # The network: a public address, or a VPC endpoint. Not every service sends all keys of the endpoint.
        "aws:sourceip": KeyRow(NOBODY, EVERYBODY, preferred=("203.0.113.10", "2001:db8::10")),
        "aws:sourcevpc": KeyRow(NOBODY, EVERYBODY, ("vpc-{0-9a-f}",), preferred=("vpc-0a1b2c3d4e5f60718",)),
        "aws:sourcevpce": KeyRow(NOBODY, EVERYBODY, ("vpce-{0-9a-f}",), preferred=("vpce-0a1b2c3d4e5f60718",)),
        "aws:vpcsourceip": KeyRow(NOBODY, EVERYBODY, preferred=("10.0.1.10",)),
        "aws:sourcevpcarn": KeyRow(
            NOBODY,
            EVERYBODY,
            (f"arn:{{a-z-}}:ec2:{{a-z0-9-}}:{ACCOUNT_ID}:vpc/vpc-{{0-9a-f}}",),
            preferred=("arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0a1b2c3d4e5f60718",),
        ),
        "aws:vpceaccount": KeyRow(NOBODY, EVERYBODY, (ACCOUNT_ID,)),
        "aws:vpceorgid": KeyRow(NOBODY, EVERYBODY, (ORGANIZATION_ID,)),
        "aws:vpceorgpaths": KeyRow(NOBODY, EVERYBODY, ORGANIZATION_PATHS),
        # The owner of the resource; `presence.py` knows the actions without. Its organization may be none.
        "aws:resourceaccount": KeyRow(NOBODY, EVERYBODY, (ACCOUNT_ID,)),
        "aws:resourceorgid": KeyRow(NOBODY, EVERYBODY, (ORGANIZATION_ID,)),
        "aws:resourceorgpaths": KeyRow(NOBODY, EVERYBODY, ORGANIZATION_PATHS),
        # The session. Roles and federated users have temporary credentials; users and root may (GetSessionToken,
        # console, AssumeRoot). MFA: AWS says when the keys are there, not of whom they never are.
        "aws:tokenissuetime": KeyRow(ROLES | FEDERATED, USERS | ROOT, preferred=("2026-12-01T11:00:00Z",)),
        "aws:multifactorauthpresent": KeyRow(NOBODY, OF_ACCOUNTS, finite=("true", "false")),
        "aws:multifactorauthage": KeyRow(NOBODY, OF_ACCOUNTS, preferred=("300",)),
        # AssumeRoot hands a source identity on as AssumeRole does.
        # https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html (2026-11)
        "aws:sourceidentity": KeyRow(NOBODY, ROLES | ROOT, (NAME,), preferred=("alice",)),
        "aws:assumedroot": KeyRow(NOBODY, ROOT, finite=("true", "false")),
        "aws:federatedprovider": KeyRow(
            NOBODY,
            ROLES,
            preferred=("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",),
        ),
        "aws:signinsessionarn": KeyRow(NOBODY, EVERYBODY),
        # Direct calls of a service principal only.
        "aws:sourcearn": KeyRow(NOBODY, SERVICES),
        "aws:sourceaccount": KeyRow(NOBODY, SERVICES, (ACCOUNT_ID,)),
        "aws:sourceorgid": KeyRow(NOBODY, SERVICES, (ORGANIZATION_ID,)),
        "aws:sourceorgpaths": KeyRow(NOBODY, SERVICES, ORGANIZATION_PATHS),
        # Credentials that a service hands to code: the role's requests to any service carry these keys.
        # https://docs.aws.amazon.com/codebuild/latest/userguide/permissions-conditionkeys-variables.html (2026-11)
        "aws:ec2instancesourcevpc": KeyRow(NOBODY, ROLES, ("vpc-{0-9a-f}",), preferred=("vpc-0a1b2c3d4e5f60718",)),
        "aws:ec2instancesourceprivateipv4": KeyRow(NOBODY, ROLES, preferred=("10.0.1.10",)),
        "ec2:sourceinstancearn": KeyRow(NOBODY, ROLES, (_INSTANCE,)),
        "ec2:roledelivery": KeyRow(NOBODY, ROLES, preferred=("2.0", "1.0")),
        "lambda:sourcefunctionarn": KeyRow(
            NOBODY, ROLES, (f"arn:{{a-z-}}:lambda:{{a-z0-9-}}:{ACCOUNT_ID}:function:{{}}",)
        ),
        "ssm:sourceinstancearn": KeyRow(NOBODY, ROLES, (_INSTANCE, _MANAGED)),
        "codebuild:buildarn": KeyRow(NOBODY, ROLES),
        "codebuild:projectarn": KeyRow(NOBODY, ROLES),
        "glue:credentialissuingservice": KeyRow(NOBODY, ROLES, preferred=("glue.amazonaws.com",)),
        "glue:roleassumedby": KeyRow(NOBODY, ROLES, preferred=("glue.amazonaws.com",)),
        "identitystore:userid": KeyRow(NOBODY, ROLES),
        # MCP servers, partners' domains, links in browsers: each in its own scenario, whoever calls.
        "aws:viaawsmcpservice": KeyRow(NOBODY, EVERYBODY, finite=("false", "true")),
        "aws:calledviaawsmcp": KeyRow(NOBODY, EVERYBODY),
        "aws:ismcpserviceaction": KeyRow(NOBODY, EVERYBODY, finite=("false", "true")),
        "aws:viacustomerdomain": KeyRow(NOBODY, EVERYBODY),
        "aws:referer": KeyRow(NOBODY, EVERYBODY),
    }
)
"""Key (lower case) -> its row. Tags are not here: `presence.py` knows them by how they begin."""

PRINCIPAL_TAG: Final = "aws:principaltag/"
PRINCIPAL_TAGGED: Final[Kinds] = OF_ACCOUNTS
"""Principals that may have tags, of their own or of their session. AWS does not say that root has none."""
