"""What is there before a root is applied: an organization, detectors that the organization made."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

from guardrails.rehearsal.answers.guardduty import make_detector
from guardrails.rehearsal.environment import MOCK_KEY, access_key_of
from guardrails.rehearsal.scratch import OVERRIDE
from guardrails.rehearsal.server import Server

_DETECTOR = re.compile(r'guardduty_detector\w*\s*=\s*"([0-9a-f]{32})"')
_LOG_BUCKET = re.compile(r'(?m)^\s*(?:access_)?log(?:s|ging)?_bucket\w*\s*=\s*"([^"]+)"')
_VPC = re.compile(r'(?m)^(\s*vpc_id\s*=\s*)"vpc-[^"]*"')
_UNIT = re.compile(r'(?m)^(\s*ou_id\s*=\s*)"ou-[^"]*"')
_MAKES_ORGANIZATION = "aws_organizations_organization"


def prepare(server: Server, copy: Path, account: str, region: str = "us-east-1") -> None:
    """Make what a root expects and does not make itself: an organization with an OU, a VPC, a bucket for access logs,
    detectors. Ids that only AWS gives out are written into the scratch copy.

    Args:
        copy: the scratch copy of the root; only its own files are read and changed.
        account: whose account it is (12 digits).
    """
    files = [file for file in sorted(copy.glob("*.tf")) if file.name != OVERRIDE]
    text = "\n".join(file.read_text("utf-8") for file in files)
    for id in _DETECTOR.findall(text):
        make_detector(server.middleware.state.of("guardduty", account, region), id)
    for name in _LOG_BUCKET.findall(text):
        _make_log_bucket(server, account, name)
    made = {}
    if _VPC.search(text):
        made[_VPC] = _client(server, "ec2", account).create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
    if 'module "organization"' not in text and _MAKES_ORGANIZATION not in text:
        made[_UNIT] = _make_organization(server, account)
    for file, (pattern, id) in product(files, made.items()):
        file.write_text(pattern.sub(rf'\g<1>"{id}"', file.read_text("utf-8")), "utf-8")


def _client(server: Server, service: str, account: str) -> Any:
    import boto3

    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=server.url,
        aws_access_key_id=access_key_of(account),
        aws_secret_access_key=MOCK_KEY,
    )


def _make_log_bucket(server: Server, account: str, name: str) -> None:
    """Make a bucket into which S3 may write access logs."""
    s3 = _client(server, "s3", account)
    s3.create_bucket(Bucket=name)
    writes = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{name}/*",
    }
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [writes]}))


def _make_organization(server: Server, account: str) -> str:
    """Make an organization with all features, managed by the account, with one OU; return the OU's id."""
    client = _client(server, "organizations", account)
    client.create_organization(FeatureSet="ALL")
    root = client.list_roots()["Roots"][0]["Id"]
    return str(client.create_organizational_unit(ParentId=root, Name="Workloads")["OrganizationalUnit"]["Id"])
