"""Phase 0 as docs/terraform.md has it: state in a local file first, then in the bucket that backend.hcl names."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from guardrails.rehearsal.environment import MOCK_KEY, access_key_of
from guardrails.rehearsal.installation import terraform_binary
from guardrails.rehearsal.server import emulated_aws

LIVE = Path(__file__).parents[2] / "terraform/live"
MANAGEMENT = "111111111111"
BUCKET, KEY, TABLE = "mm-terraform-state", "bootstrap/management/mgmt/terraform.tfstate", "MM-terraform-lock"
ROOT = 'terraform {\n  backend "s3" {}\n}\nresource "terraform_data" "made" {\n  input = "by hand"\n}\n'


@pytest.fixture
def keys(plugins: Path) -> Iterator[dict[str, str]]:
    """An emulated AWS with bucket and lock table in the management account: the variables that lead there."""
    with emulated_aws() as aws:
        variables = {
            "AWS_ENDPOINT_URL": aws.url,
            "AWS_ACCESS_KEY_ID": access_key_of(MANAGEMENT),
            "AWS_SECRET_ACCESS_KEY": MOCK_KEY,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        given = {"endpoint_url": aws.url, "region_name": "us-east-1", "aws_secret_access_key": MOCK_KEY}
        boto3.client("s3", aws_access_key_id=access_key_of(MANAGEMENT), **given).create_bucket(Bucket=BUCKET)
        boto3.client("dynamodb", aws_access_key_id=access_key_of(MANAGEMENT), **given).create_table(
            TableName=TABLE,
            AttributeDefinitions=[{"AttributeName": "LockID", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "LockID", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield variables


def terraform(folder: Path, keys: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "CHECKPOINT_DISABLE": "1", **keys}
    command = [str(terraform_binary()), *words, "-no-color"]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120)


def test_state_moves_from_a_local_file_into_the_bucket(keys: dict[str, str], tmp_path: Path) -> None:
    """B7, B9, W12: an override keeps the state local; without it the generated backend takes the state over."""
    (tmp_path / "main.tf").write_text(ROOT, "utf-8")
    (tmp_path / "backend.hcl").write_text((LIVE / "management/bootstrap/backend.hcl").read_text("utf-8"), "utf-8")
    override = tmp_path / "backend_override.tf"
    override.write_text('terraform {\n  backend "local" {}\n}\n', "utf-8")
    assert terraform(tmp_path, keys, "init", "-input=false").returncode == 0
    assert terraform(tmp_path, keys, "apply", "-auto-approve").returncode == 0
    override.unlink()
    options = ("-input=false", "-force-copy", "-migrate-state", "-backend-config=backend.hcl")
    moved = terraform(tmp_path, keys, "init", *options, "-backend-config=use_path_style=true")
    assert moved.returncode == 0, moved.stderr
    kept = terraform(tmp_path, keys, "plan", "-input=false", "-detailed-exitcode")
    assert kept.returncode == 0, kept.stdout + kept.stderr
    client = boto3.client(
        "s3",
        endpoint_url=keys["AWS_ENDPOINT_URL"],
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=MOCK_KEY,
    )
    assert [one["Key"] for one in client.list_objects_v2(Bucket=BUCKET)["Contents"]] == [KEY]
