"""What is there before a root is applied: an organization, detectors that the organization made."""

from __future__ import annotations

import re
from pathlib import Path

from guardrails.rehearsal.answers.guardduty import make_detector
from guardrails.rehearsal.environment import MOCK_KEY, access_key_of
from guardrails.rehearsal.scratch import OVERRIDE
from guardrails.rehearsal.server import Server

_DETECTOR = re.compile(r'guardduty_detector\w*\s*=\s*"([0-9a-f]{32})"')
_MAKES_ORGANIZATION = "aws_organizations_organization"


def make_organization(server: Server, account: str) -> str:
    """Make an organization with all features, whose management account is the given one; return its id."""
    import boto3

    client = boto3.client(
        "organizations",
        region_name="us-east-1",
        endpoint_url=server.url,
        aws_access_key_id=access_key_of(account),
        aws_secret_access_key=MOCK_KEY,
    )
    return str(client.create_organization(FeatureSet="ALL")["Organization"]["Id"])


def prepare(server: Server, root: Path, account: str, region: str = "us-east-1") -> None:
    """Make what a root expects: the detectors that it names, and an organization unless it makes one itself.

    Args:
        root: the root, whose own files are read for it.
        account: whose account it is (12 digits).
    """
    text = "\n".join(file.read_text("utf-8") for file in sorted(root.glob("*.tf")) if file.name != OVERRIDE)
    for id in _DETECTOR.findall(text):
        make_detector(server.middleware.state.of(account, region), id)
    if 'module "organization"' not in text and _MAKES_ORGANIZATION not in text:
        make_organization(server, account)
